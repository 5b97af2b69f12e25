import { checkArgument } from "../validate/arguments.ts";
import { oneOf } from "../validate/checks.ts";
import { cas, ldr, rmw, str } from "./arm64/accesses.ts";
import { dmb, dsb, type BarrierOption } from "./arm64/barriers.ts";
import type { At, Operand } from "./arm64/operand.ts";
import type { Instruction } from "./instruction.ts";
import { lockCmpxchg, movLoad, movStore, xchg } from "./x86/accesses.ts";
import { lfence, mfence, sfence } from "./x86/fences.ts";

type Code = readonly Instruction[];
type Barrier = (at?: At) => Code;
type ReadInto = (to: string, address: Operand, at?: At) => Code;
type Write = (value: Operand, address: Operand, at?: At) => Code;

/**
 * Linux's accesses and barriers, by its names: programs written with them differ by architecture in what they compile to
 * alone. Each is a list, to be spread into a program: some are nothing but a barrier to the compiler.
 */
export interface KernelPrimitives {
  readonly readOnce: ReadInto;
  readonly writeOnce: Write;
  readonly smpLoadAcquire: ReadInto;
  readonly smpStoreRelease: Write;
  /** Gives `to` the old value. A full barrier. */
  readonly xchg: (to: string, value: Operand, address: Operand, at?: At) => Code;
  /** Gives `to` the old value. A full barrier where it succeeds; on x86 where it fails too. */
  readonly cmpxchg: (to: string, compare: Operand, value: Operand, address: Operand, at?: At) => Code;
  readonly mb: Barrier;
  readonly rmb: Barrier;
  readonly wmb: Barrier;
  readonly dmaRmb: Barrier;
  readonly dmaWmb: Barrier;
  readonly smpMb: Barrier;
  readonly smpRmb: Barrier;
  readonly smpWmb: Barrier;
}

/** What the macros of an architecture expand to, but for how they are spelled. */
const spelled =
  (kernel: string, make: ((at: At) => Instruction) | null): Barrier =>
  (at = {}) =>
    make === null ? [] : [make({ kernel, ...at })];

const dsbOf = (option: BarrierOption) => (at: At) => dsb(option, at);
const dmbOf = (option: BarrierOption) => (at: At) => dmb(option, at);

/** arch/arm64/include/asm/barrier.h and atomic_lse.h. */
const arm64: KernelPrimitives = {
  readOnce: (to, address, at = {}) => [ldr(to, address, { kernel: `${to} = READ_ONCE()`, ...at })],
  writeOnce: (value, address, at = {}) => [str(value, address, { kernel: "WRITE_ONCE()", ...at })],
  smpLoadAcquire: (to, address, at = {}) => [
    ldr(to, address, { kernel: `${to} = smp_load_acquire()`, order: "acquire", ...at }),
  ],
  smpStoreRelease: (value, address, at = {}) => [
    str(value, address, { kernel: "smp_store_release()", order: "release", ...at }),
  ],
  // SWPAL and CASAL: as Linux has it, what is later does not pass them.
  xchg: (to, value, address, at = {}) => [
    rmw("swap", to, value, address, { kernel: `${to} = xchg()`, order: "acquire-release", ...at }),
  ],
  cmpxchg: (to, compare, value, address, at = {}) => [
    cas(to, compare, value, address, { kernel: `${to} = cmpxchg()`, order: "acquire-release", ...at }),
  ],
  mb: spelled("mb()", dsbOf("sy")),
  rmb: spelled("rmb()", dsbOf("ld")),
  wmb: spelled("wmb()", dsbOf("st")),
  dmaRmb: spelled("dma_rmb()", dmbOf("oshld")),
  dmaWmb: spelled("dma_wmb()", dmbOf("oshst")),
  smpMb: spelled("smp_mb()", dmbOf("ish")),
  smpRmb: spelled("smp_rmb()", dmbOf("ishld")),
  smpWmb: spelled("smp_wmb()", dmbOf("ishst")),
};

/** arch/x86/include/asm/barrier.h and cmpxchg.h. */
const x86: KernelPrimitives = {
  readOnce: (to, address, at = {}) => [movLoad(to, address, { kernel: `${to} = READ_ONCE()`, ...at })],
  writeOnce: (value, address, at = {}) => [movStore(value, address, { kernel: "WRITE_ONCE()", ...at })],
  smpLoadAcquire: (to, address, at = {}) => [
    movLoad(to, address, { kernel: `${to} = smp_load_acquire()`, ...at }),
  ],
  smpStoreRelease: (value, address, at = {}) => [
    movStore(value, address, { kernel: "smp_store_release()", ...at }),
  ],
  xchg: (to, value, address, at = {}) => [xchg(to, value, address, { kernel: `${to} = xchg()`, ...at })],
  cmpxchg: (to, compare, value, address, at = {}) => [
    lockCmpxchg(to, compare, value, address, { kernel: `${to} = cmpxchg()`, ...at }),
  ],
  mb: spelled("mb()", mfence),
  rmb: spelled("rmb()", lfence),
  wmb: spelled("wmb()", sfence),
  dmaRmb: spelled("dma_rmb()", null),
  dmaWmb: spelled("dma_wmb()", null),
  // LOCK ADD to the stack, which orders what MFENCE does.
  smpMb: spelled("smp_mb()", mfence),
  smpRmb: spelled("smp_rmb()", null),
  smpWmb: spelled("smp_wmb()", null),
};

const architectures = oneOf<"arm64" | "x86">({ arm64: true, x86: true });

/**
 * Linux's accesses and barriers in the instructions of an architecture.
 *
 * @throws Diagnostic (kind "program") for an architecture that does not exist
 * @example kernelPrimitives("x86").wmb() // [sfence({ kernel: "wmb()" })]
 */
export function kernelPrimitives(architecture: "arm64" | "x86"): KernelPrimitives {
  checkArgument("kernelPrimitives", "the architecture", architecture, architectures);
  return architecture === "x86" ? x86 : arm64;
}
