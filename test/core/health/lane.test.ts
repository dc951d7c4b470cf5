import { describe, expect, test } from "vitest";
import { slotsOf } from "../../../src/core/health/lane.ts";
import { KLING, made, NOON, type Story, story } from "./story.ts";

const laneOf = (of: Story) => {
  const lane = of.health().accounts[KLING.engine]?.lane;
  if (lane === undefined) throw new Error("nothing was started");
  return lane;
};
/** Starts so many jobs that run. */
function run(of: Story, count: number, second: number, name = "job"): void {
  for (let n = 0; n < count; n += 1) {
    of.start(`${name}${n}`, second);
    of.tell("submitted", `${name}${n}`, second);
    of.tell("running", `${name}${n}`, second);
  }
}

describe("slots", () => {
  test("declared is the most; undeclared grows by what was seen to run", () => {
    const of = story();
    const declared = { lane: "account" as const, running: 2 };
    run(of, 2, 0);
    expect(of.ask(1, { limit: declared })).toMatchObject({ kind: "wait", why: "slots" });
    expect(of.ask(1).kind).toBe("go");
    run(of, 2, 2, "more");
    expect(slotsOf(laneOf(of), undefined)).toBe(6);
    expect(slotsOf(laneOf(of), 3)).toBe(3);
  });

  test("a job that is queued over there holds a slot and proves nothing", () => {
    const of = story();
    for (const attempt of ["a", "b"]) {
      of.start(attempt, 0);
      of.tell("submitted", attempt, 0);
    }
    expect(laneOf(of).proven).toBe(0);
    expect(of.ask(1)).toMatchObject({ kind: "wait", why: "slots" });
    of.tell("done", "a", 60);
    expect(laneOf(of).proven).toBe(1);
    expect(of.ask(61).kind).toBe("go");
  });

  test("an account's jobs at another of its endpoints count, those of another account do not", () => {
    const of = story();
    of.start("a", 0, { engine: "kling", endpoint: "kling/other" });
    of.start("b", 0, { engine: "kling", endpoint: "kling/other" });
    expect(of.ask(1)).toMatchObject({ kind: "wait", why: "slots" });
    expect(of.ask(1, { limit: { lane: "endpoint" } }).kind).toBe("go");
    expect(of.ask(1, { identity: { engine: "veo", endpoint: "veo/vertex" } }).kind).toBe("go");
  });

  test("the slot of a job that nobody hears of is free again", () => {
    const of = story();
    run(of, 2, 0);
    const limit = { lane: "account" as const, running: 2 };
    expect(of.ask(60, { limit }).kind).toBe("wait");
    expect(of.ask(45 * 60, { limit }).kind).toBe("go");
  });

  test("one in doubt holds no slot, and holds one again when it turns out to be there", () => {
    const of = story();
    const limit = { lane: "account" as const, running: 1 };
    of.start("a", 0);
    expect(of.ask(1, { limit })).toMatchObject({ kind: "wait", why: "slots" });
    of.doubt("a", 2);
    expect(of.ask(2, { limit }).kind).toBe("go");
    of.tell("submitted", "a", 30);
    expect(of.ask(31, { limit })).toMatchObject({ kind: "wait", why: "slots" });
  });

  test("says when a slot may be free, and that moment is never now", () => {
    const of = story();
    for (let n = 0; n < 8; n += 1) made(of, `done${n}`, n * 40, 30);
    run(of, 1, 400);
    const limit = { lane: "account" as const, running: 1 };
    expect(of.ask(410, { limit })).toMatchObject({ kind: "wait", untilMs: NOON + 430_000 });
    expect(of.ask(600, { limit })).toMatchObject({ kind: "wait", untilMs: NOON + 601_000 });
  });
});

describe("too many at once", () => {
  test("four fifths, never below what ran, and once in the time of a job", () => {
    const of = story();
    run(of, 3, 0);
    for (let n = 0; n < 7; n += 1) of.start(`queued${n}`, 1);
    of.fail("queued6", 2, "concurrency");
    expect(laneOf(of).limitMilli).toBe(8_000);
    of.fail("queued5", 3, "concurrency");
    expect(laneOf(of).limitMilli).toBe(8_000);
    of.fail("queued4", 90, "concurrency");
    expect(laneOf(of).limitMilli).toBe(6_400);
    of.fail("queued3", 200, "concurrency");
    of.fail("queued2", 300, "concurrency");
    of.fail("queued1", 400, "concurrency");
    expect(laneOf(of).limitMilli).toBeGreaterThanOrEqual(3_000);
  });

  test("fewer than have run before is an accident, three times in a row a smaller account", () => {
    const of = story();
    run(of, 4, 0);
    for (const n of [1, 2, 3]) of.tell("done", `job${n}`, 30);
    expect(laneOf(of).proven).toBe(4);
    for (const [index, attempt] of ["x", "y"].entries()) {
      of.start(attempt, 40 + index);
      of.fail(attempt, 41 + index, "concurrency");
      expect(laneOf(of).limitMilli).toBeUndefined();
    }
    of.start("z", 50);
    of.fail("z", 51, "concurrency");
    expect(slotsOf(laneOf(of), undefined)).toBe(1);
  });

  test("grows again by halves as jobs are done at the limit", () => {
    const of = story();
    run(of, 2, 0);
    of.start("third", 1);
    of.fail("third", 2, "concurrency");
    expect(laneOf(of).limitMilli).toBe(2_400);
    of.tell("done", "job0", 60);
    expect(laneOf(of).limitMilli).toBe(2_900);
    run(of, 1, 61, "next");
    of.tell("done", "job1", 70);
    expect(laneOf(of).limitMilli).toBe(3_400);
    // One alone is not the limit.
    of.tell("done", "next0", 90);
    expect(laneOf(of).limitMilli).toBe(3_400);
  });

  test("held in the engine's queue while others of ours run tells the limit, alone it tells nothing", () => {
    const alone = story();
    alone.start("a", 0);
    alone.tell("submitted", "a", 0);
    alone.tell("held", "a", 40);
    expect(laneOf(alone).limitMilli).toBeUndefined();
    const of = story();
    run(of, 2, 0);
    of.start("third", 1);
    of.tell("submitted", "third", 1);
    of.tell("held", "third", 40);
    expect(slotsOf(laneOf(of), 20)).toBe(2);
  });
});

describe("left in peace", () => {
  test("rate limit: as long as the engine asks, its number of jobs untouched", () => {
    const of = story();
    of.start("a", 0);
    of.fail("a", 1, "rate-limit", { retryAfterMs: 90_000 });
    expect(of.ask(2)).toMatchObject({ kind: "wait", why: "pause", untilMs: NOON + 91_000 });
    expect(of.ask(91).kind).toBe("go");
    expect(laneOf(of).limitMilli).toBeUndefined();
  });

  test("a wish for peace is everybody's, whatever class it came with and whoever limits the engine", () => {
    for (const kind of ["rate-limit", "concurrency", "server", "invalid-request"] as const) {
      const of = story();
      of.start("a", 0);
      of.fail("a", 1, kind, { retryAfterMs: 150_000 });
      for (const limit of [undefined, { lane: "account" as const }, { lane: "endpoint" as const }])
        expect(of.ask(140, { limit }), kind).toMatchObject({ kind: "wait", untilMs: NOON + 151_000 });
      expect(of.ask(151, { limit: undefined }).kind).toBe("go");
    }
  });

  test("without a wish the pause grows, and a taken order ends the row", () => {
    const of = story();
    const pause = (n: number): number => {
      of.start(`a${n}`, n * 100);
      of.fail(`a${n}`, n * 100, "rate-limit");
      const answer = of.ask(n * 100);
      return answer.kind === "wait" ? answer.untilMs - NOON - n * 100_000 : 0;
    };
    const lengths = [0, 1, 2, 3, 4, 5, 6].map(pause);
    for (const [index, length] of lengths.entries()) {
      expect(length).toBeGreaterThanOrEqual(Math.min(60_000, 2_000 * 2 ** index) * 0.74);
      expect(length).toBeLessThanOrEqual(60_000);
    }
    of.start("taken", 790);
    of.tell("submitted", "taken", 790);
    expect(pause(8)).toBeLessThanOrEqual(2_500);
  });

  test("no wish is taken for longer than a day", () => {
    const of = story();
    of.start("a", 0);
    of.fail("a", 0, "rate-limit", { retryAfterMs: 10 ** 12 });
    expect(of.ask(24 * 3600).kind).toBe("go");
  });
});

describe("closed accounts", () => {
  test.each(["auth", "quota"] as const)("%s: for the run that saw it, then one at a time, then for all", (kind) => {
    const of = story();
    of.start("a", 0);
    of.fail("a", 1, kind);
    expect(of.ask(3600)).toMatchObject({ kind: "out", why: "account" });
    expect(of.ask(3600, { identity: { engine: "kling", endpoint: "kling/other" } }).kind).toBe("out");
    expect(of.ask(3600, { run: "run-2" }).kind).toBe("go");
    of.start("b", 3600);
    expect(of.ask(3601, { run: "run-2" })).toMatchObject({ kind: "wait", why: "probe" });
    of.tell("submitted", "b", 3602);
    expect(of.ask(3603, { run: "run-2" }).kind).toBe("go");
    expect(of.ask(3603).kind).toBe("go");
  });

  test("a quota that says when it is reset is not asked before", () => {
    const of = story();
    of.start("a", 0);
    of.fail("a", 1, "quota", { retryAfterMs: 3_600_000 });
    expect(of.ask(60, { run: "run-2" }).kind).toBe("out");
    expect(of.ask(3_601, { run: "run-2" }).kind).toBe("go");
  });

  test("a probe of a closed account that meets another failure gives way", () => {
    const of = story();
    of.start("a", 0);
    of.fail("a", 1, "auth");
    of.start("b", 10);
    of.fail("b", 11, "refusal");
    expect(of.ask(12, { run: "run-2" }).kind).toBe("go");
  });
});
