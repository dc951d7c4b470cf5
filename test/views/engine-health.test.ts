import { expect, test } from "vitest";
import { evidenceOf } from "../../src/core/evidence/fold-evidence.ts";
import { NO_HISTORY } from "../../src/core/health/health.ts";
import { enginesAsJson, enginesAsText } from "../../src/views/engines.ts";
import { shippedCatalogue } from "../catalogue/shipped.ts";
import { attemptEvents, runStarted } from "../core/evidence/events.ts";
import { failed, made, NOON, story } from "../core/health/story.ts";

const catalogue = shippedCatalogue();
const GEN = { engine: "runway", endpoint: "runway/gen4.5" };

/** Runway made eight takes, then went down; kling refused the key. */
function troubled() {
  const of = story();
  for (let n = 0; n < 8; n += 1) {
    of.start(`good-${n}`, n * 100, GEN);
    of.tell("submitted", `good-${n}`, n * 100);
    of.tell("running", `good-${n}`, n * 100 + 10);
    of.tell("done", `good-${n}`, n * 100 + 80);
  }
  for (const attempt of ["x", "y"]) {
    of.start(attempt, 900, GEN);
    of.fail(attempt, 901, "server", { says: "503 overloaded" });
  }
  made(of, "kling-1", 900);
  of.start("kling-2", 1000);
  of.fail("kling-2", 1001, "auth", { says: "the key is refused" });
  return of.health();
}

const words = (seconds: number): string =>
  enginesAsText(catalogue, { asOf: "2026-11-24", now: { health: troubled(), nowMs: NOON + seconds * 1000 } });

test("state, since, until, limits, last failures and track record", () => {
  const text = words(910);
  expect(text).toMatch(/runway\/gen4\.5: OPEN since 2026-11-24 12:15 UTC, opening 1, until 2026-11-24 12:1\d UTC/);
  expect(text).toContain("10 started: 8 done");
  expect(text).toContain("2 server");
  expect(text).toContain("12:15 UTC server: 503 overloaded");
  expect(text).toContain("a take takes 70 s, nineteen of twenty 70 s (measured, 8 of our own)");
  expect(text).toMatch(/0 of 1 jobs \(1 declared, 1 ran at once\)/);
  expect(text).toContain("account kling: CLOSED since 2026-11-24 12:16 UTC (auth: the key is refused)");
  expect(words(2000)).toContain("opening 1: the next attempt tries it");
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("a model that became worse in silence is told, with its numbers and its rest", () => {
  const veo = catalogue.models.find((model) => model.id === "google/veo-3.1");
  const identity = {
    engine: "vertex",
    model: "google/veo-3.1",
    modelVersion: veo?.version ?? "",
    endpoint: "vertex/veo-3.1",
  };
  const worse = Array.from({ length: 6 }, (_, index) =>
    attemptEvents({ shot: `SH${index}`, take: "v001", ends: "fail", identity, expectedPerMille: 900 }),
  ).flat();
  const now = { health: troubled(), nowMs: NOON, evidence: evidenceOf([runStarted(), ...worse]) };
  const text = enginesAsText(catalogue, { asOf: "2026-11-24", now }).replaceAll(/\s+/g, " ");
  expect(text).toContain("WORSE: Veo 3.1 keeps less than it did: 0 of 6 takes where 5.4 were expected");
  expect(text).toContain("left alone until 2026-11-26");
});

test("a probe under way is half-open, and one that was well is closed", () => {
  const of = story(troubled());
  of.start("probe", 1100, GEN);
  const now = { health: of.health(), nowMs: NOON + 1_110_000 };
  expect(enginesAsText(catalogue, { asOf: "2026-11-24", now })).toContain("HALF-OPEN");
  of.tell("done", "probe", 1160);
  const later = { health: of.health(), nowMs: NOON + 1_200_000 };
  expect(enginesAsText(catalogue, { asOf: "2026-11-24", now: later })).toContain("runway/gen4.5: closed (well)");
});

test("nothing asked yet is said, and only what was asked for is shown", () => {
  const now = { health: NO_HISTORY, nowMs: NOON };
  expect(enginesAsText(catalogue, { asOf: "2026-11-24", now })).toContain(
    "No engine was asked from this repository yet",
  );
  const of = story();
  failed(of, "a", 0);
  const asked = enginesAsText(catalogue, {
    asOf: "2026-11-24",
    only: ["luma"],
    now: { health: of.health(), nowMs: NOON },
  });
  expect(asked).not.toContain("kling/direct");
});

test("as JSON: the fold, and what follows from it now", () => {
  const json = JSON.parse(
    enginesAsJson(catalogue, { asOf: "2026-11-24", now: { health: troubled(), nowMs: NOON + 910_000 } }),
  );
  const runway = json.health.endpoints.find((one: { endpoint: string }) => one.endpoint === "runway/gen4.5");
  expect(runway.breaker.state).toBe("open");
  expect(runway.lane).toMatchObject({ slots: 1, underWay: 0, counts: true });
  expect(runway.latency).toMatchObject({ p50Ms: 70_000, from: "measured" });
});
