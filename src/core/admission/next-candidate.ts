import type { AttemptState } from "../episode-state.ts";
import type { FailureClass } from "../failure.ts";
import type { Candidate, Receipt } from "../route-decision.ts";

/** Classes after which the same engine is asked again, because nothing says it would fail again. */
const SAME_ENGINE: readonly FailureClass[] = ["rate-limit", "concurrency", "lost-result", "below-quality"];
/** An engine in trouble gets another try only when every other one of the route had its turn. */
const LAST_RESORT: readonly FailureClass[] = ["server"];
/** What a later run may find mended by itself: the quota of a new day, a server that is up again. */
const LATER_RUN: readonly FailureClass[] = ["quota", "server"];
/** Tries on one engine after which the next one of the route gets its turn. */
const SAME_ENGINE_MAX = 3;

/** The engine for the next try of this run: the best of the route that has not shown that it cannot. */
export function nextCandidate(receipt: Receipt, round: readonly AttemptState[], run: string): Candidate | undefined {
  const patient = receipt.candidates.length === 1;
  const asksAgain = (candidate: Candidate, classes: readonly FailureClass[]): boolean => {
    const failures = failuresAt(candidate, round);
    const last = failures.at(-1);
    if (last === undefined) return true;
    if (last.run !== run && LATER_RUN.includes(classOf(last))) return true;
    return classes.includes(classOf(last)) && (patient || failures.length < SAME_ENGINE_MAX);
  };
  return (
    receipt.candidates.find((candidate) => asksAgain(candidate, SAME_ENGINE)) ??
    receipt.candidates.find((candidate) => asksAgain(candidate, [...SAME_ENGINE, ...LAST_RESORT]))
  );
}

/** Tries that ended badly; one that we gave up ourselves says nothing about its engine. */
function failuresAt(candidate: Candidate, round: readonly AttemptState[]): readonly AttemptState[] {
  return round.filter(
    (attempt) =>
      attempt.identity.endpoint === candidate.identity.endpoint &&
      ["refused", "failed", "set-aside"].includes(attempt.standing),
  );
}

function classOf(attempt: AttemptState): FailureClass {
  return attempt.failure?.class ?? "below-quality";
}

/** First wait after an engine asked for patience or was in trouble; doubled each time in a row. */
const WAIT_FIRST_MS = 2_000;
const WAIT_MAX_MS = 60_000;
const IMPATIENT: readonly FailureClass[] = ["rate-limit", "concurrency", "server"];

/** Milliseconds from now to leave the candidate in peace before it is asked again. */
export function waitBefore(candidate: Candidate, round: readonly AttemptState[], nowMs: number): number {
  const tries = round.filter((attempt) => attempt.identity.endpoint === candidate.identity.endpoint);
  const last = tries.at(-1);
  if (last?.failure === undefined) return 0;
  const wait = last.failure.retryAfterMs ?? (IMPATIENT.includes(last.failure.class) ? backOff(tries) : 0);
  // A clock that was set back makes no wait longer than it was asked to be.
  const goneMs = last.endedAt === undefined ? 0 : Math.max(0, nowMs - Date.parse(last.endedAt));
  return Math.max(0, wait - goneMs);
}

function backOff(tries: readonly AttemptState[]): number {
  const calm = [...tries].reverse().findIndex((attempt) => !IMPATIENT.includes(classOf(attempt)));
  const inARow = calm === -1 ? tries.length : calm;
  return Math.min(WAIT_MAX_MS, WAIT_FIRST_MS * 2 ** Math.min(inARow - 1, 10));
}
