import { describe, expect, test } from "vitest";
import { sha256 } from "../../../src/core/digest.ts";
import type { EpisodeState } from "../../../src/core/episode-state.ts";
import { upstreamFrame } from "../../../src/core/plan/upstream-frame.ts";
import type { Step } from "../../../src/core/plan-steps.ts";
import type { Episode, Shot } from "../../../src/core/production.ts";
import {
  applied,
  attempt,
  basisFor,
  episode,
  kindsOf,
  nothing,
  PAID_ROUTE,
  plan,
  receipt,
  shot,
  shotState,
  take,
  tamShot,
} from "./story.ts";

function only(steps: readonly Step[], id: string): Step {
  const found = steps.filter((step) => step.shot === id);
  expect(found).toHaveLength(1);
  return found[0] as Step;
}

describe("a first plan", () => {
  test("renders every active shot, holds the held, leaves the omitted out", () => {
    const of = episode([shot("SH0010"), shot("SH0020", { status: "hold" }), shot("SH0030", { status: "omit" })]);
    const first = plan(of);
    expect(kindsOf(first)).toEqual({ SH0010: "render", SH0020: "hold", SH0030: "omit" });
    expect(only(first.steps, "SH0010").causes).toEqual([{ code: "new-shot", subject: "SH0010", says: "new" }]);
    expect(first.conform.needed).toBe(true);
  });

  test("is the same, byte for byte, when it is made twice", () => {
    const of = episode([shot("SH0010"), tamShot("SH0020", "green")]);
    expect(JSON.stringify(plan(of))).toBe(JSON.stringify(plan(of)));
  });
});

describe("after everything was made", () => {
  const of = episode([shot("SH0010"), tamShot("SH0020", "green"), shot("SH0030", { options: 2 })]);
  const state = applied(of);

  test("nothing is left to do", () => {
    expect(kindsOf(plan(of, state))).toEqual({ SH0010: "reuse", SH0020: "reuse", SH0030: "reuse" });
  });

  test("one word of a wardrobe remakes exactly the shots that show it", () => {
    const red = episode([shot("SH0010"), tamShot("SH0020", "red"), shot("SH0030", { options: 2 })]);
    const next = plan(red, state);
    expect(kindsOf(next)).toEqual({ SH0010: "reuse", SH0020: "retake", SH0030: "reuse" });
    const step = only(next.steps, "SH0020");
    expect(step.causes).toEqual([
      {
        code: "part-changed",
        subject: "character/elf-tam#look.new-clothes.wardrobe",
        says: 'elf-tam, look new-clothes, wardrobe "green" -> "red"',
        was: "green",
        now: "red",
      },
    ]);
    expect(step.circled).toBe("v001");
  });

  test("order, titles, notes, trims and transitions render nothing", () => {
    const edited = episode([
      shot("SH0030", { options: 2, editorial: { title: "Other title", notes: "later" } }),
      shot("SH0010", { editorial: { trimInFrames: 4, transitionIn: { kind: "dissolve", frames: 12 } } }),
      tamShot("SH0020", "green", { sequence: "SQ020", name: "ESH_E101_SQ020_SH0020" }),
    ]);
    expect(kindsOf(plan(edited, state))).toEqual({ SH0030: "reuse", SH0010: "reuse", SH0020: "reuse" });
  });

  test("inserting and omitting touches no other shot", () => {
    const edited = episode([
      shot("SH0010"),
      shot("SH0015"),
      tamShot("SH0020", "green", { status: "omit" }),
      shot("SH0030", { options: 2 }),
    ]);
    expect(kindsOf(plan(edited, state))).toEqual({
      SH0010: "reuse",
      SH0015: "render",
      SH0020: "omit",
      SH0030: "reuse",
    });
  });

  test("a shot that is gone is named and nothing is deleted", () => {
    const next = plan(episode([shot("SH0010"), shot("SH0030", { options: 2 })]), state);
    expect(next.notices.map((notice) => [notice.code, notice.shot])).toEqual([["shot-gone", "SH0020"]]);
  });

  test("one more option asks for one take", () => {
    const step = only(plan(episode([shot("SH0030", { options: 3, maxPaidTakes: 4 })]), state).steps, "SH0030");
    expect([step.kind, step.takes, step.causes[0]?.says]).toEqual([
      "render",
      1,
      "2 of 3 takes to choose from are made",
    ]);
  });
});

describe("renames", () => {
  const state = applied(episode([shot("SH0010"), tamShot("SH0020", "green")]));
  const renamed = { ...tamShot("SH0025", "green"), intent: tamShot("SH0020", "green").intent };

  test("a new number with the same content is free, and once recorded there is nothing to do", () => {
    const of = episode([shot("SH0010"), renamed]);
    const next = plan(of, state);
    expect(kindsOf(next)).toEqual({ SH0010: "reuse", SH0025: "rename" });
    const step = only(next.steps, "SH0025");
    expect(step.causes[0]).toMatchObject({ code: "renamed", was: "SH0020", now: "SH0025" });
    expect(step.causes[0]?.says).toContain("ESH_E101_SQ010_SH0020_v001");
    expect(next.notices).toEqual([]);
    expect(kindsOf(plan(of, applied(of, state)))).toEqual({ SH0010: "reuse", SH0025: "reuse" });
  });

  test("what is said of cut and burn-in is said of a renamed shot, too", () => {
    const dissolve = { editorial: { transitionIn: { kind: "dissolve" as const, frames: 200 } } };
    const old = episode([shot("SH0010"), tamShot("SH0020", "green", dissolve)]);
    const before = applied(old, undefined, { tier: "animatic" });
    const codes = (of: Episode) => plan(of, drawnWithBurnIn(before)).notices.map(({ code, says }) => [code, says]);
    const moved = episode([
      shot("SH0010"),
      { ...tamShot("SH0025", "green", dissolve), intent: old.shots[1]?.intent ?? renamed.intent },
    ]);
    const flat = (of: Episode) =>
      codes({ ...of, burnIn: false }).map(([code, says]) => [code, says?.replaceAll("SH0025", "SH0020")]);
    expect(flat(old).map(([code]) => code)).toEqual(["burn-in-differs", "dissolve-shortened"]);
    expect(flat(moved)).toEqual(flat(old));
  });

  test("a renamed shot in a tier that is not made is renamed and rendered", () => {
    expect(kindsOf(plan(episode([shot("SH0010"), renamed]), state, { tier: "final" }))).toEqual({
      SH0010: "render",
      SH0025: "rename+render",
    });
  });

  test("a new number with other content is a new shot", () => {
    expect(kindsOf(plan(episode([shot("SH0010"), shot("SH0025")]), state))["SH0025"]).toBe("render");
  });

  test("the follower of a renamed shot stays", () => {
    const chained = (id: string, from: string) =>
      shot(id, { intent: { action: "chained", chain: { from, mode: "last-frame" } } });
    const first = { ...shot("SH0010"), intent: shot("SH0010").intent };
    const before = applied(episode([first, chained("SH0020", "SH0010")]));
    const of = episode([{ ...shot("SH0011"), intent: first.intent }, chained("SH0020", "SH0011")]);
    expect(kindsOf(plan(of, before))).toEqual({ SH0011: "rename", SH0020: "reuse" });
    expect(kindsOf(plan(of, applied(of, before)))).toEqual({ SH0011: "reuse", SH0020: "reuse" });
  });
});

describe("chains", () => {
  const chained = (id: string, from: string, action = "goes on") =>
    shot(id, { intent: { action, chain: { from, mode: "last-frame" } } });
  const made = applied(episode([shot("SH0010"), chained("SH0020", "SH0010"), chained("SH0030", "SH0020", "and on")]));

  test("followers of a shot that will be remade are known after it, transitively", () => {
    const changed = episode([
      shot("SH0010", { intent: { action: "another action" } }),
      chained("SH0020", "SH0010"),
      chained("SH0030", "SH0020", "and on"),
    ]);
    const next = plan(changed, made, { route: PAID_ROUTE });
    expect(kindsOf(next)).toEqual({ SH0010: "retake", SH0020: "retake", SH0030: "retake" });
    const follower = only(next.steps, "SH0020");
    expect(follower.after).toEqual(["SH0010"]);
    expect(follower.causes.map((cause) => cause.says)).toEqual(["known after SH0010"]);
    expect(follower.cost.lowMicros).toBe(0);
    expect(follower.cost.expectedMicros).toBe(500_000);
    expect(only(next.steps, "SH0030").causes.map((cause) => cause.says)).toEqual(["known after SH0020"]);
  });

  test("a new last frame makes the follower stale, the same frame does not", () => {
    const of = episode([shot("SH0010"), chained("SH0020", "SH0010"), chained("SH0030", "SH0020", "and on")]);
    const first = made.shots["SH0010"];
    const other = {
      ...made,
      shots: {
        ...made.shots,
        SH0010: {
          ...shotState("SH0010"),
          ...first,
          takes: [take(shot("SH0010"), basisFor(shot("SH0010")), { lastFrame: sha256("other") })],
        },
      },
    };
    expect(only(plan(of, other).steps, "SH0020").causes.map((cause) => cause.says)).toEqual([
      "SH0010 ends on another picture",
    ]);
    expect(kindsOf(plan(of, made))["SH0020"]).toBe("reuse");
  });

  test("a follower of a shot that cannot be made waits", () => {
    const of = episode([shot("SH0010"), chained("SH0020", "SH0010")]);
    const next = plan(of, nothing(), { route: () => receipt() });
    expect(kindsOf(next)).toEqual({ SH0010: "blocked", SH0020: "blocked" });
    expect(only(next.steps, "SH0020").causes[0]?.says).toBe("starts from SH0010, which has to be made first and waits");
  });

  test("--only a follower whose shot must be made first blocks it", () => {
    const of = episode([shot("SH0010"), chained("SH0020", "SH0010")]);
    expect(kindsOf(plan(of, nothing(), { only: ["SH0020"] }))).toEqual({ SH0020: "blocked" });
  });
});

describe("people, tiers and takes", () => {
  const one = shot("SH0010");
  const of = episode([one]);
  const made = applied(of);
  const known = made.shots["SH0010"] ?? shotState("SH0010");

  test("a lower tier never satisfies a higher one; a higher one does a lower", () => {
    const final = plan(of, made, { tier: "final", route: PAID_ROUTE });
    expect(only(final.steps, "SH0010").causes[0]?.says).toBe("no final take yet; animatic v001 stands in");
    expect(kindsOf(plan(of, applied(of, nothing(), { tier: "final" }), { tier: "animatic" }))).toEqual({
      SH0010: "reuse",
    });
  });

  test("a retake that was asked for is one step with its reason", () => {
    const asked = { tier: "animatic" as const, reason: "too slow", operator: "anna", at: "2026-11-23T00:00:00.000Z" };
    const step = only(plan(of, { ...made, shots: { SH0010: { ...known, retakes: [asked] } } }).steps, "SH0010");
    expect([step.kind, step.takes, step.causes[0]?.says]).toEqual(["retake", 1, "anna asks for a retake: too slow"]);
  });

  test("a take that a person keeps for the new intent is kept, and named", () => {
    const changed = shot("SH0010", { intent: { action: "something else" } });
    const kept = { v001: { basis: basisFor(changed), reason: "good enough", operator: "anna" } };
    const step = only(plan(episode([changed]), { ...made, shots: { SH0010: { ...known, kept } } }).steps, "SH0010");
    expect([step.kind, step.causes[0]?.says]).toEqual(["keep", "v001 is kept: good enough"]);
  });

  test("a take that was kept for other words still serves the words it was made from", () => {
    const other = basisFor(shot("SH0010", { intent: { action: "he sleeps" } }));
    const kept = { v001: { basis: other, reason: "good enough", operator: "anna" } };
    const state = applied(episode([shot("SH0010")]));
    const [one] = Object.values(state.shots);
    if (one === undefined) throw new Error("nothing was made");
    const steps = plan(episode([shot("SH0010")]), { ...state, shots: { SH0010: { ...one, kept } } }).steps;
    expect(only(steps, "SH0010").kind).toBe("reuse");
  });

  test("the frame a shot starts from is found where only the YAML knows the new number of its upstream shot", () => {
    const chained = (from: string) => shot("SH0020", { intent: { chain: { from, mode: "last-frame" } } });
    const state = applied(episode([shot("SH0010"), chained("SH0010")]));
    const first = { ...shot("SH0010"), id: "SH0015", name: "ESH_E101_SQ010_SH0015" };
    const frame = state.shots["SH0010"]?.takes[0]?.lastFrame;
    const renumbered = { episode: episode([first, chained("SH0015")]), state, tier: "animatic" } as const;
    expect(upstreamFrame(renumbered, chained("SH0015"))).toEqual({ SH0015: frame });
    expect(upstreamFrame(renumbered, first)).toEqual({});
    expect(upstreamFrame(renumbered, chained("SH0099"))).toEqual({ SH0099: null });
  });

  test("a missing file of a free take is made again, of a paid one it asks", () => {
    const gone = { mediaPresent: () => false };
    expect(only(plan(of, made, gone).steps, "SH0010")).toMatchObject({
      kind: "retake",
      causes: [{ code: "media-missing" }],
    });
    const paid = { ...known, takes: [take(one, basisFor(one), { costMicros: 900_000 })] };
    const step = only(plan(of, { ...made, shots: { SH0010: paid } }, gone).steps, "SH0010");
    expect([step.kind, step.causes[0]?.code]).toEqual(["blocked", "person-needed"]);
  });

  test("pictures with another burn-in stay, and the plan says which", () => {
    const drawn = {
      ...known,
      attempts: [attempt(one, basisFor(one), { standing: "accepted", order: { burnIn: true } })],
    };
    const state = { ...made, shots: { SH0010: drawn } };
    expect(plan(of, state).notices).toEqual(of.burnIn ? [] : [expect.objectContaining({ code: "burn-in-differs" })]);
    const off = plan({ ...of, burnIn: !of.burnIn }, state);
    expect(kindsOf(off)).toEqual({ SH0010: "reuse" });
    expect(off.notices.length + plan(of, state).notices.length).toBe(1);
  });

  test("what the cut cannot do as asked is said before it is made", () => {
    const fade = { kind: "dissolve" as const, frames: 12 };
    const last = shot("SH0010", { editorial: { transitionOut: fade } });
    expect(plan(episode([last]), made).notices.map(({ code }) => code)).toEqual(["transition-left-out"]);
    expect(plan(episode([last])).notices).toEqual([]);
  });

  test("an open attempt is under way and no second one is planned", () => {
    const open = shotState("SH0010", { attempts: [attempt(one, basisFor(one), { standing: "submitted" })] });
    const step = only(plan(of, { ...nothing(), shots: { SH0010: open } }, { route: PAID_ROUTE }).steps, "SH0010");
    // Should it not pass the gates, the two takes that are left may follow it, on the dearer engine at worst.
    expect([step.kind, step.takes, step.cost]).toEqual([
      "render",
      0,
      { lowMicros: 0, expectedMicros: 0, ceilingMicros: 1_800_000 },
    ]);
    expect(step.causes[0]).toMatchObject({
      code: "in-flight",
      says: "attempt 1 is under way at animatic/local (submitted)",
    });
  });

  test("an attempt in doubt parks the shot", () => {
    const doubt = attempt(one, basisFor(one), { standing: "in-doubt", reserveMicros: 1_200_000 });
    const step = only(
      plan(of, { ...nothing(), shots: { SH0010: shotState("SH0010", { attempts: [doubt] }) } }).steps,
      "SH0010",
    );
    expect(step.kind).toBe("in-doubt");
    expect(step.causes[0]?.says).toContain("up to $1.20 may be billed");
  });

  test("takes below the floor count against max_paid_takes, then a person decides", () => {
    const low = (number: number) =>
      attempt(one, basisFor(one), {
        number,
        attempt: `a${number}`,
        take: `v00${number}`,
        judgement: { verdict: "fail", scorePerMille: 420, readings: [] },
      });
    const twice = only(
      plan(
        of,
        { ...nothing(), shots: { SH0010: shotState("SH0010", { attempts: [low(1), low(2)] }) } },
        { route: PAID_ROUTE },
      ).steps,
      "SH0010",
    );
    expect([twice.kind, twice.cost.ceilingMicros, twice.causes.at(-1)?.says]).toEqual([
      "render",
      900_000,
      "v002 did not pass the gates (score 0.42)",
    ]);
    const thrice = only(
      plan(of, { ...nothing(), shots: { SH0010: shotState("SH0010", { attempts: [low(1), low(2), low(3)] }) } }).steps,
      "SH0010",
    );
    expect([thrice.kind, thrice.causes[0]?.subject]).toEqual(["blocked", "max_paid_takes"]);
    const changed = episode([shot("SH0010", { intent: { action: "other words" } })]);
    const fresh = plan(changed, {
      ...nothing(),
      shots: { SH0010: shotState("SH0010", { attempts: [low(1), low(2), low(3)] }) },
    });
    expect(kindsOf(fresh)).toEqual({ SH0010: "render" });
  });

  test("a refusal that asks a person is not tried again", () => {
    const failure = {
      class: "refusal" as const,
      advice: "stop-and-ask" as const,
      charge: { certainty: "known" as const, micros: 0 },
      message: "prompt refused",
    };
    const state = {
      ...nothing(),
      shots: {
        SH0010: shotState("SH0010", { attempts: [attempt(one, basisFor(one), { standing: "refused", failure })] }),
      },
    };
    expect(only(plan(of, state).steps, "SH0010").causes[0]?.says).toBe(
      "animatic/local stopped (refusal): prompt refused",
    );
  });

  test("enough takes and none circled: choose", () => {
    const two = shot("SH0010", { options: 2 });
    const takes = [take(two, basisFor(two)), take(two, basisFor(two), { id: "v002" })];
    const step = only(
      plan(episode([two]), { ...nothing(), shots: { SH0010: shotState("SH0010", { takes }) } }).steps,
      "SH0010",
    );
    expect([step.kind, step.causes[0]?.says]).toEqual([
      "blocked",
      "v001, v002 wait: choose with `shotlock circle SH0010 v001`",
    ]);
  });

  test("a take that a person brought is enough, however many options the shot asks for", () => {
    const three = shot("SH0010", { options: 3 });
    const adopted = { ...take(three, basisFor(three)), origin: "adopted" as const };
    const state = {
      ...nothing(),
      shots: { SH0010: shotState("SH0010", { takes: [adopted], circled: { animatic: "v001" } }) },
    };
    expect(kindsOf(plan(episode([three]), state))).toEqual({ SH0010: "reuse" });
  });

  test("own footage is free and remade only when its bytes change", () => {
    const provided = (bytes: string) =>
      shot("SH0010", { source: { kind: "provided", path: "footage/a.mp4", sha256: sha256(bytes) } });
    const first = only(plan(episode([provided("one")]), nothing(), { route: () => receipt() }).steps, "SH0010");
    expect([first.kind, first.takes, first.cost.ceilingMicros]).toEqual(["render", 1, 0]);
    const state = applied(episode([provided("one")]));
    expect(kindsOf(plan(episode([provided("one")]), state))).toEqual({ SH0010: "reuse" });
    expect(only(plan(episode([provided("two")]), state).steps, "SH0010").causes[0]?.says).toBe(
      "the footage that was provided changed",
    );
  });

  test("a locked episode does not follow its bible, and says so", () => {
    const before = applied(episode([tamShot("SH0010", "green")]));
    const next = plan(episode([tamShot("SH0010", "red")], { status: "locked" }), before);
    expect(kindsOf(next)).toEqual({ SH0010: "reuse" });
    expect(next.notices.map((notice) => notice.code)).toEqual(["episode-locked"]);
  });

  test("what a follower waits for is said", () => {
    const chained = shot("SH0020", { intent: { chain: { from: "SH0010", mode: "last-frame" } } });
    const says = (change: Partial<Shot>, request: Parameters<typeof plan>[2] = {}): string | undefined =>
      only(plan(episode([{ ...shot("SH0010"), ...change }, chained]), nothing(), request).steps, "SH0020").causes[0]
        ?.says;
    expect(says({ status: "omit" })).toBe("starts from SH0010, which is omitted: chain it to another shot");
    expect(says({ status: "hold" })).toBe("starts from SH0010, which is on hold and not made yet");
    expect(says({}, { only: ["SH0020"] })).toBe("starts from SH0010, which has to be made first: plan it too");
    expect(says({}, { route: () => receipt() })).toBe("starts from SH0010, which has to be made first and waits");
  });
});

describe("money", () => {
  test("low, expected and ceiling of a step", () => {
    const step = only(
      plan(episode([shot("SH0010", { options: 2 })]), nothing(), { route: PAID_ROUTE }).steps,
      "SH0010",
    );
    expect(step.cost).toEqual({ lowMicros: 800_000, expectedMicros: 1_000_000, ceilingMicros: 2_700_000 });
  });

  test("a shot's own limit caps its ceiling, or blocks it with the numbers", () => {
    const capped = plan(episode([shot("SH0010", { maxShotMicros: 1_000_000 })]), nothing(), { route: PAID_ROUTE });
    expect(only(capped.steps, "SH0010").cost.ceilingMicros).toBe(1_000_000);
    const blocked = plan(episode([shot("SH0010", { maxShotMicros: 300_000 })]), nothing(), { route: PAID_ROUTE });
    expect(only(blocked.steps, "SH0010")).toMatchObject({
      kind: "blocked",
      causes: [{ says: "needs $0.40; $0.30 is left of its $0.30: raise `max_cost`, or make the shot cheaper" }, {}],
    });
  });

  test("the episode's ceiling squeezes room for second takes first, then blocks, with the numbers", () => {
    const shots = ["SH0010", "SH0020", "SH0030"].map((id) => shot(id));
    const squeezed = plan(episode(shots, { ceilings: { currency: "USD", episodeMicros: 2_000_000 } }), nothing(), {
      route: PAID_ROUTE,
    });
    expect(kindsOf(squeezed)).toEqual({ SH0010: "render", SH0020: "render", SH0030: "render" });
    // Room is shared out in whole takes: one more of $0.40 for the first, and what is left buys no other.
    expect(squeezed.steps.map((step) => step.cost.ceilingMicros)).toEqual([900_000, 500_000, 500_000]);
    expect(squeezed.notices.map((notice) => notice.code)).toEqual(["ceiling-cut"]);
    const blocked = plan(episode(shots, { ceilings: { currency: "USD", runMicros: 1_100_000 } }), nothing(), {
      route: PAID_ROUTE,
    });
    expect(kindsOf(blocked)).toEqual({ SH0010: "render", SH0020: "render", SH0030: "blocked" });
    expect(only(blocked.steps, "SH0030").causes[0]?.says).toBe(
      "needs about $0.50; $0.10 is left of the run's $1.10: raise `ceilings.run`, or make fewer shots",
    );
  });

  test("room is shared out in turns: every shot gets a second take before one gets a third", () => {
    const shots = ["SH0010", "SH0020", "SH0030"].map((id) => shot(id));
    const roomy = plan(episode(shots, { ceilings: { currency: "USD", episodeMicros: 3_200_000 } }), nothing(), {
      route: PAID_ROUTE,
    });
    // Each needs $0.50 and would like $2.70; $1.70 is to be shared, a take is $0.40: one each, and one more for the first.
    expect(roomy.steps.map((step) => step.cost.ceilingMicros)).toEqual([1_300_000, 900_000, 900_000]);
    expect(roomy.notices[0]?.says).toBe(
      "3 shots have less room for second takes and failover: the episode's $3.20 ends there",
    );
  });

  test("the smaller of a shot's own limit and the show's counts, and is named", () => {
    const of = (ceilings: Episode["ceilings"]) =>
      plan(episode([shot("SH0010", { maxShotMicros: 500_000 })], { ceilings }), nothing(), { route: PAID_ROUTE });
    expect(only(of({ currency: "USD", shotMicros: 9_000_000 }).steps, "SH0010").cost.ceilingMicros).toBe(500_000);
    expect(only(of({ currency: "USD", shotMicros: 100_000 }).steps, "SH0010").causes[0]).toMatchObject({
      subject: "ceilings.shot",
      says: "needs $0.40; $0.10 is left of its $0.10: raise `ceilings.shot`, or make the shot cheaper",
    });
  });

  test("money that was spent counts against the episode", () => {
    const one = shot("SH0010");
    const spent = shotState("SH0010", {
      takes: [take(one, basisFor(one), { costMicros: 900_000 })],
      circled: { animatic: "v001" },
    });
    const of = episode([one, shot("SH0020")], { ceilings: { currency: "USD", episodeMicros: 1_000_000 } });
    expect(kindsOf(plan(of, { ...nothing(), shots: { SH0010: spent } }, { route: PAID_ROUTE }))["SH0020"]).toBe(
      "blocked",
    );
  });

  test("the follower of a shot that is over the ceiling waits", () => {
    const of = episode(
      [shot("SH0010"), shot("SH0020", { intent: { chain: { from: "SH0010", mode: "last-frame" } } })],
      { ceilings: { currency: "USD", runMicros: 100_000 } },
    );
    const next = plan(of, nothing(), { route: PAID_ROUTE });
    expect(kindsOf(next)).toEqual({ SH0010: "blocked", SH0020: "blocked" });
    expect(only(next.steps, "SH0020").causes[0]?.code).toBe("upstream-unknown");
    expect(next.cost.ceilingMicros).toBe(0);
  });
});

/** Every attempt of the state as one that was drawn with slate and timecode. */
function drawnWithBurnIn(state: EpisodeState): EpisodeState {
  const shots = Object.entries(state.shots).map(([id, one]) => [
    id,
    {
      ...one,
      attempts: one.takes.map((made) =>
        attempt(shot(id), made.basis, { standing: "accepted", take: made.id, order: { burnIn: true } }),
      ),
    },
  ]);
  return { ...state, shots: Object.fromEntries(shots) };
}
