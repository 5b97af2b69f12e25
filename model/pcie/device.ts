/**
 * A device, or a PCIe function: registers that requests reach by paths, and DMA. Where a register is, is a physical page:
 * a PE maps it like any other.
 */
export interface DeviceConfiguration {
  readonly name: string;
  readonly registers: readonly RegisterConfiguration[];
  /** Absent: it never accesses memory. */
  readonly dma?: DmaConfiguration;
}

/** A register, or a bit of configuration space that matters. Its value is that of a cell of a physical page. */
export interface RegisterConfiguration {
  /** Unique in its device: `BAR0`, `DEVCTL.NoSnoopEn`. */
  readonly name: string;
  readonly page: string;
  /** The cell's offset in its page. Default 0. */
  readonly offset?: number;
  /** The name of the path by which requests get to it. */
  readonly path: string;
  /** Memory writes are posted; writes to configuration space are not, and complete at the function (PCIe base spec 2.2). */
  readonly posted: boolean;
  /** A write changes nothing: a bit that is hardwired, or that a virtual function does not have. */
  readonly hardwired?: true;
  /** What a read leaves, where reads have a side effect: 0 for a read-to-clear status. */
  readonly readLeaves?: bigint;
  /** A register of the same device, memory space enable say: while it holds 0, requests to this one are not supported. */
  readonly enabledBy?: string;
  /** What it holds after a reset of its device. Absent: what it held before. */
  readonly resetsTo?: bigint;
  /** What written values set off. */
  readonly commands?: readonly Command[];
}

/** A value whose write begins or ends a reset: of this device or, as that of a slot or a reset controller, of others. */
export interface Command {
  readonly value: bigint;
  readonly does: "begin reset" | "end reset";
  /** Names of the devices. Default: its own. */
  readonly devices?: readonly string[];
}

/** What a device may do to memory, at any time and any number of times, while it is not in reset. */
export interface DmaConfiguration {
  /** The table of its IOMMU domain: I/O virtual pages to physical ones (`ioDescriptor`). */
  readonly table: string;
  /** Whether it reads. */
  readonly reads: boolean;
  /** The words it may write; none: it does not. */
  readonly writes: readonly bigint[];
  /**
   * Whether its requests may carry the No Snoop attribute: never; always, whatever was enabled, as a function does that does
   * not comply; or while a register of it (`PCI_EXP_DEVCTL_NOSNOOP_EN`) is not 0. It may always do without.
   */
  readonly noSnoop: "never" | "always" | { readonly enabledBy: string };
  /** A register of it, bus master enable: while it is 0 there is no DMA. */
  readonly enabledBy?: string;
  /**
   * It has an address translation cache of its own (PCIe ATS), which only an invalidation with `atc` reaches, and a reset
   * empties.
   */
  readonly ats?: true;
  /**
   * What it answers to a read of a register may get to the PE before writes that it has sent are in memory: nothing but PCIe
   * promises that it does not.
   */
  readonly answersPass?: true;
}
