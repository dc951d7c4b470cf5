import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { changedShots, resolveTexts, shippedTexts } from "./from-text.ts";

const ELVES = shippedTexts("productions/elves", "E101");
const RESOLVED = resolveTexts(ELVES);
const ACTIVE = RESOLVED.episode.shots.filter((shot) => shot.status === "active");

/** The elves with one passage of the bible or the show replaced. */
function afterSwap(from: string, to: string): readonly string[] {
  const texts = [ELVES.show, ...ELVES.bible, ELVES.episode];
  expect(texts.join("").split(from), `"${from}" stands once`).toHaveLength(2);
  const swap = (text: string): string => text.replace(from, () => to);
  return changedShots(
    RESOLVED,
    resolveTexts({
      folder: ELVES.folder,
      show: swap(ELVES.show),
      bible: ELVES.bible.map(swap),
      episode: swap(ELVES.episode),
    }),
  );
}

describe("the sample production", () => {
  test("resolves without a finding", () => {
    expect(RESOLVED.diagnostics).toEqual([]);
  });

  test("has 15 shots to make and one omitted, 60 to 90 seconds", () => {
    expect(ACTIVE).toHaveLength(15);
    expect(RESOLVED.episode.shots.filter((shot) => shot.status === "omit")).toHaveLength(1);
    const frames = ACTIVE.reduce((sum, shot) => sum + shot.intent.durationFrames, 0);
    expect(frames).toBeGreaterThanOrEqual(60 * 24);
    expect(frames).toBeLessThanOrEqual(90 * 24);
  });

  test("has what a tour of the program needs", () => {
    const has = (id: string) => ACTIVE.find((shot) => shot.id === id);
    expect(has("SH0095"), "a shot put in later").toBeDefined();
    expect(ACTIVE.filter((shot) => shot.intent.chain !== undefined).map((shot) => shot.id)).toEqual(["SH0040"]);
    expect(ACTIVE.filter((shot) => shot.options === 2)).toHaveLength(1);
    expect(ACTIVE.filter((shot) => shot.importance === "hero")).toHaveLength(1);
    const lines = ACTIVE.flatMap((shot) => shot.intent.dialogue);
    expect(lines.filter((line) => line.kind === "dialogue").length).toBeGreaterThan(0);
    expect(lines.filter((line) => line.kind === "voice-over").length).toBeGreaterThan(0);
    expect(RESOLVED.episode.shots.every((shot) => shot.sequence !== undefined && shot.scene !== undefined)).toBe(true);
    expect(RESOLVED.episode.scenes.every((scene) => scene.slugline !== undefined)).toBe(true);
  });

  test("its bible is whole: people, looks, voices, consent, places, props, a style", () => {
    const bible = Object.assign({}, ...ELVES.bible.map((text) => parse(text)));
    const people = Object.values(bible.characters) as Record<string, object>[];
    expect(people.length).toBeGreaterThanOrEqual(4);
    expect(people.every((one) => one["identity"] !== undefined && one["consent"] !== undefined)).toBe(true);
    expect(people.filter((one) => Object.keys(one["looks"] ?? {}).length >= 2).length).toBeGreaterThanOrEqual(2);
    expect(people.some((one) => one["voice"] !== undefined)).toBe(true);
    const count = (kind: string): number => Object.keys(bible[kind]).length;
    expect([count("locations"), count("props"), count("styles")]).toEqual([2, 2, 1]);
  });

  test("the shots have their full names", () => {
    expect(ACTIVE[0]?.name).toBe("ESH_E101_SQ010_SH0010");
    expect(new Set(RESOLVED.episode.shots.map((shot) => shot.name)).size).toBe(16);
  });
});

describe("one word changed in the bible makes only its own shots stale", () => {
  const using = (part: string): readonly string[] =>
    RESOLVED.episode.shots
      .filter((shot) => shot.parts[part] !== undefined)
      .map((shot) => shot.id)
      .sort();

  test("the green coat is seen in three shots", () => {
    expect(afterSwap("green felt coat", "red felt coat")).toEqual(["SH0120", "SH0130", "SH0140"]);
  });

  test.each([
    ["one candle on the bench, warm and low", "location/workshop#light.night"],
    ["one candle burnt down", "location/workshop#light.midnight"],
    ["cool window light from the left", "location/workshop#light.morning"],
    ["low timbered workshop", "location/workshop"],
    ["window: left", "location/workshop"],
    ["pale pink light", "location/green#light.dawn"],
    ["burn scar on the back", "character/shoemaker#identity"],
    ["long white nightshirt", "character/shoemaker#look.nightshirt"],
    ["soft and unhurried", "character/shoemaker#voice"],
    ["polished dark red", "prop/fine-shoes"],
    ["two sets of tiny clothes", "prop/tiny-clothes"],
    ["painterly natural light", "style/tale"],
    ["#6B2E26", "style/tale"],
  ])("%s -> the shots with %s", (words, part) => {
    const to = words.startsWith("#") ? "#6B2E27" : words.includes(": ") ? "window: right" : `${words} changed`;
    const shots = using(part);
    expect(shots.length).toBeGreaterThan(0);
    expect(afterSwap(words, to)).toEqual(shots);
  });

  test("the counts, so that a part that is lost from every shot is seen", () => {
    const counts = Object.fromEntries(
      [...new Set(RESOLVED.episode.shots.flatMap((shot) => Object.keys(shot.parts)))]
        .sort()
        .map((part) => [part, using(part).length]),
    );
    expect(counts).toEqual({
      "character/elf-pip#identity": 6,
      "character/elf-pip#look.new-clothes": 2,
      "character/elf-pip#look.sackcloth": 4,
      "character/elf-pip#references": 6,
      "character/elf-tam#identity": 6,
      "character/elf-tam#look.new-clothes": 3,
      "character/elf-tam#look.sackcloth": 3,
      "character/elf-tam#references": 6,
      "character/shoemaker#identity": 8,
      "character/shoemaker#look.nightshirt": 2,
      "character/shoemaker#look.workday": 6,
      "character/shoemaker#references": 8,
      "character/shoemaker#voice": 1,
      "character/wife#identity": 4,
      "character/wife#look.house": 4,
      "character/wife#references": 4,
      "character/wife#voice": 1,
      "location/green": 3,
      "location/green#light.dawn": 3,
      "location/green#references": 3,
      "location/workshop": 13,
      "location/workshop#light.midnight": 3,
      "location/workshop#light.morning": 2,
      "location/workshop#light.night": 7,
      "location/workshop#references": 13,
      "prop/fine-shoes": 3,
      "prop/tiny-clothes": 2,
      "style/tale": 16,
    });
  });

  test.each([
    ["light nobody sees", "bright winter sun", "dull winter sun"],
    ["a character's name", "name: Marta", "name: Berta"],
    ["a location's name", "name: Village green", "name: The village green"],
    ["a style's name", "name: Storybook", "name: Picture book"],
    ["the show's title", "title: The Elves and the Shoemaker\nsource", "title: Elves\nsource"],
    ["a shot's title", "title: Stitch by stitch", "title: At work"],
    ["a sequence's title", "title: The watch", "title: The wait"],
    ["a transition", "out: fade-out 1s", "out: fade-out 2s"],
    ["a trim", "trim: { in: 6f }", "trim: { in: 8f }"],
    ["importance", "importance: filler", "importance: hero"],
    ["options", "options: 2", "options: 3"],
    ["a ceiling", "episode: 90.00", "episode: 80.00"],
    ["a gate's limit", "exposure.bright_min: 30", "exposure.bright_min: 28"],
    ["a comment", "# make two, a person chooses", "# two"],
  ])("%s changes nothing", (_what, from, to) => {
    expect(afterSwap(from, to)).toEqual([]);
  });
});

test("the four-line production is under 14 lines, with no show and no bible, and resolves", () => {
  const text = readFileSync(new URL("../../../productions/minimal/episodes/E001.yaml", import.meta.url), "utf8");
  expect(text.trimEnd().split("\n").length).toBeLessThan(14);
  const { episode, diagnostics } = resolveTexts({ folder: "productions/minimal", episode: text });
  expect(diagnostics).toEqual([]);
  expect(episode.shots).toHaveLength(3);
  expect(episode.format).toMatchObject({ rate: { numerator: 24, denominator: 1 }, width: 1920, height: 1080 });
});
