import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PromptDialect, writePrompt } from "../../../src/core/recipe/write-prompt.ts";
import { orderOf } from "../../engines/orders.ts";
import { expectGolden } from "../../views/golden.ts";
import { sampleEpisode } from "../plan/sample-files.ts";

const SPOKEN: PromptDialect = { sound: true, avoidField: true };
const SILENT: PromptDialect = { sound: false, avoidField: false };

test("the sample's shots, with sound and a field for what to avoid, and without both", async () => {
  const episode = await sampleEpisode();
  const told = episode.shots.flatMap((shot) => {
    const scene = { intent: shot.intent, parts: shot.parts, names: episode.characterNames ?? {} };
    const spoken = writePrompt(scene, SPOKEN);
    const silent = writePrompt(scene, SILENT);
    return [
      `${shot.id}, ${spoken.text.length} characters`,
      spoken.text,
      ...(spoken.avoid === undefined ? [] : [`avoid: ${spoken.avoid}`]),
      `${shot.id} in silence, ${silent.text.length} characters`,
      silent.text,
      "",
    ];
  });
  expectGolden("recipe/sample-prompts.txt", told.join("\n"));
});

describe("a prompt", () => {
  const { intent, parts } = orderOf();
  const saying = (change: object, more = {}, dialect = SPOKEN) =>
    writePrompt({ intent: { ...intent, ...change }, parts: { ...parts, ...more } }, dialect).text;

  test("nothing that the shot says is left out", () => {
    const word = fc.stringMatching(/^[a-z]{4,10}$/);
    fc.assert(
      fc.property(
        word,
        word,
        word,
        word,
        word,
        word,
        word,
        (action, weather, lighting, mood, line, effect, avoided) => {
          const text = saying(
            {
              action,
              weather,
              lighting,
              mood,
              soundEffects: [effect],
              avoid: [avoided],
              dialogue: [{ line, kind: "voice-over" }],
              startFrame: { words: `first ${action}` },
            },
            {},
            { sound: true, avoidField: false },
          ).toLowerCase();
          for (const said of [action, weather, lighting, mood, line, effect, avoided]) expect(text).toContain(said);
        },
      ),
    );
  });

  test("is the same for the same shot, whatever the order of its parts", () => {
    const more = { "character/a#identity": { descriptor: "a tall man" }, "style/s": { descriptor: "grainy" } };
    const turned = Object.fromEntries(Object.entries(more).reverse());
    const change = { cast: [{ character: "a" }], style: "s" };
    expect(saying(change, turned)).toBe(saying(change, more));
  });

  test("people are described; a name stands only where the author's own words use it", () => {
    const more = { "character/tam#identity": { descriptor: "tiny elf" } };
    const told = (action: string) =>
      writePrompt(
        { intent: { ...intent, action, cast: [{ character: "tam" }] }, parts: more, names: { tam: "Old Tam" } },
        SPOKEN,
      ).text;
    expect(told("Tam runs.")).toContain("Tam: tiny elf");
    expect(told("An elf runs.")).not.toContain("Tam");
    expect(told("A tambourine falls.")).not.toMatch(/\bTam\b/);
  });

  test("the word that wakes a LoRA stands first in its person", () => {
    const cast = [{ character: "tam" }];
    const text = saying(
      { cast },
      { "character/tam#identity": { descriptor: "tiny elf" } },
      {
        ...SPOKEN,
        triggers: { tam: "tamTok" },
      },
    );
    expect(text).toContain("TamTok, tiny elf");
  });

  test("where no sound is made nobody is quoted, and the mouth still moves", () => {
    const dialogue = [
      { character: "tam", line: "Come.", kind: "dialogue" },
      { line: "Once.", kind: "voice-over" },
    ];
    const cast = [{ character: "tam", position: "left" }];
    const text = saying({ dialogue, cast }, {}, SILENT);
    expect(text).not.toContain("Come.");
    expect(text).not.toContain("Once.");
    expect(text).toContain("The one on the left speaks.");
  });
});
