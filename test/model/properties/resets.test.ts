import { describe, expect, test } from "vitest";
import { check, Diagnostic } from "../../../checker/index.ts";
import {
  arriveInOrder,
  compile,
  isReset,
  noMappingInstalledWithin,
  noMappingWithin,
  noMismatchedAliasWithin,
  noRefusedRequest,
  noUnissuedRead,
  noWriteInReset,
  type Scenario,
} from "../../../model/index.ts";
import { resetScenario } from "../../../specs/kvm-normal-nc-reset/scenario.ts";
import type { ResetVariant } from "../../../specs/kvm-normal-nc-reset/variants.ts";
import { settingOf } from "../../specs/kvm-normal-nc-reset/settings.ts";

const named = { name: "claim", because: "a test" };
const bar = { page: "BAR", pes: ["vCPU0", "VMM"] };
const begins = { pe: "host", access: "the reset begins" };

/** What a property finds, or null where it is proved. */
async function facts(variant: ResetVariant, property: Scenario["properties"][number]) {
  const scenario = { ...resetScenario(variant, settingOf(variant)), properties: [property] };
  const { properties } = await check(compile(scenario), { deadlock: "off" });
  return properties[0]?.witness?.facts ?? null;
}

describe("properties of mappings, resets and requests say what breaks them", () => {
  const inReset = { from: begins };

  test("noMappingWithin: whose mapping is left, by which page", async () => {
    const property: Scenario["properties"][number] = (m) => noMappingWithin(m, named, inReset, bar);
    expect(await facts("platform-reset-ioctl", property)).toEqual({
      pe: "vCPU0",
      page: "BAR (guest)",
      entry: "BAR, stage 2 Device-nGnRE",
      after: "the reset begins",
    });
    expect(await facts("merged-flr", property)).toBeNull();
  });

  test("noMismatchedAliasWithin: the two types; at any time, they are there before the revocation", async () => {
    expect(await facts("merged-flr", (m) => noMismatchedAliasWithin(m, named, null, bar))).toEqual({
      pe: "vCPU0",
      page: "BAR (guest)",
      entry: "BAR, stage 2 Normal-NC",
      type: "Normal-NC",
      other: "VMM",
      "its type": "Device-nGnRnE",
    });
    const one = { page: "BAR", pes: ["VMM"] };
    expect(await facts("merged-flr", (m) => noMismatchedAliasWithin(m, named, null, one))).toBeNull();
  });

  test("noWriteInReset: the writer, and only one that was asked about", async () => {
    expect(await facts("separate-ecam", (m) => noWriteInReset(m, named, "device", ["VMM", "vCPU0"]))).toEqual(
      { device: "device", writer: "vCPU0" },
    );
    expect(await facts("separate-ecam", (m) => noWriteInReset(m, named, "device", ["VMM"]))).toBeNull();
  });

  test("noUnissuedRead and noRefusedRequest: the device", async () => {
    expect(await facts("guest-maps-nc", (m) => noUnissuedRead(m, named, "device"))).toEqual({
      device: "device",
    });
    expect(await facts("before-memory-lock", (m) => noRefusedRequest(m, named, "device"))).toEqual({
      device: "device",
    });
  });

  test("arriveInOrder: the write that came first, and the one it should have come after", async () => {
    const [guest, vmm] = [
      { pe: "vCPU0", access: "the guest's first write" },
      { pe: "VMM", access: "the VMM's write" },
    ];
    expect(await facts("vmm-emulated-write", (m) => arriveInOrder(m, named, guest, vmm))).toEqual({
      pe: "VMM",
      access: "the VMM's write",
      before: "the guest's first write",
    });
  });

  test("noMappingInstalledWithin: the handler that has decided to, and none where locks keep it from that", async () => {
    const install = {
      pe: "vCPU1",
      decided: "no invalidation since mmu_seq",
      store: "kvm_pgtable_stage2_map()",
    };
    const property: Scenario["properties"][number] = (m) =>
      noMappingInstalledWithin(m, named, inReset, [install]);
    expect(await facts("before-memory-lock-while-faulting", property)).toEqual({
      pe: "vCPU1",
      access: "kvm_pgtable_stage2_map()",
      after: "the reset begins",
    });
    const locked = { ...inReset, until: { pe: "host", mark: "the device is back" } };
    expect(
      await facts("merged-flr-while-faulting", (m) => noMappingInstalledWithin(m, named, locked, [install])),
    ).toBeNull();
  });

  test("names that do not exist, and ends that are no end marks, are told", () => {
    const compiled = (property: Scenario["properties"][number]) => () =>
      compile({ ...resetScenario("merged-flr", settingOf("merged-flr")), properties: [property] });
    const wrong: readonly (readonly [Scenario["properties"][number], RegExp])[] = [
      [(m) => isReset(m, named, "devise"), /there is no device devise\n.*did you mean device\?/],
      [
        (m) => noMappingWithin(m, named, inReset, { ...bar, page: "RAB" }),
        /there is no physical page RAB\n.*there is: .*BAR/,
      ],
      [
        (m) => noMappingWithin(m, named, { from: { pe: "host", access: "reset" } }, bar),
        /there is no label reset/,
      ],
      [
        (m) => {
          const until = { pe: "host", mark: "the mappings are revoked" };
          return noMappingWithin(m, named, { from: begins, until }, bar);
        },
        /"the mappings are revoked" ends something .* and is not an endMark/,
      ],
    ];
    for (const [property, message] of wrong) {
      expect(compiled(property)).toThrow(Diagnostic);
      expect(compiled(property)).toThrow(message);
    }
  });
});
