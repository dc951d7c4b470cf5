import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AdmissionRequest, admit, FREE_ATTEMPTS_MAX, PATIENT_ATTEMPTS_MAX } from "../../src/core/admission.ts";
import { sameBasis } from "../../src/core/basis-of.ts";
import type { AttemptState, ShotState } from "../../src/core/episode-state.ts";
import { type Advice, type Charge, FAILURE_CLASSES, type FailureClass } from "../../src/core/failure.ts";
import type { Admits } from "../../src/core/health/admits.ts";
import { atMost, isPaid } from "../../src/core/plan/attempts-so-far.ts";
import type { Shot } from "../../src/core/production.ts";
import type { Licence } from "../../src/core/take.ts";
import { attempt, basisFor, candidate, receipt, shot, shotState, take } from "./plan/story.ts";

const KLING = { engine: "kling", model: "kuaishou/kling-3", modelVersion: "3", endpoint: "kling/direct" };
const VEO = { engine: "veo", model: "google/veo-3.1", modelVersion: "3.1", endpoint: "veo/vertex" };
const LUMA = { engine: "luma", model: "luma/ray-3", modelVersion: "3", endpoint: "luma/direct" };
const NOW = Date.parse("2026-11-24T12:00:00Z");
const ONE = shot("SH0010");

interface Ask {
  readonly of?: Shot;
  readonly state?: ShotState;
  readonly nowMs?: number;
  readonly run?: string;
  readonly engines?: number;
  readonly pays?: AdmissionRequest["pays"];
}
const PAYS: AdmissionRequest["pays"] = () => ({ kind: "pays", grant: "auto" });
const ROUTE = [candidate(400_000, KLING, 800), candidate(900_000, VEO, 900), candidate(300_000, LUMA, 500)];

function ask({ of = ONE, state, nowMs = NOW, run = "run-1", engines = 2, pays = PAYS }: Ask = {}) {
  return admit({
    shot: of,
    tier: "animatic",
    state,
    receipt: receipt(...ROUTE.slice(0, engines)),
    answers: (basis) => sameBasis(basis, basisFor(of)),
    run,
    nowMs,
    pays,
  });
}

const tried = (change: Partial<AttemptState>, number = 1): AttemptState =>
  attempt(ONE, basisFor(ONE), {
    attempt: `a${number}`,
    number,
    identity: KLING,
    reserveMicros: 400_000,
    endedAt: new Date(NOW - 1000).toISOString(),
    ...change,
  });
const failedWith = (kind: FailureClass, change: { advice?: Advice; charge?: Charge; retryAfterMs?: number } = {}) => {
  const failure = {
    class: kind,
    advice: "next-route" as const,
    charge: { certainty: "known", micros: 0 } as Charge,
    message: kind,
    ...change,
  };
  return { standing: "failed" as const, failure, charge: failure.charge };
};
const known = (micros: number): Charge => ({ certainty: "known", micros });

describe("licences", () => {
  const nextAfter = (state: Partial<ShotState>, of = ONE): unknown => {
    const admission = ask({ state: shotState("SH0010", state), of });
    return admission.kind === "start" ? [admission.licence, admission.candidate.identity.engine] : admission.kind;
  };

  test("each by the state before", () => {
    expect(nextAfter({})).toEqual(["first", "kling"]);
    expect(nextAfter({ attempts: [tried(failedWith("rate-limit"))] })).toEqual(["free-retry", "kling"]);
    expect(nextAfter({ attempts: [tried(failedWith("server"))] })).toEqual(["free-retry", "veo"]);
    expect(nextAfter({ attempts: [tried({ standing: "abandoned" })] })).toEqual(["free-retry", "kling"]);
    expect(nextAfter({ attempts: [tried({ standing: "set-aside", charge: known(400_000) })] })).toEqual([
      "below-quality",
      "kling",
    ]);
    expect(nextAfter({ attempts: [tried(failedWith("lost-result", { charge: known(400_000) }))] })).toEqual([
      "lost-result",
      "kling",
    ]);
    expect(
      nextAfter({ attempts: [tried(failedWith("slow", { charge: { certainty: "unknown", atMostMicros: 400_000 } }))] }),
    ).toEqual(["slow", "veo"]);
    expect(nextAfter({ attempts: [tried(failedWith("server", { charge: known(400_000) }))] })).toEqual([
      "refused-billed",
      "veo",
    ]);
    const options = shot("SH0010", { options: 2 });
    expect(nextAfter({ attempts: [tried({ standing: "accepted", charge: known(400_000) })] }, options)).toEqual([
      "option",
      "kling",
    ]);
    const retakes = [{ tier: "animatic" as const, reason: "again", operator: "anna", at: "2026-11-24T11:00:00.000Z" }];
    expect(nextAfter({ retakes, attempts: [tried({ standing: "accepted", charge: known(400_000) })] })).toEqual([
      "retake",
      "kling",
    ]);
    expect(nextAfter({ takes: [take(ONE, basisFor(ONE), { verdict: "set-aside" })] })).toEqual([
      "below-quality",
      "kling",
    ]);
  });

  test("an attempt at something else, or in another tier, is none of this round", () => {
    const other = shot("SH0010", { intent: { action: "another" } });
    expect(nextAfter({ attempts: [{ ...tried({ standing: "submitted" }), basis: basisFor(other) }] })).toEqual([
      "first",
      "kling",
    ]);
    expect(nextAfter({ attempts: [tried({ standing: "submitted", tier: "final" })] })).toEqual(["first", "kling"]);
  });
});

describe("reasons to wait", () => {
  const waits = (state: Partial<ShotState>, of = ONE, change: Ask = {}): string => {
    const admission = ask({ state: shotState("SH0010", state), of, ...change });
    return admission.kind === "waits" ? admission.says : admission.kind;
  };

  test.each(["intent", "submitted", "done", "fetched", "judged"] as const)("an attempt that is %s", (standing) => {
    expect(waits({ attempts: [tried({ standing })] })).toContain("under way");
  });

  test("doubt, paid takes, a person's turn, free tries, money, an engine's wish for peace", () => {
    expect(waits({ attempts: [tried({ standing: "in-doubt" })] })).toContain("shotlock resolve");
    const aside = [1, 2, 3].map((number) =>
      tried({ standing: "set-aside", charge: known(400_000), take: `v00${number}` }, number),
    );
    expect(waits({ attempts: aside })).toContain("3 below the floor");
    expect(
      waits({ takes: [1, 2, 3].map((n) => take(ONE, basisFor(ONE), { id: `v00${n}`, verdict: "set-aside" })) }),
    ).toContain("3 below");
    expect(waits({ attempts: [tried(failedWith("auth"))] })).toContain("shotlock retake SH0010");
    const free = Array.from({ length: FREE_ATTEMPTS_MAX }, (_, index) => tried(failedWith("server"), index + 1));
    expect(waits({ attempts: free })).toContain("a later run tries again");
    const asked = (count: number) =>
      Array.from({ length: count }, (_, index) => tried(failedWith("rate-limit"), index + 1));
    expect(waits({ attempts: asked(FREE_ATTEMPTS_MAX) }, ONE, { nowMs: NOW + 120_000 })).toBe("start");
    expect(waits({ attempts: asked(PATIENT_ATTEMPTS_MAX) })).toContain("a later run tries again");
    expect(waits({ attempts: free }, ONE, { run: "run-2", nowMs: NOW + 120_000 })).toBe("start");
    expect(waits({}, ONE, { pays: () => ({ kind: "asks", says: "$0.60 of $1.00 are spent" }) })).toContain(
      "$0.60 of $1.00",
    );
    const peace = tried(failedWith("rate-limit", { retryAfterMs: 3_600_000 }));
    expect(waits({ attempts: [peace] }, ONE, { engines: 1 })).toContain("left alone for 60 minutes");
    expect(waits({ attempts: [peace] })).toBe("start");
  });

  test("nobody is left: impossible, with what the last one said", () => {
    expect(ask({ engines: 0 }).kind).toBe("impossible");
    const state = shotState("SH0010", { attempts: [tried(failedWith("gone"))] });
    expect(ask({ state, engines: 1 })).toMatchObject({ kind: "impossible", says: expect.stringContaining("gone") });
  });
});

test("the wait is counted from the failure; a clock that was set back makes it no longer, and far back it is over", () => {
  const state = shotState("SH0010", { attempts: [tried(failedWith("rate-limit", { retryAfterMs: 60_000 }))] });
  const wait = (nowMs: number) => {
    const admission = ask({ state, nowMs, engines: 1 });
    return admission.kind === "start" ? admission.waitMs : admission.kind;
  };
  expect([wait(NOW - 1000), wait(NOW), wait(NOW + 58_000), wait(NOW + 600_000)]).toEqual([60_000, 59_000, 1_000, 0]);
  expect(wait(NOW - 86_400_000)).toBe(0);
});

test("failover goes down the route, and back to an engine in trouble when every other one had its turn", () => {
  const attempts: AttemptState[] = [];
  const order: string[] = [];
  for (let number = 1; number <= 6; number += 1) {
    const admission = ask({ state: shotState("SH0010", { attempts }), engines: 3, nowMs: NOW + number * 100_000 });
    if (admission.kind !== "start") break;
    order.push(admission.candidate.identity.engine);
    attempts.push(tried({ ...failedWith("server"), identity: admission.candidate.identity }, number));
  }
  expect(order).toEqual(["kling", "veo", "luma", "kling", "veo", "luma"]);
});

describe("choice by health", () => {
  const down = (untilMs: number): Admits => ({ kind: "wait", why: "breaker", untilMs, says: "it is in trouble" });
  const choose = (answers: Readonly<Record<string, Admits>>, change: Partial<Parameters<typeof admit>[0]> = {}) =>
    admit({
      shot: ONE,
      tier: "animatic",
      state: undefined,
      receipt: receipt(...ROUTE),
      answers: (basis) => sameBasis(basis, basisFor(ONE)),
      run: "run-1",
      nowMs: NOW,
      pays: PAYS,
      admits: ({ identity }) => answers[identity.engine] ?? { kind: "go" },
      ...change,
    });

  test("the best one is waited for while that is cheaper than the next one", () => {
    // 500000 and 0.001 $/s: veo at 1000000 is dearer than eight minutes of waiting, luma at 600000 than 100 s.
    const soon = choose({ kling: down(NOW + 80_000) });
    expect(soon).toMatchObject({ kind: "start", candidate: { identity: KLING }, waitMs: 80_000 });
    const late = choose({ kling: down(NOW + 200_000) });
    expect(late).toMatchObject({
      kind: "start",
      candidate: { identity: LUMA },
      waitMs: 0,
      reassignedFrom: "kling/direct",
      reassignedBecause: "it is in trouble",
    });
    const patient = { ...ONE, route: { ...ONE.route, priority: "cheap" as const } };
    expect(choose({ kling: down(NOW + 200_000) }, { shot: patient })).toMatchObject({ candidate: { identity: KLING } });
  });

  test("a move that nobody has paid for is none: the one that was passed over is waited for", () => {
    const pays: AdmissionRequest["pays"] = ({ identity }) =>
      identity.engine === "kling" ? { kind: "pays", grant: "g1" } : { kind: "asks", says: "not approved" };
    expect(choose({ kling: down(NOW + 200_000) }, { pays })).toMatchObject({
      kind: "start",
      candidate: { identity: KLING },
      waitMs: 200_000,
      grant: "g1",
    });
  });

  test("an order that somebody wrote down is kept, unless the wait is one that no run sits out", () => {
    const ordered = { ...ONE, route: { ...ONE.route, order: ["kling", "veo"] } };
    expect(choose({ kling: down(NOW + 500_000) }, { shot: ordered })).toMatchObject({ candidate: { identity: KLING } });
    expect(choose({ kling: down(NOW + 700_000) }, { shot: ordered })).toMatchObject({ candidate: { identity: VEO } });
  });

  test("everything down: it waits for whichever is back first enough, and never fails", () => {
    const all = choose({ kling: down(NOW + 400_000), veo: down(NOW + 500_000), luma: down(NOW + 380_000) });
    expect(all).toMatchObject({ kind: "start", candidate: { identity: KLING }, waitMs: 400_000 });
    const long = choose({ kling: down(NOW + 3_600_000), veo: down(NOW + 3_600_000), luma: down(NOW + 3_600_000) });
    expect(long).toMatchObject({ kind: "waits", says: expect.stringContaining("a later run") });
  });

  test("a full engine is never too long to wait for: its slots are our own jobs", () => {
    const slots: Admits = { kind: "wait", why: "slots", untilMs: NOW + 3_600_000, says: "2 of 2 jobs" };
    expect(choose({ kling: slots, veo: slots, luma: slots })).toMatchObject({ kind: "start", waitWhy: "slots" });
  });

  test("closed accounts of all engines: a person or a later run, no failure", () => {
    const out: Admits = { kind: "out", why: "account", says: "closed to this account" };
    expect(choose({ kling: out, veo: out, luma: out })).toMatchObject({ kind: "waits" });
    expect(choose({ kling: out })).toMatchObject({ candidate: { identity: VEO }, reassignedFrom: "kling/direct" });
  });

  test("after a failure: the same model elsewhere, then the same look, then the others", () => {
    const elsewhere = { ...KLING, engine: "fal", endpoint: "fal/kling-3" };
    const alike = { ...KLING, model: "kuaishou/kling-2", endpoint: "kling/two" };
    const route = receipt(
      candidate(400_000, KLING, 800),
      candidate(100_000, LUMA, 500),
      candidate(900_000, alike, 800),
      candidate(950_000, elsewhere, 800),
    );
    const attempts: AttemptState[] = [];
    const order: string[] = [];
    for (let number = 1; number <= 4; number += 1) {
      const state = shotState("SH0010", { attempts });
      const lookGroupOf = (model: string) => model.split("/")[0];
      const next = choose({}, { receipt: route, state, lookGroupOf, nowMs: NOW + number * 100_000 });
      if (next.kind !== "start") break;
      order.push(next.candidate.identity.endpoint);
      attempts.push(tried({ ...failedWith("server"), identity: next.candidate.identity }, number));
    }
    expect(order).toEqual(["kling/direct", "fal/kling-3", "kling/two", "luma/direct"]);
  });

  test("an engine that asks for patience is never used up by it, and a later run forgives trouble", () => {
    const three = [1, 2, 3, 4].map((number) => tried(failedWith("concurrency"), number));
    const asked = choose({}, { state: shotState("SH0010", { attempts: three }), nowMs: NOW + 600_000 });
    expect(asked).toMatchObject({ kind: "start", candidate: { identity: KLING } });
    const gone = [tried(failedWith("gone"))];
    const later = choose({}, { state: shotState("SH0010", { attempts: gone }), run: "run-2", nowMs: NOW + 600_000 });
    expect(later).toMatchObject({ kind: "start", candidate: { identity: KLING } });
  });
});

/** What became of an attempt, as an engine and the gates may have it. */
const outcomes = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ standing: "accepted" as const, charge: known(0) }) },
  { weight: 4, arbitrary: fc.constant({ standing: "set-aside" as const, charge: known(0) }) },
  fc.constant({ standing: "in-doubt" as const }),
  fc.constant({ standing: "abandoned" as const }),
  {
    weight: 8,
    arbitrary: fc
      .record({
        kind: fc.constantFrom(...FAILURE_CLASSES),
        advice: fc.constantFrom<Advice>("retry-later", "retry-same", "next-route", "stop-and-ask"),
        billed: fc.constantFrom("free", "known", "unknown"),
        retryAfterMs: fc.option(fc.integer({ min: 0, max: 900_000 }), { nil: undefined }),
        standing: fc.constantFrom("refused" as const, "failed" as const),
      })
      .map(({ kind, advice, billed, retryAfterMs, standing }) => ({ kind, advice, billed, retryAfterMs, standing })),
  },
);

describe("laws", () => {
  test("whatever engines answer: paid takes, ceilings and licences hold, and it ends", () => {
    fc.assert(
      fc.property(
        fc.array(outcomes, { minLength: 60, maxLength: 60 }),
        fc.record({
          options: fc.integer({ min: 1, max: 3 }),
          maxPaidTakes: fc.integer({ min: 1, max: 5 }),
          engines: fc.integer({ min: 1, max: 3 }),
          shotMicros: fc.option(fc.integer({ min: 0, max: 3_000_000 }), { nil: undefined }),
          onRefusal: fc.constantFrom("ask" as const, "failover" as const),
        }),
        (answers, world) => {
          const of = shot("SH0010", {
            options: world.options,
            maxPaidTakes: world.maxPaidTakes,
            route: { ...ONE.route, onRefusal: world.onRefusal },
          });
          const attempts: AttemptState[] = [];
          let nowMs = NOW;
          for (const answer of answers) {
            const state = shotState("SH0010", { attempts });
            const before = attempts.at(-1);
            const owedBefore = attempts.reduce((sum, one) => sum + atMost(one), 0);
            const admission = ask({
              of,
              state,
              nowMs,
              engines: world.engines,
              pays: ({ quote }) =>
                owedBefore + quote.takeMicros > (world.shotMicros ?? Number.MAX_SAFE_INTEGER)
                  ? { kind: "asks", says: "the ceiling" }
                  : { kind: "pays", grant: "auto" },
            });
            if (admission.kind !== "start") return;
            nowMs += admission.waitMs;
            expect(justified(admission.licence, before)).toBe(true);
            const owed = attempts.reduce((sum, one) => sum + atMost(one), 0) + admission.reserveMicros;
            if (world.shotMicros !== undefined) expect(owed).toBeLessThanOrEqual(world.shotMicros);
            attempts.push(ended(answer, admission, attempts.length + 1, nowMs));
            expect(attempts.filter(isPaid).length).toBeLessThanOrEqual(world.maxPaidTakes);
          }
          throw new Error("it does not end");
        },
      ),
      { numRuns: 500 },
    );
  });
});

type Start = Extract<ReturnType<typeof ask>, { kind: "start" }>;
type Outcome = typeof outcomes extends fc.Arbitrary<infer Value> ? Value : never;

function ended(answer: Outcome, start: Start, number: number, nowMs: number): AttemptState {
  const base = {
    ...tried({}, number),
    identity: start.candidate.identity,
    reserveMicros: start.reserveMicros,
    licence: start.licence,
    take: `v${number}`,
    endedAt: new Date(nowMs).toISOString(),
  };
  if (!("kind" in answer)) {
    const { standing } = answer;
    const bill = standing === "accepted" || standing === "set-aside" ? { charge: known(start.reserveMicros) } : {};
    return { ...base, standing, ...bill };
  }
  const charge: Charge =
    answer.billed === "free"
      ? known(0)
      : answer.billed === "known"
        ? known(start.reserveMicros)
        : { certainty: "unknown", atMostMicros: start.reserveMicros };
  const wait = answer.retryAfterMs === undefined ? {} : { retryAfterMs: answer.retryAfterMs };
  const failure = { class: answer.kind, advice: answer.advice, charge, message: answer.kind, ...wait };
  return { ...base, standing: answer.standing, failure, charge };
}

/** A second opinion on the licence, from what stood in the journal before. */
function justified(licence: Licence, before: AttemptState | undefined): boolean {
  if (before === undefined) return licence === "first";
  const billed = before.charge !== undefined && atMost(before) > 0;
  switch (licence) {
    case "option":
      return before.standing === "accepted";
    case "below-quality":
      return before.standing === "set-aside";
    case "free-retry":
      return !billed && ["refused", "failed", "abandoned"].includes(before.standing);
    case "lost-result":
      return billed && before.failure?.class === "lost-result";
    case "slow":
      return billed && before.failure?.class === "slow";
    case "refused-billed":
      return billed && ["refused", "failed"].includes(before.standing);
    default:
      return false;
  }
}
