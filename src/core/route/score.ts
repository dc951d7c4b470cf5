import type { ExpectedLatency } from "../evidence/expected-latency.ts";
import { formatMicros, type Micros } from "../money.ts";
import type { RouteWish } from "../production.ts";
import type { CostTerm } from "../route-decision.ts";
import { type Acceptance, deviation } from "./acceptance.ts";

/** What the four priorities pay for. Chosen by test/bench/routing on seeds of its own (decision 0014), not measured in the world. */
export interface Weights {
  /** Dollars a second of waiting, in micros. */
  readonly waitingMicrosPerSecond: Micros;
  /** How much of the price's uncertainty counts. */
  readonly riskPerMille: number;
  /** What the best picture is worth above the worst, in micros. */
  readonly qualityMicros: Micros;
}
export const WEIGHTS: { readonly [priority in RouteWish["priority"]]: Weights } = {
  balanced: { waitingMicrosPerSecond: 1000, riskPerMille: 1000, qualityMicros: 1_000_000 },
  quality: { waitingMicrosPerSecond: 1000, riskPerMille: 250, qualityMicros: 4_000_000 },
  cheap: { waitingMicrosPerSecond: 300, riskPerMille: 100, qualityMicros: 0 },
  fast: { waitingMicrosPerSecond: 40_000, riskPerMille: 250, qualityMicros: 0 },
};
/** The animatic has no rival: its receipt holds its price, which is nothing, and no wish of the shot for its final. */
export const NO_WEIGHTS: Weights = { waitingMicrosPerSecond: 0, riskPerMille: 0, qualityMicros: 0 };
/** A hero shot pays double for its picture, a filler half. */
export const IMPORTANCE_PER_MILLE = { hero: 2000, normal: 1000, filler: 500 } as const;
/** What another look inside a locked scene costs: grading, or a retake. */
export const CONTINUITY_MICROS: Micros = 1_000_000;
/** What leaving the model that a shot was tried on costs: a little to another model of its look, more to another look. */
export const OTHER_MODEL_MICROS: Micros = 50_000;
export const OTHER_LOOK_MICROS: Micros = 150_000;
/** Within so many days of its end an engine may be gone before the retake. */
export const SUNSET_DAYS = 90;

/** Everything the score of one offer depends on; flips vary one of them at a time. */
export interface ScoreInputs {
  readonly takeMicros: Micros;
  readonly priceSays: string;
  readonly acceptance: Acceptance;
  readonly latency: ExpectedLatency;
  readonly weights: Weights;
  readonly importancePerMille: number;
  /** Its look is not the scene's, or the shot leaves the model it was tried on. */
  readonly strangeLook: { readonly micros: Micros; readonly says: string } | undefined;
  /** Share of a take's price that a retake after its end would cost, and why. */
  readonly sunset: { readonly perMille: number; readonly says: string } | undefined;
  readonly currency: string;
}

/**
 * Named dollar terms; their sum is the expected cost of one accepted take. All of them are rounded to whole micros, and all
 * are told, also those that are nothing: a reader sees what was thought of.
 */
export function termsOf(inputs: ScoreInputs): readonly CostTerm[] {
  if (inputs.weights === NO_WEIGHTS) return [generation(inputs)];
  return [
    generation(inputs),
    { name: "gate", micros: 0, says: "the gates measure on this machine, free" },
    waiting(inputs),
    quality(inputs),
    risk(inputs),
    continuity(inputs),
    lifecycle(inputs),
    { name: "congestion", micros: 0, says: "no price on slots that other shots may want" },
    { name: "hedging", micros: 0, says: "no second engine is paid while one works" },
  ];
}

export function totalOf(terms: readonly CostTerm[]): Micros {
  return terms.reduce((sum, term) => sum + term.micros, 0);
}

/** One number of an offer that is another. */
export interface ScoreChange {
  readonly takeMicros?: Micros;
  readonly perMille?: number;
  /** Time before it could begin: no term of the score, it is added when the shot is to start (core/admission). */
  readonly waitMs?: number;
}

/** The same offer at another price, acceptance or wait. */
export function totalWith(inputs: ScoreInputs, change: ScoreChange): Micros {
  const { takeMicros = inputs.takeMicros, perMille = inputs.acceptance.perMille, waitMs = 0 } = change;
  const terms = termsOf({ ...inputs, takeMicros, acceptance: { ...inputs.acceptance, perMille } });
  return totalOf(terms) + waitMicros(inputs.weights.waitingMicrosPerSecond, waitMs);
}

/** What a wait before the work begins costs, at the price of a second. */
export function waitMicros(microsPerSecond: Micros, waitMs: number): Micros {
  return Math.round((waitMs * microsPerSecond) / 1000);
}

function generation({ takeMicros, priceSays, acceptance, currency }: ScoreInputs): CostTerm {
  const micros = Math.ceil((takeMicros * 1000) / acceptance.perMille);
  const says =
    takeMicros === 0
      ? priceSays
      : `${priceSays} = ${formatMicros(takeMicros, currency)} a take, ${percent(acceptance.perMille)} of takes expected to be kept (${acceptance.says})`;
  return { name: "generation", micros, says };
}

function waiting({ latency, acceptance, weights }: ScoreInputs): CostTerm {
  const { meanMs, jobs, assumed } = latency;
  const price = weights.waitingMicrosPerSecond;
  const from = assumed ? " (assumed, nobody measured it)" : jobs === 0 ? "" : ` (own jobs: ${jobs})`;
  return {
    name: "waiting",
    micros: Math.round((price * meanMs) / acceptance.perMille),
    says: `${Math.round(meanMs / 1000)} s${from} at ${formatMicros(price * 3600)} an hour`,
  };
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
  const { perMille } = acceptance;
  const deviationPerMille = deviation(acceptance);
  const micros = Math.round((weights.riskPerMille * deviationPerMille * takeMicros) / (perMille * perMille));
  return { name: "risk", micros, says: `the share kept is known only to about ${percent(deviationPerMille)}` };
}

function continuity({ strangeLook }: ScoreInputs): CostTerm {
  return { name: "continuity", micros: 0, says: "no other look is left for it", ...strangeLook };
}

function lifecycle({ takeMicros, sunset }: ScoreInputs): CostTerm {
  if (sunset === undefined) return { name: "lifecycle", micros: 0, says: "no end is told" };
  return { name: "lifecycle", micros: Math.round((takeMicros * sunset.perMille) / 1000), says: sunset.says };
}

/** Per mille -> `64 %`. */
export function percent(perMille: number): string {
  return `${Math.round(perMille / 10)} %`;
}
