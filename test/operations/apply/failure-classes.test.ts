import { describe, expect, test } from "vitest";
import { FREE_ATTEMPTS_MAX } from "../../../src/core/admission.ts";
import type { EngineFailure, FailureClass } from "../../../src/core/failure.ts";
import { FAILURE_CLASSES } from "../../../src/core/failure.ts";
import type { Shot } from "../../../src/core/production.ts";
import type { EngineIdentity } from "../../../src/core/take.ts";
import { candidate, episode, receipt, shot } from "../../core/plan/story.ts";
import { type Course, failure, known } from "./vendor.ts";
import { type World, world } from "./world.ts";

const KLING: EngineIdentity = {
  engine: "kling",
  model: "kuaishou/kling-3",
  modelVersion: "3",
  endpoint: "kling/direct",
};
const VEO: EngineIdentity = { engine: "veo", model: "google/veo-3.1", modelVersion: "3.1", endpoint: "veo/vertex" };
const TWO_ENGINES = () => receipt(candidate(400_000, KLING, 800), candidate(900_000, VEO, 900));
const ONE_ENGINE = () => receipt(candidate(400_000, KLING, 800));

/** One shot; kling goes as told, veo goes well. */
function production(course: (nth: number) => Course, change: Partial<Shot> = {}, route = TWO_ENGINES): World {
  return world({
    episode: episode([shot("SH0010", change)]),
    route,
    vendors: [
      { id: "kling", priceMicros: 400_000, course: (_order, nth) => course(nth) },
      { id: "veo", priceMicros: 900_000 },
    ],
  });
}

/** Kling's job never ends and cannot be called off; the shot then goes to veo. */
function givenUp(): World {
  const route = { ...shot("SH0010").route, onSlow: "failover" as const };
  return world({
    episode: episode([shot("SH0010", { route })]),
    route: TWO_ENGINES,
    vendors: [
      { id: "kling", priceMicros: 400_000, course: () => ({ polls: ["forever"] }), cancels: false },
      { id: "veo", priceMicros: 900_000 },
    ],
  });
}

const firstFails = (one: EngineFailure) => (nth: number) => (nth === 1 ? { submit: one } : {});

async function story(of: World) {
  const { outcomes, state } = await of.run();
  return {
    outcome: outcomes[0],
    attempts: (state.shots["SH0010"]?.attempts ?? []).map(({ identity, standing, licence, take }) => [
      identity.engine,
      standing,
      licence,
      take,
    ]),
  };
}

/** What is done after a first try that was refused with each class, with a second engine at hand. */
const NEXT_MOVE: Readonly<
  Record<Exclude<FailureClass, "below-quality" | "slow" | "ambiguous-submit" | "lost-result">, unknown>
> = {
  "invalid-request": ["veo", "accepted", "free-retry", "v001"],
  quota: ["veo", "accepted", "free-retry", "v001"],
  server: ["veo", "accepted", "free-retry", "v001"],
  gone: ["veo", "accepted", "free-retry", "v001"],
  "rate-limit": ["kling", "accepted", "free-retry", "v001"],
  concurrency: ["kling", "accepted", "free-retry", "v001"],
  auth: "waits",
  budget: "waits",
  refusal: "waits",
};

describe("the next move after each failure class", () => {
  test.each(Object.entries(NEXT_MOVE))("%s at submit", async (kind, move) => {
    const { outcome, attempts } = await story(production(firstFails(failure(kind as FailureClass))));
    expect(attempts[0]).toEqual(["kling", "refused", "first", "v001"]);
    if (move === "waits") {
      expect(outcome).toMatchObject({ kind: "waits", says: expect.stringContaining("retake SH0010") });
      expect(attempts).toHaveLength(1);
    } else expect(attempts.slice(1)).toEqual([move]);
  });

  test("every class is told of here", () => {
    const told = [...Object.keys(NEXT_MOVE), "below-quality", "slow", "ambiguous-submit", "lost-result"];
    expect(told.sort()).toEqual([...FAILURE_CLASSES].sort());
  });

  test("refusal: another engine only where the route says so; a billed one under a licence of its own", async () => {
    const refused = failure("refusal", { charge: known(400_000) });
    const route = { ...shot("SH0010").route, onRefusal: "failover" as const };
    const { attempts } = await story(production((nth) => (nth === 1 ? { fails: refused } : {}), { route }));
    expect(attempts).toEqual([
      ["kling", "failed", "first", "v001"],
      ["veo", "accepted", "refused-billed", "v001"],
    ]);
  });

  test("an engine that advises to ask a person is not asked again, whatever the class", async () => {
    const { outcome } = await story(production(firstFails(failure("server", { advice: "stop-and-ask" }))));
    expect(outcome?.kind).toBe("waits");
  });

  test("server, on the only engine: again after a growing wait, and after eight tries a later run", async () => {
    const of = production(() => ({ submit: failure("server") }), {}, ONE_ENGINE);
    const before = of.clock.now();
    const { outcome, attempts } = await story(of);
    expect(attempts).toHaveLength(8);
    expect(outcome).toMatchObject({ kind: "waits", says: expect.stringContaining("a later run") });
    // 2 + 4 + 8 + 16 + 32 + 60 + 60 seconds.
    expect(of.clock.now() - before).toBeGreaterThanOrEqual(182_000);
    // The breaker remembers: the next run asks every ten minutes, and no longer than it sits out.
    const next = await story(of);
    expect(next.attempts.length).toBeGreaterThan(9);
    expect(next.outcome).toMatchObject({ kind: "waits", says: expect.stringContaining("a later run") });
  });

  test("rate limit: waits as long as asked from the failure on, and no longer in a later run", async () => {
    const limit = failure("rate-limit", { retryAfterMs: 60 * 60_000 });
    const of = production(firstFails(limit), {}, ONE_ENGINE);
    expect((await story(of)).outcome).toMatchObject({ kind: "waits", says: expect.stringContaining("60 minutes") });
    of.clock.advance(59 * 60_000);
    const start = of.clock.now();
    expect((await story(of)).outcome?.kind).toBe("made");
    expect(of.clock.now() - start).toBeLessThan(2 * 60_000);
  });

  test("rate limit for long, and a second engine is there: it gets the shot", async () => {
    const { attempts } = await story(production(firstFails(failure("rate-limit", { retryAfterMs: 3_600_000 }))));
    expect(attempts[1]).toEqual(["veo", "accepted", "free-retry", "v001"]);
  });

  test("quota, on the only engine: this run is over, a later one asks again", async () => {
    const of = production(firstFails(failure("quota")), {}, ONE_ENGINE);
    expect((await story(of)).outcome?.kind).toBe("failed");
    expect((await story(of)).outcome?.kind).toBe("made");
  });

  test("a person's word lets a stopped shot go on, although it has no take yet", async () => {
    const of = production(firstFails(failure("auth")), {}, ONE_ENGINE);
    expect((await story(of)).outcome?.kind).toBe("waits");
    expect((await of.plan()).steps[0]?.kind).toBe("blocked");
    const record = await of.record("decision");
    await record.append({ type: "retake.asked", shot: "SH0010", tier: "animatic", reason: "the key is there now" });
    const { attempts } = await story(of);
    expect(attempts[1]).toEqual(["kling", "accepted", "retake", "v001"]);
  });

  test("lost result: asked for again and paid for again, each counted", async () => {
    const gone = failure("lost-result", { advice: "retry-same" });
    const { attempts } = await story(production((nth) => (nth === 1 ? { fetches: [gone] } : {})));
    expect(attempts).toEqual([
      ["kling", "failed", "first", "v001"],
      ["kling", "accepted", "lost-result", "v001"],
    ]);
    const unreadable = await story(production((nth) => (nth === 1 ? { footage: "broken" } : {})));
    expect(unreadable.attempts[0]?.[1]).toBe("failed");
    expect(unreadable.attempts[1]?.[2]).toBe("lost-result");
  });

  test("lost results stop at max_paid_takes, and the ledger is the vendor's bill", async () => {
    const gone = failure("lost-result", { advice: "retry-same" });
    const of = production(() => ({ fetches: [gone] }), { maxPaidTakes: 2 }, ONE_ENGINE);
    expect((await story(of)).outcome?.kind).toBe("waits");
    expect(of.vendors[0]?.jobs).toHaveLength(2);
    expect((await story(of)).attempts).toHaveLength(2);
  });

  test("slow: waits and is collected by a later run", async () => {
    const of = production(() => ({ polls: ["forever"] }));
    const { outcome, attempts } = await story(of);
    expect(attempts).toEqual([["kling", "submitted", "first", "v001"]]);
    expect(outcome).toMatchObject({ kind: "waits", says: expect.stringContaining("a later run collects it") });
    expect(of.vendors[0]?.jobs).toHaveLength(1);
  });

  test("slow with `on_slow: failover`: given up, the next engine under the licence `slow` if it may still be billed", async () => {
    const of = givenUp();
    const { attempts } = await story(of);
    expect(attempts).toEqual([
      ["kling", "failed", "first", "v001"],
      ["veo", "accepted", "slow", "v002"],
    ]);
    const spent = (await of.state()).shots["SH0010"]?.attempts.map((attempt) => attempt.charge);
    expect(spent?.[0]).toEqual({ certainty: "unknown", atMostMicros: 400_000 });
    // It goes on over there; whenever it comes after all, it was paid for and is kept as a spare take.
    expect((await story(of)).outcome?.kind).toBe("unchanged");
    const [job] = of.vendors[0]?.jobs ?? [];
    if (job !== undefined) job.course = {};
    expect((await story(of)).attempts[0]).toEqual(["kling", "accepted", "first", "v001"]);
    const { takes, circled } = (await of.state()).shots["SH0010"] ?? {};
    expect([takes?.map((take) => take.id), circled]).toEqual([["v002", "v001"], { animatic: "v002" }]);
    expect(of.lock().shots["SH0010"]?.takes["v001"]?.verdict).toBe("accepted");
    expect((await of.state()).shots["SH0010"]?.attempts[0]?.charge).toEqual(known(400_000));
    expect((await of.run()).outcomes).toEqual([]);
  });

  test("a slow job that was given up and then fails settles its bill", async () => {
    const of = givenUp();
    await story(of);
    const [job] = of.vendors[0]?.jobs ?? [];
    if (job !== undefined) job.course = { fails: failure("server") };
    await story(of);
    const [attempt] = (await of.state()).shots["SH0010"]?.attempts ?? [];
    expect([attempt?.standing, attempt?.charge]).toEqual(["failed", known(0)]);
  });

  test("a slow job that was given up and ends without a word on its charge is not asked about again", async () => {
    const of = givenUp();
    await story(of);
    const [job] = of.vendors[0]?.jobs ?? [];
    const charge = { certainty: "unknown", atMostMicros: 400_000 } as const;
    if (job !== undefined) job.course = { fails: failure("server", { charge }) };
    await story(of);
    const settled = (await of.state()).shots["SH0010"]?.attempts[0];
    expect(settled?.charge).toEqual(charge);
    const polled = job?.polled;
    await story(of);
    await story(of);
    expect(job?.polled).toBe(polled);
    expect((await of.state()).shots["SH0010"]?.attempts[0]).toEqual(settled);
  });
});

describe("a submit whose outcome is unknown", () => {
  const ambiguous = (finds: boolean, submit: "lost" | "unheard") =>
    world({
      episode: episode([shot("SH0010"), shot("SH0020")]),
      route: TWO_ENGINES,
      vendors: [
        {
          id: "kling",
          priceMicros: 400_000,
          finds,
          course: (order, nth) => (order.shotName.endsWith("SH0010") && nth === 1 ? { submit } : {}),
        },
        { id: "veo", priceMicros: 900_000 },
      ],
    });

  test("parks the shot, others go on, and the reserve stays", async () => {
    const of = ambiguous(false, "lost");
    const { outcomes, state } = await of.run();
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(["waits", "made"]);
    expect(state.shots["SH0010"]?.attempts.map((attempt) => attempt.standing)).toEqual(["in-doubt"]);
    expect((await of.plan()).steps.map((step) => step.kind)).toEqual(["in-doubt", "reuse"]);
    // However often it is run, nobody submits it again.
    await of.run();
    await of.run();
    expect(of.vendors[0]?.asked.filter((attempt) => attempt.includes("SH0010"))).toHaveLength(1);
    expect(of.vendors[1]?.asked).toHaveLength(0);
  });

  test("is found at the next run where the engine can look it up", async () => {
    const of = ambiguous(true, "lost");
    const { outcomes, state } = await of.run();
    // The doubt is looked into at once, by the same run.
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(["made", "made"]);
    expect(of.vendors[0]?.jobs).toHaveLength(2);
    expect(state.shots["SH0010"]?.attempts).toHaveLength(1);
  });

  test("stays in doubt when a vendor's list does not show it: lists lag behind", async () => {
    const of = ambiguous(true, "unheard");
    expect((await of.run()).outcomes[0]?.kind).toBe("waits");
    expect((await of.run()).outcomes[0]?.kind ?? "waits").toBe("waits");
    expect(of.vendors[0]?.asked.filter((attempt) => attempt.includes("SH0010"))).toHaveLength(1);
  });

  test("of a free engine of this machine that never gets the order ends after so many tries, too", async () => {
    const of = world({
      episode: episode([shot("SH0010")]),
      vendors: [{ local: true, course: () => ({ submit: "unheard" }) }],
    });
    const { outcomes } = await of.run();
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(["waits"]);
    expect(of.vendors[0]?.asked).toHaveLength(FREE_ATTEMPTS_MAX);
  });
});
