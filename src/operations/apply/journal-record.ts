import type { Digest } from "../../core/digest.ts";
import type { EpisodeState, ShotState } from "../../core/episode-state.ts";
import type { JournalEvent } from "../../core/journal-events.ts";
import { foldJournal } from "../../core/journal-state.ts";
import { ok, type Result } from "../../core/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal, JournalContents, JournalFailure } from "../../ports/journal.ts";

/** Tries against other writers before a run gives up; each rereads the journal. */
const MOVED_TRIES_MAX = 20;

type Unstamped<Event> = Event extends JournalEvent
  ? Omit<Event, "at" | "run" | "operator" | "show" | "episode">
  : never;
/** An event without who and when; the record stamps it. */
export type NewEvent = Unstamped<JournalEvent>;

export interface RecordStamp {
  readonly run: string;
  readonly operator: string;
  readonly show: string;
  readonly episode: string;
}

/** The journal as one run of one episode sees it: appends in order, folds what it has. */
export interface JournalRecord {
  state(): EpisodeState;
  shot(id: string): ShotState | undefined;
  contents(): JournalContents;
  /** Durable when it returns; appends of parallel shots queue up. Throws `JournalStopped` when the journal refuses. */
  append(...events: readonly NewEvent[]): Promise<void>;
}

/** The journal cannot be written: nothing may be started any more. */
export class JournalStopped extends Error {
  readonly failure: JournalFailure;
  constructor(failure: JournalFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Opens the journal for appending; refuses when it cannot be read. */
export async function openRecord(
  journal: Journal,
  clock: Clock,
  stamp: RecordStamp,
): Promise<Result<JournalRecord, JournalFailure>> {
  const read = await journal.read();
  if (!read.ok) return read;
  let contents: JournalContents = read.value;
  let folded = fold(contents, stamp);
  let queue: Promise<void> = Promise.resolve();

  async function write(events: readonly JournalEvent[]): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      const appended = await journal.append(events, contents.head);
      if (appended.ok) {
        const { head, sequence } = appended.value;
        const heads = new Map(contents.heads).set(sequence, head);
        contents = { head, sequence, events: [...contents.events, ...events], heads };
        folded = fold(contents, stamp);
        return;
      }
      if (appended.error.code !== "JOURNAL_MOVED" || tries >= MOVED_TRIES_MAX) throw new JournalStopped(appended.error);
      const again = await journal.read();
      if (!again.ok) throw new JournalStopped(again.error);
      contents = again.value;
      folded = fold(contents, stamp);
    }
  }

  return ok({
    state: () => folded,
    shot: (id) => folded.shots[id],
    contents: () => contents,
    append(...events) {
      const at = new Date(clock.now()).toISOString();
      const stamped = events.map((event) => ({ ...event, ...stamp, at }) as JournalEvent);
      const written = queue.then(() => write(stamped));
      queue = written.catch(() => undefined);
      return written;
    },
  });
}

function fold(contents: JournalContents, stamp: RecordStamp): EpisodeState {
  return foldJournal(contents.events, stamp.show, stamp.episode, contents);
}

/** The head a lock may name: what is in the journal at this moment. */
export function headOf(record: JournalRecord): Digest | null {
  return record.contents().head;
}
