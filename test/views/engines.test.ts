import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../src/core/digest.ts";
import { type EnginesQuestion, enginesAsJson, enginesAsText } from "../../src/views/engines.ts";
import { shippedCatalogue } from "../catalogue/shipped.ts";

const catalogue = shippedCatalogue();
const question: EnginesQuestion = { asOf: "2026-11-24T10:00:00Z" };
const text = enginesAsText(catalogue, question);

describe("the table of engines", () => {
  test("fits 100 columns and ends its lines cleanly", () => {
    const lines = text.split("\n");
    expect(lines.length).toBeGreaterThan(80);
    expect(lines.filter((line) => [...line].length > 100)).toEqual([]);
    // Nothing is cut off: an endpoint with a long name keeps its row.
    expect(lines.filter((line) => line.includes("..."))).toEqual([]);
    expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
  });

  test("tells lengths, picture, sound, price and adapter of an endpoint", () => {
    const row = (id: string) =>
      text
        .split("\n")
        .find((line) => line.startsWith(`  ${id} `))
        ?.trim()
        .split(/ {2,}|(?<=[a-z0-9]) (?=\$)/);
    expect(row("fal/veo-3.1")).toEqual([
      "fal/veo-3.1",
      "4 6 8 s",
      "720-2160p",
      "yes",
      "both",
      "3",
      "$0.20-0.60/s",
      "here",
    ]);
    expect(row("luma/ray-3.2")).toEqual([
      "luma/ray-3.2",
      "5 10 s",
      "360-1080p",
      "-",
      "both",
      "-",
      "$0.15-3.60 a clip",
      "planned",
    ]);
    expect(row("fal/kling-3.0-pro")?.slice(1)).toEqual([
      "3-15 s",
      "1080p",
      "yes",
      "both",
      "3",
      "$0.112-0.168/s",
      "here",
    ]);
    expect(row("animatic/local")?.slice(1)).toEqual(["to 600 s", "any", "yes", "both", "100", "free", "here"]);
    expect(text).toMatch(/^ {2}runway\/veo3.1 .* not known: refused here$/m);
  });

  test("says what is gone since when, below, and not in the table", () => {
    const [table = "", gone = ""] = text.split("\nGone:\n");
    expect(table).not.toContain("sora");
    expect(gone).toContain("Sora 2 (openai/sora-2) was removed on 2026-09-24\n");
    expect(gone).toContain("    instead: google/veo-3.1");
    expect(enginesAsText(catalogue, { ...question, only: ["veo"] })).toContain("gemini/veo-3.1-preview");
  });

  test("asked for by name, every endpoint says where its numbers come from and when somebody looked", () => {
    const named = enginesAsText(catalogue, { ...question, only: ["luma/ray-3.2", "fal/wan-2.2-lora"] });
    expect(named).toContain("      price: Luma Agents API survey 2026-07-10 and router schema, checked 2026-11-22\n");
    expect(named).toContain("      price: video seconds are counted at 16 frames; model pages on fal.ai");
    expect(named.match(/ {6}limits: .*checked \d{4}-\d\d-\d\d/g)).toHaveLength(2);
    expect(named.split("\n").filter((line) => [...line].length > 100)).toEqual([]);
    expect(text).not.toContain("      price: ");
  });

  test("says which keys are missing, by name only", () => {
    const said = enginesAsText(catalogue, { ...question, secretsPresent: ["FAL_KEY"], availableAdapters: ["fal"] });
    expect(said).toContain("fal: fal, needs FAL_KEY (set)");
    expect(said).toContain("runway: Runway, needs RUNWAYML_API_SECRET (not set)");
    expect(said).toMatch(/ {2}fal\/veo-3.1 .* here\n/);
  });

  test("shows only what was asked for", () => {
    const luma = enginesAsText(catalogue, { ...question, only: ["luma"] });
    expect(luma).toContain("luma/ray-3.2");
    expect(luma).not.toContain("kling");
  });

  test("prints hostile words of a production's own file harmlessly", () => {
    const models = catalogue.models.map((model) => ({ ...model, title: "\u001b[2J\u202eVeo\nGone:" }));
    const said = enginesAsText({ ...catalogue, models }, question);
    expect(said.includes("\u001b") || said.includes("\u202e")).toBe(false);
  });

  test("is plain JSON for machines, the same numbers", () => {
    const json = JSON.parse(enginesAsJson(catalogue, { ...question, secretsPresent: [] }));
    canonicalJson(json);
    const endpoints = (json as { endpoints: { endpoint: string; gone: string | null; secretsMissing: string[] }[] })
      .endpoints;
    expect(endpoints.find((one) => one.endpoint === "openai/sora-2")?.gone).toContain("2026-09-24");
    expect(endpoints.find((one) => one.endpoint === "fal/veo-3.1")).toMatchObject({
      gone: null,
      secretsMissing: ["FAL_KEY"],
    });
  });
});
