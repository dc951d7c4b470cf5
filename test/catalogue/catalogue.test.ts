import { describe, expect, test } from "vitest";
import { isCalendarDay } from "../../src/core/route/days.ts";
import { isNamed } from "../../src/core/route/engine-names.ts";
import { isGone, offersOf } from "../../src/core/route/offer.ts";
import { shippedCatalogue, shippedFiles } from "./shipped.ts";

const catalogue = shippedCatalogue();
const offers = offersOf(catalogue);

/** Every object below `value`, with the path that leads to it. */
function objects(value: unknown, path = "catalogue"): readonly (readonly [string, Record<string, unknown>])[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, child]) => objects(child, `${path}.${key}`));
  return Array.isArray(value) ? inner : [[path, value as Record<string, unknown>], ...inner];
}

/** Places that hold numbers and so must say where these come from. */
const NUMBERED =
  /\.(limits|price|latency|lifecycle)$|\.boards\.(text|image)$|\.engines\.\d+$|\.endpoints\.\d+$|\.models\.\d+$/;

describe("the shipped catalogue", () => {
  test("is read from several files and holds the engines of the world", () => {
    expect(shippedFiles().length).toBeGreaterThan(4);
    for (const name of [
      "runway",
      "luma",
      "kling",
      "veo",
      "omni",
      "pika",
      "hailuo",
      "seedance",
      "wan",
      "ltx",
      "sora",
      "fal",
      "replicate",
      "comfyui",
      "vertex",
      "animatic",
    ]) {
      expect(
        offers.some((offer) => isNamed(offer, name)),
        name,
      ).toBe(true);
    }
    expect(offers.length).toBeGreaterThan(50);
  });

  test("every group of numbers names a source and the day it was looked at", () => {
    const groups = objects(catalogue).filter(([path]) => NUMBERED.test(path));
    expect(groups.length).toBeGreaterThan(200);
    for (const [path, group] of groups) {
      expect(group["source"], path).toMatch(/\w{3}/);
      expect(isCalendarDay(String(group["checkedOn"])), `${path} ${group["checkedOn"]}`).toBe(true);
    }
  });

  test("no number is a fraction", () => {
    const numbers = objects(catalogue).flatMap(([path, value]) =>
      Object.entries(value).map(([key, one]) => [`${path}.${key}`, one]),
    );
    const fractions = numbers.filter(([, one]) => typeof one === "number" && !Number.isSafeInteger(one));
    expect(fractions).toEqual([]);
  });

  test("a model stands once, however many endpoints serve it", () => {
    const ids = catalogue.models.map((model) => model.id);
    expect(new Set(ids).size).toBe(ids.length);
    const veo = catalogue.models.find((model) => model.id === "google/veo-3.1");
    expect(veo?.endpoints.map((endpoint) => endpoint.engine).sort()).toEqual([
      "fal",
      "gemini",
      "replicate",
      "runway",
      "vertex",
    ]);
  });

  test("ratings lie inside their interval and come from a board that may be shipped", () => {
    expect(catalogue.boards.text.licence).toContain("CC BY 4.0");
    expect(catalogue.boards.image.licence).toContain("CC BY 4.0");
    const ratings = catalogue.models
      .flatMap((model) => [model.prior?.text, model.prior?.image])
      .filter((one) => one !== undefined);
    expect(ratings.length).toBeGreaterThan(25);
    for (const one of ratings) expect(one.lowTenths < one.tenths && one.tenths < one.highTenths, one.rated).toBe(true);
  });

  test("Sora is gone since 2026-09-24 and its successors live", () => {
    const sora = catalogue.models.filter((model) => model.family === "sora");
    expect(sora.map((model) => model.lifecycle.removedOn)).toEqual(["2026-09-24", "2026-09-24"]);
    for (const id of sora.flatMap((model) => model.lifecycle.successors)) {
      const successor = catalogue.models.find((model) => model.id === id);
      expect(successor !== undefined && !isGone(successor.lifecycle, "2026-11-24"), id).toBe(true);
    }
  });

  test("where sources disagree the dearer figure counts", () => {
    const rows = offers.flatMap(({ endpoint: { price } }) =>
      price.per === "second" || price.per === "clip" ? price.rows : [],
    );
    const disputed = rows.filter((row) => row.disputedMicros !== undefined);
    expect(disputed.length).toBeGreaterThan(1);
    for (const row of disputed) expect(row.micros).toBeGreaterThan(row.disputedMicros ?? 0);
  });

  test("the animatic is free, local and here", () => {
    const animatic = offers.find((offer) => offer.engine.id === "animatic");
    expect(animatic?.engine.adapter).toBe("available");
    expect(animatic?.endpoint.price.per).toBe("free");
    expect(animatic?.model.tiers).toEqual(["animatic"]);
    expect(offers.filter((offer) => offer.model.tiers.includes("animatic"))).toHaveLength(1);
  });
});
