import type { Digest } from "../../core/digest.ts";
import { type EpisodeState, emptyEpisodeState, type ShotState } from "../../core/episode-state.ts";
import type { JournalEvent } from "../../core/journal-events.ts";
import { continueFold, tryFold } from "../../core/journal-state.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal, JournalContents, JournalFailure } from "../../ports/journal.ts";

/** Tries against other writers before a run gives up; each rereads the journal and decides anew. */
const MOVED_TRIES_MAX = 20;
/** Decisions that go together in one batch. */
const GROUP_MAX = 64;

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
export type Decide<Answer> = (state: EpisodeState, contents: JournalContents, at: string) => Decision<Answer>;

/** The journal as one run of one episode sees it: appends in order, folds what it has. */
export interface JournalRecord {
  state(): EpisodeState;
  shot(id: string): ShotState | undefined;
  contents(): JournalContents;
  /** Durable when it returns; what parallel shots append meanwhile goes together. Throws `JournalStopped` when the journal refuses. */
  append(...events: readonly NewEvent[]): Promise<void>;
  /**
   * Decides on the newest state and writes the outcome as one step: nothing is appended between the look and the word, by
   * whatever run of whatever episode. `contents` are the events of all episodes, for what is counted over the repository;
   * `at` is the time that the written events will bear.
   */
  decide<Answer>(decision: Decide<Answer>): Promise<Answer>;
  /** Reads what other runs have written since; one that cannot be reached now is read at the next word of our own. */
  refresh(): Promise<void>;
}

/** The journal cannot be written: nothing may be started any more. */
export class JournalStopped extends Error {
  readonly failure: JournalFailure;
  constructor(failure: JournalFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** A caller whose decision is not written yet. */
interface Waiting {
  readonly decision: Decide<unknown>;
  resolve(answer: unknown): void;
  reject(thrown: unknown): void;
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
  const waiting: Waiting[] = [];
  let isWriting = false;
  let isStale = false;

  /** What waits while a batch is written goes together in the next one. */
  async function writeWaiting(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    while (waiting.length > 0) {
      // A journal that takes only so many batches a second says when: what is asked until then goes along.
      await journal.ready?.();
      const group = waiting.splice(0, GROUP_MAX);
      try {
        if (stopped !== undefined) throw stopped;
        if (isStale) known = await readNewer(journal, stamp, known);
        isStale = false;
        const written = await writeGroup(journal, clock, stamp, known, group);
        known = written.known;
        for (const tell of written.tell) tell();
      } catch (thrown) {
        if (thrown instanceof JournalStopped) stopped = thrown;
        for (const { reject } of group) reject(thrown);
      }
    }
    isWriting = false;
  }

  function enqueue<Answer>(decision: Decide<Answer>): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      waiting.push({ decision, resolve: resolve as (answer: unknown) => void, reject });
      void writeWaiting();
    });
  }

  return ok({
    state: () => known.state,
    shot: (id) => known.state.shots[id],
    contents: () => known.contents,
    append: (...events) => enqueue(() => ({ events, answer: undefined })),
    decide: enqueue,
    refresh() {
      isStale = true;
      return enqueue(() => ({ events: [], answer: undefined }));
    },
  });
}

/** What stands in the journal now; what is known when it cannot be read. */
async function readNewer(journal: Journal, stamp: RecordStamp, known: Known): Promise<Known> {
  const now = await readOn(journal, stamp, known);
  return now.ok && now.value.contents.head !== known.contents.head ? now.value : known;
}

/** What stands in the journal now: it goes on from what this run built on, and nobody has taken the episode over. */
async function readOn(journal: Journal, stamp: RecordStamp, known: Known): Promise<Result<Known, JournalFailure>> {
  const now = await readAll(journal, stamp);
  if (!now.ok) return now;
  refuseOther(known.contents, now.value.contents, stamp);
  refuseTakeOver(known.contents, now.value.contents, stamp);
  return now;
}

/**
 * Writes the decisions of several callers as one batch. Each decides on what the ones before it decided; when somebody else
 * was quicker, all decide anew. One that throws drops out alone. Each hears its answer when the batch is durable.
 */
async function writeGroup(
  journal: Journal,
  clock: Clock,
  stamp: RecordStamp,
  before: Known,
  group: readonly Waiting[],
): Promise<{ readonly known: Known; readonly tell: readonly (() => void)[] }> {
  let known = before;
  for (let tries = 0; ; tries += 1) {
    const { events, after, tell } = decideGroup(clock, stamp, known, group);
    if (events.length === 0) return { known, tell };
    const appended = await journal.append(events, known.contents.head);
    if (appended.ok) return { known: underHead(after, appended.value), tell };
    if (appended.error.code !== "JOURNAL_MOVED" || tries >= MOVED_TRIES_MAX) throw new JournalStopped(appended.error);
    const again = await readOn(journal, stamp, known);
    if (!again.ok) throw new JournalStopped(again.error);
    known = again.value;
  }
}

/** What the group writes when it stands so, what is known after it, and how each caller is to be told. */
function decideGroup(
  clock: Clock,
  stamp: RecordStamp,
  known: Known,
  group: readonly Waiting[],
): { readonly events: readonly JournalEvent[]; readonly after: Known; readonly tell: readonly (() => void)[] } {
  const events: JournalEvent[] = [];
  let sofar = known;
  const tell = group.map(({ decision, resolve, reject }) => {
    try {
      const at = nextInstant(clock, sofar.contents);
      const decided = decision(sofar.state, sofar.contents, at);
      if (decided.events.length > 0) {
        const news = [...tornNote(sofar.contents), ...decided.events];
        const stamped = news.map((event) => ({ ...event, ...stamp, at }) as JournalEvent);
        // What could not be folded could never be read again: it throws here, before it is written.
        sofar = withEvents(sofar, stamped);
        events.push(...stamped);
      }
      return () => resolve(decided.answer);
    } catch (thrown) {
      return () => reject(thrown);
    }
  });
  return { events, after: sofar, tell };
}

/** As if these stood in the journal already: what the next one of the group decides on. */
function withEvents({ contents, state }: Known, events: readonly JournalEvent[]): Known {
  const { head, heads } = contents;
  const all = [...contents.events, ...events];
  const place = { head, sequence: all.length };
  return { contents: { ...place, events: all, heads }, state: continueFold(state, events, place) };
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

/** The same, now that it stands in the journal under that head. */
function underHead({ contents, state }: Known, place: { readonly head: Digest; readonly sequence: number }): Known {
  const heads = new Map(contents.heads).set(place.sequence, place.head);
  return { contents: { ...contents, ...place, heads }, state: { ...state, ...place } };
}

/** Time never runs backwards in a journal, whatever clocks do: what follows what is decided by it. */
function nextInstant(clock: Clock, contents: JournalContents): string {
  const last = contents.events.at(-1)?.at;
  return new Date(Math.max(clock.now(), last === undefined ? 0 : Date.parse(last) + 1)).toISOString();
}

/** Nothing is silent: what a crash cut off stands in the journal, too. */
function tornNote({ unfinished }: JournalContents): readonly NewEvent[] {
  if (unfinished === undefined) return [];
  return [
    { type: "note.written", says: `a crash left the batch ${unfinished} unfinished; it is kept beside as .torn` },
  ];
}

/** What this run built on must still stand there: a journal that was replaced meanwhile knows nothing of what is under way. */
function refuseOther(before: JournalContents, now: JournalContents, { episode }: RecordStamp): void {
  if (before.head === null || now.heads.get(before.sequence) === before.head) return;
  throw new JournalStopped({
    code: "JOURNAL_BROKEN",
    message: `the journal was replaced while ${episode} was worked on: it does not go on from event ${before.sequence}`,
    hint: "bring the right journal back, or begin again from the committed lock: shotlock journal restore",
  });
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
