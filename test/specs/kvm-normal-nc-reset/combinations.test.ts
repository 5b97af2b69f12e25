import { describe, expect, test } from "vitest";
import { Diagnostic } from "../../../checker/index.ts";
import { checkCombination } from "../../../specs/kvm-normal-nc-reset/combinations.ts";
import { settingOf } from "./settings.ts";

describe("values that make no sense together", () => {
  test.each([
    [
      { bus: "platform" },
      "bus=platform, resetPath=flr",
      "a platform device has no config space",
      "resetPath=aml",
    ],
    [{ resetPath: "dt" }, "bus=pci, resetPath=dt", "are those of vfio-platform", "bus=platform"],
    [
      { bus: "platform", resetPath: "aml", rcOrdersCfgAfterPosted: "no", importer: "yes" },
      "bus=platform, importer=yes",
      "exports no dma-buf",
      "bus=pci",
    ],
    [
      { bus: "platform", resetPath: "aml", rcOrdersCfgAfterPosted: "no", ats: "yes" },
      "bus=platform, ats=yes",
      "PCI functions",
      "bus=pci",
    ],
    [
      { readBack: "yes", barReads: "none" },
      "readBack=yes, barReads=none",
      "no register to read back",
      "barReads=plain",
    ],
    [
      { readBack: "yes", vmaType: "cacheable" },
      "readBack=yes, vmaType=cacheable",
      "is memory",
      "another vmaType",
    ],
    [
      { bus: "platform", resetPath: "aml" },
      "bus=platform, rcOrdersCfgAfterPosted=yes",
      "no root complex between",
      "rcOrdersCfgAfterPosted=no",
    ],
    [
      { bus: "platform", resetPath: "aml", rcOrdersCfgAfterPosted: "no", readBack: "config-space" },
      "bus=platform, readBack=config-space",
      "has no config space",
      "readBack=yes",
    ],
    [{ dmaBufMove: "no" }, "importer=no, dmaBufMove=no", "no importer", "give importer=yes"],
    [{ iommuPrepare: "no" }, "ats=no, iommuPrepare=no", "no ATC", "give ats=yes"],
    [
      { bus: "platform", resetPath: "aml", rcOrdersCfgAfterPosted: "no", memoryLock: "no" },
      "bus=platform, memoryLock=no",
      "never had a memory_lock",
      "give bus=pci",
    ],
    [
      { memoryLock: "no", fullDsb: "no" },
      "fullDsb=no, trigger=ioctl, memoryLock=no",
      "no DSB to leave out",
      "leave fullDsb out",
    ],
    [{ trigger: "close", vcpus: "2" }, "trigger=close, vcpus=2", "no VMA is left", "trigger=ioctl"],
    [
      { vmm: "emulates", vmaType: "cacheable" },
      "vmm=emulates, vmaType=cacheable",
      "is memory",
      "another vmaType",
    ],
  ])("%o: named with the reason and the next step", (changes, where, why, next) => {
    const setting = settingOf("merged-flr", changes);
    expect(() => checkCombination(setting)).toThrow(Diagnostic);
    expect(() => checkCombination(setting)).toThrow(where);
    expect(() => checkCombination(setting)).toThrow(why);
    expect(() => checkCombination(setting)).toThrow(next);
  });
});
