import { describe, expect, test } from "vitest";
import {
  descriptor,
  ioDescriptor,
  iotlbInvalidate,
  str,
  type DeviceConfiguration,
} from "../../../model/index.ts";
import { buildMachine } from "../../../model/machine/build.ts";
import { data, Io, iopte, P, scenarioOf, type DmaTest } from "../pcie/dma-machine.ts";
import { call, mistakeOf } from "./mistake.ts";

const mistake = (test: Partial<DmaTest>): string =>
  mistakeOf(() => buildMachine(scenarioOf({ host: [], ...test })));

const gpu = (dma: Partial<NonNullable<DeviceConfiguration["dma"]>>, name = "GPU"): Partial<DmaTest> => ({
  scenario: {
    devices: [
      { name, registers: [], dma: { table: "domain", reads: true, writes: [], noSnoop: "never", ...dma } },
    ],
  },
});

describe("DMA in a scenario", () => {
  test("its table exists, and is no PE's", () => {
    expect(mistake(gpu({ table: "domian" }))).toMatch(/device GPU.*no table domian.*did you mean domain/s);
    expect(mistake(gpu({ table: "linear map" }))).toMatch(/linear map is that of PE host too.*one kind/s);
    const tables = scenarioOf({ host: [] }).tables.map((table) =>
      table.name === "domain" ? { ...table, stage: 2 as const } : table,
    );
    expect(mistake({ scenario: { tables } })).toMatch(/domain is said to be of stage 2.*one kind/s);
  });

  test("a device is not called as a PE is", () => {
    expect(mistake(gpu({}, "host"))).toMatch(/PE 1 and device 1 both have the name host/);
  });

  test("what enables it is a register of the device", () => {
    expect(mistake(gpu({ enabledBy: "BME" }))).toMatch(/no register BME/);
    expect(mistake(gpu({ noSnoop: { enabledBy: "DEVCTL" } }))).toMatch(/no register DEVCTL/);
  });

  test("its table holds I/O descriptors, and other tables do not", () => {
    expect(mistake({ initial: descriptor({ oa: 0x10_0000n }) })).toMatch(/pte\(P\).*no I\/O descriptor/s);
    expect(mistake({ host: [str(descriptor({ oa: 0x10_0000n }), iopte)] })).toMatch(/no I\/O descriptor/);
    expect(mistake({ host: [str(Io.data, 0x9000_0000n)] })).toMatch(/pte\(data\).*an I\/O descriptor/s);
  });

  test("an invalidation names a device that does DMA, and an address that its table maps", () => {
    expect(mistake({ host: [iotlbInvalidate("GPO", P)] })).toMatch(/no device GPO.*did you mean GPU/s);
    expect(mistake({ host: [iotlbInvalidate("GPU", data)] })).toMatch(
      /0x80000000 is in no page.*P at 0x10000000/s,
    );
    expect(mistake({ host: [iotlbInvalidate("GPU", 0x1234_5000n)] })).toMatch(/is in no page/);
    const silent: Partial<DmaTest> = {
      host: [iotlbInvalidate("NIC", null)],
      scenario: { devices: [{ name: "NIC", registers: [] }] },
    };
    expect(mistake(silent)).toMatch(/NIC does no DMA/);
  });
});

describe("ioDescriptor", () => {
  test("has no fields but its own", () => {
    expect(mistakeOf(() => call(ioDescriptor, { oa: 0n, snop: true }))).toMatch(
      /no snop.*did you mean snoop/s,
    );
    expect(mistakeOf(() => call(ioDescriptor, { oa: 5n }))).toMatch(/4 KiB page/);
  });
});
