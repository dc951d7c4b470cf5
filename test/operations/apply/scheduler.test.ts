import { describe, expect, test } from "vitest";
import type { EngineFacts } from "../../../src/core/health/engine-facts.ts";
import type { JournalEvent } from "../../../src/core/journal-events.ts";
import type { Shot } from "../../../src/core/production.ts";
import type { Receipt } from "../../../src/core/route-decision.ts";
import { candidate, episode, receipt, shot } from "../../core/plan/story.ts";
import { type Course, failure, type Vendor } from "./vendor.ts";
import { NO_FACTS, type World, world } from "./world.ts";

const KLING = { engine: "kling", model: "kuaishou/kling-3", modelVersion: "3", endpoint: "kling/direct" };
const VEO = { engine: "veo", model: "google/veo-3.1", modelVersion: "3.1", endpoint: "veo/vertex" };
const ELSEWHERE = { ...KLING, engine: "fal", endpoint: "fal/kling-3" };
const LOCAL = { engine: "animatic", model: "shotlock/animatic", modelVersion: "1", endpoint: "animatic/local" };
const SLOWLY: Course = { polls: ["running", "running", "running"] };

const ids = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => `SH${String((n + 1) * 10).padStart(4, "0")}`);
const AT_KLING = () => receipt(candidate(400_000, KLING, 800));
/** Kling's account runs so many jobs at once; nobody else declares a limit. */
const klingRuns = (running: number): EngineFacts => ({
  ...NO_FACTS,
  limitOf: (engine) => (engine === "kling" ? { lane: "account", running } : NO_FACTS.limitOf(engine)),
});

async function eventsOf(of: World): Promise<readonly JournalEvent[]> {
  const contents = await of.journal.read();
  if (!contents.ok) throw new Error(contents.error.message);
  return contents.value.events;
}

/** Most attempts at an engine that were between two of their events at once. */
async function mostAtOnce(of: World, engine: string, from: string, to: readonly string[]): Promise<number> {
  const own = new Set<string>();
  const open = new Set<string>();
  let most = 0;
  for (const event of await eventsOf(of)) {
    if (!("attempt" in event) || event.attempt === undefined) continue;
    if (event.type === "attempt.intended" && event.identity.engine === engine) own.add(event.attempt);
    if (!own.has(event.attempt)) continue;
    if (event.type === from) open.add(event.attempt);
    if (to.includes(event.type)) open.delete(event.attempt);
    most = Math.max(most, open.size);
  }
  return most;
}
const JOB_ENDS = ["attempt.done", "attempt.failed", "attempt.refused"];

describe("what runs at once", () => {
  test("vendors' jobs are bounded by their limit, not by the cores of this machine", async () => {
    const of = world({
      episode: episode(ids(9).map((id) => shot(id))),
      route: AT_KLING,
      vendors: [{ id: "kling", priceMicros: 400_000, course: () => SLOWLY }],
      parallel: 1,
      facts: klingRuns(4),
    });
    const { outcomes } = await of.run();
    expect(outcomes.every((outcome) => outcome.kind === "made")).toBe(true);
    expect(await mostAtOnce(of, "kling", "attempt.intended", JOB_ENDS)).toBe(4);
    expect((await of.plan()).steps.every((step) => step.kind === "reuse")).toBe(true);
  });

  test("an undeclared limit is felt for: two, then two more than ran", async () => {
    const of = world({
      episode: episode(ids(8).map((id) => shot(id))),
      route: AT_KLING,
      vendors: [{ id: "kling", priceMicros: 400_000, course: () => SLOWLY }],
      parallel: 1,
    });
    await of.run();
    const kinds = (await eventsOf(of)).filter((event) => /intended|running/.test(event.type)).map(({ type }) => type);
    expect(kinds.slice(0, 3)).toEqual(["attempt.intended", "attempt.intended", "attempt.running"]);
    expect(await mostAtOnce(of, "kling", "attempt.intended", JOB_ENDS)).toBeGreaterThan(3);
  });

  test("an engine of this machine is bounded by the cores, drawing to signing", async () => {
    const of = world({
      episode: episode(ids(6).map((id) => shot(id))),
      route: () => receipt(candidate(0, LOCAL)),
      vendors: [{ local: true, course: () => SLOWLY }],
      parallel: 2,
    });
    const { outcomes } = await of.run();
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(Array(6).fill("made"));
    expect(await mostAtOnce(of, "animatic", "attempt.intended", ["take.accepted"])).toBe(2);
  });

  test("many jobs that are waited for hold no core: what came back is judged while the others go on", async () => {
    const of = world({
      episode: episode(ids(5).map((id) => shot(id))),
      route: AT_KLING,
      vendors: [
        {
          id: "kling",
          priceMicros: 400_000,
          course: (order) => (order.shotName.endsWith("SH0030") ? {} : { polls: Array(12).fill("running") }),
        },
      ],
      parallel: 1,
      facts: klingRuns(5),
    });
    await of.run();
    const events = await eventsOf(of);
    const first = events.find((event) => event.type === "take.accepted");
    expect(first).toMatchObject({ shot: "SH0030" });
    const done = events.findIndex((event) => event.type === "attempt.done" && event.shot !== "SH0030");
    expect(events.indexOf(first as JournalEvent)).toBeLessThan(done);
  });

  test("those that few engines can make come first, then what most work waits for, then by id", async () => {
    const chained = (id: string, from: string) => shot(id, { intent: { chain: { from, mode: "last-frame" } } });
    const of = world({
      episode: episode([shot("SH0010"), shot("SH0020"), shot("SH0030"), chained("SH0040", "SH0030"), shot("SH0050")]),
      route: (one: Shot): Receipt =>
        one.id === "SH0050" ? AT_KLING() : receipt(candidate(400_000, KLING, 800), candidate(9_000_000, VEO, 900)),
      vendors: [
        { id: "kling", priceMicros: 400_000 },
        { id: "veo", priceMicros: 9_000_000 },
      ],
      facts: klingRuns(1),
    });
    await of.run();
    const order = (await eventsOf(of)).flatMap((event) => (event.type === "attempt.intended" ? [event.shot] : []));
    expect(order.slice(0, 2)).toEqual(["SH0050", "SH0030"]);
    expect(order.indexOf("SH0010")).toBeLessThan(order.indexOf("SH0020"));
  });
});

describe("a shot in doubt", () => {
  test("is parked, and the others go on at once where one job may run", async () => {
    const of = world({
      episode: episode(ids(4).map((id) => shot(id))),
      route: AT_KLING,
      vendors: [
        {
          id: "kling",
          priceMicros: 400_000,
          course: (order) => (order.shotName.endsWith("SH0010") ? { submit: failure("ambiguous-submit") } : {}),
        },
      ],
      facts: klingRuns(1),
    });
    const start = of.clock.now();
    const { outcomes } = await of.run();
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(["waits", "made", "made", "made"]);
    expect(of.clock.now() - start).toBeLessThan(10 * 60_000);
  });
});

describe("what waits", () => {
  /** Two run at kling, the third waits for them. The plan knew of a second engine, which the run's router has no more. */
  const crowded = () => {
    let planned = 0;
    return world({
      episode: episode(ids(3).map((id) => shot(id))),
      route: () => {
        planned += 1;
        const first = candidate(400_000, KLING, 800);
        return planned <= 3 ? receipt(first, candidate(500_000, VEO, 800)) : receipt(first);
      },
      vendors: [
        { id: "kling", priceMicros: 400_000, course: () => ({ polls: Array(20).fill("running") }) },
        { id: "veo", priceMicros: 500_000 },
      ],
      parallel: 3,
      facts: klingRuns(2),
    });
  };

  test("lets the others work: room at an engine that it may not use does not make it look without end", async () => {
    const { outcomes } = await crowded().run();
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(Array(3).fill("made"));
  });

  test("ends at once when the run is stopped, and no time passes", async () => {
    const of = crowded();
    const stop = new AbortController();
    let stoppedMs = 0;
    const { poll } = (of.vendors[0] as Vendor).engine;
    let polls = 0;
    (of.vendors[0] as Vendor).engine.poll = async (...asked) => {
      polls += 1;
      if (polls === 6) {
        stoppedMs = of.clock.now();
        stop.abort(new Error("stopped by a person"));
      }
      return poll(...asked);
    };
    const { outcomes } = await of.run({ signal: stop.signal });
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(Array(3).fill("stopped"));
    expect(of.clock.now()).toBe(stoppedMs);
    expect(of.vendors[0]?.jobs).toHaveLength(2);
  });
});

describe("an engine in trouble", () => {
  /** Kling is down until a moment; whatever is asked before is answered 503. */
  const outage = (upAfterMs: number, engines: "one" | "both" = "one") => {
    const of: World = world({
      episode: episode(ids(6).map((id) => shot(id))),
      route: () =>
        engines === "both" ? receipt(candidate(400_000, KLING, 800), candidate(500_000, VEO, 800)) : AT_KLING(),
      vendors: [
        {
          id: "kling",
          priceMicros: 400_000,
          course: () => (of.clock.now() - start < upAfterMs ? { submit: failure("server") } : SLOWLY),
        },
        { id: "veo", priceMicros: 500_000 },
      ],
      facts: klingRuns(3),
    });
    const start = of.clock.now();
    return { of, start };
  };

  test("everything down: all shots wait, one at a time tries, and when it is up all are made", async () => {
    const { of } = outage(200_000);
    const { outcomes, progress } = await of.run();
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(Array(6).fill("made"));
    const refused = (await eventsOf(of)).filter((event) => event.type === "attempt.refused");
    // Three at once open it; after that one probe an opening: 60 s, 120 s, ...
    expect(refused.length).toBeLessThanOrEqual(6);
    const said = progress.flatMap((one) => (one.kind === "shot-phase" && one.says !== undefined ? [one.says] : []));
    expect(said.some((says) => /kling\/direct is in trouble and left in peace: waits \d+ s/.test(says))).toBe(true);
  });

  test("down for hours: no shot fails, each waits for a later run, and that one goes on", async () => {
    const { of, start } = outage(4 * 3_600_000);
    const first = await of.run();
    expect(first.outcomes.map((outcome) => outcome.kind)).toEqual(Array(6).fill("waits"));
    expect(of.clock.now() - start).toBeLessThan(2 * 3_600_000);
    of.clock.advance(4 * 3_600_000);
    const second = await of.run();
    expect(second.outcomes.map((outcome) => outcome.kind)).toEqual(Array(6).fill("made"));
  });

  test("another engine at hand: the shots go there, why is written down, and the next plan is empty", async () => {
    const { of } = outage(4 * 3_600_000, "both");
    const { outcomes } = await of.run();
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(Array(6).fill("made"));
    const moved = (await eventsOf(of)).flatMap((event) =>
      event.type === "attempt.intended" && event.identity.engine === "veo" ? [event] : [],
    );
    expect(moved).toHaveLength(6);
    for (const event of moved) {
      expect(event.reassignedFrom).toBe("kling/direct");
      expect(event.reassignedBecause).toMatch(/server: |in trouble|tries whether|under way/);
    }
    expect((await of.plan()).steps.every((step) => step.kind === "reuse")).toBe(true);
    expect((await of.run()).outcomes).toEqual([]);
  });

  test("the same model elsewhere comes before a cheaper stranger", async () => {
    const of = world({
      episode: episode([shot("SH0010")]),
      route: () =>
        receipt(candidate(400_000, KLING, 800), candidate(410_000, VEO, 800), candidate(900_000, ELSEWHERE, 800)),
      vendors: [
        { id: "kling", course: () => ({ submit: failure("gone") }) },
        { id: "veo", priceMicros: 410_000 },
        { id: "fal", priceMicros: 900_000 },
      ],
    });
    const { state } = await of.run();
    expect(state.shots["SH0010"]?.attempts.map((attempt) => attempt.identity.endpoint)).toEqual([
      "kling/direct",
      "fal/kling-3",
    ]);
  });

  test("one that is gone is out for the other shots, too; a closed account asks once", async () => {
    for (const kind of ["gone", "quota"] as const) {
      const of = world({
        episode: episode(ids(5).map((id) => shot(id))),
        route: () => receipt(candidate(400_000, KLING, 800), candidate(900_000, VEO, 800)),
        vendors: [
          { id: "kling", course: () => ({ submit: failure(kind) }) },
          { id: "veo", priceMicros: 900_000 },
        ],
        facts: klingRuns(1),
      });
      const { outcomes } = await of.run();
      expect(outcomes.map((outcome) => outcome.kind)).toEqual(Array(5).fill("made"));
      expect(of.vendors[0]?.asked.length, kind).toBeLessThanOrEqual(2);
    }
  });

  test("rate limit of the account: all shots leave it in peace as long as it asked", async () => {
    let refusals = 0;
    const of = world({
      episode: episode(ids(4).map((id) => shot(id))),
      route: AT_KLING,
      vendors: [
        {
          id: "kling",
          priceMicros: 400_000,
          course: () => {
            refusals += 1;
            return refusals === 1 ? { submit: failure("rate-limit", { retryAfterMs: 120_000 }) } : {};
          },
        },
      ],
      facts: klingRuns(1),
    });
    await of.run();
    const events = await eventsOf(of);
    const intents = events.filter((event) => event.type === "attempt.intended").map((event) => Date.parse(event.at));
    const refused = events.find((event) => event.type === "attempt.refused");
    const after = intents.filter((at) => at > Date.parse(refused?.at ?? ""));
    expect(Math.min(...after) - Date.parse(refused?.at ?? "")).toBeGreaterThanOrEqual(120_000);
  });

  test("a slot that another run held is seen to be free when its word stands in the journal", async () => {
    const of = world({
      episode: episode([shot("SH0010")]),
      route: AT_KLING,
      vendors: [{ id: "kling", priceMicros: 400_000 }],
      facts: klingRuns(1),
    });
    const other = world({
      episode: { ...episode([shot("SH0010")]), id: "E102" },
      route: AT_KLING,
      vendors: [{ id: "kling", priceMicros: 400_000, course: () => ({ polls: Array(20).fill("running") }) }],
      facts: klingRuns(1),
      shared: { journal: of.journal, clock: of.clock, nextRun: () => "run-other" },
    });
    const start = of.clock.now();
    const first = other.run();
    await of.clock.sleep(1_000);
    const second = await of.run();
    expect((await first).outcomes[0]?.kind).toBe("made");
    expect(second.outcomes[0]?.kind).toBe("made");
    const done = (await eventsOf(of)).find((event) => event.type === "attempt.done" && event.episode === "E102");
    const begun = (await eventsOf(of)).find((event) => event.type === "attempt.intended" && event.episode === "E101");
    expect(Date.parse(begun?.at ?? "")).toBeGreaterThan(Date.parse(done?.at ?? ""));
    // Not when the slot's lease is over, but soon after it was free.
    expect(of.clock.now() - start).toBeLessThan(20 * 60_000);
  });

  test("a stop while shots wait ends the run at once, and the next one goes on", async () => {
    const { of } = outage(100_000);
    const stop = new AbortController();
    void of.clock.sleep(30_000).then(() => stop.abort(new Error("stopped")));
    const { outcomes } = await of.run({ signal: stop.signal });
    expect(outcomes.every((outcome) => outcome.kind === "stopped")).toBe(true);
    of.clock.advance(600_000);
    expect((await of.run()).outcomes.every((outcome) => outcome.kind === "made")).toBe(true);
  });
});

describe("slow jobs", () => {
  const measured = { ...NO_FACTS, latencyOf: () => ({ p50Ms: 60_000, p95Ms: 120_000 }) };
  const slow = (onSlow: "wait" | "failover") =>
    world({
      episode: episode([shot("SH0010", { route: { ...shot("SH0010").route, onSlow } })]),
      route: () => receipt(candidate(400_000, KLING, 800), candidate(900_000, VEO, 800)),
      vendors: [
        { id: "kling", priceMicros: 400_000, course: () => ({ polls: Array(40).fill("running") }) },
        { id: "veo", priceMicros: 900_000 },
      ],
      facts: measured,
    });

  test("failover after half as long again as most take, by the catalogue", async () => {
    const of = slow("failover");
    const start = of.clock.now();
    const { state } = await of.run();
    expect(state.shots["SH0010"]?.attempts.map(({ standing }) => standing)).toEqual(["failed", "accepted"]);
    expect(state.shots["SH0010"]?.attempts[0]?.failure?.message).toContain("by the catalogue");
    expect(of.clock.now() - start).toBeGreaterThan(180_000);
    expect(of.clock.now() - start).toBeLessThan(240_000);
  });

  test("wait: says so once and waits on", async () => {
    const of = slow("wait");
    const { outcomes, progress } = await of.run();
    expect(outcomes[0]?.kind).toBe("made");
    const notes = progress.filter((one) => one.kind === "note");
    expect(notes.map((note) => (note.kind === "note" ? note.says : ""))).toEqual([
      expect.stringContaining("waiting on"),
    ]);
    expect(of.vendors[1]?.jobs).toHaveLength(0);
  });

  test("running is told of once", async () => {
    const of = slow("wait");
    await of.run();
    const running = (await eventsOf(of)).filter((event) => event.type === "attempt.running");
    expect(running).toHaveLength(1);
  });
});
