import { existsSync, readFileSync } from "node:fs";

/** The version of this walkcheck: that of the nearest package above this file, wherever a build has put it. */
export function walkcheckVersion(): string {
  for (let folder = new URL("./", import.meta.url); ; folder = new URL("../", folder)) {
    const manifest = new URL("package.json", folder);
    if (existsSync(manifest)) return versionIn(readFileSync(manifest, "utf8"));
    if (folder.pathname === new URL("../", folder).pathname) return "unknown";
  }
}

function versionIn(manifest: string): string {
  return /"version":\s*"([^"]+)"/.exec(manifest)?.[1] ?? "unknown";
}
