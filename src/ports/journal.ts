import type { Digest } from "../core/digest.ts";
import type { JournalEvent } from "../core/journal-events.ts";
import type { Result } from "../core/result.ts";

/** The hash-chained record of everything that happened. Append is compare-and-swap on the head. */
export interface Journal {
  readonly id: string;
  read(): Promise<Result<JournalContents, JournalFailure>>;
  /** One signed batch; refused with `JOURNAL_MOVED` when the head is no longer `expectedHead`. Durable when it returns. */
  append(
    events: readonly JournalEvent[],
    expectedHead: Digest | null,
  ): Promise<Result<{ readonly head: Digest; readonly sequence: number }, JournalFailure>>;
  /**
   * A person's decision on a journal that is broken: everything from the first bad batch on is kept under another name and
   * no longer counts. Does nothing to a journal that can be read.
   */
  setBrokenAside(): Promise<Result<SetAside, JournalFailure>>;
  /** What this machine read last, without asking anybody: perhaps not the newest. Absent where reading asks nobody. */
  readHere?(): Promise<Result<JournalContents, JournalFailure>>;
  /** When the next append goes out without waiting: what is decided until then goes together. Absent where none ever waits. */
  ready?(): Promise<void>;
  /** Whether an append would get through, found out without writing; absent where only an append tells. */
  writable?(): Promise<Result<undefined, JournalFailure>>;
}
export interface SetAside {
  /** Names of what was moved, as they are now; empty when nothing was broken. */
  readonly names: readonly string[];
  /** Events that stay. */
  readonly sequence: number;
}
export interface JournalContents {
  readonly head: Digest | null;
  /** Number of events. */
  readonly sequence: number;
  readonly events: readonly JournalEvent[];
  /** Head after each batch, by the number of events up to there: tells whether this journal extends a head a lock names. */
  readonly heads: ReadonlyMap<number, Digest>;
  /** Name of an unfinished last batch that a crash left behind: it is not counted, and the next append keeps it under another name. */
  readonly unfinished?: string;
  /** What this machine read some time ago: the journal may have gone on since. */
  readonly isCopy?: true;
}
/** Signs and checks batches; keys stay with whoever made these functions. */
export interface BatchSigner {
  sign(bytes: Uint8Array): { readonly keyId: string; readonly signature: string };
  /** False for a key that is not trusted as well as for a signature that does not hold. */
  verify(bytes: Uint8Array, keyId: string, signature: string): boolean;
}
export interface JournalFailure {
  /** `JOURNAL_UNREACHABLE`: where it is kept does not answer; nothing is known of what stands there now. */
  readonly code:
    | "JOURNAL_MOVED"
    | "JOURNAL_BROKEN"
    | "JOURNAL_BUSY"
    | "JOURNAL_UNSIGNED"
    | "JOURNAL_UNWRITABLE"
    | "JOURNAL_UNREACHABLE";
  readonly message: string;
  readonly hint: string;
}
