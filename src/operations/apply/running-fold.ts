import type { JournalEvent } from "../../core/journal-events.ts";
import type { JournalContents } from "../../ports/journal.ts";

/** Folded up to an event; the head after it, where a batch ends there. */
interface Checkpoint<State> {
  readonly count: number;
  readonly last: JournalEvent | undefined;
  readonly head: string | undefined;
  readonly state: State;
}

/** The newest ones that are kept: what was decided in a group may be dropped and decided anew. */
const CHECKPOINTS_MAX = 4;

/**
 * A fold over the journal of the whole repository that goes on where it was: only new events are folded. Whether what was
 * folded still stands is seen by the head after it, or by the last event itself, never by a count alone.
 */
export function runningFold<State>(
  empty: State,
  continueFold: (state: State, events: readonly JournalEvent[]) => State,
): (contents: Pick<JournalContents, "events" | "heads">) => State {
  let checkpoints: readonly Checkpoint<State>[] = [];
  return ({ events, heads }) => {
    const stands = ({ count, last, head }: Checkpoint<State>): boolean =>
      count <= events.length &&
      (count === 0 || events[count - 1] === last || (head !== undefined && heads.get(count) === head));
    const from = checkpoints.findLast(stands) ?? { count: 0, last: undefined, head: undefined, state: empty };
    const state = continueFold(from.state, events.slice(from.count));
    const now = { count: events.length, last: events.at(-1), head: heads.get(events.length), state };
    if (now.count !== from.count || checkpoints.length === 0)
      checkpoints = [...checkpoints.filter(stands), now].slice(-CHECKPOINTS_MAX);
    return state;
  };
}
