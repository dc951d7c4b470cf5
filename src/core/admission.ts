import type { MoneyRoom } from "./admission/money-room.ts";
import { nextCandidate, waitBefore } from "./admission/next-candidate.ts";
import type { Basis } from "./basis.ts";
import type { AttemptState, ShotState } from "./episode-state.ts";
import { OPEN_STANDINGS } from "./journal-state/fold-attempt.ts";
import type { Micros } from "./money.ts";
import { atMost } from "./plan/attempts-so-far.ts";
import type { Shot, Tier } from "./production.ts";
import type { Candidate, Receipt } from "./route-decision.ts";
import type { Licence } from "./take.ts";

/** Tries of one shot that failed and cost nothing, before a person is asked. */
export const FREE_ATTEMPTS_MAX = 8;
/** Longest wait that a run sits out; beyond it a later run goes on. */
const PATIENCE_MS = 10 * 60_000;

/** Whether another attempt of a shot may start, under which licence and on which engine; or why not. */
export type Admission =
  | {
      readonly kind: "start";
      readonly licence: Licence;
      readonly candidate: Candidate;
      readonly reserveMicros: Micros;
      /** Milliseconds to leave the engine in peace before. */
      readonly waitMs: number;
      readonly reassignedFrom?: string;
    }
  | { readonly kind: "complete" }
  | { readonly kind: "waits"; readonly says: string }
  | { readonly kind: "impossible"; readonly says: string };

export interface AdmissionRequest {
  readonly shot: Shot;
  readonly tier: Tier;
  readonly state: ShotState | undefined;
  readonly receipt: Receipt;
  /** True for the basis of a try at what is wanted now. */
  readonly answers: (basis: Basis) => boolean;
  /** Money that may still be reserved; absent when no ceiling is set. */
  readonly room?: MoneyRoom;
}

/**
 * The licence rule (DESIGN.md promise 1): no attempt starts without a reason that stands in the journal, and all of them
 * are counted. Pure: decided on the folded state alone.
 */
export function admit(request: AdmissionRequest): Admission {
  const { shot, receipt } = request;
  const round = attemptsOfRound(request);
  const last = round.at(-1);
  if (round.filter((attempt) => attempt.standing === "accepted").length >= shot.options) return { kind: "complete" };
  const stop = reasonToWait(request, round);
  if (stop !== undefined) return { kind: "waits", says: stop };
  const candidate = nextCandidate(receipt, round);
  if (candidate === undefined) return { kind: "impossible", says: noEngineSays(receipt, last) };
  const reserveMicros = candidate.quote.takeMicros;
  const { room } = request;
  if (room !== undefined && reserveMicros > Math.max(0, room.micros))
    return { kind: "waits", says: `${room.says}, and one more take may not pass that` };
  const waitMs = waitBefore(candidate, round);
  if (waitMs > PATIENCE_MS)
    return {
      kind: "waits",
      says: `${candidate.identity.endpoint} asks to be left alone for ${Math.ceil(waitMs / 60_000)} minutes`,
    };
  const moved = last !== undefined && last.identity.endpoint !== candidate.identity.endpoint;
  return {
    kind: "start",
    licence: licenceOf(request, last),
    candidate,
    reserveMicros,
    waitMs,
    ...(moved ? { reassignedFrom: last.identity.endpoint } : {}),
  };
}

/** Attempts that count for what is wanted now: of this tier, answering it, and after the last retake that was asked for. */
export function attemptsOfRound({
  state,
  tier,
  answers,
}: Pick<AdmissionRequest, "state" | "tier" | "answers">): readonly AttemptState[] {
  const asked = state?.retakes.filter((retake) => retake.tier === tier).at(-1)?.at;
  return (state?.attempts ?? []).filter(
    (attempt) =>
      attempt.tier === tier && (asked === undefined || attempt.intendedAt >= asked) && answers(attempt.basis),
  );
}

function reasonToWait({ shot }: AdmissionRequest, round: readonly AttemptState[]): string | undefined {
  const doubtful = round.find((attempt) => attempt.standing === "in-doubt");
  if (doubtful !== undefined)
    return `attempt ${doubtful.number} may have been taken by ${doubtful.identity.endpoint}: resolve it first`;
  const open = round.find((attempt) => OPEN_STANDINGS.has(attempt.standing));
  if (open !== undefined)
    return `attempt ${open.number} is still under way at ${open.identity.endpoint}: a later run collects it`;
  const paid = round.filter(isPaid).length;
  if (paid >= shot.maxPaidTakes) return spentSays(round, paid);
  const last = round.at(-1);
  const free = round.filter((attempt) => endedBadly(attempt) && !isPaid(attempt)).length;
  if (free >= FREE_ATTEMPTS_MAX) return `${free} tries failed, the last: ${last?.failure?.message ?? "unknown"}`;
  if (last === undefined || !endedBadly(last) || last.failure === undefined) return undefined;
  const asksPerson =
    last.failure.advice === "stop-and-ask" || (last.failure.class === "refusal" && shot.route.onRefusal === "ask");
  return asksPerson ? last.failure.message : undefined;
}

function endedBadly(attempt: AttemptState): boolean {
  return attempt.standing === "refused" || attempt.standing === "failed";
}

/** A take that was delivered counts, whatever the gates said of it, and so does whatever may have been billed. */
function isPaid(attempt: AttemptState): boolean {
  return attempt.standing === "accepted" || attempt.standing === "set-aside" || atMost(attempt) > 0;
}

function spentSays(round: readonly AttemptState[], paid: number): string {
  const below = round.filter((attempt) => attempt.standing === "set-aside").length;
  const takes = `${paid} ${paid === 1 ? "take is" : "takes are"} made, which is all the shot may use`;
  return below > 0 ? `${takes}; ${below} below the floor. Circle one, change the shot, or raise max_paid_takes` : takes;
}

function noEngineSays(receipt: Receipt, last: AttemptState | undefined): string {
  if (receipt.candidates.length === 0) return receipt.excluded[0]?.says ?? "no engine can make this shot";
  return `every engine of the route failed, the last: ${last?.failure?.message ?? "unknown"}`;
}

function licenceOf({ state, tier }: AdmissionRequest, last: AttemptState | undefined): Licence {
  if (last === undefined) return state?.retakes.some((retake) => retake.tier === tier) === true ? "retake" : "first";
  if (last.standing === "accepted") return "option";
  if (last.standing === "set-aside") return "below-quality";
  if (!isPaid(last)) return "free-retry";
  const failure = last.failure?.class;
  if (failure === "lost-result") return "lost-result";
  return failure === "slow" ? "slow" : "refused-billed";
}
