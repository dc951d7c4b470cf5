import { joinHandles } from "./cut/joins.ts";
import type { Digest } from "./digest.ts";
import type { EndpointOrder, ShotOrder } from "./order.ts";
import type { Episode, Shot, Tier } from "./production.ts";
import { invariant } from "./result.ts";
import type { Candidate } from "./route-decision.ts";
import { parseRate } from "./time.ts";

/** Largest picture of the two free profiles: what draws quickly on two cores, and what the WASM build manages. */
export const ANIMATIC_BOX = { full: { width: 1280, height: 720 }, draft: { width: 640, height: 360 } } as const;

/** Spare frames at both ends of an animatic: it is free, and the cut can then be trimmed and dissolved without drawing again. */
const FREE_HANDLE_FRAMES = 8;

export interface OrderRequest {
  readonly episode: Episode;
  readonly shot: Shot;
  readonly tier: Tier;
  readonly candidate: Candidate;
  readonly attempt: string;
  readonly take: string;
  readonly seed: string;
  /** First picture of a chained shot, in the store. */
  readonly upstreamFrame?: Digest;
  readonly profile: keyof typeof ANIMATIC_BOX;
  /** Programme time of the shot's first frame, for the slate. */
  readonly startTimecodeFrames: number;
  /** What is ordered at the chosen endpoint, for engines that are told in words. */
  readonly endpoint?: EndpointOrder;
}

/** The work order of one attempt: everything the engine may know, with frames on its own grid. */
export function makeOrder(request: OrderRequest): ShotOrder {
  const { episode, shot, candidate, tier } = request;
  const rate = parseRate(shot.intent.rate);
  invariant(rate !== undefined, `the rate ${shot.intent.rate} of ${shot.id} was checked when it was read`);
  const wanted = shot.intent.durationFrames;
  const { frames, headFrames } = lengthOf(request);
  const spare = frames - wanted;
  return {
    attempt: request.attempt,
    shotName: shot.name,
    takeName: `${shot.name}_${request.take}`,
    tier,
    identity: candidate.identity,
    intent: shot.intent,
    parts: shot.parts,
    references: shot.references,
    ...(request.upstreamFrame === undefined ? {} : { upstreamFrame: request.upstreamFrame }),
    seed: request.seed,
    rate,
    ...pictureSize(episode, tier, request.profile),
    frames,
    headFrames,
    tailFrames: spare - headFrames,
    audio: audioOf(request),
    burnIn: episode.burnIn,
    startTimecodeFrames: request.startTimecodeFrames,
    ...(request.endpoint === undefined ? {} : { endpoint: request.endpoint }),
  };
}

/** Where no sound is ordered, it is laid in later, and a silent clip is as it should be: voice-over is no sound of the picture. */
function audioOf({ shot, endpoint }: OrderRequest): ShotOrder["audio"] {
  if (endpoint?.audio === false) return "none";
  return shot.intent.dialogue.length > 0 || shot.route.require.includes("native-audio") ? "required" : "optional";
}

/** Frames to deliver and how many of them stand before the shot: strict handles, the engine's surplus, or free ones. */
function lengthOf({ episode, shot, tier, candidate }: OrderRequest): {
  readonly frames: number;
  readonly headFrames: number;
} {
  const wanted = shot.intent.durationFrames;
  const delivered = candidate.quote.deliveredFrames;
  if (shot.handles !== "auto")
    return { frames: Math.max(delivered, wanted + 2 * shot.handles), headFrames: shot.handles };
  // A chained shot begins on the other shot's picture, so all it has to spare comes after its end.
  const chained = shot.intent.chain !== undefined;
  if (tier !== "animatic")
    return {
      frames: Math.max(delivered, wanted),
      headFrames: chained ? 0 : Math.floor(Math.max(0, delivered - wanted) / 2),
    };
  const joins = joinHandles(episode, shot.id);
  const headFrames = chained ? 0 : Math.max(FREE_HANDLE_FRAMES, joins.headFrames);
  return { frames: wanted + headFrames + Math.max(FREE_HANDLE_FRAMES, joins.tailFrames), headFrames };
}

/** The show's own size; an animatic's is the same shape inside its box, with even sides. */
function pictureSize(
  episode: Episode,
  tier: Tier,
  profile: keyof typeof ANIMATIC_BOX,
): { width: number; height: number } {
  const { width, height } = episode.format;
  if (tier !== "animatic") return { width, height };
  const box = ANIMATIC_BOX[profile];
  // An upright picture gets an upright box.
  const [boxWidth, boxHeight] = width >= height ? [box.width, box.height] : [box.height, box.width];
  if (width <= boxWidth && height <= boxHeight) return { width, height };
  const byWidth = width * boxHeight >= height * boxWidth;
  const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2);
  return byWidth
    ? { width: boxWidth, height: even((height * boxWidth) / width) }
    : { width: even((width * boxHeight) / height), height: boxHeight };
}
