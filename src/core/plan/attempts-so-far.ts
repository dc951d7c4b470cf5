import type { Basis } from "../basis.ts";
import type { AttemptState, ShotState } from "../episode-state.ts";
import type { Micros } from "../money.ts";
import type { Tier } from "../production.ts";

const OPEN: ReadonlySet<AttemptState["standing"]> = new Set(["intent", "submitted", "done", "fetched", "judged"]);

/** A take came back, or may have. */
const DELIVERED: ReadonlySet<AttemptState["standing"]> = new Set(["accepted", "set-aside", "in-doubt"]);

/** What was tried for exactly this picture since the last retake was asked for. */
export interface AttemptsSoFar {
  readonly open: readonly AttemptState[];
  readonly inDoubt: readonly AttemptState[];
  readonly setAside: readonly AttemptState[];
  /** The last try ended with the engine's advice to ask a person. */
  readonly stopped: AttemptState | undefined;
  /** Takes that count against `max_paid_takes`: all that came back or may be billed. */
  readonly used: number;
}

export function attemptsSoFar(
  state: ShotState | undefined,
  tier: Tier,
  matches: (basis: Basis) => boolean,
): AttemptsSoFar {
  const asked = state?.retakes
    .filter((retake) => retake.tier === tier)
    .map((retake) => retake.at)
    .sort()
    .at(-1);
  const attempts = (state?.attempts ?? []).filter(
    (attempt) =>
      attempt.tier === tier && (asked === undefined || attempt.intendedAt >= asked) && matches(attempt.basis),
  );
  const last = attempts.at(-1);
  return {
    open: attempts.filter((attempt) => OPEN.has(attempt.standing)),
    inDoubt: attempts.filter((attempt) => attempt.standing === "in-doubt"),
    setAside: attempts.filter((attempt) => attempt.standing === "set-aside"),
    stopped: last !== undefined && endedBadly(last) && last.failure?.advice === "stop-and-ask" ? last : undefined,
    used: attempts.filter(counts).length,
  };
}

function endedBadly(attempt: AttemptState): boolean {
  return attempt.standing === "refused" || attempt.standing === "failed";
}

function counts(attempt: AttemptState): boolean {
  if (OPEN.has(attempt.standing) || DELIVERED.has(attempt.standing)) return true;
  return attempt.charge !== undefined && atMost(attempt) > 0;
}

/** Money that is, or may still be, owed for an attempt. */
export function atMost(attempt: AttemptState): Micros {
  if (attempt.charge === undefined)
    return OPEN.has(attempt.standing) || attempt.standing === "in-doubt" ? attempt.reserveMicros : 0;
  return attempt.charge.certainty === "known" ? attempt.charge.micros : attempt.charge.atMostMicros;
}

/** Money spent and reserved on a shot so far, over all tiers. */
export function spentOn(state: ShotState | undefined): Micros {
  const attempts = state?.attempts ?? [];
  const known = new Set(attempts.map((attempt) => attempt.take));
  // A state read from a lock has takes without attempts.
  const takes = (state?.takes ?? []).filter((take) => !known.has(take.id));
  return (
    attempts.reduce((sum, attempt) => sum + atMost(attempt), 0) + takes.reduce((sum, take) => sum + take.costMicros, 0)
  );
}
