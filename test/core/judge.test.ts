import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge } from "../../src/core/judge.ts";
import type { GateReading } from "../../src/core/take.ts";

const POLICY = { allow: [], limits: {} };
const reading = (fields: Partial<GateReading>): GateReading => ({
  gate: "noise",
  verdict: "pass",
  unit: "levels",
  direction: "lower-is-better",
  milli: 0,
  limitMilli: 9000,
  says: "",
  ...fields,
});
const scoreOf = (...readings: GateReading[]): number => judge(readings, POLICY).scorePerMille;

describe("score", () => {
  test("is whole while every reading is far from its limit", () => {
    expect(scoreOf()).toBe(1000);
    expect(
      scoreOf(
        reading({ milli: 6000 }),
        reading({ gate: "blur", direction: "higher-is-better", milli: 900, limitMilli: 470 }),
      ),
    ).toBe(1000);
  });
  test("falls on the last third of the way to a limit, to half of the gate's weight", () => {
    expect(scoreOf(reading({ milli: 7500 }))).toBe(938);
    expect(scoreOf(reading({ milli: 9000 }))).toBe(875);
    expect(scoreOf(reading({ gate: "blur", direction: "higher-is-better", milli: 470, limitMilli: 470 }))).toBe(850);
  });
  test("a fail takes the whole weight, several multiply", () => {
    expect(scoreOf(reading({ verdict: "fail" }))).toBe(750);
    expect(scoreOf(reading({ verdict: "fail" }), reading({ gate: "blur", verdict: "fail" }))).toBe(525);
    expect(scoreOf(reading({ gate: "of-a-plugin", verdict: "fail" }))).toBe(900);
  });
  test("a file that is not what was ordered has none", () => {
    for (const gate of ["readable", "specification", "decode"])
      expect(scoreOf(reading({ gate, verdict: "fail" }))).toBe(0);
  });
  test("what is allowed or not measured costs nothing", () => {
    expect(scoreOf(reading({ verdict: "allowed", milli: 20_000 }), reading({ verdict: "not-measured" }))).toBe(1000);
  });
  test("limits at or below zero have no last third", () => {
    expect(
      scoreOf(reading({ gate: "sound", direction: "higher-is-better", milli: -59_000, limitMilli: -60_000 })),
    ).toBe(1000);
    expect(scoreOf(reading({ milli: 0, limitMilli: 0 }))).toBe(1000);
  });
  test("law: between 0 and 1000, whole, and worse readings never raise it", () => {
    const milli = fc.integer({ min: -100_000, max: 100_000 });
    fc.assert(
      fc.property(milli, milli, fc.integer({ min: 1, max: 50_000 }), (left, right, limitMilli) => {
        const [better, worse] = left < right ? [left, right] : [right, left];
        const [good, bad] = [
          scoreOf(reading({ milli: better, limitMilli })),
          scoreOf(reading({ milli: worse, limitMilli })),
        ];
        expect(Number.isInteger(good) && good <= 1000 && bad >= 0).toBe(true);
        expect(bad).toBeLessThanOrEqual(good);
      }),
    );
  });
});

describe("verdict", () => {
  test("the list decides: one fail is enough, a warning is none", () => {
    expect(judge([reading({ verdict: "fail" })], POLICY).verdict).toBe("fail");
    expect(judge([reading({ verdict: "warn" }), reading({ verdict: "allowed" })], POLICY).verdict).toBe("pass");
  });
  test("below a floor that the production sets it fails, and a reading says so", () => {
    const policy = { ...POLICY, scoreFloorPerMille: 900 };
    const below = judge([reading({ milli: 9000 })], policy);
    expect(below.verdict).toBe("fail");
    expect(below.readings.at(-1)).toMatchObject({
      gate: "score",
      verdict: "fail",
      milli: 875,
      limitMilli: 900,
      says: "score 0.875, below the floor of 0.9",
    });
    expect(judge([reading({})], policy)).toMatchObject({ verdict: "pass", scorePerMille: 1000 });
    expect(judge([reading({})], POLICY).readings).toHaveLength(1);
  });
  test("a limit for a gate that is not installed is not measured: no pass, no fail", () => {
    const judgement = judge([reading({})], {
      ...POLICY,
      limits: { "likeness.distance_max": "0.6", "noise.grain_max": "9" },
    });
    expect(judgement.verdict).toBe("pass");
    expect(judgement.readings.slice(1)).toEqual([
      {
        gate: "likeness",
        verdict: "not-measured",
        unit: "verdict",
        direction: "exact",
        says: "not measured: no installed gate is called likeness",
      },
    ]);
  });
});
