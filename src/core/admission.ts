import { nextCandidate, waitBefore } from "./admission/next-candidate.ts";
import type { Payment } from "./admission/payment.ts";
import type { AttemptState } from "./episode-state.ts";
import type { Micros } from "./money.ts";
import { type AttemptsSoFar, attemptsSoFar, endedBadly, isPaid, type RoundRequest } from "./plan/attempts-so-far.ts";
import type { Shot } from "./production.ts";
import type { Candidate, Receipt } from "./route-decision.ts";
import type { Licence } from "./take.ts";

/** Tries of one shot that fail and cost nothing in one run; a later run may find the engines well again. */
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
      /** Under whose word it costs money: a grant, `auto` below the auto line, or `free`. */
      readonly grant: string;
      /** Milliseconds to leave the engine in peace before. */
      readonly waitMs: number;
      readonly reassignedFrom?: string;
    }
  | { readonly kind: "complete" }
  | { readonly kind: "waits"; readonly says: string }
  | { readonly kind: "impossible"; readonly says: string };

export interface AdmissionRequest extends RoundRequest {
  readonly shot: Shot;
  readonly receipt: Receipt;
  /** The run that asks. */
  readonly run: string;
  /** Milliseconds since the epoch: what an engine asked to wait may be over. */
  readonly nowMs: number;
  /** Whether one more take of this engine may be paid for (core/admission/payment.ts). */
  readonly pays: (candidate: Candidate) => Payment;
}

/**
 * The licence rule (promise 1 of .github/ARCHITECTURE.md): no attempt starts without a reason that stands in the journal, and all of them
 * are counted. Pure: decided on the folded state alone.
 */
export function admit(request: AdmissionRequest): Admission {
  const { shot } = request;
  const soFar = attemptsSoFar(request);
  const round = soFar.all;
  const last = round.at(-1);
  if (acceptedOf(soFar) >= shot.options) return { kind: "complete" };
  const stop = reasonToWait(request, soFar);
  if (stop !== undefined) return { kind: "waits", says: stop };
  const candidate = chooseCandidate(request, round);
  if (candidate === undefined) return { kind: "impossible", says: noEngineSays(request, last) };
  const paid = request.pays(candidate);
  if (paid.kind === "asks") return { kind: "waits", says: paid.says };
  const waitMs = waitBefore(candidate, round, request.nowMs);
  if (waitMs > PATIENCE_MS)
    return {
      kind: "waits",
      says: `${candidate.identity.endpoint} asks to be left alone for ${Math.ceil(waitMs / 60_000)} minutes`,
    };
  const moved = last !== undefined && last.identity.endpoint !== candidate.identity.endpoint;
  return {
    kind: "start",
    licence: licenceOf(request, soFar),
    candidate,
    reserveMicros: candidate.quote.takeMicros,
    grant: paid.grant,
    waitMs,
    ...(moved ? { reassignedFrom: last.identity.endpoint } : {}),
  };
}

/** One that has to be left alone for long gives way to the next of the route. */
function chooseCandidate({ receipt, run, nowMs }: AdmissionRequest, round: readonly AttemptState[]) {
  const isNear = (candidate: Candidate): boolean => waitBefore(candidate, round, nowMs) <= PATIENCE_MS;
  const first = nextCandidate(receipt, round, run);
  if (first === undefined || isNear(first)) return first;
  return nextCandidate({ ...receipt, candidates: receipt.candidates.filter(isNear) }, round, run) ?? first;
}

function acceptedOf({ all, remembered }: AttemptsSoFar): number {
  return (
    all.filter((attempt) => attempt.standing === "accepted").length +
    remembered.filter((take) => take.verdict === "accepted").length
  );
}

function reasonToWait({ shot, run }: AdmissionRequest, soFar: AttemptsSoFar): string | undefined {
  const { stopped } = soFar;
  const [doubtful] = soFar.inDoubt;
  if (doubtful !== undefined)
    return `attempt ${doubtful.number} may have been taken by ${doubtful.identity.endpoint}: resolve it first`;
  const [lost] = soFar.lost;
  if (lost !== undefined)
    return `attempt ${lost.number} was under way at ${lost.identity.endpoint} when the journal was lost: resolve it first`;
  const [open] = soFar.open;
  if (open !== undefined)
    return `attempt ${open.number} is still under way at ${open.identity.endpoint}: a later run collects it`;
  if (soFar.used >= shot.maxPaidTakes) return spentSays(shot, soFar);
  if (stopped !== undefined)
    return `${stopped.failure?.message ?? "it failed"}. Mend that, then ask for another try: shotlock retake ${shot.id}`;
  const free = soFar.all.filter((attempt) => attempt.run === run && cameToNothing(attempt));
  if (free.length >= FREE_ATTEMPTS_MAX)
    return `${free.length} tries failed, the last: ${free.at(-1)?.failure?.message ?? "unknown"}; a later run tries again`;
  return undefined;
}

/** Refused, failed or given up, and nothing to pay: such tries could follow each other for ever. */
function cameToNothing(attempt: AttemptState): boolean {
  return (endedBadly(attempt) || attempt.standing === "abandoned") && !isPaid(attempt);
}

function spentSays(shot: Shot, { used, setAside, remembered }: AttemptsSoFar): string {
  const below = setAside.length + remembered.filter((take) => take.verdict === "set-aside").length;
  const takes = `${used} ${used === 1 ? "take is" : "takes are"} made, which is all the shot may use`;
  const choices = `Circle one, change the shot, raise max_paid_takes, or ask for another: shotlock retake ${shot.id}`;
  return below > 0 ? `${takes}; ${below} below the floor. ${choices}` : takes;
}

function noEngineSays({ receipt, shot }: AdmissionRequest, last: AttemptState | undefined): string {
  if (receipt.candidates.length === 0) return receipt.excluded[0]?.says ?? "no engine can make this shot";
  return `every engine of the route failed, the last: ${last?.failure?.message ?? "unknown"}. Once that is mended: shotlock retake ${shot.id}`;
}

function licenceOf({ state, tier }: AdmissionRequest, { all, remembered }: AttemptsSoFar): Licence {
  const last = all.at(-1);
  if (last === undefined) {
    if (state?.retakes.some((retake) => retake.tier === tier) === true) return "retake";
    const known = remembered.at(-1);
    if (known === undefined) return "first";
    return known.verdict === "accepted" ? "option" : "below-quality";
  }
  if (last.standing === "accepted") return "option";
  if (last.givenUp === "resubmit") return "person";
  if (last.standing === "set-aside") return "below-quality";
  if (!isPaid(last)) return "free-retry";
  const failure = last.failure?.class;
  if (failure === "lost-result") return "lost-result";
  return failure === "slow" ? "slow" : "refused-billed";
}
