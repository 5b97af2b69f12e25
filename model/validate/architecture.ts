import type { Instruction } from "../program/instruction.ts";
import type { PeConfiguration } from "../scenario.ts";
import { programError, within } from "./place.ts";

/** What an instruction is, where a PE does not have it, and what that PE has in its place. */
interface Foreign {
  readonly what: string;
  readonly instead: string;
}

/**
 * Checks that a PE runs what its architecture has.
 *
 * @throws Diagnostic (kind "program") for an instruction, or a feature of the walker, of the other architecture
 */
export function checkArchitecture(
  { program, architecture = "arm64", ha, hd }: PeConfiguration,
  where: string,
): void {
  const foreign = architecture === "x86" ? foreignToX86 : foreignToArm64;
  for (const instruction of [...program.instructions, ...(program.handler ?? [])]) {
    const found = foreign(instruction);
    if (found === null) continue;
    throw programError(
      within(where, instruction.kernel),
      `an ${architecture} PE has no ${found.what}`,
      `\`architecture\` of the PE is "${architecture}"${architecture === "arm64" ? ", the default" : ""}`,
      found.instead,
    );
  }
  if (architecture === "arm64") return;
  if (ha === false)
    throw programError(
      where,
      "ha is false on an x86 PE",
      "an x86 walker sets the accessed flag where it finds it clear, always",
      "leave ha out",
    );
  if (hd === true)
    throw programError(
      where,
      "hd is true on an x86 PE",
      "TCR.HD has hardware make pages writable, which the dirty flag of x86 does not",
      "leave hd out, and make the descriptors writable",
    );
}

const fences = "it has mfence(), sfence() and lfence()";
const locked = "it has lockRmw(), xchg() and lockCmpxchg(), which are full barriers";

/** What x86 does not have; null for what it has. */
function foreignToX86(instruction: Instruction): Foreign | null {
  switch (instruction.kind) {
    case "load":
      if (instruction.exclusive === true) return { what: "load-exclusive", instead: locked };
      return instruction.order === "plain"
        ? null
        : { what: "load-acquire", instead: "write a plain load: every load acquires" };
    case "store":
      return instruction.order === "plain"
        ? null
        : {
            what: "store-release",
            instead: "write a plain store: every store but one to WC memory releases",
          };
    case "store-exclusive":
      return { what: "store-exclusive", instead: locked };
    case "dmb":
      return { what: "DMB", instead: fences };
    case "dsb":
      return { what: "DSB", instead: fences };
    case "isb":
      return {
        what: "ISB",
        instead: "leave it out: instructions take effect in order, and takeIpi() and wbinvd() serialise",
      };
    case "tlbi":
      return { what: "TLBI", instead: "it has INVLPG and MOV to CR3, which are not modelled yet" };
    case "dc":
      return { what: "DC", instead: "it has clflush(), clflushopt(), clwb() and wbinvd()" };
    case "svc":
      return { what: "SVC", instead: "SYSCALL is not modelled: write what it leads to into the program" };
    case "eret":
      return {
        what: "ERET",
        instead:
          'IRET is not modelled: without a handler, onFault: "retry" or "skip" says what follows a fault',
      };
    default:
      return null;
  }
}

/** What arm64 does not have; null for what it has. */
function foreignToArm64({ kind }: Instruction): Foreign | null {
  switch (kind) {
    case "fence":
      return { what: "MFENCE, SFENCE or LFENCE", instead: "it has dmb() and dsb()" };
    case "clflush":
      return { what: "CLFLUSH, CLFLUSHOPT or CLWB", instead: 'it has dc("civac", ...) and dc("cvac", ...)' };
    case "wbinvd":
      return {
        what: "WBINVD",
        instead: 'it has dc("civac", ...), by address: maintenance of a whole cache is not modelled',
      };
    default:
      return null;
  }
}
