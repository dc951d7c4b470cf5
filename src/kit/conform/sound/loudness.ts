import { ok, type Result } from "../../../core/result.ts";
import type { AssemblyFailure } from "../../../ports/assembler.ts";
import type { MediaTools } from "../../../ports/media.ts";
import { SAMPLE_RATE } from "../recipe.ts";
import { runFfmpeg } from "../tools.ts";

/** Below this a programme is taken for silent and is not lifted: only noise would be heard. */
const SILENCE_LUFS = -60;

/** As EBU R 128 reads a programme. */
export interface Loudness {
  /** LUFS; absent when there is nothing but silence. */
  readonly integratedLufs?: number;
  /** Highest point of the curve through the samples, dBTP; absent in digital silence. */
  readonly truePeakDb?: number;
}

/** Loudness and true peak of the first sound of an input, by ffmpeg's own meter. */
export async function measureLoudness(
  media: MediaTools,
  input: readonly string[],
  signal: AbortSignal,
): Promise<Result<Loudness, AssemblyFailure>> {
  // Readings of every moment are logged one level below what is shown; the summary comes at `info`.
  const args = [...input, "-map", "0:a:0", "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"];
  const run = await runFfmpeg(media, ["-v", "info", ...args], signal, "loudness");
  if (!run.ok) return run;
  const summary = run.value.stderr.slice(run.value.stderr.lastIndexOf("Summary:"));
  const integrated = decibels(/I:\s+(-?[\d.]+|-inf) LUFS/.exec(summary)?.[1]);
  const truePeakDb = decibels(/Peak:\s+(-?[\d.]+|-inf) dBFS/.exec(summary)?.[1]);
  return ok({
    ...(integrated === undefined || integrated < SILENCE_LUFS ? {} : { integratedLufs: integrated }),
    ...(truePeakDb === undefined ? {} : { truePeakDb }),
  });
}

function decibels(text: string | undefined): number | undefined {
  return text === undefined || text === "-inf" ? undefined : Number(text);
}

/** How far the limiter looks ahead; it delays the sound by as much, which is cut off again. */
const ATTACK_MS = 5;
const RELEASE_MS = 60;
/** Between samples a curve rises above them: at four times the rate the samples themselves show it. */
const LIMITER_RATE = 4 * SAMPLE_RATE;
const LATE_SAMPLES = (LIMITER_RATE * ATTACK_MS) / 1000;

/** One gain for the whole programme, and a limiter where peaks would pass the ceiling; for ffmpeg's `-af`. */
export function masterFilter(gainDb: number, ceilingDb: number | undefined): string {
  const gain = `volume=${gainDb.toFixed(3)}dB`;
  if (ceilingDb === undefined) return gain;
  const limit = (10 ** (ceilingDb / 20)).toFixed(5);
  return [
    gain,
    `aresample=${LIMITER_RATE}`,
    `apad=pad_len=${LATE_SAMPLES}`,
    `alimiter=level=0:limit=${limit}:attack=${ATTACK_MS}:release=${RELEASE_MS}`,
    `atrim=start_sample=${LATE_SAMPLES}`,
    "asetpts=N/SR/TB",
    `aresample=${SAMPLE_RATE}`,
  ].join(",");
}
