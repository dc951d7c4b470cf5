import { type EpisodeState, emptyEpisodeState, type ShotState } from "../../core/episode-state.ts";
import type { JournalEvent } from "../../core/journal-events.ts";
import { continueFold, tryFold } from "../../core/journal-state.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal, JournalContents, JournalFailure } from "../../ports/journal.ts";

/** Tries against other writers before a run gives up; each rereads the journal and decides anew. */
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

/** What a decision writes, and what it answers. */
export interface Decision<Answer> {
  readonly events: readonly NewEvent[];
  readonly answer: Answer;
}

/** What to write on this state; called again on a newer one when another writer was faster, so it has no effects of its own. */
export type Decide<Answer> = (state: EpisodeState, contents: JournalContents) => Decision<Answer>;

/** The journal as one run of one episode sees it: appends in order, folds what it has. */
export interface JournalRecord {
  state(): EpisodeState;
  shot(id: string): ShotState | undefined;
  contents(): JournalContents;
  /** Durable when it returns; appends of parallel shots queue up. Throws `JournalStopped` when the journal refuses. */
  append(...events: readonly NewEvent[]): Promise<void>;
  /**
   * Decides on the newest state and writes the outcome as one step: nothing is appended between the look and the word, by
   * whatever run of whatever episode. `contents` are the events of all episodes, for what is counted over the repository.
   */
  decide<Answer>(decision: Decide<Answer>): Promise<Answer>;
}

/** The journal cannot be written: nothing may be started any more. */
export class JournalStopped extends Error {
  readonly failure: JournalFailure;
  constructor(failure: JournalFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** What the record knows at a moment. */
interface Known {
  readonly contents: JournalContents;
  readonly state: EpisodeState;
}

/** Opens the journal for appending; refuses when it cannot be read or tells an impossible story. */
export async function openRecord(
  journal: Journal,
  clock: Clock,
  stamp: RecordStamp,
): Promise<Result<JournalRecord, JournalFailure>> {
  const first = await readAll(journal, stamp);
  if (!first.ok) return first;
  let known = first.value;
  let stopped: JournalStopped | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  async function write<Answer>(decision: Decide<Answer>): Promise<Answer> {
    for (let tries = 0; ; tries += 1) {
      const { events, answer } = decision(known.state, known.contents);
      if (events.length === 0) return answer;
      const stamped = stampEvents([...tornNote(known.contents), ...events], stamp, clock, known.contents);
      // What could not be folded could never be read again: it throws here, before it is written.
      continueFold(known.state, stamped, known.contents);
      const appended = await journal.append(stamped, known.contents.head);
      if (appended.ok) {
        known = withBatch(known, stamped, appended.value);
        return answer;
      }
      if (appended.error.code !== "JOURNAL_MOVED" || tries >= MOVED_TRIES_MAX) throw new JournalStopped(appended.error);
      const again = await readAll(journal, stamp);
      if (!again.ok) throw new JournalStopped(again.error);
      refuseTakeOver(known.contents, again.value.contents, stamp);
      known = again.value;
    }
  }

  function enqueue<Answer>(decision: Decide<Answer>): Promise<Answer> {
    const written = queue.then(() => {
      if (stopped !== undefined) throw stopped;
      return write(decision);
    });
    queue = written.catch((thrown: unknown) => {
      if (thrown instanceof JournalStopped) stopped = thrown;
    });
    return written;
  }

  return ok({
    state: () => known.state,
    shot: (id) => known.state.shots[id],
    contents: () => known.contents,
    append: (...events) => enqueue(() => ({ events, answer: undefined })),
    decide: enqueue,
  });
}

async function readAll(journal: Journal, stamp: RecordStamp): Promise<Result<Known, JournalFailure>> {
  const contents = await journal.read();
  if (!contents.ok) return contents;
  const state = tryFold(emptyEpisodeState(stamp.show, stamp.episode), contents.value.events, contents.value);
  if (state.ok) return ok({ contents: contents.value, state: state.value });
  return fail({
    code: "JOURNAL_BROKEN",
    message: `the journal of ${stamp.episode} tells what cannot have happened: ${state.error}`,
    hint: "a newer shotlock may have written it; otherwise begin again from the lock: shotlock journal restore",
  });
}

function withBatch(
  known: Known,
  events: readonly JournalEvent[],
  place: { readonly head: JournalContents["head"]; readonly sequence: number },
): Known {
  const { head, sequence } = place;
  const heads = new Map(known.contents.heads);
  if (head !== null) heads.set(sequence, head);
  return {
    contents: { head, sequence, events: [...known.contents.events, ...events], heads },
    state: continueFold(known.state, events, place),
  };
}

/** Time never runs backwards in a journal, whatever clocks do: what follows what is decided by it. */
function stampEvents(
  events: readonly NewEvent[],
  stamp: RecordStamp,
  clock: Clock,
  contents: JournalContents,
): readonly JournalEvent[] {
  const last = contents.events.at(-1)?.at;
  const atMs = Math.max(clock.now(), last === undefined ? 0 : Date.parse(last) + 1);
  const at = new Date(atMs).toISOString();
  return events.map((event) => ({ ...event, ...stamp, at }) as JournalEvent);
}

/** Nothing is silent: what a crash cut off stands in the journal, too. */
function tornNote({ unfinished }: JournalContents): readonly NewEvent[] {
  if (unfinished === undefined) return [];
  return [
    { type: "note.written", says: `a crash left the batch ${unfinished} unfinished; it is kept beside as .torn` },
  ];
}

/** A run that started later on this episode has the word: the older one may write nothing more. */
function refuseTakeOver(before: JournalContents, now: JournalContents, stamp: RecordStamp): void {
  const other = now.events
    .slice(before.sequence)
    .find(
      (event) =>
        event.type === "run.started" &&
        event.show === stamp.show &&
        event.episode === stamp.episode &&
        event.run !== stamp.run,
    );
  if (other !== undefined)
    throw new JournalStopped({
      code: "JOURNAL_MOVED",
      message: `run ${other.run} of ${other.operator} works on ${stamp.episode} now`,
      hint: "wait until it is done; what this run has under way is collected by the next one",
    });
}
