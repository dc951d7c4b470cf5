import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { simulateBatch } from "./batch.ts";
import { notReached } from "./coverage.ts";
import type { Scenario } from "./scenario.ts";
import { simulate, simulateSeed } from "./simulate.ts";

/** Worlds that `npm test` plays; many more: `npm run sim -- --seeds 50000`. */
const SEEDS = 1_000;

interface KeptWorld {
  readonly seed: number;
  readonly law: string;
  readonly note: string;
  /** The shrunken world; without it the one that the seed makes today. */
  readonly scenario?: Scenario;
}
const corpus = JSON.parse(readFileSync(new URL("corpus.json", import.meta.url), "utf8")) as {
  readonly worlds: readonly KeptWorld[];
};

describe("the simulation", () => {
  test(`no law is broken in ${SEEDS} worlds, and everything that can happen has happened`, async () => {
    const { failures, counters, seeds } = await simulateBatch({ from: 0, count: SEEDS, shrinkMax: 0 });
    const told = failures.slice(0, 5).map(({ seed, breaches }) => ({
      again: `npm run sim -- --seeds 1 --from ${seed}`,
      breaches: breaches.slice(0, 3),
    }));
    expect(told).toEqual([]);
    expect(seeds).toBe(SEEDS);
    expect(notReached(counters)).toEqual([]);
  });

  test("the same seed is the same world, to the byte of its journal", async () => {
    for (const seed of [3, 17, 4_711]) {
      const [one, other] = [await simulateSeed(seed), await simulateSeed(seed)];
      expect(one.events).toBeGreaterThan(0);
      expect(other.journalTexts).toEqual(one.journalTexts);
      expect(other.counters).toEqual(one.counters);
    }
  });

  test.each(corpus.worlds.map((world) => [world.seed, world.law, world] as const))(
    "seed %i, which once broke: %s",
    async (seed, _law, world) => {
      const { breaches } = await (world.scenario === undefined ? simulateSeed(seed) : simulate(world.scenario));
      expect(breaches).toEqual([]);
    },
  );
});
