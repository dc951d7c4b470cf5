import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestOf } from "../../../src/core/digest.ts";
import { currentVersion } from "../../../src/core/evidence/evidence.ts";
import { evidenceDigest } from "../../../src/core/evidence/evidence-digest.ts";
import { expectedAcceptance } from "../../../src/core/evidence/expected-acceptance.ts";
import { expectedLatency } from "../../../src/core/evidence/expected-latency.ts";
import { evidenceOf } from "../../../src/core/evidence/fold-evidence.ts";
import { LATENCY_SAMPLES_MAX } from "../../../src/core/evidence/latency-samples.ts";
import type { JournalEvent } from "../../../src/core/journal-events.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { basisFor, shot, take } from "../plan/story.ts";
import { attemptEvents, event, RUN, runStarted, START_MS, type Story, VEO } from "./events.ts";

const DAY = "2026-11-24";
const QUESTION = { model: VEO.model, version: VEO.modelVersion, staging: "close-up", day: DAY } as const;

function takes(count: number, ends: Story["ends"], rest: Partial<Story> = {}, from = 0): readonly JournalEvent[] {
  return Array.from({ length: count }, (_, index) =>
    attemptEvents({ shot: `SH${from + index}`, take: "v001", ends, ...rest }),
  ).flat();
}

function share(events: readonly JournalEvent[], question: Partial<typeof QUESTION> | object = {}, prior = 500): number {
  return expectedAcceptance(evidenceOf([runStarted(), ...events]), { ...QUESTION, ...question }, prior).perMille;
}

const story = fc.record({
  shot: fc.constantFrom("SH0010", "SH0020", "SH0030", "SH0040", "SH0050"),
  ends: fc.constantFrom<Story["ends"]>("pass", "fail", "server", "refusal", "abandoned", "open"),
  size: fc.constantFrom("MCU", "LS", "MS"),
  atMs: fc.integer({ min: START_MS, max: START_MS + 86_400_000 }),
  runMs: fc.integer({ min: 1, max: 600_000 }),
  clipMs: fc.constantFrom(4_000, 6_000, 8_000),
  expectedPerMille: fc.integer({ min: 100, max: 950 }),
});

describe("acceptance", () => {
  test("without history it is the prior", () => {
    expect(expectedAcceptance(undefined, QUESTION, 640).perMille).toBe(640);
  });

  test("own takes soon outweigh a prior of three", () => {
    expect(share(takes(3, "fail"))).toBe(250);
    expect(share(takes(9, "pass"))).toBe(875);
  });

  test("each kept take raises the share and each lost one lowers it, whatever came before", () => {
    fc.assert(
      fc.property(fc.array(story, { maxLength: 30 }), fc.integer({ min: 50, max: 950 }), (stories, prior) => {
        const before = stories.flatMap((one, index) => attemptEvents({ ...one, take: `v${100 + index}` }));
        const next = (ends: Story["ends"]) => [...before, ...attemptEvents({ shot: "SH0900", take: "v900", ends })];
        expect(share(next("pass"), {}, prior)).toBeGreaterThanOrEqual(share(before, {}, prior));
        expect(share(next("fail"), {}, prior)).toBeLessThanOrEqual(share(before, {}, prior));
      }),
    );
  });

  test("failures of the machinery touch nothing", () => {
    fc.assert(
      fc.property(fc.array(story, { maxLength: 20 }), fc.integer({ min: 0, max: 19 }), (stories, place) => {
        const parts = stories.map((one, index) => attemptEvents({ ...one, take: `v${100 + index}` }));
        const trouble = (["server", "refusal", "abandoned"] as const).flatMap((ends) =>
          attemptEvents({ shot: "SH0900", take: `v${ends}`, ends }),
        );
        const with_ = [...parts.slice(0, place).flat(), ...trouble, ...parts.slice(place).flat()];
        expect(evidenceOf([runStarted(), ...with_])).toEqual(evidenceOf([runStarted(), ...parts.flat()]));
      }),
    );
  });

  test("the order in which attempts of different shots end decides nothing but the alarm", () => {
    const ordered = fc.uniqueArray(story, { maxLength: 12, selector: (one) => one.atMs }).chain((stories) =>
      fc.tuple(
        fc.constant(stories),
        fc.shuffledSubarray(
          stories.map((_, index) => index),
          { minLength: stories.length },
        ),
      ),
    );
    fc.assert(
      fc.property(ordered, ([stories, order]) => {
        const parts = stories.map((one, index) =>
          attemptEvents({ ...one, shot: `SH${index}`, take: "v001", expectedPerMille: 0 }),
        );
        const one = evidenceOf([runStarted(), ...parts.flat()]);
        const other = evidenceOf([runStarted(), ...order.flatMap((index) => parts[index] ?? [])]);
        expect(other.models).toEqual(one.models);
        expect(other.latencies).toEqual(one.latencies);
      }),
    );
  });

  test("another kind of shot counts a little, another model nothing", () => {
    const wide = takes(20, "pass", { size: "MS" });
    expect(share(wide)).toBeGreaterThan(500);
    expect(share(wide)).toBeLessThan(share(takes(20, "pass")));
    expect(share(takes(20, "pass", { identity: { ...VEO, model: "other/model" } }))).toBe(500);
  });

  test("a new version inherits weakly: two takes' worth", () => {
    const old = takes(40, "pass");
    expect(share(old, { version: "veo-3.2" })).toBe(700);
    expect(
      share([...old, ...takes(4, "fail", { identity: { ...VEO, modelVersion: "veo-3.2" } }, 50)], {
        version: "veo-3.2",
      }),
    ).toBe(389);
  });

  test("a take of long ago counts less", () => {
    const old = takes(12, "pass");
    const shares = ["2026-11-24", "2027-02-22", "2027-08-22", "2031-01-01"].map((day) => share(old, { day }));
    expect([...shares].sort((one, other) => other - one)).toEqual(shares);
    expect(shares[3]).toBe(500);
  });

  test("what was seen before an alarm counts a quarter", () => {
    const events = [
      ...takes(20, "pass", { expectedPerMille: 850 }),
      ...takes(6, "fail", { expectedPerMille: 850 }, 50),
    ];
    // Three takes of the prior at 500, and a quarter of 20 kept of 26.
    expect(share(events)).toBe(684);
    // Without the last verdict there is no alarm: 20 kept of 25.
    expect(share(events.slice(0, -1))).toBe(768);
  });

  test("all numbers are integers between never and always", () => {
    fc.assert(
      fc.property(fc.array(story, { maxLength: 40 }), fc.integer({ min: 0, max: 1000 }), (stories, prior) => {
        const events = stories.flatMap((one, index) => attemptEvents({ ...one, take: `v${100 + index}` }));
        const told = expectedAcceptance(evidenceOf([runStarted(), ...events]), QUESTION, prior);
        expect(Number.isSafeInteger(told.perMille) && Number.isSafeInteger(told.weightMilli)).toBe(true);
        expect(told.perMille).toBeGreaterThan(0);
        expect(told.perMille).toBeLessThan(1000);
      }),
    );
  });
});

test("two histories that end in another version of the vendor's are two, also when they hold the same takes", () => {
  const done = (shot: string, modelVersion: string) =>
    attemptEvents({ shot, take: "v001", ends: "pass" }).map((one) =>
      one.type === "attempt.done" ? { ...one, modelVersion } : one,
    );
  const [one, other] = [done("SH0010", "veo-a"), done("SH0020", "veo-b")];
  const [forward, backward] = [
    [...one, ...other],
    [...other, ...one],
  ].map((events) => evidenceOf([runStarted(), ...events]));
  if (forward === undefined || backward === undefined) throw new Error("two histories");
  expect(forward.models).toEqual(backward.models);
  expect(currentVersion(forward, VEO.model, VEO.modelVersion)).toBe("veo-b");
  expect(currentVersion(backward, VEO.model, VEO.modelVersion)).toBe("veo-a");
  expect(evidenceDigest(forward)).not.toBe(evidenceDigest(backward));
  expect(evidenceDigest(structuredClone(forward))).toBe(evidenceDigest(forward));
});

test("what a vendor calls the version last counts, also when a job that was begun before says so", () => {
  const [intended, submitted, ...ends] = attemptEvents({ shot: "SH0010", take: "v001", ends: "pass" });
  if (intended === undefined || submitted === undefined) throw new Error("two events");
  const named = (events: readonly JournalEvent[], modelVersion: string) =>
    events.map((one) => (one.type === "attempt.done" ? { ...one, modelVersion } : one));
  const between = named(attemptEvents({ shot: "SH0020", take: "v001", ends: "pass" }), "veo-b");
  const evidence = evidenceOf([runStarted(), intended, submitted, ...between, ...named(ends, VEO.modelVersion)]);
  expect(currentVersion(evidence, VEO.model, VEO.modelVersion)).toBe(VEO.modelVersion);
});

describe("a person's word", () => {
  const made = [...attemptEvents({ shot: "SH0010", take: "v001", ends: "pass" })];
  const circled = (run: string) =>
    event(START_MS + 90_000, { type: "take.circled", shot: "SH0010", tier: "final", take: "v001" }, run);
  const retake = (run: string) =>
    event(START_MS + 99_000, { type: "retake.asked", shot: "SH0010", tier: "final", reason: "too dark" }, run);

  test("takes the place of the verdict and weighs two takes", () => {
    expect(share(made)).toBe(625);
    expect(share([...made, circled("decision")])).toBe(700);
    expect(share([...made, circled(RUN), retake("decision")])).toBe(300);
    expect(share([...made, circled("decision"), retake("decision-2")])).toBe(300);
  });

  test("what a run writes itself is no word", () => {
    expect(share([...made, circled(RUN)])).toBe(625);
    expect(share([...made, circled(RUN), retake(RUN)])).toBe(625);
  });

  test("a retake after a newer take was tried speaks of no take", () => {
    const newer = attemptEvents({ shot: "SH0010", take: "v002", ends: "fail", atMs: START_MS + 91_000 });
    expect(share([...made, circled(RUN), ...newer, retake("decision")])).toBe(share([...made, ...newer]));
  });

  test("turns the watch on its model, too", () => {
    const fails = takes(5, "fail", { expectedPerMille: 850 }, 100);
    const alarm = (events: readonly JournalEvent[]) =>
      evidenceOf([runStarted(), ...events]).models[VEO.model]?.[VEO.modelVersion]?.watch.alarm;
    expect(alarm([...made, circled(RUN), ...fails])).toBeUndefined();
    expect(alarm([...made, circled(RUN), ...fails, retake("decision")])).toBeDefined();
  });

  test("follows the shot to its new number", () => {
    const renamed = event(START_MS + 95_000, { type: "shot.renamed", shot: "SH0015", was: "SH0010" });
    const word = event(
      START_MS + 99_000,
      { type: "retake.asked", shot: "SH0015", tier: "final", reason: "no" },
      "decision",
    );
    expect(share([...made, circled(RUN), renamed, word])).toBe(300);
  });
});

test("a clone that begins from a lock learns from its takes, and a person's word may be about them", () => {
  const of = shot("SH0010");
  const made = { ...take(of, basisFor(of), { tier: "final" }), identity: VEO };
  const drawn = take(of, basisFor(of), { id: "v002" });
  const document = { shots: { SH0010: { takes: { v002: drawn, v001: made }, circled: { final: "v001" } } } };
  const restored = event(START_MS, {
    type: "journal.restored",
    lock: digestOf("lock"),
    document: document as unknown as JsonObject,
  });
  expect(share([restored])).toBe(625);
  expect(share([restored, restored])).toBe(625);
  const word = { type: "retake.asked", shot: "SH0010", tier: "final", reason: "too dark" } as const;
  expect(share([restored, event(START_MS + 1, word, "decision")])).toBe(300);
});

describe("latency", () => {
  const published = {
    p50Ms: 100_000,
    p95Ms: 180_000,
    source: "x",
    checkedOn: DAY,
    confidence: "vendor",
  } as const;
  const told = (events: readonly JournalEvent[], clipMs = 6_000) =>
    expectedLatency(evidenceOf([runStarted(), ...events]), VEO.endpoint, published, clipMs);

  test("is the published figure until jobs finished, then moves to them", () => {
    expect(told([])).toMatchObject({ p50Ms: 100_000, p95Ms: 180_000, jobs: 0 });
    expect(told(takes(3, "pass", { runMs: 40_000 }))).toMatchObject({ p50Ms: 70_000, jobs: 3 });
    expect(told(takes(47, "fail", { runMs: 40_000 })).p50Ms).toBeLessThan(44_000);
  });

  test("grows with the clip when the jobs did", () => {
    const jobs = [4_000, 6_000, 8_000].flatMap((clipMs, index) =>
      takes(6, "pass", { clipMs, runMs: clipMs * 10 }, index * 10),
    );
    expect(told(jobs, 8_000).p50Ms - told(jobs, 4_000).p50Ms).toBeGreaterThan(30_000);
  });

  test("a job that another run collected measures nothing", () => {
    const collected = attemptEvents({ shot: "SH0010", take: "v001", ends: "pass", runMs: 9_000_000 }).map((one) =>
      one.type === "attempt.done" ? { ...one, run: "tomorrow" } : one,
    );
    expect(told(collected).jobs).toBe(0);
  });

  test("one job that hangs counts as eight middles, and prices the others no further", () => {
    const hung = attemptEvents({ shot: "SH0900", take: "v001", ends: "pass", runMs: 9_000_000 });
    // 20 jobs of 40 s and one of 320 s are 53.333 s each; published are three of 110 s.
    expect(told([...takes(20, "pass", { runMs: 40_000 }), ...hung]).meanMs).toBe(60_416);
  });

  test("keeps the newest jobs, in whatever order they are told", () => {
    const jobs = Array.from({ length: LATENCY_SAMPLES_MAX + 20 }, (_, index) =>
      attemptEvents({ shot: `SH${index}`, take: "v001", ends: "pass", atMs: START_MS + index * 60_000 }),
    );
    for (const order of [jobs, [...jobs].reverse()]) {
      const kept = evidenceOf([runStarted(), ...order.flat()]).latencies[VEO.endpoint] ?? [];
      expect(kept.map(({ attempt }) => attempt)).toEqual(
        Array.from({ length: LATENCY_SAMPLES_MAX }, (_, index) => `SH${20 + index}-v001`),
      );
    }
  });

  test("keeps a bounded number of jobs, in whatever order they are told", () => {
    const evidence = evidenceOf([runStarted(), ...takes(LATENCY_SAMPLES_MAX + 20, "pass")]);
    expect(evidence.latencies[VEO.endpoint]).toHaveLength(LATENCY_SAMPLES_MAX);
    expect(Object.keys(evidence.attempts)).toHaveLength(0);
  });
});
