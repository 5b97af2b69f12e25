/** Who runs what, and the points that properties speak of. */
export const pes = {
  host: "host",
  vcpu: "vCPU",
  /** The CPU that the vCPU migrates to. */
  cpu2: "vCPU on CPU2",
  attach: "attach",
  ksmd: "ksmd",
} as const;

export const devices = { assigned: "device", other: "other device", peer: "peer" } as const;

export const points = {
  pinned: "pinned",
} as const;

export const loads = {
  first: "first read after unpin",
  second: "second read after unpin",
  guest: "guest read",
} as const;
