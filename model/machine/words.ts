import { Diagnostic } from "../../checker/diagnostic.ts";
import { decodeIo } from "../iommu/io-descriptor.ts";
import { accessed, isValid } from "../mmu/descriptor.ts";
import { entryAt, madeWritableAt } from "../mmu/entry.ts";
import type { Walker } from "../mmu/walk.ts";
import { bitsOf, sized } from "../program/access-size.ts";
import { apply, evaluate, register, registersOf, type Expression } from "../program/expression.ts";
import type { Instruction } from "../program/instruction.ts";
import type { Rmw } from "../program/instruction.ts";
import { ELR } from "../program/program.ts";
import { ALL_ONES } from "../pcie/all-ones.ts";
import type { RegisterWords } from "../pcie/register-words.ts";
import type { Definitions } from "./definitions.ts";
import type { Locations, Target } from "./locations.ts";
import { joined, TracedWords, type Way } from "./traced-words.ts";

/** More distinct words than this at one place, and a scenario is no longer finite in any useful sense. */
const LIMIT = 512;

/** The words that each place of a scenario can hold, over-approximated: what makes 64-bit values finite domains. */
export interface Words {
  /** By location. */
  readonly memory: readonly ReadonlySet<bigint>[];
  /** By PE and instruction. */
  readonly slots: readonly (readonly SlotWords[])[];
}

export interface SlotWords {
  /** The address operand, or the address of a TLBI by VA and of an IOTLB invalidation by IOVA. */
  readonly address: ReadonlySet<bigint>;
  /** What a store or RMW may write; what a branch or let may compute; where the ERET of a handler may return to. */
  readonly value: ReadonlySet<bigint>;
  /** What a load or RMW may read; a choice's values. */
  readonly result: ReadonlySet<bigint>;
}

interface SlotTraces {
  readonly address: TracedWords;
  readonly value: TracedWords;
  readonly result: TracedWords;
}

/** What a device may do to memory through the PTEs of its table. */
export interface DmaOfDevice {
  readonly name: string;
  readonly ptes: readonly number[];
  readonly writes: readonly bigint[];
}

export interface CodeOfPe {
  readonly name: string;
  readonly instructions: readonly Instruction[];
  /** The address of an instruction: what its fault writes to ELR_EL1. */
  readonly addresses: readonly bigint[];
  readonly registers: Readonly<Record<string, bigint>>;
  /** Whether it has a loop that closes. */
  readonly loops: boolean;
  definitions(index: number, register: string): Definitions;
  /** Whether an instruction is the ERET of a handler. */
  returns(index: number): boolean;
  /** PTEs whose entries the PE may use. */
  readonly ptes: readonly number[];
  readonly walker: Walker;
}

/**
 * What flows where, to a fixpoint: constants and initial values into registers, through expressions, into memory
 * and back by loads through any entry that could be usable. Memory it finds mapped but undeclared gets cells.
 *
 * @throws Diagnostic (kind "program") when a place collects more than 512 words
 */
export function analyseWords(
  pes: readonly CodeOfPe[],
  dma: readonly DmaOfDevice[],
  locations: Locations,
  amalgamation: boolean,
  registers: RegisterWords,
): Words {
  const analysis = new Analysis(pes, dma, locations, amalgamation, registers);
  // Without loops that close every instruction happens at most once: no chain of values is longer than all of them,
  // and an increment of memory needs no fixpoint. Each round takes every value one instruction further at least.
  const longest = pes.reduce((sum, { instructions }) => sum + instructions.length, 1);
  const rounds = pes.some(({ loops }) => loops) ? Infinity : longest;
  for (let round = 0; round < rounds && analysis.round(); round++) continue;
  return {
    memory: analysis.memory.map((words) => words.words()),
    slots: analysis.slots.map((slots) =>
      slots.map(({ address, value, result }) => ({
        address: address.words(),
        value: value.words(),
        result: result.words(),
      })),
    ),
  };
}

class Analysis {
  readonly memory: TracedWords[] = [];
  readonly slots: readonly (readonly SlotTraces[])[];
  readonly #pes: readonly CodeOfPe[];
  readonly #dma: readonly DmaOfDevice[];
  readonly #locations: Locations;
  /** Where any translated access may end up when entries conflict. */
  readonly #amalgamated: readonly number[];
  /** The write of each instruction, by PE; none where loops that close let it happen again and again. */
  readonly #writes: readonly (readonly Way[])[];
  readonly #registers: RegisterWords;
  #grown = false;

  constructor(
    pes: readonly CodeOfPe[],
    dma: readonly DmaOfDevice[],
    locations: Locations,
    amalgamation: boolean,
    registers: RegisterWords,
  ) {
    this.#registers = registers;
    this.#pes = pes;
    this.#dma = dma;
    this.#locations = locations;
    this.#amalgamated = amalgamation ? [locations.amalgamated()] : [];
    this.slots = pes.map((pe) =>
      pe.instructions.map(() => ({
        address: new TracedWords(),
        value: new TracedWords(),
        result: new TracedWords(),
      })),
    );
    let writes = 0n;
    this.#writes = pes.map((pe) => pe.instructions.map(() => (pe.loops ? 0n : 1n << writes++)));
    for (const { index, initial } of [...locations.ptes, ...locations.cells])
      this.#at(index).add(initial, [0n]);
    for (const [location, words] of registers.holds)
      for (const word of words) this.#at(location).add(word, [0n]);
  }

  /** One pass over every instruction; whether anything was new. */
  round(): boolean {
    this.#grown = false;
    this.#pes.forEach((pe, p) =>
      pe.instructions.forEach((instruction, i) => this.#flow(pe, p, i, instruction)),
    );
    for (const { walker, ptes } of this.#pes) this.#update(walker, ptes);
    for (const device of this.#dma) this.#access(device);
    return this.#grown;
  }

  #flow(pe: CodeOfPe, p: number, i: number, instruction: Instruction): void {
    const words = this.slots[p]?.[i];
    if (words === undefined) return;
    const place = `${pe.name}: ${instruction.kernel}`;
    const write = this.#writes[p]?.[i] ?? 0n;
    const operand = (expression: Expression): TracedWords => this.#evaluate(pe, p, i, expression, place);
    switch (instruction.kind) {
      case "load":
      case "await":
      case "speculate":
        this.#add(words.address, operand(instruction.address), place);
        this.#add(words.result, this.#read(pe, words.address, instruction, write), place);
        break;
      case "store":
      case "store-exclusive":
        this.#add(words.address, operand(instruction.address), place);
        this.#add(
          words.value,
          operand(instruction.value).map((word) => sized(word, bitsOf(instruction))),
          place,
        );
        this.#write(pe, words.address, words.value, write, place);
        if (instruction.kind === "store-exclusive") this.#add(words.result, statuses, place);
        break;
      case "rmw":
        this.#add(words.address, operand(instruction.address), place);
        this.#add(words.result, this.#read(pe, words.address, instruction, write), place);
        this.#add(words.value, words.result.times(operand(instruction.value), newValue(instruction)), place);
        if (instruction.compare !== undefined) operand(instruction.compare);
        this.#write(pe, words.address, words.value, write, place);
        break;
      case "dc":
      case "clflush":
        this.#add(words.address, operand(instruction.address), place);
        this.#targets(pe, words.address);
        break;
      case "let":
        this.#add(words.result, operand(instruction.value), place);
        break;
      case "select":
        operand(instruction.condition);
        this.#add(words.result, operand(instruction.yes), place);
        this.#add(words.result, operand(instruction.no), place);
        break;
      case "choose":
        this.#add(words.result, TracedWords.of(instruction.among), place);
        break;
      case "branch":
        if (instruction.condition !== null) this.#add(words.value, operand(instruction.condition), place);
        break;
      case "tlbi":
        if (instruction.va !== null) this.#add(words.address, operand(instruction.va), place);
        break;
      case "iotlb-invalidate":
        if (instruction.iova !== null) this.#add(words.address, operand(instruction.iova), place);
        break;
      case "eret":
        if (pe.returns(i)) this.#add(words.value, operand(register(ELR)), place);
        break;
      default:
        break;
    }
  }

  /** DMA: the words that a device may write get to all that some entry of its table makes writable. */
  #access({ name, ptes, writes }: DmaOfDevice): void {
    const written = TracedWords.of(writes);
    const entries = ptes.flatMap((pte) => [...this.#at(pte).words()]).map((word) => decodeIo(word));
    for (const { oa, writable } of entries.filter(({ valid }) => valid))
      for (const cell of this.#locations.cellsOf(oa))
        if (writable) this.#add(this.#at(cell), written, `DMA of ${name}`);
  }

  /** What walkers make of descriptors: the access flag set, for accesses and speculatively, and the page writable. */
  #update({ ha, hd, stage }: Walker, ptes: readonly number[]): void {
    if (!ha) return;
    for (const pte of ptes) {
      const updated = this.#at(pte).filter(isValid).map(accessed);
      if (hd) updated.addAll(updated.map((word) => madeWritableAt(stage, word)));
      this.#add(this.#at(pte), updated, this.#locations.ptes[pte]?.name ?? "");
    }
  }

  /** Every value of an expression: one per assignment of words to the registers it reads, so that `x ^ x` is 0. */
  #evaluate(pe: CodeOfPe, p: number, i: number, expression: Expression, place: string): TracedWords {
    let assignments: Assignment[] = [{ registers: new Map(), ways: [0n] }];
    for (const name of registersOf(expression)) {
      const words = [...this.#register(pe, p, i, name).entries()];
      assignments = assignments.flatMap(({ registers, ways }) =>
        words.map(([word, more]) => ({
          registers: new Map([...registers, [name, word]]),
          ways: joined(ways, more),
        })),
      );
    }
    const values = new TracedWords();
    for (const { registers, ways } of assignments) {
      const value = evaluate(expression, (name) => registers.get(name) ?? null);
      if (value !== null) values.add(value, ways);
    }
    return this.#limited(values, place);
  }

  #register(pe: CodeOfPe, p: number, i: number, name: string): TracedWords {
    const { writers, faults, initial } = pe.definitions(i, name);
    const found = TracedWords.of(initial ? [pe.registers[name] ?? 0n] : []);
    for (const fault of faults) found.add(pe.addresses[fault] ?? 0n, [0n]);
    for (const writer of writers) {
      const result = this.slots[p]?.[writer]?.result;
      if (result !== undefined) found.addAll(result);
    }
    return found.without(this.#writes[p]?.[i] ?? 0n);
  }

  #read(pe: CodeOfPe, addresses: TracedWords, instruction: Instruction, write: Way): TracedWords {
    const found = new TracedWords();
    for (const location of this.#targets(pe, addresses)) {
      if (this.#registers.mayRefuse.has(location)) found.add(sized(ALL_ONES, bitsOf(instruction)), [0n]);
      found.addAll(
        this.#at(location)
          .without(write)
          .map((word) => sized(word, bitsOf(instruction))),
      );
    }
    return found;
  }

  #write(pe: CodeOfPe, addresses: TracedWords, values: TracedWords, write: Way, place: string): void {
    const written = values.map((word) => word, write);
    for (const location of this.#targets(pe, addresses)) this.#add(this.#at(location), written, place);
  }

  #targets(pe: CodeOfPe, addresses: TracedWords): Set<number> {
    const found = new Set<number>();
    for (const address of addresses.words()) {
      const target = this.#locations.resolve(address);
      if (target === null) continue;
      for (const location of this.#locationsOf(pe, target)) found.add(location);
    }
    return found;
  }

  #locationsOf(pe: CodeOfPe, target: Target): readonly number[] {
    if (target.kind === "pte") return [target.pte];
    return [...this.#mapped(pe, target.page, target.offset), ...this.#amalgamated];
  }

  #mapped(pe: CodeOfPe, page: number, offset: number): readonly number[] {
    return pe.ptes
      .filter((pte) => this.#locations.ptes[pte]?.page === page)
      .flatMap((pte) => [...this.#at(pte).words()])
      .map((word) => entryAt(pe.walker.stage, word))
      .filter((entry) => entry.valid)
      .map((entry) => this.#locations.cellAt(entry.oa, offset));
  }

  #at(location: number): TracedWords {
    const known = this.memory[location];
    if (known !== undefined) return known;
    const cell = this.#locations.cells.find((c) => c.index === location);
    const made = TracedWords.of(cell === undefined ? [] : [cell.initial]);
    this.memory[location] = made;
    return made;
  }

  #add(into: TracedWords, words: TracedWords, place: string): void {
    if (!into.addAll(words)) return;
    this.#grown = true;
    this.#limited(into, place);
  }

  #limited(words: TracedWords, place: string): TracedWords {
    if (words.size <= LIMIT) return words;
    throw new Diagnostic({
      kind: "program",
      where: place,
      what: `more than ${LIMIT} distinct words can arrive here`,
      why: "every value of a scenario must come from a finite set that can be listed",
      next: "bound the loop that counts, or take fewer values",
    });
  }
}

/** What a store-exclusive may leave in its status register. */
const statuses = TracedWords.of([0n, 1n]);

interface Assignment {
  readonly registers: ReadonlyMap<string, bigint>;
  readonly ways: readonly Way[];
}

/** What an RMW leaves in memory, from the old value and its operand. */
export function newValue({ operation, bits }: Rmw): (old: bigint, operand: bigint) => bigint {
  const combine = combination(operation);
  return (old, operand) => sized(combine(old, operand), bits);
}

function combination(operation: Rmw["operation"]): (old: bigint, operand: bigint) => bigint {
  switch (operation) {
    case "swap":
    case "cas":
      return (_, operand) => operand;
    case "add":
      return (old, operand) => apply("add", old, operand);
    case "set":
      return (old, operand) => apply("or", old, operand);
    case "clear":
      return (old, operand) => apply("andnot", old, operand);
    case "xor":
      return (old, operand) => apply("xor", old, operand);
  }
}
