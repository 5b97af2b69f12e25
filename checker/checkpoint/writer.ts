import { createHash } from "node:crypto";
import { closeSync, existsSync, fdatasyncSync, fstatSync, fsyncSync, openSync } from "node:fs";
import { renameSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { StoredStates } from "../engine/engine.ts";
import { pieces } from "../engine/resume.ts";
import { blockBytes, dataAt, sealAt, sealBlock, titleBlock } from "./blocks.ts";
import { headText, type Head, type Segment } from "./head.ts";
import { identityText, type Identity } from "./identity.ts";
import { looksLikeCheckpoint } from "./reader.ts";
import { failed } from "./refusal.ts";
import { bytesOf } from "./saved-states.ts";

/** What a checkpoint says beside the states, and beside where they lie in the file. */
export type Summary = Pick<Head, "position" | "findings" | "samples" | "seconds">;

/**
 * Writes the checkpoints of one session to one file, each with the states that are new since the last. The first is
 * written beside the file and then takes its place, so that an earlier one is there until a whole one replaces it.
 */
export class CheckpointWriter {
  private readonly file: string;
  private readonly fresh: string;
  private readonly handle: number;
  private readonly hash = createHash("sha256");
  private readonly segments: Segment[] = [];
  private readonly words: number;
  private identity = 0;
  private bytes = 0;
  private written = 0;
  private sequence = 0;

  /**
   * Everything that can be known to be wrong before the search is found here.
   *
   * @param words 32-bit words of a row
   */
  constructor(file: string, identity: Identity, words: number) {
    this.file = file;
    this.fresh = `${file}.tmp`;
    this.words = words;
    refuseToReplace(file);
    this.handle = this.attempt("it cannot be written", openHelp, () => {
      // What another run left there when it was killed; a new file, because that run may be alive after all.
      rmSync(this.fresh, { force: true });
      return openSync(this.fresh, "wx");
    });
    this.attempt("it cannot be written", openHelp, () => {
      this.writeAt(0, titleBlock());
      this.writeAt(blockBytes, Buffer.alloc(dataAt - blockBytes));
      this.append(Buffer.from(identityText(identity)));
    });
    this.identity = this.bytes;
  }

  /** @param turn lets others run; called between pieces */
  async save(states: StoredStates, summary: Summary, turn: () => Promise<void>): Promise<void> {
    await this.attemptAsync(async () => {
      await this.appendStates(states, turn);
      const head = this.bytes;
      const { identity, segments } = this;
      const { withFirings } = states;
      this.append(Buffer.from(headText({ identity, segments, withFirings, ...summary })));
      this.seal(head);
      if (this.sequence === 1) this.takePlace();
      else this.checkPlace();
    });
  }

  /** Ends writing. What was saved stays. */
  close(): void {
    closeSync(this.handle);
    if (this.sequence === 0) rmSync(this.fresh, { force: true });
  }

  private async appendStates(states: StoredStates, turn: () => Promise<void>): Promise<void> {
    const { size } = states;
    const from = this.written;
    if (size === from) return;
    const at = this.bytes;
    const columns = [
      (first: number, last: number) => states.rows(first, last),
      (first: number, last: number) => states.parents(first, last),
      ...(states.withFirings ? [(first: number, last: number) => states.firings(first, last)] : []),
    ];
    for (const column of columns) {
      for (const [first, last] of pieces(from, size, this.words)) {
        this.append(bytesOf(column(first, last)));
        await turn();
      }
    }
    this.segments.push({ from, to: size, at });
    this.written = size;
  }

  /** Makes all data so far count, up to a head that starts at `head`. */
  private seal(head: number): void {
    // The data first: a seal must not reach the disk before what it covers.
    fdatasyncSync(this.handle);
    const sequence = this.sequence + 1;
    const sha256 = this.hash.copy().digest("hex");
    this.writeAt(sealAt(sequence), sealBlock({ sequence, bytes: this.bytes, head, sha256 }));
    fsyncSync(this.handle);
    this.sequence = sequence;
  }

  private takePlace(): void {
    renameSync(this.fresh, this.file);
    // The new name is on the disk only when the directory is.
    const directory = openSync(dirname(this.file), "r");
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  }

  /** A file that was removed or replaced meanwhile would take checkpoints that nobody can find again. */
  private checkPlace(): void {
    const here = statSync(this.file);
    const ours = fstatSync(this.handle);
    if (here.ino === ours.ino && here.dev === ours.dev) return;
    const next = "Let every run have a file of its own.";
    throw failed(this.file, "it was replaced during the search", "another run writes to it as well", next);
  }

  private append(data: Uint8Array): void {
    this.writeAt(dataAt + this.bytes, data);
    this.hash.update(data);
    this.bytes += data.length;
  }

  private writeAt(at: number, data: Uint8Array): void {
    for (let done = 0; done < data.length;) {
      done += writeSync(this.handle, data, done, data.length - done, at + done);
    }
  }

  private attempt<T>(what: string, next: string, work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      throw failed(this.file, what, thrown, next);
    }
  }

  private async attemptAsync(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      // Anything but an answer of the system is not about the file.
      if (!(thrown instanceof Error && "syscall" in thrown)) throw thrown;
      const next =
        this.sequence === 0 ? openHelp : "Mend that, and resume: the checkpoint before it is whole.";
      throw failed(this.file, "it could not be written, so the search ended", thrown, next);
    }
  }
}

const openHelp = "Name a file in a directory that exists, where you may write and where there is room.";

/** As `mktemp` makes it. */
function isEmpty(file: string): boolean {
  const status = statSync(file);
  return status.isFile() && status.size === 0;
}

/** A name that was mistyped must not cost anybody a file. */
function refuseToReplace(file: string): void {
  if (!existsSync(file) || isEmpty(file) || looksLikeCheckpoint(file)) return;
  const why = "there is something else of that name, which it would replace";
  throw failed(file, "it cannot be written", why, "Choose another name, or move that away.");
}
