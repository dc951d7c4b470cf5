import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Document, parse, stringify, visit } from "yaml";
import { ANGLES, DIRECTIONS, MOVEMENTS, RIGS, SHOT_SIZES, SHOT_TYPES, SPEEDS } from "../../../src/core/production.ts";
import { changedShots, contents, resolveTexts, shippedTexts, type Texts } from "./from-text.ts";

const ELVES = shippedTexts("productions/elves", "E101");
const RESOLVED = resolveTexts(ELVES);
const RUNS = { numRuns: 25 };

type Tree = unknown;

/** Fields of every mapping in another order, decided by numbers. Lists keep theirs. */
function reordered(tree: Tree, next: () => number): Tree {
  if (Array.isArray(tree)) return tree.map((part) => reordered(part, next));
  if (typeof tree !== "object" || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree)
      .map(([key, part]) => ({ key, part: reordered(part, next), rank: next() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ key, part }) => [key, part]),
  );
}

/** A stream of numbers from one seed (linear congruence), so that a failing case can be told again. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
}

const seeds = fc.integer({ min: 0, max: 0xffff_ffff });
const each = (change: (text: string) => string): Texts => ({
  folder: ELVES.folder,
  show: change(ELVES.show),
  bible: ELVES.bible.map(change),
  episode: change(ELVES.episode),
});

describe("writing it differently changes nothing", () => {
  test("the order of fields", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const next = numbers(seed);
        const after = resolveTexts(each((text) => stringify(reordered(parse(text), next))));
        expect(contents(after)).toEqual(contents(RESOLVED));
        expect(after.diagnostics).toEqual([]);
      }),
      RUNS,
    );
  });

  test("the order of bible files, and one file or several", () => {
    expect(changedShots(RESOLVED, resolveTexts({ ...ELVES, bible: [...ELVES.bible].reverse() }))).toEqual([]);
    const whole = stringify(Object.assign({}, ...ELVES.bible.map((text) => parse(text))));
    expect(changedShots(RESOLVED, resolveTexts({ ...ELVES, bible: [whole] }))).toEqual([]);
  });

  test("block or flow, quotes of any kind, width of the lines", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("QUOTE_DOUBLE", "QUOTE_SINGLE", "PLAIN", "BLOCK_FOLDED", "BLOCK_LITERAL"),
        fc.integer({ min: 60, max: 200 }),
        fc.boolean(),
        (defaultStringType, lineWidth, isFlow) => {
          const restyled = each((text) => {
            const document = new Document(parse(text));
            visit(document, {
              Collection: (_key, node) => {
                node.flow = isFlow;
              },
            });
            const isBlock = defaultStringType.startsWith("BLOCK");
            return document.toString({
              defaultStringType: isFlow && isBlock ? "PLAIN" : defaultStringType,
              defaultKeyType: "PLAIN",
              lineWidth,
            });
          });
          // The writer of the YAML library folds some quoted lines wrongly; only faithful texts are a restyling.
          const pairs = [restyled.episode, ...(restyled.bible ?? [])].map((text, index) => [
            text,
            [ELVES.episode, ...ELVES.bible][index] ?? "",
          ]);
          fc.pre(pairs.every(([now = "", was = ""]) => isDeepStrictEqual(parse(now), parse(was))));
          expect(changedShots(RESOLVED, resolveTexts(restyled))).toEqual([]);
        },
      ),
      RUNS,
    );
  });

  test("comments, empty lines, Windows line ends, a byte order mark, decomposed letters", () => {
    const commented = (text: string): string =>
      `# first\n\n${text.replaceAll("\n  ", "\n# a thought\n\n  ")}\n# last\n`;
    expect(changedShots(RESOLVED, resolveTexts(each(commented)))).toEqual([]);
    expect(changedShots(RESOLVED, resolveTexts(each((text) => text.replaceAll("\n", "\r\n"))))).toEqual([]);
    expect(changedShots(RESOLVED, resolveTexts(each((text) => `\ufeff${text}`)))).toEqual([]);
    const shot = (action: string) =>
      resolveTexts({ episode: `shots:\n  - {id: 10, framing: CU, duration: 1s, action: "${action}"}\n` });
    expect(changedShots(shot("a caf\u00e9 "), shot("a cafe\u0301"))).toEqual([]);
  });
});

const FREE = { framing: "CU", duration: "2s", action: "A door opens." };
const oneShot = (fields: object, rest: object = {}) =>
  resolveTexts({ ...ELVES, episode: stringify({ ...rest, shots: [{ id: "SH0010", ...FREE, ...fields }] }) });

describe("short and long forms are the same shot", () => {
  test("framing", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SHOT_SIZES),
        fc.option(fc.constantFrom(...SHOT_TYPES), { nil: undefined }),
        fc.option(fc.constantFrom(...ANGLES), { nil: undefined }),
        fc.option(fc.integer({ min: 1, max: 2_000 }), { nil: undefined }),
        fc.option(fc.constantFrom("shallow", "medium", "deep"), { nil: undefined }),
        seeds,
        (size, type, angle, lens, depth, seed) => {
          const next = numbers(seed);
          const short = [size, type, angle, lens === undefined ? undefined : `${lens}mm`, depth]
            .flatMap((word) => (word === undefined ? [] : [{ word, rank: next() }]))
            .sort((a, b) => a.rank - b.rank)
            .map(({ word }) => word)
            .join(" ");
          const long = { size, type, angle, lens, depth_of_field: depth };
          const written = Object.fromEntries(Object.entries(long).filter(([, value]) => value !== undefined));
          expect(contents(oneShot({ framing: short }))).toEqual(contents(oneShot({ framing: written })));
        },
      ),
      RUNS,
    );
  });

  test("camera", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...MOVEMENTS),
        fc.option(fc.constantFrom(...DIRECTIONS), { nil: undefined }),
        fc.option(fc.constantFrom(...SPEEDS), { nil: undefined }),
        fc.option(fc.constantFrom(...RIGS), { nil: undefined }),
        (movement, direction, speed, rig) => {
          const short = [movement, direction, speed, rig].filter((word) => word !== undefined).join(" ");
          const long = Object.fromEntries(
            Object.entries({ movement, direction, speed, rig }).filter(([, value]) => value !== undefined),
          );
          expect(contents(oneShot({ camera: short })), short).toEqual(contents(oneShot({ camera: long })));
        },
      ),
      RUNS,
    );
    expect(contents(oneShot({}))).toEqual(contents(oneShot({ camera: "static" })));
  });

  test.each([
    ["cast", { cast: ["shoemaker"] }, { cast: [{ character: "shoemaker" }] }],
    ["a look", { cast: ["shoemaker/nightshirt"] }, { cast: [{ character: "shoemaker", look: "nightshirt" }] }],
    ["the usual look", { cast: ["shoemaker"] }, { cast: ["shoemaker/workday"] }],
    [
      "a spoken line",
      { cast: ["wife"], dialogue: [{ wife: "Coming!" }] },
      { cast: ["wife"], dialogue: [{ character: "wife", line: "Coming!", kind: "dialogue" }] },
    ],
    [
      "a voice-over",
      { dialogue: [{ "narrator (VO)": "Once." }] },
      { dialogue: [{ character: "narrator", line: "Once.", kind: "voice-over" }] },
    ],
    ["a length", { duration: "1:04" }, { duration: "1536f" }],
    ["a timecode", { duration: "00:01:04:00" }, { duration: "1536f" }],
    [
      "a speaker as scripts write it",
      { cast: ["elf-tam"], dialogue: [{ "ELF TAM (whispering)": "(to Pip) Hush." }] },
      {
        cast: ["elf-tam"],
        dialogue: [{ character: "elf-tam", line: "Hush.", kind: "dialogue", delivery: "whispering, to Pip" }],
      },
    ],
    ["handles", { handles: 8 }, { handles: "8f" }],
    ["an id", { id: 10 }, { id: "SH010" }],
    ["a size by its other name", { framing: "cowboy" }, { framing: "MLS" }],
    ["a lens", { framing: { size: "CU", lens: 50 } }, { framing: { size: "CU", lens: "50mm" } }],
  ])("%s", (_what, short, long) => {
    expect(contents(oneShot(short))).toEqual(contents(oneShot(long)));
  });

  test("a chain", () => {
    const chained = (chain: unknown) =>
      resolveTexts({
        episode: stringify({
          shots: [
            { id: 10, ...FREE },
            { id: 20, ...FREE, chain },
          ],
        }),
      });
    expect(contents(chained("SH0010"))).toEqual(contents(chained({ from: 10, mode: "last-frame" })));
  });

  test("identity and look in words or in fields", () => {
    const bible = (identity: unknown, look: unknown) => [
      stringify({ characters: { ann: { identity, looks: { coat: look } } } }),
    ];
    const episode = stringify({ shots: [{ id: 10, ...FREE, cast: ["ann"] }] });
    const short = resolveTexts({ bible: bible("tall", "a red coat"), episode });
    const long = resolveTexts({
      bible: bible({ descriptor: "tall" }, { wardrobe: "a red coat", default: true }),
      episode,
    });
    expect(contents(short)).toEqual(contents(long));
    expect(Object.keys(short.episode.shots[0]?.parts ?? {})).toEqual([
      "character/ann#identity",
      "character/ann#look.coat",
    ]);
  });

  test("every entry of the bible in words or in fields", () => {
    const bible = (character: unknown, prop: unknown, voice: unknown) => [
      stringify({
        characters: { ann: character, bob: { voice } },
        locations: { mill: prop },
        props: { letter: prop },
        styles: { ink: prop },
      }),
    ];
    const episode = stringify({
      style: "ink",
      shots: [
        { id: 10, ...FREE, cast: ["ann"], props: ["letter"], location: "mill", dialogue: [{ "bob (VO)": "No." }] },
      ],
    });
    const short = resolveTexts({ bible: bible("tall", "plain", "hoarse"), episode });
    const long = resolveTexts({
      bible: bible({ identity: "tall" }, { descriptor: "plain" }, { description: "hoarse" }),
      episode,
    });
    expect(contents(short)).toEqual(contents(long));
    expect(Object.keys(short.episode.shots[0]?.parts ?? {})).toHaveLength(5);
  });

  test("the shape of the picture", () => {
    const shaped = (format: object) => resolveTexts({ ...ELVES, show: stringify({ format }) });
    expect(contents(shaped({ aspect: 2.39 }))).toEqual(contents(shaped({ aspect: "2.39:1" })));
    expect(contents(shaped({ aspect: "1.78" }))).toEqual(contents(shaped({ aspect: "16:9" })));
    expect(contents(shaped({ fps: 23.976 }))).toEqual(contents(shaped({ fps: "24000/1001" })));
    expect(contents(shaped({ fps: 29.97 }))).toEqual(contents(shaped({ fps: "30000/1001" })));
  });

  test("the slugline or its fields", () => {
    const scene = (fields: object) => oneShot({ scene: "1" }, { scenes: [{ id: "1", ...fields }] });
    expect(contents(scene({ slugline: "EXT. VILLAGE GREEN - DAWN" }))).toEqual(
      contents(scene({ location: "green", time_of_day: "dawn", interior: false })),
    );
    expect(contents(scene({ slugline: "EXT. GREEN - DAWN" }))).toEqual(
      contents(scene({ slugline: "ext green - sunrise" })),
    );
    const day = scene({ slugline: "EXT. GREEN - DAWN", time_of_day: "day" });
    expect(contents(day), "a field wins over the slugline").toEqual(contents(scene({ slugline: "EXT. GREEN - DAY" })));
  });

  test("shots inside their scenes or in one list", () => {
    const episode = parse(ELVES.episode) as { scenes: { id: string; shots: object[] }[] };
    const flat = {
      ...episode,
      scenes: episode.scenes.map(({ shots: _shots, ...scene }) => scene),
      shots: episode.scenes.flatMap(({ id, shots }) => shots.map((shot) => ({ ...shot, scene: id }))),
    };
    const after = resolveTexts({ ...ELVES, episode: stringify(flat) });
    expect(contents(after)).toEqual(contents(RESOLVED));
    expect(after.episode.shots.map((shot) => shot.name)).toEqual(RESOLVED.episode.shots.map((shot) => shot.name));
    expect(after.diagnostics).toEqual([]);
  });
});

describe("what is never part of a shot's content", () => {
  test("the order of the shots and scenes", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const next = numbers(seed);
        const shuffled = <Value>(list: readonly Value[]): Value[] =>
          list
            .map((value) => ({ value, rank: next() }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ value }) => value);
        const episode = parse(ELVES.episode);
        episode.scenes = shuffled(
          episode.scenes.map((scene: { shots: object[] }) => ({ ...scene, shots: shuffled(scene.shots) })),
        );
        expect(changedShots(RESOLVED, resolveTexts({ ...ELVES, episode: stringify(episode) }))).toEqual([]);
      }),
      RUNS,
    );
  });

  test.each([
    ["title", { title: "Another" }],
    ["notes", { notes: "slower next time" }],
    ["status", { status: "hold" }],
    ["transition", { transition: { in: "dissolve 12f", out: "fade-out 1s" } }],
    ["trim", { trim: { in: "4f", out: 6 } }],
    ["importance", { importance: "hero" }],
    ["approval", { approval: "director" }],
    ["options", { options: 2 }],
    ["max_paid_takes", { max_paid_takes: 9 }],
    ["max_cost", { max_cost: "3.50" }],
    ["engine", { engine: "animatic" }],
    ["engines", { engines: ["kling", "veo"] }],
    ["deny and require", { deny: ["kling"], require: ["native-audio"] }],
    ["priority", { priority: "fast" }],
    ["on_refusal, on_slow", { on_refusal: "failover", on_slow: "failover" }],
    ["gates", { gates: { allow: ["noise"], limits: { "black.share_max": 0.5 }, score_floor: 0.2 } }],
    ["handles: auto", { handles: "auto" }],
    ["a note of another program", { "x-camera-report": "roll 12" }],
  ])("%s", (_what, fields) => {
    expect(contents(oneShot(fields))).toEqual(contents(oneShot({})));
  });

  test.each([
    ["framing", { framing: "CU low" }],
    ["camera", { camera: "pan left" }],
    ["duration", { duration: "49f" }],
    ["action", { action: "A door closes." }],
    ["cast", { cast: ["wife"] }],
    ["props", { props: ["fine-shoes"] }],
    ["location", { location: "green" }],
    ["time_of_day", { time_of_day: "night" }],
    ["weather", { weather: "rain" }],
    ["lighting", { lighting: "one candle" }],
    ["mood", { mood: "grim" }],
    ["dialogue", { dialogue: [{ "narrator (VO)": "Once." }] }],
    ["ambience", { audio: { ambience: "wind" } }],
    ["effects", { audio: { effects: ["a knock"] } }],
    ["start_frame in words", { start_frame: "the closed door" }],
    ["start_frame as a file", { start_frame: { file: "a.png" } }],
    ["end_frame", { end_frame: "the open door" }],
    ["seed 0", { seed: 0 }],
    ["avoid", { avoid: ["people"] }],
    ["handles as a number", { handles: 8 }],
  ])("but %s is", (_what, fields) => {
    expect(contents(oneShot(fields))).not.toEqual(contents(oneShot({})));
  });
});

test("seeds beyond 2^53 are kept to the last digit", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (seed) => {
      const { episode } = resolveTexts({
        episode: `shots:\n  - {id: 10, framing: CU, duration: 1s, action: a, seed: ${seed}}\n`,
      });
      expect(episode.shots[0]?.intent.seed).toBe(String(seed));
    }),
    RUNS,
  );
});

test("lists to avoid are merged from show, style and shot, sorted, each word once", () => {
  const shot = resolveTexts({
    show: "defaults: { style: ink, avoid: [text, rain] }",
    bible: ["styles: { ink: { avoid: [rain, colour] } }"],
    episode: "shots:\n  - {id: 10, framing: CU, duration: 1s, action: a, avoid: [dogs, text]}\n",
  }).episode.shots[0];
  expect(shot?.intent.avoid).toEqual(["colour", "dogs", "rain", "text"]);
});

describe("the order of a bible never decides", () => {
  const both = (bible: object, fields: object) => {
    const flipped = reordered(
      bible,
      (() => {
        let rank = 0;
        return () => {
          rank -= 1;
          return rank;
        };
      })(),
    );
    const episode = stringify({ scenes: [{ id: "1", ...fields, shots: [{ id: 10, ...FREE, cast: [] }] }] });
    return [bible, flipped].map((one) => resolveTexts({ bible: [stringify(one)], episode }));
  };

  test("a slugline that fits two locations takes the exact one", () => {
    const [one, other] = both(
      { locations: { "old-workshop": { name: "Old workshop", descriptor: "a" }, workshop: { descriptor: "b" } } },
      { slugline: "INT. WORKSHOP - DAY" },
    );
    expect(one?.episode.shots[0]?.intent.location).toBe("workshop");
    expect(other?.episode.shots[0]?.intent.location).toBe("workshop");
  });

  test("a slugline that fits the end of two names stays words", () => {
    const [one, other] = both(
      { locations: { a: { name: "Old mill", descriptor: "a" }, b: { name: "New mill", descriptor: "b" } } },
      { slugline: "INT. MILL - DAY" },
    );
    expect(one?.episode.shots[0]?.intent.location).toBe(other?.episode.shots[0]?.intent.location);
  });

  test("two looks by default are none", () => {
    const looks = { red: { wardrobe: "red", default: true }, blue: { wardrobe: "blue", default: true } };
    const resolved = [looks, { blue: looks.blue, red: looks.red }].map((order) =>
      resolveTexts({
        bible: [stringify({ characters: { ann: { identity: "tall", looks: order } } })],
        episode: stringify({ shots: [{ id: 10, ...FREE, cast: ["ann"] }] }),
      }),
    );
    expect(resolved[0]?.episode.shots[0]?.intent.cast).toEqual(resolved[1]?.episode.shots[0]?.intent.cast);
    expect(resolved[0]?.diagnostics.length).toBeGreaterThan(0);
  });
});
