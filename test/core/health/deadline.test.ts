import { describe, expect, test } from "vitest";
import { deadlineMs, isSlow, JOB_PATIENCE_MS, pollPauseMs, waitedMore } from "../../../src/core/health/deadline.ts";
import { latencyOf, SAMPLES_MIN } from "../../../src/core/health/latency.ts";
import { KLING, made, story } from "./story.ts";

const PUBLISHED = { p50Ms: 150_000, p95Ms: 300_000 };
const jobs = (count: number, ms: number): number[] => Array(count).fill(ms);

describe("when a job is slow", () => {
  test("half as long again as what is published, while own jobs are few", () => {
    const latency = latencyOf(jobs(SAMPLES_MIN - 1, 10_000), PUBLISHED);
    expect(deadlineMs(latency, PUBLISHED)).toBe(450_000);
    expect(isSlow({ queuedMs: 0, ranMs: 450_000 }, latency, PUBLISHED)).toBe(false);
    expect(isSlow({ queuedMs: 0, ranMs: 450_001 }, latency, PUBLISHED)).toBe(true);
  });

  test("own jobs that were quick never make slow what is published as ordinary", () => {
    const latency = latencyOf(jobs(SAMPLES_MIN, 10_000), PUBLISHED);
    expect(latency.from).toBe("measured");
    expect(deadlineMs(latency, PUBLISHED)).toBe(300_000);
    expect(deadlineMs(latency, { p50Ms: 150_000, p95Ms: 160_000 })).toBe(300_000);
    expect(deadlineMs(latency, undefined)).toBe(120_000);
  });

  test("own jobs that are slower than published count, up to the patience of a run", () => {
    expect(deadlineMs(latencyOf(jobs(SAMPLES_MIN, 400_000), PUBLISHED), PUBLISHED)).toBe(600_000);
    expect(deadlineMs(latencyOf(jobs(SAMPLES_MIN, 3_600_000), PUBLISHED), PUBLISHED)).toBe(JOB_PATIENCE_MS);
  });
});

test("time in the engine's queue counts apart, and is given twenty minutes at least", () => {
  const latency = latencyOf([], PUBLISHED);
  expect(isSlow({ queuedMs: 1_200_000, ranMs: 0 }, latency, PUBLISHED)).toBe(false);
  expect(isSlow({ queuedMs: 1_200_001, ranMs: 0 }, latency, PUBLISHED)).toBe(true);
});

test("a pause counts for what was asked and half a minute more, whatever the clock did meanwhile", () => {
  const none = { queuedMs: 0, ranMs: 0 };
  const pause = (tookMs: number, runs: boolean) => waitedMore(none, { askedMs: 10_000, tookMs, runs });
  expect(pause(10_400, true)).toEqual({ queuedMs: 0, ranMs: 10_400 });
  expect(pause(10_400, false)).toEqual({ queuedMs: 10_400, ranMs: 0 });
  expect(pause(8 * 3_600_000, true)).toEqual({ queuedMs: 0, ranMs: 40_000 });
  expect(pause(-3_600_000, true)).toEqual(none);
});

test("a job is looked at soon twice, then a twelfth of its time apart, never more than twenty seconds", () => {
  const plain = (polls: number, p50Ms: number, ms: number) => {
    const pause = pollPauseMs(polls, { p50Ms }, "a");
    expect(pause).toBeGreaterThanOrEqual(ms * 0.85);
    expect(pause).toBeLessThanOrEqual(ms * 1.15);
  };
  for (const polls of [0, 1]) plain(polls, 120_000, 3_000);
  plain(2, 120_000, 10_000);
  plain(2, 6_000, 3_000);
  plain(2, 3_600_000, 20_000);
});

test("a job that another run collects tells how long nobody looked, not how long it took", () => {
  const of = story();
  const ran = () => of.health().endpoints[KLING.endpoint];
  made(of, "watched", 0, 60);
  expect(ran()?.runMs).toEqual([60_000]);
  for (const told of [true, false]) {
    of.start(`left-${told}`, 100);
    of.tell("submitted", `left-${told}`, 100);
    if (told) of.tell("running", `left-${told}`, 140, "run-2");
    of.tell("done", `left-${told}`, 50_000, "run-2");
  }
  expect(ran()?.runMs).toEqual([60_000]);
  expect(ran()?.queueMs).toHaveLength(1);
  expect(ran()?.track.done).toBe(3);
});
