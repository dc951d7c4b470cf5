import type { AttemptStanding, AttemptState } from "../episode-state.ts";
import type { JournalEvent } from "../journal-events.ts";
import { IllegalTransition, mayFollow } from "./illegal-transition.ts";

/** Attempts that are under way: something may still come of them without a new submit. */
export const OPEN_STANDINGS: ReadonlySet<AttemptStanding> = new Set([
  "intent",
  "submitted",
  "done",
  "fetched",
  "judged",
]);

/** Which standings an event may follow; .github/ARCHITECTURE.md, "Words". `none` = no attempt yet. */
const MAY_FOLLOW: Readonly<Record<string, readonly (AttemptStanding | "none")[]>> = {
  "attempt.intended": ["none"],
  "attempt.submitted": ["intent", "in-doubt"],
  "attempt.held": ["submitted"],
  "attempt.running": ["submitted"],
  "attempt.done": ["submitted"],
  "attempt.fetched": ["done"],
  "attempt.judged": ["fetched"],
  "attempt.refused": ["intent"],
  "attempt.failed": ["submitted", "done", "fetched", "judged"],
  "attempt.doubted": ["intent"],
  "attempt.abandoned": ["intent", "submitted", "done", "fetched", "judged", "in-doubt"],
  "attempt.settled": ["refused", "failed", "abandoned", "accepted", "set-aside"],
  "take.accepted": ["judged"],
  "take.set-aside": ["judged"],
};

/** It was given up as slow, and nobody knows whether the engine goes on with it: its result may still come, or its bill. */
export function mayComeLate(attempt: AttemptState): boolean {
  const { standing, failure, charge, job, isClosed } = attempt;
  const mayCome = standing === "failed" && failure?.class === "slow" && charge?.certainty === "unknown";
  return mayCome && job !== undefined && isClosed !== true;
}

export type AttemptEvent = Extract<JournalEvent, { readonly attempt: string }>;
type TakeEvent = Extract<JournalEvent, { type: "take.accepted" | "take.set-aside" }>;

/** One attempt after one of its events. Throws `IllegalTransition` on an order that the program never writes. */
export function foldAttempt(before: AttemptState | undefined, event: AttemptEvent | TakeEvent): AttemptState {
  if (before !== undefined && mayComeLate(before) && event.type !== "attempt.settled") return foldLate(before, event);
  const standing = before?.standing ?? "none";
  mayFollow(MAY_FOLLOW[event.type]?.includes(standing), `${event.type} cannot follow ${standing}`);
  if (event.type === "attempt.intended") return intended(event);
  mayFollow(before !== undefined, `${event.type} without an attempt`);
  switch (event.type) {
    case "attempt.submitted":
      return { ...before, standing: "submitted", job: event.job, submittedAt: event.at };
    case "attempt.held":
      return { ...before, heldAt: event.at };
    case "attempt.running":
      return { ...before, runningAt: event.at };
    case "attempt.done": {
      const identity =
        event.modelVersion === undefined ? before.identity : { ...before.identity, modelVersion: event.modelVersion };
      return { ...before, standing: "done", charge: event.charge, identity };
    }
    case "attempt.fetched":
      return { ...before, standing: "fetched", raw: event.raw, facts: event.facts };
    case "attempt.judged":
      return { ...before, standing: "judged", judgement: event.judgement };
    case "attempt.refused":
      return {
        ...before,
        standing: "refused",
        failure: event.failure,
        charge: event.failure.charge,
        endedAt: event.at,
      };
    case "attempt.failed":
      // What the engine said it charged when it was done stays true, whatever became of the file.
      return {
        ...before,
        standing: "failed",
        failure: event.failure,
        charge: before.charge ?? event.failure.charge,
        endedAt: event.at,
      };
    case "attempt.doubted":
      return { ...before, standing: "in-doubt" };
    case "attempt.abandoned":
      return abandoned(before, event);
    case "attempt.settled":
      return { ...before, charge: event.charge };
    case "take.accepted":
    case "take.set-aside":
      mayFollow(event.take.id === before.take, `${before.attempt} reserved ${before.take}, not ${event.take.id}`);
      return { ...before, standing: event.type === "take.accepted" ? "accepted" : "set-aside" };
    default:
      throw new IllegalTransition("no event of an attempt");
  }
}

/** The engine's last word on an attempt that was given up: a result to be collected, or an end that settles the bill. */
function foldLate(before: AttemptState, event: AttemptEvent | TakeEvent): AttemptState {
  if (event.type === "attempt.failed")
    return { ...before, failure: event.failure, charge: event.failure.charge, endedAt: event.at, isClosed: true };
  mayFollow(event.type === "attempt.done", `${event.type} cannot follow an attempt that was given up`);
  const { failure: _failure, charge: _charge, endedAt: _endedAt, ...rest } = before;
  return foldAttempt({ ...rest, standing: "submitted" }, event);
}

/** A person's word says what becomes of the shot and what is owed; a run gives up only what was never owed. */
function abandoned(before: AttemptState, event: Extract<AttemptEvent, { type: "attempt.abandoned" }>): AttemptState {
  const { by, charge = before.charge, resubmit = false } = event;
  return {
    ...before,
    standing: "abandoned",
    endedAt: event.at,
    ...(charge === undefined ? {} : { charge }),
    ...(by === "person" ? { givenUp: resubmit ? ("resubmit" as const) : ("dropped" as const) } : {}),
  };
}

function intended(event: Extract<JournalEvent, { type: "attempt.intended" }>): AttemptState {
  const { type: _type, at, show: _show, episode: _episode, ...facts } = event;
  return { ...facts, standing: "intent", intendedAt: at };
}
