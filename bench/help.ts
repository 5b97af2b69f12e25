import { peers } from "./comparison/peers.ts";
import { sizeNames } from "./fixmap/sizes.ts";
import { rowName, ways } from "./ways.ts";

/** Options by what they are for. */
const options: readonly (readonly [string, string])[] = [
  ["--size SIZE[,SIZE]...", "compare on one protocol at these sizes:"],
  ["", sizeNames.join(", ")],
  ["--peers DIR", "the peers' models (fixmap.m, fixmap.pml, fixmap.tla);"],
  ["", "default: WALKCHECK_PEERS in the environment"],
  ["--tlc JAR", "a tla2tools.jar: TLC takes part"],
  ["--symmetry", "compare the engines that reduce by symmetry instead of the others"],
  ["--specs", "time the catalogue: whole specs, large variants, first verdicts (default)"],
  ["--largest N", "of each spec, the N largest variants alone; default: 3"],
  ["--only TEXT", "only engines, with --specs only rows, that contain this"],
  ["--runs N", "runs of each, in turn, whose median counts; default: 5"],
  ["--json", "measurements as JSON, and nothing else, on standard output"],
  ["--update-docs", "measure M, L and 3321, symmetry and specs, and write docs/performance.md;"],
  ["", "with --size, --symmetry or --specs only these parts"],
  ["-h, --help", "show this help"],
];

const examples = [
  "npm run bench -- --size M --peers DIR",
  "npm run bench -- --size M,L --runs 3 --only walkcheck-flyweight",
  "npm run --silent bench -- --json --size M",
  "npm run bench -- --specs --only pkvm-fixmap",
];

/** `npm run bench -- --help`. */
export function helpLines(): readonly string[] {
  const width = Math.max(...options.map(([left]) => left.length)) + 2;
  return [
    "npm run bench -- [OPTION]...",
    "",
    "  how fast walkcheck is, as built JavaScript: on its own specs, and against other model checkers",
    "",
    ...options.map(([left, about]) => `  ${left.padEnd(width)}${about}`),
    "",
    `engines: ${[...ways.map(rowName), ...peers.map(({ engine }) => engine)].join(", ")}`,
    "",
    "examples:",
    ...examples.map((example) => `  ${example}`),
  ];
}
