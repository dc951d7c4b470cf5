import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cutOf } from "../../../src/core/cut.ts";
import { type Digest, sha256 } from "../../../src/core/digest.ts";
import type { EpisodeState } from "../../../src/core/episode-state.ts";
import type { Shot, Tier } from "../../../src/core/production.ts";
import type { Rate } from "../../../src/core/time.ts";
import { createAssembler } from "../../../src/kit/conform/assembler.ts";
import { essenceOf } from "../../../src/kit/conform/essence.ts";
import type { Assembly } from "../../../src/ports/assembler.ts";
import { basisFor, episode, nothing, shot, shotState, take } from "../../core/plan/story.ts";
import { ffmpeg, lumas, nativeMedia, WITHOUT_FFMPEG } from "./native-media.ts";

const FRAMES = 48;
const HANDLES = 8;
const WIDTH = 320;
/** Luma of frame n of a test take: the picture tells its own number. */
const lumaOf = (frame: number): number => 20 + 3 * (frame % 70);

let root: string;
const takes = new Map<Digest, string>();

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "shotlock-conform-"));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

interface FilmWish {
  readonly rate?: string;
  readonly frames?: number;
  readonly tone?: number;
  readonly volume?: number;
  readonly audio?: boolean;
  readonly size?: string;
}

/** A take whose luma counts its frames, with a tone. */
async function film(name: string, wish: FilmWish = {}): Promise<string> {
  const path = join(root, `${name}.mp4`);
  const { rate = "24", frames = FRAMES + 2 * HANDLES, tone = 440, volume = 0.1, size = `${WIDTH}x180` } = wish;
  const sound = wish.audio === false ? [] : ["-f", "lavfi", "-i", `sine=f=${tone}:r=44100,volume=${volume}`];
  await ffmpeg(
    ...[
      "-v",
      "error",
      "-f",
      "lavfi",
      "-i",
      `color=gray:s=${size}:r=${rate},format=yuv420p,geq=lum='20+3*mod(N\\,70)':cb=128:cr=128`,
    ],
    ...sound,
    ...[
      "-frames:v",
      String(frames),
      "-c:v",
      "libx264",
      "-preset",
      "ultrafast",
      "-crf",
      "10",
      "-c:a",
      "aac",
      "-shortest",
      path,
    ],
  );
  return path;
}

interface Story {
  readonly shots: readonly Shot[];
  readonly state: EpisodeState;
}

async function story(shots: readonly Shot[], tier: Tier = "animatic", wish: FilmWish = {}): Promise<Story> {
  const states: Record<string, EpisodeState["shots"][string]> = {};
  for (const [index, one] of shots.entries()) {
    if (one.status !== "active") continue;
    const made = take(one, basisFor(one), { headFrames: HANDLES, tailFrames: HANDLES, tier, width: WIDTH });
    const known = { ...made, facts: { ...made.facts, audio: wish.audio !== false, height: 180 } };
    const media = made.signed?.sha256 ?? made.raw;
    takes.set(media, await film(`${one.id}-${tier}`, { tone: 300 + 40 * index, ...wish }));
    states[one.id] = shotState(one.id, { takes: [known], circled: { [tier]: "v001" } });
  }
  return { shots, state: { ...nothing(), shots: states } };
}

let conforms = 0;
async function assembled(of: Story, tier: Tier = "animatic", change: Parameters<typeof episode>[1] = {}) {
  const cut = cutOf(episode(of.shots, change), of.state, tier);
  conforms += 1;
  const media = nativeMedia();
  const started = Date.now();
  const result = await createAssembler(media).assemble(cut, {
    directory: join(root, `work-${conforms}`),
    cache: join(root, "cache"),
    fileOf: async (digest) => takes.get(digest),
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.message}`);
  return { cut, assembly: result.value, runs: media.runs, milliseconds: Date.now() - started };
}

async function integrated(path: string): Promise<number> {
  const { stderr } = await ffmpeg("-v", "info", "-i", path, "-vn", "-af", "ebur128", "-f", "null", "-");
  return Number(/I:\s+(-?[\d.]+) LUFS/.exec(stderr.slice(stderr.lastIndexOf("Summary:")))?.[1]);
}

async function probe(
  path: string,
): Promise<{ frames: number; chapters: { start: number; title: string }[]; ptsStep: number[]; audioSeconds: number }> {
  const { stdout } = await nativeMedia().ffprobe([
    ...[
      "-v",
      "error",
      "-count_frames",
      "-show_chapters",
      "-show_entries",
      "stream=codec_type,nb_read_frames,duration:packet=pts,stream_index",
      "-of",
      "json",
      path,
    ],
  ]);
  const json = JSON.parse(stdout);
  const packets: number[] = json.packets
    .filter((packet: { stream_index: number }) => packet.stream_index === 0)
    .map((packet: { pts: number }) => packet.pts);
  return {
    frames: Number(json.streams[0].nb_read_frames),
    audioSeconds: Number(json.streams[1].duration),
    chapters: json.chapters.map((chapter: { start: number; tags: { title: string } }) => ({
      start: chapter.start,
      title: chapter.tags.title,
    })),
    ptsStep: [...new Set(packets.slice(1).map((pts, index) => pts - (packets[index] ?? 0)))],
  };
}

const short = (id: string, change: Parameters<typeof shot>[1] = {}) =>
  shot(id, { ...change, intent: { durationFrames: FRAMES, ...change.intent } });

/** The frames that each shot shows, from the luma of the conformed picture. */
async function shown(assembly: Assembly): Promise<number[]> {
  return lumas(assembly.path);
}

describe.skipIf(WITHOUT_FFMPEG !== undefined)("assembler, with real film", () => {
  test("cuts are frame-exact inside the handles, trims move the in and out points", async () => {
    const of = await story([
      short("SH0010"),
      short("SH0020", { editorial: { trimInFrames: 4, trimOutFrames: 6, title: "Title; with = signs" } }),
      short("SH0030"),
    ]);
    const { cut, assembly } = await assembled(of);
    expect(assembly.frames).toBe(3 * FRAMES - 10);
    const expected = cut.entries.flatMap((entry) =>
      Array.from({ length: entry.durationFrames }, (_, frame) => lumaOf(entry.sourceInFrames + frame)),
    );
    const seen = await shown(assembly);
    expect(seen.length).toBe(expected.length);
    expect(Math.max(...seen.map((luma, frame) => Math.abs(luma - (expected[frame] ?? 0))))).toBeLessThan(1.6);
    const facts = await probe(assembly.path);
    expect(facts.frames).toBe(3 * FRAMES - 10);
    expect(facts.ptsStep).toEqual([512]);
    expect(facts.chapters.map((chapter) => chapter.title)).toEqual(["SH0010", "SH0020 Title; with = signs", "SH0030"]);
    expect(Math.abs((await integrated(assembly.path)) - -16)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(facts.audioSeconds - assembly.frames / 24)).toBeLessThan(0.05);
  });

  test("the frame hashes of the entries are those of the finished episode", async () => {
    const of = await story([
      short("SH0010"),
      short("SH0020", { editorial: { transitionIn: { kind: "dissolve", frames: 12 } } }),
    ]);
    const { assembly } = await assembled(of);
    const decoded = await essenceOf(nativeMedia(), assembly.path, undefined);
    if (!decoded.ok) throw new Error(decoded.error.message);
    expect(assembly.entries.map((entry) => [entry.shot, entry.recordInFrames, entry.durationFrames])).toEqual([
      ["SH0010", 0, 42],
      ["SH0010+SH0020", 42, 12],
      ["SH0020", 54, 42],
    ]);
    for (const entry of assembly.entries) {
      const range = decoded.value.hashes.slice(entry.recordInFrames, entry.recordInFrames + entry.durationFrames);
      expect(sha256(range.join("\n"))).toBe(entry.essence);
    }
  });

  test("a dissolve shows both shots from their handles and keeps the length", async () => {
    const of = await story([
      short("SH0010"),
      short("SH0020", { editorial: { transitionIn: { kind: "dissolve", frames: 12 } } }),
    ]);
    const { assembly } = await assembled(of);
    const seen = await shown(assembly);
    expect(seen.length).toBe(2 * FRAMES);
    // Outgoing frame 42 + 8 = 50 at the start, incoming 8 + 5 = 13 at the end, a mixture between.
    expect(Math.abs((seen[42] ?? 0) - lumaOf(50))).toBeLessThan(8);
    expect(Math.abs((seen[53] ?? 0) - lumaOf(13))).toBeLessThan(20);
    const middle = (lumaOf(HANDLES + FRAMES) + lumaOf(HANDLES)) / 2;
    expect(Math.abs((seen[48] ?? 0) - middle)).toBeLessThan(14);
  });

  test("fades begin and end in black", async () => {
    const of = await story([
      short("SH0010", {
        editorial: { transitionIn: { kind: "fade-in", frames: 12 }, transitionOut: { kind: "fade-out", frames: 12 } },
      }),
    ]);
    const seen = await shown((await assembled(of)).assembly);
    expect(seen.length).toBe(FRAMES);
    expect([seen[0], seen.at(-1)].every((luma) => (luma ?? 99) < 18)).toBe(true);
    expect(Math.abs((seen[24] ?? 0) - lumaOf(HANDLES + 24))).toBeLessThan(1.6);
  });

  test("one changed shot remakes one piece, an editorial edit none but its own", async () => {
    const shots = Array.from({ length: 6 }, (_, index) => short(`SH01${index}0`));
    const of = await story(shots);
    const first = await assembled(of);
    expect([first.assembly.remade, first.assembly.pieces]).toEqual([6, 6]);
    const again = await assembled(of);
    expect(again.assembly.remade).toBe(0);
    const reordered = await assembled({ ...of, shots: [...shots].reverse() });
    expect(reordered.assembly.remade).toBe(0);
    const trimmed = shots.map((one, index) =>
      index === 2 ? { ...one, editorial: { ...one.editorial, trimOutFrames: 5 } } : one,
    );
    expect((await assembled({ ...of, shots: trimmed })).assembly.remade).toBe(1);
  });

  test("missing shots are slates, lower tiers are marked, held shots without a take say so", async () => {
    const one = await story([short("SH0010", { editorial: { title: "Der Schuster näht – spät" } })], "animatic");
    const of = {
      shots: [...one.shots, short("SH0020", { editorial: { title: "Not made" } }), short("SH0030", { status: "hold" })],
      state: one.state,
    };
    const { cut, assembly } = await assembled(of, "final");
    expect(cut.entries.map((entry) => entry.source.kind)).toEqual(["take", "slate", "slate"]);
    expect(assembly.entries.map((entry) => entry.temporary)).toEqual([true, false, false]);
    expect((await probe(assembly.path)).frames).toBe(3 * FRAMES);
  });

  test.each([
    ["25", { numerator: 25, denominator: 1 }],
    ["30000/1001", { numerator: 30000, denominator: 1001 }],
    ["24000/1001", { numerator: 24000, denominator: 1001 }],
  ] as const)("%s frames a second: exact frames and steady time stamps", async (text: string, rate: Rate) => {
    const shots = ["SH0210", "SH0220", "SH0230"].map((id) => short(id, { intent: { rate: text, durationFrames: 37 } }));
    const of = await story(shots, "animatic", { rate: text });
    const made = await assembled(of, "animatic", {
      format: { rate, width: 320, height: 180, aspect: "16:9", startTimecodeFrames: 0 },
    });
    const facts = await probe(made.assembly.path);
    expect(facts.frames).toBe(3 * 37);
    expect(facts.ptsStep).toHaveLength(1);
  });

  test("footage without sound, of another shape and rate, fits in", async () => {
    const shots = [short("SH0310"), short("SH0320")];
    const of = await story(shots);
    const odd = take(short("SH0320"), basisFor(short("SH0320")), { frames: 60, width: 180 });
    const media = odd.signed?.sha256 ?? odd.raw;
    takes.set(media, await film("odd", { rate: "30", frames: 60, audio: false, size: "180x320" }));
    const facts = { ...odd.facts, rate: "30", audio: false, width: 180, height: 320 };
    const state = {
      ...of.state,
      shots: {
        ...of.state.shots,
        SH0320: shotState("SH0320", { takes: [{ ...odd, facts }], circled: { animatic: "v001" } }),
      },
    };
    const { assembly } = await assembled({ shots, state });
    expect((await probe(assembly.path)).frames).toBe(2 * FRAMES);
  });

  test.each([
    ["quiet", 0.02],
    ["loud", 0.9],
  ])("a %s programme is brought to -16 LUFS", async (name, volume) => {
    const of = await story([short(`SH0${name === "quiet" ? 4 : 5}10`)], "animatic", { volume });
    const { assembly } = await assembled(of);
    expect(Math.abs((await integrated(assembly.path)) + 16)).toBeLessThanOrEqual(0.5);
    expect(Math.abs((assembly.loudnessMilli ?? 0) + 16_000)).toBeLessThanOrEqual(500);
  });

  test("silence stays silence", async () => {
    const of = await story([short("SH0610")], "animatic", { audio: false });
    const { assembly } = await assembled(of);
    expect(assembly.loudnessMilli).toBeUndefined();
  });

  test("a take that is not in the store stops the conform with its name", async () => {
    const of = await story([short("SH0710")]);
    const cut = cutOf(episode(of.shots), of.state, "animatic");
    const result = await createAssembler(nativeMedia()).assemble(cut, {
      directory: join(root, "missing"),
      cache: join(root, "cache-missing"),
      fileOf: async () => undefined,
      signal: new AbortController().signal,
      progress: () => undefined,
    });
    expect(result).toMatchObject({
      ok: false,
      error: { code: "ASSEMBLY_MEDIA_MISSING", message: expect.stringContaining("SH0710 v001") },
    });
  });

  test("a poster shows the frame that was asked for", async () => {
    const source = await film("poster-source");
    const target = join(root, "poster.jpg");
    const made = await createAssembler(nativeMedia()).poster({
      source,
      target,
      frame: 30,
      rate: { numerator: 24, denominator: 1 },
      width: 160,
    });
    expect(made.ok).toBe(true);
    expect(Math.abs(((await lumas(target))[0] ?? 0) - lumaOf(30))).toBeLessThan(20);
  });
});
