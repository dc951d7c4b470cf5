import type { Rate } from "../../core/time.ts";

/** Part of every piece's cache key: a change of how pieces are made makes all of them anew. */
export const RECIPE_VERSION = 2;
export const SAMPLE_RATE = 48_000;
export const CHANNELS = 2;
/** 32-bit floating samples, interleaved: a quiet film is lifted without noise, a loud one is not clipped before it is limited. */
export const BYTES_PER_SAMPLE_FRAME = Float32Array.BYTES_PER_ELEMENT * CHANNELS;
/** Pictures of the contact sheet; the piece's middle frame is scaled into a square of this side once. */
export const THUMBNAIL_SIDE = 480;
/** Time for one piece: a 600 s shot in WASM on a slow machine. */
export const PIECE_TIMEOUT_MS = 60 * 60_000;

/**
 * H.264 that joins by copy: every piece starts with an IDR frame, has no reordered frames (so no edit lists), the same
 * parameter sets and the same time base. Threads are pinned because x264's result depends on their number.
 */
export function encodeArguments(rate: Rate): string[] {
  return [
    ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-g", "48", "-bf", "0", "-threads", "2"],
    ...["-pix_fmt", "yuv420p", "-video_track_timescale", String(timescaleOf(rate))],
    ...["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"],
  ];
}

/** Ticks per second in which a frame is a whole number of ticks. */
export function timescaleOf(rate: Rate): number {
  return rate.numerator * (rate.denominator === 1 ? 512 : 1);
}

export function ticksPerFrame(rate: Rate): number {
  return (timescaleOf(rate) * rate.denominator) / rate.numerator;
}

/** First sample of a frame: 48 000 samples a second, rounded down. */
export function samplesAt(frames: number, rate: Rate): number {
  return Math.floor((frames * SAMPLE_RATE * rate.denominator) / rate.numerator);
}

/**
 * Samples a piece carries: one more than its own length, because at 30000/1001 a frame is no whole number of samples and
 * the same piece takes one more in some places of the programme.
 */
export function samplesOfPiece(frames: number, rate: Rate): number {
  return samplesAt(frames, rate) + 1;
}

export function rateText(rate: Rate): string {
  return `${rate.numerator}/${rate.denominator}`;
}

/** Seconds with six decimals, for filters that know no frames. */
export function secondsText(frames: number, rate: Rate): string {
  const micros = Math.round((frames * rate.denominator * 1_000_000) / rate.numerator);
  const size = Math.abs(micros);
  return `${micros < 0 ? "-" : ""}${Math.floor(size / 1_000_000)}.${String(size % 1_000_000).padStart(6, "0")}`;
}
