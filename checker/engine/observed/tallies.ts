import type { Instances } from "../instances.ts";
import type { Tally } from "../tally.ts";
import type { CoreMemory } from "./core-memory.ts";

/** Firings per rule: what the core counted per instance, and what the host counted beside it. */
export class Tallies {
  private readonly memory: CoreMemory;
  private readonly addresses: number[] = [];
  private readonly instances: Instances;
  private readonly host: Tally;

  constructor(memory: CoreMemory, instances: Instances, host: Tally) {
    this.memory = memory;
    this.instances = instances;
    this.host = host;
  }

  /** @param address of a thread's pairs of 64-bit counts, by instance */
  addThread(address: number): void {
    this.addresses.push(address);
  }

  add(rule: number, isNew: boolean): void {
    this.host.count(rule, isNew);
  }

  restore(counts: readonly { readonly fired: number; readonly ledToNew: number }[]): void {
    this.host.restore(counts);
  }

  of(rule: number): { readonly fired: number; readonly ledToNew: number } {
    let { fired, ledToNew } = this.host.of(rule);
    this.instances.ruleOf.forEach((each, instance) => {
      if (each !== rule) return;
      fired += this.count(instance * 2);
      ledToNew += this.count(instance * 2 + 1);
    });
    return { fired, ledToNew };
  }

  private count(index: number): number {
    const view = this.memory.view();
    return this.addresses.reduce((sum, address) => {
      const at = (address >>> 2) + index * 2;
      return sum + (view[at]! >>> 0) + (view[at + 1]! >>> 0) * 2 ** 32;
    }, 0);
  }
}
