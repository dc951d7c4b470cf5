import type { Limits } from "../catalogue.ts";
import type { Digest } from "../digest.ts";
import type { EndpointOrder, LoraOrder } from "../order.ts";
import type { ReferenceFile, Shot } from "../production.ts";
import { invariant } from "../result.ts";
import { type Delivery, deliveryOf } from "../route/delivery.ts";
import { offersOf } from "../route/offer.ts";
import type { RouteRequest } from "../route/route-request.ts";
import { needsOf } from "../route/shot-needs.ts";
import { priced } from "../route/take-price.ts";
import type { Candidate } from "../route-decision.ts";
import { parseRate } from "../time.ts";
import { loadedLoras, promptFor } from "./prompt-for.ts";

/** Pictures in the order in which they are given where an endpoint takes only some: faces before things before places. */
const REFERENCE_ROLES: readonly ReferenceFile["role"][] = ["identity", "look", "prop", "location", "style"];

/**
 * What is ordered at a candidate's endpoint, in its own terms: the same delivery and price that the router judged. Undefined
 * for an engine that reads the shot itself.
 */
export function endpointOrder(
  request: RouteRequest,
  candidate: Candidate,
  upstreamFrame?: Digest,
): EndpointOrder | undefined {
  const offer = offersOf(request.catalogue).find(({ endpoint }) => endpoint.id === candidate.identity.endpoint);
  invariant(offer !== undefined, `the router took ${candidate.identity.endpoint} from the catalogue`);
  const { limits, price, remote } = offer.endpoint;
  if (limits.duration.kind === "exact") return undefined;
  const { delivery } = priced(price, deliveryOf(limits, needsOf(request)));
  const { aspect, milliseconds, resolution, audio } = delivery;
  invariant(
    aspect !== undefined && milliseconds !== undefined && resolution !== undefined,
    `${candidate.identity.endpoint} makes ${request.shot.id}, or the router had refused it`,
  );
  const { intent } = request.shot;
  const prompt = promptFor(request, limits, audio);
  const firstFrame = upstreamFrame ?? pictureOf(intent.startFrame);
  const lastFrame = pictureOf(intent.endFrame);
  return {
    remote,
    clipMs: milliseconds,
    ...gridOf(limits, milliseconds),
    aspect: aspect.name,
    resolution,
    audio,
    prompt: prompt.text,
    ...(prompt.avoid === undefined ? {} : { avoid: prompt.avoid }),
    ...(firstFrame === undefined ? {} : { firstFrame }),
    ...(lastFrame === undefined ? {} : { lastFrame }),
    references: referencesFor(request.shot, delivery),
    loras: lorasFor(request.shot, limits),
    takeMicros: candidate.quote.takeMicros,
    ...(price.per === "gpu-second" ? { gpuSecondMicros: price.micros } : {}),
  };
}

function pictureOf(wish: Shot["intent"]["startFrame"]): Digest | undefined {
  return wish !== undefined && "sha256" in wish ? wish.sha256 : undefined;
}

/** Milliseconds of a grid of frames are rounded up, so the frames come back whole when they are counted down. */
function gridOf({ duration }: Limits, milliseconds: number): Pick<EndpointOrder, "clipFrames" | "clipRate"> {
  if (duration.kind !== "frames") return {};
  const rate = parseRate(duration.rate);
  invariant(rate !== undefined, `the rate ${duration.rate} of the catalogue was checked when it was read`);
  const clipFrames = Math.floor((milliseconds * rate.numerator) / (rate.denominator * 1000));
  return { clipFrames, clipRate: duration.rate };
}

function referencesFor({ references }: Shot, delivery: Delivery): readonly Digest[] {
  return [...references]
    .filter((file) => REFERENCE_ROLES.includes(file.role))
    .sort((one, other) => REFERENCE_ROLES.indexOf(one.role) - REFERENCE_ROLES.indexOf(other.role))
    .slice(0, delivery.references)
    .map((file) => file.sha256);
}

const SCALE_PER_MILLE = 1000;

function lorasFor(shot: Shot, limits: Limits): readonly LoraOrder[] {
  return loadedLoras(shot, limits).flatMap(({ part }) => {
    const file = shot.references.find((one) => one.role === "lora" && one.sha256 === part["sha256"]);
    if (file === undefined) return [];
    const scale = part["scalePerMille"];
    return [
      {
        file: file.path.slice(file.path.lastIndexOf("/") + 1),
        sha256: file.sha256,
        scalePerMille: typeof scale === "number" ? scale : SCALE_PER_MILLE,
      },
    ];
  });
}
