import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Candidate, Receipt } from "../../../src/core/route-decision.ts";
import { lowerBoundMs } from "../../../src/core/schedule/lower-bound.ts";
import { orderOfWork } from "../../../src/core/schedule/order-of-work.ts";
import { outlookOf, PRIORITIES } from "../../../src/core/schedule/outlook.ts";
import { type Job, scheduleOf } from "../../../src/core/schedule/schedule-of.ts";
import { candidate, episode, plan, receipt, shot } from "../plan/story.ts";

const KLING = { engine: "kling", model: "kuaishou/kling-3", modelVersion: "3", endpoint: "kling/direct" };
const VEO = { engine: "veo", model: "google/veo-3.1", modelVersion: "3.1", endpoint: "veo/vertex" };

const option = (lane: string, slots: number, workMs: number, micros = 0) => ({
  lane,
  slots,
  workMs,
  micros,
  scoreMicros: micros,
});
const job = (name: string, options: Job["options"], after?: string): Job => ({
  shot: name,
  options,
  waitingMicrosPerSecond: 4000,
  ...(after === undefined ? {} : { after }),
});

describe("schedule", () => {
  test("jobs stand in line for slots, and chains follow one another", () => {
    const line = [1, 2, 3, 4].map((n) => job(`s${n}`, [option("kling", 2, 60_000, 100)]));
    expect(scheduleOf(line)).toEqual({ endMs: 120_000, micros: 400 });
    const chain = [job("b", [option("kling", 4, 60_000)], "a"), job("a", [option("kling", 4, 60_000)])];
    expect(scheduleOf(chain).endMs).toBe(120_000);
  });

  test("goes to another engine when that is cheaper than the wait, and waits when it is not", () => {
    const both = (dear: number) =>
      [1, 2].map((n) => job(`s${n}`, [option("kling", 1, 100_000, 400_000), option("veo", 1, 100_000, dear)]));
    // The second waits 100 s at 0.004 $/s.
    expect(scheduleOf(both(700_000)).endMs).toBe(100_000);
    expect(scheduleOf(both(900_000)).endMs).toBe(200_000);
  });
});

const jobs: fc.Arbitrary<readonly Job[]> = fc
  .array(
    fc.record({
      work: fc.array(fc.integer({ min: 1, max: 600_000 }), { minLength: 3, maxLength: 3 }),
      engines: fc.integer({ min: 1, max: 3 }),
      follows: fc.boolean(),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .chain((shots) =>
    fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 3 }).map((slots) =>
      shots.map(({ work, engines, follows }, index) =>
        job(
          `s${index}`,
          work.slice(0, engines).map((workMs, lane) => option(`lane-${lane}`, slots[lane] ?? 1, workMs, workMs)),
          follows && index > 0 ? `s${index - 1}` : undefined,
        ),
      ),
    ),
  );

describe("laws of the schedule", () => {
  test("never shorter than the lower bound, and the bound is no nought", () => {
    fc.assert(
      fc.property(jobs, (all) => {
        const bound = lowerBoundMs(all);
        expect(scheduleOf(all).endMs).toBeGreaterThanOrEqual(bound);
        expect(bound).toBeGreaterThanOrEqual(
          Math.max(...all.map((one) => Math.min(...one.options.map((o) => o.workMs)))),
        );
      }),
      { numRuns: 300 },
    );
  });

  test("the bound is near: many equal jobs on one line fill it wholly", () => {
    const many = Array.from({ length: 100 }, (_, n) => job(`s${n}`, [option("a", 4, 10_000), option("b", 1, 10_000)]));
    // 100 jobs of 10 s over five slots.
    expect(lowerBoundMs(many)).toBeGreaterThanOrEqual(195_000);
    expect(lowerBoundMs(many)).toBeLessThanOrEqual(200_000);
  });

  test("one more slot never makes the bound longer", () => {
    fc.assert(
      fc.property(jobs, (all) => {
        const wider = all.map((one) => ({ ...one, options: one.options.map((o) => ({ ...o, slots: o.slots * 2 })) }));
        // The bound is found by rounds, so a per mille of it is their doing.
        expect(lowerBoundMs(wider)).toBeLessThanOrEqual(Math.ceil(lowerBoundMs(all) * 1.01) + 1);
      }),
      { numRuns: 200 },
    );
  });
});

describe("outlook of a plan", () => {
  const of = episode(["SH0010", "SH0020", "SH0030"].map((id) => shot(id)));
  const scored = (micros: number, engine: typeof KLING, acceptance: number, quality: number): Candidate => {
    const plain = candidate(micros, engine, acceptance);
    const terms = [...plain.terms, { name: "quality" as const, micros: quality, says: "" }];
    return { ...plain, terms, totalMicros: plain.totalMicros + quality };
  };
  const route = (): Receipt => receipt(scored(400_000, KLING, 800, 250_000), scored(900_000, VEO, 900, 0));
  const outlook = (slots: number) =>
    outlookOf({
      shots: of.shots,
      steps: plan(of, undefined, { route }).steps,
      balanced: route,
      latencyOf: (endpoint) =>
        endpoint === VEO.endpoint ? { p50Ms: 90_000, p95Ms: 180_000 } : { p50Ms: 60_000, p95Ms: 120_000 },
      laneOf: ({ identity }) => ({ lane: "account", id: identity.engine, slots }),
    });

  test("four priorities, expected money over acceptance, likely before late, nothing below the bound", () => {
    const seen = outlook(3);
    expect(seen?.priorities.map((one) => one.priority)).toEqual(PRIORITIES);
    // Quality pays eight times as much for the picture: 2500000 against 1000000.
    const [quality, balanced, cheap] = seen?.priorities ?? [];
    expect(quality).toEqual({ priority: "quality", expectedMicros: 3_000_000, likelyMs: 100_000, lateMs: 200_000 });
    expect(balanced).toEqual({ priority: "balanced", expectedMicros: 1_500_000, likelyMs: 75_000, lateMs: 150_000 });
    expect(cheap?.expectedMicros).toBe(1_500_000);
    expect(seen?.lowerBoundMs).toBe(75_000);
    for (const slots of [1, 2, 3])
      for (const one of outlook(slots)?.priorities ?? [])
        expect(one.likelyMs).toBeGreaterThanOrEqual(outlook(slots)?.lowerBoundMs ?? 0);
  });

  test("nothing to make has no outlook", () => {
    const none = outlookOf({
      shots: of.shots,
      steps: [],
      balanced: route,
      latencyOf: () => ({ p50Ms: 1, p95Ms: 1 }),
      laneOf: () => ({ lane: "account", id: "kling", slots: 1 }),
    });
    expect(none).toBeUndefined();
  });
});

test("order of work: fewest engines, then the most work behind it, then by id; the same for every order of the file", () => {
  const chained = shot("SH0030", { intent: { chain: { from: "SH0020", mode: "last-frame" } } });
  const of = episode([shot("SH0010"), shot("SH0020"), chained, shot("SH0040")]);
  const route = (one: { readonly id: string }): Receipt =>
    one.id === "SH0040"
      ? receipt(candidate(400_000, KLING, 800))
      : receipt(candidate(400_000, KLING, 800), candidate(900_000, VEO, 900));
  const { steps } = plan(of, undefined, { route });
  const order = orderOfWork({ shots: of.shots, steps, takeMs: () => 60_000 });
  expect(order).toEqual(["SH0040", "SH0020", "SH0010", "SH0030"]);
  expect(orderOfWork({ shots: [...of.shots].reverse(), steps: [...steps].reverse(), takeMs: () => 60_000 })).toEqual(
    order,
  );
});
