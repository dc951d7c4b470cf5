import { expectedLatency } from "../evidence/expected-latency.ts";
import type { Micros } from "../money.ts";
import type { Quote } from "../route-decision.ts";
import type { EngineIdentity } from "../take.ts";
import { acceptanceOf } from "./acceptance.ts";
import { type Case, CHECKS, type Constraint } from "./constraints.ts";
import { dayOf } from "./days.ts";
import { degradationsOf } from "./degradations.ts";
import { deliveryOf } from "./delivery.ts";
import { dueWeights, tooLate } from "./due.ts";
import { isNamed } from "./engine-names.ts";
import { failoverStep } from "./failover-step.ts";
import { lifecyclesOf, type Offer, offersOf } from "./offer.ts";
import type { RouteRequest } from "./route-request.ts";
import { IMPORTANCE_PER_MILLE, NO_WEIGHTS, type ScoreInputs, termsOf, totalOf, WEIGHTS } from "./score.ts";
import { needsOf } from "./shot-needs.ts";
import { sunsetOf } from "./sunset.ts";
import { formatRate, priced } from "./take-price.ts";

/** An offer that could make the shot, with all its score depends on but the scene's look. */
export interface Fit {
  readonly offer: Offer;
  readonly identity: EngineIdentity;
  readonly quote: Quote;
  readonly inputs: ScoreInputs;
  /** Place in the shot's own order of liking, 0 first; 0 for all when there is none. */
  readonly liking: number;
  /** Score without the scene's look. */
  readonly plainMicros: Micros;
}
export interface Misfit {
  readonly offer: Offer;
  readonly constraint: Constraint;
  readonly says: string;
  /** Price of one take, where nothing but the price is against it. */
  readonly takeMicros?: Micros;
}
export interface Evaluation {
  readonly fits: readonly Fit[];
  readonly misfits: readonly Misfit[];
}

/** Judges every offer of the catalogue for one shot: hard constraints first, then what it would cost. */
export function evaluate(request: RouteRequest): Evaluation {
  const needs = needsOf(request);
  const day = dayOf(request.asOf);
  const fits: Fit[] = [];
  const misfits: Misfit[] = [];
  for (const offer of offersOf(request.catalogue)) {
    const { delivery, price } = priced(offer.endpoint.price, deliveryOf(offer.endpoint.limits, needs));
    const one: Case = { request, offer, needs, delivery, price, day };
    const misfit = firstMisfit(one);
    if (misfit === undefined) fits.push(fitOf(one));
    else misfits.push(misfit);
  }
  return inTime(request, fits, misfits);
}

/** Before the due time only what would be finished by then counts; where nothing would, late is better than never. */
function inTime(request: RouteRequest, fits: readonly Fit[], misfits: readonly Misfit[]): Evaluation {
  if (request.tier === "animatic" || request.episode.dueMs === undefined) return { fits, misfits };
  const late = fits.flatMap((fit): Misfit[] => {
    const says = tooLate(request, fit.inputs.latency);
    return says === undefined ? [] : [{ offer: fit.offer, constraint: "too-late", says }];
  });
  if (late.length === 0 || late.length === fits.length) return { fits, misfits };
  const out = new Set(late.map(({ offer }) => offer));
  return { fits: fits.filter(({ offer }) => !out.has(offer)), misfits: [...misfits, ...late] };
}

function firstMisfit(one: Case): Misfit | undefined {
  const checks = one.request.tier === "animatic" ? CHECKS.slice(0, 1) : CHECKS;
  for (const [constraint, check] of checks) {
    const says = check(one);
    if (says === undefined) continue;
    const price = constraint === "over-shot-ceiling" && one.price.known ? { takeMicros: one.price.micros } : {};
    return { offer: one.offer, constraint, says, ...price };
  }
  return undefined;
}

function fitOf(one: Case): Fit {
  const { offer, request } = one;
  const quote = quoteOf(one);
  const priority = request.priority ?? request.shot.route.priority;
  const { id, latency: published } = offer.endpoint;
  const latency = expectedLatency(request.evidence, id, published, quote.billedMilliseconds);
  const inputs: ScoreInputs = {
    takeMicros: quote.takeMicros,
    priceSays: one.price.says,
    acceptance: acceptanceOf(one),
    latency,
    weights: request.tier === "animatic" ? NO_WEIGHTS : dueWeights(WEIGHTS[priority], request),
    importancePerMille: IMPORTANCE_PER_MILLE[request.shot.importance],
    strangeLook: failoverStep(request, offer),
    sunset: sunsetOf(lifecyclesOf(offer), one.day),
    currency: request.catalogue.currency,
  };
  const identity = {
    engine: offer.engine.id,
    model: offer.model.id,
    modelVersion: offer.model.version,
    endpoint: offer.endpoint.id,
  };
  const order = request.tier === "animatic" ? [] : (request.shot.route.order ?? []);
  const liking = Math.max(
    0,
    order.findIndex((name) => isNamed(offer, name)),
  );
  return { offer, identity, quote, inputs, liking, plainMicros: totalOf(termsOf(inputs)) };
}

function quoteOf(one: Case): Quote {
  const { offer, needs, delivery, price } = one;
  const { source, checkedOn } = offer.endpoint.price;
  const disputed =
    price.known && price.disputedMicros !== undefined
      ? `; sources disagree, another one says ${formatRate(price.disputedMicros)} a take: the dearer counts`
      : "";
  return {
    takeMicros: price.known ? price.micros : 0,
    billedMilliseconds: price.known ? price.billedMs : 0,
    wantedMilliseconds: needs.wantedMs,
    deliveredFrames: delivery.frames,
    degradations: degradationsOf(one),
    source: `${source}, checked ${checkedOn}${disputed}`,
    ...(delivery.resolution === undefined ? {} : { resolution: delivery.resolution }),
  };
}
