import type { Device, Register } from "../machine/hardware.ts";
import type { Machine } from "../machine/machine.ts";
import { unknownName } from "../machine/unknown-name.ts";

/**
 * The device of that name.
 *
 * @throws Diagnostic (kind "program") that lists those that exist
 */
export function deviceNamed({ devices, scenario }: Machine, name: string): Device {
  const device = devices.find((other) => other.name === name);
  if (device !== undefined) return device;
  throw unknownName(
    `properties of ${scenario.name}`,
    "device",
    name,
    devices.map((other) => other.name),
  );
}

/**
 * The register of that name.
 *
 * @throws Diagnostic (kind "program") that lists those that exist
 */
export function registerNamed({ registers, name: device }: Device, name: string): Register {
  const register = registers.find((other) => other.name === name);
  if (register !== undefined) return register;
  throw unknownName(
    `device ${device}`,
    "register",
    name,
    registers.map((other) => other.name),
  );
}
