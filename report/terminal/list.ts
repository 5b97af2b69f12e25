import type { Spec } from "../../specs/spec.ts";
import type { Canvas } from "../canvas.ts";
import { indented, wrap } from "../text/wrap.ts";

/** The catalogue for a reader: what can be checked, and by which names. */
export function listText(specs: readonly Spec[], canvas: Canvas): string {
  if (specs.length === 0) return "the catalogue has no specs yet\n";
  return `${specs.map((spec) => specLines(spec, canvas).join("\n")).join("\n\n")}\n`;
}

function specLines(spec: Spec, canvas: Canvas): readonly string[] {
  const parameters = Object.entries(spec.parameters).map(([name, { about, values }]) => {
    const [first, ...others] = values;
    return [name, `${[`${first} (default)`, ...others].join(", ")}: ${about}`] as const;
  });
  const variants = Object.entries(spec.variants).map(([name, { about }]) => [name, about] as const);
  return [
    canvas.paint.title(spec.name),
    ...indented(spec.about, canvas.width, 2),
    ...section("variants", variants, canvas),
    ...section("parameters", parameters, canvas),
    ...section("properties", Object.entries(spec.properties), canvas),
  ];
}

function section(
  title: string,
  entries: readonly (readonly [string, string])[],
  { width, paint }: Canvas,
): readonly string[] {
  if (entries.length === 0) return [];
  const names = Math.max(...entries.map(([name]) => name.length)) + 2;
  const lines = entries.flatMap(([name, about]) =>
    wrap(about, width - 4 - names).map(
      (line, index) => `    ${(index === 0 ? name : "").padEnd(names)}${line}`,
    ),
  );
  return [`  ${paint.quiet(title)}`, ...lines];
}
