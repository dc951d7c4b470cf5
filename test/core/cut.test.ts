import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { joinHandles } from "../../src/core/cut/joins.ts";
import { segmentsOf } from "../../src/core/cut/segments.ts";
import { cutInputs, cutOf } from "../../src/core/cut.ts";
import type { EpisodeState } from "../../src/core/episode-state.ts";
import type { Shot, Tier, Transition } from "../../src/core/production.ts";
import type { MediaFacts } from "../../src/core/take.ts";
import { basisFor, episode, nothing, shot, shotState, type TakeWish, take } from "./plan/story.ts";

const dissolve = (frames: number): Transition => ({ kind: "dissolve", frames });

function made(shots: readonly Shot[], wish: TakeWish = {}): EpisodeState {
  const shotsMade = shots.map((one) => {
    const tier: Tier = wish.tier ?? "animatic";
    return [
      one.id,
      shotState(one.id, { takes: [take(one, basisFor(one), wish)], circled: { [tier]: "v001" } }),
    ] as const;
  });
  return { ...nothing(), shots: Object.fromEntries(shotsMade) };
}

const HANDLES: TakeWish = { headFrames: 8, tailFrames: 8 };

describe("the cut", () => {
  test("places shots in order, inside their handles, with trims, omitted ones left out", () => {
    const shots = [
      shot("SH0010"),
      shot("SH0020", { editorial: { trimInFrames: 10, trimOutFrames: 20 } }),
      shot("SH0030", { status: "omit" }),
      shot("SH0040"),
    ];
    const cut = cutOf(episode(shots), made(shots, HANDLES), "animatic");
    expect(
      cut.entries.map((entry) => [entry.shot, entry.sourceInFrames, entry.recordInFrames, entry.durationFrames]),
    ).toEqual([
      ["SH0010", 8, 0, 120],
      ["SH0020", 18, 120, 90],
      ["SH0040", 8, 210, 120],
    ]);
    expect(cut.frames).toBe(330);
  });

  test("a lower tier stands in as TEMP, a missing shot as a slate, a held shot keeps its take", () => {
    const shots = [
      shot("SH0010"),
      shot("SH0020"),
      shot("SH0030", { status: "hold" }),
      shot("SH0040", { status: "hold" }),
    ];
    const state = made([shots[0] as Shot, shots[2] as Shot]);
    const cut = cutOf(episode(shots), state, "final");
    expect(
      cut.entries.map((entry) =>
        entry.source.kind === "take" ? `take ${entry.source.temporary}` : entry.source.reason,
      ),
    ).toEqual(["take true", "not-made", "take true", "on-hold"]);
    expect(cutOf(episode(shots), state, "animatic").entries[0]?.source).toMatchObject({ temporary: false });
    expect(cutOf(episode(shots), made(shots, { tier: "final" }), "animatic").entries[0]?.source).toMatchObject({
      tier: "final",
      temporary: false,
    });
  });

  test("without slates missing shots are left out, and said", () => {
    const cut = cutOf(
      episode([shot("SH0010")], { conform: { loudnessLufs: -16, slate: false } }),
      nothing(),
      "animatic",
    );
    expect(cut.entries).toEqual([]);
    expect(cut.notices[0]?.code).toBe("shot-left-out");
  });

  test("a kept take that is too short makes the shot shorter, and says so", () => {
    const longer = shot("SH0010", { intent: { durationFrames: 200 } });
    const cut = cutOf(episode([longer]), made([longer], { frames: 136, headFrames: 8, tailFrames: 8 }), "animatic");
    expect([cut.frames, cut.notices[0]?.says]).toEqual([
      128,
      "SH0010 v001 holds 128 of the 200 frames the cut wants: the shot is 72 frames shorter",
    ]);
  });

  test("the picture is as large as the takes, never larger than the show", () => {
    const shots = [shot("SH0010")];
    expect(cutOf(episode(shots), made(shots, { width: 1280 }), "animatic")).toMatchObject({ width: 1280, height: 720 });
    expect(cutOf(episode(shots), made(shots, { width: 3840 }), "animatic")).toMatchObject({
      width: 1920,
      height: 1080,
    });
    expect(cutOf(episode(shots), nothing(), "animatic")).toMatchObject({ width: 1280, height: 720 });
  });
});

describe("dissolves", () => {
  const pair = (wish: TakeWish, frames: number) => {
    const shots = [shot("SH0010", { editorial: { transitionOut: dissolve(frames) } }), shot("SH0020")];
    return cutOf(episode(shots), made(shots, wish), "animatic");
  };

  test("are centred and take both handles; the programme keeps its length", () => {
    const cut = pair(HANDLES, 12);
    expect(cut.joins).toEqual([{ after: 0, kind: "dissolve", beforeFrames: 6, behindFrames: 6 }]);
    expect(cut.frames).toBe(240);
    expect(
      segmentsOf(cut).map((one) => [
        one.name,
        one.recordInFrames,
        one.frames,
        one.inputs.map((input) => input.sourceInFrames),
      ]),
    ).toEqual([
      ["SH0010", 0, 114, [8]],
      ["SH0010+SH0020", 114, 12, [122, 2]],
      ["SH0020", 126, 114, [14]],
    ]);
  });

  test("shift to the side that has handles, then get shorter, then are cuts, and say so", () => {
    expect(pair({ headFrames: 0, tailFrames: 12 }, 12).joins).toEqual([
      { after: 0, kind: "dissolve", beforeFrames: 0, behindFrames: 12 },
    ]);
    expect(pair({ headFrames: 12, tailFrames: 0 }, 12).joins).toEqual([
      { after: 0, kind: "dissolve", beforeFrames: 12, behindFrames: 0 },
    ]);
    const shorter = pair({ headFrames: 2, tailFrames: 3 }, 12);
    expect(shorter.joins).toEqual([{ after: 0, kind: "dissolve", beforeFrames: 2, behindFrames: 3 }]);
    expect(shorter.notices[0]?.says).toContain("it is 5 frames long");
    const none = pair({}, 12);
    expect(none.joins).toEqual([]);
    expect(none.notices[0]?.says).toBe(
      "dissolve SH0010 to SH0020 wants 12 frames of handles and there are too few: it is a cut",
    );
  });

  test("trimmed frames are handles too", () => {
    const shots = [
      shot("SH0010", { editorial: { trimOutFrames: 6 } }),
      shot("SH0020", { editorial: { trimInFrames: 6, transitionIn: dissolve(12) } }),
    ];
    expect(cutOf(episode(shots), made(shots), "animatic").joins).toEqual([
      { after: 0, kind: "dissolve", beforeFrames: 6, behindFrames: 6 },
    ]);
  });

  test("the handles that dissolves want", () => {
    const of = episode([
      shot("SH0010"),
      shot("SH0020", { editorial: { transitionIn: dissolve(13) } }),
      shot("SH0025", { status: "omit" }),
      shot("SH0030"),
    ]);
    expect(joinHandles(of, "SH0010")).toEqual({ headFrames: 0, tailFrames: 7 });
    expect(joinHandles(of, "SH0020")).toEqual({ headFrames: 6, tailFrames: 0 });
    expect(joinHandles(of, "SH0030")).toEqual({ headFrames: 0, tailFrames: 0 });
  });
});

describe("what happens at a cut point", () => {
  const fade = (kind: "fade-in" | "fade-out", frames: number): Transition => ({ kind, frames });
  const pairOf = (transitionOut: Transition, transitionIn: Transition) => {
    const shots = [shot("SH0010", { editorial: { transitionOut } }), shot("SH0020", { editorial: { transitionIn } })];
    const cut = cutOf(episode(shots), made(shots, HANDLES), "animatic");
    return {
      out: cut.entries[0]?.fadeOutFrames,
      in: cut.entries[1]?.fadeInFrames,
      joins: cut.joins.map((join) => `${join.kind} ${join.beforeFrames + join.behindFrames}`),
      says: cut.notices.map((notice) => notice.says),
      handles: joinHandles(episode(shots), "SH0020").headFrames,
    };
  };
  const CUT: Transition = { kind: "cut", frames: 0 };

  test("a fade out and a fade in go together: a dip to black", () => {
    const both = pairOf(fade("fade-out", 6), fade("fade-in", 8));
    expect(both).toEqual({ out: 6, in: 8, joins: [], says: [], handles: 0 });
  });

  test("a dissolve and a fade at one cut exclude each other: the incoming shot's wish is done, and the other is said", () => {
    expect(pairOf(fade("fade-out", 6), dissolve(12))).toEqual({
      out: 0,
      in: 0,
      joins: ["dissolve 12"],
      says: [
        "SH0010 asks for a fade-out of 6 frames and SH0020 for a dissolve of 12 frames at the same cut: the dissolve of 12 frames of SH0020 is done",
      ],
      handles: 6,
    });
    expect(pairOf(dissolve(12), fade("fade-in", 6))).toMatchObject({ in: 6, joins: [], handles: 0 });
    expect(pairOf(dissolve(12), fade("fade-in", 6)).says).toHaveLength(1);
    expect(pairOf(dissolve(12), dissolve(8))).toMatchObject({ joins: ["dissolve 8"], handles: 4 });
    expect(pairOf(dissolve(12), dissolve(8)).says).toHaveLength(1);
    expect(pairOf(dissolve(12), dissolve(12))).toMatchObject({ joins: ["dissolve 12"], says: [] });
    expect(pairOf(dissolve(12), CUT)).toMatchObject({ joins: ["dissolve 12"], says: [] });
    expect(pairOf(dissolve(12), { kind: "match-cut", frames: 0 })).toMatchObject({ joins: ["dissolve 12"], says: [] });
  });

  test("a dissolve at the beginning or the end of the episode has nothing to mix with, and says so", () => {
    const alone = [shot("SH0010", { editorial: { transitionIn: dissolve(6), transitionOut: dissolve(8) } })];
    const cut = cutOf(episode(alone), made(alone, HANDLES), "animatic");
    expect(cut.joins).toEqual([]);
    expect(cut.notices.map((notice) => notice.says)).toEqual([
      "SH0010 begins the episode, there is nothing to dissolve from: it is a cut (for black write fade-in)",
      "SH0010 ends the episode, there is nothing to dissolve into: it is a cut (for black write fade-out)",
    ]);
  });
});

describe("takes of other shapes and rates", () => {
  const facts = (change: Partial<MediaFacts>, wish: TakeWish = {}) => {
    const one = shot("SH0010", { intent: { durationFrames: 48 } });
    const known = take(one, basisFor(one), { headFrames: 0, tailFrames: 0, ...wish });
    const state = shotState(one.id, {
      takes: [{ ...known, facts: { ...known.facts, ...change } }],
      circled: { animatic: "v001" },
    });
    return cutOf(episode([one]), { ...nothing(), shots: { SH0010: state } }, "animatic");
  };
  const framesOf = (cut: ReturnType<typeof facts>) =>
    cut.entries[0]?.source.kind === "take" ? cut.entries[0].source.frames : undefined;

  test("frames count at the episode's rate, whatever fraction the file states", () => {
    expect(framesOf(facts({ rate: "30", frames: 60 }))).toBe(48);
    expect(framesOf(facts({ rate: "25/1", frames: 50 }))).toBe(48);
    expect(framesOf(facts({ rate: "30000/1001", frames: 60 }))).toBe(48);
    // What a phone writes for 29.9 frames a second: more digits than a rate in YAML may have.
    expect(framesOf(facts({ rate: "16200000/541801", frames: 60 }))).toBe(48);
    expect(framesOf(facts({ rate: "0/0", frames: 60 }))).toBe(60);
    // The handles were ordered at the episode's rate.
    expect(facts({ rate: "30", frames: 80 }, { headFrames: 8 }).entries[0]?.sourceInFrames).toBe(8);
    const short = facts({ rate: "30", frames: 48 });
    expect([short.frames, short.notices.map((notice) => notice.code)]).toEqual([38, ["take-too-short"]]);
  });

  test("the picture holds the largest take, upright ones too, in the show's shape", () => {
    const sizeOf = (width: number, height: number) => {
      const cut = facts({ width, height });
      return [cut.width, cut.height];
    };
    expect(sizeOf(1280, 720)).toEqual([1280, 720]);
    expect(sizeOf(640, 360)).toEqual([640, 360]);
    // 1080x1920 in a 16:9 show needs all of its height.
    expect(sizeOf(1080, 1920)).toEqual([1920, 1080]);
    expect(sizeOf(360, 640)).toEqual([1138, 640]);
    // Rounded lines do not make a picture one column wider.
    expect(sizeOf(1280, 721)).toEqual([1280, 720]);
  });
});

describe("laws", () => {
  const transitions: fc.Arbitrary<Transition> = fc.record({
    kind: fc.constantFrom("cut", "dissolve", "wipe", "fade-in", "fade-out", "match-cut"),
    frames: fc.integer({ min: 0, max: 60 }),
  });
  const shots = fc.array(
    fc.record({
      durationFrames: fc.integer({ min: 1, max: 60 }),
      trimInFrames: fc.integer({ min: 0, max: 10 }),
      trimOutFrames: fc.integer({ min: 0, max: 10 }),
      transitionIn: transitions,
      transitionOut: transitions,
      status: fc.constantFrom("active", "active", "hold", "omit"),
      head: fc.integer({ min: 0, max: 20 }),
      tail: fc.integer({ min: 0, max: 20 }),
      isMade: fc.boolean(),
    }),
    { minLength: 1, maxLength: 10 },
  );

  test("every frame of the programme is in exactly one piece, and every piece lies inside its file", () => {
    fc.assert(
      fc.property(shots, (wishes) => {
        const all = wishes.map((wish, index) =>
          shot(`SH${String((index + 1) * 10).padStart(4, "0")}`, {
            status: wish.status,
            intent: { durationFrames: wish.durationFrames },
            editorial: {
              trimInFrames: wish.trimInFrames,
              trimOutFrames: wish.trimOutFrames,
              transitionIn: wish.transitionIn,
              transitionOut: wish.transitionOut,
            },
          }),
        );
        const states = all.flatMap((one, index) => {
          const wish = wishes[index];
          if (wish === undefined || !wish.isMade) return [];
          const known = take(one, basisFor(one), { headFrames: wish.head, tailFrames: wish.tail });
          return [[one.id, shotState(one.id, { takes: [known], circled: { animatic: "v001" } })] as const];
        });
        const cut = cutOf(episode(all), { ...nothing(), shots: Object.fromEntries(states) }, "animatic");
        const segments = segmentsOf(cut);
        let next = 0;
        for (const segment of segments) {
          expect(segment.recordInFrames).toBe(next);
          expect(segment.frames).toBeGreaterThan(0);
          next += segment.frames;
          for (const { entry, sourceInFrames } of segment.inputs) {
            if (entry.source.kind === "slate") continue;
            expect(sourceInFrames).toBeGreaterThanOrEqual(0);
            expect(sourceInFrames + segment.frames).toBeLessThanOrEqual(entry.source.frames);
          }
        }
        expect(next).toBe(cut.frames);
        expect(segments.filter((segment) => segment.join === undefined).map((segment) => segment.name)).toEqual(
          cut.entries.map((entry) => entry.shot),
        );
      }),
      { numRuns: 400 },
    );
  });

  test("the inputs digest moves with every editorial change, and with nothing else", () => {
    const base = [shot("SH0010"), shot("SH0020")];
    const state = made(base, HANDLES);
    const digest = (of: readonly Shot[], known = state) => cutInputs(cutOf(episode(of), known, "animatic"));
    const [first, second] = base as [Shot, Shot];
    const edited = (editorial: Partial<Shot["editorial"]>) => [
      first,
      { ...second, editorial: { ...second.editorial, ...editorial } },
    ];
    const changes = [
      digest(base),
      digest([second, first]),
      digest(edited({ trimInFrames: 1 })),
      digest(edited({ transitionIn: dissolve(6) })),
      digest(edited({ title: "Chapter" })),
      digest([first, { ...second, status: "omit" }]),
      digest(base, made(base, { ...HANDLES, id: "v001", tier: "final" })),
    ];
    expect(new Set(changes).size).toBe(changes.length);
    expect(digest(edited({ notes: "for the editor" }))).toBe(digest(base));
    expect(digest([first, { ...second, route: { ...second.route, priority: "cheap" } }])).toBe(digest(base));
  });
});
