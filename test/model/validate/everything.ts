import {
  awaitValue,
  clflush,
  dc,
  descriptor,
  dmb,
  dsb,
  features,
  invalid,
  ioDescriptor,
  iotlbInvalidate,
  ldr,
  mfence,
  movLoad,
  movStore,
  str,
  tlbi,
  wbinvd,
  type Scenario,
} from "../../../model/index.ts";

const physical = { data: 0x10_0000n, bar: 0x20_0000n, config: 0x30_0000n, other: 0x40_0000n } as const;

/** Virtual addresses. */
const data = 0x8000_0000n;
const bar = 0x8000_1000n;
const config = 0x8000_2000n;
const iova = 0x8000_3000n;

/** PTEs that programs write. */
const pteOfData = 0x9000_0000n;
const iopte = 0x9000_1000n;

const Io = ioDescriptor({ oa: physical.data });

/** A scenario with a bit of all hardware that there is: cache lines, paths, devices, DMA, and PEs of both architectures. */
export const everything: Scenario = {
  name: "everything",
  features: features(),
  physical: [
    { name: "data", pa: physical.data, cells: [{ offset: 0, value: 0n }], cached: true },
    {
      name: "bar",
      pa: physical.bar,
      cells: [
        { offset: 0, value: 1n },
        { offset: 8, value: 0n },
      ],
    },
    {
      name: "config",
      pa: physical.config,
      cells: [
        { offset: 0, value: 1n },
        { offset: 8, value: 0n },
        { offset: 16, value: 0n },
      ],
    },
    { name: "other", pa: physical.other },
  ],
  virtual: [
    { name: "data", va: data },
    { name: "bar", va: bar },
    { name: "config", va: config },
    { name: "iova", va: iova },
  ],
  tables: [
    {
      name: "host",
      ptes: [
        { page: "data", address: pteOfData, initial: descriptor({ oa: physical.data }), level: 3 },
        { page: "bar", address: 0x9000_0008n, initial: descriptor({ oa: physical.bar, attributes: 4 }) },
        {
          page: "config",
          address: 0x9000_0010n,
          initial: descriptor({ oa: physical.config, attributes: 3 }),
        },
      ],
    },
    {
      name: "x86",
      ptes: [
        { page: "data", address: 0x9000_2000n, initial: descriptor({ oa: physical.data }) },
        { page: "bar", address: 0x9000_2008n, initial: descriptor({ oa: physical.bar, attributes: 2 }) },
      ],
    },
    { name: "domain", ptes: [{ page: "iova", address: iopte, initial: Io }] },
  ],
  pes: [
    {
      name: "host",
      program: {
        instructions: [
          str(1n, data),
          dc("cvac", data),
          dmb("osh"),
          str(1n, bar),
          ldr("r1", bar + 8n),
          str(1n, config),
          dsb("sy"),
          str(invalid(Io), iopte),
          iotlbInvalidate("gpu", iova, { drains: true, atc: true }),
          tlbi("vae1is", data),
        ],
      },
      table: "host",
      regime: "el1",
      memoryTypes: [
        "Normal-WB",
        "Normal-WB",
        "Normal-NC",
        "Device-nGnRnE",
        "Device-nGnRE",
        "Device-nGRE",
        "Device-GRE",
        "Normal-WT",
      ],
      cache: "cluster 0",
      domain: "all",
      registers: { x0: 0n },
    },
    {
      name: "cpu",
      architecture: "x86",
      program: {
        instructions: [
          movStore(2n, data),
          clflush(data),
          mfence(),
          movLoad("r2", bar),
          wbinvd(),
          { ...awaitValue(bar + 8n, 1n) },
        ],
      },
      table: "x86",
      regime: "el1",
      cache: "socket 1",
    },
  ],
  paths: [
    { name: "mmio", acknowledges: { "Normal-NC": "PE", "Device-nGnRE": "root complex" } },
    { name: "ecam" },
  ],
  devices: [
    {
      name: "gpu",
      registers: [
        {
          name: "BAR0",
          page: "bar",
          path: "mmio",
          posted: true,
          enabledBy: "MEMORY",
          readLeaves: 0n,
          resetsTo: 0n,
        },
        { name: "BAR1", page: "bar", offset: 8, path: "mmio", posted: true, hardwired: true },
        {
          name: "FLR",
          page: "config",
          path: "ecam",
          posted: false,
          commands: [
            { value: 1n, does: "begin reset", devices: ["gpu", "nic"] },
            { value: 0n, does: "end reset", devices: ["gpu", "nic"] },
          ],
        },
        { name: "MEMORY", page: "config", offset: 8, path: "ecam", posted: false },
        { name: "NOSNOOP", page: "config", offset: 16, path: "ecam", posted: false },
      ],
      dma: {
        table: "domain",
        reads: true,
        writes: [3n],
        noSnoop: { enabledBy: "NOSNOOP" },
        enabledBy: "MEMORY",
        ats: true,
      },
    },
    {
      name: "nic",
      registers: [],
      dma: { table: "domain", reads: true, writes: [], noSnoop: "never", answersPass: true },
    },
  ],
  words: { Io },
  properties: [],
  judged: "every state",
  assumptions: ["none"],
};
