import { at } from "../../checker/schema/access.ts";
import { array, int, option, record, setOf, word64 } from "../../checker/schema/constructors.ts";
import type { Infer } from "../../checker/schema/domain.ts";
import { acknowledgesEarly } from "../interconnect/acknowledgement.ts";
import { isReadSpeculatively } from "../interconnect/speculative-reads.ts";
import { pathDomain } from "../interconnect/path-state.ts";
import { holdersOf, mayDiverge } from "../memory/holders.ts";
import { lineDomain, type LineNeeds } from "../memory/line-state.ts";
import {
  delaysReads,
  hasOwnEntries,
  invalidationsOf,
  isEverDrained,
  mayPassCaches,
} from "../pcie/dma-reach.ts";
import { readableWords } from "../pcie/dma-memory.ts";
import { readsOf, writesOf } from "../pcie/dma-requests.ts";
import { deviceDomain } from "../pcie/device-state.ts";
import { mayBeReset } from "../pcie/register-access.ts";
import { definedRegister } from "./definitions.ts";
import type { Device } from "./hardware.ts";
import { lastHolders } from "./lock-holders.ts";
import type { Machine, Pe } from "./machine.ts";
import { isUpdate } from "./outcome.ts";
import { isEverWritten } from "./queries.ts";
import type { Access, Slot, TlbiReach } from "./slot.ts";
import type { OnFault } from "../program/layout.ts";

/*
 * Every domain is as small as the scenario allows: a field that an instruction cannot use holds one value and takes no
 * bits. Values are listed by the words analysis, so that 64-bit words pack as small indices.
 */

const [noBit, oneBit] = [int(0, 0), int(0, 1)];

/** A bit that exists only where it is needed. */
const flag = (needed: boolean) => (needed ? oneBit : noBit);

/** The domain of a machine's states. */
export function stateDomain(machine: Machine) {
  const { pes, locations, locks } = machine;
  const places = [...locations.ptes, ...locations.cells];
  const lines = lineNeeds(machine);
  return record({
    /** By location: the PTEs, then the cells. */
    memory: array(places.length, (l) => wordsOf(machine, l, memoryWords(machine, l)), {
      names: places.map(({ name }) => name),
    }),
    /** Who holds each, see `holdersOf`: 0 is nobody. */
    locks: array(locks.length, (k) => int(0, lastHolders(machine, k)), { names: locks }),
    pes: array(pes.length, (p) => peDomain(machine, pes[p]), { names: pes.map(({ name }) => name) }),
    /** By `Machine.lines`. */
    lines: array(lines.length, (k) => lineDomain(at(lines, k)), {
      names: machine.lines.map((location) => at(places, location).name),
    }),
    paths: array(
      machine.paths.length,
      (i) => pathDomain(machine.requests[i]?.length ?? 0, acknowledgesEarly(at(machine.paths, i))),
      { names: machine.paths.map(({ name }) => name) },
    ),
    devices: array(
      machine.devices.length,
      (d) => deviceDomain(deviceNeeds(machine, at(machine.devices, d))),
      {
        names: machine.devices.map(({ name }) => name),
      },
    ),
    /**
     * A load went ahead on a guess that turned out wrong, so that the state belongs to a path that never happened; or the
     * path takes an exception that is left out.
     */
    abandoned: flag(pes.some((pe) => pe.slots.some(canBeAbandoned))),
  });
}

function lineNeeds(machine: Machine): readonly LineNeeds<ReturnType<typeof wordsOf>>[] {
  const explicit = machine.scenario.features.caches === "explicit";
  const dma = machine.devices.some((device) => device.dma !== null && device.dma.writes.length > 0);
  return holdersOf(machine).map((holders, k) => {
    const location = at(machine.lines, k);
    const words = memoryWords(machine, location);
    const copies = explicit || mayDiverge(machine, location) ? words : [];
    return {
      words: wordsOf(machine, location, words),
      copies: holders.map(({ when }) => wordsOf(machine, location, when === "never" ? [] : copies)),
      sometimes: holders.map(({ when }) => when === "sometimes" && !explicit),
      dma,
    };
  });
}

/** The PTEs whose entries an ATC may hold when the IOTLB need not. */
export const entriesOfAtc = (machine: Machine, device: Device): readonly number[] =>
  device.dma !== null && hasOwnEntries(machine, device) ? at(machine.pes, device.dma.walker).holds : [];

function deviceNeeds(machine: Machine, device: Device) {
  const { dma, registers, index, name } = device;
  const { locations, pes } = machine;
  const count = locations.ptes.length + locations.cells.length;
  const read =
    dma === null
      ? []
      : readsOf(machine, dma).flatMap(({ location }) => [...readableWords(machine, location)]);
  const isReset = mayBeReset(machine, index);
  return {
    pes: pes.length,
    isReadSpeculatively: isReadSpeculatively(machine, index),
    refuses: registers.some(({ enabledBy }) => enabledBy !== null),
    resets: isReset,
    requests: {
      writes: dma !== null && writesOf(machine, dma).length > 0,
      reads: read.length > 0 && delaysReads(machine, device),
    },
    noSnoop: mayPassCaches(machine, device),
    drained: isEverDrained(machine, device),
    read: wordsOf(machine, null, read),
    written: wordsOf(machine, null, dma?.writes ?? []),
    locations: count,
    atc: entriesOfAtc(machine, device).map((pte) => wordsOf(machine, pte, cacheableWords(machine, pte))),
    timesOut: isReset && dma?.ats === true && invalidationsOf(machine, name).some(({ atc }) => atc),
  };
}

const canBeAbandoned = ({ access, onFault }: Slot): boolean =>
  access !== null || onFault?.kind === "left out";

const memoryWords = (machine: Machine, location: number): readonly bigint[] => [
  ...(machine.words.memory[location] ?? []),
];

function peDomain(machine: Machine, pe: Pe | undefined) {
  const { slots = [], stage2 = [] } = pe ?? {};
  const { ptes } = machine.locations;
  const names = ptes.map(({ name }) => name);
  const holdsStale = (x: number): boolean => pe?.holds.includes(x) === true && canBeStale(machine, x);
  const isLocal = (x: number): boolean => slots.some((slot) => storesLocally(slot, x));
  return record({
    /**
     * By PTE, the may-be-cached set: the cacheable values, other than the current one, that the PTE has had since the
     * last TLBI that was effective here. (With explicit walks: what the TLB holds.)
     */
    cached: array(
      ptes.length,
      (x) => setOf(wordsOf(machine, x, holdsStale(x) ? cacheableWords(machine, x) : [])),
      {
        names,
      },
    ),
    /**
     * Of a guest, by `Pe.stage2`: the same for entries of stage 2 alone. `cached` has all of it, since entries that translations
     * use can be made of them.
     */
    stage2: array(
      stage2.length,
      (k) => setOf(wordsOf(machine, at(stage2, k), cacheableWords(machine, at(stage2, k)))),
      {
        names: stage2.map((x) => at(names, x)),
      },
    ),
    /** By PTE: the value of a store of this PE that its own walker sees and nobody else does yet. */
    local: array(ptes.length, (x) => option(wordsOf(machine, x, isLocal(x) ? memoryWords(machine, x) : [])), {
      names,
    }),
    /** By `Pe.carried`: what the last iteration handed on; null before there was one. */
    carried: array(pe?.carried.length ?? 0, (k) =>
      option(wordsOf(machine, null, carriedWords(machine, pe, k))),
    ),
    /** IPIs sent to it and not taken. */
    pendingIpi: flag(receivesIpi(machine, pe)),
    /** Accesses of other PEs that an earlier DSB of this one did not wait for (CVE-2025-10263), by `undrainedOf`. */
    undrained: array(undrainedOf(machine, pe).length, () => int(0, 1)),
    slots: array(slots.length, (i) => slotDomain(machine, slots[i]), {
      names: slots.map(({ index, instruction }) => `${index} ${instruction.kind}`),
    }),
  });
}

function carriedWords(machine: Machine, pe: Pe | undefined, cell: number): readonly bigint[] {
  const register = pe?.carried[cell]?.register;
  return (pe?.slots ?? []).flatMap((slot) =>
    definedRegister(slot.instruction) === register
      ? [...(machine.words.slots[slot.pe]?.[slot.index]?.result ?? [])]
      : [],
  );
}

/** Whether a TLB can ever hold something else than the current value. */
const canBeStale = (machine: Machine, pte: number): boolean =>
  machine.scenario.features.walks === "explicit" || isEverWritten(machine, pte);

const storesLocally = (slot: Slot, pte: number): boolean =>
  slot.access?.local === true && slot.access.locations.has(pte);

const receivesIpi = (machine: Machine, pe: Pe | undefined): boolean =>
  machine.pes.some((other) =>
    other.slots.some(({ instruction }) => instruction.kind === "send-ipi" && instruction.to === pe?.name),
  );

/** On affected cores: the accesses of other PEs that some TLBI of this PE may leave undrained. */
export function undrainedOf(
  machine: Machine,
  pe: Pe | undefined,
): readonly { readonly pe: number; readonly slot: number }[] {
  if (machine.scenario.features.tlbiDrainsOldAccesses || pe === undefined) return [];
  const all = pe.slots.flatMap((slot) => slot.tlbi?.drains ?? []);
  return all.filter((drain, i) => all.findIndex((d) => d.pe === drain.pe && d.slot === drain.slot) === i);
}

function slotDomain(machine: Machine, slot: Slot | undefined) {
  const access = slot?.access ?? null;
  return record({
    fetched: slot?.alwaysFetched === true ? int(1, 1) : int(0, 1),
    /**
     * Of a branch: 0 not guessed yet, 1 taken, 2 not taken. Of a select: 0 no guess, 1 guessed yes, 2 guessed no. Of an
     * ERET that does not synchronise context: 1 followed.
     */
    direction: int(0, directions(machine, slot)),
    /** What a load read or a choice chose. */
    value: wordsOf(machine, access === null ? null : Math.min(...access.locations), slot?.values ?? []),
    /** Of anything that is not a read or write: executed; of a TLBI: issued; of a supervisor call: its exception is taken. */
    done: flag(slot === undefined || isExecuted(slot)),
    ...translationFields(access, slot?.onFault ?? null),
    ...transferFields(machine, slot, access),
    ...tlbiFields(machine, slot?.tlbi ?? null),
    /** Of an access to a register: its request has left the PE. Of an IOTLB invalidation: it waits for DMA under way. */
    sent: flag(mayBeSent(machine, slot)),
  });
}

function mayBeSent({ registers }: Machine, slot: Slot | undefined): boolean {
  const { instruction, access } = slot ?? {};
  if (instruction?.kind === "iotlb-invalidate") return instruction.drains;
  return [...(access?.locations ?? [])].some((location) => registers.has(location));
}

const isExecuted = ({ access, instruction: { kind }, predicted }: Slot): boolean =>
  (access === null || access.maintains) && kind !== "let" && (kind !== "select" || predicted);

function directions(machine: Machine, slot: Slot | undefined): number {
  if (slot === undefined) return 0;
  if (slot.instruction.kind === "branch" || slot.predicted) return 2;
  return slot.returns !== null && !machine.synchronises.exit ? 1 : 0;
}

/** Micro-step T, and the fault it may end in. */
function translationFields(access: Access | null, onFault: OnFault | null) {
  const outcomes = access?.outcomes ?? [];
  const isTaken = access !== null && onFault !== null && onFault.kind !== "left out";
  return {
    /** Of an access to a PTE at a computed address: the address is known. */
    resolved: flag(access?.computedPte === true),
    /** 0 not translated, otherwise 1 + index into the slot's outcomes. */
    entry: int(0, outcomes.length),
    /** The entry used is no longer what memory holds: a TLBI issued from now on removes it. */
    old: flag(outcomes.length > 0),
    /** The hardware update that the translation found necessary is done. */
    updated: flag(outcomes.some(isUpdate)),
    /** An older access of unknown address must not turn out to have this page offset (machine-semantics 7b). */
    mustNotAlias: flag(outcomes.length > 0),
    exception: flag(isTaken),
    faultDone: flag(isTaken),
  };
}

/** Micro-steps R and W. */
function transferFields(machine: Machine, slot: Slot | undefined, access: Access | null) {
  const { instruction } = slot ?? {};
  const reads = access?.reads === true;
  const rmw = instruction?.kind === "rmw";
  const storeExclusive = instruction?.kind === "store-exclusive";
  const reserves = instruction?.kind === "load" && (access?.exclusives.length ?? 0) > 0;
  return {
    read: flag(reads),
    /** 0 from memory, otherwise 1 + the slot of the own store it was forwarded from, until that store propagates. */
    forwarded: int(0, slot === undefined || !reads ? 0 : lastSource(machine, slot, access) + 1),
    /** The value read was overwritten by another PE, or by an own atomic (coRR). */
    overwritten: flag(access?.watchesCoherence === true),
    /** Of an RMW: another PE wrote between its read and its write. Of a load-exclusive: since its read. */
    broken: flag(rmw || reserves),
    /** Of a CAS: 0 not compared, 1 equal, 2 different. Of a store-exclusive: 0 open, 1 it succeeds, 2 it fails. */
    compared: int(0, storeExclusive || (rmw && instruction.operation === "cas") ? 2 : 0),
    /** 0 no, 1 visible to the own walker, 2 to everyone. */
    written: int(0, access?.writes === true ? 2 : 0),
  };
}

/** With several lines of any store of the PE, so that loads of interchangeable ones have one domain. */
function lastSource({ lines, pes }: Machine, { pe }: Slot, { sources, locations }: Access): number {
  if (sources.length === 0) return -1;
  const several = lines.length > 1 && lines.some((line) => locations.has(line));
  return several ? at(pes, pe).slots.length - 1 : Math.max(...sources);
}

function tlbiFields(machine: Machine, tlbi: TlbiReach | null) {
  const explicit = machine.scenario.features.walks === "explicit";
  return {
    /** How far its effect is complete, see `CompletionLevel`. */
    completed: int(0, tlbi?.full ?? 0),
    /**
     * Of an issued TLBI, by pair: the cacheable values since its issue, other than the current one. One of stage 1 alone also
     * leaves what entries of stage 2 could give when it was issued.
     */
    since: array(tlbi?.pairs.length ?? 0, (k) => sinceIssue(machine, tlbi?.pairs[k]?.pte ?? 0)),
    /** With explicit walks, by target: it has arrived there. */
    arrived: array(tlbi?.targets.length ?? 0, () => flag(explicit)),
    /** By access: 0 nothing to wait for, 1 skipped under CVE-2025-10263, 2 its DSB waits for it. */
    drains: array(tlbi?.drains.length ?? 0, () => int(0, 2)),
  };
}

const sinceIssue = (machine: Machine, pte: number) =>
  setOf(wordsOf(machine, pte, cacheableWords(machine, pte)));

const cacheableWords = (machine: Machine, pte: number): readonly bigint[] =>
  memoryWords(machine, pte).filter(machine.isCacheable);

/** A domain of 64-bit words: those listed, in the order of their value, named as what the location holds is. */
function wordsOf(machine: Machine, location: number | null, words: readonly bigint[]) {
  const among = [...new Set(words.length === 0 ? [0n] : words)].toSorted((a, b) =>
    a < b ? -1 : a > b ? 1 : 0,
  );
  return word64({ among, names: among.map((word) => machine.valueName(location, word)) });
}

/** A state of the machine: memory, locks, and per PE its TLB and the progress of every instruction. */
export type MachineState = Infer<ReturnType<typeof stateDomain>>;
/** Of one PE. */
export type PeState = MachineState["pes"][number];
/** Of one instruction instance. */
export type SlotState = PeState["slots"][number];
