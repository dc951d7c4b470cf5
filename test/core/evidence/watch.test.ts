import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evidenceOf } from "../../../src/core/evidence/fold-evidence.ts";
import { TRIALS_MAX } from "../../../src/core/evidence/watch.ts";
import type { JournalEvent } from "../../../src/core/journal-events.ts";
import { attemptEvents, runStarted, START_MS, type Story, VEO } from "./events.ts";

const DAY_MS = 86_400_000;

function watchOf(outcomes: readonly Story["ends"][], expectedPerMille: number, atMs = START_MS) {
  return watchAfter(outcomes.flatMap((ends, index) => one(ends, index, expectedPerMille, atMs)));
}

function one(ends: Story["ends"], index: number, expectedPerMille: number, atMs = START_MS): readonly JournalEvent[] {
  return attemptEvents({ shot: `SH${index}`, take: "v001", ends, expectedPerMille, atMs });
}

function watchAfter(events: readonly JournalEvent[]) {
  return evidenceOf([runStarted(), ...events]).models[VEO.model]?.[VEO.modelVersion]?.watch;
}

function alternating(passes: number, fails: number): Story["ends"][] {
  return [...Array<Story["ends"]>(passes).fill("pass"), ...Array<Story["ends"]>(fails).fill("fail")];
}

describe("the alarm on a silent drop", () => {
  test("goes off within eight takes when an engine that kept 85 of 100 keeps none", () => {
    const watch = watchOf(alternating(20, 6), 850);
    expect(watch?.alarm).toMatchObject({ raisedOn: "2026-11-24", untilDay: "2026-11-26", kept: 0 });
    expect(watch?.alarm?.takes).toBeLessThanOrEqual(8);
  });

  test("never goes off while an engine keeps what its receipts expected", () => {
    const steady = Array.from({ length: 200 }, (_, index): Story["ends"] => (index % 5 === 0 ? "fail" : "pass"));
    expect(watchOf(steady, 800)?.alarm).toBeUndefined();
  });

  test("whatever happens, infrastructure alone never raises it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<Story["ends"]>("server", "refusal", "abandoned", "open", "pass"), { maxLength: 40 }),
        (outcomes) => {
          expect(watchOf(outcomes, 990)?.alarm).toBeUndefined();
        },
      ),
    );
  });

  test("more failures never put it off", () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 25 }),
        fc.nat(24),
        fc.integer({ min: 100, max: 950 }),
        (kept, place, expected) => {
          const worse = kept.map((pass, index) => pass && index !== place % kept.length);
          const outcomes = (list: readonly boolean[]) => list.map((pass): Story["ends"] => (pass ? "pass" : "fail"));
          // Takes after an alarm are trials and may end it: what counts is that it went off.
          const alarms = (list: readonly boolean[]) => watchOf(outcomes(list), expected)?.era ?? 0;
          if (alarms(kept) > 0) expect(alarms(worse)).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe("after an alarm", () => {
  const dropped = alternating(0, 6).flatMap((ends, index) => one(ends, index, 900));
  const trial = (ends: Story["ends"], index: number, days = 3): readonly JournalEvent[] =>
    one(ends, 100 + index, 300, START_MS + days * DAY_MS);

  test("trials that are kept end it", () => {
    expect(watchAfter([...dropped, ...trial("pass", 0), ...trial("pass", 1)])?.alarm).toBeUndefined();
  });

  test("trials that are not kept double the rest", () => {
    const again = watchAfter([...dropped, ...trial("fail", 0), ...trial("fail", 1)])?.alarm;
    expect(again).toMatchObject({ inARow: 2, untilDay: "2026-12-01", trials: 0 });
  });

  test("a trial in flight holds its place, one that failed gives it back", () => {
    expect(watchAfter([...dropped, ...trial("open", 0)])?.alarm?.trials).toBe(1);
    expect(watchAfter([...dropped, ...trial("server", 0)])?.alarm?.trials).toBe(0);
  });

  test("a trial that the vendor made with another version gives its place back, and is a trial of that one if it rests, too", () => {
    const other = "veo-3.1-generate-002";
    const made = (events: readonly JournalEvent[], modelVersion: string) =>
      events.map((event) => (event.type === "attempt.done" ? { ...event, modelVersion } : event));
    const trials = [0, 1, 2].flatMap((index) => made(trial("pass", index), other));
    expect(watchAfter([...dropped, ...trials])?.alarm).toMatchObject({ trials: 0, trialsJudged: 0 });
    const both = alternating(0, 6).flatMap((ends, index) => made(one(ends, 50 + index, 900), other));
    const first = made(trial("pass", 0), VEO.modelVersion);
    const after = evidenceOf([runStarted(), ...dropped, ...both, ...first]).models[VEO.model];
    expect(after?.[other]?.watch.alarm).toMatchObject({ trials: 0, trialsJudged: 0 });
    expect(after?.[VEO.modelVersion]?.watch.alarm).toMatchObject({ trials: 1, trialsJudged: 1, trialsKept: 1 });
  });

  test("never more trials are counted than are begun, and the count never falls below nothing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<Story["ends"]>("pass", "fail", "server", "refusal", "open"), { maxLength: 12 }),
        (outcomes) => {
          const alarm = watchAfter([...dropped, ...outcomes.flatMap((ends, index) => trial(ends, index))])?.alarm;
          expect(alarm?.trials ?? 0).toBeGreaterThanOrEqual(0);
          expect(alarm?.trials ?? 0).toBeLessThanOrEqual(outcomes.length);
          expect(alarm?.trialsJudged ?? 0).toBeLessThanOrEqual(TRIALS_MAX);
        },
      ),
    );
  });
});
