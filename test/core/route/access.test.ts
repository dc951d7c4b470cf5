import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { routeShot } from "../../../src/core/route/route-shot.ts";
import { resolveTexts } from "../resolve/from-text.ts";
import { CATALOGUE, TODAY } from "./sample.ts";

const FILE = new URL("../../../productions/access/episodes/R101.yaml", import.meta.url);
const { episode, diagnostics } = resolveTexts({ folder: "productions/access", episode: readFileSync(FILE, "utf8") });

function routed(id: string) {
  const shot = episode.shots.find((one) => one.id === id);
  if (shot === undefined) throw new Error(`the sample has no ${id}`);
  return routeShot({ shot, episode, tier: "final", catalogue: CATALOGUE, asOf: TODAY });
}

test("one model, a list and the whole catalogue are three routes of one sample", () => {
  expect(diagnostics).toEqual([]);
  const [pinned, listed, open] = ["SH0010", "SH0020", "SH0030"].map((id) => routed(id).candidates);
  expect(new Set(pinned?.map((one) => one.identity.model))).toEqual(new Set(["google/veo-3.1"]));
  const makers = listed?.map((one) => one.identity.model.split("/")[0]) ?? [];
  expect([...makers].sort((a, b) => (a === b ? 0 : a === "kling" ? -1 : 1))).toEqual(makers);
  expect(new Set(makers)).toEqual(new Set(["kling", "google"]));
  const totals = open?.map((one) => one.totalMicros) ?? [];
  expect([...totals].sort((a, b) => a - b)).toEqual(totals);
  expect(totals.length).toBeGreaterThan(makers.length);
  expect(routed("SH0030").excluded.some((one) => one.constraint === "denied")).toBe(true);
});
