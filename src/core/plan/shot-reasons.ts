import { upstreamKey } from "../basis-of.ts";
import type { AttemptState } from "../episode-state.ts";
import { formatMicros } from "../money.ts";
import type { Cause } from "../plan-steps.ts";
import { TIERS } from "../production.ts";
import type { Take } from "../take.ts";
import { type AttemptsSoFar, atMost } from "./attempts-so-far.ts";
import { type Comparison, takesThere } from "./shot-comparison.ts";
import { retakeIsAsked, type ShotQuestion, type Upstream } from "./shot-question.ts";

/** Why a shot is to be made, most personal reason first. */
export function reasonsToMake(
  question: ShotQuestion,
  comparison: Comparison | undefined,
  soFar: AttemptsSoFar,
): Cause[] {
  const { shot, state, tier, upstream } = question;
  const causes: Cause[] = [];
  for (const retake of state?.retakes.filter((asked) => asked.tier === tier) ?? [])
    causes.push({
      code: "retake-asked",
      subject: shot.id,
      says: `${retake.operator} asks for a retake: ${retake.reason}`,
    });
  if (comparison === undefined) causes.push(neverMade(question));
  else if (comparison.take.tier !== tier)
    causes.push({
      code: "tier-missing",
      subject: tier,
      says: `no ${tier} take, and the ${comparison.take.tier} one is older`,
    });
  causes.push(...(comparison?.causes ?? []));
  if (upstream?.frame === null && comparison !== undefined)
    causes.push({
      code: "upstream-unknown",
      subject: upstreamKey(upstream.shot),
      says: `known after ${upstream.shot}`,
    });
  if (comparison !== undefined && mediaIsMissing(question, comparison.take))
    causes.push({
      code: "media-missing",
      subject: comparison.take.id,
      says: `the file of ${comparison.take.id} is not in the store`,
    });
  for (const attempt of soFar.setAside) causes.push(belowFloor(attempt));
  const there = takesThere(question).length;
  if (there > 0 && there < shot.options && !retakeIsAsked(question))
    causes.push({
      code: "options-missing",
      subject: "options",
      says: `${there} of ${shot.options} takes to choose from are made`,
    });
  return causes;
}

const UPSTREAM_BLOCKED: Readonly<Record<NonNullable<Upstream["blocked"]>, string>> = {
  omitted: "which is omitted: chain it to another shot",
  "on-hold": "which is on hold and not made yet",
  "left-out": "which has to be made first: plan it too",
  waits: "which has to be made first and waits",
  "no-frame": "whose last picture is not known: make it again",
};

export function mediaIsMissing(question: ShotQuestion, take: Take): boolean {
  return !question.mediaPresent(take.signed?.sha256 ?? take.raw);
}

function neverMade(question: ShotQuestion): Cause {
  const { shot, state, tier } = question;
  const lower = [...TIERS].reverse().find((candidate) => state?.circled[candidate] !== undefined);
  if (lower === undefined) return { code: "new-shot", subject: shot.id, says: "new" };
  return {
    code: "tier-missing",
    subject: tier,
    says: `no ${tier} take yet; ${lower} ${state?.circled[lower]} stands in`,
  };
}

function belowFloor(attempt: AttemptState): Cause {
  const score = attempt.judgement?.scorePerMille;
  const points = score === undefined ? "" : ` (score 0.${String(Math.min(score, 999)).padStart(3, "0").slice(0, 2)})`;
  return { code: "set-aside", subject: attempt.take, says: `${attempt.take} did not pass the gates${points}` };
}

export function inFlight(attempt: AttemptState): Cause {
  const says = `attempt ${attempt.number} is under way at ${attempt.identity.endpoint} (${attempt.standing})`;
  return { code: "in-flight", subject: attempt.attempt, says };
}

export function usedUp(question: ShotQuestion, soFar: AttemptsSoFar): Cause {
  const says = `${soFar.used} of ${question.shot.maxPaidTakes} takes are used up: circle one, change the shot, or ask for a retake`;
  return { code: "person-needed", subject: "max_paid_takes", says };
}

/** What stops the shot before money is looked at; `in-doubt` has a kind of step of its own. */
export function reasonsToStop(
  question: ShotQuestion,
  comparison: Comparison | undefined,
  soFar: AttemptsSoFar,
): { readonly kind: "blocked" | "in-doubt"; readonly causes: readonly Cause[] } | undefined {
  const { shot, upstream } = question;
  const blocked = (...causes: Cause[]) => ({ kind: "blocked" as const, causes });
  const [doubt] = soFar.inDoubt;
  if (doubt !== undefined) return { kind: "in-doubt", causes: [inDoubt(question, doubt)] };
  const [lost] = soFar.lost;
  if (lost !== undefined) {
    const says = `attempt ${lost.number} was under way at ${lost.identity.endpoint} when the journal was lost: shotlock resolve ${shot.id}`;
    return { kind: "in-doubt", causes: [{ code: "person-needed", subject: lost.attempt, says }] };
  }
  const absent = question.missingReferences(shot);
  if (absent.length > 0)
    return blocked(
      ...absent.map((path) => ({ code: "reference-missing" as const, subject: path, says: `${path} is missing` })),
    );
  if (upstream?.blocked !== undefined) {
    const says = `starts from ${upstream.shot}, ${UPSTREAM_BLOCKED[upstream.blocked]}`;
    return blocked({ code: "upstream-unknown", subject: upstreamKey(upstream.shot), says });
  }
  if (soFar.stopped !== undefined && soFar.open.length === 0) {
    const { failure, identity, givenUp, number } = soFar.stopped;
    if (givenUp !== undefined) {
      const says = `attempt ${number} at ${identity.endpoint} was given up: shotlock retake ${shot.id} asks for another`;
      return blocked({ code: "person-needed", subject: identity.endpoint, says });
    }
    const says = `${identity.endpoint} stopped (${failure?.class ?? "failed"}): ${failure?.message ?? "no message"}`;
    return blocked({ code: "person-needed", subject: identity.endpoint, says });
  }
  const waiting = takesThere(question);
  const circled = comparison?.verdict === "same" || comparison?.verdict === "kept";
  if (waiting.length >= shot.options && !circled && !retakeIsAsked(question) && comparison?.verdict !== "maybe") {
    const says = `${waiting.map((take) => take.id).join(", ")} wait: choose with \`shotlock circle ${shot.id} ${waiting[0]?.id}\``;
    return blocked({ code: "person-needed", subject: "options", says });
  }
  const paidAndGone =
    comparison !== undefined && comparison.take.costMicros > 0 && mediaIsMissing(question, comparison.take);
  if (paidAndGone && circled && !retakeIsAsked(question)) {
    const says = `${comparison.take.id} was paid for: bring its file back, or ask for a retake`;
    return blocked({ code: "person-needed", subject: comparison.take.id, says });
  }
  return undefined;
}

function inDoubt(question: ShotQuestion, attempt: AttemptState): Cause {
  const owed = atMost(attempt);
  const bill = owed > 0 ? `; up to ${formatMicros(owed, question.episode.ceilings.currency)} may be billed` : "";
  const says = `nobody knows whether ${attempt.identity.endpoint} took attempt ${attempt.number}${bill}: shotlock resolve ${attempt.shot} says what was sent and where to look`;
  return { code: "person-needed", subject: attempt.attempt, says };
}
