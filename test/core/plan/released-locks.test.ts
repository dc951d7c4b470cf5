import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../../src/core/digest.ts";
import { type LockDocument, printLock, projectLock, stateFromLock } from "../../../src/core/lock.ts";
import type { Tier } from "../../../src/core/production.ts";
import { shapeErrors } from "../../../src/schema/validators.ts";
import { episodeIn } from "./sample-files.ts";
import { applied, PAID_ROUTE, plan } from "./story.ts";

/**
 * Locks as released versions wrote them, each with the production it was made from. They are never written anew: a
 * change that makes one of these plans ask for a shot would make users pay for an upgrade.
 */
const ROOT = fileURLToPath(new URL("../../golden/locks", import.meta.url));
const FOLDER = "productions/tale";
const TIERS_LOCKED: readonly Tier[] = ["animatic", "final"];
const RESTING = new Set(["reuse", "keep", "hold", "omit"]);

function pathOf(version: string): string {
  return `${ROOT}/${version}/${FOLDER}/episodes/E101.lock.json`;
}

function read(version: string): { readonly lock: LockDocument; readonly text: string } {
  const text = readFileSync(pathOf(version), "utf8").replaceAll("\r\n", "\n");
  return { lock: JSON.parse(text) as LockDocument, text };
}

/** Written once, when a version is released: `WRITE_RELEASED_LOCK=0.1.0`. An existing one is left as it is. */
async function writeOnce(version: string): Promise<void> {
  if (existsSync(pathOf(version))) return;
  const of = await episodeIn(`${ROOT}/${version}/${FOLDER}`, FOLDER);
  let state = applied(of);
  state = applied(of, state, { tier: "final", route: PAID_ROUTE });
  const [first] = of.shots;
  const kept = state.shots["SH0020"];
  const take = kept?.takes[0];
  if (first === undefined || kept === undefined || take === undefined) throw new Error("the production lost its shots");
  const reworded = { ...take.basis, intent: { ...take.basis.intent, digest: sha256("other words") } };
  const shots = {
    ...state.shots,
    // A take of other words that a person kept for today's, and a shot that had another number.
    SH0020: {
      ...kept,
      takes: kept.takes.map((one) => (one.id === take.id ? { ...one, basis: reworded } : one)),
      kept: { [take.id]: { basis: take.basis, reason: "reads the same", operator: "anna" } },
    },
    SH0010: { ...(state.shots["SH0010"] ?? kept), formerIds: ["SH0005"] },
  };
  writeFileSync(
    pathOf(version),
    printLock(projectLock({ ...state, shots }, { serial: 7, previous: sha256("before") })),
  );
}

const asked = process.env["WRITE_RELEASED_LOCK"];
if (asked !== undefined) await writeOnce(asked);

const versions = readdirSync(ROOT);

describe.each(versions)("a lock of version %s", (version) => {
  test("is a lock", () => {
    expect(shapeErrors("lock", read(version).lock)).toEqual([]);
    expect(Object.keys(read(version).lock.shots).length).toBeGreaterThan(5);
  });

  test.each(TIERS_LOCKED)("plans nothing in %s, and costs nothing", async (tier) => {
    const { lock, text } = read(version);
    const of = await episodeIn(`${ROOT}/${version}/${FOLDER}`, FOLDER);
    const next = plan(of, stateFromLock(lock, sha256(text)), { tier, route: PAID_ROUTE });
    expect(next.steps.filter((step) => !RESTING.has(step.kind))).toEqual([]);
    expect(next.steps.map((step) => step.kind)).toContain("reuse");
    expect(next.cost.ceilingMicros).toBe(0);
    expect(next.lockSerial).toBe(lock.serial);
  });

  test("and would ask for a shot whose words changed: the test can fail", async () => {
    const { lock, text } = read(version);
    const of = await episodeIn(`${ROOT}/${version}/${FOLDER}`, FOLDER);
    const shots = of.shots.map((one) =>
      one.id === "SH0010" ? { ...one, intent: { ...one.intent, action: "He sleeps." } } : one,
    );
    const next = plan({ ...of, shots }, stateFromLock(lock, sha256(text)));
    expect(next.steps.filter((step) => !RESTING.has(step.kind)).map((step) => [step.kind, step.shot])).toEqual([
      ["retake", "SH0010"],
    ]);
  });

  test("an entry of an algorithm that this version does not know waits for an update and buys nothing", async () => {
    const { lock, text } = read(version);
    const of = await episodeIn(`${ROOT}/${version}/${FOLDER}`, FOLDER);
    const state = stateFromLock(lock, sha256(text));
    const ten = state.shots["SH0010"];
    if (ten === undefined) throw new Error("SH0010 is not locked");
    const takes = ten.takes.map((take) => ({ ...take, basis: { ...take.basis, algorithm: 99 } }));
    const next = plan(of, { ...state, shots: { ...state.shots, SH0010: { ...ten, takes } } }, { route: PAID_ROUTE });
    const step = next.steps.find((one) => one.shot === "SH0010");
    expect([step?.kind, step?.takes, next.cost.ceilingMicros]).toEqual(["blocked", 0, 0]);
    expect(step?.causes[0]?.says).toContain("digests of version 99");
  });
});

test("there is one for the version in package.json", () => {
  const { version } = JSON.parse(
    readFileSync(fileURLToPath(new URL("../../../package.json", import.meta.url)), "utf8"),
  );
  expect(versions).toContain(version);
});
