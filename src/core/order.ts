import type { Digest } from "./digest.ts";
import type { Micros } from "./money.ts";
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
  /** What is ordered at the chosen endpoint; absent for engines that read the shot itself, and in orders of 0.1.0. */
  readonly endpoint?: EndpointOrder;
}

/** The order in the terms of one endpoint: what its adapter only has to put into the vendor's words. */
export interface EndpointOrder {
  /** The vendor's own name of it. */
  readonly remote: string;
  /** Length of the clip on the endpoint's own grid. */
  readonly clipMs: number;
  /** The same in frames at its own rate, where its grid is counted in frames. */
  readonly clipFrames?: number;
  readonly clipRate?: string;
  /** Shape it is made in, `16:9`; the conform crops what is over. */
  readonly aspect: string;
  /** `720p` */
  readonly resolution: string;
  readonly audio: boolean;
  readonly prompt: string;
  /** Absent when the endpoint has no field for it: it then stands in the prompt. */
  readonly avoid?: string;
  /** Pictures in the store or the repository. */
  readonly firstFrame?: Digest;
  readonly lastFrame?: Digest;
  readonly references: readonly Digest[];
  readonly loras: readonly LoraOrder[];
  /** Price of the clip: most that the vendor takes for it. */
  readonly takeMicros: Micros;
  /** Price of a second of the user's own machine, where that is how it is paid. */
  readonly gpuSecondMicros?: Micros;
}

export interface LoraOrder {
  /** Name of its file, as the machine that loads it knows it. */
  readonly file: string;
  readonly sha256: Digest;
  readonly scalePerMille: number;
}
