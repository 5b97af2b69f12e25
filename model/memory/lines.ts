import { at } from "../../checker/schema/access.ts";
import type { Machine } from "../machine/machine.ts";
import type { MachineState } from "../machine/state.ts";
import { type Copies, explicitCopies, MayHold } from "./copies.ts";
import type { LineAccess } from "./line-access.ts";

type State = Readonly<MachineState>;

/** Maintenance of a line by address, to the point of coherency. */
export type Maintenance = "clean" | "clean and invalidate" | "invalidate";

/**
 * What accesses, devices, write-backs and maintenance do to cache lines (docs/machine.md, "Caches"): the only place that
 * says so. Lines are numbered as in `Machine.lines`.
 */
export class Lines {
  readonly #machine: Machine;
  readonly #lineAt: ReadonlyMap<number, number>;
  readonly #copies: Copies;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#lineAt = new Map(machine.lines.map((location, line) => [location, line]));
    this.#copies = machine.scenario.features.caches === "explicit" ? explicitCopies : new MayHold(machine);
  }

  /** The line that a location is, or null for ordinary memory. */
  lineAt(location: number): number | null {
    return this.#lineAt.get(location) ?? null;
  }

  /** What a read gives where caches hold nothing but what they must: the dirty copy, or what memory holds. */
  current(state: State, line: number, access: LineAccess): bigint {
    const { dirty, owner } = at(state.lines, line);
    const sees =
      access.how === "cached" ||
      access.how === "snooped" ||
      (access.how === "checked" && access.cache === owner);
    return sees && dirty !== null ? dirty : this.#memory(state, line);
  }

  /** Whether a read may give a value instead that some cache has kept while memory changed. */
  isStaleCopy(state: State, line: number, access: LineAccess, value: bigint): boolean {
    if (access.how !== "cached" && access.how !== "snooped") return false;
    const { dirty, clean } = at(state.lines, line);
    if (dirty !== null || value === this.#memory(state, line)) return false;
    return clean.some((copies) => copies.has(value));
  }

  /** Every value that a read may give. */
  readable(state: State, line: number, access: LineAccess): readonly bigint[] {
    const words = [...(this.#machine.words.memory[at(this.#machine.lines, line)] ?? [])];
    return [
      this.current(state, line, access),
      ...words.filter((word) => this.isStaleCopy(state, line, access, word)),
    ];
  }

  /** A read has given a value. */
  read(state: MachineState, line: number, access: LineAccess, value: bigint): void {
    if (access.how === "cached") this.#copies.fetch(state, line, access.cache, value);
    else if (access.how === "checked") this.writeBackAndInvalidate(state, line, access.cache);
  }

  /** A write of a PE. */
  write(state: MachineState, line: number, access: LineAccess, value: bigint): void {
    const own = at(state.lines, line);
    if (access.how === "cached" && !access.writeThrough) {
      own.dirty = value;
      own.owner = access.cache;
      this.#copies.owned(state, line, access.cache);
    } else this.#writeMemory(state, line, access, value);
    own.fromDevice = 0;
  }

  /** A write of a device. */
  writeByDevice(state: MachineState, line: number, snooped: boolean, value: bigint): void {
    this.#writeMemory(state, line, { how: snooped ? "snooped" : "memory" }, value);
    at(state.lines, line).fromDevice = 1;
  }

  /** The dirty copy gets to memory. Caches may keep it, as one of what memory holds. */
  writeBack(state: MachineState, line: number): void {
    const own = at(state.lines, line);
    if (own.dirty === null) return;
    this.#copies.cleaned(state, line, own.owner);
    state.memory[at(this.#machine.lines, line)] = own.dirty;
    own.dirty = null;
    own.owner = 0;
    if (own.fromDevice === 1) own.overwroteDevice = 1;
    own.fromDevice = 0;
  }

  maintain(state: MachineState, line: number, maintenance: Maintenance): void {
    const own = at(state.lines, line);
    if (maintenance !== "invalidate") this.writeBack(state, line);
    if (maintenance === "clean") return;
    own.dirty = null;
    own.owner = 0;
    this.#copies.dropAll(state, line);
  }

  /** What one cache has of a line goes, a dirty copy to memory. What others have stays. */
  writeBackAndInvalidate(state: MachineState, line: number, cache: number): void {
    const { dirty, owner } = at(state.lines, line);
    if (dirty !== null && owner === cache) this.writeBack(state, line);
    this.#copies.drop(state, line, cache);
  }

  /** A cache fetches a line that no program asks it for. */
  fetch(state: MachineState, line: number, cache: number, value: bigint): void {
    this.#copies.fetch(state, line, cache, value);
  }

  #writeMemory(state: MachineState, line: number, access: LineAccess, value: bigint): void {
    const own = at(state.lines, line);
    if (access.how === "cached" || access.how === "snooped") {
      own.dirty = null;
      own.owner = 0;
      this.#copies.dropAll(state, line);
    } else {
      if (access.how === "checked") this.writeBackAndInvalidate(state, line, access.cache);
      this.#copies.overwritten(state, line, value);
    }
    state.memory[at(this.#machine.lines, line)] = value;
    if (access.how === "cached") this.#copies.fetch(state, line, access.cache, value);
    // Nor can its own cache have fetched what memory held until now.
    if (access.how === "checked") this.#copies.drop(state, line, access.cache);
  }

  #memory(state: State, line: number): bigint {
    return at(state.memory, at(this.#machine.lines, line));
  }
}
