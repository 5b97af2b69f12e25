import { arch, cpus, release, totalmem, type as system } from "node:os";
import { isInstalled, runProgram } from "../process.ts";

/** How each program says its version, and where in what it prints. */
const programs: readonly {
  readonly name: string;
  readonly words: readonly string[];
  readonly version: RegExp;
}[] = [
  { name: "rumur", words: ["--version"], version: /version v?(\S+)/ },
  { name: "spin", words: ["-V"], version: /Version (\S+)/ },
  { name: "gcc", words: ["--version"], version: /\) (\S+)/ },
];

/** The machine that the benchmark runs on, and the versions of what takes part, in one line. */
export async function machineLine(): Promise<string> {
  const all = cpus();
  const model = all[0]?.model.trim() ?? "unknown processor";
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const hardware = `${model}, ${all.length} processors, ${memory}, ${system()} ${release()} ${arch()}`;
  const versions = await Promise.all(programs.filter(({ name }) => isInstalled(name)).map(versionOf));
  return `${hardware}; Node ${process.versions.node}${versions.map((text) => `, ${text}`).join("")}`;
}

async function versionOf({ name, words, version }: (typeof programs)[number]): Promise<string> {
  const { stdout, stderr } = await runProgram(name, words);
  return `${name} ${version.exec(stdout + stderr)?.[1] ?? "of unknown version"}`;
}
