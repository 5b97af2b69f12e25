/**
 * Short names for the sources of a trace, `mm.c:264` for `arch/arm64/kvm/hyp/nvhe/mm.c:264`, wherever the file name
 * alone is unambiguous among them, and a legend that gives the paths back.
 */
export interface SourceNames {
  readonly short: (source: string) => string;
  /** `mm.c = arch/arm64/kvm/hyp/nvhe/mm.c`. */
  readonly legend: readonly string[];
}

/** Makes the short names for the given sources. */
export function sourceNames(sources: readonly string[]): SourceNames {
  const paths = new Set(sources.map((source) => split(source).path));
  const byName = new Map<string, Set<string>>();
  for (const path of paths) {
    const name = fileName(path);
    byName.set(name, (byName.get(name) ?? new Set()).add(path));
  }
  const shortened = (path: string): boolean =>
    fileName(path) !== path && byName.get(fileName(path))?.size === 1;
  const short = (source: string): string => {
    const { path, line } = split(source);
    return shortened(path) ? fileName(path) + line : source;
  };
  const legend = [...paths].filter((path) => shortened(path)).map((path) => `${fileName(path)} = ${path}`);
  return { short, legend };
}

/** A path and what follows it (`:264`, or `:fixmap_map_slot()`). Sources that are prose ("Arm ARM D8.17") have no path to shorten. */
function split(source: string): { readonly path: string; readonly line: string } {
  const match = /^(\S+?)(:(?:\d+(?:-\d+)?|\w+\(\)))?$/.exec(source);
  return { path: match?.[1] ?? source, line: match?.[2] ?? "" };
}

function fileName(path: string): string {
  return path.includes(" ") ? path : path.slice(path.lastIndexOf("/") + 1);
}
