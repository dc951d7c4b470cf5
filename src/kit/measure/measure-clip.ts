import { ok, type Result } from "../../core/result.ts";
import type { GateDesk } from "../../ports/gate.ts";
import { type Probe, type ProbeFailure, probeOf, readHeader } from "../probe-media.ts";
import { type Bars, barReader } from "./bars.ts";
import { grainOf } from "./grain.ts";
import { gridOf } from "./grid.ts";
import { framesOf } from "./raw-frames.ts";
import { type ClipReading, discard, type PassName, readClip } from "./read-clip.ts";
import { sharpnessOf } from "./sharpness.ts";
import { type ThumbnailMeasures, thumbnailReader } from "./thumbnail-measures.ts";

/** Everything the technical gates read of one clip; the file is decoded once, however many gates ask. */
export interface ClipMeasures extends ThumbnailMeasures {
  readonly probe: Result<Probe, ProbeFailure>;
  /** Damage that the demuxer and the decoders reported, one message each. */
  readonly faults: readonly string[];
  /** Of every sampled picture that has edges, and so on: see the function of each. */
  readonly sharpness: readonly number[];
  readonly grain: readonly number[];
  readonly grids: readonly number[];
  /** Bars around the picture as shares of its height and width; undefined when no picture was found. */
  readonly bars: Bars | undefined;
  readonly loudness: { readonly integratedLufs: number; readonly peakDecibels: number } | undefined;
  /** Passes that this build of ffmpeg could not run. */
  readonly broken: readonly PassName[];
}

const known = new WeakMap<GateDesk, Map<string, Promise<ClipMeasures>>>();

/** Measures of a file, remembered for as long as the desk lives. */
export function measuresOf(path: string, desk: GateDesk): Promise<ClipMeasures> {
  const mine = known.get(desk) ?? new Map<string, Promise<ClipMeasures>>();
  known.set(desk, mine);
  const measures = mine.get(path) ?? measureClip(path, desk);
  mine.set(path, measures);
  return measures;
}

async function measureClip(path: string, desk: GateDesk): Promise<ClipMeasures> {
  const header = await readHeader(path, desk.media, desk.signal);
  if (!header.ok) return { ...NOTHING, probe: header };
  const reading = await readClip(path, header.value, desk);
  try {
    const { faults, broken } = reading;
    return {
      probe: ok(await probeOf(path, header.value, reading.framehash)),
      faults,
      broken,
      ...(await thumbnailsOf(reading)),
      ...(await samplesOf(reading)),
      loudness: reading.loudness === undefined ? undefined : loudnessOf(reading.loudness),
    };
  } finally {
    discard(reading);
  }
}

const NOTHING = {
  ...{ faults: [], broken: [], sharpness: [], grain: [], grids: [], bars: undefined, loudness: undefined },
  ...{ levels: [], change: [], speed: [], motion: [], jump: [] },
};

async function thumbnailsOf({ thumbnails }: ClipReading): Promise<ThumbnailMeasures> {
  const reader = thumbnailReader();
  if (thumbnails !== undefined) for await (const frame of framesOf(thumbnails)) reader.read(frame);
  return reader.measures();
}

type Closely = Pick<ClipMeasures, "sharpness" | "grain" | "grids" | "bars">;

async function samplesOf({ samples, soft }: ClipReading): Promise<Closely> {
  const [grain, grids, sharpness]: [number[], number[], number[]] = [[], [], []];
  const bars = samples === undefined ? undefined : barReader(samples.width, samples.height);
  if (samples !== undefined)
    for await (const pixels of framesOf(samples)) {
      const picture = { width: samples.width, height: samples.height, pixels };
      bars?.read(picture);
      grids.push(gridOf(picture));
      const found = grainOf(picture);
      if (found !== undefined) grain.push(found);
    }
  if (soft !== undefined)
    for await (const pixels of framesOf(soft)) {
      const found = sharpnessOf({ width: soft.width, height: soft.height, pixels });
      if (found !== undefined) sharpness.push(found);
    }
  return { grain, grids, sharpness, bars: bars?.bars() };
}

/** The last summary counts: the filter prints an empty one when the sound's form changes at the start. */
function loudnessOf(text: string): ClipMeasures["loudness"] {
  const integrated = [...text.matchAll(/Integrated loudness:\s+I:\s+(-?[\d.]+|-inf)/g)].at(-1)?.[1];
  const peak = [...text.matchAll(/Peak:\s+(-?[\d.]+|-inf) dBFS/g)].at(-1)?.[1];
  if (integrated === undefined) return undefined;
  const number = (value: string | undefined): number => (value === undefined || value === "-inf" ? -99 : Number(value));
  return { integratedLufs: number(integrated), peakDecibels: number(peak) };
}
