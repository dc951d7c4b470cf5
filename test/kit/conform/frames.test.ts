import { afterAll, describe, expect, test } from "vitest";
import { sha256 } from "../../../src/core/digest.ts";
import type { Transition } from "../../../src/core/production.ts";
import { formatRate } from "../../../src/core/time.ts";
import { essenceOf } from "../../../src/kit/conform/essence.ts";
import { fileDigest } from "../../../src/kit/conform/piece-cache.ts";
import { cutList, cuttingRoom, HEAD_FRAMES, SHOT_FRAMES, type Wish } from "./cutting-room.ts";
import { ffmpeg, nativeMedia, WITHOUT_FFMPEG } from "./native-media.ts";
import { beepsIn, fieldsOf, perSecond, readNumbers, readSound } from "./numbered-film.ts";

const dissolve = (frames: number): Transition => ({ kind: "dissolve", frames });
/** A mixed or faded field may differ by this much of full scale after two encodings. */
const FIELD_TOLERANCE = 0.09;

async function facts(path: string) {
  const { stdout } = await nativeMedia().ffprobe([
    ...["-v", "error", "-show_chapters", "-show_entries"],
    "stream=codec_type,duration,avg_frame_rate,start_time:stream_tags=timecode:packet=pts,stream_index",
    ...["-of", "json", path],
  ]);
  const json = JSON.parse(stdout);
  const packets: number[] = json.packets
    .filter((packet: { stream_index: number }) => packet.stream_index === 0)
    .map((packet: { pts: number }) => packet.pts);
  return {
    rate: json.streams[0].avg_frame_rate as string,
    timecode: json.streams[0].tags?.timecode as string | undefined,
    seconds: json.streams.slice(0, 2).map((stream: { duration: string }) => Number(stream.duration)) as number[],
    chapters: json.chapters.map((chapter: { start_time: string; end_time: string; tags: { title: string } }) => ({
      start: Number(chapter.start_time),
      end: Number(chapter.end_time),
      title: chapter.tags.title,
    })) as { start: number; end: number; title: string }[],
    steps: [...new Set(packets.slice(1).map((pts, index) => pts - (packets[index] ?? 0)))],
    first: packets[0],
  };
}

describe.skipIf(WITHOUT_FFMPEG !== undefined)("the finished film, decoded", () => {
  const rooms: ReturnType<typeof cuttingRoom>[] = [];
  const room = (rate?: string) => {
    const made = cuttingRoom(rate);
    rooms.push(made);
    return made;
  };
  afterAll(() => {
    for (const one of rooms) one.close();
  });

  test.each(["24", "25", "30", "24000/1001", "30000/1001"])(
    "%s: every frame is the one the cut list names, sound and chapters at their places",
    async (rate) => {
      const { story, assembled, takeNumber, rate: of, format } = room(rate);
      const shots: Wish[] = [
        { id: "SH0010", change: { editorial: { title: "One; with = signs" } } },
        { id: "SH0020", change: { editorial: { trimInFrames: 3, trimOutFrames: 2, transitionIn: dissolve(6) } } },
        { id: "SH0025", change: { status: "omit" } },
        { id: "SH0030", change: { editorial: { transitionIn: dissolve(5) } } },
        { id: "SH0040", change: { status: "hold" } },
      ];
      // The plain rates differ in nothing but their number: a shorter cut tells enough.
      const wishes = rate === "25" || rate === "30" ? shots.slice(1, 4) : shots;
      const startTimecodeFrames = 3600 * Math.round(of.numerator / of.denominator);
      const { cut, assembly } = await assembled(await story(wishes), {
        episode: { format: { ...format, startTimecodeFrames } },
      });
      const list = cutList(cut);
      const shown = await readNumbers(assembly.path);
      expect([shown.length, assembly.frames]).toEqual([list.length, (wishes.length - 1) * SHOT_FRAMES - 5]);
      for (const [at, { segment, place, pictures }] of list.entries()) {
        const [from, to] = pictures.map(({ entry, frame }) => fieldsOf(takeNumber(entry.shot), frame));
        if (to === undefined) {
          expect([at, shown[at]?.take, shown[at]?.frame]).toEqual([
            at,
            takeNumber(pictures[0]?.entry.shot ?? ""),
            pictures[0]?.frame,
          ]);
          continue;
        }
        const share = (place + 1) / (segment.frames + 1);
        const off = (shown[at]?.fields ?? []).map((field, index) =>
          Math.abs(field - ((from?.[index] ?? 0) * (1 - share) + (to[index] ?? 0) * share)),
        );
        expect(Math.max(...off), `frame ${at}`).toBeLessThan(FIELD_TOLERANCE);
      }

      const seen = await facts(assembly.path);
      expect([seen.steps.length, seen.first, seen.timecode]).toEqual([1, 0, "01:00:00:00"]);
      expect(perSecond(seen.rate)).toBeCloseTo(perSecond(formatRate(of)), 6);
      const seconds = (frames: number): number => (frames * of.denominator) / of.numerator;
      for (const length of seen.seconds) expect(Math.abs(length - seconds(cut.frames))).toBeLessThan(0.001);
      const titles = ["SH0010 One; with = signs", "SH0020", "SH0030", "SH0040"];
      expect(seen.chapters.map((chapter) => chapter.title)).toEqual(
        titles.filter((title) => cut.entries.some((entry) => title.startsWith(entry.shot))),
      );
      for (const [index, entry] of cut.entries.entries())
        expect(Math.abs((seen.chapters[index]?.start ?? 0) - seconds(entry.recordInFrames))).toBeLessThan(0.0015);

      const sound = await readSound(assembly.path);
      const expected = cut.entries.map((entry) =>
        Math.round(seconds(entry.recordInFrames + HEAD_FRAMES + 6 - entry.sourceInFrames) * 48_000),
      );
      const beeps = beepsIn(sound);
      expect(beeps.length).toBe(expected.length);
      for (const [index, beep] of beeps.entries())
        expect(Math.abs(beep - (expected[index] ?? 0)), `beep ${index}: ${beep} ${expected[index]}`).toBeLessThan(150);
    },
  );

  test("the table's hashes are those of the finished film, range by range, dissolves among them", async () => {
    const { story, assembled } = room();
    const { assembly } = await assembled(
      await story([{ id: "SH0010" }, { id: "SH0020", change: { editorial: { transitionIn: dissolve(6) } } }]),
    );
    const decoded = await essenceOf(nativeMedia(), assembly.path, undefined);
    if (!decoded.ok) throw new Error(decoded.error.message);
    expect(assembly.entries.map((entry) => [entry.shot, entry.recordInFrames, entry.durationFrames])).toEqual([
      ["SH0010", 0, 17],
      ["SH0010+SH0020", 17, 6],
      ["SH0020", 23, 17],
    ]);
    for (const entry of assembly.entries) {
      const range = decoded.value.hashes.slice(entry.recordInFrames, entry.recordInFrames + entry.durationFrames);
      expect(sha256(range.join("\n"))).toBe(entry.essence);
    }
  });

  test("a dissolve without handles is a cut at its place, with few it is shorter: nothing moves", async () => {
    const { story, assembled, takeNumber } = room();
    const { cut, assembly } = await assembled(
      await story([
        { id: "SH0010", tail: 0 },
        { id: "SH0020", head: 0, tail: 2, change: { editorial: { transitionIn: dissolve(6) } } },
        { id: "SH0030", head: 1, change: { editorial: { transitionIn: dissolve(8) } } },
      ]),
    );
    expect(cut.notices.map((notice) => notice.says)).toEqual([
      "dissolve SH0010 to SH0020 wants 6 frames of handles and there are too few: it is a cut",
      "dissolve SH0020 to SH0030 wants 8 frames of handles and there are too few: it is 3 frames long",
    ]);
    const shown = await readNumbers(assembly.path);
    expect(shown.length).toBe(3 * SHOT_FRAMES);
    const named = (at: number): number[] => [shown[at]?.take ?? 0, shown[at]?.frame ?? 0];
    expect([named(19), named(20), named(38), named(42)]).toEqual([
      [takeNumber("SH0010"), HEAD_FRAMES + 19],
      [takeNumber("SH0020"), 0],
      [takeNumber("SH0020"), 18],
      [takeNumber("SH0030"), 3],
    ]);
  });

  test("fades begin and end in black and leave the rest alone; a wipe goes over the frame", async () => {
    const { story, assembled } = room();
    const { assembly } = await assembled(
      await story([
        {
          id: "SH0010",
          change: {
            editorial: { transitionIn: { kind: "fade-in", frames: 5 }, transitionOut: { kind: "fade-out", frames: 6 } },
          },
        },
        { id: "SH0630" },
        { id: "SH2550", change: { editorial: { transitionIn: { kind: "wipe", frames: 5 } } } },
      ]),
    );
    const shown = await readNumbers(assembly.path);
    const brightest = (at: number): number => Math.max(...(shown[at]?.fields ?? []));
    // Black is below the pattern's dark.
    expect([brightest(0), brightest(SHOT_FRAMES - 1)].every((field) => field < 0)).toBe(true);
    const rising = [0, 1, 2, 3, 4].map(brightest);
    expect(rising).toEqual([...rising].sort((left, right) => left - right));
    for (let at = 5; at < SHOT_FRAMES - 6; at += 1) expect(shown[at]?.frame).toBe(HEAD_FRAMES + at);
    // Half way a wipe shows one shot on one side and the other on the other.
    const middle = shown[2 * SHOT_FRAMES]?.fields.slice(8).map((field) => field > 0.5) ?? [];
    expect(middle).toEqual([true, true, true, true, true, true, true, true]);
    const [early, late] = [2 * SHOT_FRAMES - 2, 2 * SHOT_FRAMES + 2].map((at) => shown[at]?.take);
    expect([early, late].every((number) => number !== undefined && number >= 63)).toBe(true);
    expect(early).not.toBe(late);
  });

  test("what is not made is a slate of the right length, what is lower is marked, and both stand in the table", async () => {
    const { story, assembled, takeNumber } = room();
    const { cut, assembly } = await assembled(
      await story([
        { id: "SH0010", tier: "final" },
        { id: "SH0020", film: null, change: { editorial: { trimInFrames: 2 } } },
        { id: "SH0030", tier: "animatic" },
        { id: "SH0040", film: null, change: { status: "hold" } },
      ]),
      { tier: "final" },
    );
    expect(cut.entries.map((entry) => [entry.durationFrames, entry.source.kind])).toEqual([
      [20, "take"],
      [18, "slate"],
      [20, "take"],
      [20, "slate"],
    ]);
    expect(
      assembly.entries.map(({ shot, take, media, temporary }) => [shot, take, media !== undefined, temporary]),
    ).toEqual([
      ["SH0010", "v001", true, false],
      ["SH0020", undefined, false, false],
      ["SH0030", "v001", true, true],
      ["SH0040", undefined, false, false],
    ]);
    const shown = await readNumbers(assembly.path);
    expect(shown.length).toBe(78);
    // The slate does not move, and the marked take still shows its frames below the mark in the upper right corner.
    expect(new Set(shown.slice(20, 38).map(({ fields }) => fields.map((field) => field.toFixed(1)).join())).size).toBe(
      1,
    );
    expect([38, 57].map((at) => shown[at]?.take)).toEqual([takeNumber("SH0030"), takeNumber("SH0030")]);
    // The mark is red: more of V than the grey takes have.
    const { stdout } = await ffmpeg(
      ...["-v", "error", "-i", assembly.path, "-map", "0:v:0", "-vf"],
      ...["signalstats,metadata=print:key=lavfi.signalstats.VMAX:file=-", "-f", "null", "-"],
    );
    const reds = [...stdout.matchAll(/VMAX=(\d+)/g)].map((match) => Number(match[1]));
    expect(reds.slice(38, 58).every((red) => red > 160)).toBe(true);
    expect(reds.slice(0, 20).every((red) => red < 140)).toBe(true);
  });

  test("same inputs, same bytes, also from an empty cache", async () => {
    const { story, assembled } = room("25");
    const of = await story([{ id: "SH0010" }, { id: "SH0020", change: { editorial: { transitionIn: dissolve(4) } } }]);
    const digests: string[] = [];
    for (const cache of ["cache-a", "cache-b", "cache-a"]) {
      const { assembly } = await assembled(of, { cache });
      digests.push(await fileDigest(assembly.path), await fileDigest(assembly.contactSheet));
    }
    expect(new Set(digests).size).toBe(2);
  });
});
