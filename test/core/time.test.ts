import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatRate,
  formatSeconds,
  frameInFile,
  framesAtRate,
  framesOfMilliseconds,
  millisecondsOfFrames,
  parseRate,
  timecode,
  wholeSecondsFor,
} from "../../src/core/time.ts";

const RATES = ["24", "25", "30", "24000/1001", "30000/1001"].map((text) => {
  const rate = parseRate(text);
  if (rate === undefined) throw new Error(text);
  return rate;
});

describe("film time", () => {
  test("rates as people say them are the exact ones", () => {
    expect(parseRate("23.976")).toEqual({ numerator: 24000, denominator: 1001 });
    expect(parseRate(25)).toEqual({ numerator: 25, denominator: 1 });
    for (const wrong of ["0", "24/0", "-24", "24.5", "24/1/2", "", "fast"])
      expect(parseRate(wrong), wrong).toBeUndefined();
    for (const rate of RATES) expect(parseRate(formatRate(rate))).toEqual(rate);
  });

  test("frames -> milliseconds -> frames loses nothing", () => {
    fc.assert(
      fc.property(fc.constantFrom(...RATES), fc.nat(10_000_000), (rate, frames) => {
        expect(framesOfMilliseconds(millisecondsOfFrames(frames, rate), rate)).toBe(frames);
        const seconds = wholeSecondsFor(frames, rate);
        expect(framesOfMilliseconds(seconds * 1000, rate)).toBeGreaterThanOrEqual(frames);
        if (seconds > 0) expect((seconds - 1) * rate.numerator).toBeLessThan(frames * rate.denominator);
      }),
    );
  });

  test("timecode counts at the rounded rate", () => {
    expect(timecode(86_399, { numerator: 24, denominator: 1 })).toBe("00:59:59:23");
    expect(timecode(30 * 60, { numerator: 30_000, denominator: 1001 })).toBe("00:01:00:00");
    expect(formatSeconds(120, { numerator: 24_000, denominator: 1001 })).toBe("5.0 s");
  });

  test("a file of another rate has the frames that lie in it, never one more", () => {
    const [film, pal] = [RATES[0], RATES[1]];
    if (film === undefined || pal === undefined) throw new Error("no rates");
    expect(framesAtRate(100, "25", film)).toBe(96);
    expect(framesAtRate(48, "24", pal)).toBe(50);
    expect(framesAtRate(16, "16/1", film)).toBe(24);
    // And back: the picture of a file that is seen at a frame of the episode.
    expect(frameInFile(47, film, "30")).toBe(58);
    expect(frameInFile(47, film, "12/1")).toBe(23);
    expect([frameInFile(0, film, "30"), frameInFile(77, film, "24"), frameInFile(77, film, "fast")]).toEqual([
      0, 77, 77,
    ]);
    // A rate that nobody can read counts as the episode's.
    expect(framesAtRate(77, "fast", film)).toBe(77);
    fc.assert(
      fc.property(fc.constantFrom(...RATES), fc.constantFrom(...RATES), fc.nat(1_000_000), (from, to, frames) => {
        const there = framesAtRate(frames, formatRate(from), to);
        expect(there * to.denominator * from.numerator).toBeLessThanOrEqual(frames * from.denominator * to.numerator);
        expect((there + 1) * to.denominator * from.numerator).toBeGreaterThan(frames * from.denominator * to.numerator);
      }),
    );
  });
});
