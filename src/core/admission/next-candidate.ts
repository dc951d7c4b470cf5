import type { AttemptState } from "../episode-state.ts";
import type { FailureClass } from "../failure.ts";
import { backOffMs, leftOf, pauseFor } from "../health/pause.ts";
import type { Candidate, Receipt } from "../route-decision.ts";

/** Classes that only ask for patience: however often, they say nothing against the engine. Tries are counted elsewhere. */
const PATIENCE: readonly FailureClass[] = ["rate-limit", "concurrency"];
/** Classes after which the same engine is asked again, because nothing says it would fail again; some times. */
const SAME_ENGINE: readonly FailureClass[] = ["lost-result", "below-quality"];
/** An engine in trouble gets another try only when every other one of the route had its turn. */
const LAST_RESORT: readonly FailureClass[] = ["server", "slow"];
/** What a later run may find mended by itself: the quota of a new day, a server that is up again, a catalogue. */
const LATER_RUN: readonly FailureClass[] = ["quota", "server", "gone"];
/** Tries on one engine after which the next one of the route gets its turn. */
const SAME_ENGINE_MAX = 3;

/** The engines that have not shown that they cannot make this shot in this run; those in trouble only when no other is left. */
export function ableCandidates(receipt: Receipt, round: readonly AttemptState[], run: string): readonly Candidate[] {
  const patient = receipt.candidates.length === 1;
  const asksAgain = (candidate: Candidate): boolean => {
    const failures = failuresAt(candidate, round);
    const last = failures.at(-1);
    if (last === undefined || asksForPatience(last)) return true;
    if (last.run !== run && LATER_RUN.includes(classOf(last))) return true;
    const tries = failures.filter((attempt) => !asksForPatience(attempt)).length;
    return SAME_ENGINE.includes(classOf(last)) && (patient || tries < SAME_ENGINE_MAX);
  };
  const able = receipt.candidates.filter(asksAgain);
  return able.length > 0 ? able : lastResorts(receipt, round);
}

/** Whichever failed least often first, so that each has its turn again. */
function lastResorts(receipt: Receipt, round: readonly AttemptState[]): readonly Candidate[] {
  const tried = receipt.candidates.map((candidate) => ({ candidate, failures: failuresAt(candidate, round) }));
  const inTrouble = tried.filter(({ failures }) => {
    const last = failures.at(-1);
    return last !== undefined && LAST_RESORT.includes(classOf(last));
  });
  const fewest = Math.min(...inTrouble.map(({ failures }) => failures.length));
  return inTrouble.filter(({ failures }) => failures.length === fewest).map(({ candidate }) => candidate);
}

/** Tries that ended badly; one that we gave up ourselves says nothing about its engine. */
function failuresAt(candidate: Candidate, round: readonly AttemptState[]): readonly AttemptState[] {
  return round.filter((attempt) => attempt.identity.endpoint === candidate.identity.endpoint && hasFailed(attempt));
}

export function hasFailed(attempt: AttemptState): boolean {
  return ["refused", "failed", "set-aside"].includes(attempt.standing);
}

/** Its engine only asked for patience. */
export function asksForPatience({ failure }: AttemptState): boolean {
  return failure !== undefined && PATIENCE.includes(failure.class);
}

function classOf(attempt: AttemptState): FailureClass {
  return attempt.failure?.class ?? "below-quality";
}

const IMPATIENT: readonly FailureClass[] = ["rate-limit", "concurrency", "server"];

/** Milliseconds from now to leave the candidate in peace, as far as this shot's own tries tell. */
export function waitBefore(candidate: Candidate, round: readonly AttemptState[], nowMs: number): number {
  const tries = round.filter((attempt) => attempt.identity.endpoint === candidate.identity.endpoint);
  const last = tries.at(-1);
  if (last?.failure === undefined || last.endedAt === undefined) return 0;
  const isImpatient = IMPATIENT.includes(last.failure.class);
  const waitMs = last.failure.retryAfterMs ?? (isImpatient ? backOffMs(inARow(tries), last.attempt) : 0);
  return leftOf(pauseFor(Date.parse(last.endedAt), waitMs), nowMs);
}

function inARow(tries: readonly AttemptState[]): number {
  const calm = [...tries].reverse().findIndex((attempt) => !IMPATIENT.includes(classOf(attempt)));
  return calm === -1 ? tries.length : calm;
}
