import type { Basis } from "../basis.ts";
import type { AttemptState, EpisodeState, ShotState } from "../episode-state.ts";
import { OPEN_STANDINGS } from "../journal-state/fold-attempt.ts";
import type { Micros } from "../money.ts";
import type { Shot, Tier } from "../production.ts";
import type { AttemptSummary, Take } from "../take.ts";
import { toldAttempts } from "../told-attempts.ts";

/** Whose tries are counted, and which of them are tries at what is wanted now. */
export interface RoundRequest {
  readonly shot: Pick<Shot, "route">;
  readonly tier: Tier;
  readonly state: ShotState | undefined;
  /** True for the basis of a try at what is wanted now. */
  readonly answers: (basis: Basis) => boolean;
}

/** What was tried for exactly this picture since the last retake was asked for. */
export interface AttemptsSoFar {
  readonly all: readonly AttemptState[];
  readonly open: readonly AttemptState[];
  readonly inDoubt: readonly AttemptState[];
  /** Under way or in doubt when the lock was written that the journal was begun anew from: nobody can ask about them here. */
  readonly lost: readonly AttemptSummary[];
  readonly setAside: readonly AttemptState[];
  /** The last try ended in a way that only a person can mend. */
  readonly stopped: AttemptState | undefined;
  /** Takes that count and whose attempts nobody remembers: the journal was begun anew from a lock. */
  readonly remembered: readonly Take[];
  /** Takes that count against `max_paid_takes`: all that came back or may be billed. */
  readonly used: number;
}

/** Plan and admission count by this one rule, so that they can never disagree on whether a shot may go on. */
export function attemptsSoFar({ shot, tier, state, answers }: RoundRequest): AttemptsSoFar {
  const asked = state?.retakes.filter((retake) => retake.tier === tier).at(-1)?.at;
  const attempts = (state?.attempts ?? []).filter(
    (attempt) =>
      attempt.tier === tier && (asked === undefined || attempt.intendedAt >= asked) && answers(attempt.basis),
  );
  // Every such take is older than the journal, and so than any retake that it asks for.
  const remembered =
    asked === undefined
      ? takesWithoutAttempt(state).filter(
          (take) => take.origin === "generated" && take.tier === tier && answers(take.basis),
        )
      : [];
  const last = attempts.at(-1);
  return {
    all: attempts,
    open: attempts.filter((attempt) => OPEN_STANDINGS.has(attempt.standing)),
    inDoubt: attempts.filter((attempt) => attempt.standing === "in-doubt"),
    lost: (state?.told ?? []).filter(({ outcome }) => outcome === "running" || outcome === "in-doubt"),
    setAside: attempts.filter((attempt) => attempt.standing === "set-aside"),
    stopped: last !== undefined && asksPerson(last, shot) ? last : undefined,
    remembered,
    used: attempts.filter(isUsed).length + remembered.length,
  };
}

/** The engine's advice, or a failure that only a person can mend: a key, a budget, and a refusal unless the route says otherwise. */
function asksPerson(attempt: AttemptState, shot: Pick<Shot, "route">): boolean {
  const { failure } = attempt;
  if (attempt.givenUp === "dropped") return true;
  if (!endedBadly(attempt) || failure === undefined) return false;
  if (failure.advice === "stop-and-ask" || failure.class === "auth" || failure.class === "budget") return true;
  return failure.class === "refusal" && shot.route.onRefusal === "ask";
}

/** The engine did not take it, or brought nothing. */
export function endedBadly(attempt: AttemptState): boolean {
  return attempt.standing === "refused" || attempt.standing === "failed";
}

/** A take that was delivered counts, whatever the gates said of it, and so does whatever was or may be billed. */
export function isPaid(attempt: AttemptState): boolean {
  return attempt.standing === "accepted" || attempt.standing === "set-aside" || atMost(attempt) > 0;
}

/** A take came back, may still come, or was or may be billed: also one that a person gave up for another in its place. */
function isUsed(attempt: AttemptState): boolean {
  return OPEN_STANDINGS.has(attempt.standing) || attempt.standing === "in-doubt" || isPaid(attempt);
}

/** Money that is, or may still be, owed for an attempt. */
export function atMost(attempt: AttemptState): Micros {
  if (attempt.charge === undefined)
    return OPEN_STANDINGS.has(attempt.standing) || attempt.standing === "in-doubt" ? attempt.reserveMicros : 0;
  return attempt.charge.certainty === "known" ? attempt.charge.micros : attempt.charge.atMostMicros;
}

/** Money spent and reserved on a shot so far, over all tiers. */
export function spentOn(state: ShotState | undefined): Micros {
  const attempts = state?.attempts ?? [];
  const known = new Set(attempts.map((attempt) => attempt.attempt));
  const told = toldAttempts(state?.takes ?? [], state?.told ?? []).filter(({ attempt }) => !known.has(attempt));
  return (
    attempts.reduce((sum, attempt) => sum + atMost(attempt), 0) +
    told.reduce((sum, { charge }) => sum + (charge.certainty === "known" ? charge.micros : charge.atMostMicros), 0) +
    takesWithoutAttempt(state)
      .filter((take) => take.attempts.length === 0)
      .reduce((sum, take) => sum + take.costMicros, 0)
  );
}

/** A state that was read from a lock has takes without attempts. */
function takesWithoutAttempt(state: ShotState | undefined): readonly Take[] {
  const known = new Set((state?.attempts ?? []).map((attempt) => attempt.take));
  return (state?.takes ?? []).filter((take) => !known.has(take.id));
}

/** Money that engines have charged for an episode, as far as they said; what is only reserved does not count. */
export function chargedIn(state: EpisodeState): Micros {
  return Object.values(state.shots).reduce(
    (sum, shot) =>
      sum + spentOn({ ...shot, attempts: shot.attempts.filter((attempt) => attempt.charge !== undefined) }),
    0,
  );
}
