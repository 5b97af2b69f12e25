import { unknownName } from "../machine/unknown-name.ts";
import type { Scenario } from "../scenario.ts";
import { checkArchitecture } from "./architecture.ts";
import { addressClaim, distinct, nameClaim } from "./claims.ts";
import { checkDevices } from "./devices.ts";
import { checkDma } from "./dma.ts";
import { checkMaintenance } from "./caches.ts";
import { checkFaultHandling } from "./fault-handling.ts";
import { checkMemoryTypes } from "./memory-types.ts";
import { checkOwnCaches } from "./own-caches.ts";
import { hex, programError, within } from "./place.ts";
import { checkTwoStages } from "./two-stages.ts";

/** Checks that a scenario does not contradict itself: its shape is already known to be right. */
export function checkConsistency(scenario: Scenario): void {
  const where = `scenario ${scenario.name}`;
  checkPhysical(scenario, where);
  checkVirtual(scenario, where);
  checkTables(scenario, where);
  checkPteAddresses(scenario, where);
  checkPes(scenario, where);
  checkOwnCaches(scenario, where);
  checkMaintenance(scenario, where);
  checkDevices(scenario, where);
  checkDma(scenario, where);
  checkTwoStages(scenario, where);
}

function checkPhysical({ physical }: Scenario, where: string): void {
  distinct(where, physical.map(nameClaim("physical page")));
  distinct(
    where,
    physical.map(({ name, pa }) => addressClaim(`physical page ${name}`, pa)),
  );
  for (const { name, pa, cells } of physical) {
    aligned(within(where, `physical page ${name}`), "pa", pa, 0x1000n);
    const claims = (cells ?? []).map(({ offset }, index) => ({
      owner: `cells[${index}]`,
      claimed: `the offset 0x${offset.toString(16)}`,
    }));
    distinct(within(where, `physical page ${name}`), claims);
  }
}

function checkVirtual({ virtual }: Scenario, where: string): void {
  distinct(where, virtual.map(nameClaim("virtual page")));
  distinct(
    where,
    virtual.map(({ name, va }) => addressClaim(`virtual page ${name}`, va)),
  );
  for (const { name, va } of virtual) aligned(within(where, `virtual page ${name}`), "va", va, 0x1000n);
}

function checkTables({ tables }: Scenario, where: string): void {
  distinct(where, tables.map(nameClaim("table")));
  for (const { name, ptes } of tables) {
    const inTable = within(where, `table ${name}`);
    const claims = ptes.map(({ page }, index) => ({
      owner: `ptes[${index}]`,
      claimed: `the virtual page ${page}`,
    }));
    distinct(inTable, claims);
    for (const { page, address } of ptes)
      aligned(within(inTable, `the PTE of ${page}`), "address", address, 8n);
  }
}

/** Even in different tables: what is at an address is one descriptor, and two would not see each other's stores. */
function checkPteAddresses({ tables }: Scenario, where: string): void {
  const claims = tables.flatMap(({ name, ptes }) =>
    ptes.map(({ page, address }) => addressClaim(`the PTE of ${page} in table ${name}`, address)),
  );
  distinct(where, claims);
}

function checkPes({ pes }: Scenario, where: string): void {
  distinct(where, pes.map(nameClaim("PE")));
  for (const pe of pes) {
    checkFaultHandling(pe, within(where, `PE ${pe.name}`));
    checkMemoryTypes(pe, within(where, `PE ${pe.name}`));
    checkArchitecture(pe, within(where, `PE ${pe.name}`));
  }
  const names = pes.map(({ name }) => name);
  for (const { name, program } of pes)
    for (const instruction of [...program.instructions, ...(program.handler ?? [])])
      if (instruction.kind === "send-ipi" && !names.includes(instruction.to))
        throw unknownName(within(where, `PE ${name}: ${instruction.kernel}`), "PE", instruction.to, names);
}

function aligned(where: string, field: string, address: bigint, size: bigint): void {
  if (address % size === 0n) return;
  throw programError(
    where,
    `${field} is ${hex(address)}, which is not a multiple of ${hex(size)}`,
    size === 8n ? "a descriptor is a 64-bit word" : "pages are 4 KiB",
    `${hex(address - (address % size))} is`,
  );
}
