import type { Rate } from "../../core/time.ts";

/** Part of every piece's cache key: a change of how pieces are made makes all of them anew. */
export const RECIPE_VERSION = 1;
export const SAMPLE_RATE = 48_000;
export const CHANNELS = 2;
/** Signed 16-bit samples, interleaved. */
export const BYTES_PER_SAMPLE_FRAME = 2 * CHANNELS;
/** Pictures of the contact sheet; the piece's middle frame is scaled to this width once. */
export const THUMBNAIL_WIDTH = 480;
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

export function rateText(rate: Rate): string {
  return `${rate.numerator}/${rate.denominator}`;
}

/** Seconds with six decimals, for filters that know no frames. */
export function secondsText(frames: number, rate: Rate): string {
  const micros = Math.round((frames * rate.denominator * 1_000_000) / rate.numerator);
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, "0")}`;
}
