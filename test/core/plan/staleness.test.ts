import { describe, expect, test } from "vitest";
import { cutInputs, cutOf } from "../../../src/core/cut.ts";
import { sha256 } from "../../../src/core/digest.ts";
import type { EpisodeState } from "../../../src/core/episode-state.ts";
import type { Episode } from "../../../src/core/production.ts";
import { type Edit, sampleEpisode } from "./sample-files.ts";
import { applied, basisFor, plan, shot } from "./story.ts";

/**
 * The sample, made once, then one field of it changed: which shots does a film person expect to be made again? Every
 * field of show, bible, episode, scene and shot stands here once.
 */

const E101 = "episodes/E101.yaml";
const PEOPLE = "bible/people.yaml";
const WORLD = "bible/world.yaml";
const SHOW = "show.yaml";
const ALL = "10 20 30 40 50 60 70 80 90 95 100 110 120 130 140";
const JOSEF = "10 20 30 40 50 60 95";
const TAM = "70 80 110 120 130 140";
const WORKSHOP = "10 20 30 40 50 60 70 80 90 95 100 110 120";

const before = await sampleEpisode();
const state = conformed(before, applied(before));

/** The state with a cut that fits it, so that an editorial change shows as a cut to be made again. */
function conformed(of: Episode, made: EpisodeState): EpisodeState {
  const media = basisFor(shot("SH0010")).intent.digest;
  const inputs = cutInputs(cutOf(of, made, "animatic"));
  const record = { media, bytes: 1, frames: 1, manifestUrn: "urn:c2pa:1", manifestSha256: media, inputs, entries: [] };
  return { ...made, conformed: { animatic: record } };
}

function ids(numbers: string): string[] {
  return numbers.split(" ").flatMap((one) => (one === "" ? [] : [`SH${one.padStart(4, "0")}`]));
}

interface Outcome {
  /** Shots to be made again for a reason of their own. */
  readonly stale: readonly string[];
  /** Shots that may change when the one before them ends on another picture. */
  readonly perhaps: readonly string[];
  readonly cut: boolean;
}

function outcome(of: Episode): Outcome {
  const next = plan(of, state);
  const making = next.steps.filter((step) => step.kind === "render" || step.kind === "retake");
  const maybe = making.filter((step) => step.causes.every((cause) => cause.code === "upstream-unknown"));
  expect(next.steps.filter((step) => step.kind === "blocked" || step.kind === "in-doubt")).toEqual([]);
  return {
    stale: making.filter((step) => !maybe.includes(step)).map((step) => step.shot),
    perhaps: maybe.map((step) => step.shot),
    cut: next.conform.needed,
  };
}

async function change(...edits: readonly Edit[]): Promise<Outcome> {
  return outcome(await sampleEpisode(...edits));
}

const text = (file: string, from: string, to: string): Edit => ({ file, from, to });
const inShot = (id: string, to: string): Edit =>
  text(E101, `      - id: ${id}\n`, `      - id: ${id}\n        ${to}\n`);

/** What a change of the picture means for the chained SH0040. */
const follows = (numbers: string): string[] => {
  const all = ids(numbers);
  return all.includes("SH0030") && !all.includes("SH0040") ? ["SH0040"] : [];
};

type Row = readonly [field: string, stale: string, ...edits: readonly Edit[]];

const PICTURE: readonly Row[] = [
  // show
  ["frame rate", ALL, text(SHOW, "fps: 24", "fps: 25")],
  ["resolution", ALL, text(SHOW, "1920x1080", "1280x720")],
  ["aspect", ALL, text(SHOW, 'aspect: "16:9"', 'aspect: "1:1"'), text(SHOW, "1920x1080", "1080x1080")],
  ["handles as a number", ALL, text(SHOW, "handles: auto", "handles: 8f")],
  ["what the whole show avoids", ALL, text(SHOW, "handles: auto,", "handles: auto, avoid: [lens flare],")],
  // bible: characters
  ["Josef's face", JOSEF, text(PEOPLE, "grey walrus moustache", "clean shaven")],
  ["Josef's age", JOSEF, text(PEOPLE, "age: 60", "age: 70")],
  ["Josef's build", JOSEF, text(PEOPLE, "lean, a little stooped", "stout")],
  ["Josef's scar", JOSEF, text(PEOPLE, "burn scar on the back of the left hand", "a missing finger")],
  ["Josef's workday apron", "10 20 30 40 50", text(PEOPLE, "brown leather apron", "black leather apron")],
  ["Josef's workday hair", "10 20 30 40 50", text(PEOPLE, "hair: uncombed", "hair: under a cap")],
  ["Josef's nightcap", "60 95", text(PEOPLE, "blue wool nightcap", "red wool nightcap")],
  ["Marta's dress", "50 60 100", text(PEOPLE, "dark blue dress", "brown dress")],
  ["Tam's new clothes", "120 130 140", text(PEOPLE, "green felt coat", "red felt coat")],
  ["Tam's sackcloth", "70 80 110", text(PEOPLE, '"ragged sackcloth tunic, bare feet"', '"leaves"')],
  ["Pip's new clothes", "120 130", text(PEOPLE, "yellow scarf", "blue scarf")],
  ["Pip's nose", "70 80 90 110 120 130", text(PEOPLE, "long nose", "snub nose")],
  ["Josef's voice", "50", text(PEOPLE, "soft and unhurried", "loud")],
  ["Marta's voice", "50", text(PEOPLE, "warm, quick, amused", "cold")],
  ["bytes of a reference picture", TAM, { file: "bible/references/elf-tam-front.png", bytes: "another picture" }],
  ["view of a reference picture", JOSEF, text(PEOPLE, "view: profile", "view: back")],
  // bible: world
  ["the workshop", WORKSHOP, text(WORLD, "leaded window", "broken window")],
  ["where the hearth stands", WORKSHOP, text(WORLD, "hearth: right", "hearth: left")],
  ["picture of the workshop", WORKSHOP, { file: "bible/references/workshop-wide.png", bytes: "x" }],
  [
    "its light at night, but not where the shot has its own",
    "10 20 50 60 80 90 95",
    text(WORLD, "warm and low", "cold"),
  ],
  ["its light in the morning", "30 40", text(WORLD, "cool window light", "golden window light")],
  ["its light at midnight", "100 110 120", text(WORLD, "deep shadows", "hardly a shadow")],
  ["the green at dawn", "130 140", text(WORLD, "long blue shadows", "short shadows")],
  ["a prop", "30 40 80", text(WORLD, "dark red leather shoes", "black leather shoes")],
  ["picture of a prop", "30 40 80", { file: "bible/references/fine-shoes.png", bytes: "x" }],
  ["another prop", "100 110", text(WORLD, "one green, one red", "both blue")],
  ["the style", ALL, text(WORLD, "soft grain", "hard grain")],
  ["its palette", ALL, text(WORLD, "#6B2E26", "#000000")],
  ["what it avoids", ALL, text(WORLD, "avoid: [text,", "avoid: [lens flare, text,")],
  ["its rules", ALL, text(WORLD, "window side of the bench", "hearth side of the bench")],
  ["its picture", ALL, { file: "bible/references/style-board.png", bytes: "x" }],
  // scene
  ["time of a slugline", "10 20", text(E101, "INT. WORKSHOP - NIGHT\n", "INT. WORKSHOP - MIDNIGHT\n")],
  ["place of a slugline", "130 140", text(E101, "EXT. VILLAGE GREEN - DAWN", "EXT. WORKSHOP - DAWN")],
  ["inside or outside", "130 140", text(E101, "EXT. VILLAGE GREEN", "INT. VILLAGE GREEN")],
  ["mood of a scene", "10 20", text(E101, "mood: quiet, hard times", "mood: cheerful")],
  ["ambience of a scene", "10 20", text(E101, "wind at the window", "rain at the window")],
  ["weather of a scene", "130 140", text(E101, "weather: light snow", "weather: fog")],
  ["light of a scene", "130 140", text(E101, "weather: light snow", "weather: light snow\n    lighting: torches")],
  [
    "looks of a scene, but not where the shot says its own",
    "120",
    text(
      E101,
      "MIDNIGHT\n    sequence: SQ030\n    looks: { elf-tam: new-clothes, ",
      "MIDNIGHT\n    sequence: SQ030\n    looks: { ",
    ),
  ],
  // shot
  ["framing", "20", text(E101, "CU high 85mm shallow", "BCU high 85mm shallow")],
  ["angle", "20", text(E101, "CU high 85mm shallow", "CU low 85mm shallow")],
  ["lens", "20", text(E101, "CU high 85mm shallow", "CU high 100mm shallow")],
  ["depth of field", "20", text(E101, "CU high 85mm shallow", "CU high 85mm deep")],
  ["camera movement", "10", text(E101, "push-in slow dolly", "pull-out slow dolly")],
  ["camera speed", "10", text(E101, "push-in slow dolly", "push-in fast dolly")],
  ["rig", "10", text(E101, "push-in slow dolly", "push-in slow steadicam")],
  [
    "duration",
    "10",
    text(
      E101,
      "duration: 6s\n        cast: [{ character: shoemaker, position: centre",
      "duration: 7s\n        cast: [{ character: shoemaker, position: centre",
    ),
  ],
  [
    "who is in it",
    "90",
    text(E101, "facing: left, emotion: thoughtful }]", "facing: left, emotion: thoughtful }, elf-tam]"),
  ],
  ["emotion", "10", text(E101, "emotion: weary", "emotion: angry")],
  [
    "position",
    "10",
    text(E101, "position: centre, facing: left, emotion: weary", "position: left, facing: left, emotion: weary"),
  ],
  ["facing", "140", text(E101, "facing: camera", "facing: left")],
  ["what of a person is seen", "40", text(E101, "visible: hands", "visible: one hand")],
  [
    "a look of one shot",
    "95",
    text(
      E101,
      "[{ character: shoemaker, look: nightshirt, position: right",
      "[{ character: shoemaker, position: right",
    ),
  ],
  ["props of a shot", "80", text(E101, "props: [fine-shoes]\n        action: Tam hammers", "action: Tam hammers")],
  ["action", "30", text(E101, "a finished shoe", "a finished boot")],
  ["light of a shot", "70", text(E101, "moonlight on the floor", "no moon")],
  ["a line", "50", text(E101, "And leave the candle burning.", "And blow the candle out.")],
  ["lip sync", "50", text(E101, "lip_sync: true", "lip_sync: false")],
  ["the narrator's line", "10", text(E101, "There was once a shoemaker", "Once there lived a shoemaker")],
  ["a sound", "80", text(E101, "small hammer on leather", "big hammer on iron")],
  ["the upstream shot of a chain", "40", text(E101, "chain: SH0030", "chain: SH0020")],
  ["a chain cut", "40", text(E101, "        chain: SH0030 # begins on the last picture of the shot before\n", "")],
  ["a seed that somebody wrote", "20", inShot("SH0020", "seed: 7")],
  ["what one shot avoids", "20", inShot("SH0020", "avoid: [smoke]")],
  ["first picture in words", "20", inShot("SH0020", "start_frame: his hands")],
  ["last picture as a file", "20", inShot("SH0020", "end_frame: { file: bible/references/fine-shoes.png }")],
  ["place of one shot", "20", inShot("SH0020", "location: green")],
  ["time of one shot", "20", inShot("SH0020", "time_of_day: dawn")],
  ["weather of one shot", "20", inShot("SH0020", "weather: rain")],
  ["mood of one shot", "20", inShot("SH0020", "mood: glad")],
  ["strict handles of one shot", "20", inShot("SH0020", "handles: 12f")],
];

describe("a change of the picture makes exactly these shots again", () => {
  test.each(PICTURE.map(([field, stale, ...edits]) => ({ field, stale, edits })))("$field: $stale", async (row) => {
    const { stale, edits } = row;
    const { perhaps, ...rest } = await change(...edits);
    expect(rest).toEqual({ stale: ids(stale), cut: true });
    expect(perhaps).toEqual(follows(stale));
  });
});

const FREE: readonly (readonly [field: string, ...edits: readonly Edit[]])[] = [
  ["title of the show", text(SHOW, "title: The Elves and the Shoemaker", "title: Other")],
  ["its source", text(SHOW, "told anew", "retold")],
  ["people", text(SHOW, "director: [anna]", "director: [carl]")],
  ["priority of the show", text(SHOW, "priority: balanced", "priority: cheap")],
  ["takes that may be paid", text(SHOW, "max_paid_takes: 3", "max_paid_takes: 9")],
  ["what a hero shot may cost", text(SHOW, "max_cost: 12.00", "max_cost: 2.00")],
  ["thresholds of the gates", text(SHOW, "exposure.bright_min: 30", "exposure.bright_min: 3")],
  ["engines of the show", text(SHOW, "deny: [pika]", "deny: [pika, veo, kling]")],
  ["ceilings", text(SHOW, "episode: 90.00", "episode: 1.00")],
  ["a character's name", text(PEOPLE, "name: Josef the shoemaker", "name: Johann")],
  ["a character's consent", text(PEOPLE, "attested_at: 2026-11-20", "attested_at: 2026-11-21")],
  ["a location's name", text(WORLD, "name: Shoemaker's workshop", "name: The shop")],
  ["light at an hour that no shot plays at", text(WORLD, "bright winter sun", "grey noon")],
  ["a prop's name", text(WORLD, "name: The finished shoes", "name: Shoes")],
  ["a style's name", text(WORLD, "name: Storybook", "name: Picture book")],
  ["burn-in of the animatic", text(SHOW, "people:", "burn_in: false\npeople:")],
  ["a prop that nobody uses", text(WORLD, "props:\n", "props:\n  hat: { descriptor: a hat }\n")],
  [
    "a look that nobody wears",
    text(PEOPLE, "      nightshirt: {", '      feast: { wardrobe: "black suit" }\n      nightshirt: {'),
  ],
  ["logline", text(E101, "Two elves mend", "Two elves save")],
  ["due date", text(E101, "logline:", 'due: "2026-12-24T18:00+01:00"\nlogline:')],
  ["notes of a shot", inShot("SH0020", "notes: ask Anna about the spectacles")],
  ["importance", inShot("SH0020", "importance: hero")],
  ["approval", inShot("SH0020", "approval: director")],
  ["takes a shot may pay", inShot("SH0020", "max_paid_takes: 1")],
  ["what a shot may cost", inShot("SH0020", "max_cost: 0.10")],
  ["a pinned engine", inShot("SH0020", "engine: kling")],
  ["engines in order", inShot("SH0020", "engines: [veo, kling]")],
  ["engines refused", inShot("SH0020", "deny: [veo]")],
  ["what is required of engines", inShot("SH0020", "require: [native-audio]")],
  ["priority of a shot", inShot("SH0020", "priority: quality")],
  ["what to do on a refusal", inShot("SH0020", "on_refusal: failover")],
  ["what to do when it is slow", inShot("SH0020", "on_slow: failover")],
  ["gates of a shot", inShot("SH0020", "gates: { allow: [static] }")],
  ["fewer takes to choose from", text(E101, "options: 2 # make two, a person chooses\n", "options: 1\n")],
  [
    "engine lock of a scene",
    text(E101, "mood: quiet, hard times", "mood: quiet, hard times\n    engine_lock: require"),
  ],
  [
    "the same in long form",
    text(
      E101,
      "framing: CU high 85mm shallow",
      "framing: { size: CU, angle: high, lens: 85mm, depth_of_field: shallow }",
    ),
  ],
  ["the same length in frames", text(E101, "duration: 7s", "duration: 168f")],
  ["comments", text(E101, "scenes:\n", "# nothing\nscenes:\n")],
];

describe("what is not in the picture renders nothing and cuts nothing", () => {
  test.each(FREE.map(([field, ...edits]) => ({ field, edits })))("$field", async ({ edits }) => {
    expect(await change(...edits)).toEqual({ stale: [], perhaps: [], cut: false });
  });
});

const EDITORIAL: readonly (readonly [field: string, ...edits: readonly Edit[]])[] = [
  ["title of a shot", text(E101, "title: The last leather\n        framing", "title: Leather\n        framing")],
  ["title of the episode", text(E101, "title: The Elves and the Shoemaker\nlogline", "title: Elves\nlogline")],
  ["a fade", text(E101, "fade-in 1s", "fade-in 2s")],
  [
    "a transition",
    text(
      E101,
      "transition: { in: dissolve 12f }\n      - id: SH0040",
      "transition: { in: dissolve 6f }\n      - id: SH0040",
    ),
  ],
  ["a trim", text(E101, "trim: { in: 6f }", "trim: { in: 10f }")],
  ["loudness", text(SHOW, "people:", "conform: { loudness: -23 }\npeople:")],
  ["start timecode", text(SHOW, "01:00:00:00", "10:00:00:00")],
];

describe("an editorial change is a new cut at most", () => {
  test.each(EDITORIAL.map(([field, ...edits]) => ({ field, edits })))("$field", async ({ edits }) => {
    const { stale, perhaps } = await change(...edits);
    expect({ stale, perhaps }).toEqual({ stale: [], perhaps: [] });
  });

  test("fades, trims and loudness are cut again", async () => {
    for (const [field, ...edits] of EDITORIAL.filter(([name]) => ["a fade", "a trim", "loudness"].includes(name)))
      expect((await change(...edits)).cut, field).toBe(true);
  });

  test("shots in another order, a shot on hold, a shot omitted", async () => {
    const shots = before.shots.filter((one) => one.id !== "SH0020");
    const moved = before.shots.filter((one) => one.id === "SH0020");
    expect(outcome({ ...before, shots: [...shots, ...moved] })).toEqual({ stale: [], perhaps: [], cut: true });
    expect(await change(inShot("SH0020", "status: omit"))).toEqual({ stale: [], perhaps: [], cut: true });
    expect(await change(inShot("SH0020", "status: hold"))).toEqual({ stale: [], perhaps: [], cut: false });
  });
});

test("a shot put in between is new, and nothing else is made", async () => {
  const fresh = "      - id: SH0025\n        framing: CU\n        duration: 2s\n        action: The candle smokes.\n";
  const next = await change(text(E101, '\n  - id: "2"\n', `\n${fresh}\n  - id: "2"\n`));
  expect(next).toEqual({ stale: ["SH0025"], perhaps: [], cut: true });
});

describe("an id is a label: a new one is free", () => {
  test("of a shot, also of one that others are chained to", async () => {
    const of = await sampleEpisode(text(E101, "SH0030", "SH0035"), text(E101, "id: SH0020", "id: SH0025"));
    const next = plan(of, state);
    expect(next.steps.filter((step) => step.kind === "rename").map((step) => step.shot)).toEqual(["SH0025", "SH0035"]);
    expect(outcome(of)).toMatchObject({ stale: [], perhaps: [] });
    // Chapters are called by the number, so the cut is made again, and says why.
    const entries = ["SH0010", "SH0020", "SH0030"].map((id) => ({
      shot: id,
      take: "v001",
      media: state.shots[id]?.takes[0]?.signed?.sha256 ?? sha256(id),
      mezzanine: sha256(id),
      essence: sha256(id),
      recordInFrames: 0,
      durationFrames: 1,
      temporary: false,
    }));
    const record = state.conformed.animatic;
    if (record === undefined) throw new Error("the state has no cut");
    const cut = { ...state, conformed: { animatic: { ...record, inputs: sha256("older"), entries } } };
    const says = plan(of, cut).conform.causes.map((cause) => cause.says);
    expect(says).toContain("SH0020 is now SH0025");
    expect(says).toContain("SH0030 is now SH0035");
    expect(says.filter((one) => /SH0025|SH0035/.test(one) && /joins|leaves/.test(one))).toEqual([]);
  });

  const LABELS: readonly (readonly [kind: string, ...edits: readonly Edit[]])[] = [
    ["character", text(PEOPLE, "  elf-tam:", "  tam:"), text(E101, "elf-tam", "tam")],
    ["character who speaks", text(PEOPLE, "  wife:", "  marta:"), text(E101, "wife", "marta")],
    ["look", text(PEOPLE, "nightshirt: {", "in-bed: {"), text(E101, "look: nightshirt", "look: in-bed")],
    ["location", text(WORLD, "  green:", "  common:"), text(E101, "VILLAGE GREEN", "COMMON")],
    ["prop", text(WORLD, "  fine-shoes:", "  red-shoes:"), text(E101, "fine-shoes", "red-shoes")],
    ["style", text(WORLD, "  tale:", "  storybook:"), text(SHOW, "style: tale", "style: storybook")],
  ];
  test.each(LABELS.map(([kind, ...edits]) => ({ kind, edits })))("of a $kind", async ({ edits }) => {
    expect(await change(...edits)).toEqual({ stale: [], perhaps: [], cut: false });
  });

  test("but another id with other words is another person", async () => {
    const renamed = [text(PEOPLE, "  elf-tam:", "  tam:"), text(E101, "elf-tam", "tam")];
    const { stale } = await change(...renamed, text(PEOPLE, "bright red hair", "black hair"));
    expect(stale).toEqual(ids(TAM));
  });

  test("and who is known by nothing but an id is somebody else under another one", () => {
    const bare = { ...shot("SH0010"), intent: { ...shot("SH0010").intent, cast: [{ character: "man" }] } };
    const woman = { ...bare, intent: { ...bare.intent, cast: [{ character: "woman" }] } };
    const parts = (id: string) => ({ [`character/${id}#identity`]: {} });
    const made = applied({ ...before, shots: [{ ...bare, parts: parts("man") }] });
    const next = plan({ ...before, shots: [{ ...woman, parts: parts("woman") }] }, made);
    expect(next.steps.map((step) => step.kind)).toEqual(["retake"]);
  });
});

test("a retake of the shot before: the follower is told apart as known after it", async () => {
  const asked = {
    ...state,
    shots: {
      ...state.shots,
      SH0030: {
        ...(state.shots["SH0030"] ?? { shot: "SH0030", takes: [], attempts: [], circled: {}, kept: {}, formerIds: [] }),
        retakes: [{ tier: "animatic" as const, reason: "his hand", operator: "anna", at: "2026-11-25T10:00:00.000Z" }],
      },
    },
  };
  const steps = plan(before, asked).steps.filter((step) => step.kind === "retake");
  expect(steps.map((step) => [step.shot, step.causes.map((cause) => cause.says)])).toEqual([
    ["SH0030", ["anna asks for a retake: his hand"]],
    ["SH0040", ["known after SH0030"]],
  ]);
});
