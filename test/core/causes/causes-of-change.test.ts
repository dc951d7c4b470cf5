import { describe, expect, test } from "vitest";
import { causesOfChange } from "../../../src/core/causes/causes-of-change.ts";
import { wordChange } from "../../../src/core/causes/word-change.ts";
import { sha256 } from "../../../src/core/digest.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import type { ShotIntent } from "../../../src/core/production.ts";
import { basisFor, shot } from "../plan/story.ts";

function says(was: Partial<ShotIntent>, now: Partial<ShotIntent>): string[] {
  const basis = (intent: Partial<ShotIntent>) => basisFor(shot("SH0010", { intent }));
  return causesOfChange(basis(was), basis(now)).map((cause) => cause.says);
}

function partSays(key: string, was: JsonObject | undefined, now: JsonObject | undefined): string[] {
  const basis = (value: JsonObject | undefined) =>
    basisFor(shot("SH0010", { parts: value === undefined ? {} : { [key]: value } }));
  return causesOfChange(basis(was), basis(now)).map((cause) => cause.says);
}

describe("the shot itself, as a film person says it", () => {
  const cases: readonly [string, Partial<ShotIntent>, Partial<ShotIntent>, readonly string[]][] = [
    [
      "framing",
      { framing: { size: "MCU" } },
      { framing: { size: "CU", lensMm: 50 } },
      ["lens none -> 50 mm", "framing MCU -> CU"],
    ],
    ["duration", { durationFrames: 120 }, { durationFrames: 144 }, ["duration 5.0 s -> 6.0 s"]],
    ["a few frames", { durationFrames: 120 }, { durationFrames: 121 }, ["duration 5.0 s -> 5.0 s (121 frames)"]],
    [
      "camera",
      { camera: { movement: "static" } },
      { camera: { movement: "push-in", speed: "slow" } },
      ["camera static -> push-in", "camera speed none -> slow"],
    ],
    ["time of day", { timeOfDay: "night" }, { timeOfDay: "dawn" }, ["time of day night -> dawn"]],
    ["set", { interior: true }, { interior: false }, ["set interior -> exterior"]],
    [
      "who",
      { cast: [{ character: "josef" }] },
      { cast: [{ character: "elf-tam" }] },
      ["elf-tam joins the cast", "josef leaves the cast"],
    ],
    [
      "clothes",
      { cast: [{ character: "josef", look: "workday" }] },
      { cast: [{ character: "josef", look: "nightshirt" }] },
      ["josef wears look nightshirt, was workday"],
    ],
    [
      "emotion",
      { cast: [{ character: "josef" }] },
      { cast: [{ character: "josef", emotion: "joy" }] },
      ['josef, emotion none -> "joy"'],
    ],
    [
      "order of the cast",
      { cast: [{ character: "a" }, { character: "b" }] },
      { cast: [{ character: "b" }, { character: "a" }] },
      ["cast in another order"],
    ],
    [
      "a line",
      { dialogue: [{ character: "josef", line: "Let us stay up.", kind: "dialogue" }] },
      { dialogue: [{ character: "josef", line: "Let us go home.", kind: "dialogue" }] },
      ['line of josef "Let us stay up." -> "Let us go home."'],
    ],
    [
      "a new line",
      {},
      { dialogue: [{ line: "Once upon a time", kind: "voice-over" }] },
      ['new line of the narrator: "Once upon a time"'],
    ],
    [
      "a line cut",
      { dialogue: [{ line: "Once upon a time", kind: "voice-over" }] },
      {},
      ['line of the narrator cut: "Once upon a time"'],
    ],
    ["avoid", { avoid: ["text"] }, { avoid: ["text", "lens flare"] }, ["avoid + lens flare"]],
    [
      "start frame",
      { startFrame: { words: "empty room" } },
      { startFrame: { path: "a.png", sha256: sha256("a") } },
      ['start frame "empty room" -> picture a.png'],
    ],
    [
      "start frame's bytes",
      { startFrame: { path: "a.png", sha256: sha256("b") } },
      { startFrame: { path: "a.png", sha256: sha256("a") } },
      ["start frame: picture a.png changed"],
    ],
    ["seed", {}, { seed: "18446744073709551615" }, ["seed none -> 18446744073709551615"]],
  ];
  test.each(cases)("%s", (_name, was, now, expected) => {
    expect(says(was, now)).toEqual(expected);
  });

  test("a chain that comes or goes is told once, not also as a part", () => {
    expect(says({}, { chain: { from: "SH0030", mode: "last-frame" } })).toEqual([
      "starts from the last frame of SH0030",
    ]);
  });

  test("a look that changes with the cast is not told again as parts", () => {
    const wears = (look: string) =>
      basisFor(
        shot("SH0010", {
          intent: { cast: [{ character: "josef", look }] },
          parts: { [`character/josef#look.${look}`]: { wardrobe: look } },
        }),
      );
    expect(causesOfChange(wears("workday"), wears("nightshirt"))).toHaveLength(1);
  });
});

describe("the bible", () => {
  const file = (view: string, bytes: string): JsonObject => ({ view, sha256: sha256(bytes) });
  const cases: readonly [string, string, JsonObject, JsonObject, readonly string[]][] = [
    [
      "wardrobe",
      "character/elf-tam#look.new-clothes",
      { wardrobe: "green" },
      { wardrobe: "red" },
      ['elf-tam, look new-clothes, wardrobe "green" -> "red"'],
    ],
    ["identity", "character/elf-tam#identity", { age: 60 }, { age: 70 }, ["elf-tam, age 60 -> 70"]],
    [
      "a reference",
      "character/shoemaker#references",
      { files: [file("front", "a")] },
      { files: [file("front", "b")] },
      ["reference picture of shoemaker (front) changed"],
    ],
    [
      "one more reference",
      "character/shoemaker#references",
      { files: [file("front", "a")] },
      { files: [file("front", "a"), file("left", "c")] },
      ["reference picture of shoemaker (left) is new"],
    ],
    [
      "LoRA",
      "character/shoemaker#lora",
      { sha256: sha256("a"), scale: "0.85" },
      { sha256: sha256("b"), scale: "0.85" },
      ["LoRA of shoemaker changed"],
    ],
    [
      "palette",
      "style/tale",
      { palette: ["#6B2E26"] },
      { palette: ["#6B2E26", "#FFFFFF"] },
      ["style tale, palette + #FFFFFF"],
    ],
    [
      "light",
      "location/workshop#light.night",
      { light: "one candle" },
      { light: "two candles" },
      ['workshop, light night "one candle" -> "two candles"'],
    ],
    [
      "geography",
      "location/workshop",
      { geography: { bench: "left" } },
      { geography: { bench: "centre" } },
      ['workshop, geography, bench "left" -> "centre"'],
    ],
    [
      "prop",
      "prop/shoes",
      { descriptor: "red shoes" },
      { descriptor: "blue shoes" },
      ['prop shoes, descriptor "red shoes" -> "blue shoes"'],
    ],
  ];
  test.each(cases)("%s", (_name, key, was, now, expected) => {
    expect(partSays(key, was, now)).toEqual(expected);
  });

  test("a part that comes without a word in the shot is said", () => {
    expect(partSays("character/elf-tam#voice", undefined, { description: "soft" })).toEqual([
      "voice of elf-tam is new here",
    ]);
  });
});

describe("word difference", () => {
  test("shows what changed with two words around it", () => {
    expect(
      wordChange(
        "he slowly picks up the left shoe and smiles at it",
        "he slowly picks up the right shoe and smiles at it",
      ),
    ).toBe('"... up the left shoe and ..." -> "... up the right shoe and ..."');
  });
  test("stays short", () => {
    const long = Array.from({ length: 400 }, (_, index) => `word${index}`).join(" ");
    expect(wordChange(long, `other ${long.toUpperCase()}`).length).toBeLessThan(140);
  });
});
