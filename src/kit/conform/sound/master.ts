import { gainCurve, withGain } from "./limiter.ts";
import { createLoudnessMeter } from "./loudness-meter.ts";
import { OVERSHOOT_MAX, samplePeaks, truePeaks } from "./peaks.ts";
import { samplesIn, writeSamples } from "./sample-file.ts";

/** Below this a programme is taken for silent and is not lifted: only noise would be heard. */
const SILENCE_LUFS = -60;
const TOLERANCE_LU = 0.1;
/** A limiter takes loudness away; the gain is measured and raised again this often at most. */
const ROUNDS_MAX = 6;
const ROUND_GAIN_MAX_DB = 6;

export interface Loudness {
  /** LUFS; absent when there is nothing but silence. */
  readonly integrated?: number;
  /** Highest point of the curve through the samples, in dBTP; absent in digital silence. */
  readonly truePeakDb?: number;
}

export interface MasterRequest {
  readonly source: string;
  readonly target: string;
  readonly targetLufs: number;
  readonly ceilingDb: number;
}

/**
 * Brings a programme to its loudness: one gain for the whole episode, and a limiter only where peaks would pass the
 * ceiling. Silence stays as it is.
 */
export async function master({ source, target, targetLufs, ceilingDb }: MasterRequest): Promise<Loudness> {
  const meter = createLoudnessMeter();
  const peaks = await samplePeaks(through(samplesIn(source), meter.add));
  const before = meter.integrated();
  if (before === undefined || before < SILENCE_LUFS) {
    await writeSamples(target, samplesIn(source));
    return {};
  }
  let gainDb = targetLufs - before;
  // Everything that could reach the ceiling, also when the gain must be raised once more.
  const floor = 10 ** ((ceilingDb - gainDb - ROUND_GAIN_MAX_DB) / 20);
  const isLow = maximum(peaks) * OVERSHOOT_MAX < floor;
  if (isLow) {
    // One gain for all: it comes out as it was reckoned.
    await writeSamples(target, withGain(samplesIn(source), gainCurve(peaks, gainDb, ceilingDb)));
    return { integrated: targetLufs };
  }
  const raised = await truePeaks(samplesIn(source), peaks, floor);
  let integrated = targetLufs;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const after = createLoudnessMeter();
    await writeSamples(target, through(withGain(samplesIn(source), gainCurve(raised, gainDb, ceilingDb)), after.add));
    integrated = after.integrated() ?? targetLufs;
    const error = targetLufs - integrated;
    if (Math.abs(error) <= TOLERANCE_LU) break;
    gainDb += Math.max(-ROUND_GAIN_MAX_DB, Math.min(ROUND_GAIN_MAX_DB, error * 1.5));
  }
  return { integrated };
}

/** Loudness and true peak of a file of raw samples. */
export async function measureSamples(path: string): Promise<Loudness> {
  const meter = createLoudnessMeter();
  const peaks = await samplePeaks(through(samplesIn(path), meter.add));
  const loudest = maximum(peaks);
  if (loudest === 0) return {};
  const integrated = meter.integrated();
  const truePeak = maximum(await truePeaks(samplesIn(path), peaks, loudest));
  return {
    ...(integrated === undefined || integrated < SILENCE_LUFS ? {} : { integrated }),
    truePeakDb: 20 * Math.log10(truePeak),
  };
}

/** Not by spreading: an episode has hundreds of thousands of blocks. */
function maximum(values: readonly number[]): number {
  return values.reduce((highest, value) => Math.max(highest, value), 0);
}

async function* through(
  chunks: AsyncIterable<Float32Array>,
  look: (chunk: Float32Array) => void,
): AsyncGenerator<Float32Array> {
  for await (const chunk of chunks) {
    look(chunk);
    yield chunk;
  }
}
