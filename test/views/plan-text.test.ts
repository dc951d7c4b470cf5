import { describe, expect, test } from "vitest";
import { cutInputs, cutOf } from "../../src/core/cut.ts";
import type { Plan } from "../../src/core/plan-steps.ts";
import type { Shot } from "../../src/core/production.ts";
import type { Receipt } from "../../src/core/route-decision.ts";
import { validatorOf } from "../../src/schema/validators.ts";
import { moneySentence } from "../../src/views/money-words.ts";
import { planAsJson } from "../../src/views/plan-json.ts";
import { planSentences } from "../../src/views/plan-sentences.ts";
import { planAsText } from "../../src/views/plan-text.ts";
import {
  applied,
  attempt,
  basisFor,
  candidate,
  episode,
  nothing,
  PAID_ROUTE,
  plan,
  receipt,
  shot,
  shotState,
  tamShot,
} from "../core/plan/story.ts";
import { expectGolden } from "./golden.ts";

const validate = validatorOf("plan");

const titled = (of: Shot, title: string): Shot => ({ ...of, editorial: { ...of.editorial, title } });

const CHAINED = shot("SH0040", {
  intent: { action: "the thumb goes on", chain: { from: "SH0030", mode: "last-frame" } },
});
const STORY = [
  titled(shot("SH0010"), "Last piece of leather"),
  titled(tamShot("SH0020", "green"), "Tam dances"),
  titled(tamShot("SH0030", "green", { intent: { durationFrames: 72 } }), "Tam bows"),
  titled(CHAINED, "Perfect stitches"),
  titled(shot("SH0050", { options: 2 }), "By the fire"),
  titled(shot("SH0060", { status: "hold" }), "The green"),
  titled(shot("SH0070", { status: "omit" }), "Alternate ending"),
];
const RED = STORY.map((one) => {
  if (one.parts["character/elf-tam#look.new-clothes"] === undefined) return one;
  return { ...one, parts: { ...one.parts, "character/elf-tam#look.new-clothes": { wardrobe: "red", hair: "combed" } } };
});
const LOCKED = { lock: { serial: 3, digest: basisFor(shot("SH0010")).intent.digest } } as const;

const CASES: readonly [string, () => Plan][] = [
  ["first", () => plan(episode(STORY))],
  ["nothing", () => plan(episode(STORY), conformed({ ...applied(episode(STORY)), ...LOCKED }))],
  ["red-paid", () => plan(episode(RED), { ...applied(episode(STORY)), ...LOCKED }, { route: PAID_ROUTE })],
  ["trouble", trouble],
];

/** The state with a conform that fits it, as the plan sees it. */
function conformed(state: ReturnType<typeof applied>): ReturnType<typeof applied> {
  const inputs = cutInputs(cutOf(episode(STORY), state, "animatic"));
  const media = basisFor(shot("SH0010")).intent.digest;
  const record = { media, bytes: 1, frames: 1, manifestUrn: "urn:c2pa:1", manifestSha256: media, inputs, entries: [] };
  return { ...state, conformed: { animatic: record } };
}

function trouble(): Plan {
  const one = titled(shot("SH0010"), "In doubt");
  const hostile = titled(
    shot("SH0020", { intent: { action: "x" } }),
    "\u001b[2J\u001b]0;owned\u0007 rm\u202e -rf \u0085 |table| <b>",
  );
  const doubt = attempt(one, basisFor(one), { standing: "in-doubt", reserveMicros: 900_000 });
  const state = { ...nothing(), shots: { SH0010: shotState("SH0010", { attempts: [doubt] }) } };
  const ceilings = { currency: "USD", episodeMicros: 1_500_000 };
  return plan(episode([one, hostile, titled(shot("SH0030"), "Over the ceiling")], { ceilings }), state, {
    route: PAID_ROUTE,
    catalogueNotices: [{ code: "sunset", severity: "warning", says: "openai/sora-2 was retired on 2026-09-24" }],
  });
}

describe.each(CASES)("%s", (name, make) => {
  test("text", () => expectGolden(`plan/${name}.txt`, planAsText(make(), { colour: false, width: 100 })));
  test("JSON, after its schema", () => {
    const text = planAsJson(make());
    expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(make())));
    expectGolden(`plan/${name}.json`, text);
  });
});

test("three plain sentences", () => {
  expect(planSentences(plan(episode(STORY)))).toEqual([
    "5 shots to make, 23 s of picture.",
    "Free: the animatic engine runs on this machine.",
    "1 on hold, 1 omitted.",
  ]);
  expect(planSentences(plan(episode(RED), { ...applied(episode(STORY)), ...LOCKED }, { route: PAID_ROUTE }))).toEqual([
    "2 shots change because elf-tam's new-clothes are now red; 1 more may change after SH0030.",
    "About $1.50, never above $9.",
    "2 shots stay as they are, 1 on hold, 1 omitted.",
  ]);
});

describe("the shared reason in the words of a set", () => {
  const names = { names: { "elf-tam": "Tam the elf" } };
  const says = (was: string, now: string, characterNames: Readonly<Record<string, string>> = names.names) => {
    const made = applied(episode([tamShot("SH0010", was), tamShot("SH0020", was)]));
    const of = episode([tamShot("SH0010", now), tamShot("SH0020", now)], { characterNames });
    return planSentences(plan(of, made, { route: PAID_ROUTE }))[0];
  };

  test.each([
    ["linen shirt, brown leather apron", "linen shirt, black leather apron", "Tam's leather apron is now black"],
    [
      "green felt coat with brass buttons",
      "dark red felt coat with brass buttons",
      "Tam's felt coat with brass buttons is now dark red",
    ],
    ["bare feet, old shoes", "bare feet, new shoes", "Tam's shoes are now new"],
    ["green", "red", "Tam's new-clothes are now red"],
  ])("%s -> %s", (was, now, reason) => {
    expect(says(was, now)).toBe(`2 shots change because ${reason}.`);
  });

  test("two pieces, or one that is something else now: the whole change is quoted", () => {
    const other = says(
      "brown leather apron, white shirt and a very long cloak",
      "a blue wool cape with a hood, a grey linen shirt, no cloak at all",
    );
    expect(other).toMatch(/^2 shots change: elf-tam, look new-clothes, wardrobe "/);
  });

  test("a retake that somebody asked for reads as a sentence", () => {
    const made = applied(episode([shot("SH0010")]));
    const retakes = [
      { tier: "animatic" as const, reason: "his hand", operator: "anna", at: "2026-11-25T10:00:00.000Z" },
    ];
    const state = { ...made, shots: { SH0010: { ...(made.shots["SH0010"] ?? shotState("SH0010")), retakes } } };
    expect(planSentences(plan(episode([shot("SH0010")]), state))[0]).toBe(
      "1 shot changes because anna asks for a retake: his hand.",
    );
  });

  test("without a name in the bible the id stands", () => {
    expect(says("green", "red", {})).toBe("2 shots change because elf-tam's new-clothes are now red.");
  });

  test("the names are in the plan for machines, after its schema", () => {
    const of = episode([shot("SH0010")], { characterNames: names.names });
    const json = JSON.parse(planAsJson(plan(of)));
    expect(json.names).toEqual(names.names);
    expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
  });
});

test("about and never above are told apart by their cents when they round to the same", () => {
  const cost = { lowMicros: 5_000_000, expectedMicros: 5_690_000, ceilingMicros: 5_930_000 };
  expect(moneySentence(cost, "USD")).toBe("About $5.69, never above $5.93.");
  expect(moneySentence({ ...cost, ceilingMicros: 11_200_000 }, "USD")).toBe("About $6, never above $12.");
});

test("a shot that waits: no price is promised and nothing is recommended that cannot be done", () => {
  const none = plan(episode([shot("SH0010")]), nothing(), { tier: "final", route: () => receipt() });
  const text = planAsText(none, { colour: false, width: 100 });
  expect(text).toContain("Nothing can be made now: 1 shot waits for a person.");
  expect(text).toContain("What next: shotlock why E101/SH0010 --tier final\n");
  const far = { code: "ENGINE_NOT_HERE", severity: "warning" as const, says: "cannot order from kling yet" };
  const priced = plan(episode([shot("SH0010")]), nothing(), { route: PAID_ROUTE, catalogueNotices: [far] });
  expect(planAsText(priced, { colour: false, width: 100 })).toContain(
    "What next: shotlock why E101/SH0010, shotlock engines\n",
  );
});

test("a long reason is told once, and so is what several engines cannot honour", () => {
  const wordy = (): Receipt => ({
    ...receipt(),
    excluded: [
      { model: "a/b", endpoint: "a/b", constraint: "duration", says: `nothing fits ${"because ".repeat(20)}` },
    ],
  });
  const blocked = planAsText(plan(episode([shot("SH0010"), shot("SH0020")]), nothing(), { route: wordy }), {
    colour: false,
    width: 100,
  });
  expect(blocked.match(/nothing fits/g)).toHaveLength(1);
  expect(blocked).toContain("     as SH0010\n");
  const short = candidate(400_000);
  const mute = { ...short, quote: { ...short.quote, degradations: ["makes no sound"] } };
  const text = planAsText(
    plan(episode(["10", "20", "30"].map((one) => shot(`SH00${one}`))), nothing(), { route: () => receipt(mute) }),
    {
      colour: false,
      width: 100,
    },
  );
  expect(text).toContain("- makes no sound: SH0010, SH0020, SH0030\n");
});

/** Characters a terminal acts on or hides, line end apart. */
function unseen(text: string): string[] {
  return [...text].filter((character) => {
    const code = character.codePointAt(0) ?? 0;
    return (code < 32 && code !== 10) || (code >= 0x7f && code <= 0x9f) || (code >= 0x202a && code <= 0x202e);
  });
}

test("nothing hostile reaches the terminal, and colour is only ours", () => {
  const text = planAsText(trouble(), { colour: false, width: 80 });
  expect(unseen(text)).toEqual([]);
  expect(unseen(planAsJson(trouble()))).toEqual([]);
  const coloured = planAsText(trouble(), { colour: true, width: 80 });
  const control = String.fromCharCode(27);
  expect(coloured).toContain(`${control}[31m!`);
  expect(coloured.split(new RegExp(`${control}\\[\\d+m`)).join("")).toBe(text);
});

test.each([80, 100, 120, 140])("no line is wider than %d columns, whatever engines and titles are called", (width) => {
  const endpoint = "luma-dream-machine/some-very-long-endpoint-of-theirs";
  const route = () =>
    receipt(candidate(1_234_560_000, { engine: "luma", model: "luma/x", modelVersion: "1", endpoint }));
  const shots = [titled(shot("SH0010A", { options: 3 }), "A title that goes on and on and never comes to an end")];
  for (const of of [plan(episode(shots), nothing(), { route }), trouble(), plan(episode(STORY))]) {
    const lines = planAsText(of, { colour: false, width }).split("\n");
    expect(lines.filter((line) => [...line].length > width)).toEqual([]);
  }
});

test("on 80 columns the costs that decide stay, the lowest is left to `why`", () => {
  const text = planAsText(trouble(), { colour: false, width: 80 });
  expect(text).toContain("expected  at most\n");
  expect(text).not.toContain("  low  ");
});
