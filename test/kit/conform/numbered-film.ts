import { readFile, rm, writeFile } from "node:fs/promises";
import { ffmpeg } from "./native-media.ts";

/** Columns of the pattern: bits of a number, the lowest on the left. */
const BITS = 8;
const [DARK, BRIGHT] = [40, 210];
const SAMPLE_RATE = 48_000;

export interface NumberedWish {
  readonly rate: string;
  readonly frames: number;
  /** Written into the lower half of every picture, 1 to 255. */
  readonly take: number;
  readonly width?: number;
  readonly height?: number;
  /** Frame at which a beep of 30 ms begins, `none` for a film without sound, or a source in ffmpeg's words. */
  readonly sound: number | "none" | string;
  /** Encoder, container and sound options; a plain H.264 with B-frames otherwise. */
  readonly encode?: readonly string[];
}

/** A film in which every picture says which take and which frame it is, and whose sound says where a frame stands. */
export async function numberedFilm(path: string, wish: NumberedWish): Promise<string> {
  const { width = 128, height = 72, frames, rate } = wish;
  const picture = Buffer.alloc(width * height * frames);
  for (let frame = 0; frame < frames; frame += 1)
    for (let row = 0; row < height; row += 1)
      for (let column = 0; column < width; column += 1) {
        const number = row < height / 2 ? frame : wish.take;
        const bit = (number >> Math.floor((column * BITS) / width)) & 1;
        picture[(frame * height + row) * width + column] = bit === 1 ? BRIGHT : DARK;
      }
  const [pictures, sound] = [`${path}.gray`, `${path}.s16`];
  await writeFile(pictures, picture);
  if (typeof wish.sound === "number") await writeFile(sound, beep(wish, wish.sound));
  const encode = wish.encode ?? ["-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-crf", "12", "-c:a", "aac"];
  await ffmpeg(
    ...["-v", "error", "-f", "rawvideo", "-pix_fmt", "gray", "-s", `${width}x${height}`, "-r", rate, "-i", pictures],
    ...soundInput(wish, sound),
    ...["-pix_fmt", "yuv420p", ...encode, path],
  );
  await rm(pictures);
  await rm(sound, { force: true });
  return path;
}

function soundInput({ sound, frames, rate }: NumberedWish, beeps: string): string[] {
  if (sound === "none") return [];
  if (typeof sound === "number") return ["-f", "s16le", "-ar", String(SAMPLE_RATE), "-ac", "1", "-i", beeps];
  return ["-f", "lavfi", "-t", String(frames / perSecond(rate)), "-i", sound];
}

export function perSecond(rate: string): number {
  const [numerator = 0, denominator = 1] = rate.split("/").map(Number);
  return numerator / denominator;
}

function beep({ frames, rate }: NumberedWish, beepAt: number): Buffer {
  const samples = Buffer.alloc(Math.round((frames * SAMPLE_RATE) / perSecond(rate)) * 2);
  const first = Math.round((beepAt * SAMPLE_RATE) / perSecond(rate));
  for (let sample = 0; sample < SAMPLE_RATE * 0.03; sample += 1) {
    const at = (first + sample) * 2;
    if (at + 2 <= samples.length)
      samples.writeInt16LE(Math.round(20_000 * Math.sin((2 * Math.PI * 1000 * sample) / SAMPLE_RATE)), at);
  }
  return samples;
}

export interface Shown {
  readonly take: number;
  readonly frame: number;
  /** Brightness of the pattern's fields, 0 to 1, frame bits first: what a dissolve mixes. */
  readonly fields: readonly number[];
}

/** Decodes a film and reads every picture's numbers, in the part of the picture that `crop` names (ffmpeg's words). */
export async function readNumbers(path: string, crop = "iw:ih"): Promise<Shown[]> {
  const target = `${path}.fields`;
  const read = ["-vf", `crop=${crop},scale=${BITS}:2:flags=area,format=gray`, "-f", "rawvideo", target];
  await ffmpeg("-v", "error", "-i", path, "-map", "0:v:0", "-fps_mode", "passthrough", ...read);
  const bytes = await readFile(target);
  await rm(target);
  const shown: Shown[] = [];
  for (let at = 0; at < bytes.length; at += 2 * BITS) {
    const fields = [...bytes.subarray(at, at + 2 * BITS)].map((value) => (value - DARK) / (BRIGHT - DARK));
    shown.push({ frame: numberOf(fields.slice(0, BITS)), take: numberOf(fields.slice(BITS)), fields });
  }
  return shown;
}

function numberOf(fields: readonly number[]): number {
  return fields.reduce((sum, field, bit) => sum + (field > 0.5 ? 1 << bit : 0), 0);
}

/** Fields of one take's frame as they would be alone. */
export function fieldsOf(take: number, frame: number): number[] {
  const bits = (number: number): number[] => Array.from({ length: BITS }, (_, bit) => (number >> bit) & 1);
  return [...bits(frame), ...bits(take)];
}

/** Samples of a film's sound as a player hears them, 48 kHz mono. */
export async function readSound(path: string): Promise<Float32Array> {
  const target = `${path}.heard`;
  await ffmpeg("-v", "error", "-i", path, "-map", "0:a:0", "-ac", "1", "-ar", "48000", "-f", "f32le", target);
  const bytes = await readFile(target);
  await rm(target);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4).slice();
}

/** Places where a beep begins after silence, in samples. */
export function beepsIn(sound: Float32Array): number[] {
  const loudest = sound.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
  const beeps: number[] = [];
  let quietSince = 0;
  for (const [at, sample] of sound.entries()) {
    if (Math.abs(sample) < loudest * 0.25) continue;
    if (at - quietSince > SAMPLE_RATE * 0.05 || (beeps.length === 0 && at < SAMPLE_RATE * 0.05)) beeps.push(at);
    quietSince = at;
  }
  return beeps;
}
