import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
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

/** `npm run sim` as a program of its own, bundled and on two processes: that is twice as fast as in here. */
function played(...given: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  const program = fileURLToPath(new URL("run.mjs", import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...given], (failed, stdout, stderr) =>
      resolve({ code: failed === null ? 0 : Number(failed.code ?? 1), text: `${stdout}${stderr}` }),
    );
  });
}

describe("the simulation", () => {
  test(`no law is broken in ${SEEDS} worlds, and everything that can happen has happened`, async () => {
    const { code, text } = await played("--seeds", String(SEEDS), "--forget");
    expect(text).toContain(`${SEEDS} worlds`);
    expect(text).toContain("really occurred");
    expect({ code, text: code === 0 ? "" : text }).toEqual({ code: 0, text: "" });
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
