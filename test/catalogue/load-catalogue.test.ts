import { describe, expect, test } from "vitest";
import { loadCatalogue } from "../../src/schema/load-catalogue.ts";
import { schemaValidator, shippedFiles } from "./shipped.ts";

const shipped = shippedFiles();
const HEAD = "schema: shotlock/catalogue/1\n";

function withOwn(text: string) {
  return loadCatalogue(shipped, [{ path: "engines.own.yaml", text: HEAD + text }]);
}

/** Findings as `code line message`, of the own file. */
function findings(text: string): readonly string[] {
  const { catalogue, diagnostics } = withOwn(text);
  expect(catalogue).toBeUndefined();
  return diagnostics.map(
    ({ code, file, line, message }) => `${code} ${file === "engines.own.yaml" ? line : file} ${message}`,
  );
}

describe("a production's own file", () => {
  test("changes one price and becomes its source, of its own date", () => {
    const { catalogue, diagnostics } = withOwn(
      "date: 2026-12-01\nmodels:\n  google/veo-3.1:\n    endpoints:\n      vertex/veo-3.1:\n        price: {per: second, rows: [{amount: 0.31}]}\n",
    );
    expect(diagnostics).toEqual([]);
    const endpoint = catalogue?.models
      .find((model) => model.id === "google/veo-3.1")
      ?.endpoints.find((one) => one.id === "vertex/veo-3.1");
    expect(endpoint?.price).toMatchObject({ per: "second", rows: [{ micros: 310_000 }], checkedOn: "2026-12-01" });
    expect(endpoint?.price.source).toContain("engines.own.yaml");
    expect(endpoint?.limits.source).not.toContain("engines.own.yaml");
    expect(endpoint?.limits.duration).toEqual({ kind: "seconds", values: [4, 6, 8] });
  });

  test("adds a model of its own", () => {
    const { catalogue, diagnostics } = withOwn(`
sources: {mine: {says: our own server, checked_on: 2026-11-24, confidence: vendor}}
models:
  studio/house-look:
    title: House look
    family: house
    look_group: house
    version: "1"
    source: mine
    tiers: [draft]
    lifecycle: {state: active, source: mine}
    modes: [text]
    limits: {duration: {frames: 4n+1, minimum: 17, maximum: 81, rate: "16"}, aspects: [], resolutions: [], rates: [], reference_images: 0, first_frame: true, last_frame: false, seed: exact, negative_prompt: true, audio: none, lip_sync: false, lora_bases: [wan-2.2-14b], source: mine}
    licence: ours
    marking: none
    endpoints: {comfyui/house: {engine: comfyui, remote: house.json, source: mine, price: {per: gpu-second, amount: "0.0004", gpu_seconds_per_second: 40, source: mine}}}
`);
    expect(diagnostics).toEqual([]);
    const price = catalogue?.models.find((model) => model.id === "studio/house-look")?.endpoints[0]?.price;
    expect(price).toMatchObject({ per: "gpu-second", micros: 400, gpuMsPerSecond: 40_000 });
  });

  test("the order in which files are listed decides nothing", () => {
    const forward = loadCatalogue(shipped).catalogue;
    const backward = loadCatalogue([...shipped].reverse(), []).catalogue;
    expect(JSON.stringify(backward)).toBe(JSON.stringify(forward));
  });
});

test("the schema compiles strictly and says what the generated validator says", () => {
  const bad = [{ path: "engines.own.yaml", text: `${HEAD}models: {google/veo-3.1: {colour: red, tiers: [cinema]}}\n` }];
  expect(loadCatalogue(shipped, bad, schemaValidator())).toEqual(loadCatalogue(shipped, bad));
  expect(loadCatalogue(shipped, [], schemaValidator()).diagnostics).toEqual([]);
});

describe("findings", () => {
  test.each([
    ["an unknown field", "models:\n  google/veo-3.1:\n    colour: red\n", /^UNKNOWN_FIELD 4 .*"colour"/],
    ["a word that is none", "engines:\n  fal: {recovery: maybe}\n", /^VALUE_WORD 3 .*client-reference/],
    [
      "a negative price",
      "models: {google/veo-3.1: {endpoints: {vertex/veo-3.1: {price: {per: second, rows: [{amount: -1}]}}}}}\n",
      /^VALUE_RANGE 2/,
    ],
    [
      "a price of nothing",
      "models: {google/veo-3.1: {endpoints: {vertex/veo-3.1: {price: {per: second, rows: [{amount: 0}]}}}}}\n",
      /above 0/,
    ],
    [
      "a price below a micro",
      "models: {google/veo-3.1: {endpoints: {vertex/veo-3.1: {price: {per: second, rows: [{amount: 0.12345678}]}}}}}\n",
      /six decimals/,
    ],
    ["an incomplete model", "models:\n  studio/new: {title: New}\n", /^VALUE_REQUIRED 3 .*`family` is missing/m],
    [
      "an engine nobody knows",
      "models: {google/veo-3.1: {endpoints: {vertex/veo-3.1: {engine: vortex}}}}\n",
      /^VALUE_RANGE 2 .*no engine is called "vortex"/,
    ],
    [
      "a successor nobody knows",
      "models: {openai/sora-2: {lifecycle: {successors: [openai/sora-3]}}}\n",
      /no model of the catalogue/,
    ],
    [
      "dates out of order",
      "models: {google/veo-3.1: {lifecycle: {announced_on: 2026-10-01, removed_on: 2026-09-01}}}\n",
      /2026-10-01 stands before 2026-09-01/,
    ],
    [
      "a day that is none",
      "models: {google/veo-3.1: {lifecycle: {removed_on: 2026-02-30}}}\n",
      /"2026-02-30" is not a day/,
    ],
    ["retired without a date", "models: {google/veo-3.1: {lifecycle: {state: retired}}}\n", /`removed_on` is missing/],
    [
      "a source nobody named",
      "models: {google/veo-3.1: {source: hearsay}}\n",
      /"hearsay" is not one of the catalogue's sources/,
    ],
    [
      "an alias of another model",
      "models: {google/veo-3.1: {aliases: [kling-turbo]}}\n",
      /"kling-turbo" already means google\/veo-3.1|already means kling/,
    ],
    [
      "a clip price without a length",
      "models: {luma/ray-3.2: {endpoints: {luma/ray-3.2: {price: {per: clip, rows: [{amount: 1}]}}}}}\n",
      /names the clip's `seconds`/,
    ],
    ["a key twice", "engines: {}\nengines: {}\n", /^DUPLICATE_KEY 3/],
    ["broken YAML", "models: [\n", /^YAML_SYNTAX/],
    ["an alias of nothing", "engines: {fal: *nobody}\n", /^YAML_SYNTAX 1 .*nobody/],
    ["an id of no form", "models: {Veo: {}}\n", /ID_FORM/],
    ["a wrong kind", "date: [1]\n", /^VALUE_TYPE 2/],
    [
      "a latency upside down",
      "models: {google/veo-3.1: {endpoints: {vertex/veo-3.1: {latency: {p50_seconds: 9, p95_seconds: 3}}}}}\n",
      /half of the takes/,
    ],
    ["not a map at all", "- 1\n", /^YAML_SYNTAX/],
  ])("%s", (_name, text, expected) => {
    expect(findings(text).join("\n")).toMatch(expected);
  });

  test("all of them are told at once, each at its place", () => {
    const text = "engines:\n  fal: {recovery: maybe}\nmodels:\n  google/veo-3.1:\n    colour: red\n";
    expect(findings(text)).toHaveLength(2);
  });

  test("two shipped files may not claim the same model", () => {
    const twice = { path: "src/catalogue/zz.yaml", text: `${HEAD}models:\n  google/veo-3.1: {title: Again}\n` };
    const { diagnostics } = loadCatalogue([...shipped, twice], []);
    expect(diagnostics).toEqual([expect.objectContaining({ code: "DUPLICATE_ID", file: twice.path, line: 3 })]);
  });

  test("a bomb of aliases is refused, not opened", () => {
    const rows = Array.from(
      { length: 9 },
      (_, level) => `x${level + 1}: &x${level + 1} [${`*x${level}, `.repeat(9)}*x${level}]`,
    );
    expect(findings(`x0: &x0 [a]\n${rows.join("\n")}\n`).join()).toMatch(/^ALIAS_BOMB/);
  });

  test("a file of megabytes is not parsed", () => {
    expect(findings(`# ${"a".repeat(1_100_000)}\n`).join()).toMatch(/FILE_TOO_LARGE/);
  });
});
