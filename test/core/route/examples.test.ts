import { describe, expect, test } from "vitest";
import type { Shot } from "../../../src/core/production.ts";
import type { RouteRequest } from "../../../src/core/route/route-request.ts";
import { routeShot } from "../../../src/core/route/route-shot.ts";
import { requestWith, shotWith } from "./sample.ts";

const SHA = `sha256:${"0".repeat(64)}` as const;
const FOUR = { only: ["runway", "kling", "veo", "luma"] };
const tam = { owner: "elf-tam", role: "identity" as const, path: "tam.png", sha256: SHA };

/** `endpoint $price wanted->billed` of the choice; a change of the catalogue or of the score shows here in one line. */
function choice(shot: Shot, rest: Partial<RouteRequest> = {}): string {
  const first = routeShot(requestWith(shot, { ...FOUR, ...rest })).candidates[0];
  if (first === undefined) return "nobody";
  const { takeMicros, wantedMilliseconds, billedMilliseconds } = first.quote;
  return `${first.identity.endpoint} $${(takeMicros / 1_000_000).toFixed(2)} ${wantedMilliseconds}->${billedMilliseconds}`;
}

describe("a final by runway, kling, veo and luma", () => {
  test("a silent insert of five seconds", () => {
    expect(choice(shotWith({ intent: { durationFrames: 120 } }))).toBe("fal/kling-2.5-turbo-pro $0.35 5000->5000");
  });

  test("dialogue with a face to hold: by words it is cheap, and whoever requires reference images pays Veo's long step", () => {
    const dialogue = [{ character: "elf-tam", line: "Look!", kind: "dialogue" as const }];
    const shot = shotWith({
      references: [tam],
      route: { require: ["native-audio"] },
      intent: { durationFrames: 96, dialogue },
    });
    expect(choice(shot)).toBe("vertex/veo-3.1-lite $0.32 4000->4000");
    const held = shotWith({ ...shot, route: { require: ["native-audio", "references"] } });
    expect(choice(held)).toBe("vertex/veo-3.1-fast $1.20 4000->8000");
    expect(choice(shot, { only: ["kling"] })).toBe("fal/kling-3.0-turbo-pro $0.56 4000->4000");
  });

  test("beside a first picture Kling takes reference images too", () => {
    const chain = { from: "SH0005", mode: "last-frame" as const };
    const shot = shotWith({ references: [tam], intent: { durationFrames: 96, chain } });
    const stays = (one: Shot) =>
      routeShot(requestWith(one, { only: ["fal/kling-3.0-pro"] })).candidates[0]?.quote.degradations.join() ?? "";
    expect(stays(shot)).not.toContain(" out");
    expect(stays(shotWith({ references: [tam] }))).toContain(
      "only beside a first picture: the reference image stays out",
    );
  });

  test("a hero of seven seconds, quality first", () => {
    const hero = shotWith({ importance: "hero", route: { priority: "quality" }, intent: { durationFrames: 168 } });
    expect(choice(hero)).toBe("vertex/veo-3.1-fast $1.20 7000->8000");
  });

  test("twelve seconds in one go leaves Kling alone", () => {
    const long = shotWith({ intent: { durationFrames: 288 } });
    const makers = routeShot(requestWith(long, FOUR)).candidates.map((one) => one.identity.model.split("/")[0]);
    expect(new Set(makers)).toEqual(new Set(["kling"]));
  });

  test("a last picture to end on leaves Luma, Veo and those Klings that take one", () => {
    const shot = shotWith({ intent: { durationFrames: 120, endFrame: { path: "end.png", sha256: SHA } } });
    const endpoints = routeShot(requestWith(shot, FOUR)).candidates.map((one) => one.identity.endpoint);
    expect(endpoints).toContain("luma/ray-3.2");
    expect(endpoints).toContain("vertex/veo-3.1");
    expect(endpoints).not.toContain("kling/kling-3.0-turbo");
    expect(endpoints).not.toContain("runway/gen4.5");
  });

  test("Runway's own models make 720 lines: a 1080-line final is out, a 720-line one is not", () => {
    expect(choice(shotWith({ intent: { durationFrames: 168 } }), { only: ["gen-4.5"] })).toBe("nobody");
    const small = shotWith({ intent: { durationFrames: 168, resolution: "1280x720" } });
    expect(choice(small, { only: ["gen-4.5"] })).toBe("runway/gen4.5 $0.84 7000->7000");
  });

  test("a LoRA for Wan 2.2 without pictures leaves Wan", () => {
    const shot = shotWith({
      parts: { "character/shoemaker#lora": { base: "wan-2.2-14b" } },
      intent: { durationFrames: 96, resolution: "1280x720" },
    });
    expect(choice(shot)).toBe("nobody");
    expect(choice(shot, { only: ["fal"] })).toBe("fal/wan-2.2-lora $0.41 4000->4063");
  });
});
