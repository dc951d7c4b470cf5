import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { basisOf, sameBasis } from "../../src/core/basis-of.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { sumOfCosts } from "../../src/core/plan/step-cost.ts";
import type { Plan } from "../../src/core/plan-steps.ts";
import { type Episode, SHOT_SIZES, type Shot, TIERS } from "../../src/core/production.ts";
import { applied, candidate, episode, nothing, plan, receipt, shot } from "../core/plan/story.ts";

/** A bible of four characters with two looks each; a shot uses some of it. */
const CHARACTERS = ["josef", "anna", "elf-tam", "elf-pim"] as const;
const LOOKS = ["workday", "new-clothes"] as const;
type Wardrobes = Readonly<Record<string, string>>;

const wardrobes: fc.Arbitrary<Wardrobes> = fc.record(
  Object.fromEntries(
    CHARACTERS.flatMap((who) => LOOKS.map((look) => [`${who}.${look}`, fc.constantFrom("green", "red", "black")])),
  ),
);

interface Draft {
  readonly cast: readonly { readonly character: string; readonly look: string }[];
  readonly action: string;
  readonly size: Shot["intent"]["framing"]["size"];
  readonly durationFrames: number;
  readonly chained: boolean;
  readonly options: number;
  readonly status: Shot["status"];
}

const drafts: fc.Arbitrary<readonly Draft[]> = fc.array(
  fc.record({
    cast: fc.uniqueArray(fc.record({ character: fc.constantFrom(...CHARACTERS), look: fc.constantFrom(...LOOKS) }), {
      maxLength: 3,
      selector: (member) => member.character,
    }),
    action: fc.string({ minLength: 1, maxLength: 20 }),
    size: fc.constantFrom(...SHOT_SIZES),
    durationFrames: fc.integer({ min: 1, max: 400 }),
    chained: fc.boolean(),
    options: fc.integer({ min: 1, max: 2 }),
    status: fc.constantFrom("active", "active", "active", "hold", "omit"),
  }),
  { minLength: 1, maxLength: 8 },
);

function shotsOf(all: readonly Draft[], bible: Wardrobes): Shot[] {
  return all.map((draft, index) => {
    const before = all[index - 1];
    const from =
      draft.chained && before?.status === "active" && draft.status === "active" ? idAt(index - 1) : undefined;
    const parts: Record<string, JsonObject> = {};
    for (const { character, look } of draft.cast) {
      parts[`character/${character}#identity`] = { descriptor: character };
      parts[`character/${character}#look.${look}`] = { wardrobe: bible[`${character}.${look}`] ?? "none" };
    }
    return shot(idAt(index), {
      status: draft.status,
      options: draft.options,
      parts,
      intent: {
        cast: draft.cast,
        action: `${index}: ${draft.action}`,
        framing: { size: draft.size },
        durationFrames: draft.durationFrames,
        ...(from === undefined ? {} : { chain: { from, mode: "last-frame" as const } }),
      },
    });
  });
}

function idAt(index: number): string {
  return `SH${String((index + 1) * 10).padStart(4, "0")}`;
}

function episodeOf(all: readonly Draft[], bible: Wardrobes, change: Partial<Episode> = {}): Episode {
  return episode(shotsOf(all, bible), change);
}

const DOES = new Set(["render", "retake", "rename", "blocked", "in-doubt"]);
function busy(of: Plan): string[] {
  return of.steps.filter((step) => DOES.has(step.kind)).map((step) => step.shot);
}

const paid = (shotOf: Shot) =>
  receipt(candidate(shotOf.intent.durationFrames * 10_000, undefined, 800), candidate(5_000_000, undefined, 900));

describe("laws of the plan", () => {
  test("the same inputs give the same bytes, in whatever order keys were written", () => {
    fc.assert(
      fc.property(drafts, wardrobes, (all, bible) => {
        const of = episodeOf(all, bible);
        const turned = {
          ...of,
          shots: of.shots.map((one) => ({ ...one, intent: reversed(one.intent), parts: reversed(one.parts) })),
        };
        expect(plan(turned).digest).toBe(plan(of).digest);
        expect(JSON.stringify(plan(of, nothing(), { route: paid }))).toBe(
          JSON.stringify(plan(of, nothing(), { route: paid })),
        );
      }),
    );
  });

  test("the plan of a plan applied is empty", () => {
    fc.assert(
      fc.property(drafts, wardrobes, fc.constantFrom(...TIERS), (all, bible, tier) => {
        const of = episodeOf(all, bible);
        expect(busy(plan(of, applied(of, nothing(), { tier }), { tier }))).toEqual([]);
      }),
    );
  });

  test("one wardrobe touches exactly the shots whose basis holds it, and their followers", () => {
    fc.assert(
      fc.property(
        drafts,
        wardrobes,
        fc.constantFrom(...CHARACTERS),
        fc.constantFrom(...LOOKS),
        (all, bible, who, look) => {
          const before = episodeOf(all, bible);
          const after = episodeOf(all, { ...bible, [`${who}.${look}`]: "white" });
          const stale = new Set(
            after.shots
              .filter((one) => one.parts[`character/${who}#look.${look}`] !== undefined && one.status === "active")
              .map((one) => one.id),
          );
          for (const one of after.shots)
            if (one.intent.chain !== undefined && stale.has(one.intent.chain.from)) stale.add(one.id);
          expect(new Set(busy(plan(after, applied(before))))).toEqual(stale);
        },
      ),
    );
  });

  test("one field of one shot touches that shot and its followers only", () => {
    fc.assert(
      fc.property(
        drafts,
        wardrobes,
        fc.nat(),
        fc.constantFrom("action", "durationFrames", "mood"),
        (all, bible, pick, field) => {
          const before = episodeOf(all, bible);
          const index = pick % all.length;
          const shots = before.shots.map((one, at) =>
            at === index
              ? { ...one, intent: { ...one.intent, [field]: field === "durationFrames" ? 401 : "something new" } }
              : one,
          );
          const changed = before.shots[index];
          const stale = new Set(changed?.status === "active" ? [changed.id] : []);
          for (const one of shots)
            if (one.intent.chain !== undefined && stale.has(one.intent.chain.from)) stale.add(one.id);
          expect(new Set(busy(plan({ ...before, shots }, applied(before))))).toEqual(stale);
        },
      ),
    );
  });

  test("editorial fields, order, route, gates and limits never change a digest and render nothing", () => {
    fc.assert(
      fc.property(drafts, wardrobes, fc.string(), fc.nat({ max: 12 }), (all, bible, words, frames) => {
        const before = episodeOf(
          all.map((draft) => ({ ...draft, chained: false })),
          bible,
        );
        const edited = [...before.shots].reverse().map((one) => ({
          ...one,
          importance: "hero" as const,
          approval: "director" as const,
          maxPaidTakes: 9,
          handles: 8,
          route: { ...one.route, deny: ["veo"], priority: "cheap" as const },
          gates: { allow: ["static"], limits: { "black.share_max": "0.5" } },
          editorial: {
            ...one.editorial,
            title: words,
            notes: words,
            trimInFrames: frames,
            transitionIn: { kind: "dissolve" as const, frames },
          },
        }));
        for (const one of edited) {
          const was = before.shots.find((other) => other.id === one.id) ?? one;
          expect(sameBasis(basisOf(one, {}), basisOf(was, {}))).toBe(true);
        }
        expect(busy(plan({ ...before, shots: edited }, applied(before)))).toEqual([]);
      }),
    );
  });

  test("the total is the sum of the steps and never above a ceiling", () => {
    const amount = fc.option(fc.integer({ min: 0, max: 60_000_000 }), { nil: undefined });
    fc.assert(
      fc.property(drafts, wardrobes, amount, amount, amount, (all, bible, episodeMicros, runMicros, shotMicros) => {
        const ceilings = {
          currency: "USD",
          ...(episodeMicros === undefined ? {} : { episodeMicros }),
          ...(runMicros === undefined ? {} : { runMicros }),
          ...(shotMicros === undefined ? {} : { shotMicros }),
        };
        const made = plan(episodeOf(all, bible, { ceilings }), nothing(), { route: paid });
        expect(made.cost).toEqual(sumOfCosts(made.steps.map((step) => step.cost)));
        expect(made.cost.ceilingMicros).toBeLessThanOrEqual(Math.min(episodeMicros ?? Infinity, runMicros ?? Infinity));
        for (const { cost } of made.steps) {
          expect(cost.lowMicros).toBeLessThanOrEqual(cost.expectedMicros);
          expect(cost.expectedMicros).toBeLessThanOrEqual(cost.ceilingMicros);
          expect(cost.ceilingMicros).toBeLessThanOrEqual(shotMicros ?? Infinity);
        }
      }),
    );
  });

  test("a lower tier never satisfies a higher one", () => {
    fc.assert(
      fc.property(drafts, wardrobes, fc.constantFrom([0, 1], [0, 2], [1, 2]), (all, bible, [low, high]) => {
        const of = episodeOf(all, bible);
        const next = plan(of, applied(of, nothing(), { tier: TIERS[low ?? 0] ?? "animatic" }), {
          tier: TIERS[high ?? 1] ?? "final",
        });
        expect(busy(next)).toEqual(of.shots.filter((one) => one.status === "active").map((one) => one.id));
      }),
    );
  });

  test("new numbers for all shots are free", () => {
    fc.assert(
      fc.property(drafts, wardrobes, (all, bible) => {
        const before = episodeOf(all, bible);
        const renumber = (id: string): string => `SH${String(Number(id.slice(2)) + 5).padStart(4, "0")}`;
        const shots = before.shots.map((one) => {
          const chain = one.intent.chain;
          const intent =
            chain === undefined ? one.intent : { ...one.intent, chain: { ...chain, from: renumber(chain.from) } };
          return { ...one, id: renumber(one.id), intent };
        });
        const next = plan({ ...before, shots }, applied(before), { route: paid });
        expect(next.cost.ceilingMicros).toBe(0);
        expect(next.steps.filter((step) => step.kind === "render" || step.kind === "retake")).toEqual([]);
      }),
    );
  });
});

/** The same value with its keys in another order. */
function reversed<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).reverse()) as Value;
}
