/**
 * Lets a spec live anywhere: "walkcheck/specs" and its siblings are those of the walkcheck that runs it, whatever the
 * directory of the spec has installed, and a .ts file without a package.json beside it is an ES module.
 */
export async function resolve(specifier, context, nextResolve) {
  const isOurs = specifier.startsWith("walkcheck/");
  // Resolved from here, the name is the package's reference to itself, by the `exports` of its package.json.
  const resolved = await nextResolve(
    specifier,
    isOurs ? { ...context, parentURL: import.meta.url } : context,
  );
  const path = resolved.url.split("?")[0] ?? "";
  const isSpecFile = path.endsWith(".ts") && !path.includes("/node_modules/");
  return isSpecFile ? { ...resolved, format: "module" } : resolved;
}
