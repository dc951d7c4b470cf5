import { describe, expect, test } from "vitest";
import type { Episode, ReferenceFile } from "../../../src/core/production.ts";
import { CONSTRAINTS, REQUIREMENTS } from "../../../src/core/route/constraints.ts";
import type { RouteRequest } from "../../../src/core/route/route-request.ts";
import { routeShot } from "../../../src/core/route/route-shot.ts";
import { CATALOGUE, episodeWith, requestWith, shotWith } from "./sample.ts";

const SHA = `sha256:${"0".repeat(64)}` as const;

function excluded(request: RouteRequest, endpoint: string): string | undefined {
  const found = routeShot(request).excluded.find((one) => one.endpoint === endpoint);
  return found === undefined ? undefined : `${found.constraint}: ${found.says}`;
}

function picture(owner: string, role: ReferenceFile["role"] = "identity"): ReferenceFile {
  return { owner, role, path: `bible/${owner}.png`, sha256: SHA };
}

function inEpisode(change: Partial<Episode>): Partial<RouteRequest> {
  return { episode: episodeWith([], change) };
}

/** One shot per hard constraint: what it asks, who must be out, and the sentence with its numbers. */
const CASES: readonly (readonly [string, RouteRequest, string, RegExp])[] = [
  ["tier", requestWith(shotWith()), "animatic/local", /^tier: makes animatic, not final$/],
  [
    "retired",
    requestWith(shotWith()),
    "openai/sora-2",
    /^retired: was removed on 2026-09-24; instead: google\/veo-3.1/,
  ],
  [
    "not-yet",
    requestWith(shotWith(), { asOf: "2026-08-01T10:00:00Z" }),
    "gemini/omni-1.1-flash",
    /^not-yet: opens on 2026-08-27, today is 2026-08-01/,
  ],
  ["not-asked-for", requestWith(shotWith(), { only: ["veo"] }), "kling/kling-3.0", /^not-asked-for: not among veo/],
  [
    "not-allowed",
    requestWith(shotWith(), inEpisode({ engines: { allow: ["google"], deny: [] } })),
    "kling/kling-3.0",
    /the show allows only google/,
  ],
  [
    "denied",
    requestWith(shotWith(), inEpisode({ engines: { deny: ["Kling"] } })),
    "fal/kling-3.0-pro",
    /^denied: the show refuses Kling/,
  ],
  [
    "not-allowed",
    requestWith(
      shotWith({ route: { order: ["kling"] } }),
      inEpisode({ engines: { deny: [], repository: { allow: ["fal"], deny: [] } } }),
    ),
    "kling/kling-3.0",
    /^not-allowed: shotlock.config.yaml allows only fal$/,
  ],
  [
    "not-allowed",
    requestWith(
      shotWith(),
      inEpisode({ engines: { allow: ["kling"], deny: [], repository: { allow: ["fal"], deny: [] } } }),
    ),
    "vertex/veo-3.1",
    /^not-allowed: shotlock.config.yaml allows only fal$/,
  ],
  [
    "denied",
    requestWith(
      shotWith({ route: { pin: "kling" } }),
      inEpisode({ engines: { allow: ["kling"], deny: [], repository: { deny: ["kling"] } } }),
    ),
    "fal/kling-3.0-pro",
    /^denied: shotlock.config.yaml refuses kling$/,
  ],
  ["pinned-elsewhere", requestWith(shotWith({ route: { pin: "veo" } })), "luma/ray-3.2", /pinned to veo/],
  [
    "adapter-missing",
    requestWith(shotWith(), { requireAdapter: true }),
    "luma/ray-3.2",
    /no adapter for Luma Agents is installed/,
  ],
  [
    "adapter-missing",
    requestWith(shotWith(), { requireAdapter: true, remotes: { fal: ["fal-ai/veo3"] } }),
    "fal/veo-3.1",
    /the adapter for fal cannot order from fal-ai\/veo3.1 yet/,
  ],
  [
    "no-address",
    requestWith(shotWith({ intent: { resolution: "1280x720" } })),
    "comfyui/ltx-2",
    /no address in the configuration/,
  ],
  ["no-words", requestWith(shotWith()), "runway/gen4-turbo", /starts from a first picture/],
  [
    "duration",
    requestWith(shotWith({ intent: { durationFrames: 289 } })),
    "vertex/veo-3.1",
    /^duration: makes at most 8.0 s, the shot wants 12.0 s/,
  ],
  [
    "aspect",
    requestWith(shotWith({ intent: { aspect: "1:1" } })),
    "vertex/veo-3.1",
    /^aspect: makes 16:9, 9:16; the shot is 1:1/,
  ],
  ["resolution", requestWith(shotWith()), "runway/gen4.5", /^resolution: makes at most 720p, the shot wants 1080p/],
  [
    "prompt-length",
    requestWith(shotWith({ intent: { resolution: "1280x720", action: "x".repeat(960) } })),
    "runway/gen4.5",
    /^prompt-length: takes prompts of 1000 characters, this shot has 10\d\d; nothing is cut off/,
  ],
  [
    "first-frame",
    requestWith(shotWith({ route: { require: ["first-frame"] } }), {
      catalogue: without("vertex/veo-3.1", { firstFrame: false }),
    }),
    "vertex/veo-3.1",
    /cannot start from a first picture/,
  ],
  [
    "last-frame",
    requestWith(shotWith({ intent: { resolution: "1280x720", endFrame: { path: "end.png", sha256: SHA } } })),
    "runway/gen4.5",
    /cannot end on end.png/,
  ],
  ["native-audio", requestWith(shotWith({ route: { require: ["native-audio"] } })), "luma/ray-3.2", /makes no sound/],
  [
    "lip-sync",
    requestWith(shotWith({ intent: { dialogue: [{ line: "Look!", kind: "dialogue", lipSync: true }] } })),
    "minimax/h3",
    /does not move lips/,
  ],
  [
    "references",
    requestWith(shotWith({ route: { require: ["references"] }, references: [picture("tam"), picture("josef")] })),
    "kling/kling-3.0",
    /takes 0 reference images, the shot needs 2/,
  ],
  [
    "lora-base",
    requestWith(shotWith({ parts: { "character/josef#lora": { base: "wan-2.2-14b" } } })),
    "vertex/veo-3.1",
    /loads no LoRA, josef's is for wan-2.2-14b/,
  ],
  [
    "seed",
    requestWith(shotWith({ route: { require: ["seed"] }, intent: { seed: "0" } })),
    "kling/kling-3.0",
    /takes no seed/,
  ],
  [
    "requirement-unknown",
    requestWith(shotWith({ route: { require: ["smell"] } })),
    "vertex/veo-3.1",
    /nobody knows what "smell" requires; known: native-audio/,
  ],
  [
    "currency",
    requestWith(shotWith(), inEpisode({ ceilings: { currency: "EUR" } })),
    "vertex/veo-3.1",
    /priced in USD, the ceilings are in EUR/,
  ],
  ["price-unknown", requestWith(shotWith()), "runway/veo3.1", /estimatedCost.*your own catalogue file/],
  [
    "over-shot-ceiling",
    requestWith(shotWith({ maxShotMicros: 2_000_000 })),
    "vertex/veo-3.1",
    /one take costs \$2.40, the shot's ceiling is \$2.00/,
  ],
];

/** The shipped catalogue with one endpoint's limits changed. */
function without(endpoint: string, change: object): typeof CATALOGUE {
  const models = CATALOGUE.models.map((model) => ({
    ...model,
    endpoints: model.endpoints.map((one) =>
      one.id === endpoint ? { ...one, limits: { ...one.limits, ...change } } : one,
    ),
  }));
  return { ...CATALOGUE, models };
}

describe("hard constraints", () => {
  test.each(CASES)("%s", (code, request, endpoint, sentence) => {
    const says = excluded(request, endpoint);
    expect(says).toMatch(sentence);
    expect(says?.startsWith(`${code}: `)).toBe(true);
  });

  test("every constraint has its case", () => {
    // What depends on other shots or on history has its cases in scene.test.ts and evidence.test.ts.
    const covered = new Set([...CASES.map(([code]) => code), "scene-lock", "quality-drop", "too-late"]);
    expect(CONSTRAINTS.filter((code) => !covered.has(code))).toEqual([]);
  });

  test("what `require:` may say excludes somebody and leaves somebody", () => {
    for (const word of REQUIREMENTS) {
      const plain = routeShot(requestWith(shotWith({ references: [picture("tam")] })));
      const strict = routeShot(requestWith(shotWith({ references: [picture("tam")], route: { require: [word] } })));
      expect(strict.candidates.length, word).toBeLessThanOrEqual(plain.candidates.length);
      expect(strict.candidates.length, word).toBeGreaterThan(0);
    }
  });

  test("a pin to something retired leaves nobody and says since when", () => {
    const receipt = routeShot(requestWith(shotWith({ route: { pin: "sora" } })));
    expect(receipt.candidates).toEqual([]);
    expect(receipt.excluded.find((one) => one.endpoint === "openai/sora-2")?.constraint).toBe("retired");
  });

  test("a LoRA is replaced by reference images only where both are there, and it is said", () => {
    const parts = { "character/josef#lora": { base: "wan-2.2-14b" } };
    const pictured = shotWith({ parts, references: [picture("josef"), picture("josef")] });
    const veo = routeShot(requestWith(pictured)).candidates.find((one) => one.identity.endpoint === "vertex/veo-3.1");
    expect(veo?.quote.degradations).toContain("josef's LoRA (wan-2.2-14b) stays out: 2 reference images hold the face");
    const strict = shotWith({ parts, references: pictured.references, route: { require: ["lora"] } });
    expect(excluded(requestWith(strict), "vertex/veo-3.1")).toMatch(/^lora-base/);
    const wan = shotWith({ parts, intent: { durationFrames: 72, resolution: "1280x720" } });
    expect(routeShot(requestWith(wan)).candidates.map((one) => one.identity.endpoint)).toEqual(["fal/wan-2.2-lora"]);
  });

  test("the animatic tier ignores pins, order, deny and --engines", () => {
    const shot = shotWith({ route: { pin: "veo", deny: ["animatic"], order: ["kling"], require: ["smell"] } });
    const receipt = routeShot(requestWith(shot, { tier: "animatic", only: ["runway"], requireAdapter: true }));
    expect(receipt.candidates.map((one) => one.identity.engine)).toEqual(["animatic"]);
    expect(receipt.candidates[0]).toMatchObject({
      totalMicros: 0,
      terms: [{ name: "generation", micros: 0, says: "free" }],
    });
    expect(receipt.candidates[0]?.quote.takeMicros).toBe(0);
    expect(new Set(receipt.excluded.map((one) => one.constraint))).toEqual(new Set(["tier"]));
  });

  test("adapters that are here count, an address makes your own machine a candidate", () => {
    const shot = shotWith({ intent: { resolution: "1280x720", durationFrames: 96 } });
    const here = { requireAdapter: true, availableAdapters: ["comfyui"] };
    const engines = routeShot(requestWith(shot, here)).candidates.map((one) => one.identity.engine);
    expect(new Set(engines)).toEqual(new Set(["comfyui"]));
    const named = routeShot(requestWith(shot, { only: ["ltx"] })).candidates.map((one) => one.identity.engine);
    expect(new Set(named)).toEqual(new Set(["comfyui", "fal", "ltx"]));
  });
});
