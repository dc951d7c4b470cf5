import type { ShotOrder } from "../../core/order.ts";
import { randomFrom } from "./random.ts";
import type { SpokenSpan } from "./spoken.ts";
import { doingIn } from "./text/action.ts";
import type { Stage } from "./text/stage.ts";

export const SOUND_RATE_HZ = 48_000;
/** Loudest sample: -4 dBFS, so that an encoder's overshoot stays below -3. */
const PEAK = 0.63;

/** Ambience of the place, effects of the action, and voices as soft syllables; a stereo WAV file in memory. */
export function soundTrack(order: ShotOrder, stage: Stage, spans: readonly SpokenSpan[], headSeconds: number): Buffer {
  const seconds = (order.frames * order.rate.denominator) / order.rate.numerator;
  const samples = Math.ceil(seconds * SOUND_RATE_HZ);
  const left = new Float32Array(samples);
  const right = new Float32Array(samples);
  ambience(left, right, order, stage);
  effects(left, right, order);
  for (const span of spans) voice(left, right, span, headSeconds);
  return wav(left, right);
}

function ambience(left: Float32Array, right: Float32Array, order: ShotOrder, stage: Stage): void {
  const random = randomFrom(`sound ${order.seed} ${order.shotName}`);
  const windy = stage.wind || /wind/.test(order.intent.ambience ?? "") || !stage.interior;
  const level = windy ? 0.05 : 0.022;
  let [slowLeft, slowRight] = [0, 0];
  for (let i = 0; i < left.length; i += 1) {
    const t = i / SOUND_RATE_HZ;
    const gust = 1 + 0.5 * Math.sin(t * 0.9) + 0.3 * Math.sin(t * 2.3 + 1);
    slowLeft += (random() * 2 - 1 - slowLeft) * 0.035;
    slowRight += (random() * 2 - 1 - slowRight) * 0.035;
    left[i] = slowLeft * level * gust * 3;
    right[i] = slowRight * level * gust * 3;
    if (stage.rain) {
      left[i] = (left[i] ?? 0) + (random() - 0.5) * 0.09;
      right[i] = (right[i] ?? 0) + (random() - 0.5) * 0.09;
    }
    if (stage.kind === "sea") {
      const swell = (0.5 + 0.5 * Math.sin(t * 0.8)) ** 2 * 0.12;
      left[i] = (left[i] ?? 0) + (random() - 0.5) * swell;
      right[i] = (right[i] ?? 0) + (random() - 0.5) * swell;
    }
  }
  if (stage.fire)
    for (let crackle = 0; crackle < left.length / SOUND_RATE_HZ / 0.11; crackle += 1)
      click(left, right, random() * left.length, 0.1 + random() * 0.12, 260, random());
}

function click(left: Float32Array, right: Float32Array, at: number, level: number, length: number, pan: number): void {
  const start = Math.floor(at);
  for (let i = 0; i < length && start + i < left.length; i += 1) {
    const value = Math.sin(i * 0.55) * Math.exp(-i / (length / 5)) * level;
    left[start + i] = (left[start + i] ?? 0) + value * (1 - pan * 0.6);
    right[start + i] = (right[start + i] ?? 0) + value * (0.4 + pan * 0.6);
  }
}

function effects(left: Float32Array, right: Float32Array, order: ShotOrder): void {
  const words = `${order.intent.action} ${order.intent.soundEffects.join(" ")}`.toLowerCase();
  const doing = doingIn(order.intent.action);
  const every = /hammer/.test(words)
    ? 0.42
    : doing === "run"
      ? 0.3
      : doing === "walk" || doing === "dance"
        ? 0.55
        : undefined;
  if (every !== undefined)
    for (let t = 0.2; t < left.length / SOUND_RATE_HZ; t += every)
      click(left, right, t * SOUND_RATE_HZ, /hammer/.test(words) ? 0.34 : 0.2, /hammer/.test(words) ? 1600 : 2600, 0.5);
  if (/bell/.test(`${words} ${order.intent.ambience ?? ""}`))
    for (let i = 0; i < left.length; i += 1) {
      const t = (i / SOUND_RATE_HZ) % 3;
      const value = Math.sin(t * 2 * Math.PI * 523) * Math.exp(-t * 1.6) * 0.07;
      left[i] = (left[i] ?? 0) + value;
      right[i] = (right[i] ?? 0) + value * 0.8;
    }
}

/** Syllables as short tones with a vowel's colour; every speaker has a pitch of their own. */
function voice(left: Float32Array, right: Float32Array, span: SpokenSpan, headSeconds: number): void {
  const random = randomFrom(`voice ${span.line.character ?? "narrator"}`);
  const pitch = 95 + random() * 110;
  const inLine = randomFrom(`line ${span.line.line}`);
  const syllables = Math.max(2, Math.round(span.line.line.length / 3.2));
  const length = (span.to - span.from) / syllables;
  for (let syllable = 0; syllable < syllables; syllable += 1) {
    const from = headSeconds + span.from + syllable * length;
    const tone = pitch * (0.9 + inLine() * 0.3);
    const colour = 400 + inLine() * 700;
    const start = Math.floor(from * SOUND_RATE_HZ);
    const count = Math.floor(length * 0.82 * SOUND_RATE_HZ);
    for (let i = 0; i < count && start + i < left.length; i += 1) {
      if (start + i < 0) continue;
      const t = i / SOUND_RATE_HZ;
      const envelope = Math.sin((Math.PI * i) / count) ** 0.7;
      const value =
        (Math.sin(2 * Math.PI * tone * t) * 0.5 +
          Math.sin(2 * Math.PI * tone * 2 * t) * 0.3 +
          Math.sin(2 * Math.PI * colour * t) * 0.16) *
        envelope *
        0.24;
      left[start + i] = (left[start + i] ?? 0) + value;
      right[start + i] = (right[start + i] ?? 0) + value;
    }
  }
}

function wav(left: Float32Array, right: Float32Array): Buffer {
  const buffer = Buffer.alloc(44 + left.length * 4);
  buffer.write("RIFF", 0);
  buffer.writeUInt32LE(36 + left.length * 4, 4);
  buffer.write("WAVEfmt ", 8);
  buffer.writeUInt32LE(16, 16);
  buffer.writeUInt16LE(1, 20);
  buffer.writeUInt16LE(2, 22);
  buffer.writeUInt32LE(SOUND_RATE_HZ, 24);
  buffer.writeUInt32LE(SOUND_RATE_HZ * 4, 28);
  buffer.writeUInt16LE(4, 32);
  buffer.writeUInt16LE(16, 34);
  buffer.write("data", 36);
  buffer.writeUInt32LE(left.length * 4, 40);
  const sample = (value: number | undefined): number => Math.round(Math.max(-PEAK, Math.min(PEAK, value ?? 0)) * 32767);
  for (let i = 0; i < left.length; i += 1) {
    buffer.writeInt16LE(sample(left[i]), 44 + i * 4);
    buffer.writeInt16LE(sample(right[i]), 46 + i * 4);
  }
  return buffer;
}
