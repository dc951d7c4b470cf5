import { describe, expect, test } from "vitest";
import type { Catalogue } from "../../../src/core/catalogue.ts";
import { expectedLatency } from "../../../src/core/evidence/expected-latency.ts";
import { deviation, winPerMille } from "../../../src/core/route/acceptance.ts";
import type { RouteRequest } from "../../../src/core/route/route-request.ts";
import { routeShot } from "../../../src/core/route/route-shot.ts";
import { CATALOGUE, repriced, requestWith, shotWith } from "./sample.ts";

/** Published 161 s in the middle; the mean of a law with a tail lies above it. */
const VEO_MEAN_MS = expectedLatency(
  undefined,
  "vertex/veo-3.1",
  CATALOGUE.models.flatMap((model) => model.endpoints).find((one) => one.id === "vertex/veo-3.1")?.latency,
  6000,
).meanMs;
const SHA = `sha256:${"0".repeat(64)}` as const;

function winner(request: RouteRequest): string | undefined {
  return routeShot(request).candidates[0]?.identity.endpoint;
}

function termOf(request: RouteRequest, endpoint: string, name: string) {
  const candidate = routeShot(request).candidates.find((one) => one.identity.endpoint === endpoint);
  return candidate?.terms.find((term) => term.name === name);
}

describe("the win table", () => {
  test("is the published formula to one per mille at its steps, and near it between them", () => {
    for (let gap = -500; gap <= 500; gap += 10) {
      const exact = 1000 / (1 + 10 ** (-gap / 400));
      expect(Math.abs(winPerMille(gap * 10) - exact), String(gap)).toBeLessThan(gap % 50 === 0 ? 1 : 3);
    }
  });

  test("is symmetric, rises, and ends where the table ends", () => {
    for (let gap = 0; gap < 8000; gap += 7) {
      expect(winPerMille(gap) + winPerMille(-gap)).toBe(1000);
      expect(winPerMille(gap + 7)).toBeGreaterThanOrEqual(winPerMille(gap));
    }
    expect(winPerMille(99_999)).toBe(947);
  });

  test("the deviation is that of a Beta of three takes, and less with each take more", () => {
    expect(deviation({ perMille: 500, weightMilli: 3000 })).toBe(250);
    expect(deviation({ perMille: 900, weightMilli: 3000 })).toBe(150);
    expect(deviation({ perMille: 900, weightMilli: 24_000 })).toBe(60);
  });
});

describe("terms", () => {
  test("generation is the take's price over the share kept, rounded up", () => {
    const candidate = routeShot(requestWith(shotWith(), { only: ["vertex/veo-3.1"] })).candidates[0];
    expect(candidate?.quote.takeMicros).toBe(2_400_000);
    expect(candidate?.acceptancePerMille).toBe(595);
    const generation = candidate?.terms.find((term) => term.name === "generation");
    expect(generation?.micros).toBe(Math.ceil((2_400_000 * 1000) / 595));
    expect(generation?.says).toBe(
      "6.0 s at $0.40/s = $2.40 a take, 60 % of takes expected to be kept (Arena text to video 1362, middle 1247)",
    );
  });

  test("waiting follows the priority, and an unmeasured wait is said to be assumed", () => {
    const at = (priority: "fast" | "cheap") =>
      termOf(requestWith(shotWith({ route: { priority } })), "vertex/veo-3.1", "waiting");
    expect(VEO_MEAN_MS).toBeGreaterThan(161_000);
    expect(at("fast")?.micros).toBe(Math.round((40_000 * VEO_MEAN_MS) / 595));
    expect(at("cheap")?.micros).toBe(Math.round((300 * VEO_MEAN_MS) / 595));
    expect(termOf(requestWith(shotWith()), "luma/ray-3.2", "waiting")?.says).toContain("assumed, nobody measured it");
  });

  test("risk is z sd c / p^2", () => {
    const risk = termOf(requestWith(shotWith()), "vertex/veo-3.1", "risk");
    expect(risk?.micros).toBe(
      Math.round((1000 * deviation({ perMille: 595, weightMilli: 3000 }) * 2_400_000) / (595 * 595)),
    );
  });

  test("a hero pays more for its picture than a filler; cheap pays nothing", () => {
    const quality = (importance: "hero" | "filler") =>
      termOf(requestWith(shotWith({ importance })), "vertex/veo-3.1", "quality")?.micros ?? 0;
    expect(quality("hero")).toBe(4 * quality("filler"));
    expect(termOf(requestWith(shotWith({ route: { priority: "cheap" } })), "vertex/veo-3.1", "quality")?.micros).toBe(
      0,
    );
  });

  test("faces held by words alone are expected to be kept less often", () => {
    const references = [{ owner: "tam", role: "identity" as const, path: "tam.png", sha256: SHA }];
    const share = (endpoint: string, shot = shotWith({ references })) =>
      routeShot(requestWith(shot)).candidates.find((one) => one.identity.endpoint === endpoint)?.acceptancePerMille ??
      0;
    expect(share("luma/ray-3.2")).toBe(share("luma/ray-3.2", shotWith()) - 250);
    expect(share("fal/veo-3.1")).toBeGreaterThan(share("luma/ray-3.2"));
  });

  test("an engine that ends soon pays for the retake it may not make", () => {
    const ending = (days: string): Catalogue => ({
      ...CATALOGUE,
      models: CATALOGUE.models.map((model) =>
        model.id === "google/veo-3.1"
          ? { ...model, lifecycle: { ...model.lifecycle, state: "deprecated", removedOn: days } }
          : model,
      ),
    });
    const lifecycle = (date: string) =>
      termOf(requestWith(shotWith(), { catalogue: ending(date) }), "vertex/veo-3.1", "lifecycle");
    expect(lifecycle("2026-12-24")).toMatchObject({ micros: Math.round(2_400_000 * 0.667) });
    expect(lifecycle("2026-12-24")?.says).toContain("in 30 days");
    expect(lifecycle("2027-06-01")?.micros).toBe(0);
    expect(termOf(requestWith(shotWith()), "kling/kling-2.6", "lifecycle")?.says).toBe("deprecated, no end date told");
  });
});

describe("the choice", () => {
  test("changes with the priority", () => {
    const chosen = (priority: "quality" | "cheap") =>
      winner(requestWith(shotWith({ importance: "hero", route: { priority } })));
    expect(chosen("cheap")).not.toBe(chosen("quality"));
  });

  test("a person's order decides over the price, and no flip is pretended", () => {
    const receipt = routeShot(requestWith(shotWith({ route: { order: ["luma", "veo"] } })));
    expect(receipt.candidates[0]?.identity.model).toBe("luma/ray-3.2");
    const models = receipt.candidates.map((one) => one.identity.model.split("/")[0]);
    expect(models.lastIndexOf("luma")).toBeLessThan(models.indexOf("google"));
    expect(new Set(models)).toEqual(new Set(["luma", "google"]));
    expect(receipt.flips).toEqual(["the shot's own order decides (luma, veo): no price flips it"]);
  });

  test("says under which rules and facts it was made", () => {
    const receipt = routeShot(requestWith(shotWith({ route: { priority: "fast" } })));
    expect(receipt).toMatchObject({ policy: "fast@2", catalogueDate: "2026-11-22" });
    expect(routeShot(requestWith(shotWith(), { priority: "cheap" })).policy).toBe("cheap@2");
  });

  test("the source of the price is named, and that sources disagree", () => {
    const kling = routeShot(requestWith(shotWith(), { only: ["kling/kling-3.0"] })).candidates.find(
      (one) => one.identity.endpoint === "kling/kling-3.0",
    );
    expect(kling?.quote.takeMicros).toBe(2_016_000);
    expect(kling?.quote.source).toMatch(
      /checked 2026-11-22; sources disagree, another one says \$0.672 a take: the dearer counts$/,
    );
  });

  test("footage that exists costs nothing and orders nothing", () => {
    const provided = shotWith({ source: { kind: "provided", path: "plates/a.mp4", sha256: SHA } });
    const receipt = routeShot(requestWith(provided));
    expect(receipt.candidates).toMatchObject([
      { identity: { engine: "provided" }, totalMicros: 0, quote: { takeMicros: 0 } },
    ]);
  });
});

describe("flips", () => {
  const request = requestWith(shotWith(), { only: ["vertex/veo-3.1-fast", "fal/kling-3.0-turbo-pro"] });
  const names = routeShot(request).candidates.map((one) => one.identity.endpoint);

  test("the prices told are the prices at which it flips", () => {
    const [first = "", second = ""] = names;
    const flips = routeShot(request).flips.join("\n");
    const above = Number(/costs more than \$([\d.]+)\/s/.exec(flips)?.[1]) * 1_000_000;
    const below = Number(/costs less than \$([\d.]+)\/s/.exec(flips)?.[1]) * 1_000_000;
    expect(winner({ ...request, catalogue: repriced(first, () => above + 1000) })).toBe(second);
    expect(winner({ ...request, catalogue: repriced(first, () => above - 1000) })).toBe(first);
    expect(winner({ ...request, catalogue: repriced(second, () => below - 1000) })).toBe(second);
    expect(winner({ ...request, catalogue: repriced(second, () => below + 1000) })).toBe(first);
  });

  test("are sentences about the shares kept, too", () => {
    const flips = routeShot(request).flips;
    expect(flips[0]).toMatch(
      /^flips to .+ when .+ keeps less than \d+ % of its takes or costs more than \$0\.\d+\/s or can begin only after \d+ min$/,
    );
    expect(flips[1]).toMatch(
      /^flips to .+ when that one keeps more than \d+ % of its takes or costs less than \$0\.\d+\/s$/,
    );
  });

  test("nobody flips where there is nobody else", () => {
    expect(routeShot(requestWith(shotWith(), { only: ["vertex/veo-3.1"] })).flips).toEqual([]);
  });

  test("two doors to one model differ by price only, and the next model is told as well", () => {
    const twins = repriced("kling/kling-3.0-turbo", () => 140_000);
    const doors = ["fal/kling-3.0-turbo-pro", "kling/kling-3.0-turbo"];
    const request = requestWith(shotWith(), { only: [...doors, "luma"], catalogue: twins });
    const equal = routeShot(request);
    expect(equal.candidates.slice(0, 2).map((one) => one.identity.endpoint)).toEqual(doors);
    expect(equal.flips[0]).toBe(
      "Kling 3.0 Turbo (fal) and Kling 3.0 Turbo (kling) come out equal: the first by name is taken",
    );
    expect(equal.flips.slice(1).join("\n")).toMatch(/flips to Ray .+ when Kling 3\.0 Turbo \(fal\) keeps less than/);
    const dearer = routeShot({ ...request, catalogue: repriced("kling/kling-3.0-turbo", () => 150_000) });
    expect(dearer.flips[0]).toMatch(
      /^flips to Kling 3\.0 Turbo \(kling\) when Kling 3\.0 Turbo \(fal\) costs more than/,
    );
    expect(dearer.flips.slice(0, 2).join()).not.toContain("keeps");
  });
});
