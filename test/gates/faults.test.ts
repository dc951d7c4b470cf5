import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EndpointOrder, ShotOrder } from "../../src/core/order.ts";
import type { MediaTools } from "../../src/ports/media.ts";
import {
  failing,
  ffmpeg,
  HAS_FFMPEG,
  judged,
  makeClip,
  nativeTools,
  orderOf,
  readingOf,
  remake,
  shorten,
  studio,
  WHY_SKIPPED,
} from "./footage.ts";

const SHAPES = [
  { size: "640x360", rate: "24", frames: 12 },
  { size: "360x640", rate: "30000/1001", frames: 12 },
  { size: "480x480", rate: "25", frames: 12 },
  { size: "860x360", rate: "24000/1001", frames: 12 },
  { size: "1280x720", rate: "30", frames: 8 },
] as const;

describe.skipIf(!HAS_FFMPEG)(`gates over real clips${WHY_SKIPPED}`, () => {
  const { folder, remove } = studio();
  const path = (name: string): string => join(folder, name);
  let media: MediaTools;
  let clean: string;

  beforeAll(async () => {
    media = await nativeTools();
    clean = makeClip(path("clean.mp4"));
  });
  afterAll(remove);

  const judge = (file: string, more: Partial<Parameters<typeof judged>[0]> = {}) =>
    judged({ path: file, folder, media, ...more });

  test("a clean clip passes every gate, each with its number", async () => {
    const judgement = await judge(clean);
    expect(judgement.readings.filter(({ verdict }) => verdict !== "pass")).toEqual([]);
    expect(judgement.readings.filter(({ milli }) => milli === undefined)).toEqual([]);
    expect(judgement.verdict).toBe("pass");
  });

  test.each(SHAPES)("a clean clip of $size at $rate passes", async (shape) => {
    const file = makeClip(path("shape.mp4"), shape);
    expect(failing(await judge(file, { order: orderOf(shape) }))).toEqual([]);
  });

  test.each([
    ["black", "drawbox=t=fill:c=black", "black", "100 % black"],
    ["a black tail", "drawbox=t=fill:c=black:enable='gte(n,24)'", "black", "from 1.0 s"],
    ["frozen", "loop=loop=30:size=1:start=10,trim=end_frame=36,setpts=N/24/TB", "frozen", "frozen, from 0."],
    ["blurred", "gblur=sigma=3", "blur", "blurred"],
    [
      "pixelated",
      "scale=40:24:flags=area,scale=320:192:flags=neighbor,crop=320:180:0:0,setsar=1",
      "blockiness",
      "blocks",
    ],
    ["noisy", "noise=alls=60:allf=t+u", "noise", "noise"],
    ["letterboxed", "scale=320:136,pad=320:180:0:22:black,setsar=1", "letterbox", "bars of 1"],
    ["pillarboxed", "scale=240:180,pad=320:180:40:0:black,setsar=1", "letterbox", "bars of 12"],
    ["flickering", "eq=brightness='if(lt(mod(n,4),2),0.09,-0.09)':eval=frame", "flicker", "flickers"],
    ["flickering a little", "eq=brightness='if(lt(mod(n,2),1),0.02,-0.02)':eval=frame", "flicker", "flickers"],
    [
      "a glitch of two frames",
      "hflip=enable='between(n,18,19)',negate=enable='between(n,18,19)'",
      "cut",
      "another picture",
    ],
    ["a cut", "hflip=enable='gte(n,18)',negate=enable='gte(n,18)'", "cut", "a cut inside the shot, the first at 0.8 s"],
    ["a first frame of another shot", "negate=enable='eq(n,0)'", "cut", "a cut inside the shot, the first at 0.0 s"],
    ["over-exposed", "eq=brightness=0.55:contrast=0.35", "exposure", "over-exposed"],
    ["under-exposed", "lutyuv=y='16+(val-16)*0.12'", "exposure", "too dark"],
    ["grey", "lutyuv=y='120+(val-128)*0.02'", "exposure", "no contrast"],
  ])("%s", async (name, filter, gate, words) => {
    const judgement = await judge(remake(clean, path(`${name.replaceAll(" ", "-")}.mp4`), "-vf", filter));
    expect(failing(judgement)).toContain(gate);
    expect(readingOf(judgement, gate).says).toContain(words);
    expect(judgement.verdict).toBe("fail");
  });

  test("blocks of a starved codec", async () => {
    ffmpeg("-i", clean, "-c:v", "mpeg4", "-qscale:v", "31", "-an", path("starved.mkv"));
    const judgement = await judge(remake(path("starved.mkv"), path("blocky.mp4")));
    expect(failing(judgement)).toContain("blockiness");
  });

  test("a fade out of black and into black is no fault, and neither is a pulsing candle", async () => {
    for (const picture of ["fade=t=in:s=6:n=14", "fade=t=out:s=18:n=14", "eq=brightness='0.05*sin(n/2.1)':eval=frame"])
      expect(failing(await judge(remake(clean, path("light.mp4"), "-vf", picture)))).toEqual([]);
  });

  test("black that breaks into a fade is no end of it", async () => {
    const broken = "fade=t=out:s=10:n=20,drawbox=t=fill:c=black:enable='gte(n,22)'";
    expect(failing(await judge(remake(clean, path("broken-fade.mp4"), "-vf", broken)))).toContain("black");
  });

  test("a pan is one piece, a cut inside it is none, and a whip-pan is one again", async () => {
    const wide = { size: "1280x720", picture: "crop=320:180:80+n*9:300" };
    const pan = makeClip(path("pan.mp4"), wide);
    expect(readingOf(await judge(pan), "cut").verdict).toBe("pass");
    const cut = remake(pan, path("pan-cut.mp4"), "-vf", "hflip=enable='gte(n,18)',vflip=enable='gte(n,18)'");
    expect(readingOf(await judge(cut), "cut")).toMatchObject({ verdict: "fail", frames: [18] });
    const whip = "crop=320:180:80+60*max(0\\,min(n-12\\,12)):300";
    expect(readingOf(await judge(makeClip(path("whip.mp4"), { size: "1280x720", picture: whip })), "cut").verdict).toBe(
      "pass",
    );
  });

  test("where every frame changes a great deal one that changes more proves nothing: a person looks", async () => {
    const restless = "eq=contrast='if(eq(n,18),-2.5,1+0.6*sin(n*2.1))':eval=frame";
    const clip = path("restless.mp4");
    ffmpeg("-f", "lavfi", "-i", "mandelbrot=s=320x180:r=24", "-t", "1.5", "-vf", restless, "-pix_fmt", "yuv420p", clip);
    const reading = readingOf(await judge(clip), "cut");
    expect(reading).toMatchObject({ verdict: "warn", says: expect.stringContaining("may hold a cut") });
  });

  test("drawings held for two frames move, held for half a second they do not", async () => {
    const on = (frames: number) =>
      remake(clean, path(`on-${frames}.mp4`), "-vf", `fps=24/${frames},fps=24,trim=end_frame=36`);
    expect(readingOf(await judge(on(2)), "frozen").verdict).toBe("pass");
    expect(readingOf(await judge(on(14)), "frozen").verdict).toBe("fail");
  });

  test("a bar above and a night's black ground below: a person looks", async () => {
    const half = "drawbox=y=0:h=24:w=320:t=fill:c=black,geq=lum='if(gt(Y,110+40*sin(X/30)),16,lum(X,Y))':cb=128:cr=128";
    expect(readingOf(await judge(remake(clean, path("half.mp4"), "-vf", half)), "letterbox").verdict).toBe("warn");
  });

  test("a caption that comes and goes is no cut", async () => {
    const caption = "drawbox=x=16:y=140:w=288:h=32:t=fill:c=0x202020:enable='between(n,10,24)'";
    expect(failing(await judge(remake(clean, path("caption.mp4"), "-vf", caption)))).toEqual([]);
  });

  test("night: almost all of the picture is black, one window is lit", async () => {
    const night = "lutyuv=y='16+(val-16)*0.05',drawbox=x=100+n/2:y=60:w=30:h=26:t=fill:c=0xe0c080";
    const judgement = await judge(remake(clean, path("night.mp4"), "-vf", night.replace("+n/2", "")));
    expect(failing(judgement)).not.toContain("black");
    expect(failing(judgement)).not.toContain("exposure");
    expect(failing(judgement)).not.toContain("letterbox");
  });

  test("size, rate, length and sound against the order", async () => {
    const says = async (file: string, more = {}) =>
      readingOf(await judge(file, { order: orderOf({}, more) }), "specification").says;
    expect(await says(clean, { width: 640, height: 360 })).toBe("320x180 instead of 640x360");
    expect(await says(clean, { frames: 48 })).toBe("12 of 48 frames are missing");
    expect(await says(clean, { rate: { numerator: 25, denominator: 1 } })).toContain(
      "24 frames a second instead of 25",
    );
    expect(await says(clean, { rate: { numerator: 24_000, denominator: 1001 } })).toContain("instead of 24000/1001");
    const mute = makeClip(path("mute.mp4"), { sound: "none" });
    expect(await says(mute)).toBe("no sound, though the shot has some");
    expect(await says(mute, { audio: "optional" })).toContain("as ordered");
    const squeezed = remake(clean, path("squeezed.mp4"), "-vf", "setsar=4/3");
    expect(await says(squeezed)).toBe("its pixels are not square");
  });

  test("a vendor's clip is held against what is ordered from it, not against the show", async () => {
    const endpoint = { resolution: "180p", aspect: "16:9" } as EndpointOrder;
    const show = { width: 1920, height: 1080, endpoint };
    const says = async (more: Partial<ShotOrder>) =>
      readingOf(await judge(clean, { order: orderOf({}, { ...show, ...more }) }), "specification").says;
    expect(await says({})).toBe("180p, 36 frames, as ordered");
    expect(await says({ endpoint: { ...endpoint, resolution: "186p" } })).toContain("as ordered");
    expect(await says({ endpoint: { ...endpoint, resolution: "720p" } })).toBe("320x180 instead of 720p in 16:9");
    expect(await says({ endpoint: { ...endpoint, aspect: "9:16" } })).toBe("320x180 instead of 180p in 9:16");
    // 36 frames at 24 are 37 at 25, and 30 at 20: it keeps its speed.
    expect(await says({ rate: { numerator: 25, denominator: 1 }, frames: 37 })).toContain("as ordered");
    expect(await says({ rate: { numerator: 20, denominator: 1 }, frames: 31 })).toBe("1 of 31 frames are missing");
    // What is over the shot is spare.
    expect(await says({ frames: 40, tailFrames: 4 })).toContain("as ordered");
    expect(await says({ frames: 41, tailFrames: 4 })).toBe("1 of 37 frames are missing");
  });

  test("silence where sound was ordered fails, where none was it does not", async () => {
    const silent = makeClip(path("silent.mp4"), { sound: "silent" });
    expect(readingOf(await judge(silent), "sound").verdict).toBe("fail");
    const optional = await judge(silent, { order: orderOf({}, { audio: "optional" }) });
    expect(readingOf(optional, "sound").verdict).toBe("pass");
    const mute = makeClip(path("mute-2.mp4"), { sound: "none" });
    expect(readingOf(await judge(mute), "sound")).toMatchObject({
      verdict: "not-measured",
      says: "not measured: the file has no sound",
    });
  });

  test("a truncated file whose header still promises every frame", async () => {
    const judgement = await judge(shorten(clean, path("truncated.mp4"), 0.6));
    expect(failing(judgement)).toContain("decode");
    expect(failing(judgement)).toContain("specification");
  });

  test("bytes overwritten in the middle", async () => {
    const bytes = readFileSync(clean);
    for (let k = 0; k < 10; k += 1) {
      const from = Math.floor(bytes.length * (0.4 + k / 20));
      bytes.fill(0x5a, from, from + 200);
    }
    writeFileSync(path("corrupt.mp4"), bytes);
    expect(failing(await judge(path("corrupt.mp4")))).toContain("decode");
  });

  test("a web page or garbage under the name of a film", async () => {
    writeFileSync(path("page.mp4"), "<html>403 Forbidden</html>");
    writeFileSync(path("garbage.mp4"), Buffer.alloc(50_000, 0x5a));
    writeFileSync(path("empty.mp4"), "");
    ffmpeg("-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac", path("sound-only.mp4"));
    for (const name of ["page.mp4", "garbage.mp4", "empty.mp4", "sound-only.mp4", "not-there.mp4"]) {
      const judgement = await judge(path(name));
      expect(failing(judgement)).toEqual(["readable"]);
      expect(judgement.scorePerMille).toBe(0);
    }
  });
});
