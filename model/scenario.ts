import type { Property } from "../checker/property.ts";
import type { SwitchableRule } from "./machine-rules/machine-rules.ts";
import type { Machine } from "./machine/machine.ts";
import type { MachineState } from "./machine/state.ts";
import type { PathConfiguration } from "./interconnect/path.ts";
import type { ArmMemoryType, MemoryType } from "./memory/memory-type.ts";
import type { DeviceConfiguration } from "./pcie/device.ts";
import type { BbmLevel } from "./mmu/break-before-make.ts";
import type { Stage } from "./mmu/entry.ts";
import type { Regime } from "./program/instruction.ts";
import type { Program } from "./program/program.ts";
import { checkGivenFeatures } from "./validate/features.ts";

/**
 * Machine parameters, programs and properties: what `compile` turns into a model. Names are the reader's: they appear
 * in traces as given here.
 */
export interface Scenario {
  readonly name: string;
  readonly features: Features;
  readonly physical: readonly PhysicalPage[];
  readonly virtual: readonly VirtualPage[];
  readonly tables: readonly Table[];
  readonly pes: readonly PeConfiguration[];
  /** The ways by which requests get to devices. */
  readonly paths?: readonly PathConfiguration[];
  readonly devices?: readonly DeviceConfiguration[];
  /**
   * Names for 64-bit words, so that traces say `V(A)`: of some, the others being printed as numbers; or of every word
   * that a descriptor or cell can hold.
   */
  readonly words?: Readonly<Record<string, bigint>> | ((word: bigint) => string);
  /** Built from the compiled machine, so that they can ask it what a PE can reach, or where a label is. */
  readonly properties: readonly ((machine: Machine) => Property<MachineState>)[];
  /**
   * What the properties look at. "every state": the default. "final states": they say nothing about a state in which a PE
   * has something left to do, so that the machine may take steps together that no end can tell apart (docs/machine.md).
   */
  readonly judged?: "every state" | "final states";
  /**
   * Rules that the machine is built without, to see what they are there for: `machineRules`. The architecture has them all,
   * so that they are listed with every verdict.
   */
  readonly without?: readonly SwitchableRule[];
  /** What the verdicts rest on, listed with them. */
  readonly assumptions?: readonly string[];
}

/** What the cores and their MMUs implement. `features()` gives the defaults. */
export interface Features {
  /** FEAT_ETS2: faults wait for earlier accesses, and a DSB orders later walks (machine-semantics 3, 4). */
  readonly ets2: boolean;
  /** FEAT_ETS3: what FEAT_ETS2 says of translation and access-flag faults holds for permission faults too. */
  readonly ets3: boolean;
  readonly bbmLevel: BbmLevel;
  /** Whether FEAT_BBM's promises cover output-address changes: the architecture does not say. */
  readonly bbmCoversOa: boolean;
  /** Whether lookups that meet conflicting entries may misbehave; off, they use one of the entries. */
  readonly amalgamation: boolean;
  /** False on cores with CVE-2025-10263: a DSB after a broadcast TLBI does not wait for accesses of old entries. */
  readonly tlbiDrainsOldAccesses: boolean;
  /** Exception entry and return synchronise context (SCTLR_ELx.EIS and EOS; always, without FEAT_ExS). */
  readonly entryExitCse: boolean;
  /** FEAT_TTL: a TLBI with a wrong level hint invalidates nothing. */
  readonly ttl: boolean;
  /** FEAT_S2FWB, with HCR_EL2.FWB set: MemAttr of stage 2 has other meanings, and can force write-back. */
  readonly s2fwb: boolean;
  /**
   * "may-be-cached": a PE may use any cacheable value since the last effective TLBI. "explicit": the unreduced model
   * with speculative walks, fills, evictions and TLBIs that arrive one by one. Tests show that they agree.
   */
  readonly walks: "may-be-cached" | "explicit";
  /**
   * "may-hold": a cache may hold any clean copy that it can have fetched and need not have lost. "explicit": the unreduced
   * model, in which each cache fetches and evicts lines one by one. Tests show that they agree.
   */
  readonly caches: "may-hold" | "explicit";
}

/**
 * Features of a core that has none of the optional ones and none of the errata.
 *
 * @throws Diagnostic (kind "program") for a feature that does not exist, or a value it cannot have
 */
export function features(given: Partial<Features> = {}): Features {
  checkGivenFeatures(given);
  return {
    ets2: false,
    ets3: false,
    bbmLevel: "0",
    bbmCoversOa: false,
    amalgamation: false,
    tlbiDrainsOldAccesses: true,
    entryExitCse: true,
    ttl: true,
    s2fwb: false,
    walks: "may-be-cached",
    caches: "may-hold",
    ...given,
  };
}

/** A page of physical memory; `cells` are the 64-bit words at offsets that matter. Without any, offset 0 holds 0. */
export interface PhysicalPage {
  readonly name: string;
  readonly pa: bigint;
  readonly cells?: readonly { readonly offset: number; readonly value: bigint }[];
  /**
   * Its cells are cache lines, one each: what caches hold and what memory holds may differ, and accesses of other types than
   * Normal cacheable see memory alone. Otherwise all accesses are coherent whatever their type.
   */
  readonly cached?: true;
}

/** A page of virtual address space of a regime. */
export interface VirtualPage {
  readonly name: string;
  readonly va: bigint;
}

/** A translation table: for each virtual page it maps, one last-level descriptor. */
export interface Table {
  readonly name: string;
  /**
   * 2: of a virtual machine. It maps guest physical pages (`VirtualPage`) by stage-2 descriptors; a PE that translates by it
   * runs a guest. Default 1.
   */
  readonly stage?: Stage;
  readonly ptes: readonly PteConfiguration[];
}

/** A last-level descriptor of a table. */
export interface PteConfiguration {
  /** Name of the virtual page. */
  readonly page: string;
  /** The address programs write it at. Accesses to it are not translated. */
  readonly address: bigint;
  readonly initial: bigint;
  /** Level of the descriptor: 3 a page, 2 a block of 2 MiB with 4 KiB granules. Default 3. */
  readonly level?: number;
}

/** A processing element: what it runs, and how it translates. */
export interface PeConfiguration {
  readonly name: string;
  readonly program: Program;
  /**
   * Name of the table its TTBR points to; or of a stage-2 table, its VTTBR: then it runs a guest, in the EL1&0 regime, whose
   * own stage 1 maps every page to itself and never changes (docs/machine.md 15, two stages).
   */
  readonly table: string;
  /** Of a guest, by page: the memory type that its stage 1 gives the page. Default: Normal-WB. */
  readonly stage1?: Readonly<Record<string, ArmMemoryType>>;
  readonly regime: Regime | "io";
  /** Default "arm64". An x86 PE executes in order but for its store buffer (TSO). */
  readonly architecture?: "arm64" | "x86";
  /** What a descriptor's attribute index means: MAIR_EL1, or the PAT. Default: as Linux sets it up. */
  readonly memoryTypes?: readonly MemoryType[];
  /** The name of its caches, where they are told apart from those of others: WBINVD reaches its own. Default: all share one. */
  readonly cache?: string;
  /** Inner shareable domain by name; a TLBI ..IS reaches the PEs of the issuer's domain. Default: one for all. */
  readonly domain?: string;
  /** Name of a cluster whose PEs share TLB entries because TTBR.CnP is set; absent: CnP is 0. */
  readonly cnp?: string;
  /** Exception level of its program. At "el0" only pages with AP[1] are accessible, and no PTE is. Default "el1". */
  readonly el?: "el0" | "el1";
  /** FEAT_HAFDBS, TCR.HA (of a guest: VTCR.HA): the walker sets the access flag where it finds it clear. Default false. */
  readonly ha?: boolean;
  /** TCR.HD, which implies HA: a write to a page with DBM sets the page writable instead of faulting. Default false. */
  readonly hd?: boolean;
  /**
   * What a fault, and a supervisor call, does where the program has no handler. "end": the thread ends, the default. "retry": the instruction is
   * executed again, and a path on which the thread faults a second time, there or later, is left out. "skip": the next
   * instruction follows.
   */
  readonly onFault?: "end" | "retry" | "skip";
  /** With a handler: faults and supervisor calls that a path may take; one that needs more makes a verdict UNDECIDED. Default 2. */
  readonly faults?: number;
  /** Initial register values; others are 0. */
  readonly registers?: Readonly<Record<string, bigint>>;
}
