/** The first few members of a set that the other lacks, as lines; empty where the two are the same. */
export function differences(
  found: readonly string[],
  expected: readonly string[],
  names: { readonly missing: string; readonly extra: string },
): readonly string[] {
  const without = (these: readonly string[], those: ReadonlySet<string>): readonly string[] =>
    these.filter((each) => !those.has(each));
  return [
    ...shortened(without(expected, new Set(found)), names.missing),
    ...shortened(without(found, new Set(expected)), names.extra),
  ];
}

const SHOWN = 3;

function shortened(members: readonly string[], what: string): readonly string[] {
  const more = members.length - SHOWN;
  return [
    ...members.slice(0, SHOWN).map((member) => `${what}: ${member}`),
    ...(more > 0 ? [`${what}: ${more} more`] : []),
  ];
}
