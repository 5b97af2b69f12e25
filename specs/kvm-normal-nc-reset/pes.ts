/** The names of the PEs. */
export const pes = { guest: "vCPU0", faulting: "vCPU1", vmm: "VMM", host: "host" } as const;
