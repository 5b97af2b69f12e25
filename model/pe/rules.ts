import { iotlbInvalidateRule } from "../iommu/invalidate.ts";
import type { Branch, Instruction, Select } from "../program/instruction.ts";
import type { Slot } from "../machine/slot.ts";
import { updateRule } from "../mmu/hardware-updates.ts";
import { dmbRule, dsbRules, isbRule } from "./barriers.ts";
import { branchRules } from "./branches.ts";
import { maintenanceRule, wbinvdRule } from "./cache-maintenance.ts";
import type { Context, MachineRule } from "./context.ts";
import { addressRule } from "./destination.ts";
import { faultRules } from "./faults.ts";
import { fenceRule } from "./fences.ts";
import { withSharedSteps } from "./shared-steps.ts";
import { chooseRule, markRule } from "./ghosts.ts";
import { sendIpiRule, takeIpiRule } from "./interrupts.ts";
import { readRules } from "./loads.ts";
import { returnRules } from "./returns.ts";
import { lockRule, unlockRule } from "./locks.ts";
import { selectRules } from "./selects.ts";
import { statusRule } from "./store-exclusives.ts";
import { supervisorCallRule } from "./supervisor-calls.ts";
import { writeRules } from "./stores.ts";
import { tlbiRule } from "./tlbi.ts";
import { translateRule } from "./translate.ts";

/**
 * The micro-steps of one instruction. One that can go on does so sometime: its steps are weakly fair. Walks, fills,
 * evictions and guesses are owed to nobody.
 */
export function slotRules(context: Context, slot: Slot): readonly MachineRule[] {
  const { instruction } = slot;
  if (instruction.kind === "branch")
    return withSharedSteps(context, slot, branchRules(context, slot, instruction));
  if (instruction.kind === "select")
    return withSharedSteps(context, slot, selectRules(context, slot, instruction));
  return withSharedSteps(context, slot, stepRules(context, slot, instruction)).map((rule) =>
    rule.eager === true ? rule : { ...rule, fairness: "weak" },
  );
}

function stepRules(
  context: Context,
  slot: Slot,
  instruction: Exclude<Instruction, Branch | Select>,
): readonly MachineRule[] {
  switch (instruction.kind) {
    case "load":
    case "store":
    case "store-exclusive":
    case "rmw":
    case "await":
    case "speculate":
    case "dc":
    case "clflush":
      return accessRules(context, slot);
    case "let":
      return [];
    case "choose":
      return [chooseRule(context, slot, instruction)];
    case "dmb":
      return [dmbRule(context, slot)];
    case "dsb":
      return dsbRules(context, slot, instruction);
    case "isb":
      return [isbRule(context, slot)];
    case "svc":
      return [supervisorCallRule(context, slot)];
    case "eret":
      return slot.returns === null ? [isbRule(context, slot)] : returnRules(context, slot, slot.returns);
    case "tlbi":
      return [tlbiRule(context, slot, instruction)];
    case "lock":
      return [lockRule(context, slot, instruction)];
    case "unlock":
      return [unlockRule(context, slot, instruction)];
    case "send-ipi":
      return [sendIpiRule(context, slot, instruction)];
    case "take-ipi":
      return [takeIpiRule(context, slot)];
    case "wbinvd":
      return [wbinvdRule(context, slot)];
    case "fence":
      return [fenceRule(context, slot, instruction)];
    case "iotlb-invalidate":
      return [iotlbInvalidateRule(context, slot, instruction)];
    case "mark":
      return [markRule(context, slot, instruction)];
  }
}

function accessRules(context: Context, slot: Slot): readonly MachineRule[] {
  const { access } = slot;
  if (access === null) return [];
  const translated = access.outcomes.length > 0;
  const { onFault } = slot;
  const canBeTaken = onFault !== null && onFault.kind !== "left out";
  return [
    ...(slot.instruction.kind === "store-exclusive" ? [statusRule(context, slot)] : []),
    ...(translated ? [translateRule(context, slot, access)] : []),
    ...(access.updates ? [updateRule(context, slot)] : []),
    ...(access.computedPte ? [addressRule(context, slot)] : []),
    ...(access.reads ? readRules(context, slot, access) : []),
    ...(access.writes ? writeRules(context, slot, access) : []),
    ...(access.maintains ? [maintenanceRule(context, slot)] : []),
    ...(canBeTaken ? faultRules(context, slot) : []),
  ];
}
