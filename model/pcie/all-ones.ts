/**
 * What a read gives that nobody answers: all ones (PCI Express base specification, 2.3.2: a completion without success).
 */
export const ALL_ONES = 0xffff_ffff_ffff_ffffn;
