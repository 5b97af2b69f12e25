import { behaviours } from "../memory/behaviour.ts";
import { at } from "../../checker/schema/access.ts";
import type { Path, Register } from "../machine/hardware.ts";
import type { Machine } from "../machine/machine.ts";
import { allMemoryTypes, type MemoryType } from "../memory/memory-type.ts";
import type { AcknowledgementPoint } from "./path.ts";

/**
 * Where a path acknowledges posted writes of a memory type. What it does not say: at the endpoint where the type has no
 * early write acknowledgement (Arm ARM B2.10), at the root complex otherwise.
 */
export const posts = ({ acknowledges }: Path, type: MemoryType): AcknowledgementPoint =>
  acknowledges[type] ?? (behaviours[type].earlyAcknowledgement ? "root complex" : "endpoint");

/**
 * Where a write to a register is acknowledged. Writes to configuration space are not posted: they complete at the function
 * (PCI Express base specification, 2.2.7 and 2.4).
 */
export const acknowledgedAt = (
  { paths }: Pick<Machine, "paths">,
  register: Register,
  type: MemoryType,
): AcknowledgementPoint => (register.posted ? posts(at(paths, register.path), type) : "endpoint");

/** Whether some write on a path is acknowledged before it has its place there. */
export const acknowledgesEarly = (path: Path): boolean =>
  allMemoryTypes.some((type) => posts(path, type) === "PE");
