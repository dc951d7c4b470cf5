import type { Basis } from "../basis.ts";
import type { Cause, CostRange, Step, StepKind } from "../plan-steps.ts";
import { type AttemptsSoFar, attemptsSoFar } from "./attempts-so-far.ts";
import { noEngine } from "./no-engine.ts";
import {
  answersQuestion,
  type Comparison,
  compareTake,
  optionsAreThere,
  takesThere,
  wantedBasis,
} from "./shot-comparison.ts";
import { retakeIsAsked, type ShotQuestion } from "./shot-question.ts";
import { inFlight, mediaIsMissing, reasonsToMake, reasonsToStop, usedUp } from "./shot-reasons.ts";
import { standingTake } from "./standing-take.ts";
import { FREE, stepCost } from "./step-cost.ts";

/** The step of one shot, before the ceilings of episode and run are looked at. */
export function decideShot(question: ShotQuestion): Step {
  const { shot, state, tier } = question;
  if (shot.status === "omit") return step(question, "omit", []);
  const standing = standingTake(state, tier);
  if (shot.status === "hold") return step(question, "hold", [], standing === undefined ? {} : { circled: standing.id });
  const comparison = standing === undefined ? undefined : compareTake(question, standing);
  if (comparison?.verdict === "unknown-algorithm") return step(question, "blocked", [newerShotlock(comparison)]);
  if (comparison !== undefined && stands(question, comparison)) return settled(question, comparison);
  const soFar = attemptsSoFar({ shot, tier, state, answers: (made) => answersQuestion(question, made) });
  return stepToMake(question, comparison, wantedBasis(question, comparison), soFar);
}

/** The standing take is what is wanted, it is there, nobody asked for another, and there are enough to choose from. */
function stands(question: ShotQuestion, { take, verdict }: Comparison): boolean {
  if ((verdict !== "same" && verdict !== "kept") || retakeIsAsked(question) || mediaIsMissing(question, take))
    return false;
  return take.tier !== question.tier || optionsAreThere(question);
}

function settled(question: ShotQuestion, { take, verdict, keptReason }: Comparison): Step {
  if (verdict === "same") return step(question, "reuse", [], { circled: take.id });
  const says = `${take.id} is kept: ${keptReason ?? "no reason written"}`;
  return step(question, "keep", [{ code: "kept", subject: take.id, says }], { circled: take.id });
}

function newerShotlock({ take, made }: Comparison): Cause {
  const says = `${take.id} was made by a newer shotlock (digests of version ${made.algorithm}): update first`;
  return { code: "person-needed", subject: take.id, says };
}

function stepToMake(
  question: ShotQuestion,
  comparison: Comparison | undefined,
  basis: Basis,
  soFar: AttemptsSoFar,
): Step {
  const { shot } = question;
  const causes = reasonsToMake(question, comparison, soFar);
  const kind = comparison?.take.tier === question.tier && !isOnly(causes, "options-missing") ? "retake" : "render";
  const base: StepDetail = {
    ...(comparison === undefined ? {} : { circled: comparison.take.id }),
    basis,
    after: question.upstream?.frame === null ? [question.upstream.shot] : [],
  };
  const stop = reasonsToStop(question, comparison, soFar);
  if (stop !== undefined) return step(question, stop.kind, [...stop.causes, ...causes], base);
  const all = [...soFar.open.map(inFlight), ...causes];
  // A retake is one more take; otherwise as many as are missing.
  const wanted = retakeIsAsked(question) ? 1 : Math.max(1, shot.options - takesThere(question).length);
  if (wanted <= soFar.open.length) return step(question, kind, all, { ...base, cost: roomAfterOpen(question, soFar) });
  // Before the upstream frame is known nobody can tell which tries were for this picture: all takes may be needed.
  const left = shot.maxPaidTakes - (question.upstream?.frame === null ? soFar.open.length : soFar.used);
  if (left < 1) return step(question, "blocked", [usedUp(question, soFar), ...all], base);
  const takes = Math.min(wanted - soFar.open.length, left);
  if (shot.source.kind !== "generated") return step(question, kind, all, { ...base, takes });
  const receipt = question.route(shot);
  if (receipt.candidates.length === 0)
    return step(question, "blocked", [noEngine(question, receipt), ...all], { ...base, receipt });
  const cost = stepCost(receipt, takes, left);
  const known = isOnly(causes, "upstream-unknown") ? { ...cost, lowMicros: 0 } : cost;
  return step(question, kind, all, { ...base, takes, receipt, cost: known });
}

/** What is under way is reserved already; should it not pass, the takes that are left may follow it. */
function roomAfterOpen({ shot, route }: ShotQuestion, { used }: AttemptsSoFar): CostRange {
  const left = shot.maxPaidTakes - used;
  const receipt = shot.source.kind === "generated" && left > 0 ? route(shot) : undefined;
  if (receipt === undefined || receipt.candidates.length === 0) return FREE;
  return { ...FREE, ceilingMicros: stepCost(receipt, 1, left).ceilingMicros };
}

export function isOnly(causes: readonly Cause[], code: Cause["code"]): boolean {
  return causes.length > 0 && causes.every((cause) => cause.code === code);
}

type StepDetail = Partial<Pick<Step, "takes" | "basis" | "receipt" | "cost" | "circled" | "after">>;

function step(question: ShotQuestion, kind: StepKind, causes: readonly Cause[], detail: StepDetail = {}): Step {
  const { shot } = question;
  const { title } = shot.editorial;
  return {
    kind,
    shot: shot.id,
    name: shot.name,
    ...(title === undefined ? {} : { title }),
    causes,
    takes: 0,
    cost: FREE,
    after: [],
    wantedFrames: shot.intent.durationFrames,
    ...detail,
  };
}
