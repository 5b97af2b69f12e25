// What the host sets before it calls anything else. The addresses are bytes into the one memory; whoever calls owns
// the layout (see ../memory-map.ts). A worker has its own instance of the module, and so its own copy of all this.

/** 32-bit words of a packed row, and the 16-byte vectors that hold them with room to spare. */
export let words: u32 = 0;
export let vectors: u32 = 0;
/** Where the mask of the last vector lies: ones where the row has words. */
export let tailMask: usize = 0;

/** Rows being worked on: the state that is expanded, and its successor while eager rules are folded into it. */
export let current: usize = 0;

/** The pending successors. */
export let ring: usize = 0;
export let ringStride: u32 = 0;
/** Numbers of the eager instances folded into the pending successors. */
export let foldLog: usize = 0;

/** Roots of the tries of rules, from `ruleRoots` to `ruleRootsEnd`. */
export let ruleRoots: usize = 0;
export let ruleRootsEnd: usize = 0;

/** Roots of the tries of watchers: first the eager instances, then `abandoned`, then the questions about a new state. */
export let watcherRoots: usize = 0;
export let watchers: u32 = 0;
export let eagerWatchers: u32 = 0;
export let watchesAbandoned: bool = false;
/** 32-bit words of a set of watchers. */
export let watcherWords: u32 = 0;
/** The watchers that are still asked: a question that is answered is not. */
export let openWatchers: usize = 0;
/** Per watcher, a mask of `words` words: the bits that any of its observed runs has read. */
export let watcherReads: usize = 0;
/** Per eager watcher, the number of its instance. */
export let watcherInstances: usize = 0;
/** Counts changes of `watcherReads`. */
export let readsVersion: u32 = 0;

/** The trie that classifies dead ends, and which ones to classify: see `DeadlockMode`. */
export let endRoot: usize = 0;
export let deadlockMode: u32 = 0;

/** Firings by instance, and those that led to a new state: pairs of 64-bit counts. */
export let tallies: usize = 0;

/** The visited table: 2^(32 - shift) slots of a hash (high half) and a state's number + 1 (low half). */
export let table: usize = 0;
export let tableShift: u32 = 0;
/** Rows met lately, by the low bits of their hash: most successors are among them. */
export let recent: usize = 0;
export let recentMask: u32 = 0;
/** Addresses of the chunks of rows, and the bytes that are kept of one. */
export let chunks: usize = 0;
export let rowStride: u32 = 0;
/** Whether fingerprints are kept instead of rows; then, addresses of the chunks of rows that were not expanded yet. */
export let compact: bool = false;
export let frontier: usize = 0;
/** The number of states stored, as a shared 32-bit count; numbers are reserved from it some at a time. */
export let stored: usize = 0;
/** No state is expanded once fewer than `margin` numbers are left below this. */
export let limit: u32 = 0;
export let margin: u32 = 0;
/** How many numbers are reserved at a time. */
export let reserve: u32 = 1;

/** The next state to expand, as a shared 32-bit count, and how many a worker takes of them at a time. */
export let cursor: usize = 0;
export let share: u32 = 0;
/** How many workers wait for something that only the first thread can do, as a shared 32-bit count. */
export let requests: usize = 0;

/** Whether the host checks the symmetry of every state that is expanded. */
export let verifies: bool = false;

/** Whether there are other memories: what is not known in this one may be known there, and is stored there. */
export let elsewhere: bool = false;
