import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cuttingRoom, type Wish } from "./cutting-room.ts";
import { ffmpeg, WITHOUT_FFMPEG } from "./native-media.ts";
import { readSound } from "./numbered-film.ts";

/** What an independent meter says of the finished film: ffmpeg's ebur128. */
async function heard(path: string): Promise<{ integrated: number; peak: number }> {
  const { stderr } = await ffmpeg("-v", "info", "-i", path, "-vn", "-af", "ebur128=peak=true", "-f", "null", "-");
  const summary = stderr.slice(stderr.lastIndexOf("Summary:"));
  return {
    integrated: Number(/I:\s+(-?[\d.]+) LUFS/.exec(summary)?.[1]),
    peak: Number(/Peak:\s+(-?[\d.]+|-inf) dBFS/.exec(summary)?.[1]?.replace("-inf", "-Infinity")),
  };
}

describe.skipIf(WITHOUT_FFMPEG !== undefined)("the sound of the finished film", () => {
  let room: ReturnType<typeof cuttingRoom>;
  beforeAll(() => {
    room = cuttingRoom();
  });
  afterAll(() => room.close());

  /** A shot whose film has this sound, uncompressed. */
  function withSound(id: string, frames: number, sound: string): Wish {
    const encode = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "30", "-c:a", "pcm_s16le"];
    return { id, change: { intent: { durationFrames: frames } }, film: { name: "a.mov", sound, encode } };
  }

  test.each([
    ["quiet speech-like noise", "anoisesrc=c=pink:a=0.01:r=48000", 96],
    ["nearly silent", "anoisesrc=c=pink:a=0.008:r=48000", 96],
    ["loud and square", "sine=f=220:r=48000,volume=20dB,asoftclip=type=hard", 96],
    ["loud white noise", "anoisesrc=c=white:a=1:r=48000", 96],
    ["one second", "sine=f=440:r=48000,volume=-12dB", 24],
    ["sharp knocks over a whisper", "aevalsrc='0.01*random(0)+0.9*lt(mod(t\\,0.7)\\,0.004)*sin(3000*t)':s=48000", 144],
  ])("%s comes to -16 LUFS, never above -1 dBTP", async (name, source, frames) => {
    const id = `SH1${String(name.length).padStart(2, "0")}0`;
    const { assembly } = await room.assembled(await room.story([withSound(id, frames, source)]));
    const { integrated, peak } = await heard(assembly.path);
    expect(Math.abs(integrated + 16), `${integrated} LUFS`).toBeLessThanOrEqual(0.5);
    expect(peak).toBeLessThanOrEqual(-1);
    expect(Math.abs((assembly.loudnessMilli ?? 0) - integrated * 1000)).toBeLessThan(200);
  });

  test.each([
    ["no sound at all", "none"],
    ["hiss far below hearing", "anoisesrc=c=pink:a=0.0004:r=48000"],
  ])("%s stays silent and is not lifted", async (_, source) => {
    const { assembly } = await room.assembled(await room.story([withSound("SH2010", 48, source)]));
    expect(assembly.loudnessMilli).toBeUndefined();
    expect((await heard(assembly.path)).integrated).toBeLessThan(-60);
  });

  test("a cut does not click, a dissolve does not sag, and where the sound goes on nothing is touched", async () => {
    const tone = (frequency: number) => `sine=f=${frequency}:r=48000,volume=-20dB`;
    const dissolve = { transitionIn: { kind: "dissolve" as const, frames: 6 } };
    const first = withSound("SH3010", 48, tone(300));
    const second = withSound("SH3020", 48, tone(437));
    const third = withSound("SH3030", 48, tone(300));
    const { assembly } = await room.assembled(
      await room.story([first, second, { ...third, change: { ...third.change, editorial: dissolve } }]),
    );
    const sound = await readSound(assembly.path);
    // A click is energy far above the tones: what is left of the sound above 6 kHz, against the tones themselves.
    const highest = (from: number, to: number): number => {
      let peak = 0;
      // Third differences let through the more the higher: 300 Hz comes out at 0.00006, a step at its full height.
      for (let at = from + 3; at < to; at += 1) {
        const [a = 0, b = 0, c = 0, d = 0] = sound.subarray(at - 3, at + 1);
        peak = Math.max(peak, Math.abs(d - 3 * c + 3 * b - a));
      }
      return peak;
    };
    const level = (from: number, to: number): number => {
      let sum = 0;
      for (const sample of sound.subarray(from, to)) sum += sample * sample;
      return Math.sqrt(sum / (to - from));
    };
    const full = level(24_000, 72_000);
    // The AAC encoder's own noise, away from every cut.
    const ground = highest(24_000, 72_000);
    expect(highest(93_600, 98_400)).toBeLessThan(Math.max(3 * ground, full * 0.02));
    expect(level(94_000, 95_700) / full).toBeGreaterThan(0.9);
    // The dissolve lies around 192 000: no dip where the pieces meet, no sag in its middle.
    for (let at = 184_000; at < 200_000; at += 480) expect(level(at, at + 480) / full, `at ${at}`).toBeGreaterThan(0.6);
    expect(highest(183_000, 201_000)).toBeLessThan(Math.max(3 * ground, full * 0.02));
  });
});
