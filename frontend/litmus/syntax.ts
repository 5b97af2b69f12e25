/*
 * What a litmus file of the herd7 AArch64 format says, as data. Nothing is resolved here: names of variables, registers
 * and labels are as written, and an instruction that walkcheck cannot run is an instruction like any other.
 */

/** A place in the text. Lines and columns count from 1, offsets from 0. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}

export interface LitmusFile {
  /** As in the header, without a trailing `.litmus`. */
  readonly name: string;
  readonly doc: string | null;
  readonly info: readonly InfoLine[];
  readonly init: readonly InitItem[];
  readonly columns: readonly Column[];
  readonly locations: readonly Observed[];
  readonly filter: Proposition | null;
  /** null: the file has none, which means `forall true`. */
  readonly final: FinalClause | null;
}

/** `TTHM=P0:HA`. Keys are in lower case. */
export interface InfoLine {
  readonly key: string;
  readonly value: string;
  readonly at: Span;
}

/** A register of a thread, `0:X1` or `P0:W1`. `name` is in upper case and as written: `X1`, `W1`. */
export interface RegisterName {
  readonly kind: "register";
  readonly thread: number;
  readonly name: string;
}

/** `x`, `[x]`: the variable, at its own physical address. `index`: an element of an array. */
export interface VariableName {
  readonly kind: "variable";
  readonly name: string;
  readonly index?: number;
}

/** `PTE(x)`, `pte_x`, `TTD(x)`, in brackets or not: the last-level descriptor of the page of a variable. */
export interface PteName {
  readonly kind: "pte";
  readonly of: string;
}

export type Place = RegisterName | VariableName | PteName;

export interface InitItem {
  readonly place: Place;
  /** `int`, `uint64_t`, `pteval_t`; null where none is written. */
  readonly type: string | null;
  /** Whether the type has a `*`. */
  readonly pointer: boolean;
  /** Number of elements where the item declares an array. */
  readonly elements: number | null;
  /** null: declared, and 0. An array has a list. */
  readonly value: Value | null;
  readonly at: Span;
}

export type Value =
  | { readonly kind: "number"; readonly value: bigint }
  /** `x`, `&x`: a virtual address. */
  | { readonly kind: "address"; readonly of: string }
  /** `PTE(x)`, `pte_x`: the address of a descriptor. */
  | { readonly kind: "pte-address"; readonly of: string }
  /** `PA(x)`, `phy_x`: a physical address. */
  | { readonly kind: "physical"; readonly of: string }
  | { readonly kind: "descriptor"; readonly fields: readonly DescriptorField[] }
  | { readonly kind: "list"; readonly values: readonly Value[] }
  /** `label:"P0:L0"`. */
  | { readonly kind: "label"; readonly thread: number; readonly label: string }
  /** `instr:"NOP"`. */
  | { readonly kind: "instruction"; readonly text: string };

export interface DescriptorField {
  readonly key: string;
  /** `oa:` an address; `attrs:` a list of words; all others a number. */
  readonly value:
    | { readonly kind: "number"; readonly value: bigint }
    /** Of `PA(y)`, `phy_y`; `of` is empty for `PA()`. */
    | { readonly kind: "physical"; readonly of: string }
    | { readonly kind: "pte-address"; readonly of: string }
    | { readonly kind: "words"; readonly words: readonly string[] };
  readonly at: Span;
}

/** A thread (`P1`) or its fault handler (`P1.F`). */
export interface Column {
  readonly thread: number;
  readonly handler: boolean;
  readonly cells: readonly Cell[];
  readonly at: Span;
}

/** A cell that is not empty: labels, and an instruction unless they stand alone. */
export interface Cell {
  readonly labels: readonly { readonly name: string; readonly at: Span }[];
  readonly instruction: AssemblyInstruction | null;
  readonly at: Span;
}

export interface AssemblyInstruction {
  /** In upper case: `LDR`, `B.EQ`. */
  readonly mnemonic: string;
  readonly operands: readonly Operand[];
  /** As written, blanks normalised. */
  readonly text: string;
  readonly at: Span;
}

export type Operand = { readonly at: Span } & (
  | { readonly kind: "register"; readonly register: Register }
  /** `#1`, `0x10`, `12`. */
  | { readonly kind: "immediate"; readonly value: bigint }
  /** `LSL #3`, `SXTW`, `UXTW #2`: how the operand before it is changed. */
  | { readonly kind: "modifier"; readonly modifier: Modifier }
  | {
      readonly kind: "memory";
      readonly base: Register;
      readonly offset: Register | bigint | null;
      readonly modifier: Modifier | null;
      /** `[X1,#8]!` before, `[X1],#8` after: the base register is changed. */
      readonly writeback: "before" | "after" | null;
    }
  /** A label, barrier option, TLBI operation, condition or system register, in the case it is written in. */
  | { readonly kind: "symbol"; readonly name: string }
);

/** `name` is in upper case: `X0` to `X30`, `W0` to `W30`, `XZR`, `WZR`, `SP`, `WSP`. `zero`: XZR and WZR. */
export interface Register {
  readonly name: string;
  readonly bits: 32 | 64;
  readonly zero: boolean;
}

export interface Modifier {
  /** LSL, LSR, ASR, ROR, UXTB, UXTH, UXTW, UXTX, SXTB, SXTH, SXTW, SXTX. */
  readonly operator: string;
  readonly amount: number | null;
}

/** What `locations` adds to the printed states. */
export type Observed =
  { readonly kind: "place"; readonly place: Place; readonly at: Span } | (FaultAtom & { readonly at: Span });

/** `fault(P1:L0,x,MMU:Translation)`; what is null matches anything. */
export interface FaultAtom {
  readonly kind: "fault";
  readonly thread: number;
  readonly label: string | null;
  readonly location: VariableName | PteName | null;
  /** As written, without a `D-` or `I-` before it: `MMU:Translation`. */
  readonly type: string | null;
}

export type Proposition =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "not"; readonly of: Proposition }
  | { readonly kind: "and" | "or" | "implies"; readonly left: Proposition; readonly right: Proposition }
  | {
      readonly kind: "equals";
      readonly left: Place;
      /** `!=` and `<>`. */
      readonly negated: boolean;
      readonly right: Place | Value;
      readonly at: Span;
    }
  | (FaultAtom & { readonly at: Span });

export interface FinalClause {
  readonly quantifier: "exists" | "not exists" | "forall" | "final";
  readonly proposition: Proposition;
}
