import type { Instruction, Tlbi } from "../program/instruction.ts";
import type { PeConfiguration, Scenario } from "../scenario.ts";
import { programError, suggestion, within } from "./place.ts";

/** Checks what a scenario says of stage 2: who runs a guest, and what TLB maintenance is about one. */
export function checkTwoStages(scenario: Scenario, where: string): void {
  const guests = scenario.pes.filter((pe) => isGuest(scenario, pe));
  for (const pe of scenario.pes) {
    const inPe = within(where, `PE ${pe.name}`);
    checkStage1(scenario, pe, inPe);
    if (guests.includes(pe)) checkGuest(scenario, pe, inPe);
    for (const instruction of instructionsOf(pe))
      if (instruction.kind === "tlbi")
        checkTlbi(scenario, pe, instruction, within(where, `PE ${pe.name}: ${instruction.kernel}`));
  }
  checkVmid(scenario, guests, where);
}

const stageOf = ({ tables }: Scenario, { table }: PeConfiguration): number =>
  tables.find(({ name }) => name === table)?.stage ?? 1;

const isGuest = (scenario: Scenario, pe: PeConfiguration): boolean => stageOf(scenario, pe) === 2;

const instructionsOf = ({ program }: PeConfiguration): readonly Instruction[] => [
  ...program.instructions,
  ...(program.handler ?? []),
];

function checkStage1(scenario: Scenario, pe: PeConfiguration, where: string): void {
  if (pe.stage1 === undefined) return;
  if (!isGuest(scenario, pe))
    throw programError(
      where,
      `stage1 is given, but the table ${pe.table} is of stage 1`,
      "stage1 says what the stage 1 of a guest gives its pages; another PE has that in its descriptors",
      "leave stage1 out, or give the table stage: 2",
    );
  const pages = scenario.virtual.map(({ name }) => name);
  for (const page of Object.keys(pe.stage1))
    if (!pages.includes(page))
      throw programError(
        where,
        `stage1 is about ${page}, which is no virtual page`,
        "it is by page",
        suggestion(page, pages),
      );
}

function checkGuest(scenario: Scenario, pe: PeConfiguration, where: string): void {
  const guest = `its table ${pe.table} is of stage 2, so that it runs a guest`;
  if (pe.regime !== "el1")
    throw programError(
      where,
      `${guest}, and its regime is ${pe.regime}`,
      "only the EL1&0 regime has two stages",
      'make the regime "el1", or the table one of stage 1',
    );
  if (pe.architecture === "x86")
    throw programError(
      where,
      `${guest}, and its architecture is x86`,
      "stage-2 descriptors are those of VMSAv8-64",
      'make the architecture "arm64", or the table one of stage 1',
    );
  if (pe.program.handler !== undefined)
    throw programError(
      where,
      `${guest}, and its program has a handler`,
      "a stage-2 fault is taken to EL2, and not to a handler of the guest",
      'leave the handler out; onFault: "retry" is a hypervisor that lets the guest try again',
    );
  const mates = scenario.pes.filter((other) => pe.cnp !== undefined && other.cnp === pe.cnp);
  const stranger = mates.find((other) => other.table !== pe.table);
  if (stranger !== undefined)
    throw programError(
      where,
      `it shares the cluster ${pe.cnp ?? ""} with PE ${stranger.name}, whose table is ${stranger.table}`,
      "CnP shares entries of one VMID",
      "give the guests a cluster of their own",
    );
}

/** There is no VMID yet: a TLBI of the EL1&0 regime is about the one guest that the regime has. */
function checkVmid(scenario: Scenario, guests: readonly PeConfiguration[], where: string): void {
  const [guest] = guests;
  if (guest === undefined) return;
  const other = scenario.pes.find(({ regime, table }) => regime === "el1" && table !== guest.table);
  if (other === undefined) return;
  throw programError(
    where,
    `PE ${other.name} translates by ${other.table}, and PE ${guest.name} by ${guest.table}, both in the EL1&0 regime`,
    `${guest.table} is of stage 2, and VMIDs are not modelled: a TLBI would reach the entries of both`,
    'give them one table; a host that runs at EL2 (VHE) has the regime "el2", its user space too',
  );
}

function checkTlbi(scenario: Scenario, pe: PeConfiguration, { stages }: Tlbi, where: string): void {
  if (stages === "stage 2" && !scenario.tables.some(({ stage }) => stage === 2))
    throw programError(
      where,
      "it removes entries of stage 2, and no table is of stage 2",
      "it would remove nothing",
      `give a table stage: 2; there is: ${scenario.tables.map(({ name }) => name).join(", ") || "none"}`,
    );
  const atEl1 = stages === "stage 2" ? pe.regime === "el1" : stages !== "stage 1" && isGuest(scenario, pe);
  if (atEl1)
    throw programError(
      where,
      "it is about stage 2, and its PE is at EL1",
      "such a TLBI is UNDEFINED at EL1",
      'issue it from a PE of the regime "el2"',
    );
}
