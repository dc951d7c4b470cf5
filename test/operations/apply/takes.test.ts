import { describe, expect, test } from "vitest";
import type { Shot } from "../../../src/core/production.ts";
import { candidate, episode, FREE_ROUTE, receipt, shot } from "../../core/plan/story.ts";
import { type Course, failure } from "./vendor.ts";
import { type World, type WorldOptions, world } from "./world.ts";

const KLING = { engine: "kling", model: "kuaishou/kling-3", modelVersion: "3", endpoint: "kling/direct" };
const PAID = () => receipt(candidate(400_000, KLING, 800));

function paid(shots: readonly Shot[], course: (nth: number) => Course, change: Partial<WorldOptions> = {}): World {
  return world({
    episode: episode(shots),
    route: PAID,
    vendors: [{ id: "kling", priceMicros: 400_000, course: (_order, nth) => course(nth) }],
    ...change,
  });
}

async function shotOf(of: World, id = "SH0010") {
  const state = (await of.state()).shots[id];
  if (state === undefined) throw new Error(`${id} is not in the journal`);
  return state;
}

describe("takes below the floor", () => {
  test("another one with another seed under its own licence, until max_paid_takes; then a person", async () => {
    const of = paid([shot("SH0010", { maxPaidTakes: 3 })], () => ({ footage: "bad" }));
    const { outcomes } = await of.run();
    expect(outcomes[0]).toMatchObject({ kind: "waits", says: expect.stringContaining("3 below the floor") });
    const { attempts, takes, circled } = await shotOf(of);
    expect(attempts.map((attempt) => attempt.licence)).toEqual(["first", "below-quality", "below-quality"]);
    expect(new Set(attempts.map((attempt) => attempt.seed)).size).toBe(3);
    expect(takes.map((take) => [take.id, take.verdict])).toEqual([
      ["v001", "set-aside"],
      ["v002", "set-aside"],
      ["v003", "set-aside"],
    ]);
    expect(circled).toEqual({});
    // Kept in the store and in the lock, with every try told.
    for (const take of takes) expect(of.store.has(take.raw)).toBe(true);
    expect(Object.keys(of.lock().shots["SH0010"]?.takes ?? {})).toEqual(["v001", "v002", "v003"]);
    expect(takes[2]?.attempts.map((attempt) => [attempt.number, attempt.outcome])).toEqual([
      [1, "set-aside"],
      [2, "set-aside"],
      [3, "set-aside"],
    ]);
    // However often it is run.
    expect((await of.plan()).steps[0]?.kind).toBe("blocked");
    await of.run();
    expect(of.vendors[0]?.jobs).toHaveLength(3);
  });

  test("the second passes: it is circled, and its record tells of the first", async () => {
    const of = paid([shot("SH0010")], (nth) => (nth === 1 ? { footage: "bad" } : {}));
    const { outcomes } = await of.run();
    expect(outcomes[0]?.kind).toBe("made");
    const { circled, takes } = await shotOf(of);
    expect(circled).toEqual({ animatic: "v002" });
    expect(takes[1]?.attempts.map((attempt) => attempt.outcome)).toEqual(["set-aside", "accepted"]);
    expect((await of.plan()).steps[0]?.kind).toBe("reuse");
  });

  test("the last good take stays circled while new ones fail", async () => {
    const of = paid([shot("SH0010")], (nth) => (nth === 1 ? {} : { footage: "bad" }));
    await of.run();
    of.episode = episode([shot("SH0010", { intent: { action: "he drops the shoe" } })]);
    const { outcomes } = await of.run();
    expect(outcomes[0]?.kind).toBe("waits");
    expect((await shotOf(of)).circled).toEqual({ animatic: "v001" });
    expect(of.lock().shots["SH0010"]?.circled).toEqual({ animatic: "v001" });
  });

  test("an author's seed is used once, then seeds of our own", async () => {
    const of = paid([shot("SH0010", { intent: { seed: "42" } })], () => ({ footage: "bad" }));
    await of.run();
    const seeds = (await shotOf(of)).attempts.map((attempt) => attempt.seed);
    expect(seeds[0]).toBe("42");
    expect(new Set(seeds).size).toBe(3);
  });
});

describe("more than one take", () => {
  test("options: as many as asked for, the first is circled, each under a licence", async () => {
    const of = paid([shot("SH0010", { options: 3 })], () => ({}));
    const { outcomes } = await of.run();
    expect(outcomes[0]).toMatchObject({ kind: "made", options: ["v001", "v002", "v003"] });
    const { attempts, circled } = await shotOf(of);
    expect(attempts.map((attempt) => attempt.licence)).toEqual(["first", "option", "option"]);
    expect(circled).toEqual({ animatic: "v001" });
    expect((await of.plan()).steps[0]?.kind).toBe("reuse");
  });

  test("retake: one more, circled, with a new seed; the old one stays", async () => {
    const of = paid([shot("SH0010")], () => ({}));
    await of.run();
    const record = await of.record("decision");
    await record.append({ type: "retake.asked", shot: "SH0010", tier: "animatic", reason: "look left" });
    await of.run();
    const { attempts, circled, takes, retakes } = await shotOf(of);
    expect(attempts.map((attempt) => attempt.licence)).toEqual(["first", "retake"]);
    expect(attempts[0]?.seed).not.toBe(attempts[1]?.seed);
    expect(JSON.stringify(attempts[1]?.order)).not.toContain("look left");
    expect([circled, takes.length, retakes]).toEqual([{ animatic: "v002" }, 2, []]);
  });

  test("a shot whose journal was begun anew from the lock does not start counting again", async () => {
    const of = paid([shot("SH0010", { maxPaidTakes: 2 })], () => ({ footage: "bad" }));
    await of.run();
    const anew = paid([shot("SH0010", { maxPaidTakes: 2 })], () => ({ footage: "bad" }));
    const record = await anew.record("restore");
    const lock = of.lock();
    await record.append({
      type: "journal.restored",
      lock: (await of.state()).lock?.digest ?? "sha256:",
      document: JSON.parse(JSON.stringify(lock)),
    });
    expect((await anew.run()).outcomes[0]?.kind).toBe("waits");
    expect(anew.vendors[0]?.asked).toEqual([]);
  });
});

describe("chained shots", () => {
  const chained = () => [
    shot("SH0010"),
    shot("SH0020", { intent: { chain: { from: "SH0010", mode: "last-frame" } } }),
    shot("SH0030"),
  ];

  test("wait for the picture they start from, and get it", async () => {
    const of = world({ episode: episode(chained()), parallel: 3 });
    const { outcomes } = await of.run();
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(["made", "made", "made"]);
    const orders = of.vendors[0]?.jobs.map((job) => job.order) ?? [];
    const upstream = (await shotOf(of)).takes[0]?.lastFrame;
    expect(orders.find((order) => order.shotName.endsWith("SH0020"))?.upstreamFrame).toBe(upstream);
    expect((await of.plan()).steps.every((step) => step.kind === "reuse")).toBe(true);
  });

  test("do not start when it is not made, and say so", async () => {
    const of = world({
      episode: episode(chained()),
      vendors: [{ course: (order) => (order.shotName.endsWith("SH0010") ? { submit: failure("auth") } : {}) }],
    });
    const { outcomes } = await of.run();
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(["waits", "waits", "made"]);
    expect(of.vendors[0]?.asked).toHaveLength(2);
  });
});

describe("trouble on the way", () => {
  test("errors of asking never lose a job", async () => {
    const polls = [failure("server"), failure("auth"), failure("rate-limit", { retryAfterMs: 5_000 })];
    const of = paid([shot("SH0010")], () => ({ polls }));
    expect((await of.run()).outcomes[0]?.kind).toBe("made");
    expect(of.vendors[0]?.jobs).toHaveLength(1);
  });

  test("errors without end leave the job to a later run", async () => {
    const polls = Array.from({ length: 7 }, () => failure("server"));
    const of = paid([shot("SH0010")], () => ({ polls }));
    expect((await of.run()).outcomes[0]?.kind).toBe("waits");
    expect((await of.run()).outcomes[0]?.kind).toBe("made");
    expect(of.vendors[0]?.jobs).toHaveLength(1);
  });

  test.each([
    ["a key that expired", failure("auth", { advice: "stop-and-ask" })],
    ["a server in trouble", failure("server")],
    ["a wait", failure("rate-limit", { advice: "retry-later", retryAfterMs: 1_000 })],
    ["a file that is not there yet", failure("lost-result", { advice: "retry-later" })],
  ])("fetching: %s is no end of a result that was paid", async (_name, trouble) => {
    const of = paid([shot("SH0010")], () => ({ fetches: [trouble] }));
    const first = (await of.run()).outcomes[0]?.kind;
    const second = first === "made" ? first : (await of.run()).outcomes[0]?.kind;
    expect(second).toBe("made");
    expect(of.vendors[0]?.jobs).toHaveLength(1);
  });

  test("hostile words of an engine are made harmless and short before they are written down", async () => {
    const message = `\u001b[31mred\u202e\u0007 ${"x".repeat(5_000)}\n::set-output`;
    const of = paid([shot("SH0010")], (nth) =>
      nth === 1 ? { submit: failure("quota", { message, vendorCode: message }) } : { modelVersion: message },
    );
    await of.run();
    await of.run();
    const contents = await of.journal.read();
    const text = JSON.stringify(contents.ok ? contents.value.events : []);
    for (const character of ["\\u001b", "\u202e", "\\u0007"])
      expect(text.replaceAll("\\\\u", "")).not.toContain(character);
    const attempts = (await shotOf(of)).attempts;
    expect(attempts[0]?.failure?.message.length).toBeLessThan(1_100);
    expect(attempts.at(-1)?.identity.modelVersion.length).toBeLessThan(1_100);
  });

  test("an impossible charge and wait of an engine become whole numbers", async () => {
    const of = paid([shot("SH0010")], (nth) =>
      nth === 1
        ? {
            submit: failure("quota", {
              charge: { certainty: "known", micros: -0.5 },
              retryAfterMs: Number.NaN,
            }),
          }
        : {},
    );
    await of.run();
    const [attempt] = (await shotOf(of)).attempts;
    expect(attempt?.charge).toEqual({ certainty: "known", micros: 0 });
    expect(attempt?.failure?.retryAfterMs).toBe(0);
  });
});

describe("when the YAML changes while a job is under way", () => {
  const slow = (nth: number): Course => (nth === 1 ? { polls: ["running", ...Array(6).fill(failure("server"))] } : {});

  test("its result is kept as a spare take, and what is wanted now is made", async () => {
    const of = paid([shot("SH0010")], (nth) => (nth === 2 ? slow(1) : {}));
    await of.run();
    of.episode = episode([shot("SH0010", { intent: { action: "he drops the shoe" } })]);
    expect((await of.run()).outcomes[0]?.kind).toBe("waits");
    of.episode = episode([shot("SH0010", { intent: { action: "he throws the shoe" } })]);
    expect((await of.run()).outcomes[0]?.kind).toBe("made");
    const { takes, circled, attempts } = await shotOf(of);
    expect(takes.map((take) => take.id)).toEqual(["v001", "v002", "v003"]);
    expect(circled).toEqual({ animatic: "v003" });
    // Not for a moment was the spare one in the cut.
    const contents = await of.journal.read();
    const cut = contents.ok
      ? contents.value.events.flatMap((one) => (one.type === "take.circled" ? [one.take] : []))
      : [];
    expect(cut).toEqual(["v001", "v003"]);
    expect(attempts.map((attempt) => attempt.licence)).toEqual(["first", "first", "first"]);
    expect(attempts.map((attempt) => attempt.standing)).toEqual(["accepted", "accepted", "accepted"]);
  });

  test.each(["hold", "omit"] as const)(
    "a shot on %s is collected, and nothing new is started for it",
    async (status) => {
      // Free, so that no ceiling keeps it from starting.
      const of = world({
        episode: episode([shot("SH0010"), shot("SH0020")]),
        vendors: [{ course: (_order, nth) => ({ ...slow(nth), footage: "bad" }) }],
      });
      await of.run({ only: ["SH0010"] });
      of.episode = episode([shot("SH0010", { status }), shot("SH0020")]);
      await of.run({ only: ["SH0010"] });
      const { takes, attempts } = await shotOf(of);
      expect(takes.map((take) => take.verdict)).toEqual(["set-aside"]);
      expect(attempts).toHaveLength(1);
      expect(of.vendors[0]?.asked).toHaveLength(1);
    },
  );
});

describe("money", () => {
  test("no ceiling of shot, episode or run is passed, reserves included", async () => {
    for (const ceilings of [{ shotMicros: 900_000 }, { episodeMicros: 900_000 }, { runMicros: 900_000 }]) {
      const of = paid([shot("SH0010")], () => ({ footage: "bad" }));
      of.episode = episode([shot("SH0010", { maxPaidTakes: 5 })], {
        ceilings: { ...of.episode.ceilings, ...ceilings },
      });
      expect((await of.run()).outcomes[0]?.kind).toBe("waits");
      expect(of.vendors[0]?.jobs).toHaveLength(2);
    }
  });

  test("a shot's own max_cost counts at each submit", async () => {
    const of = paid([shot("SH0010", { maxPaidTakes: 5, maxShotMicros: 900_000 })], () => ({ footage: "bad" }));
    await of.run();
    expect(of.vendors[0]?.jobs).toHaveLength(2);
  });

  test("two shots at once never spend the same money", async () => {
    const of = paid([shot("SH0010"), shot("SH0020"), shot("SH0030")], () => ({}), { parallel: 3 });
    of.episode = episode(of.episode.shots, { ceilings: { ...of.episode.ceilings, runMicros: 1_000_000 } });
    await of.run();
    expect(of.vendors[0]?.jobs).toHaveLength(2);
  });
});

describe("stopping", () => {
  test("a vendor's job goes on and is collected later; an engine of this machine ends with the run", async () => {
    for (const local of [false, true]) {
      const of = world({
        episode: episode([shot("SH0010"), shot("SH0020")]),
        route: FREE_ROUTE,
        parallel: 1,
        vendors: [{ local, course: (_order, nth) => (nth === 1 ? { polls: ["running", "running"] } : {}) }],
      });
      const controller = new AbortController();
      const running = of.run({ signal: controller.signal });
      await of.clock.sleep(100);
      controller.abort(new Error("stopped by a person"));
      expect((await running).outcomes.map((outcome) => outcome.kind)).toEqual(["stopped", "stopped"]);
      expect(of.vendors[0]?.jobs[0]?.cancelled).toBe(local);
      expect((await shotOf(of)).attempts[0]?.standing).toBe(local ? "abandoned" : "submitted");
      expect((await of.run()).outcomes.map((outcome) => outcome.kind)).toEqual(["made", "made"]);
      expect(of.vendors[0]?.jobs).toHaveLength(local ? 3 : 2);
    }
  });
});
