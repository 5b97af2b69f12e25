import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const root = fileURLToPath(new URL("..", import.meta.url));

const settings = ["tsconfig.json", "tsconfig.build.json", "package.json"];

/** The directories that are compiled, as the settings of the compiler say. */
export function rooms() {
  return JSON.parse(read("tsconfig.build.json")).include;
}

/** Files of a room that are no TypeScript and that its code may open: WebAssembly, C. */
export function assets(room) {
  return entries(room).filter((path) => !path.endsWith(".ts") && statSync(join(root, path)).isFile());
}

/** Whether any source changed after the build. Directories tell of files that were added or removed. */
export function isStale(stamp) {
  const built = statSync(stamp, { throwIfNoEntry: false });
  if (built === undefined) return true;
  const sources = [...settings, "scripts", ...entries("scripts"), ...rooms(), ...rooms().flatMap(entries)];
  return sources.some((path) => {
    // What was removed while this looked is a change too.
    const source = statSync(join(root, path), { throwIfNoEntry: false });
    return source === undefined || source.mtimeMs > built.mtimeMs;
  });
}

/** The package file of dist/: the same package, whose exports are JavaScript. */
export function builtPackage() {
  const { name, version, type, exports } = JSON.parse(read("package.json"));
  const built = Object.entries(exports).map(([key, file]) => [key, file.replace(/\.ts$/, ".js")]);
  return `${JSON.stringify({ name, version, type, exports: Object.fromEntries(built) }, null, 2)}\n`;
}

function entries(directory) {
  return readdirSync(join(root, directory), { recursive: true }).map((path) => join(directory, path));
}

function read(file) {
  return readFileSync(join(root, file), "utf8");
}
