import { describe, expect, test } from "vitest";
import type { Limits } from "../../../src/core/catalogue.ts";
import type { ShotIntent } from "../../../src/core/production.ts";
import { type Delivery, deliveryOf } from "../../../src/core/route/delivery.ts";
import { routeShot } from "../../../src/core/route/route-shot.ts";
import { linesOf, needsOf } from "../../../src/core/route/shot-needs.ts";
import { CATALOGUE, requestWith, shotWith } from "./sample.ts";

const SHA = `sha256:${"0".repeat(64)}` as const;

function limitsOf(endpoint: string): Limits {
  const found = CATALOGUE.models.flatMap((model) => model.endpoints).find((one) => one.id === endpoint);
  if (found === undefined) throw new Error(endpoint);
  return found.limits;
}

function deliver(endpoint: string, intent: Partial<ShotIntent>, handles: "auto" | number = "auto"): Delivery {
  return deliveryOf(limitsOf(endpoint), needsOf(requestWith(shotWith({ intent, handles }))));
}

describe("lengths", () => {
  test("a grid of seconds snaps up, never down", () => {
    expect(deliver("vertex/veo-3.1", { durationFrames: 96 }).milliseconds).toBe(4000);
    expect(deliver("vertex/veo-3.1", { durationFrames: 97 }).milliseconds).toBe(6000);
    expect(deliver("vertex/veo-3.1", { durationFrames: 192 }).milliseconds).toBe(8000);
    expect(deliver("vertex/veo-3.1", { durationFrames: 193 }).milliseconds).toBeUndefined();
  });

  test("4n+1 frames at 16 a second", () => {
    expect(deliver("comfyui/wan-2.2-14b", { durationFrames: 24 }).milliseconds).toBe(1063); // 17 frames
    expect(deliver("comfyui/wan-2.2-14b", { durationFrames: 96 }).milliseconds).toBe(4063); // 65 frames, 64 is none
    expect(deliver("comfyui/wan-2.2-14b", { durationFrames: 121 }).milliseconds).toBe(5063); // 81 frames
    expect(deliver("comfyui/wan-2.2-14b", { durationFrames: 122 }).milliseconds).toBeUndefined();
  });

  test("8n+1 frames at 24 a second", () => {
    expect(deliver("comfyui/ltx-2", { durationFrames: 97 })).toMatchObject({ milliseconds: 4042, frames: 97 });
    expect(deliver("comfyui/ltx-2", { durationFrames: 96 })).toMatchObject({ milliseconds: 4042, frames: 97 });
  });

  test("the animatic is frame-exact at 24000/1001", () => {
    const delivery = deliver("animatic/local", { durationFrames: 143, rate: "24000/1001" });
    expect(delivery.frames).toBe(143);
    expect(delivery.milliseconds).toBe(5965);
  });

  test("frames of the show are counted at its own rate", () => {
    expect(deliver("vertex/veo-3.1", { durationFrames: 100, rate: "25" }).frames).toBe(100);
    expect(deliver("vertex/veo-3.1", { durationFrames: 119, rate: "30000/1001" }).frames).toBe(119);
  });

  test("a last frame or reference images leave fewer lengths", () => {
    const end = { path: "end.png", sha256: SHA };
    expect(deliver("luma/ray-3.2", { durationFrames: 121 }).milliseconds).toBe(10_000);
    expect(deliver("luma/ray-3.2", { durationFrames: 121, endFrame: end }).milliseconds).toBeUndefined();
    const references = [{ owner: "tam", role: "identity" as const, path: "tam.png", sha256: SHA }];
    const needs = needsOf(requestWith(shotWith({ references, intent: { durationFrames: 96 } })));
    expect(deliveryOf(limitsOf("vertex/veo-3.1"), needs)).toMatchObject({ milliseconds: 8000, references: 1 });
  });
});

test("a clip of exactly the wanted frames on a grid of frames is long enough, and none of them is lost", () => {
  for (const frames of [9, 49, 121]) {
    const delivered = deliver("comfyui/ltx-2", { durationFrames: frames, resolution: "1280x720" });
    expect([delivered.frames, delivered.longestMs]).toEqual([frames, 5042]);
  }
  expect(deliver("comfyui/ltx-2", { durationFrames: 122, resolution: "1280x720" }).milliseconds).toBeUndefined();
});

describe("handles", () => {
  test("`auto` takes what is left and buys nothing", () => {
    const receipt = routeShot(requestWith(shotWith({ intent: { durationFrames: 130 } }), { only: ["vertex"] }));
    const veo = receipt.candidates.find((one) => one.identity.endpoint === "vertex/veo-3.1");
    expect(veo?.quote).toMatchObject({ billedMilliseconds: 6000, wantedMilliseconds: 5417, deliveredFrames: 144 });
    expect(veo?.quote.deliveredFrames).toBe(144);
    expect(veo?.quote.degradations.filter((says) => says.includes("handles"))).toEqual([]);
  });

  test("`auto` never excludes: no spare frame is only said", () => {
    const receipt = routeShot(requestWith(shotWith({ intent: { durationFrames: 144 } }), { only: ["vertex"] }));
    expect(receipt.candidates[0]?.quote.degradations).toContain("no spare frames for handles");
  });

  test("a number is wanted on both sides and priced", () => {
    const receipt = routeShot(
      requestWith(shotWith({ handles: 8, intent: { durationFrames: 144 } }), { only: ["vertex/veo-3.1"] }),
    );
    expect(receipt.candidates[0]?.quote).toMatchObject({
      wantedMilliseconds: 6667,
      billedMilliseconds: 8000,
      takeMicros: 3_200_000,
    });
    const tooLong = routeShot(
      requestWith(shotWith({ handles: 8, intent: { durationFrames: 192 } }), { only: ["vertex/veo-3.1"] }),
    );
    expect(tooLong.candidates).toEqual([]);
  });
});

describe("the picture", () => {
  test("lines as people count them", () => {
    expect([linesOf("1920x1080"), linesOf("1080x1920"), linesOf("1920x804"), linesOf("1080x1080")]).toEqual([
      1080, 1080, 1080, 1080,
    ]);
    expect([linesOf("720p"), linesOf("4k"), linesOf("1280x720")]).toEqual([720, 2160, 720]);
  });

  test("2.39:1 is cut out of the widest frame, and it is said how much is lost", () => {
    const scope = { aspect: "2.39:1", resolution: "1920x804" };
    expect(deliver("luma/ray-3.2", scope).aspect).toEqual({ name: "21:9", keptPerMille: 976 });
    const veo = routeShot(requestWith(shotWith({ intent: scope }), { only: ["vertex/veo-3.1"] })).candidates[0];
    expect(veo?.quote.degradations).toContain("made at 16:9 and cropped to 2.39:1: 26 % of the picture is lost");
  });

  test("a size without a price gives way to the next larger one that has one", () => {
    const small = shotWith({ intent: { resolution: "854x480", durationFrames: 120 } });
    const seedance = routeShot(requestWith(small, { only: ["fal/seedance-2.0"] })).candidates[0];
    expect(seedance?.quote).toMatchObject({ resolution: "720p", takeMicros: 1_517_000 });
  });

  test("upright is never cut out of wide", () => {
    expect(deliver("fal/hailuo-2.3-pro", { aspect: "9:16" }).aspect).toBeUndefined();
  });

  test("a draft is ordered small and says so", () => {
    const draft = routeShot(requestWith(shotWith(), { tier: "draft", only: ["vertex/veo-3.1"] })).candidates[0];
    expect(draft?.quote.resolution).toBe("720p");
    expect(draft?.quote.degradations).toContain("a draft: ordered at 720p, the show is 1080p");
  });
});

describe("what cannot be honoured is told in film words", () => {
  test.each([
    ["a seed", { seed: "42" }, "kling/kling-3.0", "takes no seed: 42 is not used"],
    ["a seed that only helps", { seed: "0" }, "vertex/veo-3.1", "takes the seed 0 but promises only a similar picture"],
    [
      "what to avoid",
      { avoid: ["modern clothes"] },
      "kling/kling-3.0",
      "what to avoid is folded into the prompt: there is no field for it",
    ],
    [
      "another rate",
      { rate: "25", durationFrames: 150 },
      "vertex/veo-3.1",
      "comes at 24 frames a second, brought to 25 in the conform",
    ],
    [
      "sound",
      { ambience: "wind", dialogue: [{ line: "Who?", kind: "dialogue" as const }] },
      "luma/ray-3.2",
      "makes no sound: the dialogue and the ambience must be laid in",
    ],
  ])("%s", (_name, intent, endpoint, says) => {
    const receipt = routeShot(requestWith(shotWith({ intent }), { only: [endpoint] }));
    expect(receipt.candidates.map((one) => one.identity.endpoint)).toContain(endpoint);
    const quote = receipt.candidates.find((one) => one.identity.endpoint === endpoint)?.quote;
    expect(quote?.degradations).toContain(says);
  });

  test("reference images that stay out", () => {
    const references = Array.from({ length: 5 }, (_, index) => ({
      owner: "tam",
      role: "identity" as const,
      path: `${index}.png`,
      sha256: SHA,
    }));
    const receipt = routeShot(requestWith(shotWith({ references }), { only: ["veo", "luma"] }));
    const says = (endpoint: string) =>
      receipt.candidates.find((one) => one.identity.endpoint === endpoint)?.quote.degradations ?? [];
    expect(says("vertex/veo-3.1")).toContain("takes 3 of 5 reference images");
    expect(says("luma/ray-3.2")).toContain(
      "takes no reference images: 5 reference images stay out, words alone hold faces and props",
    );
    const chained = shotWith({ references, intent: { chain: { from: "SH0005", mode: "last-frame" } } });
    const veo = routeShot(requestWith(chained, { only: ["vertex/veo-3.1"] })).candidates[0];
    expect(veo?.quote.degradations.join()).toContain("do not go together");
  });
});
