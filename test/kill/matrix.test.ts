import { describe, expect, test } from "vitest";
import { VENDOR_NAMES } from "../../src/sandbox/vendor-names.ts";
import { hasFfmpeg } from "../cli/repository.ts";
import { type Played, playWorld } from "./matrix.ts";

/**
 * The kill matrix. In `npm test` one short world a vendor; `npm run test:kill` sets SHOTLOCK_KILLS and goes from world to world,
 * each with the next seed and the next vendor, until there were so many kills.
 */
const SEED = Number(process.env["SHOTLOCK_SEED"] ?? Date.now() % 1_000_000);
const KILLS = Number(process.env["SHOTLOCK_KILLS"] ?? 0);
const WORLDS = Number(process.env["SHOTLOCK_WORLDS"] ?? 1_000);
const KILLS_A_WORLD = 8;
const SHORT_KILLS = 3;
const asked = process.env["SHOTLOCK_VENDOR"];
const VENDORS = VENDOR_NAMES.filter((name) => asked === undefined || asked === name);
const WHY_SKIPPED = hasFfmpeg ? "" : " (skipped: no ffmpeg here)";

describe.skipIf(!hasFfmpeg)(`orders that cost money, killed${WHY_SKIPPED}`, () => {
  if (KILLS > 0) longForm();
  else shortForm();
});

function shortForm(): void {
  test.each(VENDORS)(`%s (SHOTLOCK_SEED=${SEED})`, { timeout: 600_000 }, async (vendor) => {
    const played = await playWorld(SEED, vendor, SHORT_KILLS);
    expect(played.kills).toBeGreaterThan(0);
  });
}

function longForm(): void {
  test(`${KILLS} kills from seed ${SEED} on`, { timeout: 6 * 3_600_000 }, async () => {
    const all: Played[] = [];
    const kills = () => sum(all, "kills");
    for (let world = 0; kills() < KILLS && world < WORLDS; world += 1) {
      const vendor = VENDORS[world % VENDORS.length] ?? "runway";
      const wanted = Math.min(KILLS_A_WORLD, KILLS - kills());
      const played = await playWorld(SEED + world, vendor, wanted);
      all.push(played);
      const { orders, doubts, billMicros, heldMicros } = played;
      const money = `bill $${(billMicros / 1e6).toFixed(2)}, held $${(heldMicros / 1e6).toFixed(2)}`;
      process.stdout.write(
        `world ${SEED + world} ${vendor}: ${played.kills} kills (${kills()}), ${orders} orders, ${doubts} in doubt, ${money}\n`,
      );
    }
    const open = all.filter(({ heldMicros }) => heldMicros > 0).length;
    process.stdout.write(
      `${kills()} kills, ${sum(all, "orders")} orders, ${sum(all, "doubts")} doubts, 0 double charges, 0 lost; ${open} worlds end with a doubt\n`,
    );
    if (WORLDS >= 1_000) expect(kills()).toBeGreaterThanOrEqual(KILLS);
  });
}

function sum(played: readonly Played[], field: "kills" | "orders" | "doubts"): number {
  return played.reduce((total, one) => total + one[field], 0);
}
