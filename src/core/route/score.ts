import { formatMicros, type Micros } from "../money.ts";
import type { RouteWish } from "../production.ts";
import type { CostTerm } from "../route-decision.ts";
import { type Acceptance, deviation } from "./acceptance.ts";

/** What the four priorities pay for. Starting values (decision 0005), to be tuned on own history. */
export interface Weights {
  /** Dollars a second of waiting, in micros. */
  readonly waitingMicrosPerSecond: Micros;
  /** How much of the price's uncertainty counts. */
  readonly riskPerMille: number;
  /** What the best picture is worth above the worst, in micros. */
  readonly qualityMicros: Micros;
}
export const WEIGHTS: { readonly [priority in RouteWish["priority"]]: Weights } = {
  balanced: { waitingMicrosPerSecond: 4000, riskPerMille: 250, qualityMicros: 500_000 },
  quality: { waitingMicrosPerSecond: 1000, riskPerMille: 250, qualityMicros: 4_000_000 },
  cheap: { waitingMicrosPerSecond: 300, riskPerMille: 100, qualityMicros: 0 },
  fast: { waitingMicrosPerSecond: 10_000, riskPerMille: 250, qualityMicros: 0 },
};
/** The animatic has no rival: its receipt holds its price, which is nothing, and no wish of the shot for its final. */
export const NO_WEIGHTS: Weights = { waitingMicrosPerSecond: 0, riskPerMille: 0, qualityMicros: 0 };
/** A hero shot pays double for its picture, a filler half. */
export const IMPORTANCE_PER_MILLE = { hero: 2000, normal: 1000, filler: 500 } as const;
/** What another look inside a locked scene costs: grading, or a retake. */
export const CONTINUITY_MICROS: Micros = 1_000_000;
/** Within so many days of its end an engine may be gone before the retake. */
export const SUNSET_DAYS = 90;
/** Latency nobody has measured. */
export const UNMEASURED_MS = 180_000;

/** Everything the score of one offer depends on; flips vary one of them at a time. */
export interface ScoreInputs {
  readonly takeMicros: Micros;
  readonly priceSays: string;
  readonly acceptance: Acceptance;
  /** Milliseconds to a finished take; undefined when nobody measured it. */
  readonly latencyMs: number | undefined;
  readonly weights: Weights;
  readonly importancePerMille: number;
  /** Its look group is not the scene's. */
  readonly strangeLook: string | undefined;
  /** Share of a take's price that a retake after its end would cost, and why. */
  readonly sunset: { readonly perMille: number; readonly says: string } | undefined;
  readonly currency: string;
}

/** Named dollar terms; their sum is the expected cost of one accepted take. All of them are rounded to whole micros. */
export function termsOf(inputs: ScoreInputs): readonly CostTerm[] {
  return [
    generation(inputs),
    waiting(inputs),
    quality(inputs),
    risk(inputs),
    continuity(inputs),
    lifecycle(inputs),
  ].filter((term) => term.name === "generation" || term.micros !== 0);
}

export function totalOf(terms: readonly CostTerm[]): Micros {
  return terms.reduce((sum, term) => sum + term.micros, 0);
}

/** The same offer at another price or acceptance. */
export function totalWith(inputs: ScoreInputs, change: { takeMicros?: Micros; perMille?: number }): Micros {
  const perMille = change.perMille ?? inputs.acceptance.perMille;
  const acceptance = { ...inputs.acceptance, perMille, deviationPerMille: deviation(perMille) };
  return totalOf(termsOf({ ...inputs, takeMicros: change.takeMicros ?? inputs.takeMicros, acceptance }));
}

function generation({ takeMicros, priceSays, acceptance, currency }: ScoreInputs): CostTerm {
  const micros = Math.ceil((takeMicros * 1000) / acceptance.perMille);
  const says =
    takeMicros === 0
      ? priceSays
      : `${priceSays} = ${formatMicros(takeMicros, currency)} a take, ${percent(acceptance.perMille)} of takes expected to be kept (${acceptance.says})`;
  return { name: "generation", micros, says };
}

function waiting({ latencyMs, acceptance, weights }: ScoreInputs): CostTerm {
  const milliseconds = latencyMs ?? UNMEASURED_MS;
  const micros = Math.round((weights.waitingMicrosPerSecond * milliseconds) / acceptance.perMille);
  const measured = latencyMs === undefined ? " (assumed, nobody measured it)" : "";
  const perHour = formatMicros(weights.waitingMicrosPerSecond * 3600);
  return { name: "waiting", micros, says: `${Math.round(milliseconds / 1000)} s${measured} at ${perHour} an hour` };
}

function quality({ acceptance, weights, importancePerMille }: ScoreInputs): CostTerm {
  const worth = Math.round((weights.qualityMicros * importancePerMille) / 1000);
  const micros = Math.round((worth * (1000 - acceptance.qualityPerMille)) / 1000);
  return {
    name: "quality",
    micros,
    says: `wins ${percent(acceptance.qualityPerMille)} against the middle of its board; the best picture is worth ${formatMicros(worth)}`,
  };
}

function risk({ takeMicros, acceptance, weights }: ScoreInputs): CostTerm {
  const { perMille, deviationPerMille } = acceptance;
  const micros = Math.round((weights.riskPerMille * deviationPerMille * takeMicros) / (perMille * perMille));
  return { name: "risk", micros, says: `the share kept is known only to about ${percent(deviationPerMille)}` };
}

function continuity({ strangeLook }: ScoreInputs): CostTerm {
  if (strangeLook === undefined) return { name: "continuity", micros: 0, says: "" };
  return { name: "continuity", micros: CONTINUITY_MICROS, says: strangeLook };
}

function lifecycle({ takeMicros, sunset }: ScoreInputs): CostTerm {
  if (sunset === undefined) return { name: "lifecycle", micros: 0, says: "" };
  return { name: "lifecycle", micros: Math.round((takeMicros * sunset.perMille) / 1000), says: sunset.says };
}

/** Per mille -> `64 %`. */
export function percent(perMille: number): string {
  return `${Math.round(perMille / 10)} %`;
}
