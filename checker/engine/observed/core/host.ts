// What the core asks its host, in JavaScript. None of this happens often.

/** Extends the trie of a group of rules with the path that the row takes. */
export declare function missRules(root: usize, row: usize): void;

/** Extends the trie of a watcher with the path that the row takes. */
export declare function missWatcher(watcher: u32, row: usize): void;

/** Extends the trie of dead ends with the path that the row takes. */
export declare function missEnd(row: usize): void;

/** Fires the instances of a group without a trie on the current row, and calls `emit` for each successor. */
export declare function fireUnobserved(root: usize): void;

/** Runs a watcher that has no trie on a row; an eager one changes the row. */
export declare function askUnobserved(watcher: u32, row: usize): u32;

/** Classifies a dead end without a trie: whether it is an error. */
export declare function askEnd(row: usize): u32;

/** Takes note that a new state answers a question. */
export declare function answered(watcher: u32, state: u32): void;

/** Takes note of a dead end that is an error. */
export declare function deadlocked(state: u32): void;

/** Gives up a step whose eager firings find no end. */
export declare function restless(watcher: u32, row: usize): void;

/** Does what other workers wait for. */
export declare function serve(): void;

/** Checks the symmetry of what a state leads to. */
export declare function verify(state: u32): void;

/** Looks the pending successors up in the other memories; see `receive`. */
export declare function travel(count: u32): void;
