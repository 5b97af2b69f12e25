import { awaitValue, dsb, idle, program, str, type Program } from "../../model/index.ts";
import { offsets, virtual } from "./board.ts";
import type { ResetSetting } from "./parameters.ts";

/** Labels of the writes to the BAR. */
export const writes = {
  first: "the guest's first write",
  second: "the guest's second write",
  emulated: "the VMM's write",
} as const;

const registerAt = (page: { readonly va: bigint }, offset: number): bigint => page.va + BigInt(offset);

/** What a guest does with a device: it writes a descriptor, and rings the doorbell. */
export function guestProgram(setting: ResetSetting): Program {
  if (setting.vmm !== "idle") return trappingProgram(setting);
  return program(
    str(1n, registerAt(virtual.guestBar, offsets.descriptor), {
      kernel: "str [BAR.descriptor]",
      label: writes.first,
    }),
    str(1n, registerAt(virtual.guestBar, offsets.doorbell), {
      kernel: "str [BAR.doorbell]",
      label: writes.second,
    }),
  );
}

/** P8: a write by the guest's own mapping, then one that traps: the VMM is told, here by a flag. */
const trappingProgram = ({ vmm }: ResetSetting): Program =>
  program(
    str(1n, registerAt(virtual.guestBar, offsets.doorbell), {
      kernel: "str [BAR.doorbell]",
      label: writes.first,
    }),
    ...(vmm === "emulates-after-barrier" ? [dsb("sy", { kernel: "dsb(sy) of the guest" })] : []),
    str(1n, virtual.guestFlag.va, { kernel: "exit to the VMM" }),
  );

/** The VMM's thread: it has the BAR mapped, and may emulate the write. */
export const vmmProgram = ({ vmm }: ResetSetting): Program =>
  vmm === "idle"
    ? idle
    : program(
        awaitValue(virtual.userFlag.va, 1n, { kernel: "KVM_EXIT_MMIO" }),
        str(2n, registerAt(virtual.userBar, offsets.doorbell), {
          kernel: "memory_region_write()",
          label: writes.emulated,
        }),
      );
