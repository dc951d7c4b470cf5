import { CHANNELS } from "../recipe.ts";
import { BLOCK_SAMPLES } from "./peaks.ts";

/** How fast the gain may fall before a peak and rise behind it, in decibels a block (a millisecond). */
const ATTACK_DB = 1.5;
const RELEASE_DB = 0.08;

/**
 * Gain in decibels at the edges of the blocks: `gainDb`, and less where a peak would pass `ceilingDb`. It is the highest
 * curve below what the peaks allow whose slopes are bounded, so it looks ahead and never overshoots.
 */
export function gainCurve(peaks: readonly number[], gainDb: number, ceilingDb: number): Float64Array {
  const allowed = (block: number): number => {
    const peak = peaks[block] ?? 0;
    return peak === 0 ? gainDb : Math.min(gainDb, ceilingDb - 20 * Math.log10(peak));
  };
  const edges = Float64Array.from({ length: peaks.length + 1 }, (_, edge) =>
    Math.min(edge === 0 ? gainDb : allowed(edge - 1), edge === peaks.length ? gainDb : allowed(edge)),
  );
  for (let edge = 1; edge < edges.length; edge += 1)
    edges[edge] = Math.min(edges[edge] ?? gainDb, (edges[edge - 1] ?? gainDb) + RELEASE_DB);
  for (let edge = edges.length - 2; edge >= 0; edge -= 1)
    edges[edge] = Math.min(edges[edge] ?? gainDb, (edges[edge + 1] ?? gainDb) + ATTACK_DB);
  return edges;
}

/** The samples with the gain of the curve, drawn as a straight line within each block. */
export async function* withGain(
  chunks: AsyncIterable<Float32Array>,
  curve: Float64Array,
): AsyncGenerator<Float32Array> {
  const factors = curve.map((decibels) => 10 ** (decibels / 20));
  let frame = 0;
  for await (const chunk of chunks) {
    const louder = new Float32Array(chunk.length);
    for (let at = 0; at < chunk.length; at += CHANNELS, frame += 1) {
      const block = Math.floor(frame / BLOCK_SAMPLES);
      const share = (frame - block * BLOCK_SAMPLES) / BLOCK_SAMPLES;
      const factor = (factors[block] ?? 1) * (1 - share) + (factors[block + 1] ?? factors[block] ?? 1) * share;
      for (let channel = 0; channel < CHANNELS; channel += 1)
        louder[at + channel] = (chunk[at + channel] ?? 0) * factor;
    }
    yield louder;
  }
}
