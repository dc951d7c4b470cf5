import { describe, expect, test } from "vitest";
import { authoredEngineNotices } from "../../src/core/route/authored-engine-notices.ts";
import { catalogueNotices, STALE_DAYS } from "../../src/core/route/catalogue-notices.ts";
import { daysBetween } from "../../src/core/route/days.ts";
import { takenEngineNotices } from "../../src/core/route/taken-engine-notices.ts";
import { basisFor, nothing, shot, shotState, take } from "../core/plan/story.ts";
import { episodeWith, shotWith } from "../core/route/sample.ts";
import { shippedCatalogue } from "./shipped.ts";

const catalogue = shippedCatalogue();

function ending(removedOn: string) {
  const models = catalogue.models.map((model) =>
    model.id === "luma/ray-3.2"
      ? { ...model, lifecycle: { ...model.lifecycle, removedOn, successors: ["google/veo-3.1"] } }
      : model,
  );
  return { ...catalogue, models };
}

describe("notices of the catalogue", () => {
  const warnings = (asOf: string, of = catalogue) =>
    catalogueNotices(of, asOf).filter((notice) => notice.severity === "warning");

  test("fresh facts and no end in sight: nothing to warn of", () => {
    expect(warnings("2026-11-24T12:00:00Z")).toEqual([]);
  });

  test("what went within the last 90 days is said in one line, newest first; later nobody asks", () => {
    const told = catalogueNotices(catalogue, "2026-11-24");
    expect(told.map(({ code, severity }) => [code, severity])).toEqual([["ENGINE_RETIRED_LATELY", "info"]]);
    expect(told[0]?.says).toBe(
      "no longer to be had: Gemini Omni Flash (preview) (2026-09-30), Sora 2 (2026-09-24), Sora 2 Pro (2026-09-24)",
    );
    expect(catalogueNotices(catalogue, "2026-09-23")).not.toContainEqual(
      expect.objectContaining({ says: expect.stringContaining("no longer to be had: Sora") }),
    );
    expect(catalogueNotices(catalogue, "2026-12-30")).toEqual([]);
  });

  test("facts older than 60 days are said to be old, on the day after", () => {
    expect(STALE_DAYS).toBe(60);
    expect(warnings("2027-01-21")).toEqual([]);
    expect(warnings("2027-01-22")).toMatchObject([{ code: "CATALOGUE_STALE", severity: "warning" }]);
    expect(catalogueNotices(catalogue, "2027-01-22")[0]?.says).toContain("61 days old (2026-11-22)");
  });

  test("an engine that ends within 90 days is named with its successor; a gone one is nothing to warn of", () => {
    const says = (removedOn: string) => warnings("2026-11-24", ending(removedOn)).map((one) => one.says);
    expect(says("2027-02-22")).toEqual(["Ray 3.2 ends on 2027-02-22, in 90 days; after that: google/veo-3.1"]);
    expect(says("2027-02-23")).toEqual([]);
    expect(says("2026-11-24")).toEqual([]);
  });

  test("names in show and shots that mean nothing, or nothing any more, with the shots that say them", () => {
    const of = episodeWith(
      [
        shotWith({ id: "SH0010", route: { pin: "klign" } }),
        shotWith({ id: "SH0020", route: { order: ["sora", "veo"], deny: ["klign"] } }),
        shotWith({ id: "SH0030", route: { deny: ["sora"] } }),
        shotWith({ id: "SH0040", status: "omit", route: { pin: "nonsense" } }),
      ],
      { engines: { deny: ["veoo"] } },
    );
    expect(authoredEngineNotices(of, catalogue, "2026-11-24").map(({ code, says }) => [code, says])).toEqual([
      ["ENGINE_UNKNOWN", expect.stringMatching(/^the show: no engine or model is called "veoo": did you mean veo/)],
      ["ENGINE_UNKNOWN", 'SH0010, SH0020: no engine or model is called "klign": did you mean kling?'],
      ["ENGINE_RETIRED", expect.stringMatching(/^SH0020: "sora" was removed on 2026-09-24; instead: google\/veo-3\.1/)],
    ]);
    expect(authoredEngineNotices(of, catalogue, "2026-09-01").some((one) => one.code === "ENGINE_RETIRED")).toBe(false);
  });

  test("a circled take of an engine that is gone cannot be made again in the same look", () => {
    const made = shot("SH0010");
    const sora = { engine: "openai", model: "openai/sora-2", modelVersion: "1", endpoint: "openai/sora-2" };
    const taken = { ...take(made, basisFor(made), { tier: "final" }), identity: sora };
    const state = {
      ...nothing(),
      shots: { SH0010: shotState("SH0010", { takes: [taken], circled: { final: "v001" } }) },
    };
    expect(takenEngineNotices(state, catalogue, "2026-11-24")).toEqual([
      {
        code: "TAKE_OF_RETIRED_ENGINE",
        severity: "warning",
        says: "SH0010 was made by openai/sora-2, which was removed on 2026-09-24; instead: google/veo-3.1, kling/kling-3.0, bytedance/seedance-2.0; the takes stay, a retake will look different",
      },
    ]);
    expect(takenEngineNotices(state, catalogue, "2026-09-01")).toEqual([]);
    const other = { ...taken, identity: { ...sora, model: "google/veo-3.1" } };
    const still = { ...state, shots: { SH0010: shotState("SH0010", { takes: [other], circled: { final: "v001" } }) } };
    expect(takenEngineNotices(still, catalogue, "2026-11-24")).toEqual([]);
  });

  test("days are counted over leap days and year ends", () => {
    expect(daysBetween("2027-12-31", "2028-01-01")).toBe(1);
    expect(daysBetween("2028-02-28", "2028-03-01")).toBe(2);
    expect(daysBetween("2026-11-24T23:59:59Z", "2026-11-23")).toBe(-1);
  });
});
