import {
  type Choice,
  type ChoiceRequest,
  chooseCandidate,
  isTooLong,
  type WaitReason,
} from "./admission/choose-candidate.ts";
import { asksForPatience } from "./admission/next-candidate.ts";
import type { Payment } from "./admission/payment.ts";
import type { AttemptState } from "./episode-state.ts";
import type { Micros } from "./money.ts";
import { type AttemptsSoFar, attemptsSoFar, endedBadly, isPaid, type RoundRequest } from "./plan/attempts-so-far.ts";
import type { Shot } from "./production.ts";
import type { Candidate, Receipt } from "./route-decision.ts";
import type { Licence } from "./take.ts";

/** Tries of one shot that fail and cost nothing in one run; a later run may find the engines well again. */
export const FREE_ATTEMPTS_MAX = 8;
/** Answers that only ask for patience say nothing against anybody: they are counted apart, and end, too. */
export const PATIENT_ATTEMPTS_MAX = 16;

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
      /** What is waited for. */
      readonly waitSays: string;
      readonly waitWhy: WaitReason;
      readonly reassignedFrom?: string;
      /** Why it moved to another engine. */
      readonly reassignedBecause?: string;
    }
  | { readonly kind: "complete" }
  | { readonly kind: "waits"; readonly says: string }
  | { readonly kind: "impossible"; readonly says: string };

export interface AdmissionRequest extends RoundRequest, Pick<ChoiceRequest, "admits" | "lookGroupOf"> {
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
  const choice = choosePayable(request, round);
  if (choice.kind === "none") return { kind: "impossible", says: noEngineSays(request, last) };
  if (choice.kind === "closed") return { kind: "waits", says: `${choice.says}; a later run asks again` };
  const { candidate, waitMs } = choice;
  const paid = request.pays(candidate);
  if (paid.kind === "asks") return { kind: "waits", says: paid.says };
  if (isTooLong(choice))
    return { kind: "waits", says: `${choice.says} for ${Math.ceil(waitMs / 60_000)} minutes; a later run asks again` };
  return {
    kind: "start",
    licence: licenceOf(request, soFar),
    candidate,
    reserveMicros: candidate.quote.takeMicros,
    grant: paid.grant,
    waitMs,
    waitSays: choice.says,
    waitWhy: choice.why,
    ...moved(choice, last),
  };
}

/** A move to another engine that nobody has paid for yet is none: the one that was passed over is waited for after all. */
function choosePayable(request: AdmissionRequest, round: readonly AttemptState[]): Choice {
  const choice = chooseCandidate({ ...request, round });
  if (choice.kind !== "engine" || choice.instead === undefined || request.pays(choice.candidate).kind === "pays")
    return choice;
  const payable = request.receipt.candidates.filter((candidate) => request.pays(candidate).kind === "pays");
  const other = chooseCandidate({ ...request, round, receipt: { ...request.receipt, candidates: payable } });
  return other.kind === "engine" ? other : choice;
}

/** From which engine the shot comes to this one, and why. */
function moved(
  { candidate, instead }: Extract<Choice, { kind: "engine" }>,
  last: AttemptState | undefined,
): { readonly reassignedFrom?: string; readonly reassignedBecause?: string } {
  if (last === undefined || last.identity.endpoint === candidate.identity.endpoint)
    return instead === undefined ? {} : { reassignedFrom: instead.endpoint, reassignedBecause: instead.says };
  const { failure, identity } = last;
  const whys = [
    ...(failure === undefined ? [] : [`${failure.class}: ${failure.message}`]),
    ...(last.standing === "set-aside" ? ["below-quality"] : []),
    ...(instead === undefined ? [] : [instead.says]),
  ];
  const then = whys.join("; ");
  return { reassignedFrom: identity.endpoint, ...(then === "" ? {} : { reassignedBecause: then }) };
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
    return `attempt ${doubtful.number} may have been taken by ${doubtful.identity.endpoint}: shotlock resolve ${shot.id}`;
  const [lost] = soFar.lost;
  if (lost !== undefined)
    return `attempt ${lost.number} was under way at ${lost.identity.endpoint} when the journal was lost: shotlock resolve ${shot.id}`;
  const [open] = soFar.open;
  if (open !== undefined)
    return `attempt ${open.number} is still under way at ${open.identity.endpoint}: a later run collects it`;
  if (soFar.used >= shot.maxPaidTakes) return spentSays(shot, soFar);
  if (stopped !== undefined)
    return stopped.givenUp === undefined
      ? `${stopped.failure?.message ?? "it failed"}. Mend that, then ask for another try: shotlock retake ${shot.id}`
      : `attempt ${stopped.number} was given up. To ask for another: shotlock retake ${shot.id}`;
  const free = soFar.all.filter((attempt) => attempt.run === run && cameToNothing(attempt));
  const patient = free.filter(asksForPatience).length;
  if (patient >= PATIENT_ATTEMPTS_MAX || free.length - patient >= FREE_ATTEMPTS_MAX)
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
