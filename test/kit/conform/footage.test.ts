import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAssembler } from "../../../src/kit/conform/assembler.ts";
import { cuttingRoom, HEAD_FRAMES, SHOT_FRAMES, type Wish } from "./cutting-room.ts";
import { nativeMedia, WITHOUT_FFMPEG } from "./native-media.ts";
import { beepsIn, readNumbers, readSound } from "./numbered-film.ts";

const H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "12"];
const SAMPLES_PER_FRAME = 2000;

describe.skipIf(WITHOUT_FFMPEG !== undefined)("footage as it comes", () => {
  let room: ReturnType<typeof cuttingRoom>;
  beforeAll(() => {
    room = cuttingRoom();
  });
  afterAll(() => room.close());

  /** One shot alone: what it shows frame by frame. */
  async function alone(wish: Wish, crop?: string) {
    const { cut, assembly } = await room.assembled(await room.story([wish]));
    const shown = await readNumbers(assembly.path, crop);
    expect(shown.length).toBe(cut.frames);
    return { cut, assembly, frames: shown.map(({ frame }) => frame), takes: shown.map(({ take }) => take), shown };
  }
  const counted = (from: number): number[] => Array.from({ length: SHOT_FRAMES }, (_, frame) => from + frame);

  test("a header that starts late moves neither picture nor sound", async () => {
    const reordered = [...H264, "-bf", "2", "-c:a", "aac"];
    // Without an edit list B-frames make the header start two frames late; the sound is delayed as much.
    const plain = await alone({ id: "SH0010", film: { encode: [...reordered, "-use_editlist", "0"] } });
    expect(plain.frames).toEqual(counted(HEAD_FRAMES));
    const [beep = 0] = beepsIn(await readSound(plain.assembly.path));
    expect(Math.abs(beep - 6 * SAMPLES_PER_FRAME)).toBeLessThan(150);
    // The picture starts two frames after the sound: in the file frame 14's beep is heard with frame 12, and so it stays.
    const late = ["-vf", "setpts=PTS+2/24/TB", "-frames:v", "35", ...reordered];
    const shifted = await alone({ id: "SH0015", film: { encode: late } });
    expect(shifted.frames).toEqual(counted(HEAD_FRAMES));
    const [earlier = 0] = beepsIn(await readSound(shifted.assembly.path));
    expect(Math.abs(earlier - 4 * SAMPLES_PER_FRAME)).toBeLessThan(150);
  });

  test("time stamps in milliseconds, mono at 44.1 kHz", async () => {
    const encode = ["-c:v", "libvpx", "-deadline", "realtime", "-b:v", "2M", "-c:a", "libopus", "-ac", "1"];
    expect((await alone({ id: "SH0020", film: { name: "a.webm", encode } })).frames).toEqual(counted(HEAD_FRAMES));
    const mono = [...H264, "-c:a", "aac", "-ac", "1", "-ar", "44100"];
    const { frames, assembly } = await alone({ id: "SH0030", film: { encode: mono } });
    expect(frames).toEqual(counted(HEAD_FRAMES));
    const [beep = 0] = beepsIn(await readSound(assembly.path));
    expect(Math.abs(beep - 6 * SAMPLES_PER_FRAME)).toBeLessThan(150);
  });

  test.each([
    ["25", 40],
    ["30", 48],
    ["30000/1001", 48],
    ["12", 20],
  ])("%s frames a second keep their speed: each frame is the nearest in time", async (rate, frames) => {
    const wish = { id: "SH0040", head: 0, film: { rate, frames, sound: "none" as const, probe: true as const } };
    const seen = await alone(wish);
    const [numerator = 0, denominator = 1] = rate.split("/").map(Number);
    for (const [at, frame] of seen.frames.entries())
      expect(Math.abs(frame - (at * numerator) / denominator / 24), `frame ${at}`).toBeLessThanOrEqual(1);
    expect(seen.cut.notices).toEqual([]);
  });

  test("a changing frame rate: pictures at their times, held where some are missing", async () => {
    const encode = ["-vf", "select='not(eq(mod(n\\,5)\\,3))'", "-fps_mode", "vfr", ...H264];
    const { frames } = await alone({ id: "SH0050", head: 0, film: { frames: 60, sound: "none", probe: true, encode } });
    const nearest = (at: number): number => (at % 5 === 3 ? at - 1 : at);
    for (const [at, frame] of frames.entries()) expect([at, nearest(at), at + 1]).toContain(frame);
  });

  test("upright and anamorphic pictures are fitted, not squeezed; full range and other matrices keep their levels", async () => {
    const upright = { width: 72, height: 128, sound: "none" as const };
    const seen = await alone({ id: "SH0060", film: upright }, "40:72:44:0");
    expect(seen.frames).toEqual(counted(HEAD_FRAMES));
    const bars = await readNumbers(seen.assembly.path, "40:72:0:0");
    expect(Math.max(...(bars[5]?.fields ?? []))).toBeLessThan(0);
    const anamorphic = { width: 64, height: 72, sound: "none" as const, encode: ["-vf", "setsar=2/1", ...H264] };
    expect((await alone({ id: "SH0070", film: anamorphic })).frames).toEqual(counted(HEAD_FRAMES));
    const jpeg = {
      name: "a.mov",
      sound: "none" as const,
      encode: ["-vf", "format=yuvj420p", "-c:v", "mjpeg", "-q:v", "2"],
    };
    const full = await alone({ id: "SH0080", film: jpeg });
    for (const field of full.shown.flatMap(({ fields }) => fields))
      expect(Math.min(Math.abs(field), Math.abs(field - 1))).toBeLessThan(0.06);
  });

  test("a file that is shorter than its record stops the conform with the shot's name, and leaves nothing half made", async () => {
    const of = await room.story([{ id: "SH0090", film: { frames: 12 } }]);
    const { result } = await room.conform(of, { cache: "cache-short" });
    expect(result).toMatchObject({
      ok: false,
      error: { code: "ASSEMBLY_WRONG_FRAMES", message: expect.stringContaining("SH0090 came out with") },
    });
    expect(readdirSync(room.path("cache-short"))).toEqual([]);
  });

  test("a take that is not in the store, or is no film, stops the conform with its name", async () => {
    const of = await room.story([{ id: "SH0100" }]);
    const [media] = [...room.files.keys()].slice(-1);
    if (media === undefined) throw new Error("no take");
    const path = room.files.get(media) ?? "";
    room.files.delete(media);
    const missing = await room.conform(of, { cache: "cache-missing" });
    expect(missing.result).toMatchObject({
      error: { code: "ASSEMBLY_MEDIA_MISSING", message: expect.stringContaining("SH0100 v001") },
    });
    room.files.set(media, import.meta.filename);
    const noFilm = await room.conform(of, { cache: "cache-missing" });
    expect(noFilm.result).toMatchObject({
      error: { code: "ASSEMBLY_TOOL_FAILED", message: expect.stringContaining("SH0100 v001") },
    });
    room.files.set(media, path);
  });

  test("a poster shows the frame that was asked for; one that is not there is an error", async () => {
    await room.story([{ id: "SH0110" }]);
    const source = [...room.files.values()].at(-1) ?? "";
    const target = room.path("poster.jpg");
    const request = { source, target, rate: room.rate, width: 128 };
    const assembler = createAssembler(nativeMedia());
    expect((await assembler.poster({ ...request, frame: 30 })).ok).toBe(true);
    expect((await readNumbers(target))[0]).toMatchObject({ take: room.takeNumber("SH0110"), frame: 30 });
    expect(await assembler.poster({ ...request, frame: 3000 })).toMatchObject({
      ok: false,
      error: { code: "ASSEMBLY_WRONG_FRAMES", message: expect.stringContaining("no frame 3000") },
    });
  });
});
