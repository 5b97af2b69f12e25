import type { Model } from "../../model.ts";
import { at } from "../../schema/access.ts";
import type { BoundInstance } from "../bound-instance.ts";
import { modelName, propertyName, ruleName } from "../failure.ts";
import type { TrieStatistics } from "../engine.ts";
import type { Instances } from "../instances.ts";
import type { Stepper } from "../stepper.ts";
import { Arena } from "./arena.ts";
import type { Core } from "./core-module.ts";
import type { CoreMemory } from "./core-memory.ts";
import { impure } from "./impure.ts";
import { LeafWriter } from "./leaf-writer.ts";
import type { Sizes } from "./memory-map.ts";
import type { Observed, PackedRow, Recipes } from "./recipes.ts";
import type { Window } from "./observation.ts";
import { groupsOf, mergeNarrow, type RuleGroup } from "./rule-groups.ts";
import { OutOfMemory } from "./out-of-memory.ts";
import { TrieWriter, unknown, unobservedAnswer, type Misfit } from "./trie-writer.ts";
import type { Watcher } from "./watcher.ts";

/** A group with more leaves is split: tries multiply over everything that one of them looks at. */
const groupBudget = 512;
/** An instance or a watcher with more leaves goes without a trie. */
const soleBudget = 16_384;

/** States after which tries are merged that look at little. */
const enough = 50_000;

/** Leaves of a trie so far. */
interface Growth {
  leaves: number;
}

interface RuleTrie extends Growth {
  readonly group: RuleGroup;
  /** The bits of a row that any of its paths looks at. */
  readonly reads: Int32Array;
  /** What its first node asks for, where that was chosen; null for what the rules look at first. */
  readonly window: Window | null;
  /** Given up: it has grown beyond its budget. */
  given: boolean;
}

interface WatcherTrie extends Growth {
  readonly watcher: Watcher;
}

/** The decision tries of a model in the core's memory: of its rules, its watchers, and its dead ends. */
export class Tries<S> {
  private readonly watchers: readonly Watcher[];
  private readonly model: Model<S>;
  private readonly core: Core;
  private readonly memory: CoreMemory;
  private readonly recipes: Recipes<S>;
  private readonly writer: TrieWriter;
  private readonly leaves: LeafWriter;
  private readonly ordinary: readonly BoundInstance[];
  private readonly instances: Instances;
  private readonly rules: RuleTrie[] = [];
  private readonly watched: readonly WatcherTrie[];
  private readonly ruleRoots: number;
  private readonly watcherRoots: number;
  private readonly watcherReads: number;
  private readonly endRoot: number;
  private readonly end: Growth = { leaves: 0 };
  private readsVersion = 1;
  private toSplit: number[] = [];
  private merged = false;

  constructor(
    model: Model<S>,
    core: Core,
    memory: CoreMemory,
    recipes: Recipes<S>,
    sizes: Sizes,
    { ordinary, instances }: Pick<Stepper<S>, "ordinary" | "instances">,
    watchers: readonly Watcher[],
  ) {
    const { layout } = model.schema;
    this.model = model;
    this.core = core;
    this.memory = memory;
    this.recipes = recipes;
    this.ordinary = ordinary;
    this.instances = instances;
    this.watchers = watchers;
    const arena = new Arena(memory);
    this.writer = new TrieWriter(memory, arena);
    this.leaves = new LeafWriter(memory, arena, sizes);
    this.watched = watchers.map((watcher) => ({ watcher, leaves: 0 }));
    // Every instance may come to have a trie of its own.
    this.ruleRoots = this.takeRoots(ordinary.length);
    this.watcherRoots = this.takeRoots(watchers.length);
    this.watcherReads = memory.take(watchers.length * layout.words * 4);
    this.endRoot = this.takeRoots(1);
    // Taken now: it is needed when there is no room for it any more.
    this.leaves.answer(unobservedAnswer);
    watchers.forEach((watcher, index) => {
      if (!recipes.isObservable(watcher)) this.giveUp(this.watcherRoots + index * 4);
    });
    this.configure();
  }

  /** Groups the instances by what they look at first, which they show on any row. */
  open(row: PackedRow): void {
    if (this.rules.length > 0) return;
    const groups = groupsOf(this.ordinary, (instance) => this.recipes.rules(row, [instance]));
    this.rules.push(...groups.map((group) => this.newTrie(group)));
    this.configure();
  }

  /** The instances of the trie whose root is at an address. */
  group(root: number): RuleGroup {
    return this.rule(root).group;
  }

  missRules(root: number, row: PackedRow): void {
    const trie = this.rule(root);
    if (trie.leaves >= (trie.group.length > 1 ? groupBudget : soleBudget)) {
      this.giveUp(root);
      trie.given = true;
      if (trie.group.length > 1) this.toSplit.push(root);
      return;
    }
    trie.leaves++;
    const observed = this.recipes.rules(row, trie.group, trie.window);
    const looked = this.recipes.lookedAt();
    looked.forEach((mask, word) => (trie.reads[word]! |= mask));
    this.add(root, observed, () => trie.group.map((instance) => this.nameOf(instance)).join(" or "));
  }

  missWatcher(index: number, row: PackedRow): void {
    const trie = at(this.watched, index);
    const root = this.watcherRoots + index * 4;
    if (trie.leaves >= soleBudget) {
      this.giveUp(root);
      this.noteReads(index, () => -1);
      return;
    }
    trie.leaves++;
    const observed = this.recipes.watcher(row, trie.watcher);
    const looked = this.recipes.lookedAt();
    this.noteReads(index, (word) => looked[word]!);
    this.add(root, observed, () => this.nameOfWatcher(trie.watcher));
  }

  missEnd(row: PackedRow): void {
    if (this.end.leaves >= soleBudget) {
      this.giveUp(this.endRoot);
      return;
    }
    this.end.leaves++;
    this.add(this.endRoot, this.recipes.end(row), () => modelName(this.model));
  }

  /** How many cases are known. */
  statistics(): Omit<TrieStatistics, "firings"> {
    const observed = this.rules.filter(({ given }) => !given);
    const without = this.rules.filter(({ given }) => given);
    return {
      tries: observed.length,
      leaves: observed.reduce((sum, { leaves }) => sum + leaves, 0),
      unobserved: without.reduce((sum, { group }) => sum + group.length, 0),
    };
  }

  /** Gives up a step: an eager instance was about to fire once too often. */
  restless(index: number): never {
    throw this.recipes.restless(this.nameOfWatcher(at(this.watchers, index)));
  }

  /**
   * Splits the groups that grew too large, and merges small tries when enough states were seen to know that they are
   * small. Not while the core is at work.
   */
  reshape(states: number): void {
    if (this.toSplit.length > 0) this.split();
    if (!this.merged && states >= enough) this.merge();
  }

  private split(): void {
    for (const root of this.toSplit) {
      const { group } = this.rule(root);
      group.forEach((instance, index) => {
        const slot = index === 0 ? (root - this.ruleRoots) >>> 2 : this.rules.length;
        this.rules[slot] = this.newTrie([instance]);
        this.memory.view()[(this.ruleRoots >>> 2) + slot] = unknown;
      });
    }
    this.toSplit = [];
    this.configure();
  }

  private merge(): void {
    this.merged = true;
    const merged = mergeNarrow(this.rules.filter(({ given }) => !given));
    const gone = new Set<RuleTrie>(merged.flatMap(({ parts }) => parts));
    const view = this.memory.view();
    const first = this.ruleRoots >>> 2;
    const kept = this.rules.flatMap((trie, index) =>
      gone.has(trie) ? [] : [{ trie, root: view[first + index]! }],
    );
    const made = merged.map(({ parts, window }) => ({
      trie: this.newTrie(
        parts.flatMap(({ group }) => group),
        window,
      ),
      root: unknown,
    }));
    this.rules.length = 0;
    for (const { trie, root } of [...kept, ...made]) {
      view[first + this.rules.length] = root;
      this.rules.push(trie);
    }
    this.configure();
  }

  private newTrie(group: RuleGroup, window: Window | null = null): RuleTrie {
    const reads = new Int32Array(this.model.schema.layout.words);
    return { group, leaves: 0, reads, window, given: false };
  }

  private takeRoots(count: number): number {
    const roots = this.memory.take(count * 4);
    this.memory.view().fill(unknown, roots >>> 2, (roots >>> 2) + count);
    return roots;
  }

  private configure(): void {
    const eager = this.watchers.filter(({ kind }) => kind === "eager").length;
    this.core.set({
      ruleRoots: this.ruleRoots,
      ruleRootsEnd: this.ruleRoots + this.rules.length * 4,
      watcherRoots: this.watcherRoots,
      watchers: this.watchers.length,
      eagerWatchers: eager,
      watchesAbandoned: this.watchers.some(({ kind }) => kind === "abandoned") ? 1 : 0,
      watcherReads: this.watcherReads,
      readsVersion: this.readsVersion,
      endRoot: this.endRoot,
    });
  }

  private add(root: number, observed: Observed, who: () => string): void {
    let misfit: Misfit | null;
    try {
      misfit = this.writer.insert(root, observed.path, this.leaves.write(observed));
    } catch (thrown) {
      if (!(thrown instanceof OutOfMemory)) throw thrown;
      // The memory is full of states: the search goes on with the tries that there are.
      this.giveUp(root);
      return;
    }
    if (misfit !== null) throw impure(who(), "does not look at the same fields when it has seen the same");
  }

  /** From now on the core asks the host. */
  private giveUp(root: number): void {
    Atomics.store(this.memory.view(), root >>> 2, this.leaves.answer(unobservedAnswer) + 1);
  }

  private noteReads(index: number, maskOf: (word: number) => number): void {
    const { words } = this.model.schema.layout;
    const first = (this.watcherReads >>> 2) + index * words;
    const view = this.memory.view();
    let grown = false;
    for (let word = 0; word < words; word++) {
      const before = view[first + word]!;
      const after = before | maskOf(word);
      if (after === before) continue;
      view[first + word] = after;
      grown = true;
    }
    if (grown) this.core.set({ readsVersion: ++this.readsVersion });
  }

  private rule(root: number): RuleTrie {
    return at(this.rules, (root - this.ruleRoots) >>> 2);
  }

  private nameOf({ firing, rule }: BoundInstance): string {
    return ruleName(at(this.model.rules, rule), this.instances.indexOf[firing]!);
  }

  private nameOfWatcher(watcher: Watcher): string {
    switch (watcher.kind) {
      case "eager":
        return this.nameOf(watcher.instance);
      case "abandoned":
      case "cut":
      case "collect":
        return `\`${watcher.kind}\` of ${modelName(this.model)}`;
      case "property":
        return propertyName(at(this.model.properties, watcher.property));
    }
  }
}
