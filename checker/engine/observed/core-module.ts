import { webAssembly, type WasmMemory, type WasmModule } from "./web-assembly.ts";
import { readFileSync } from "node:fs";
import { InternalFault } from "../../internal-fault.ts";

/** What the core asks of its host; see core/host.ts. Addresses are in bytes. */
export interface Host {
  missRules(root: number, row: number): void;
  missWatcher(watcher: number, row: number): void;
  missEnd(row: number): void;
  fireUnobserved(root: number): void;
  askUnobserved(watcher: number, row: number): number;
  askEnd(row: number): number;
  answered(watcher: number, state: number): void;
  deadlocked(state: number): void;
  restless(watcher: number, row: number): void;
  serve(): void;
  verify(state: number): void;
  travel(count: number): void;
}

/** What the core is told before it works; see core/settings.ts. */
export interface Settings {
  words: number;
  vectors: number;
  tailMask: number;
  current: number;
  ring: number;
  ringStride: number;
  foldLog: number;
  ruleRoots: number;
  ruleRootsEnd: number;
  watcherRoots: number;
  watchers: number;
  eagerWatchers: number;
  watchesAbandoned: number;
  watcherWords: number;
  openWatchers: number;
  watcherReads: number;
  watcherInstances: number;
  readsVersion: number;
  endRoot: number;
  deadlockMode: number;
  tallies: number;
  table: number;
  tableShift: number;
  recent: number;
  recentMask: number;
  chunks: number;
  rowStride: number;
  compact: number;
  frontier: number;
  stored: number;
  limit: number;
  margin: number;
  reserve: number;
  cursor: number;
  share: number;
  requests: number;
  verifies: number;
  elsewhere: number;
}

/** What it is told of a group of symmetries; see core/canonical.ts. */
export interface GroupSettings {
  groupOrder: number;
  groupSlots: number;
  groupActive: number;
  groupActiveCount: number;
  groupSource: number;
  groupMap: number;
  groupGuard: number;
  groupAbove: number;
  groupMapKind: number;
  groupMapStart: number;
  groupMapValues: number;
  slotWord: number;
  slotShift: number;
  slotMask: number;
  slotsRoom: number;
  aliveRoom: number;
}

/** An instance of the core over a memory. Results are unsigned, like addresses and the numbers of states. */
export interface Core {
  expand(from: number, to: number): number;
  work(to: number): void;
  expandRows(rows: number, count: number, first: number): void;
  receive(entries: number, count: number, insert: number): void;
  attend(rows: number, count: number, first: number): void;
  batch(rows: number, count: number, records: number): number;
  recordBytes(): number;
  recordRow(): number;
  /** The state that is being expanded. */
  expanding(): number;
  successorRow(): number;
  emit(instance: number): void;
  acceptStored(parent: number, instance: number): void;
  find(): number;
  flush(): void;
  forgetReserved(): void;
  renumber(from: number, to: number): void;
  unusedBegin(): number;
  unusedEnd(): number;
  growTo(larger: number): void;
  set(settings: Partial<Settings & GroupSettings>): void;
  /** What was set so far. */
  settings(): Readonly<Partial<Settings & GroupSettings>>;
}

let compiled: WasmModule | null = null;

/** The core's code, read and compiled once per thread. */
export function coreModule(): WasmModule {
  compiled ??= new webAssembly.Module(readFileSync(new URL("core.wasm", import.meta.url)));
  return compiled;
}

/** Makes an instance of the core. */
export function instantiate(memory: WasmMemory, host: Host): Core {
  const { exports } = new webAssembly.Instance(coreModule(), { env: { memory }, host: { ...host } });
  const call = (name: keyof Core): ((...values: number[]) => number) => {
    const exported = exports[name];
    if (typeof exported !== "function") throw new InternalFault(`the core exports no function ${name}`);
    return (...values) => exported(...values) >>> 0;
  };
  const current: Partial<Settings & GroupSettings> = {};
  return {
    settings: () => current,
    expand: call("expand"),
    work: call("work"),
    expandRows: call("expandRows"),
    receive: call("receive"),
    attend: call("attend"),
    batch: call("batch"),
    recordBytes: call("recordBytes"),
    recordRow: call("recordRow"),
    expanding: call("expanding"),
    successorRow: call("successorRow"),
    emit: call("emit"),
    acceptStored: call("acceptStored"),
    find: call("find"),
    flush: call("flush"),
    renumber: call("renumber"),
    forgetReserved: call("forgetReserved"),
    unusedBegin: call("unusedBegin"),
    unusedEnd: call("unusedEnd"),
    growTo: call("growTo"),
    set: (settings) => {
      Object.assign(current, settings);
      for (const [name, value] of Object.entries(settings)) {
        const exported = exports[name];
        if (typeof exported !== "object") throw new InternalFault(`the core exports no setting ${name}`);
        exported.value = value;
      }
    },
  };
}
