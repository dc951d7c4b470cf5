import type { Basis } from "./basis.ts";
import type { AttemptState, ShotState } from "./episode-state.ts";
import type { FailureClass } from "./failure.ts";
import type { Micros } from "./money.ts";
import type { Shot, Tier } from "./production.ts";
import type { Candidate, Receipt } from "./route-decision.ts";
import type { Licence } from "./take.ts";

/** Tries of one shot that cost nothing, before a person is asked. */
export const FREE_ATTEMPTS_MAX = 8;

/** Whether another attempt of a shot may start, under which licence and on which engine; or why not. */
export type Admission =
  | {
      readonly kind: "start";
      readonly licence: Licence;
      readonly candidate: Candidate;
      readonly reserveMicros: Micros;
      readonly reassignedFrom?: string;
    }
  | { readonly kind: "complete" }
  | { readonly kind: "waits"; readonly says: string }
  | { readonly kind: "impossible"; readonly says: string };

export interface AdmissionRequest {
  readonly shot: Shot;
  readonly tier: Tier;
  readonly basis: Basis;
  readonly state: ShotState | undefined;
  readonly receipt: Receipt;
}

/** Classes after which the same engine is asked again (at most once more each), because nothing says it would fail again. */
const SAME_ENGINE: readonly FailureClass[] = [
  "server",
  "rate-limit",
  "concurrency",
  "lost-result",
  "below-quality",
  "slow",
];
/** Tries on one engine after which the next one of the route gets its turn. */
const SAME_ENGINE_MAX = 3;

/**
 * The licence rule (DESIGN.md promise 1): no attempt starts without a reason that stands in the journal, and all of them
 * are counted. Pure: decided on the folded state alone.
 */
export function admit(request: AdmissionRequest): Admission {
  const { shot, receipt } = request;
  const round = attemptsOfRound(request);
  const last = round.at(-1);
  const accepted = round.filter((attempt) => attempt.standing === "accepted").length;
  const wanted = shot.options;
  if (accepted >= wanted) return { kind: "complete" };
  const doubtful = round.find((attempt) => attempt.standing === "in-doubt");
  if (doubtful !== undefined)
    return {
      kind: "waits",
      says: `attempt ${doubtful.number} may have been taken by ${doubtful.identity.endpoint}: resolve it first`,
    };
  const paid = round.filter(isPaid).length;
  if (paid >= shot.maxPaidTakes) return { kind: "waits", says: spentSays(round, paid) };
  const free = round.filter((attempt) => !isPaid(attempt) && attempt.standing !== "accepted").length;
  if (free >= FREE_ATTEMPTS_MAX)
    return { kind: "waits", says: `${free} tries failed, the last: ${last?.failure?.message ?? "unknown"}` };
  if (last?.failure?.advice === "stop-and-ask") return { kind: "waits", says: last.failure.message };
  const candidate = nextCandidate(receipt, round);
  if (candidate === undefined) return { kind: "impossible", says: noEngineSays(receipt, last) };
  const moved = last !== undefined && last.identity.endpoint !== candidate.identity.endpoint;
  return {
    kind: "start",
    licence: licenceOf(request, last),
    candidate,
    reserveMicros: candidate.quote.takeMicros,
    ...(moved ? { reassignedFrom: last.identity.endpoint } : {}),
  };
}

/** Attempts that count for what is wanted now: this tier, this basis, and after the last retake that was asked for. */
export function attemptsOfRound({
  state,
  tier,
  basis,
}: Pick<AdmissionRequest, "state" | "tier" | "basis">): readonly AttemptState[] {
  const asked = state?.retakes.filter((retake) => retake.tier === tier).at(-1)?.at;
  return (state?.attempts ?? []).filter(
    (attempt) =>
      attempt.tier === tier && sameBasis(attempt.basis, basis) && (asked === undefined || attempt.intendedAt >= asked),
  );
}

function sameBasis(left: Basis, right: Basis): boolean {
  if (left.algorithm !== right.algorithm || left.intent.digest !== right.intent.digest) return false;
  const keys = new Set([...Object.keys(left.parts), ...Object.keys(right.parts)]);
  return [...keys].every((key) => left.parts[key]?.digest === right.parts[key]?.digest);
}

/** A take that was delivered counts, whatever the gates said of it, and so does whatever may have been billed. */
function isPaid(attempt: AttemptState): boolean {
  if (["accepted", "set-aside", "judged", "fetched", "done", "submitted", "in-doubt"].includes(attempt.standing))
    return true;
  if (attempt.charge === undefined) return false;
  return attempt.charge.certainty === "unknown" || attempt.charge.micros > 0;
}

function spentSays(round: readonly AttemptState[], paid: number): string {
  const below = round.filter((attempt) => attempt.standing === "set-aside").length;
  const takes = `${paid} ${paid === 1 ? "take is" : "takes are"} made, which is all the shot may use`;
  return below > 0 ? `${takes}; ${below} below the floor. Circle one, change the shot, or raise max_paid_takes` : takes;
}

function nextCandidate(receipt: Receipt, round: readonly AttemptState[]): Candidate | undefined {
  return receipt.candidates.find((candidate) => {
    const tries = round.filter((attempt) => attempt.identity.endpoint === candidate.identity.endpoint);
    const failures = tries.filter((attempt) => attempt.standing !== "accepted");
    const last = failures.at(-1);
    if (last === undefined) return true;
    const failure = last.failure?.class ?? (last.standing === "set-aside" ? "below-quality" : "server");
    return SAME_ENGINE.includes(failure) && (receipt.candidates.length === 1 || failures.length < SAME_ENGINE_MAX);
  });
}

function noEngineSays(receipt: Receipt, last: AttemptState | undefined): string {
  if (receipt.candidates.length === 0) return receipt.excluded[0]?.says ?? "no engine can make this shot";
  return `every engine of the route failed, the last: ${last?.failure?.message ?? "unknown"}`;
}

function licenceOf({ state, tier }: AdmissionRequest, last: AttemptState | undefined): Licence {
  if (last === undefined) return state?.retakes.some((retake) => retake.tier === tier) === true ? "retake" : "first";
  if (last.standing === "accepted") return "option";
  if (last.standing === "set-aside") return "below-quality";
  const failure = last.failure?.class;
  const billed = isPaid(last);
  if (failure === "lost-result" && billed) return "lost-result";
  if (failure === "slow") return "slow";
  if (billed) return "refused-billed";
  return "free-retry";
}
