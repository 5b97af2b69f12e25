/** The correct protocol, and two ways to get it wrong. Their indices are the MODE of the other tools' models. */
export const modes = ["correct", "local-tlbi", "no-dsb-before-tlbi"] as const;

export type Mode = (typeof modes)[number];
