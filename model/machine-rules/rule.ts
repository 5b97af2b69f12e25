/** A rule of the machine, as data: what it says, and where it comes from. */
export interface MachineRule {
  /**
   * "order": it makes something wait, or keeps something from happening; a machine without it has more outcomes.
   * "freedom": it lets hardware do something; a machine without it has fewer.
   * "effect": it says what an access does; a machine without it does something else.
   */
  readonly kind: "order" | "freedom" | "effect";
  /** One plain sentence. */
  readonly says: string;
  /** The project's own description of it. */
  readonly source: string;
  /** The statement of the architecture, by the title of its section. */
  readonly architecture: string;
  /** Of what litmus tests cannot say, such as stage 2: the test with a scenario that shows it, instead of one in litmus syntax. */
  readonly scenario?: string;
  /** Of a rule that no machine can be built without: why. */
  readonly fixed?: string;
}

/** A section of the Arm Architecture Reference Manual. Its numbers change from issue to issue; its titles rarely do. */
const section = (title: string): string => `Arm ARM DDI 0487, "${title}"`;

/** The sections that most rules cite. */
export const sections = {
  model: section("Definition of the Arm memory model"),
  barrierOrdered: section("Definition of the Arm memory model: Barrier-ordered-before"),
  dependencyOrdered: section("Definition of the Arm memory model: Dependency-ordered-before"),
  atomicOrdered: section("Definition of the Arm memory model: Atomic-ordered-before"),
  internalVisibility: section("Definition of the Arm memory model: Internal visibility requirement"),
  externalVisibility: section("Definition of the Arm memory model: External visibility requirement"),
  dmb: section("Data Memory Barrier (DMB)"),
  dsb: section("Data Synchronization Barrier (DSB)"),
  isb: section("Instruction Synchronization Barrier (ISB)"),
  acquireRelease: section("Load-Acquire, Load-AcquirePC, and Store-Release"),
  exclusives: section("Synchronization and semaphores"),
  contextSynchronisation: 'Arm ARM DDI 0487, Glossary, "Context synchronization event"',
  tlbMaintenance: section("TLB maintenance"),
  caches: section("Caches and memory hierarchy"),
  cacheMaintenance: section("Cache maintenance instructions"),
  hardwareManagement: section("Hardware management of the Access flag and dirty state"),
  ets2: `${section("Enhanced Translation Synchronization")} (FEAT_ETS2)`,
  ets3: `${section("Enhanced Translation Synchronization")} (FEAT_ETS3)`,
  memoryTypes: section("Memory types and attributes"),
  permissions: section("MMU fault prioritization from a single address translation stage"),
} as const;
