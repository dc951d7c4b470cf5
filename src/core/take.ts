import type { Basis } from "./basis.ts";
import type { Digest } from "./digest.ts";
import type { Charge, FailureClass } from "./failure.ts";
import type { Micros } from "./money.ts";
import type { Tier } from "./production.ts";

/** Which right an attempt was started under; promise 1 of .github/ARCHITECTURE.md. `first` is the first attempt of a plan's step. */
export const LICENCES = [
  "first",
  "free-retry",
  "below-quality",
  "lost-result",
  "refused-billed",
  "slow",
  "option",
  "retake",
  "person",
] as const;
export type Licence = (typeof LICENCES)[number];

export interface EngineIdentity {
  /** Adapter id: `animatic`, `runway`, `fal`. */
  readonly engine: string;
  /** Quality identity: `google/veo-3.1`. */
  readonly model: string;
  /** Version as reported or catalogued: `veo-3.1-generate-001`. */
  readonly modelVersion: string;
  /** Where it was served. */
  readonly endpoint: string;
}

/** One number a gate read. All numbers are integers in thousandths of the unit, so that no float is stored. */
export interface GateReading {
  readonly gate: string;
  readonly verdict: "pass" | "warn" | "fail" | "allowed" | "not-measured";
  readonly unit: string;
  readonly direction: "higher-is-better" | "lower-is-better" | "exact";
  /** Thousandths of `unit`; absent when not measured. */
  readonly milli?: number;
  readonly limitMilli?: number;
  /** Film words: what was seen and where ("black from 3.2 s to 4.7 s"). */
  readonly says: string;
  /** Frames that show it. */
  readonly frames?: readonly number[];
}

export interface Judgement {
  readonly verdict: "pass" | "fail";
  /** 0..1000, informs and ranks; the list of readings decides. */
  readonly scorePerMille: number;
  readonly readings: readonly GateReading[];
}

/** Facts of a media file as probed after download. */
export interface MediaFacts {
  readonly sha256: Digest;
  readonly bytes: number;
  readonly container: string;
  readonly videoCodec: string;
  readonly width: number;
  readonly height: number;
  readonly rate: string;
  /** Decoded frames, counted, never the header's claim. */
  readonly frames: number;
  readonly audio: boolean;
}

/** How a try ended, as it stands in lock and manifest. */
export interface AttemptSummary {
  readonly attempt: string;
  readonly number: number;
  readonly identity: EngineIdentity;
  readonly licence: Licence;
  readonly outcome: "accepted" | "set-aside" | "refused" | "failed" | "in-doubt" | "abandoned" | "running";
  readonly failure?: FailureClass;
  readonly charge: Charge;
  readonly scorePerMille?: number;
  /** The file of a take that lost, kept in the store. */
  readonly media?: Digest;
  readonly reassignedFrom?: string;
  /** Time of its intent; absent in locks of older versions, like the two below. */
  readonly at?: string;
  readonly reserveMicros?: Micros;
  readonly account?: string;
}

/** A finished, kept rendering of a shot: immutable. */
export interface Take {
  /** `v002`, never used twice within a shot, whatever the tier. */
  readonly id: string;
  readonly tier: Tier;
  /** Full name at signing, `ESH_E101_SQ010_SH0040_v002`; a later rename of the shot does not change it. */
  readonly madeAs: string;
  readonly origin: "generated" | "provided" | "take" | "adopted";
  readonly identity: EngineIdentity;
  readonly basis: Basis;
  readonly orderDigest: Digest;
  readonly seed?: string;
  /** As the engine delivered it. */
  readonly raw: Digest;
  /** Signed file; absent while a take is set aside unsigned. */
  readonly signed?: SignedMedia;
  readonly facts: MediaFacts;
  /** Frames before the shot's first and after its last one, as they were ordered: at the episode's rate, whatever the file's is. */
  readonly headFrames: number;
  readonly tailFrames: number;
  readonly judgement: Judgement;
  readonly verdict: "accepted" | "set-aside";
  readonly attempts: readonly AttemptSummary[];
  readonly costMicros: Micros;
  /** In whose name money was spent. */
  readonly operator: string;
  /** SHA-256 over the decoded frames' hashes in order; the essence that a conform carries. */
  readonly essence: Digest;
  /** Digest of the decoded picture at the out point (last frame inside the handles): what a chained shot uses. */
  readonly lastFrame: Digest;
}

export interface SignedMedia {
  readonly sha256: Digest;
  readonly bytes: number;
  /** `urn:c2pa:...` of the active manifest. */
  readonly manifestUrn: string;
  /** SHA-256 of the manifest store's bytes. */
  readonly manifestSha256: Digest;
  readonly signer: string;
  readonly development: boolean;
}
