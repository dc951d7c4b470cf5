import { evidenceDigest } from "../evidence/evidence-digest.ts";
import type { Candidate, Exclusion, Receipt } from "../route-decision.ts";
import { evaluate, type Fit } from "./evaluate.ts";
import { flipsOf, type Ranked } from "./flips.ts";
import type { RouteRequest } from "./route-request.ts";
import { sceneLookOf } from "./scene-look.ts";
import { CONTINUITY_MICROS, termsOf, totalOf } from "./score.ts";

/** Version of the score's rules; decisions 0005 and 0014. */
const SCORE_VERSION = 2;

/**
 * Chooses the engine for one shot and says why: hard constraints first, then expected dollars per accepted take. Pure:
 * the same request gives the same receipt, byte for byte, on every platform. Candidates come best first; every other
 * endpoint of the catalogue is among the excluded, with its reason.
 */
export function routeShot(request: RouteRequest): Receipt {
  const priority = request.priority ?? request.shot.route.priority;
  const evidence = request.evidence === undefined ? undefined : evidenceDigest(request.evidence);
  const frame = {
    policy: `${priority}@${SCORE_VERSION}`,
    ...(evidence === undefined || request.tier === "animatic" ? {} : { evidence }),
    catalogueDate: request.catalogue.date,
  };
  if (request.shot.source.kind !== "generated")
    return { ...frame, candidates: [footage(request)], excluded: [], flips: [] };
  const { fits, misfits } = evaluate(request);
  const look = sceneLookOf(request);
  const required = look !== undefined && request.shot.route.sceneLock === "require";
  const strangers = required ? fits.filter((fit) => fit.offer.model.lookGroup !== look) : [];
  const ranked = fits
    .filter((fit) => !strangers.includes(fit))
    .map((fit) => ({ fit, ...rankedOf(fit, look) }))
    .sort((a, b) => a.fit.liking - b.fit.liking || compareCandidates(a.candidate, b.candidate));
  const excluded: readonly Exclusion[] = [
    ...misfits.map(({ offer, ...reason }) => ({ model: offer.model.id, endpoint: offer.endpoint.id, ...reason })),
    ...strangers.map(({ identity, offer }) => ({
      model: identity.model,
      endpoint: identity.endpoint,
      constraint: "scene-lock",
      says: `the scene is locked to ${look}, this would look like ${offer.model.lookGroup}`,
    })),
  ].sort((a, b) => (a.endpoint < b.endpoint ? -1 : a.endpoint > b.endpoint ? 1 : 0));
  return {
    ...frame,
    candidates: ranked.map(({ candidate }) => candidate),
    excluded,
    flips: flipSentences(request, ranked),
  };
}

function rankedOf({ inputs: plain, offer, identity, quote }: Fit, look: string | undefined): Ranked {
  const strange = look !== undefined && offer.model.lookGroup !== look;
  const says = `the scene is made in ${look}, this would look like ${offer.model.lookGroup}`;
  const inputs = strange ? { ...plain, strangeLook: { micros: CONTINUITY_MICROS, says } } : plain;
  const terms = termsOf(inputs);
  const { perMille: acceptancePerMille, record } = inputs.acceptance;
  const candidate = {
    identity,
    quote,
    acceptancePerMille,
    ...(record === undefined ? {} : { record }),
    terms,
    totalMicros: totalOf(terms),
  };
  return { candidate, inputs, title: `${offer.model.title} (${offer.engine.id})` };
}

/** Cheapest first; equal ones by model, then endpoint, so that the order never depends on a file's order. */
function compareCandidates(a: Candidate, b: Candidate): number {
  if (a.totalMicros !== b.totalMicros) return a.totalMicros - b.totalMicros;
  if (a.identity.model !== b.identity.model) return a.identity.model < b.identity.model ? -1 : 1;
  return a.identity.endpoint < b.identity.endpoint ? -1 : a.identity.endpoint > b.identity.endpoint ? 1 : 0;
}

function flipSentences(request: RouteRequest, ranked: readonly (Ranked & { readonly fit: Fit })[]): readonly string[] {
  const [winner, runnerUp] = ranked;
  if (winner === undefined || runnerUp === undefined) return [];
  if (winner.fit.liking === runnerUp.fit.liking) {
    const sameModel = ({ candidate }: Ranked): boolean => candidate.identity.model === winner.candidate.identity.model;
    const rival = ranked.find((one) => !sameModel(one) && one.fit.liking === winner.fit.liking);
    return [runnerUp, ...(rival === undefined || rival === runnerUp ? [] : [rival])].flatMap((one) =>
      flipsOf(winner, one),
    );
  }
  const order = request.shot.route.order ?? [];
  return [`the shot's own order decides (${order.join(", ")}): no price flips it`];
}

/** A person's own file, or another shot's take: nothing is ordered and nothing is paid. */
function footage({ shot }: RouteRequest): Candidate {
  const own = shot.source.kind === "provided";
  const engine = own ? "provided" : "take";
  const says = own ? "the production's own footage" : "a take that exists already";
  return {
    identity: { engine, model: `shotlock/${engine}`, modelVersion: "1", endpoint: `${engine}/file` },
    quote: {
      takeMicros: 0,
      billedMilliseconds: 0,
      wantedMilliseconds: 0,
      deliveredFrames: shot.intent.durationFrames,
      degradations: [],
      source: says,
    },
    acceptancePerMille: 1000,
    terms: [{ name: "generation", micros: 0, says: `free: ${says}` }],
    totalMicros: 0,
  };
}
