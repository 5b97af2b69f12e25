import { unknownName } from "../machine/unknown-name.ts";
import type { Command, DeviceConfiguration, RegisterConfiguration } from "../pcie/device.ts";
import type { Scenario } from "../scenario.ts";
import { distinct, nameClaim, type Claim } from "./claims.ts";
import { programError, within } from "./place.ts";

/** Checks what a scenario says of paths, devices and registers: names that exist, and registers that can be what they are. */
export function checkDevices(scenario: Scenario, where: string): void {
  const { paths = [], devices = [] } = scenario;
  distinct(where, paths.map(nameClaim("path")));
  // The steps of PEs and devices are in lanes, told apart by these names.
  distinct(where, [...scenario.pes.map(nameClaim("PE")), ...devices.map(nameClaim("device"))]);
  distinct(where, devices.flatMap(cellClaims));
  for (const device of devices) {
    const inDevice = within(where, `device ${device.name}`);
    distinct(inDevice, device.registers.map(nameClaim("register")));
    for (const register of device.registers)
      checkRegister(scenario, device, register, within(inDevice, `register ${register.name}`));
  }
}

/** Two registers cannot be in one cell: a request would be to both. */
const cellClaims = ({ name, registers }: DeviceConfiguration): readonly Claim[] =>
  registers.map(({ name: register, page, offset = 0 }) => ({
    owner: `${register} of ${name}`,
    claimed: `the cell at offset 0x${offset.toString(16)} of the physical page ${page}`,
  }));

function checkRegister(
  { paths = [], physical, devices = [] }: Scenario,
  device: DeviceConfiguration,
  { name, page, path, enabledBy, commands = [] }: RegisterConfiguration,
  where: string,
): void {
  exists(where, "path", path, paths);
  exists(where, "physical page", page, physical);
  if (physical.some((other) => other.name === page && other.cached === true))
    throw programError(
      where,
      `the physical page ${page} is cached`,
      "its cells are cache lines, and no request for a line gets to a device",
      "leave cached out, or put the register into another page",
    );
  if (enabledBy !== undefined) {
    exists(where, "register", enabledBy, device.registers);
    if (enabledBy === name)
      throw programError(
        where,
        "it is enabled by itself",
        "once it held 0 nothing could ever be written to it again",
        "name another register of the device, or leave enabledBy out",
      );
  }
  for (const command of commands)
    checkCommand(devices, device, command, within(where, `the command of ${command.value}`));
  distinct(
    where,
    commands.flatMap(({ value, does, devices: targets = [device.name] }, index) =>
      targets.map((target) => ({
        owner: `commands[${index}], which is to ${does},`,
        claimed: `the value ${value} for the device ${target}`,
      })),
    ),
  );
}

/** A command that sets off nothing is a mistake: it would be taken for a reset that happens. */
function checkCommand(
  all: readonly DeviceConfiguration[],
  own: DeviceConfiguration,
  { does, devices = [own.name] }: Command,
  where: string,
): void {
  if (devices.length === 0)
    throw programError(
      where,
      "it is about no device",
      "a command without a device has no effect",
      `leave devices out for ${own.name} itself, or name some of: ${all.map(({ name }) => name).join(", ")}`,
    );
  for (const target of devices) {
    exists(where, "device", target, all);
    if (does === "begin reset" || all.some((device) => begins(device, target))) continue;
    throw programError(
      where,
      `it ends the reset of ${target}, which no command begins`,
      "a command that can have no effect is a mistake somewhere",
      "add a command that begins it, or leave this one out",
    );
  }
}

const begins = ({ name, registers }: DeviceConfiguration, target: string): boolean =>
  registers.some(({ commands = [] }) =>
    commands.some(
      ({ does, devices: targets = [name] }) => does === "begin reset" && targets.includes(target),
    ),
  );

function exists(
  where: string,
  what: string,
  name: string,
  among: readonly { readonly name: string }[],
): void {
  if (among.some((other) => other.name === name)) return;
  throw unknownName(
    where,
    what,
    name,
    among.map((other) => other.name),
  );
}
