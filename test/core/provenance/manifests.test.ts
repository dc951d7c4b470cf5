import { describe, expect, test } from "vitest";
import { canonicalJson, sha256 } from "../../../src/core/digest.ts";
import type { ConformEntry } from "../../../src/core/journal-events.ts";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { type EpisodeManifestInput, episodeManifest } from "../../../src/core/provenance/episode-manifest.ts";
import { EPISODE_ASSERTION, SHOT_ASSERTION } from "../../../src/core/provenance/manifest-parts.ts";
import { needsParent, type ShotManifestInput, shotManifest } from "../../../src/core/provenance/shot-manifest.ts";
import { definitionOf, SALT, takeOf } from "../../signers/studio.ts";

function assertionOf(definition: JsonObject, label: string): JsonObject {
  const found = (definition["assertions"] as readonly JsonObject[]).find((assertion) => assertion["label"] === label);
  return (found?.["data"] ?? {}) as JsonObject;
}
const actionsOf = (definition: JsonObject): readonly JsonObject[] =>
  assertionOf(definition, "c2pa.actions.v2")["actions"] as readonly JsonObject[];

const VEO = {
  engine: "vertex",
  model: "google/veo-3.1",
  modelVersion: "veo-3.1-generate-001",
  endpoint: "vertex/veo-3.1",
};

describe("a take's manifest", () => {
  const input: ShotManifestInput = {
    tool: { version: "0.1.0" },
    at: "2026-11-24T10:00:00Z",
    show: { id: "elves", title: "The Elves" },
    episode: { id: "E101", title: "The Elves and the Shoemaker" },
    shot: "SH0010",
    currency: "USD",
    take: takeOf("SH0010"),
    prompt: "Josef sews",
    salt: SALT,
  };

  test("is the same for the same take, and holds no fraction and no null", () => {
    const definition = shotManifest(input);
    expect(canonicalJson(definition)).toBe(canonicalJson(shotManifest({ ...input, take: takeOf("SH0010") })));
    const walk = (value: Json): void => {
      expect(value).not.toBeNull();
      expect(value).not.toBeUndefined();
      if (typeof value === "object" && value !== null) for (const item of Object.values(value)) walk(item as Json);
    };
    walk(definition);
  });

  test("names source type and program truthfully", () => {
    const made = (change: Parameters<typeof takeOf>[1]): JsonObject | undefined =>
      actionsOf(shotManifest({ ...input, take: takeOf("SH0010", change) }))[0];
    expect(made({})?.["digitalSourceType"]).toMatch(/\/algorithmicMedia$/);
    expect(made({ identity: VEO })).toMatchObject({
      action: "c2pa.created",
      digitalSourceType: expect.stringMatching(/\/trainedAlgorithmicMedia$/),
      softwareAgent: { name: "google/veo-3.1", version: "veo-3.1-generate-001" },
    });
    for (const origin of ["provided", "adopted", "take"] as const) {
      expect(made({ origin })).toMatchObject({ action: "c2pa.opened" });
      expect(made({ origin })?.["digitalSourceType"]).toBeUndefined();
      expect(needsParent(takeOf("SH0010", { origin }))).toBe(true);
    }
    expect(needsParent(takeOf("SH0010"))).toBe(false);
    expect(needsParent(takeOf("SH0010"), true)).toBe(true);
  });

  test("says which salt keyed it, in which currency it counts, and hashes a prompt only where one was sent", () => {
    const data = assertionOf(shotManifest(input), SHOT_ASSERTION);
    const other = assertionOf(shotManifest({ ...input, salt: new Uint8Array(32).fill(8) }), SHOT_ASSERTION);
    expect(data).toMatchObject({ currency: "USD", promptHash: expect.stringMatching(/^hmac-sha256:[0-9a-f]{64}$/) });
    expect(other["saltId"]).not.toBe(data["saltId"]);
    expect(other["promptHash"]).not.toBe(data["promptHash"]);
    const adopted = shotManifest({ ...input, take: takeOf("SH0010", { origin: "adopted" }) });
    expect(assertionOf(adopted, SHOT_ASSERTION)).not.toHaveProperty("promptHash");
  });

  test("tells every attempt, every reading and the money", () => {
    const data = assertionOf(shotManifest(input), SHOT_ASSERTION);
    expect(data["attempts"]).toMatchObject([
      { number: 1, engine: "engine-y", outcome: "failed", failureClass: "server", costMicros: 0 },
      {
        number: 2,
        engine: "animatic",
        outcome: "accepted",
        scorePerMille: 910,
        licence: "free-retry",
        costMicros: 120_000,
        reassignedFrom: "engine-y",
      },
    ]);
    expect(data["gates"]).toMatchObject([
      { gate: "black", decision: "pass", milli: 0 },
      { gate: "likeness", decision: "not-measured" },
    ]);
    expect(data).toMatchObject({
      tier: "animatic",
      take: "v001",
      operator: "anna",
      scorePerMille: 910,
      costMicros: 120_000,
    });
  });

  test("an unknown charge is told as a limit, and seed 0 is a seed", () => {
    const [, attempt] = takeOf("SH0010").attempts;
    if (attempt === undefined) throw new Error("no attempt");
    const take = takeOf("SH0010", {
      seed: "0",
      attempts: [{ ...attempt, charge: { certainty: "unknown", atMostMicros: 7 } }],
    });
    const data = assertionOf(shotManifest({ ...input, take }), SHOT_ASSERTION);
    expect(data["seed"]).toBe("0");
    expect(data["attempts"]).toMatchObject([{ costAtMostMicros: 7 }]);
    expect((data["attempts"] as readonly JsonObject[])[0]).not.toHaveProperty("costMicros");
  });

  test("no plain digest of prompt or intent is in it", () => {
    const text = canonicalJson(shotManifest(input));
    const take = takeOf("SH0010");
    for (const secret of [
      take.basis.intent.digest,
      take.basis.parts["character/josef#identity"]?.digest,
      sha256("Josef sews"),
      "Josef sews",
    ])
      expect(text).not.toContain(secret);
    expect(canonicalJson(definitionOf(take, "SH0010"))).not.toBe(text);
  });
});

describe("an episode's manifest", () => {
  const entry = (shot: string, at: number, change: Partial<ConformEntry> = {}): ConformEntry => ({
    shot,
    take: "v001",
    tier: "final",
    media: sha256(shot),
    mezzanine: sha256(`m ${shot}`),
    essence: sha256(`e ${shot}`),
    recordInFrames: at,
    durationFrames: 30,
    temporary: false,
    ...change,
  });
  const slate = (shot: string, at: number): ConformEntry => {
    const { media: _media, take: _take, tier: _tier, ...rest } = entry(shot, at);
    return rest;
  };
  const input: EpisodeManifestInput = {
    tool: { version: "0.1.0" },
    at: "2026-11-24T10:00:00Z",
    show: { id: "elves", title: "The Elves" },
    episode: { id: "E101", title: "E" },
    tier: "final",
    rate: { numerator: 30_000, denominator: 1001 },
    frames: 120,
    entries: [
      entry("SH0010", 0),
      slate("SH0010+SH0020", 30),
      entry("SH0020", 60, { tier: "animatic", temporary: true }),
      slate("SH0030", 90),
    ],
    takes: { SH0010: { ...takeOf("SH0010"), identity: VEO }, SH0020: takeOf("SH0020") },
    decisions: [{ shot: "SH0010", take: "v001", decision: "approved", who: "anna", at: "2026-11-24T09:00:00Z" }],
    joinedWith: { name: "ffmpeg", version: "7.1" },
  };

  test("places every take, names slates and TEMP, and takes a dissolve for neither", () => {
    const { definition, ingredients } = episodeManifest(input);
    expect(assertionOf(definition, EPISODE_ASSERTION)).toMatchObject({
      rate: "30000/1001",
      slates: ["SH0030"],
      temporary: ["SH0020"],
      decisions: [{ who: "anna", decision: "approved" }],
    });
    expect(assertionOf(definition, EPISODE_ASSERTION)["shots"]).toHaveLength(4);
    expect(ingredients.map(({ shot, media }) => [shot, media])).toEqual([
      ["SH0010", sha256("SH0010")],
      ["SH0020", sha256("SH0020")],
    ]);
    const [created, ...placed] = actionsOf(definition);
    expect(created).toMatchObject({ action: "c2pa.created", softwareAgent: { name: "ffmpeg", version: "7.1" } });
    const labels = placed.map((action) => (action["parameters"] as JsonObject)["ingredientIds"]);
    expect(labels).toEqual(ingredients.map((ingredient) => [ingredient.definition["label"]]));
  });

  test("times are exact to the microsecond at broken rates", () => {
    const [, first, second] = actionsOf(episodeManifest(input).definition);
    const region = (start: string, end: string) => ({
      changes: [{ region: [{ type: "temporal", time: { type: "npt", start, end } }] }],
    });
    expect(first).toMatchObject(region("0.000000", "1.001000"));
    expect(second).toMatchObject(region("2.002000", "3.003000"));
  });

  test("is called a composite with a trained model only when one was used", () => {
    const sourceType = (takes: EpisodeManifestInput["takes"]) =>
      actionsOf(episodeManifest({ ...input, takes }).definition)[0]?.["digitalSourceType"];
    expect(sourceType(input.takes)).toMatch(/\/compositeWithTrainedAlgorithmicMedia$/);
    expect(sourceType({ SH0010: takeOf("SH0010"), SH0020: takeOf("SH0020") })).toMatch(/\/composite$/);
    expect(sourceType({ SH0010: takeOf("SH0010", { origin: "adopted" }), SH0020: takeOf("SH0020") })).toMatch(
      /\/composite$/,
    );
    expect(sourceType({ SH0010: takeOf("SH0010") })).toMatch(/\/compositeWithTrainedAlgorithmicMedia$/);
    const reused = takeOf("SH0010", { origin: "take" });
    const withReused = (tier: "animatic" | "final") => {
      const entries = input.entries.map((entry) => ({ ...entry, tier }));
      const takes = { SH0010: reused, SH0020: takeOf("SH0020") };
      return actionsOf(episodeManifest({ ...input, entries, takes }).definition)[0]?.["digitalSourceType"];
    };
    expect(withReused("animatic")).toMatch(/\/composite$/);
    expect(withReused("final")).toMatch(/\/compositeWithTrainedAlgorithmicMedia$/);
  });
});
