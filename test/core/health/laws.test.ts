import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../../src/core/digest.ts";
import { FAILURE_CLASSES } from "../../../src/core/failure.ts";
import { admits } from "../../../src/core/health/admits.ts";
import { healthAfter } from "../../../src/core/health/fold-health.ts";
import { type Health, NO_HISTORY } from "../../../src/core/health/health.ts";
import type { HealthFact } from "../../../src/core/health/health-fact.ts";
import type { Json } from "../../../src/core/json.ts";
import { KLING, NOON } from "./story.ts";

const WHATS = ["submitted", "running", "held", "done", "abandoned", "doubted", "failed"] as const;

/** One thing that happens at kling: to the nth of the attempts that are open, some seconds after the last thing. */
interface Move {
  readonly after: number;
  readonly nth: number;
  readonly what: (typeof WHATS)[number] | "start";
  readonly class: (typeof FAILURE_CLASSES)[number];
  readonly wishSeconds: number | undefined;
}
const move: fc.Arbitrary<Move> = fc.record({
  after: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 200 }) },
    { weight: 1, arbitrary: fc.integer({ min: -100_000, max: 100_000 }) },
  ),
  nth: fc.nat(5),
  what: fc.constantFrom("start" as const, "start" as const, "failed" as const, ...WHATS),
  class: fc.oneof(fc.constant("server" as const), fc.constantFrom(...FAILURE_CLASSES)),
  wishSeconds: fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }),
});

interface Tale {
  readonly facts: readonly HealthFact[];
  readonly endMs: number;
}
const begun = (attempt: string, shot: string, atMs: number): HealthFact => ({
  kind: "started",
  atMs,
  attempt,
  shot,
  endpoint: KLING.endpoint,
  account: KLING.engine,
});
const ended = (attempt: string, atMs: number, of: Pick<Move, "class" | "wishSeconds">): HealthFact => ({
  kind: "failed",
  atMs,
  attempt,
  run: "run-1",
  class: of.class,
  says: of.class,
  settled: true,
  ...(of.wishSeconds === undefined ? {} : { retryAfterMs: of.wishSeconds * 1000 }),
});

/** Facts in an order that a journal could hold, whatever its clocks did. */
function taleOf(moves: readonly Move[]): Tale {
  const open: string[] = [];
  const facts: HealthFact[] = [];
  let atMs = NOON;
  for (const [index, one] of moves.entries()) {
    atMs += one.after * 1000;
    const attempt = open[one.nth % Math.max(1, open.length)];
    if (one.what === "start" || attempt === undefined) {
      open.push(`a${index}`);
      facts.push(begun(`a${index}`, `s${one.nth}`, atMs));
      continue;
    }
    if (["done", "abandoned", "failed"].includes(one.what)) open.splice(open.indexOf(attempt), 1);
    if (one.what === "failed") facts.push(ended(attempt, atMs, one));
    else if (one.what === "doubted") facts.push({ kind: "doubted", atMs, attempt, says: "no answer" });
    else facts.push({ kind: one.what, atMs, attempt, run: "run-1" });
  }
  return { facts, endMs: atMs };
}
const fold = (facts: readonly HealthFact[], from: Health = NO_HISTORY): Health => facts.reduce(healthAfter, from);
const tales = fc.array(move, { maxLength: 60 }).map(taleOf);
/** An engine that has just gone down: two attempts failed, a third one is under way. */
const DOWN = [
  ...[1, 2].flatMap((n) => {
    const of = { class: "server", wishSeconds: undefined } as const;
    return [begun(`down-${n}`, "s0", NOON - 10_000), ended(`down-${n}`, NOON - 9_000, of)];
  }),
  begun("probe", "s0", NOON - 1_000),
];

describe("laws of health", () => {
  test("never stuck: whoever waits as long as told may go on, whatever happened and whatever the clock does", () => {
    fc.assert(
      fc.property(tales, fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), ({ facts, endMs }, skewMs) => {
        const health = fold(facts);
        let nowMs = endMs + skewMs;
        for (let waits = 0; waits < 12; waits += 1) {
          const limit = { lane: "account" as const, running: 1 };
          const answer = admits(health, { identity: KLING, limit, run: "run-2", nowMs });
          if (answer.kind === "go") return;
          if (answer.kind === "out") {
            // Said so by the engine itself; a later day asks again.
            nowMs += 8 * 24 * 3_600_000;
            continue;
          }
          expect(answer.untilMs).toBeGreaterThan(nowMs);
          // A slot is a guess; the longest that a job of a dead run can hold it:
          nowMs = answer.why === "slots" ? nowMs + 50 * 60_000 : answer.untilMs;
        }
        expect.unreachable("still not admitted");
      }),
      { numRuns: 400 },
    );
  });

  test("one probe only: while it is under way and heard of, nothing else goes", () => {
    let seen = 0;
    fc.assert(
      fc.property(tales, ({ facts }) => {
        const health = fold([...DOWN, ...facts]);
        const breaker = health.endpoints[KLING.endpoint]?.breaker;
        if (breaker?.state !== "half-open") return;
        seen += 1;
        expect(health.jobs[breaker.probe.attempt]).toBeDefined();
        const nowMs = breaker.probe.sinceMs + 14 * 60_000;
        expect(admits(health, { identity: KLING, limit: undefined, run: "run-2", nowMs }).kind).not.toBe("go");
      }),
      { numRuns: 400 },
    );
    expect(seen).toBeGreaterThan(20);
  });

  test("restart: health from disk is the same health, and goes on the same way", () => {
    fc.assert(
      fc.property(tales, fc.nat(60), ({ facts }, cut) => {
        const half = fold(facts.slice(0, cut));
        const stored = JSON.parse(canonicalJson(half as unknown as Json)) as Health;
        expect(fold(facts.slice(cut), stored)).toEqual(fold(facts));
      }),
      { numRuns: 200 },
    );
  });

  test("whole numbers only, within bounds", () => {
    fc.assert(
      fc.property(tales, ({ facts }) => {
        const health = fold(facts);
        // Throws at a fraction.
        canonicalJson(health as unknown as Json);
        for (const { breaker, failures, runMs } of Object.values(health.endpoints)) {
          expect(breaker.openings).toBeGreaterThanOrEqual(0);
          expect(failures.length).toBeLessThanOrEqual(5);
          expect(runMs.length).toBeLessThanOrEqual(64);
          if (breaker.state === "open") expect(breaker.untilMs - breaker.fromMs).toBeLessThanOrEqual(600_000);
        }
        for (const { lane } of Object.values(health.accounts))
          if (lane.limitMilli !== undefined) expect(lane.limitMilli).toBeGreaterThanOrEqual(1000);
      }),
      { numRuns: 200 },
    );
  });

  test("what happens at one endpoint touches no other account", () => {
    const veo: HealthFact = {
      ...begun("v", "v", NOON),
      kind: "started",
      endpoint: "veo/vertex",
      account: "veo",
    } as HealthFact;
    const other = fold([veo]);
    fc.assert(
      fc.property(tales, ({ facts }) => {
        // A person's word opens all accounts; nothing here is one.
        const { endpoints, accounts } = fold(facts, other);
        expect(endpoints["veo/vertex"]).toEqual(other.endpoints["veo/vertex"]);
        expect(accounts["veo"]).toEqual(other.accounts["veo"]);
      }),
      { numRuns: 50 },
    );
  });
});

describe("what a catalogue may have wrong", () => {
  const bad = { class: "invalid-request", wishSeconds: undefined } as const;
  const invalid = (attempt: string, shot: string): HealthFact[] => [
    begun(attempt, shot, NOON),
    ended(attempt, NOON, bad),
  ];
  const ask = (facts: readonly HealthFact[], days = 0) =>
    admits(fold(facts), { identity: KLING, limit: undefined, run: "run-2", nowMs: NOON + days * 24 * 3_600_000 });

  test("two shots' orders called invalid in a row: out for a day; one shot's alone is its own fault", () => {
    const own = [...invalid("a", "SH0010"), ...invalid("b", "SH0010")];
    expect(ask(own).kind).toBe("go");
    const both = [...own, ...invalid("c", "SH0020")];
    expect(ask(both)).toMatchObject({ kind: "out", why: "quarantine" });
    expect(ask(both, 1).kind).toBe("go");
  });

  test("an order that is taken between them ends the row", () => {
    const between: HealthFact[] = [
      begun("x", "SH0015", NOON),
      { kind: "submitted", atMs: NOON, attempt: "x", run: "run-1" },
    ];
    expect(ask([...invalid("a", "SH0010"), ...between, ...invalid("b", "SH0020")]).kind).toBe("go");
  });

  test("gone: out for a week", () => {
    const gone = [begun("x", "SH0015", NOON), ended("x", NOON, { class: "gone", wishSeconds: undefined })];
    expect(ask(gone, 6)).toMatchObject({ kind: "out", why: "gone" });
    expect(ask(gone, 8).kind).toBe("go");
  });
});
