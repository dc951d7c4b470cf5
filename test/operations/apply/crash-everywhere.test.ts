import { describe, expect, test } from "vitest";
import { sha256 } from "../../../src/core/digest.ts";
import { atMost } from "../../../src/core/plan/attempts-so-far.ts";
import { candidate, episode, receipt, shot } from "../../core/plan/story.ts";
import { failure } from "./vendor.ts";
import { Killed, type World, world } from "./world.ts";

const KLING = { engine: "kling", model: "kuaishou/kling-3", modelVersion: "3", endpoint: "kling/direct" };
const PRICE = 400_000;

/** A chained shot, one that fails the gates once, one whose result is fetched with trouble. */
const production = (finds: boolean): World =>
  world({
    episode: episode([
      shot("SH0010"),
      shot("SH0020", { intent: { chain: { from: "SH0010", mode: "last-frame" } } }),
      shot("SH0030"),
    ]),
    route: () => receipt(candidate(PRICE, KLING, 800)),
    vendors: [
      {
        id: "kling",
        priceMicros: PRICE,
        finds,
        course: (order) => {
          if (order.shotName.endsWith("SH0010") && order.takeName.endsWith("v001")) return { footage: "bad" };
          return order.shotName.endsWith("SH0030") ? { fetches: [failure("server")], polls: ["running"] } : {};
        },
      },
    ],
  });

/** What of a lock must not depend on when a run was cut off: not the clock in signatures, nor the bookkeeping. */
function essentials(of: World): unknown {
  const { shots, show, episode: id } = of.lock();
  return JSON.parse(
    JSON.stringify({ shots, show, id }, (key, value: unknown) =>
      ["signed", "attempts", "serial", "previous"].includes(key) ? undefined : value,
    ),
  );
}

/** The laws that hold whatever happened: nothing is bought twice, and nothing that was bought is lost. */
async function checkLaws(of: World, where: string): Promise<void> {
  const state = await of.state();
  const attempts = Object.values(state.shots).flatMap((one) => one.attempts);
  const takes = Object.values(state.shots).flatMap((one) => one.takes);
  for (const { asked, jobs } of of.vendors) {
    expect(new Set(asked).size, `${where}: an attempt was submitted twice`).toBe(asked.length);
    for (const job of jobs) {
      const own = attempts.find((attempt) => attempt.attempt === job.order.attempt);
      expect(own, `${where}: the vendor bills ${job.order.attempt}, the journal knows nothing of it`).toBeDefined();
      if (own === undefined) continue;
      expect(atMost(own), `${where}: the ledger of ${own.attempt}`).toBe(job.billedMicros);
      if (own.standing === "in-doubt") continue;
      const take = takes.find(
        (candidateTake) => candidateTake.id === own.take && own.order["takeName"] === candidateTake.madeAs,
      );
      expect(take, `${where}: ${own.attempt} was paid (${own.standing}), its take is lost`).toBeDefined();
      expect(of.store.has(take?.raw ?? ""), where).toBe(true);
    }
  }
  for (const one of Object.values(state.shots)) {
    const paid = one.attempts.filter((attempt) => atMost(attempt) > 0);
    expect(paid.length, where).toBeLessThanOrEqual(3);
    expect(one.attempts.filter((attempt) => attempt.licence === "first").length, where).toBe(1);
  }
  const text = of.repository.get("productions/elves/episodes/E101.lock.json") ?? "";
  expect(state.lock?.digest, `${where}: the journal names the lock that lies there`).toBe(sha256(text));
  const signature = of.repository.get("productions/elves/episodes/E101.lock.dsse.json") ?? "";
  expect(signature, where).toContain(sha256(text));
}

async function countCalls(finds: boolean): Promise<number> {
  const { calls } = await production(finds).run();
  expect(calls).toBeGreaterThan(40);
  return calls;
}

describe.each([
  ["an engine that can look jobs up", true],
  ["an engine that cannot", false],
])("killed at every call of a port: %s", (_name, finds) => {
  test.each(["before", "after"] as const)("%s it", async (moment) => {
    const reference = production(finds);
    await reference.run();
    const calls = await countCalls(finds);
    let parked = 0;
    for (let at = 1; at <= calls; at += 1) {
      const where = `${moment} call ${at} of ${calls}`;
      const of = production(finds);
      await expect(of.run({ fuse: { at, moment } }), where).rejects.toThrow(Killed);
      const { outcomes } = await of.run();
      await checkLaws(of, where);
      const waiting = outcomes.filter((outcome) => outcome.kind === "waits");
      if (waiting.length > 0) {
        // Only a submit of which nobody knows may stop a shot, and only a person lets it go on.
        const states = Object.values((await of.state()).shots).flatMap((one) => one.attempts);
        expect(
          states.some((attempt) => attempt.standing === "in-doubt"),
          where,
        ).toBe(true);
        parked += 1;
        continue;
      }
      expect(
        (await of.plan()).steps.every((step) => step.kind === "reuse"),
        where,
      ).toBe(true);
      expect(essentials(of), where).toEqual(essentials(reference));
      // Nothing is left to do, so nothing is written.
      const [lock, before] = [of.lock(), await of.journal.read()];
      expect(lock.serial, where).toBeLessThanOrEqual(2);
      expect(before.ok, where).toBe(true);
    }
    expect(parked).toBeLessThan(calls / 3);
  });

  test("killed again and again, at a later call each time", async () => {
    const of = production(finds);
    for (let at = 1; at < 60; at += 4) {
      try {
        await of.run({ fuse: { at, moment: at % 8 === 1 ? "after" : "before" } });
      } catch (thrown) {
        if (!(thrown instanceof Killed)) throw thrown;
      }
    }
    await of.run();
    await checkLaws(of, "at the end");
  });
});

describe("the lock after a crash", () => {
  test("between lock, signature and event: the same bytes under the same serial", async () => {
    const reference = production(true);
    await reference.run();
    const calls = await countCalls(true);
    for (const [back, moment] of [
      [0, "before"],
      [0, "after"],
      [1, "before"],
      [1, "after"],
      [2, "before"],
      [2, "after"],
    ] as const) {
      const of = production(true);
      await expect(of.run({ fuse: { at: calls - back, moment } })).rejects.toThrow(Killed);
      await of.run();
      expect(of.lock().serial).toBe(1);
      const text = of.repository.get("productions/elves/episodes/E101.lock.json");
      await of.run();
      expect(of.repository.get("productions/elves/episodes/E101.lock.json")).toBe(text);
    }
  });

  test("lost or changed files come back byte for byte, without a new serial", async () => {
    const of = production(true);
    await of.run();
    const paths = ["productions/elves/episodes/E101.lock.json", "productions/elves/episodes/E101.lock.dsse.json"];
    const files = paths.map((path) => of.repository.get(path));
    for (const harm of [
      () => of.repository.delete(paths[0] ?? ""),
      () => of.repository.delete(paths[1] ?? ""),
      () => of.repository.set(paths[0] ?? "", (files[0] ?? "").replace('"v001"', '"v009"')),
      () => of.repository.set(paths[1] ?? "", "changed"),
    ]) {
      harm();
      await of.run();
      expect(paths.map((path) => of.repository.get(path))).toEqual(files);
    }
  });
});
