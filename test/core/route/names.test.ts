import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainText } from "../../../src/core/plain-text.ts";
import {
  isNamed,
  knownEngineNames,
  retiredEngineNames,
  unknownEngineNames,
} from "../../../src/core/route/engine-names.ts";
import { offersOf } from "../../../src/core/route/offer.ts";
import { CATALOGUE, TODAY } from "./sample.ts";

const offers = offersOf(CATALOGUE);

function endpointsNamed(name: string): readonly string[] {
  return offers.filter((offer) => isNamed(offer, name)).map((offer) => offer.endpoint.id);
}

describe("names people write", () => {
  test.each([
    ["veo", "fal/veo-3.1", true],
    ["veo", "kling/kling-3.0", false],
    ["VEO-3.1", "vertex/veo-3.1", true],
    ["veo-3.1", "vertex/veo-3.1-fast", false],
    ["google/veo-3.1", "runway/veo3.1", true],
    ["google", "gemini/omni-1.1-flash", true],
    ["runway", "runway/gen4.5", true],
    ["runway", "runway/veo3.1", true],
    ["gen4.5", "runway/gen4.5", true],
    ["fal", "fal/veo-3.1", true],
    ["fal", "vertex/veo-3.1", false],
    ["fal/veo-3.1", "fal/veo-3.1", true],
    ["fal-ai/veo3.1", "fal/veo-3.1", true],
    ["luma", "luma/ray-3.2", true],
    ["wan", "comfyui/wan-2.2-14b", true],
    ["comfy", "comfyui/ltx-2", true],
    ["hailuo", "minimax/h3", true],
    ["sora", "openai/sora-2", true],
  ])("%s means %s: %s", (name, endpoint, expected) => {
    expect(endpointsNamed(name).includes(endpoint)).toBe(expected);
  });

  test("an unknown one is a finding with the nearest known", () => {
    const [veo, nonsense] = unknownEngineNames(["vero", "xyzzyplugh", "kling"], CATALOGUE);
    expect(veo?.suggestions).toContain("veo");
    expect(veo?.says).toMatch(/^no engine or model is called "vero": did you mean veo/);
    expect(nonsense).toMatchObject({ name: "xyzzyplugh", suggestions: [] });
    expect(unknownEngineNames(["klign"], CATALOGUE)[0]?.suggestions[0]).toBe("kling");
  });

  test("a retired one tells its date and what to take instead", () => {
    const [sora] = retiredEngineNames(["sora", "veo", "nobody"], CATALOGUE, `${TODAY}T08:00:00Z`);
    expect(sora?.says).toBe(
      '"sora" was removed on 2026-09-24; instead: google/veo-3.1, kling/kling-3.0, bytedance/seedance-2.0',
    );
    expect(retiredEngineNames(["veo", "nobody"], CATALOGUE, TODAY)).toEqual([]);
  });

  test("whatever is known is found, whatever is typed is answered", () => {
    for (const name of knownEngineNames(CATALOGUE)) expect(endpointsNamed(name).length, name).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (name) => {
        const findings = unknownEngineNames([name], CATALOGUE);
        expect(findings.length === 0).toBe(endpointsNamed(name).length > 0);
        for (const { says } of findings) expect(says).toBe(plainText(says));
      }),
      { numRuns: 200 },
    );
  });
});
