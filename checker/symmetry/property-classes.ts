import type { Property } from "../property.ts";
import type { Exhaustive } from "./exhaustive.ts";
import type { Group } from "./group.ts";
import { propertyProbe } from "./probe.ts";

/**
 * The properties that the group makes of each: p of page0 in a state is p of page1 in the image under page0 <-> page1.
 * One of them is decided somewhere in the orbit of a state exactly where one of them is decided in the state itself,
 * so looking at one state of an orbit decides them all.
 *
 * Null for a property of which that could not be proved: it is judged in every state of the orbit.
 */
export type PropertyClass = readonly number[] | null;

export function propertyClasses<S>(
  properties: readonly Property<S>[],
  { generators }: Group,
  exhaustive: Exhaustive<S>,
): readonly PropertyClass[] {
  const images = properties.map((property, index) =>
    property.kind === "eventually" ? null : generators.map((generator) => imageOf(index, generator)),
  );
  return properties.map((_, index) => classOf(index, images));

  function imageOf(index: number, generator: Group["generators"][number]): number {
    const property = properties[index];
    if (property === undefined) return -1;
    // Itself first: most properties are about everything at once.
    const order = [index, ...properties.keys()];
    return (
      order.find((other) => {
        const image = properties[other];
        if (image === undefined || image.kind !== property.kind) return false;
        return exhaustive.holds(propertyProbe(property), generator, propertyProbe(image));
      }) ?? -1
    );
  }
}

/** All that the generators make of a property, if they make something of each. */
function classOf(index: number, images: readonly (readonly number[] | null)[]): PropertyClass {
  const members = [index];
  for (const member of members) {
    for (const image of images[member] ?? [-1]) {
      if (image < 0) return null;
      if (!members.includes(image)) members.push(image);
    }
  }
  return members;
}
