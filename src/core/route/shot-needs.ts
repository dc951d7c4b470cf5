import type { FrameWish, ReferenceFile, Shot } from "../production.ts";
import { castLoras } from "../recipe/cast-loras.ts";
import { invariant } from "../result.ts";
import { parseRate, type Rate } from "../time.ts";
import type { RouteRequest } from "./route-request.ts";

/** A draft is judged for staging and timing: more lines than this are not paid for. */
export const DRAFT_LINES_MAX = 720;

/** A LoRA of the cast: the base family it was trained on and what could stand in for it. */
export interface LoraNeed {
  readonly character: string;
  readonly base: string;
  /** Identity pictures of the same character. */
  readonly references: number;
}

/** What a shot asks of any engine, worked out once for all offers. */
export interface ShotNeeds {
  readonly rate: Rate;
  /** Duration and, when handles are a number, both handles. */
  readonly wantedFrames: number;
  readonly wantedMs: number;
  readonly aspect: string;
  /** Lines of the picture as people count them, 1080 for 1920x1080 and for 1920x804. */
  readonly lines: number;
  readonly showLines: number;
  readonly firstFrame: string | undefined;
  readonly lastFrame: string | undefined;
  readonly references: number;
  readonly identityReferences: number;
  readonly loras: readonly LoraNeed[];
  readonly speaks: boolean;
  readonly lipSync: boolean;
  readonly sound: boolean;
  readonly nativeAudio: boolean;
  readonly require: readonly string[];
}

export function needsOf(request: RouteRequest): ShotNeeds {
  const { shot, tier } = request;
  const intent = shot.intent;
  const rate = parseRate(intent.rate);
  invariant(rate !== undefined, `${shot.id} has the frame rate ${intent.rate}`);
  const handles = typeof shot.handles === "number" ? shot.handles : 0;
  const wantedFrames = intent.durationFrames + 2 * handles;
  const showLines = linesOf(intent.resolution);
  const speaks = intent.dialogue.some((line) => line.kind !== "voice-over");
  const nativeAudio = shot.route.require.includes("native-audio");
  return {
    rate,
    wantedFrames,
    wantedMs: Math.ceil((wantedFrames * rate.denominator * 1000) / rate.numerator),
    aspect: intent.aspect,
    lines: tier === "draft" ? Math.min(showLines, DRAFT_LINES_MAX) : showLines,
    showLines,
    firstFrame: firstFrameOf(shot),
    lastFrame: pictureOf(shot, intent.endFrame, "end-frame"),
    references: shot.references.filter(isPicture).length,
    identityReferences: shot.references.filter((file) => file.role === "identity" || file.role === "look").length,
    loras: lorasOf(shot),
    speaks,
    lipSync: shot.route.require.includes("lip-sync") || intent.dialogue.some((line) => line.lipSync === true),
    sound: nativeAudio || speaks || intent.ambience !== undefined || intent.soundEffects.length > 0,
    nativeAudio,
    require: shot.route.require,
  };
}

function firstFrameOf(shot: Shot): string | undefined {
  if (shot.intent.chain !== undefined) return `the last frame of ${shot.intent.chain.from}`;
  return pictureOf(shot, shot.intent.startFrame, "start-frame");
}

/** Name of the file a frame is wished as, for the sentence; undefined when it is words or nothing. */
function pictureOf(shot: Shot, wish: FrameWish | undefined, role: ReferenceFile["role"]): string | undefined {
  if (wish === undefined || !("sha256" in wish)) return undefined;
  return shot.references.find((file) => file.role === role)?.path ?? wish.path ?? "a picture";
}

function isPicture(file: ReferenceFile): boolean {
  return file.role !== "lora" && file.role !== "start-frame" && file.role !== "end-frame";
}

/** `1920x1080`, `1080p` or `4k` -> lines of the 16:9 picture of that class. */
export function linesOf(resolution: string): number {
  const size = /^(\d{2,5})x(\d{2,5})$/.exec(resolution);
  if (size !== null) {
    const [width, height] = [Number(size[1]), Number(size[2])];
    return Math.max(Math.min(width, height), Math.ceil((Math.max(width, height) * 9) / 16));
  }
  if (resolution.toLowerCase() === "4k") return 2160;
  const lines = /^(\d{3,4})p$/i.exec(resolution);
  invariant(lines !== null, `resolution ${resolution}`);
  return Number(lines[1]);
}

function lorasOf(shot: Shot): readonly LoraNeed[] {
  return castLoras(shot.parts).map(({ character, part }) => ({
    character,
    base: typeof part["base"] === "string" ? part["base"] : "unknown",
    references: shot.references.filter((file) => ownedBy(file, character) && isPicture(file)).length,
  }));
}

/** Owners are ids, `shoemaker`, or dependency keys, `character/shoemaker`. */
function ownedBy(file: ReferenceFile, character: string): boolean {
  return file.owner === character || file.owner.startsWith(`character/${character}`);
}
