import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDocument, visit } from "yaml";
import { basisOf, sameBasis } from "../../src/core/basis-of.ts";
import type { Catalogue } from "../../src/core/catalogue.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { sumOfCosts } from "../../src/core/plan/step-cost.ts";
import type { Plan } from "../../src/core/plan-steps.ts";
import { type Episode, SHOT_SIZES, type Shot, TIERS, type Tier } from "../../src/core/production.ts";
import { routeShot } from "../../src/core/route/route-shot.ts";
import { validatorOf } from "../../src/schema/validators.ts";
import { planAsJson } from "../../src/views/plan-json.ts";
import { planSentences } from "../../src/views/plan-sentences.ts";
import { planAsText } from "../../src/views/plan-text.ts";
import { shippedCatalogue } from "../catalogue/shipped.ts";
import { sampleEpisode } from "../core/plan/sample-files.ts";
import { applied, candidate, episode, nothing, plan, receipt, shot, spentNow } from "../core/plan/story.ts";

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
          autoMicros: 1_000_000_000,
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

describe("laws of money", () => {
  const amount = fc.option(fc.integer({ min: 0, max: 60_000_000 }), { nil: undefined });

  test("a ceiling refuses a shot or leaves it as it is: it never makes fewer takes or a cheaper one", () => {
    fc.assert(
      fc.property(drafts, wardrobes, amount, amount, (all, bible, episodeMicros, runMicros) => {
        const ceilings = {
          currency: "USD",
          autoMicros: 1_000_000_000,
          ...(episodeMicros === undefined ? {} : { episodeMicros }),
          ...(runMicros === undefined ? {} : { runMicros }),
        };
        const free = plan(episodeOf(all, bible), nothing(), { route: paid });
        const limited = plan(episodeOf(all, bible, { ceilings }), nothing(), { route: paid });
        for (const [index, step] of limited.steps.entries()) {
          const unlimited = free.steps[index];
          if (step.kind === "blocked") {
            expect([step.takes, step.cost.ceilingMicros]).toEqual([0, 0]);
            expect(step.causes[0]?.code).toMatch(/^(over-ceiling|upstream-unknown)$/);
            continue;
          }
          expect({ ...step, cost: { ...step.cost, ceilingMicros: 0 } }).toEqual({
            ...unlimited,
            cost: { ...unlimited?.cost, ceilingMicros: 0 },
          });
          expect(step.cost.ceilingMicros).toBeLessThanOrEqual(unlimited?.cost.ceilingMicros ?? 0);
        }
      }),
    );
  });

  test("what was spent and what may be spent stay below episode and month together", () => {
    fc.assert(
      fc.property(
        drafts,
        wardrobes,
        fc.nat({ max: 9_000_000 }),
        fc.nat({ max: 60_000_000 }),
        fc.nat({ max: 60_000_000 }),
        (all, bible, spent, episodeMicros, monthMicros) => {
          const before = episodeOf(all, bible);
          const made = applied(before);
          const shots = Object.fromEntries(
            Object.entries(made.shots).map(([id, one]) => [
              id,
              { ...one, attempts: [], takes: one.takes.map((take) => ({ ...take, costMicros: spent })) },
            ]),
          );
          const total = Object.values(shots).reduce((sum, one) => sum + one.takes.length * spent, 0);
          const after = episodeOf(
            all,
            { ...bible, "josef.workday": "white" },
            {
              ceilings: { currency: "USD", episodeMicros, monthMicros },
            },
          );
          const next = plan(after, { ...made, shots }, { route: paid, books: spentNow(total) });
          expect(next.cost.ceilingMicros).toBeLessThanOrEqual(Math.max(0, episodeMicros - total));
          expect(next.cost.ceilingMicros).toBeLessThanOrEqual(Math.max(0, monthMicros - total));
        },
      ),
    );
  });
});

describe("laws with the real engines", () => {
  const catalogue = shippedCatalogue();
  const routed =
    (of: Episode, tier: Tier, engines = catalogue) =>
    (one: Shot) =>
      routeShot({ shot: one, episode: of, tier, catalogue: engines, asOf: "2026-11-24" });
  const validate = validatorOf("plan");

  test("every plan is what its schema says, fits 100 columns and has at most three sentences", () => {
    fc.assert(
      fc.property(
        drafts,
        wardrobes,
        fc.constantFrom(...TIERS),
        fc.nat({ max: 90_000_000 }),
        (all, bible, tier, most) => {
          const of = episodeOf(all, bible, { ceilings: { currency: "USD", episodeMicros: most } });
          const made = plan(of, nothing(), { tier, route: routed(of, tier) });
          expect(validate(JSON.parse(planAsJson(made))), JSON.stringify(validate.errors)).toBe(true);
          expect(made.cost).toEqual(sumOfCosts(made.steps.map((step) => step.cost)));
          expect(made.cost.ceilingMicros).toBeLessThanOrEqual(most);
          const text = planAsText(made, { colour: false, width: 100 });
          expect(text.split("\n").filter((line) => [...line].length > 100)).toEqual([]);
          expect(planSentences(made).length).toBeLessThanOrEqual(3);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("the order of engines, models and endpoints in the files decides nothing", () => {
    fc.assert(
      fc.property(drafts, wardrobes, (all, bible) => {
        const of = episodeOf(all, bible);
        const turned: Catalogue = {
          ...catalogue,
          engines: [...catalogue.engines].reverse(),
          models: [...catalogue.models].reverse().map((one) => ({ ...one, endpoints: [...one.endpoints].reverse() })),
        };
        const one = plan(of, nothing(), { tier: "final", route: routed(of, "final") });
        const other = plan(of, nothing(), { tier: "final", route: routed(of, "final", turned) });
        expect(planAsJson(other)).toBe(planAsJson(one));
      }),
      { numRuns: 10 },
    );
  });

  test("another engine never makes an accepted take dearer, and changes nothing where it is not chosen", () => {
    const models = catalogue.models.filter((model) => model.tiers.includes("final"));
    fc.assert(
      fc.property(drafts, wardrobes, fc.nat({ max: models.length - 1 }), (all, bible, pick) => {
        const added = models[pick]?.id;
        const of = episodeOf(all, bible);
        const fewer = { ...catalogue, models: catalogue.models.filter((model) => model.id !== added) };
        const before = plan(of, nothing(), { tier: "final", route: routed(of, "final", fewer) });
        const after = plan(of, nothing(), { tier: "final", route: routed(of, "final") });
        for (const [index, step] of after.steps.entries()) {
          const [was, now] = [before.steps[index]?.receipt?.candidates[0], step.receipt?.candidates[0]];
          if (was === undefined) continue;
          expect(now?.totalMicros).toBeLessThanOrEqual(was.totalMicros);
          if (now?.identity.model !== added) expect(now).toEqual(was);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe("the laws of writing, on the sample itself", () => {
  /** The same document with keys in another order, other quotes, other brackets and comments everywhere. */
  const restyled =
    (seed: number) =>
    (text: string): string => {
      let state = seed;
      const next = (below: number): number => {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        return Math.floor((state / 2_147_483_648) * below);
      };
      const document = parseDocument(text);
      document.commentBefore = ` restyled ${seed}`;
      visit(document, {
        Map: (_, map) => {
          for (let index = map.items.length - 1; index > 0; index -= 1) {
            const other = next(index + 1);
            const [one, two] = [map.items[index], map.items[other]];
            if (one !== undefined && two !== undefined) [map.items[index], map.items[other]] = [two, one];
          }
          // A comment inside brackets would swallow the rest of its line; without brackets it may stand.
          map.flow = next(2) === 0;
        },
        Scalar: (_, scalar) => {
          scalar.comment = null;
          scalar.commentBefore = null;
          if (typeof scalar.value === "string")
            scalar.type = (["PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE"] as const)[next(3)] ?? "PLAIN";
        },
      });
      return `# by another hand\n${document.toString({ lineWidth: 40 + next(100) })}# end\n`;
    };
  const FILES = ["show.yaml", "bible/people.yaml", "bible/world.yaml", "episodes/E101.yaml"];

  test("order of keys, comments, quotes, brackets and line breaks change no byte of the plan", async () => {
    const before = plan(await sampleEpisode());
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 1_000_000 }), async (seed) => {
        const edits = FILES.map((file, index) => ({ file, rewrite: restyled(seed + index) }));
        expect(planAsJson(plan(await sampleEpisode(...edits)))).toBe(planAsJson(before));
      }),
      { numRuns: 15 },
    );
  });
});

/** The same value with its keys in another order. */
function reversed<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).reverse()) as Value;
}
