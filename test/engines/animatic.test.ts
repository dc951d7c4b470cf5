import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCanvas } from "@napi-rs/canvas";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../src/core/digest.ts";
import type { ShotOrder } from "../../src/core/order.ts";
import { ANGLES, MOVEMENTS, SHOT_SIZES, SHOT_TYPES } from "../../src/core/production.ts";
import { drawingOf } from "../../src/engines/animatic/draw-frame.ts";
import { soundTrack } from "../../src/engines/animatic/sound.ts";
import { PLACE_KINDS } from "../../src/engines/animatic/text/stage.ts";
import { engine } from "../../src/engines/animatic.ts";
import { scratchFolders } from "../scratch-folder.ts";
import { deskOn, HAS_FFMPEG, WITHOUT_FFMPEG } from "./desk.ts";
import { character, orderOf } from "./orders.ts";
import { differenceIn, digestOf, pixelsOf } from "./pictures.ts";

const folder = scratchFolders("animatic");

async function film(order: ShotOrder, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const desk = deskOn(folder(), { files });
  const submitted = await engine.submit(order, desk);
  if (!submitted.ok) throw new Error(submitted.error.message);
  for (;;) {
    const state = await engine.poll(submitted.value, desk);
    if (!state.ok) throw new Error(state.error.message);
    if (state.value.state === "failed") throw new Error(state.value.failure.message);
    if (state.value.state === "done") break;
    await desk.clock.sleep(40);
  }
  const fetched = await engine.fetch(submitted.value, desk);
  if (!fetched.ok) throw new Error(fetched.error.message);
  return fetched.value.path;
}

function probe(path: string): {
  readonly frames: number;
  readonly rate: string;
  readonly size: string;
  readonly audio: boolean;
} {
  const said = execFileSync(
    "ffprobe",
    [
      "-v",
      "error",
      "-count_frames",
      "-show_entries",
      "stream=codec_type,nb_read_frames,r_frame_rate,width,height",
      "-of",
      "json",
      path,
    ],
    { encoding: "utf8" },
  );
  const { streams } = JSON.parse(said) as {
    streams: { codec_type: string; nb_read_frames: string; r_frame_rate: string; width: number; height: number }[];
  };
  const video = streams.find((stream) => stream.codec_type === "video");
  return {
    frames: Number(video?.nb_read_frames),
    rate: video?.r_frame_rate ?? "",
    size: `${video?.width}x${video?.height}`,
    audio: streams.some((stream) => stream.codec_type === "audio"),
  };
}

describe.skipIf(!HAS_FFMPEG)(`animatic films${WITHOUT_FFMPEG}`, () => {
  test.each([
    ["24", "24/1", 320, 180],
    ["25", "25/1", 180, 320],
    ["30", "30/1", 240, 240],
    ["24000/1001", "24000/1001", 320, 134],
    ["30000/1001", "30000/1001", 320, 180],
  ])("exact to the frame at %s", async (rate, probed, width, height) => {
    const path = await film(
      orderOf({ rate, frames: 13, head: 4, tail: 6, order: { width, height, audio: "optional" } }),
    );
    expect(probe(path)).toEqual({ frames: 23, rate: probed, size: `${width}x${height}`, audio: true });
  });

  test("same order, same bytes; another seed, other bytes", async () => {
    const one = readFileSync(await film(orderOf()));
    expect(readFileSync(await film(orderOf())).equals(one)).toBe(true);
    expect(readFileSync(await film(orderOf({ order: { seed: "8" } }))).equals(one)).toBe(false);
  });

  test("a chained shot begins with the other shot's picture", async () => {
    const picture = createCanvas(320, 180);
    const c = picture.getContext("2d");
    c.fillStyle = "#ff00ff";
    c.fillRect(0, 0, 320, 180);
    const path = join(folder(), "upstream.png");
    writeFileSync(path, picture.toBuffer("image/png"));
    const digest = sha256("upstream");
    const made = await film(orderOf({ frames: 12, order: { upstreamFrame: digest } }), { [digest]: path });
    const rgb = (frame: number): readonly number[] => [
      ...execFileSync("ffmpeg", [
        "-v",
        "error",
        "-i",
        made,
        "-vf",
        `select=eq(n\\,${frame}),scale=1:1`,
        "-frames:v",
        "1",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "-",
      ]),
    ];
    const [first, last] = [rgb(0), rgb(11)];
    expect((first[0] ?? 0) - (first[1] ?? 0)).toBeGreaterThan(180);
    expect((last[0] ?? 0) - (last[1] ?? 0)).toBeLessThan(90);
  });

  test("an upstream picture that is no picture is a lost result, not a retry", async () => {
    const path = join(folder(), "broken.png");
    writeFileSync(path, "no picture");
    const digest = sha256("broken");
    const desk = deskOn(folder(), { files: { [digest]: path } });
    const job = await engine.submit(orderOf({ order: { upstreamFrame: digest } }), desk);
    if (!job.ok) throw new Error(job.error.message);
    await expect
      .poll(async () => engine.poll(job.value, desk), { timeout: 30_000 })
      .toMatchObject({
        value: { state: "failed", failure: { class: "lost-result", advice: "stop-and-ask" } },
      });
  });

  test("an encoder that fails is reported with what it said, and no half film is taken", async () => {
    const broken = join(folder(), "encoder.mjs");
    writeFileSync(broken, "process.stderr.write('disk full'); process.exit(3);");
    const desk = deskOn(folder(), { ffmpegCommand: [process.execPath, broken] });
    const job = await engine.submit(orderOf(), desk);
    if (!job.ok) throw new Error(job.error.message);
    await expect
      .poll(async () => engine.poll(job.value, desk), { timeout: 30_000 })
      .toMatchObject({
        value: { state: "failed", failure: { class: "server", message: expect.stringContaining("disk full") } },
      });
    expect(await engine.fetch(job.value, desk)).toMatchObject({ ok: false, error: { class: "lost-result" } });
  });
});

describe("animatic pictures", () => {
  const { member, parts } = character("anna", "woman with long brown hair", "green coat");
  const withAnna = (wardrobe: string, title?: string) =>
    orderOf({
      intent: {
        cast: [{ ...member, position: "centre", facing: "camera" }],
        action: "She waits.",
        location: "street",
        interior: false,
        ...(title === undefined ? {} : { mood: undefined as never }),
      },
      parts: { ...parts, ...character("anna", "woman with long brown hair", wardrobe).parts },
    });

  test("a changed wardrobe changes the picture, the same words do not", () => {
    const green = pixelsOf(withAnna("green coat"));
    expect(digestOf(pixelsOf(withAnna("green coat")))).toBe(digestOf(green));
    const size = { width: 320, height: 180 };
    expect(differenceIn(green, pixelsOf(withAnna("red coat")), size)).toBeGreaterThan(2);
  });

  test("the burn-in is there and can be off; a line is shown while it is spoken", () => {
    const size = { width: 320, height: 180 };
    const dialogue = [{ character: "anna", line: "Now we go home.", kind: "dialogue" as const }];
    const order = orderOf({ frames: 48, intent: { dialogue } });
    const [plain, burnt] = [pixelsOf(order, 10), pixelsOf({ ...order, burnIn: true }, 10)];
    expect(differenceIn(plain, burnt, { ...size, part: [0, 0, 0.6, 0.2] })).toBeGreaterThan(8);
    expect(differenceIn(plain, burnt, { ...size, part: [0.2, 0.7, 0.8, 1] })).toBeGreaterThan(8);
    expect(differenceIn(plain, burnt, { ...size, part: [0, 0.4, 1, 0.6] })).toBe(0);
    // After the line there is none.
    expect(
      differenceIn(pixelsOf(order, 47), pixelsOf({ ...order, burnIn: true }, 47), {
        ...size,
        part: [0.2, 0.7, 0.8, 1],
      }),
    ).toBe(0);
  });

  test("timecode runs with the frames", () => {
    const order = orderOf({ frames: 48, order: { burnIn: true } });
    const part = [0.7, 0, 1, 0.16] as const;
    const drawing = drawingOf(order, undefined);
    drawing.draw(0);
    const first = Buffer.from(drawing.canvas.data());
    drawing.draw(30);
    expect(differenceIn(first, Buffer.from(drawing.canvas.data()), { width: 320, height: 180, part })).toBeGreaterThan(
      3,
    );
  });

  test("a frame does not depend on the frames drawn before it", () => {
    const order = orderOf({
      frames: 20,
      intent: { action: "She runs with a lantern.", camera: { movement: "track", direction: "right" } },
    });
    const drawing = drawingOf(order, undefined);
    for (const frame of [0, 3, 9, 15]) drawing.draw(frame);
    drawing.draw(12);
    expect(digestOf(Buffer.from(drawing.canvas.data()))).toBe(digestOf(pixelsOf(order, 12)));
  });

  test("every place, time and weather is another picture, and none is empty", () => {
    const digests = new Set<string>();
    for (const kind of PLACE_KINDS) {
      const pixels = pixelsOf(
        orderOf({
          intent: { location: kind.replaceAll("-", " "), action: "", framing: { size: "LS" } },
          order: { width: 160, height: 90 },
        }),
      );
      digests.add(digestOf(pixels));
      const [low, high] = [
        Math.min(...pixels.filter((_, at) => at % 4 !== 3)),
        Math.max(...pixels.filter((_, at) => at % 4 !== 3)),
      ];
      expect(high - low, kind).toBeGreaterThan(60);
    }
    expect(digests.size).toBeGreaterThan(PLACE_KINDS.length - 8);
  });

  test("every size, type, angle and movement can be drawn, first frame and last", () => {
    const cast = [
      { character: "anna", position: "left" as const },
      { character: "old-man", position: "right" as const },
    ];
    const draw = (intent: Parameters<typeof orderOf>[0] & object): void => {
      const drawing = drawingOf(
        orderOf({ ...intent, frames: 10, head: 4, tail: 4, order: { width: 128, height: 72 } }),
        undefined,
      );
      drawing.draw(0);
      drawing.draw(17);
      expect(drawing.canvas.data().length).toBe(128 * 72 * 4);
    };
    for (const size of SHOT_SIZES) draw({ intent: { cast, framing: { size } } });
    for (const type of SHOT_TYPES) draw({ intent: { cast, framing: { size: "MCU", type }, props: ["letter"] } });
    for (const angle of ANGLES) draw({ intent: { cast, framing: { size: "FS", angle } } });
    for (const movement of MOVEMENTS)
      draw({ intent: { cast, camera: { movement, direction: "left", speed: "fast" } } });
    for (const lensMm of [8, 2000]) draw({ intent: { cast, framing: { size: "CU", lensMm } } });
    draw({
      intent: {
        cast: Array.from({ length: 24 }, (_, index) => ({ character: `person-${index}` })),
        framing: { size: "FS", type: "group" },
      },
    });
  });
});

describe("animatic sound", () => {
  const speech = orderOf({
    frames: 96,
    order: { audio: "required" },
    intent: {
      dialogue: [{ character: "anna", line: "Good evening, everybody.", kind: "dialogue" }],
      location: "room",
      interior: true,
      action: "",
    },
  });
  const samplesOf = (order: ShotOrder): Int16Array => {
    const drawing = drawingOf({ ...order, width: 64, height: 36 }, undefined);
    const wav = soundTrack(order, drawing.stage, drawing.spans, 0);
    return new Int16Array(wav.buffer, wav.byteOffset + 44, (wav.length - 44) / 2);
  };
  const loudness = (samples: Int16Array, from: number, to: number): number => {
    let sum = 0;
    const [start, end] = [Math.floor(from * 96_000), Math.floor(to * 96_000)];
    for (let at = start; at < end; at += 1) sum += (samples[at] ?? 0) ** 2;
    return Math.sqrt(sum / Math.max(1, end - start));
  };

  test("as long as the picture, never clipped, and loud where the line is", () => {
    const samples = samplesOf(speech);
    expect(samples.length).toBe(4 * 96_000);
    expect(Math.max(...samples.filter((_, at) => at % 7 === 0))).toBeLessThan(0.7 * 32_767);
    expect(loudness(samples, 0.4, 1.2)).toBeGreaterThan(4 * loudness(samples, 3, 3.9));
  });

  test("places sound apart", () => {
    const place = (location: string, interior: boolean) =>
      samplesOf({ ...speech, intent: { ...speech.intent, dialogue: [], location, interior } });
    expect(loudness(place("city street", false), 0, 3)).toBeGreaterThan(1.5 * loudness(place("bedroom", true), 0, 3));
  });
});

test("the job folder of a drawing holds nothing but its job", async () => {
  const desk = deskOn(folder(), { signal: AbortSignal.abort() });
  expect(await engine.submit(orderOf(), desk)).toMatchObject({
    ok: false,
    error: { class: "server", advice: "retry-later" },
  });
  expect(existsSync(join(desk.directory, "job.json"))).toBe(false);
});
