import { CHANNELS, SAMPLE_RATE } from "../recipe.ts";

/**
 * Programme loudness after ITU-R BS.1770-4 / EBU R 128, for 48 kHz stereo: K-weighting, blocks of 400 ms that overlap by
 * three quarters, gated at -70 LUFS and at 10 LU below the mean. Written here because a conform measures several times
 * and ffmpeg's filter takes longer for that than for all the rest of the sound (tested against it).
 */
export interface LoudnessMeter {
  /** Interleaved stereo samples, in any portions. */
  add(samples: Float32Array): void;
  /** LUFS; undefined when nothing is louder than -70. */
  integrated(): number | undefined;
}

/** Biquads of the K-weighting at 48 kHz, `b0 b1 b2 a1 a2`: the head's shelf, then the high-pass. */
const SHELF = [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585] as const;
const HIGH_PASS = [1, -2, 1, -1.99004745483398, 0.99007225036621] as const;
const STEP_SAMPLES = SAMPLE_RATE / 10;
const STEPS_PER_BLOCK = 4;
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = 10;
/** So that a 997 Hz tone at full scale in one channel reads -3.01. */
const OFFSET_LU = -0.691;

export function createLoudnessMeter(): LoudnessMeter {
  const filters = Array.from({ length: CHANNELS }, () => new Float64Array(4));
  /** Energy of each whole step of 100 ms, over both channels. */
  const steps: number[] = [];
  let energy = 0;
  let filled = 0;
  return {
    add(samples) {
      const frames = samples.length / CHANNELS;
      for (let frame = 0; frame < frames; ) {
        const count = Math.min(frames - frame, STEP_SAMPLES - filled);
        for (const [channel, state] of filters.entries())
          energy += weightedEnergy(samples.subarray(frame * CHANNELS + channel, (frame + count) * CHANNELS), state);
        frame += count;
        filled += count;
        if (filled < STEP_SAMPLES) continue;
        steps.push(energy);
        energy = 0;
        filled = 0;
      }
    },
    integrated: () => gated(steps),
  };
}

/** Energy of one channel, the first of the samples, after the weighting; both biquads in transposed direct form II. */
function weightedEnergy(samples: Float32Array, state: Float64Array): number {
  const [sb0, sb1, sb2, sa1, sa2] = SHELF;
  const [hb0, hb1, hb2, ha1, ha2] = HIGH_PASS;
  let [s1 = 0, s2 = 0, h1 = 0, h2 = 0] = state;
  let energy = 0;
  for (let at = 0; at < samples.length; at += CHANNELS) {
    const sample = samples[at] ?? 0;
    const shelved = sb0 * sample + s1;
    s1 = sb1 * sample - sa1 * shelved + s2;
    s2 = sb2 * sample - sa2 * shelved;
    const weighted = hb0 * shelved + h1;
    h1 = hb1 * shelved - ha1 * weighted + h2;
    h2 = hb2 * shelved - ha2 * weighted;
    energy += weighted * weighted;
  }
  state.set([s1, s2, h1, h2]);
  return energy;
}

function gated(steps: readonly number[]): number | undefined {
  const blocks: number[] = [];
  for (let first = 0; first + STEPS_PER_BLOCK <= steps.length; first += 1) {
    let sum = 0;
    for (let step = first; step < first + STEPS_PER_BLOCK; step += 1) sum += steps[step] ?? 0;
    blocks.push(sum / (STEPS_PER_BLOCK * STEP_SAMPLES));
  }
  const loud = blocks.filter((block) => lufs(block) > ABSOLUTE_GATE_LUFS);
  if (loud.length === 0) return undefined;
  const gate = lufs(mean(loud)) - RELATIVE_GATE_LU;
  const counted = loud.filter((block) => lufs(block) > gate);
  return counted.length === 0 ? undefined : lufs(mean(counted));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function lufs(energy: number): number {
  return OFFSET_LU + 10 * Math.log10(Math.max(energy, Number.MIN_VALUE));
}
