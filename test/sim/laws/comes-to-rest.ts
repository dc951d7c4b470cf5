import type { Step } from "../../../src/core/plan-steps.ts";
import { type AttemptFacts, chargeBefore, type Evidence } from "../evidence.ts";
import type { Law } from "./law.ts";

/** An auto line above everything: nobody is ever asked. */
const HIGH_LINE_MICROS = 1_000_000_000;
/** Takes that were lost or below the floor, after which an endpoint is not asked for another one. */
const BAD_TAKES_MAX = 3;
/** What the simulated catalogue, which rates nobody, expects to be kept. */
const LEAST_KEPT_PER_MILLE = 500;
/** Ways of ending after which an endpoint is not asked again for the same picture. */
const FINAL_CLASSES: readonly string[] = ["gone", "invalid-request", "refusal", "auth", "slow", "quota", "server"];

/**
 * Liveness: once all faults are over, the plan becomes empty within a bounded number of runs, or every shot that is left is
 * parked for a reason that the vendors' logs and the ceilings confirm.
 */
export const comesToRest: Law = {
  name: "it comes to rest",
  check(evidence) {
    const { rest } = evidence.history;
    if (rest === undefined) return ["it was never at rest"];
    return rest.plan.steps.flatMap((step) => {
      const reason = parkedBecause(evidence, step);
      if (reason !== undefined) return [];
      const says = rest.outcomes.find((outcome) => outcome.shot === step.shot);
      return [`${step.shot} is left as ${step.kind} after ${rest.rounds} runs: ${JSON.stringify(says ?? step.causes)}`];
    });
  },
};

/** Why a step of the last plan may stay; undefined when there is no reason. */
export function parkedBecause(evidence: Evidence, step: Step): string | undefined {
  switch (step.kind) {
    case "reuse":
    case "keep":
    case "hold":
    case "omit":
      return "nothing to do";
    case "in-doubt":
      return inDoubt(evidence, step);
    case "blocked":
      return blocked(evidence, step);
    case "render":
    case "retake":
      return waiting(evidence, step);
    default:
      return undefined;
  }
}

/** Only a submit whose answer nobody heard may stand in doubt. */
function inDoubt(evidence: Evidence, step: Step): string | undefined {
  const open = attemptsOf(evidence, step).filter((attempt) => attempt.events.at(-1)?.event.type === "attempt.doubted");
  // A diligent person has resolved everything, and since then no answer was lost.
  return open.length > 0 && !evidence.history.scenario.isDiligent ? "in doubt" : undefined;
}

function blocked(evidence: Evidence, step: Step): string | undefined {
  const [cause] = step.causes;
  if (cause === undefined) return undefined;
  const attempts = attemptsOf(evidence, step);
  switch (cause.code) {
    case "over-ceiling":
      return isOverCeiling(evidence, step) ? "ceiling" : undefined;
    case "no-engine":
      return isTooDear(evidence, step) ? "no engine" : undefined;
    case "upstream-unknown":
      return upstreamIsParked(evidence, step) ? "its upstream shot waits" : undefined;
    case "person-needed":
      if (cause.subject === "max_paid_takes") return attempts.length > 0 ? "takes used up" : undefined;
      if (isDropped(evidence, attempts.at(-1))) return "dropped by a person";
      if (cause.subject === "options") return attempts.some(isAccepted) ? "options to choose from" : undefined;
      return attempts.some((attempt) => classOf(attempt) !== "") ? `person after ${lastClass(attempts)}` : undefined;
    default:
      return undefined;
  }
}

function isDropped({ history }: Evidence, attempt: AttemptFacts | undefined): boolean {
  return history.people.some((one) => one.how === "drop" && one.attempt === attempt?.key);
}

function waiting(evidence: Evidence, step: Step): string | undefined {
  if (needsApproval(evidence, step)) return "approval";
  if (upstreamIsParked(evidence, step)) return "its upstream shot waits";
  const candidates = step.receipt?.candidates ?? [];
  const attempts = attemptsOf(evidence, step);
  const isExhausted = candidates.every(({ identity }) => {
    const own = attempts.filter(({ intent }) => intent.identity.endpoint === identity.endpoint);
    const bad = own.filter(
      (attempt) =>
        classOf(attempt) === "lost-result" || attempt.events.some(({ event }) => event.type === "take.set-aside"),
    );
    return bad.length >= BAD_TAKES_MAX || own.some((attempt) => FINAL_CLASSES.includes(classOf(attempt)));
  });
  if (candidates.length > 0 && isExhausted) return "every engine failed";
  return isOverCeiling(evidence, step) ? "ceiling" : undefined;
}

/** The auto line does not reach, and no grant that was written leaves room for another take. */
function needsApproval({ history }: Evidence, step: Step): boolean {
  const { autoMicros = 0 } = history.rest?.episode.ceilings ?? {};
  return step.approval?.kind !== "auto" && autoMicros < HIGH_LINE_MICROS && (step.receipt?.candidates.length ?? 0) > 0;
}

/** Every vendor can make every shot: none is left only where one take of the cheapest passes what the shot may cost. */
function isTooDear(evidence: Evidence, step: Step): boolean {
  const { episode } = evidence.history.rest ?? {};
  const shot = episode?.shots.find((one) => one.id === step.shot);
  if (episode === undefined || shot === undefined) return false;
  const cheapest = Math.min(...secondPrices(evidence)) * (shot.intent.durationFrames / 24);
  return [shot.maxShotMicros, episode.ceilings.shotMicros].some((most) => most !== undefined && cheapest > most);
}

function upstreamIsParked(evidence: Evidence, step: Step): boolean {
  const { rest } = evidence.history;
  const from = rest?.episode.shots.find((shot) => shot.id === step.shot)?.intent.chain?.from;
  const upstream = rest?.plan.steps.find((one) => one.shot === from && one.kind !== "rename");
  if (upstream === undefined) return from !== undefined;
  return ["hold", "omit"].includes(upstream.kind) || parkedBecause(evidence, upstream) !== "nothing to do";
}

/** One more take would pass a ceiling, by what the journal holds as spent or reserved. */
function isOverCeiling(evidence: Evidence, step: Step): boolean {
  const { rest } = evidence.history;
  const shot = rest?.episode.shots.find((one) => one.id === step.shot);
  if (rest === undefined || shot === undefined) return false;
  // A step is admitted while its expected cost fits: the price over the share of takes that are kept.
  const prices = (step.receipt?.candidates ?? []).map(({ quote, acceptancePerMille }) =>
    Math.ceil((quote.takeMicros * 1000) / acceptancePerMille),
  );
  const seconds = shot.intent.durationFrames / 24;
  const dearest = Math.max(
    ...prices,
    ...secondPrices(evidence).map((micros) => Math.ceil((micros * seconds * 1000) / LEAST_KEPT_PER_MILLE)),
  );
  const film = filmOf(evidence, step.shot);
  const ofShot = film === undefined ? 0 : atStakeOf(evidence, film);
  const { episodeMicros, shotMicros, runMicros, monthMicros } = rest.episode.ceilings;
  const limits: readonly [number | undefined, number][] = [
    [episodeMicros, atStakeOf(evidence)],
    [shotMicros, ofShot],
    [shot.maxShotMicros, ofShot],
    [runMicros, 0],
    [monthMicros, atStakeOf(evidence)],
  ];
  // What a run may spend is shared out among all that it is to make.
  const making = rest.plan.steps.filter((one) => ["render", "retake", "blocked"].includes(one.kind)).length;
  const takes = Math.max(1, shot.options) * Math.max(1, making);
  return limits.some(([ceiling, spent]) => ceiling !== undefined && spent + dearest * takes > ceiling);
}

/** Spent or reserved in the end by what the journal says, for a film or for all. */
function atStakeOf({ attempts }: Evidence, film?: string): number {
  return attempts
    .filter((one) => film === undefined || one.film === film)
    .reduce(
      (total, one) => total + (chargeBefore(one, Number.POSITIVE_INFINITY)?.micros ?? one.intent.reserveMicros),
      0,
    );
}

function secondPrices({ history }: Evidence): readonly number[] {
  return history.scenario.vendors.flatMap((vendor) => vendor.endpoints.map((endpoint) => endpoint.secondMicros));
}

function filmOf({ events }: Evidence, shot: string): string | undefined {
  return events.filter(({ event }) => "shot" in event && event.shot === shot).at(-1)?.film;
}

function attemptsOf(evidence: Evidence, step: Step): readonly AttemptFacts[] {
  return evidence.byFilm.get(filmOf(evidence, step.shot) ?? "") ?? [];
}

function isAccepted({ events }: AttemptFacts): boolean {
  return events.some(({ event }) => event.type === "take.accepted");
}

/** How it failed in the end; an empty text when it did not. A word on its bill that came later changes nothing. */
function classOf({ events }: AttemptFacts): string {
  const last = events.findLast(({ event }) => event.type !== "attempt.settled")?.event;
  return last?.type === "attempt.refused" || last?.type === "attempt.failed" ? last.failure.class : "";
}

function lastClass(attempts: readonly AttemptFacts[]): string {
  return attempts.map(classOf).findLast((name) => name !== "") ?? "nothing";
}
