import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../../src/core/digest.ts";
import type { Json } from "../../../src/core/json.ts";
import type { Shot } from "../../../src/core/production.ts";
import { offersOf } from "../../../src/core/route/offer.ts";
import type { RouteRequest } from "../../../src/core/route/route-request.ts";
import { routeShot } from "../../../src/core/route/route-shot.ts";
import { CATALOGUE, episodeWith, repriced, requestWith, shotWith } from "./sample.ts";

const SHA = `sha256:${"0".repeat(64)}` as const;
const RUNS = { numRuns: 60 };

const shots: fc.Arbitrary<Shot> = fc
  .record({
    durationFrames: fc.integer({ min: 1, max: 400 }),
    rate: fc.constantFrom("24", "25", "30", "24000/1001", "30000/1001"),
    aspect: fc.constantFrom("16:9", "9:16", "1:1", "2.39:1"),
    resolution: fc.constantFrom("1280x720", "1920x1080", "3840x2160"),
    handles: fc.constantFrom("auto" as const, 0, 8),
    priority: fc.constantFrom("quality" as const, "balanced" as const, "cheap" as const, "fast" as const),
    importance: fc.constantFrom("hero" as const, "normal" as const, "filler" as const),
    require: fc.subarray(["native-audio", "lip-sync", "seed"]),
    references: fc.integer({ min: 0, max: 5 }),
    seed: fc.boolean(),
    chained: fc.boolean(),
  })
  .map((one) =>
    shotWith({
      handles: one.handles,
      importance: one.importance,
      route: { priority: one.priority, require: one.require },
      references: Array.from({ length: one.references }, (_, index) => ({
        owner: "tam",
        role: "identity" as const,
        path: `${index}.png`,
        sha256: SHA,
      })),
      intent: {
        durationFrames: one.durationFrames,
        rate: one.rate,
        aspect: one.aspect,
        resolution: one.resolution,
        ...(one.seed ? { seed: "0" } : {}),
        ...(one.chained ? { chain: { from: "SH0005", mode: "last-frame" as const } } : {}),
      },
    }),
  );
const requests: fc.Arbitrary<RouteRequest> = fc
  .tuple(shots, fc.constantFrom("draft" as const, "final" as const))
  .map(([shot, tier]) => requestWith(shot, { tier }));
const families = [...new Set(CATALOGUE.models.map((model) => model.family))];

describe("laws of the router", () => {
  test("every endpoint is either a candidate or out with a reason, never both", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const receipt = routeShot(request);
        const inside = receipt.candidates.map((one) => one.identity.endpoint);
        const outside = receipt.excluded.map((one) => one.endpoint);
        expect([...inside, ...outside].sort()).toEqual(
          offersOf(CATALOGUE)
            .map((offer) => offer.endpoint.id)
            .sort(),
        );
        for (const one of receipt.excluded) expect(one.says.length).toBeGreaterThan(5);
      }),
      RUNS,
    );
  });

  test("a total is the sum of its terms, whole micros all, and a receipt is plain JSON", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const receipt = routeShot(request);
        for (const one of receipt.candidates) {
          expect(one.totalMicros).toBe(one.terms.reduce((sum, term) => sum + term.micros, 0));
          expect(one.quote.billedMilliseconds).toBeGreaterThanOrEqual(one.quote.wantedMilliseconds);
        }
        canonicalJson(receipt as unknown as Json);
      }),
      RUNS,
    );
  });

  test("the order is total: cheapest first, whatever order the catalogue is in", () => {
    fc.assert(
      fc.property(requests, fc.nat(), (request, turn) => {
        const receipt = routeShot(request);
        const totals = receipt.candidates.map((one) => one.totalMicros);
        expect(totals).toEqual([...totals].sort((a, b) => a - b));
        const shift = turn % CATALOGUE.models.length;
        const models = [...CATALOGUE.models.slice(shift), ...CATALOGUE.models.slice(0, shift)].map((model) => ({
          ...model,
          endpoints: [...model.endpoints].reverse(),
        }));
        expect(routeShot({ ...request, catalogue: { ...CATALOGUE, models } })).toEqual(receipt);
      }),
      RUNS,
    );
  });

  test("denying an engine that was not chosen changes no choice", () => {
    fc.assert(
      fc.property(requests, fc.constantFrom(...families), (request, family) => {
        const before = routeShot(request).candidates[0]?.identity;
        const denied = { ...request, shot: { ...request.shot, route: { ...request.shot.route, deny: [family] } } };
        const after = routeShot(denied).candidates[0]?.identity;
        const chosenFamily = CATALOGUE.models.find((model) => model.id === before?.model)?.family;
        if (chosenFamily !== family) expect(after).toEqual(before);
        else expect(CATALOGUE.models.find((model) => model.id === after?.model)?.family).not.toBe(family);
      }),
      RUNS,
    );
  });

  test("an engine that is refused might as well not exist, in a locked scene too", () => {
    const model = CATALOGUE.models.find((one) => one.id === "google/veo-3.1");
    const endpoint = model?.endpoints.find((one) => one.id === "vertex/veo-3.1");
    if (model === undefined || endpoint === undefined) throw new Error("no Veo");
    const cheap = { ...endpoint, id: "vertex/bargain", price: { ...endpoint.price, per: "free" as const } };
    const bargain = {
      ...model,
      id: "zz/bargain",
      family: "bargain",
      lookGroup: "bargain",
      aliases: [],
      endpoints: [cheap],
    };
    const larger = { ...CATALOGUE, models: [...CATALOGUE.models, bargain] };
    fc.assert(
      fc.property(requests, fc.constantFrom("prefer" as const, "require" as const), (plain, sceneLock) => {
        const route = { ...plain.shot.route, sceneLock, deny: ["bargain"] };
        const shot = { ...plain.shot, scene: "010", route };
        const episode = episodeWith([shot, { ...shot, id: "SH0020" }]);
        const request = { ...plain, shot, episode };
        expect(routeShot({ ...request, catalogue: larger }).candidates).toEqual(routeShot(request).candidates);
      }),
      RUNS,
    );
  });

  test("a dearer winner never wins more: the others keep their order, and no loser falls behind it", () => {
    fc.assert(
      fc.property(requests, fc.integer({ min: 1, max: 2_000_000 }), (request, more) => {
        const before = routeShot(request);
        const [winner] = before.candidates;
        if (winner === undefined) return;
        const { endpoint } = winner.identity;
        const after = routeShot({ ...request, catalogue: repriced(endpoint, (micros) => micros + more) });
        const others = (receipt: typeof before) =>
          receipt.candidates.map((one) => one.identity.endpoint).filter((id) => id !== endpoint);
        expect(others(after)).toEqual(others(before));
        const again = after.candidates.find((one) => one.identity.endpoint === endpoint);
        expect(again?.totalMicros ?? Number.MAX_SAFE_INTEGER).toBeGreaterThan(winner.totalMicros);
      }),
      RUNS,
    );
  });

  test("the same question has the same answer, byte for byte", () => {
    fc.assert(
      fc.property(requests, (request) => {
        expect(JSON.stringify(routeShot(structuredClone(request)))).toBe(JSON.stringify(routeShot(request)));
      }),
      RUNS,
    );
  });
});

describe("size", () => {
  test("500 shots of locked scenes against every endpoint", () => {
    const many = Array.from({ length: 500 }, (_, index) =>
      shotWith({
        id: `SH${String(10 * (index + 1)).padStart(4, "0")}`,
        scene: String(Math.floor(index / 50)),
        route: { sceneLock: "prefer" },
        intent: { durationFrames: 48 + (index % 12) * 12 },
      }),
    );
    const episode = episodeWith(many);
    const started = performance.now();
    const receipts = many.map((shot) => routeShot(requestWith(shot, { episode })));
    const milliseconds = Math.round(performance.now() - started);
    const judged = receipts.reduce((sum, one) => sum + one.candidates.length + one.excluded.length, 0);
    process.stdout.write(`  routed 500 shots, ${judged} offers judged, in ${milliseconds} ms\n`);
    expect(judged).toBe(500 * offersOf(CATALOGUE).length);
  });
});
