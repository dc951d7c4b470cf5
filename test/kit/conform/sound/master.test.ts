import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { gainCurve } from "../../../../src/kit/conform/sound/limiter.ts";
import { createLoudnessMeter } from "../../../../src/kit/conform/sound/loudness-meter.ts";
import { master, measureSamples } from "../../../../src/kit/conform/sound/master.ts";
import { writeSamples } from "../../../../src/kit/conform/sound/sample-file.ts";

const RATE = 48_000;

/** Interleaved stereo of `seconds`, both channels from one function of the sample's number. */
function stereo(seconds: number, of: (sample: number) => number): Float32Array {
  const samples = new Float32Array(Math.round(seconds * RATE) * 2);
  for (let sample = 0; sample < samples.length / 2; sample += 1)
    samples[2 * sample] = samples[2 * sample + 1] = of(sample);
  return samples;
}
const tone =
  (hertz: number, amplitude: number, phase = 0) =>
  (sample: number): number =>
    amplitude * Math.sin((2 * Math.PI * hertz * sample) / RATE + phase);

describe("loudness", () => {
  const folder = mkdtempSync(join(tmpdir(), "shotlock-sound-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = async (name: string, samples: Float32Array): Promise<string> => {
    const path = join(folder, name);
    await writeSamples(
      path,
      (async function* () {
        yield samples;
      })(),
    );
    return path;
  };

  test("reads what EBU Tech 3341 asks of a meter", () => {
    const read = (...parts: Float32Array[]): number => {
      const meter = createLoudnessMeter();
      for (const part of parts) meter.add(part);
      return meter.integrated() ?? Number.NaN;
    };
    const at = (seconds: number, decibels: number) => stereo(seconds, tone(1000, 10 ** (decibels / 20)));
    expect(read(at(20, -23))).toBeCloseTo(-23, 1);
    expect(read(at(20, -33))).toBeCloseTo(-33, 1);
    // The relative gate leaves the quiet ends out, the absolute one what is below -70.
    expect(read(at(10, -36), at(60, -23), at(10, -36))).toBeCloseTo(-23, 1);
    expect(read(at(10, -72), at(10, -36), at(60, -23), at(10, -36), at(10, -72))).toBeCloseTo(-23, 1);
    expect(read(stereo(10, () => 0))).toBeNaN();
    expect(read(at(0.3, -10))).toBeNaN();
  });

  test("how the samples are handed over does not matter", () => {
    const samples = stereo(2, tone(700, 0.3));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20_000 }), { maxLength: 12 }), (cuts) => {
        const whole = createLoudnessMeter();
        whole.add(samples);
        const parts = createLoudnessMeter();
        let from = 0;
        for (const cut of cuts) {
          parts.add(samples.subarray(2 * from, 2 * Math.min(from + cut, samples.length / 2)));
          from = Math.min(from + cut, samples.length / 2);
        }
        parts.add(samples.subarray(2 * from));
        expect(parts.integrated()).toBeCloseTo(whole.integrated() ?? 0, 9);
      }),
      { numRuns: 20 },
    );
  });

  test("true peaks stand between samples, also over the edges of blocks and chunks", async () => {
    // A quarter of the rate at 45 degrees: samples at 0.707, the curve at 1.
    const quarter = await file("quarter", stereo(2.5, tone(12_000, 0.5, Math.PI / 4)));
    const { truePeakDb = 0 } = await measureSamples(quarter);
    // It begins all at once, which rings a little.
    expect(Math.abs(truePeakDb - 20 * Math.log10(0.5))).toBeLessThan(0.2);
    const low = await file("low", stereo(1, tone(997, 0.25)));
    expect((await measureSamples(low)).truePeakDb).toBeCloseTo(20 * Math.log10(0.25), 1);
    expect(
      await measureSamples(
        await file(
          "none",
          stereo(1, () => 0),
        ),
      ),
    ).toEqual({});
  });

  test("a gain curve never allows more than the peaks do, and its slopes are bounded", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 4, noNaN: true }), { minLength: 1, maxLength: 60 }),
        fc.double({ min: -20, max: 40, noNaN: true }),
        (peaks, gainDb) => {
          const curve = gainCurve(peaks, gainDb, -1.5);
          expect(curve.length).toBe(peaks.length + 1);
          for (const [block, peak] of peaks.entries())
            for (const edge of [curve[block] ?? 0, curve[block + 1] ?? 0]) {
              expect(edge).toBeLessThanOrEqual(gainDb + 1e-9);
              if (peak > 0) expect(20 * Math.log10(peak) + edge).toBeLessThanOrEqual(-1.5 + 1e-9);
            }
          for (let edge = 1; edge < curve.length; edge += 1) {
            const step = (curve[edge] ?? 0) - (curve[edge - 1] ?? 0);
            expect(step).toBeLessThanOrEqual(0.08 + 1e-9);
            expect(step).toBeGreaterThanOrEqual(-1.5 - 1e-9);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("a programme of a loud and a quiet part comes to its target below the ceiling; silence stays", async () => {
    const knock = (sample: number): number => (sample % 30_000 < 200 ? 0.9 : 0.02) * Math.sin(sample * 0.3);
    const source = await file("knocks", stereo(6, knock));
    const target = join(folder, "mastered");
    await master({ source, target, targetLufs: -16, ceilingDb: -1.5 });
    const heard = await measureSamples(target);
    expect(Math.abs((heard.integrated ?? 0) + 16)).toBeLessThanOrEqual(0.15);
    expect(heard.truePeakDb).toBeLessThanOrEqual(-1.4);
    const hiss = await file(
      "hiss",
      stereo(2, (sample) => 0.0002 * Math.sin(sample * sample)),
    );
    expect(await master({ source: hiss, target, targetLufs: -16, ceilingDb: -1.5 })).toEqual({});
    expect((await measureSamples(target)).truePeakDb).toBeLessThan(-70);
  });
});
