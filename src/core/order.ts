import type { Digest } from "./digest.ts";
import type { Parts, ReferenceFile, ShotIntent, Tier } from "./production.ts";
import type { EngineIdentity } from "./take.ts";
import type { Rate } from "./time.ts";

/** One attempt's work order: everything an engine may know. Plain data; its digest goes into journal and manifest. */
export interface ShotOrder {
  /** Attempt key: stable, unique, given to the vendor as client reference where it takes one. */
  readonly attempt: string;
  readonly shotName: string;
  readonly takeName: string;
  readonly tier: Tier;
  readonly identity: EngineIdentity;
  readonly intent: ShotIntent;
  readonly parts: Parts;
  readonly references: readonly ReferenceFile[];
  /** Frame a chained shot starts from: a PNG in the store. */
  readonly upstreamFrame?: Digest;
  /** Decimal; the author's, or a retry's own. */
  readonly seed: string;
  readonly rate: Rate;
  readonly width: number;
  readonly height: number;
  /** Frames to deliver, handles included. */
  readonly frames: number;
  readonly headFrames: number;
  readonly tailFrames: number;
  readonly audio: "required" | "optional" | "none";
  readonly burnIn: boolean;
  /** Timecode of the first frame of the file, counted from the episode's start. */
  readonly startTimecodeFrames: number;
}
