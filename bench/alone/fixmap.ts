import { check } from "../../checker/index.ts";
import { fixmapModel } from "../fixmap/model.ts";
import { sizeNamed, sizes } from "../fixmap/sizes.ts";
import { wayNamed } from "../ways.ts";

/*
 * `node fixmap.js WAY SIZE`: explores the protocol in this process, which does nothing else, and prints what it counted.
 * Its own account of time and memory is for machines where nobody else can give one.
 */

const [name = "", size = ""] = process.argv.slice(2);
const model = fixmapModel(sizes[sizeNamed(size)], "correct");
const { verdict, statistics } = await check(model, { ...wayNamed(name).options, exhaust: true });
if (verdict !== "PROVED")
  throw new Error(`walkcheck-${name} says ${verdict} of the correct protocol at ${size}`);
const { states, rulesFired } = statistics;
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const own = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMiB: maxRSS / 1024 };
process.stdout.write(`${JSON.stringify({ states, rulesFired, ...own })}\n`);
