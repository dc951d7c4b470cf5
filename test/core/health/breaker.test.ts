import { describe, expect, test } from "vitest";
import { fadedMilli } from "../../../src/core/health/breaker.ts";
import { failed, KLING, made, NOON, type Story, story } from "./story.ts";

/** Seconds that the breaker of kling stays open, from `second` on. */
function opening(of: Story, second: number): number {
  const answer = of.ask(second);
  return answer.kind === "wait" && answer.why === "breaker" ? (answer.untilMs - NOON) / 1000 - second : 0;
}
const state = (of: Story) => of.health().endpoints[KLING.endpoint]?.breaker.state;

describe("opening", () => {
  test("two failures in a row, and not the first one after a silence", () => {
    const of = story();
    failed(of, "a", 0);
    expect(of.ask(2).kind).toBe("go");
    failed(of, "b", 3600);
    expect(of.ask(3602).kind).toBe("go");
    failed(of, "c", 3610);
    expect(opening(of, 3611)).toBeGreaterThanOrEqual(54);
    expect(opening(of, 3611)).toBeLessThanOrEqual(66);
  });

  test("a success between them breaks the row; failures that outweigh the successes open it all the same", () => {
    const of = story();
    for (let n = 0; n < 4; n += 1) {
      failed(of, `bad-${n}`, n * 200);
      made(of, `good-${n}`, n * 200 + 2, 2);
    }
    expect(state(of)).toBe("closed");
    const mixed = story();
    for (let n = 0; n < 6; n += 1) {
      mixed.start(`x${n}`, n);
      mixed.start(`y${n}`, n);
    }
    // bad bad is a row; bad good bad bad bad with old jobs is weight: here a row never gets to two.
    mixed.fail("x0", 10, "server");
    mixed.tell("done", "y0", 11);
    mixed.fail("x1", 12, "server");
    mixed.fail("x2", 13, "ambiguous-submit");
    expect(state(mixed)).toBe("closed");
    mixed.tell("done", "y1", 14);
    mixed.fail("x3", 15, "server");
    expect(state(mixed)).toBe("open");
  });

  test("a doubt counts half", () => {
    const of = story();
    for (const [index, attempt] of ["a", "b", "c"].entries()) {
      of.start(attempt, index);
      of.doubt(attempt, index);
    }
    expect(state(of)).toBe("closed");
    of.start("d", 4);
    of.doubt("d", 5);
    expect(state(of)).toBe("open");
  });

  test.each([
    "refusal",
    "below-quality",
    "invalid-request",
    "budget",
    "slow",
    "rate-limit",
    "concurrency",
    "gone",
  ] as const)("%s never touches it", (kind) => {
    const of = story();
    for (let n = 0; n < 20; n += 1) failed(of, `a${n}`, n * 2, kind);
    expect(state(of)).toBe("closed");
  });

  test("jobs that fail together are one opening", () => {
    const of = story();
    for (let n = 0; n < 6; n += 1) of.start(`a${n}`, n);
    for (let n = 0; n < 6; n += 1) of.fail(`a${n}`, 10 + n, "server");
    expect(of.health().endpoints[KLING.endpoint]?.breaker.openings).toBe(1);
    expect(opening(of, 11)).toBeLessThanOrEqual(66);
  });

  test("a job from before that succeeds does not close it", () => {
    const of = story();
    of.start("old", 0);
    failed(of, "a", 1);
    failed(of, "b", 3);
    of.tell("done", "old", 10);
    expect(of.ask(11)).toMatchObject({ kind: "wait", why: "breaker" });
  });
});

describe("half-open", () => {
  const opened = () => {
    const of = story();
    failed(of, "a", 0);
    failed(of, "b", 2);
    return of;
  };

  test("one probe, and no other while it goes on", () => {
    const of = opened();
    expect(of.ask(80).kind).toBe("go");
    of.start("probe", 80);
    of.tell("submitted", "probe", 81);
    expect(of.ask(82)).toMatchObject({ kind: "wait", why: "probe" });
    of.tell("running", "probe", 90);
    expect(of.ask(300)).toMatchObject({ kind: "wait", why: "probe" });
    of.tell("done", "probe", 320);
    expect(of.ask(321).kind).toBe("go");
    // Closed is closed: one more failure does not open it again.
    failed(of, "c", 330);
    expect(of.ask(332).kind).toBe("go");
  });

  test("a probe that fails opens it for longer, up to ten minutes; a success begins anew", () => {
    const of = opened();
    let second = 3;
    const lengths: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      const length = opening(of, second);
      lengths.push(length);
      second += Math.ceil(length);
      of.start(`probe-${n}`, second);
      of.fail(`probe-${n}`, second + 1, "server");
      second += 1;
    }
    for (const [index, length] of lengths.entries()) {
      const plain = Math.min(600, 60 * 2 ** index);
      expect(length).toBeGreaterThanOrEqual(plain * 0.9);
      expect(length).toBeLessThanOrEqual(Math.min(600, plain * 1.1));
    }
    second += Math.ceil(opening(of, second));
    made(of, "well", second, 30);
    failed(of, "x", second + 40);
    failed(of, "y", second + 42);
    expect(opening(of, second + 43)).toBeLessThanOrEqual(66);
  });

  test.each(["rate-limit", "concurrency", "refusal", "invalid-request", "slow", "auth"] as const)(
    "a probe that ends in %s is released: the next one is the probe",
    (kind) => {
      const of = opened();
      of.start("probe", 80);
      of.fail("probe", 81, kind);
      expect(of.ask(201, { run: "run-2" }).kind).toBe("go");
      of.start("second", 201);
      expect(of.ask(202, { run: "run-2" })).toMatchObject({ kind: "wait", why: "probe" });
    },
  );

  test("a probe that was given up with its run is released at once, one that nobody hears of after a while", () => {
    const of = opened();
    of.start("probe", 80);
    of.tell("abandoned", "probe", 90);
    expect(of.ask(90).kind).toBe("go");
    of.start("lost", 91);
    expect(of.ask(92)).toMatchObject({ kind: "wait", why: "probe" });
    expect(of.ask(91 + 15 * 60).kind).toBe("go");
  });

  test("a probe in doubt opens it again, for no longer than before", () => {
    const of = opened();
    of.start("probe", 80);
    of.doubt("probe", 81);
    expect(opening(of, 81)).toBeGreaterThanOrEqual(54);
    expect(opening(of, 81)).toBeLessThanOrEqual(66);
  });
});

test("weights fade by half in two minutes, in whole numbers and never upwards", () => {
  expect(fadedMilli(1000, 0)).toBe(1000);
  expect(fadedMilli(1000, 120_000)).toBe(500);
  expect(fadedMilli(1000, 240_000)).toBe(250);
  let before = 4000;
  for (let age = 0; age < 1_000_000; age += 777) {
    const now = fadedMilli(4000, age);
    expect(Number.isSafeInteger(now)).toBe(true);
    expect(now).toBeLessThanOrEqual(before);
    before = now;
  }
});
