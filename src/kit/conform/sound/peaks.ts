import { CHANNELS } from "../recipe.ts";

/** Samples of one block, a millisecond: peaks are kept a block, and a limiter's gain moves from block to block. */
export const BLOCK_SAMPLES = 48;
/** Samples on each side that the curve between two samples is drawn from. */
const REACH = 8;
/** The curve between samples is looked at in quarters, as BS.1770 asks. */
const QUARTERS = [0.25, 0.5, 0.75].map(interpolation);
/** No curve between samples can rise higher above them than this. */
export const OVERSHOOT_MAX = Math.max(...QUARTERS.map((taps) => taps.reduce((sum, tap) => sum + Math.abs(tap), 0)));

/** Highest sample of each block, over both channels. */
export async function samplePeaks(chunks: AsyncIterable<Float32Array>): Promise<number[]> {
  const peaks: number[] = [];
  let frames = 0;
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += CHANNELS, frames += 1) {
      const block = Math.floor(frames / BLOCK_SAMPLES);
      peaks[block] = Math.max(peaks[block] ?? 0, loudest(chunk, at));
    }
  return peaks;
}

/**
 * Highest point of the curve through the samples (true peak) of each block that may reach `floor`; of quieter blocks the
 * highest sample, because nothing between them can get there.
 */
export async function truePeaks(
  chunks: AsyncIterable<Float32Array>,
  peaks: readonly number[],
  floor: number,
): Promise<number[]> {
  const raised = [...peaks];
  // The last samples before this chunk, so that a curve can be drawn over its edge.
  let before = new Float32Array(REACH * CHANNELS);
  let first = -REACH;
  const look = (window: Float32Array): void => {
    const last = window.length / CHANNELS - REACH;
    for (let frame = REACH; frame < last; frame += 1) {
      const block = Math.floor((first + frame) / BLOCK_SAMPLES);
      const near = Math.max(peaks[block - 1] ?? 0, peaks[block] ?? 0, peaks[block + 1] ?? 0);
      if (first + frame < 0 || near * OVERSHOOT_MAX < floor) continue;
      const peak = curvePeak(window, frame);
      if (peak > (raised[block] ?? 0)) raised[block] = peak;
      // The curve behind the block's last sample is the next block's beginning.
      const next = Math.floor((first + frame + 1) / BLOCK_SAMPLES);
      if (next !== block && next < raised.length && peak > (raised[next] ?? 0)) raised[next] = peak;
    }
    before = window.slice(-2 * REACH * CHANNELS);
    first += window.length / CHANNELS - before.length / CHANNELS;
  };
  for await (const chunk of chunks) look(joined(before, chunk));
  look(joined(before, new Float32Array(REACH * CHANNELS)));
  return raised;
}

function joined(left: Float32Array, right: Float32Array): Float32Array {
  const both = new Float32Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}

function loudest(samples: Float32Array, at: number): number {
  let peak = 0;
  for (let channel = 0; channel < CHANNELS; channel += 1) peak = Math.max(peak, Math.abs(samples[at + channel] ?? 0));
  return peak;
}

/** Highest point between a sample and the next, over both channels and the three quarters. */
function curvePeak(window: Float32Array, frame: number): number {
  const [early = [], half = [], late = []] = QUARTERS;
  let peak = 0;
  for (let channel = 0; channel < CHANNELS; channel += 1) {
    let [first, second, third] = [0, 0, 0];
    let at = (frame - REACH + 1) * CHANNELS + channel;
    for (let tap = 0; tap < 2 * REACH; tap += 1, at += CHANNELS) {
      const sample = window[at] ?? 0;
      first += (early[tap] ?? 0) * sample;
      second += (half[tap] ?? 0) * sample;
      third += (late[tap] ?? 0) * sample;
    }
    peak = Math.max(peak, Math.abs(first), Math.abs(second), Math.abs(third));
  }
  return peak;
}

/** Weights of the samples around a point between two of them: sinc under a Hann window, which adds up to one. */
function interpolation(fraction: number): number[] {
  const taps = Array.from({ length: 2 * REACH }, (_, tap) => {
    const distance = fraction - (tap - REACH + 1);
    const sinc = Math.sin(Math.PI * distance) / (Math.PI * distance);
    return sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / REACH));
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}
