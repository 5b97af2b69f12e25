import type { Verdict } from "../../checker/result.ts";
import {
  matrixRow,
  type Answers as AnyAnswers,
  type Flip as AnyFlip,
  type Reasons as AnyReasons,
  type Row as AnyRow,
} from "../matrix-row.ts";
import type { parameters } from "./parameters.ts";
import type { FixmapProperty } from "./properties.ts";
import type { FixmapVariant } from "./variants.ts";

type Row = AnyRow<typeof parameters, FixmapProperty>;
type Answers = AnyAnswers<FixmapProperty>;
type Reasons = AnyReasons<FixmapProperty>;
type Flip = AnyFlip<typeof parameters, FixmapProperty>;

const oneUser = { notApplicable: "one PE uses the slot, for one mapping at a time" } as const;

/** Where nothing is wrong: only the missing isb() of map shows. */
const sound: Readonly<Record<FixmapProperty, Verdict>> = {
  "break-before-make": "PROVED",
  "no-wrong-address": "PROVED",
  "owner-fresh": "PROVED",
  "no-spurious-fault": "REFUTED",
  "no-stale-after-unmap": "PROVED",
  "no-access-in-flight": "PROVED",
  "mutual-exclusion": "PROVED",
  "slot-reused": "PROVED",
  "unmap-returned": "PROVED",
  "peer-can-hold": "PROVED",
  "peer-access-in-flight": "PROVED",
};

const stale: Answers = {
  "break-before-make": "REFUTED",
  "no-wrong-address": "REFUTED",
  "no-stale-after-unmap": "REFUTED",
  "no-access-in-flight": "REFUTED",
};

const ets2: Flip = {
  setting: { ets2: "yes" },
  because: "a fault waits for earlier accesses, and the DSB of map orders later walks",
  answers: { "no-spurious-fault": "PROVED" },
};

const noPeer: Flip = {
  setting: { peers: "0" },
  because: "no other PE: nothing can be in flight elsewhere",
  answers: {
    "no-access-in-flight": "VACUOUS",
    "peer-can-hold": "REFUTED",
    "peer-access-in-flight": "REFUTED",
  },
};

const idlePeer: Flip = {
  setting: { peerAccess: "idle" },
  because: "a peer that touches nothing has no access in flight, though its walker may hold the mapping",
  answers: { "no-access-in-flight": "VACUOUS", "peer-access-in-flight": "REFUTED" },
};

const erratum: Flip = {
  setting: { tlbiDrainsOldAccesses: "no" },
  because: "CVE-2025-10263: the DSB does not wait for accesses that used the removed entry",
  answers: { "no-access-in-flight": "REFUTED" },
};

const wrongLevel: Flip = {
  setting: { levelHint: "wrong" },
  because: "with FEAT_TTL a TLBI with another level may remove nothing",
  answers: { ...stale, "owner-fresh": "REFUTED" },
};

const wrongLevelIgnored: Flip = {
  setting: { levelHint: "wrong", ttl: "no" },
  because: "without FEAT_TTL the level is not looked at",
  answers: {},
};

/** What FEAT_BBM would relax of v4: the question left open in the mail. */
const bbmAnswers: readonly Flip[] = [
  {
    setting: { bbmLevel: "1" },
    because: "level 1 promises what level 2 does, about size changes",
    answers: {},
  },
  {
    setting: { bbmLevel: "1", bbmCoversOA: "yes" },
    because:
      "if the promises covered output addresses, no bogus address: level 1 gives one of the entries or an abort",
    answers: { "no-wrong-address": "PROVED" },
  },
  {
    setting: { bbmLevel: "2" },
    because:
      "the architecture's promises are about size changes: nothing is gained for another output address",
    answers: {},
  },
  {
    setting: { bbmLevel: "2", bbmCoversOA: "yes" },
    because:
      "if the promises covered output addresses, no bogus address; the peer still reaches A after unmap",
    answers: { "no-wrong-address": "PROVED" },
  },
  {
    setting: { bbmLevel: "noabort", bbmCoversOA: "yes" },
    because: "at best: neither a bogus address nor an abort; the peer still reaches A after unmap",
    answers: { "no-wrong-address": "PROVED" },
  },
  {
    setting: { bbmLevel: "2", changeKind: "size" },
    because: "a change of the contiguous bit needs no break-before-make at levels 1 and 2",
    answers: { "break-before-make": "PROVED", "no-wrong-address": "PROVED" },
  },
];

const permissionChange: Flip = {
  setting: { changeKind: "perm" },
  because: "permission changes are exempt from break-before-make; the old permission is still usable",
  answers: { "break-before-make": "PROVED", "no-wrong-address": "PROVED" },
};

/** A row of the matrix: the answers at the variant's own setting, and what other settings change. */
const row = (answers: Answers, flips: readonly Flip[] = [], because: Reasons = {}): Row =>
  matrixRow(sound, { answers, flips, because });

/** The row of a variant in which one PE uses the slot: mutual exclusion says nothing there. */
const singleUser = (...given: Parameters<typeof row>): Row => ({
  ...row(...given),
  "mutual-exclusion": oneUser,
});

/** The brief's table with its corrections, every cell decided. */
export const expected: Readonly<Record<FixmapVariant, Row>> = {
  "v4-as-posted": singleUser(
    stale,
    [
      ets2,
      { setting: { peers: "2" }, because: "as with one", answers: {} },
      { ...noPeer, answers: { ...sound, ...noPeer.answers } },
      { ...idlePeer, because: "an idle peer's walker is enough for everything but an access in flight" },
      {
        setting: { changeKind: "attr" },
        because: "another memory type needs break-before-make too",
        answers: {},
      },
      permissionChange,
      ...bbmAnswers,
      {
        setting: { cnp: "yes" },
        because:
          "the peer's walk may refill the shared entry while the store is visible to the owner's walker only",
        answers: { "owner-fresh": "REFUTED" },
      },
    ],
    {
      "break-before-make": "PE1 keeps A cached: the TLBI is local; then the PTE becomes V(B)",
      "owner-fresh": "the owner's own entries are removed",
    },
  ),
  merged: singleUser(
    {},
    [
      ets2,
      { setting: { peers: "2" }, because: "as with one", answers: {} },
      noPeer,
      idlePeer,
      { setting: { peerAccess: "load" }, because: "an access that counts is drained as well", answers: {} },
      erratum,
      wrongLevel,
      wrongLevelIgnored,
    ],
    {
      "no-spurious-fault":
        "without isb() a translation fault latched while the PTE was invalid may be delivered after map has returned",
    },
  ),
  "merged-with-isb-in-map": singleUser({ "no-spurious-fault": "PROVED" }, [
    erratum,
    {
      setting: { mapBarrier: "none" },
      because: "an isb() waits for no store: without the DSB the new descriptor may still be on its way",
      answers: { "no-spurious-fault": "REFUTED" },
    },
  ]),
  "no-dsb-before-tlbi": singleUser({ ...stale, "owner-fresh": "REFUTED" }, [ets2], {
    "break-before-make": "a walk after the TLBI's effect and before the store is visible caches A again",
    "owner-fresh": "the TLBI was issued while V(A) was current: it does not remove it from the owner either",
  }),
  "no-dsb-after-tlbi": singleUser({ ...stale, "owner-fresh": "REFUTED" }, [ets2], {
    "break-before-make":
      "V(B) is written while the invalidation is pending; without a DSB it never completes",
  }),
  "no-isb-after-clear": singleUser(
    { "owner-fresh": "REFUTED", "no-access-in-flight": "REFUTED" },
    [
      {
        ...ets2,
        answers: { ...ets2.answers, "owner-fresh": "PROVED", "no-access-in-flight": "PROVED" },
      },
      {
        setting: { mapIsb: "yes" },
        because: "an isb() in map orders the walk of the next use just as well",
        answers: {
          "owner-fresh": "PROVED",
          "no-access-in-flight": "PROVED",
          "no-spurious-fault": "PROVED",
        },
      },
    ],
    { "owner-fresh": "the owner's next use may have been translated before the break" },
  ),
  "overwrite-valid": singleUser(
    { "break-before-make": "REFUTED", "no-wrong-address": "REFUTED", "no-spurious-fault": "PROVED" },
    [
      ...bbmAnswers,
      {
        setting: { changeKind: "perm" },
        because: permissionChange.because,
        answers: permissionChange.answers,
      },
    ],
    {
      "break-before-make": "V(A) and V(B) are both valid without a break; an output address is never exempt",
    },
  ),
  "wrong-regime": singleUser({ ...stale, "owner-fresh": "REFUTED" }, [ets2], {
    "break-before-make": "a TLBI of EL1&0 removes no EL2 entry, not even on the PE that issues it",
  }),
  "private-tables": singleUser(
    { "peer-can-hold": "REFUTED", "no-access-in-flight": "VACUOUS", "peer-access-in-flight": "REFUTED" },
    [ets2],
    {
      "break-before-make": "no other PE can walk the slot: local maintenance is enough",
      "no-access-in-flight": "no other PE can have such an access: nothing is exercised",
    },
  ),
  "private-tables-cnp": singleUser(stale, [ets2], {
    "break-before-make": "CnP lets PE1 use, and keep, entries that PE0's walks made; PE0's TLBI is local",
  }),
  "ipi-shootdown": singleUser(
    {},
    [
      ets2,
      { setting: { peers: "2" }, because: "every peer answers", answers: {} },
      {
        setting: { entryExitCSE: "no" },
        because: "what a peer executes after the interrupt may have been translated before it",
        answers: { "no-access-in-flight": "REFUTED" },
      },
      {
        setting: { entryExitCSE: "no", ets2: "yes" },
        because: "with FEAT_ETS2 the handler's DSB orders later walks",
        answers: { "no-spurious-fault": "PROVED" },
      },
    ],
    { "break-before-make": "every peer has invalidated before the owner goes on: as good as a broadcast" },
  ),
  "ipi-not-awaited": singleUser(stale, [ets2], {
    "break-before-make": "the owner writes V(B) before a peer has invalidated",
  }),
  fixblock: row({}, [
    {
      ...ets2,
      answers: {
        ...ets2.answers,
        // No PE translates a use ahead of the lock any more: there is no peer access to be in flight.
        "no-access-in-flight": "VACUOUS",
        "peer-access-in-flight": "REFUTED",
      },
    },
    {
      setting: { pageShift: "16", lock: "off" },
      because: "with 64K pages every CPU has a slot of its own: the lock is not needed",
      answers: { "no-access-in-flight": "VACUOUS", "peer-access-in-flight": "REFUTED" },
    },
  ]),
  "fixblock-without-lock": row(
    {
      "break-before-make": "REFUTED",
      "no-wrong-address": "REFUTED",
      "owner-fresh": "REFUTED",
      "mutual-exclusion": "REFUTED",
    },
    [
      {
        setting: { ets2: "yes" },
        because: "the fault is not spurious: the other PE has unmapped the slot",
        answers: {},
      },
    ],
    { "no-stale-after-unmap": "each unmap invalidates its own descriptor on every PE" },
  ),
  "nested-64k": row(
    {
      "break-before-make": "REFUTED",
      "no-wrong-address": "REFUTED",
      "owner-fresh": "REFUTED",
      "mutual-exclusion": "REFUTED",
    },
    [
      {
        setting: { ets2: "yes" },
        because: "the fault is not spurious: the inner unmap has taken the outer mapping away",
        answers: {},
      },
      {
        setting: { pageShift: "12" },
        because: "with 4K pages the block slot and the page slot are two",
        answers: sound,
      },
    ],
    { "break-before-make": "both maps resolve to the CPU's one page slot: V(B) overwrites V(A)" },
  ),
  "nested-4k": { ...row({}, [ets2]), "mutual-exclusion": { notApplicable: "the two slots are different" } },
};
