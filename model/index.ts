/** The public surface of the machine, for those who write a scenario. */
export { compile } from "./compile.ts";
export type { MachineRule } from "./machine-rules/rule.ts";
export {
  isSwitchable,
  machineRules,
  switchableRules,
  type RuleName,
  type SwitchableRule,
} from "./machine-rules/machine-rules.ts";
export { decodeIo, ioDescriptor, type IoDescriptor } from "./iommu/io-descriptor.ts";
export type { Machine } from "./machine/machine.ts";
export { isComplete } from "./machine/completeness.ts";
export {
  hasFaulted,
  isFinished,
  isUsable,
  outcomeOf,
  slotState,
  usableEntries,
  walkerView,
} from "./machine/queries.ts";
export type { Outcome, Slot } from "./machine/slot.ts";
export type { MachineState } from "./machine/state.ts";
export { behaviourOf, type Behaviour, type Cacheability, type Ordering } from "./memory/behaviour.ts";
export {
  cachedCopies,
  isCoherent,
  lineNamed,
  readableThroughCaches,
  type CachedCopy,
} from "./memory/coherency.ts";
export { combine } from "./memory/combine.ts";
export { decodeEptMemoryType, eptCombined } from "./memory/ept.ts";
export { decodeMair, decodeMairAttribute, linuxMair } from "./memory/mair.ts";
export { mtrrTypes, patMtrrCombined, type MtrrType } from "./memory/mtrr.ts";
export { decodePat, decodePatEntry, linuxPat, resetPat } from "./memory/pat.ts";
export {
  combineShareability,
  decodeShareability,
  effectiveShareability,
  shareabilities,
  type Shareability,
} from "./memory/shareability.ts";
export { decodeStage2, MT_S2, MT_S2_FWB, type ForceWriteBack, type Stage2Type } from "./memory/stage2.ts";
export {
  allMemoryTypes,
  armMemoryTypes,
  isDevice,
  x86MemoryTypes,
  type ArmMemoryType,
  type DeviceType,
  type MemoryType,
  type X86MemoryType,
} from "./memory/memory-type.ts";
export type { BbmLevel } from "./mmu/break-before-make.ts";
export { decode, descriptor, invalid, type Descriptor } from "./mmu/descriptor.ts";
export type { Stage } from "./mmu/entry.ts";
export { decodeStage2Descriptor, stage2Descriptor, type Stage2Descriptor } from "./mmu/stage2-descriptor.ts";
export { awaitValue, cas, ldr, ldxr, rmw, speculate, str, stxr } from "./program/arm64/accesses.ts";
export { dmb, dsb, isb, type BarrierOption } from "./program/arm64/barriers.ts";
export { dc } from "./program/arm64/cache-maintenance.ts";
export {
  adr,
  b,
  cbnz,
  cbz,
  choose,
  csel,
  cset,
  downRead,
  downWrite,
  eret,
  lock,
  mov,
  msrElr,
  sendIpi,
  svc,
  takeIpi,
  unlock,
  upRead,
  upWrite,
} from "./program/arm64/control.ts";
export { endMark, mark } from "./program/arm64/marks.ts";
export type { At, Operand } from "./program/arm64/operand.ts";
export { tlbi, tlbiOperations } from "./program/arm64/tlbi.ts";
export { iotlbInvalidate } from "./program/iommu.ts";
export { kernelPrimitives, type KernelPrimitives } from "./program/kernel-primitives.ts";
export { lockCmpxchg, lockRmw, movLoad, movStore, xchg } from "./program/x86/accesses.ts";
export { clflush, clflushopt, clwb, wbinvd } from "./program/x86/cache-flushes.ts";
export { lfence, mfence, sfence } from "./program/x86/fences.ts";
export { binary, constant, register, type BinaryOperator, type Expression } from "./program/expression.ts";
export type * from "./program/instruction.ts";
export { ELR, idle, program, withHandler, type Program } from "./program/program.ts";
export { accessInFlight, noAccessInFlightAfter } from "./properties/access-in-flight.ts";
export type { Mapping } from "./properties/mapping.ts";
export { deviceReads, deviceWrites } from "./properties/dma-happens.ts";
export {
  everyRequestSnooped,
  noSnoopBitObeyed,
  requestsWhileClear,
  type EnableBit,
} from "./properties/device-requests.ts";
export { flushes, noFlushOfMmio, noFlushUnless, type CellOfPage } from "./properties/flushes.ts";
export { bothRead, noDivergence, type TwoReads } from "./properties/no-divergence.ts";
export { noResurrection } from "./properties/no-resurrection.ts";
export { noStaleData, type Readers } from "./properties/no-stale-data.ts";
export { patConsistency, sharesUnsnooped, type AskedFor } from "./properties/pat-consistency.ts";
export { noStaleAfter } from "./properties/no-stale-after.ts";
export { noWrongAddress } from "./properties/no-wrong-address.ts";
export { usesMapping } from "./properties/uses-mapping.ts";
export { breakBeforeMake } from "./properties/break-before-make.ts";
export { arriveInOrder, haveArrived } from "./properties/arrive-in-order.ts";
export { getsTo } from "./properties/gets-to.ts";
export { canUseMemoryType, noMismatchedAliasWithin, onlyMemoryTypes } from "./properties/memory-types.ts";
export { noMappingInstalledWithin, type Install } from "./properties/no-mapping-installed.ts";
export { noMappingWithin, type MappingsOf } from "./properties/no-mapping-within.ts";
export { noRefusedRequest } from "./properties/no-refused-request.ts";
export { noUnissuedRead } from "./properties/no-unissued-read.ts";
export { isReset, noWriteInReset } from "./properties/no-write-in-reset.ts";
export { noWriteUnderWay, writeUnderWay } from "./properties/requests-under-way.ts";
export type { AccessPoint, Span } from "./properties/span.ts";
export type { Named } from "./properties/named.ts";
export type { Interval, ProgramPoint } from "./properties/program-point.ts";
export { noSpuriousFault } from "./properties/faults.ts";
export { canUse, mutualExclusion, reaches, reachesOne, type Region } from "./properties/program-points.ts";
export type { AcknowledgementPoint, PathConfiguration } from "./interconnect/path.ts";
export type { Command, DeviceConfiguration, DmaConfiguration, RegisterConfiguration } from "./pcie/device.ts";
export { features } from "./scenario.ts";
export type {
  Features,
  PeConfiguration,
  PhysicalPage,
  PteConfiguration,
  Scenario,
  Table,
  VirtualPage,
} from "./scenario.ts";
