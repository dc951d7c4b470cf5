import type { Digest } from "./digest.ts";
import type { JsonObject } from "./json.ts";
import type { Micros } from "./money.ts";
import type { Rate } from "./time.ts";

/**
 * The resolved production: YAML after short forms are opened, defaults folded in and bible references looked up.
 * Made only by src/core/resolve; everything behind it (plan, order, gates, conform) reads these values and no YAML.
 */

export const TIERS = ["animatic", "draft", "final"] as const;
/** A lower tier never satisfies a higher one. */
export type Tier = (typeof TIERS)[number];

export const SHOT_SIZES = ["ECU", "BCU", "CU", "MCU", "MS", "MLS", "FS", "LS", "ELS"] as const;
export type ShotSize = (typeof SHOT_SIZES)[number];
export const SHOT_TYPES = [
  "single",
  "two-shot",
  "group",
  "ots",
  "pov",
  "insert",
  "cutaway",
  "reaction",
  "establishing",
  "master",
] as const;
export type ShotType = (typeof SHOT_TYPES)[number];
export const ANGLES = ["eye", "low", "high", "overhead", "ground", "dutch", "shoulder", "hip"] as const;
export type Angle = (typeof ANGLES)[number];
export const MOVEMENTS = [
  "static",
  "pan",
  "tilt",
  "push-in",
  "pull-out",
  "dolly",
  "truck",
  "pedestal",
  "crane",
  "track",
  "arc",
  "zoom-in",
  "zoom-out",
  "dolly-zoom",
  "whip-pan",
  "rack-focus",
  "handheld",
] as const;
export type Movement = (typeof MOVEMENTS)[number];
export const DIRECTIONS = ["left", "right", "up", "down", "in", "out"] as const;
export type Direction = (typeof DIRECTIONS)[number];
export const SPEEDS = ["slow", "medium", "fast"] as const;
export type Speed = (typeof SPEEDS)[number];
export const RIGS = ["tripod", "handheld", "steadicam", "gimbal", "dolly", "slider", "crane", "drone"] as const;
export type Rig = (typeof RIGS)[number];
export const POSITIONS = ["left", "centre", "right", "foreground", "background"] as const;
export type Position = (typeof POSITIONS)[number];
export const FACINGS = ["left", "right", "camera", "away"] as const;
export type Facing = (typeof FACINGS)[number];
export const TIMES_OF_DAY = ["dawn", "morning", "day", "afternoon", "dusk", "evening", "night", "midnight"] as const;
export type TimeOfDay = (typeof TIMES_OF_DAY)[number];
export const TRANSITIONS = ["cut", "dissolve", "fade-in", "fade-out", "wipe", "match-cut", "smash-cut"] as const;
export type TransitionKind = (typeof TRANSITIONS)[number];

/** Optional fields are absent when nobody said anything; resolve never writes a default that would change a digest later. */
export interface FramingFields {
  readonly size: ShotSize;
  readonly type?: ShotType;
  readonly angle?: Angle;
  readonly lensMm?: number;
  readonly depthOfField?: "shallow" | "medium" | "deep";
  readonly composition?: string;
}
export interface CameraFields {
  readonly movement: Movement;
  readonly direction?: Direction;
  readonly speed?: Speed;
  readonly rig?: Rig;
}
export interface CastMember {
  readonly character: string;
  /** The look's id in the bible; absent for a character without looks. */
  readonly look?: string;
  readonly position?: Position;
  readonly facing?: Facing;
  readonly emotion?: string;
  /** What of the person is in the picture when it is not the whole: `hands`. */
  readonly visible?: string;
}
export interface SpokenLine {
  readonly character?: string;
  readonly line: string;
  readonly delivery?: string;
  readonly kind: "dialogue" | "voice-over" | "off-screen";
  readonly lipSync?: boolean;
}
/** First or last picture of a shot: words, or a file bound by its bytes. A path is only a label and is left out by resolve. */
export type FrameWish = { readonly words: string } | { readonly path?: string; readonly sha256: Digest };

/**
 * What the shot must show, engine-neutral: the hashed value. No editorial field, no route, no price, no threshold.
 * It must stay plain JSON (checked by digestOf). `seed` is a decimal string so that any 64-bit seed survives.
 */
export interface ShotIntent {
  readonly durationFrames: number;
  readonly rate: string;
  readonly aspect: string;
  readonly resolution: string;
  /** Present only when handles are a number (strict); `handles: auto` is not intent. */
  readonly handleFrames?: number;
  readonly framing: FramingFields;
  readonly camera: CameraFields;
  readonly cast: readonly CastMember[];
  readonly props: readonly string[];
  readonly location?: string;
  readonly timeOfDay?: TimeOfDay;
  readonly interior?: boolean;
  readonly weather?: string;
  readonly lighting?: string;
  readonly mood?: string;
  readonly action: string;
  readonly startFrame?: FrameWish;
  readonly endFrame?: FrameWish;
  readonly dialogue: readonly SpokenLine[];
  readonly ambience?: string;
  readonly soundEffects: readonly string[];
  readonly style?: string;
  readonly avoid: readonly string[];
  readonly seed?: string;
  /** Chained shot: its first picture is a picture of another shot. */
  readonly chain?: { readonly from: string; readonly mode: "last-frame" };
}

/**
 * One fingerprinted part of the bible that a shot uses; the value is kept so that a cause can be named in film words.
 * Keys: `character/ID#identity`, `character/ID#references`, `character/ID#look.LOOK`, `character/ID#voice`,
 * `character/ID#lora`, `location/ID`, `location/ID#light.TIME`, `location/ID#references`, `prop/ID`, `style/ID`,
 * `upstream/SH0030` (value: digest of the frame used, or null while it is not known).
 */
export type Parts = { readonly [dependency: string]: JsonObject };

/** A file the bible or the shot names, bound by its bytes. `path` is relative to the repository root, with slashes. */
export interface ReferenceFile {
  readonly owner: string;
  readonly role: "identity" | "look" | "location" | "prop" | "style" | "start-frame" | "end-frame" | "lora";
  readonly view?: string;
  readonly path: string;
  readonly sha256: Digest;
}

export interface RouteWish {
  /** `engine: veo`: exactly this engine or model, nothing else. */
  readonly pin?: string;
  /** `engines: [kling, veo]`: only these, in this order of liking. */
  readonly order?: readonly string[];
  readonly deny: readonly string[];
  readonly require: readonly string[];
  readonly priority: "quality" | "balanced" | "cheap" | "fast";
  readonly onRefusal: "ask" | "failover";
  readonly onSlow: "wait" | "failover";
  /** Scene's `engine_lock`. */
  readonly sceneLock?: "prefer" | "require";
}

export type ShotSource =
  | { readonly kind: "generated" }
  /** `path` is relative to the repository root. */
  | { readonly kind: "provided"; readonly path: string; readonly sha256: Digest }
  | { readonly kind: "take"; readonly episode: string; readonly shot: string; readonly sha256?: Digest };

export interface Transition {
  readonly kind: TransitionKind;
  readonly frames: number;
}

/** Never hashed: a change here costs nothing and is served by a new conform. */
export interface Editorial {
  readonly title?: string;
  readonly notes?: string;
  readonly transitionIn: Transition;
  readonly transitionOut: Transition;
  /** Frames trimmed off the shot's own head and tail in the cut (0 when untouched). */
  readonly trimInFrames: number;
  readonly trimOutFrames: number;
}

export interface Shot {
  /** Normal form `SH0040`. */
  readonly id: string;
  /** Full name `ESH_E101_SQ010_SH0040`; without a sequence `ESH_E101_SH0040`. */
  readonly name: string;
  readonly sequence?: string;
  readonly scene?: string;
  readonly status: "active" | "hold" | "omit";
  readonly importance: "hero" | "normal" | "filler";
  readonly approval: "director" | "none";
  readonly intent: ShotIntent;
  readonly parts: Parts;
  readonly references: readonly ReferenceFile[];
  readonly handles: "auto" | number;
  readonly source: ShotSource;
  readonly route: RouteWish;
  /** Gate limits after show, scene lighting and shot overrides, by gate id. */
  readonly gates: GatePolicy;
  /** Takes to make before a person chooses; 1 = the first that passes is circled. */
  readonly options: number;
  readonly maxPaidTakes: number;
  readonly maxShotMicros?: Micros;
  readonly editorial: Editorial;
  /** Where the shot stands, for findings. */
  readonly at: { readonly file: string; readonly pointer: string };
}

/** Thresholds as decimal strings, exactly as written, so that no float is stored; gates parse them at use. */
export interface GatePolicy {
  /** Gates that do not count for this shot (`allow: [static]`), with who said so implied by the YAML. */
  readonly allow: readonly string[];
  /** `gate.limit` -> value, e.g. `{"black.share_max": "0.10"}`. */
  readonly limits: { readonly [limit: string]: string };
  /** Lowest informing score that still passes, per mille (700 = 0.70); absent = only the list of gates decides. */
  readonly scoreFloorPerMille?: number;
}

export interface Scene {
  readonly id: string;
  readonly slugline?: string;
  readonly sequence?: string;
}

export interface ShowFormat {
  readonly rate: Rate;
  readonly width: number;
  readonly height: number;
  readonly aspect: string;
  readonly startTimecodeFrames: number;
}

export interface Ceilings {
  readonly currency: string;
  readonly shotMicros?: Micros;
  readonly episodeMicros?: Micros;
  readonly runMicros?: Micros;
  /** Of the whole repository, as the configuration says. */
  readonly monthMicros?: Micros;
  /** Of this show alone, as it says itself. */
  readonly showMonthMicros?: Micros;
  /** Below this expected cost a plan needs no grant. */
  readonly autoMicros?: Micros;
  /** Paid for what gave no accepted take, per episode: from here on a person is asked. An amount, or a share of what was paid. */
  readonly wasteMicros?: Micros;
  readonly wastePerMille?: number;
}

/** Names of engines, models, makers or families. */
export interface EngineRules {
  readonly allow?: readonly string[];
  readonly deny: readonly string[];
}

export interface Episode {
  readonly id: string;
  readonly title: string;
  readonly show: { readonly id: string; readonly title: string };
  readonly status: "open" | "locked";
  /** When it must be finished, milliseconds since the epoch; absent: no hurry. */
  readonly dueMs?: number;
  readonly format: ShowFormat;
  readonly scenes: readonly Scene[];
  /** In cut order, omitted and held ones included. */
  readonly shots: readonly Shot[];
  /** Engines the show allows or refuses, before the shot's own wishes; the repository's rules stand above both. */
  readonly engines: EngineRules & { readonly repository?: EngineRules };
  readonly ceilings: Ceilings;
  /** People who may spend; absent: everybody who may write to the journal. */
  readonly approvers?: readonly string[];
  readonly conform: { readonly loudnessLufs: number; readonly slate: boolean };
  /** Burn-in of shot name and timecode on animatics. */
  readonly burnIn: boolean;
  /** Repository-relative folder of the production and path of the episode file. */
  readonly folder: string;
  readonly file: string;
  /** Consent and rights notes of the bible, for manifests and audit: character -> statement. */
  readonly consents: { readonly [character: string]: JsonObject };
  /** What the bible calls each character; never hashed, for sentences only. */
  readonly characterNames?: { readonly [character: string]: string };
}
