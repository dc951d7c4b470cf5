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
  for (const span of spans) {
    const part = order.parts[`character/${span.line.character ?? ""}#identity`] ?? {};
    const words = `${span.line.character ?? ""} ${JSON.stringify(part)}`.toLowerCase();
    voice(left, right, { span, words, headSeconds });
  }
  return wav(left, right);
}

/** Steady noises of a kind of place; level of noise, its brightness (share of each sample), and how much it swells. */
interface Air {
  readonly level: number;
  readonly bright: number;
  readonly swell: number;
  /** Hum in Hz, and its level: engines, lamps, machines. */
  readonly hum?: readonly [number, number];
}

const ROOM_AIR: Air = { level: 0.05, bright: 0.035, swell: 0.2 };
const OPEN_AIR: Air = { level: 0.14, bright: 0.035, swell: 0.6 };
const AIRS: Readonly<Partial<Record<Stage["kind"], Air>>> = {
  street: { level: 0.22, bright: 0.02, swell: 0.7, hum: [58, 0.012] },
  road: { level: 0.22, bright: 0.03, swell: 0.9 },
  rooftop: { level: 0.2, bright: 0.02, swell: 0.6 },
  bridge: { level: 0.2, bright: 0.025, swell: 0.8 },
  station: { level: 0.18, bright: 0.03, swell: 0.4, hum: [50, 0.01] },
  cafe: { level: 0.12, bright: 0.12, swell: 0.5 },
  office: { level: 0.06, bright: 0.06, swell: 0.1, hum: [100, 0.008] },
  laboratory: { level: 0.06, bright: 0.06, swell: 0.1, hum: [100, 0.012] },
  hospital: { level: 0.06, bright: 0.06, swell: 0.1, hum: [100, 0.01] },
  spaceship: { level: 0.16, bright: 0.02, swell: 0.1, hum: [62, 0.03] },
  space: { level: 0.05, bright: 0.01, swell: 0.2, hum: [44, 0.02] },
  car: { level: 0.3, bright: 0.018, swell: 0.2, hum: [84, 0.03] },
  train: { level: 0.3, bright: 0.02, swell: 0.2, hum: [64, 0.02] },
  warehouse: { level: 0.08, bright: 0.02, swell: 0.3, hum: [50, 0.012] },
  underwater: { level: 0.24, bright: 0.008, swell: 0.4 },
  cave: { level: 0.1, bright: 0.012, swell: 0.3 },
};
const SEAS: ReadonlySet<Stage["kind"]> = new Set<Stage["kind"]>([
  "sea",
  "beach",
  "lighthouse",
  "harbour",
  "deck",
  "ship-cabin",
]);

function ambience(left: Float32Array, right: Float32Array, order: ShotOrder, stage: Stage): void {
  const random = randomFrom(`sound ${order.seed} ${order.shotName}`);
  const windy = stage.wind || /wind/.test(order.intent.ambience ?? "");
  const air = AIRS[stage.kind] ?? (stage.interior ? ROOM_AIR : OPEN_AIR);
  const level = air.level + (windy ? 0.12 : 0);
  const rain = stage.rain ? (stage.interior ? 0.02 : 0.06) : 0;
  const sea = SEAS.has(stage.kind) ? (stage.interior ? 0.04 : 0.11) : 0;
  let [slowLeft, slowRight] = [0, 0];
  for (let i = 0; i < left.length; i += 1) {
    const t = i / SOUND_RATE_HZ;
    const gust = 1 + air.swell * (0.6 * Math.sin(t * 0.9) + 0.4 * Math.sin(t * 2.3 + 1));
    slowLeft += (random() * 2 - 1 - slowLeft) * air.bright;
    slowRight += (random() * 2 - 1 - slowRight) * air.bright;
    const hum = air.hum === undefined ? 0 : Math.sin(2 * Math.PI * air.hum[0] * t) * air.hum[1];
    const hiss = rain + sea * (0.5 + 0.5 * Math.sin(t * 0.8)) ** 2;
    left[i] = slowLeft * level * gust + hum + (hiss === 0 ? 0 : (random() - 0.5) * hiss);
    right[i] = slowRight * level * gust + hum + (hiss === 0 ? 0 : (random() - 0.5) * hiss);
  }
  if (stage.fire)
    for (let crackle = 0; crackle < left.length / SOUND_RATE_HZ / 0.11; crackle += 1)
      click(left, right, { at: random() * left.length, level: 0.1 + random() * 0.12, length: 260, pan: random() });
  if (["forest", "garden", "field", "village"].includes(stage.kind) && stage.time !== "night" && !stage.rain)
    birds(left, right, random);
  if (stage.kind === "train" || stage.kind === "station")
    for (let t = 0.3; t < left.length / SOUND_RATE_HZ; t += 0.62)
      for (const beat of [0, 0.14])
        click(left, right, { at: (t + beat) * SOUND_RATE_HZ, level: 0.12, length: 1800, pan: 0.5 });
}

/** A chirp now and then: a short tone that rises. */
function birds(left: Float32Array, right: Float32Array, random: () => number): void {
  const count = Math.floor(left.length / SOUND_RATE_HZ / 0.9);
  for (let bird = 0; bird < count; bird += 1) {
    const [from, pitch, pan] = [Math.floor(random() * left.length), 2_300 + random() * 1_500, random()];
    for (let i = 0; i < 4_200 && from + i < left.length; i += 1) {
      const t = i / SOUND_RATE_HZ;
      const value = Math.sin(2 * Math.PI * (pitch + t * 9_000) * t) * Math.sin((Math.PI * i) / 4_200) * 0.03;
      left[from + i] = (left[from + i] ?? 0) + value * (1 - pan);
      right[from + i] = (right[from + i] ?? 0) + value * pan;
    }
  }
}

interface Click {
  /** Sample at which it begins. */
  readonly at: number;
  readonly level: number;
  /** Samples it takes to die away. */
  readonly length: number;
  /** 0 left .. 1 right. */
  readonly pan: number;
}

function click(left: Float32Array, right: Float32Array, { at, level, length, pan }: Click): void {
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
  const seconds = left.length / SOUND_RATE_HZ;
  const hits = /hammer|knock|bang/.test(words);
  const every = hits
    ? 0.385
    : doing === "run"
      ? 0.3
      : doing === "walk" || doing === "dance" || doing === "sneak"
        ? 0.507
        : undefined;
  if (every !== undefined)
    for (let t = 0.2; t < seconds; t += every)
      click(left, right, { at: t * SOUND_RATE_HZ, level: hits ? 0.34 : 0.2, length: hits ? 1_600 : 2_600, pan: 0.5 });
  if (/thunder/.test(words))
    for (let t = 1; t < seconds; t += 3.2) rumble(left, right, { from: t, seconds: 1.6, level: 0.4 });
  if (doing === "drive" || /\b(car|van|truck|motor|engine)/.test(words))
    rumble(left, right, { from: 0, seconds, level: 0.22 });
  if (doing === "shoot" || /\b(gunshot|shot rings|explo)/.test(words))
    rumble(left, right, { from: seconds * 0.5, seconds: 0.5, level: 0.55 });
  if (/bell/.test(`${words} ${order.intent.ambience ?? ""}`))
    for (let i = 0; i < left.length; i += 1) {
      const t = (i / SOUND_RATE_HZ) % 3;
      const value = Math.sin(t * 2 * Math.PI * 523) * Math.exp(-t * 1.6) * 0.07;
      left[i] = (left[i] ?? 0) + value;
      right[i] = (right[i] ?? 0) + value * 0.8;
    }
}

/** Low noise that swells and dies away. */
function rumble(
  left: Float32Array,
  right: Float32Array,
  { from, seconds, level }: { readonly from: number; readonly seconds: number; readonly level: number },
): void {
  const random = randomFrom(`rumble ${from}`);
  const [start, count] = [Math.floor(from * SOUND_RATE_HZ), Math.floor(seconds * SOUND_RATE_HZ)];
  let slow = 0;
  for (let i = 0; i < count && start + i < left.length; i += 1) {
    slow += (random() * 2 - 1 - slow) * 0.012;
    const value = slow * level * Math.sin((Math.PI * i) / count) ** 0.5;
    left[start + i] = (left[start + i] ?? 0) + value;
    right[start + i] = (right[start + i] ?? 0) + value;
  }
}

/** Syllables as short tones with a vowel's colour; every speaker has a pitch of their own. */
interface Voice {
  readonly span: SpokenSpan;
  /** Words of who speaks. */
  readonly words: string;
  readonly headSeconds: number;
}

function voice(left: Float32Array, right: Float32Array, { span, words, headSeconds }: Voice): void {
  const random = randomFrom(`voice ${span.line.character ?? "narrator"}`);
  const high = /woman|girl|wife|queen|mother|child|boy|princess|she/.test(words);
  const pitch = (high ? 175 : 95) + random() * 70;
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
