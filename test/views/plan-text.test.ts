import { describe, expect, test } from "vitest";
import { cutInputs, cutOf } from "../../src/core/cut.ts";
import type { Plan } from "../../src/core/plan-steps.ts";
import type { Shot } from "../../src/core/production.ts";
import { validatorOf } from "../../src/schema/validators.ts";
import { planAsJson } from "../../src/views/plan-json.ts";
import { planSentences } from "../../src/views/plan-sentences.ts";
import { planAsText } from "../../src/views/plan-text.ts";
import {
  applied,
  attempt,
  basisFor,
  episode,
  nothing,
  PAID_ROUTE,
  plan,
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

test("no line but the table of a paid plan is wider than a terminal of 80 columns", () => {
  const lines = planAsText(trouble(), { colour: false, width: 80 }).split("\n");
  expect(lines.filter((line) => line.length > 80 && !line.includes("$") && !line.includes("never above"))).toEqual([]);
});
