import { ok, type Result } from "../../core/result.ts";
import type { AssemblyFailure } from "../../ports/assembler.ts";
import type { MediaTools } from "../../ports/media.ts";
import { runFfmpeg } from "./tools.ts";

/** Programme loudness after EBU R 128, in thousandths; absent when there is nothing but silence. */
export interface Loudness {
  readonly integratedMilli?: number;
  readonly truePeakMilli?: number;
}

/** Below this a programme is taken for silent and is not lifted: only noise would be heard. */
const SILENCE_MILLI = -60_000;
const PEAK_LIMIT_MILLI = -1_500;
/** Good enough: half of the tolerance that delivery specifications allow. */
const TOLERANCE_MILLI = 200;
const ROUNDS_MAX = 4;

export async function measureLoudness(
  media: MediaTools,
  path: string,
  filters: readonly string[],
  signal: AbortSignal,
): Promise<Result<Loudness, AssemblyFailure>> {
  const chain = [...filters, "ebur128=peak=true:framelog=verbose"].join(",");
  const run = await runFfmpeg(
    media,
    ["-v", "info", "-i", path, "-vn", "-af", chain, "-f", "null", "-"],
    signal,
    "loudness",
  );
  if (!run.ok) return run;
  const summary = run.value.stderr.slice(run.value.stderr.lastIndexOf("Summary:"));
  const integrated = milli(/\bI:\s+(-?[\d.]+|-inf|nan)\s+LUFS/.exec(summary)?.[1]);
  const peak = milli(/\bPeak:\s+(-?[\d.]+|-inf|nan)\s+dBFS/.exec(summary)?.[1]);
  return ok({
    ...(integrated === undefined || integrated < SILENCE_MILLI ? {} : { integratedMilli: integrated }),
    ...(peak === undefined ? {} : { truePeakMilli: peak }),
  });
}

/**
 * Filters that bring a programme to `targetMilli`: one linear gain for the whole episode, and a limiter only where
 * peaks would otherwise pass -1.5 dBTP. The limiter takes loudness away, so gain is measured and corrected.
 */
export async function loudnessFilters(
  media: MediaTools,
  path: string,
  targetMilli: number,
  signal: AbortSignal,
): Promise<Result<{ readonly filters: readonly string[]; readonly loudness: Loudness }, AssemblyFailure>> {
  const first = await measureLoudness(media, path, [], signal);
  if (!first.ok) return first;
  const { integratedMilli, truePeakMilli } = first.value;
  if (integratedMilli === undefined) return ok({ filters: [], loudness: first.value });
  let gainMilli = targetMilli - integratedMilli;
  const limits = (truePeakMilli ?? 0) + gainMilli > PEAK_LIMIT_MILLI;
  let loudness: Loudness = first.value;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const measured = await measureLoudness(media, path, chain(gainMilli, limits), signal);
    if (!measured.ok) return measured;
    loudness = measured.value;
    const error = targetMilli - (loudness.integratedMilli ?? targetMilli);
    if (Math.abs(error) <= TOLERANCE_MILLI || !limits) break;
    gainMilli += error;
  }
  return ok({ filters: chain(gainMilli, limits), loudness });
}

function chain(gainMilli: number, limits: boolean): string[] {
  const gain = `volume=${decimal(gainMilli)}dB:precision=double`;
  // 0.79 is 2 dB below full scale in samples, half a decibel of room for peaks between them.
  return limits ? [gain, "alimiter=limit=0.79:attack=5:release=80:level=0:latency=1"] : [gain];
}

function decimal(milli: number): string {
  const sign = milli < 0 ? "-" : "";
  const size = Math.abs(Math.round(milli));
  return `${sign}${Math.floor(size / 1000)}.${String(size % 1000).padStart(3, "0")}`;
}

function milli(text: string | undefined): number | undefined {
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) ? Math.round(value * 1000) : undefined;
}
