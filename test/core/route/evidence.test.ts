import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evidenceOf } from "../../../src/core/evidence/fold-evidence.ts";
import type { JournalEvent } from "../../../src/core/journal-events.ts";
import { keptReceipt, sharedExclusions } from "../../../src/core/route/kept-receipt.ts";
import type { RouteRequest } from "../../../src/core/route/route-request.ts";
import { routeShot } from "../../../src/core/route/route-shot.ts";
import type { Exclusion, Receipt } from "../../../src/core/route-decision.ts";
import type { EngineIdentity } from "../../../src/core/take.ts";
import { attemptEvents, runStarted, START_MS, type Story } from "../evidence/events.ts";
import { CATALOGUE, episodeWith, requestWith, shotWith, TODAY } from "./sample.ts";

const FIRST = routeShot(requestWith(shotWith())).candidates[0];
if (FIRST === undefined) throw new Error("nobody can make the sample shot");
const WINNER: EngineIdentity = FIRST.identity;

function history(ends: readonly Story["ends"][], rest: Partial<Story> = {}) {
  return evidenceOf([
    runStarted(),
    ...ends.flatMap((end, index): readonly JournalEvent[] =>
      attemptEvents({ shot: `SH${index}`, take: "v001", ends: end, identity: WINNER, expectedPerMille: 500, ...rest }),
    ),
  ]);
}

function route(rest: Partial<RouteRequest>, shot = shotWith()) {
  return routeShot(requestWith(shot, rest));
}

const verdicts = fc.array(fc.constantFrom<Story["ends"]>("pass", "fail", "server"), { maxLength: 30 });

describe("own history", () => {
  test("is told by its counts, and its digest stands in the receipt", () => {
    const receipt = route({ evidence: history(["pass", "pass", "fail"]), only: [WINNER.endpoint] });
    expect(receipt.candidates[0]?.record).toEqual({ kept: 2, takes: 3 });
    expect(receipt.candidates[0]?.terms[0]?.says).toContain("2 of 3 close-ups kept");
    expect(receipt.evidence).toMatch(/^sha256:/);
    expect(route({ evidence: history([]) }).evidence).toBeUndefined();
  });

  test("a kept take never makes its model lose, a lost one never makes it win", () => {
    const total = (ends: readonly Story["ends"][]) =>
      route({ evidence: history(ends, { expectedPerMille: 0 }), only: [WINNER.endpoint] }).candidates[0]?.totalMicros ??
      0;
    fc.assert(
      fc.property(verdicts, (ends) => {
        expect(total([...ends, "pass"])).toBeLessThanOrEqual(total(ends));
        expect(total([...ends, "fail"])).toBeGreaterThanOrEqual(total(ends));
      }),
      { numRuns: 30 },
    );
  });

  test("the same request gives the same bytes, and every endpoint ends in one of the two lists", () => {
    const endpoints = CATALOGUE.models.flatMap((model) => model.endpoints).length;
    fc.assert(
      fc.property(verdicts, (ends) => {
        const receipt = route({ evidence: history(ends) });
        expect(JSON.stringify(route({ evidence: history(ends) }))).toBe(JSON.stringify(receipt));
        expect(receipt.candidates.length + receipt.excluded.length).toBe(endpoints);
        for (const { terms, totalMicros } of receipt.candidates) {
          expect(terms).toHaveLength(9);
          expect(terms.reduce((sum, term) => sum + term.micros, 0)).toBe(totalMicros);
          expect(terms.every((term) => Number.isSafeInteger(term.micros))).toBe(true);
        }
      }),
      { numRuns: 15 },
    );
  });

  test("measured time takes the place of the published one", () => {
    const evidence = history(Array<Story["ends"]>(20).fill("pass"), { runMs: 1_000_000 });
    const waiting = (rest: Partial<RouteRequest>) =>
      route({ ...rest, only: [WINNER.endpoint] }).candidates[0]?.terms.find((term) => term.name === "waiting");
    expect(waiting({ evidence })?.says).toContain("own jobs: 20");
    expect(waiting({ evidence })?.micros).toBeGreaterThan(waiting({})?.micros ?? 0);
  });
});

describe("a silent drop", () => {
  const dropped = history(Array<Story["ends"]>(6).fill("fail"), { expectedPerMille: 900 });
  const says = (rest: Partial<RouteRequest>, shot = shotWith()) =>
    route({ evidence: dropped, ...rest }, shot).excluded.find((one) => one.endpoint === WINNER.endpoint);

  test("takes the model version out, with its numbers and the day it may be tried again", () => {
    expect(says({})).toMatchObject({ constraint: "quality-drop" });
    expect(says({})?.says).toMatch(
      /^keeps less than it did: 0 of \d takes where \d\.\d were expected.*until 2026-11-26$/,
    );
  });

  test("leaves it to whoever pins it", () => {
    expect(says({}, shotWith({ route: { pin: WINNER.endpoint } }))).toBeUndefined();
  });

  test("after its rest three takes may try it, no hero among them, and then their verdict is waited for", () => {
    const asOf = "2026-11-27";
    expect(says({ asOf })).toBeUndefined();
    expect(says({ asOf }, shotWith({ importance: "hero" }))?.says).toContain("not with a hero shot");
    const trying = (count: number) =>
      history([...Array<Story["ends"]>(6).fill("fail"), ...Array<Story["ends"]>(count).fill("open")], {
        expectedPerMille: 900,
      });
    expect(says({ asOf, evidence: trying(2) })).toBeUndefined();
    expect(says({ asOf, evidence: trying(3) })?.says).toContain("their verdict is waited for");
  });
});

describe("failover", () => {
  test("prefers another door to the model, then its look, then anybody, by what each step costs", () => {
    const [tried] = route({}).candidates;
    const after = route({ failedAt: { endpoint: "x", model: tried?.identity.model ?? "" } });
    const look = (model: string) => CATALOGUE.models.find((one) => one.id === model)?.lookGroup;
    for (const { identity, terms } of after.candidates) {
      const micros = terms.find((term) => term.name === "continuity")?.micros;
      const same = identity.model === tried?.identity.model;
      const near = look(identity.model) === look(tried?.identity.model ?? "");
      expect(micros, identity.endpoint).toBe(same ? 0 : near ? 50_000 : 150_000);
    }
  });
});

describe("this moment", () => {
  test("before the due time what would come too late is out; where all would, nobody is", () => {
    const shot = shotWith();
    const due = (minutes: number) =>
      route({ nowMs: START_MS, episode: episodeWith([shot], { dueMs: START_MS + minutes * 60_000 }) });
    const late = due(4).excluded.filter((one) => one.constraint === "too-late");
    expect(late.length).toBeGreaterThan(0);
    expect(late[0]?.says).toMatch(/takes up to \d+ min, the episode is due in 4 min/);
    expect(due(4).candidates.length).toBeGreaterThan(0);
    expect(due(0.001).excluded.some((one) => one.constraint === "too-late")).toBe(false);
    expect(due(60 * 48)).toEqual(route({ nowMs: START_MS }));
  });

  test("waiting is dearer the nearer the due time is", () => {
    const shot = shotWith();
    const price = (hours: number) =>
      route({
        nowMs: START_MS,
        episode: episodeWith([shot], { dueMs: START_MS + hours * 3_600_000 }),
        only: [WINNER.endpoint],
      }).candidates[0]?.terms.find((term) => term.name === "waiting")?.micros ?? 0;
    expect(price(2)).toBeGreaterThan(price(12));
    expect(price(12)).toBeGreaterThan(price(24));
  });
});

describe("a receipt that is kept", () => {
  const receipts = [
    shotWith(),
    shotWith({ intent: { durationFrames: 480 } }),
    shotWith({ intent: { aspect: "9:16" } }),
  ].map((shot) => route({ asOf: TODAY }, shot));
  const shared = sharedExclusions(receipts);

  /** What is told once beside a receipt is told of it, too. */
  const allExclusions = (receipt: Receipt): readonly Exclusion[] =>
    [...receipt.excluded, ...(receipt.sharedExclusions === undefined ? [] : shared)].sort((a, b) =>
      a.endpoint < b.endpoint ? -1 : 1,
    );

  test("loses no reason of any exclusion", () => {
    for (const receipt of receipts) expect(allExclusions(keptReceipt(receipt, shared))).toEqual(receipt.excluded);
  });

  test("of shots alike is less than a third of the whole", () => {
    const [receipt] = receipts;
    if (receipt === undefined) throw new Error("no receipt");
    const kept = keptReceipt(receipt, sharedExclusions([receipt, receipt]));
    expect(JSON.stringify(kept).length).toBeLessThan(JSON.stringify(receipt).length / 3);
  });

  test("keeps every candidate's numbers in order, and the chosen one whole", () => {
    for (const receipt of receipts) {
      const chosen = receipt.candidates.at(-1)?.identity.endpoint ?? "";
      const kept = keptReceipt(receipt, shared, chosen);
      expect(kept.candidates.map((one) => one.identity.endpoint)).toContain(chosen);
      const totals = [...kept.candidates, ...(kept.further ?? [])].map((one) => one.totalMicros);
      expect(totals.sort((a, b) => a - b)).toEqual(receipt.candidates.map((one) => one.totalMicros));
      for (const one of kept.further ?? [])
        expect(Object.values(one.terms).reduce((sum, micros) => sum + micros, 0)).toBe(one.totalMicros);
    }
  });
});
