import { describe, expect, test } from "vitest";
import { barReader } from "../../../src/kit/measure/bars.ts";
import { grainOf } from "../../../src/kit/measure/grain.ts";
import type { GreyPicture } from "../../../src/kit/measure/grey-picture.ts";
import { gridOf } from "../../../src/kit/measure/grid.ts";
import { sharpnessOf } from "../../../src/kit/measure/sharpness.ts";
import { spansOf } from "../../../src/kit/measure/spans.ts";
import { THUMBNAIL, thumbnailReader } from "../../../src/kit/measure/thumbnail-measures.ts";

function picture(level: (x: number, y: number) => number, width = 320, height = 180): GreyPicture {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) pixels[y * width + x] = Math.max(0, Math.min(255, Math.round(level(x, y))));
  return { width, height, pixels };
}

/** Noise that is the same in every run, -1..1. */
const noise = (x: number, y: number): number => {
  const mixed = Math.imul(Math.imul(x + 1, 374_761_393) ^ Math.imul(y + 1, 668_265_263), 1_274_126_177);
  return ((mixed ^ (mixed >>> 15)) >>> 8) / 2 ** 23 - 1;
};
const wave = (x: number, y: number): number => 128 + 60 * Math.sin(x / 17) + 40 * Math.cos(y / 13);

describe("sharpness", () => {
  const step = (width: number) => (x: number) =>
    60 + 120 * Math.max(0, Math.min(1, (Math.abs((x % 160) - 80) - 40 + width / 2) / width));
  test("a hard edge is sharp, a ramp is not, whatever the contrast", () => {
    expect(sharpnessOf(picture(step(1)))).toBeGreaterThan(0.5);
    expect(sharpnessOf(picture(step(20)))).toBeLessThan(0.45);
    expect(sharpnessOf(picture((x) => step(1)(x) / 8 + 100))).toBeGreaterThan(0.5);
  });
  test("faint edges that an encoder left do not make a blurred picture sharp", () => {
    const blurred = (x: number, y: number) => step(9)(x) + (y % 90 < 45 ? 0 : 11);
    expect(sharpnessOf(picture(blurred))).toBeLessThan(0.45);
  });
  test("a picture without edges has no number", () => {
    expect(sharpnessOf(picture(() => 128))).toBeUndefined();
    expect(sharpnessOf(picture((x) => x / 4))).toBeUndefined();
  });
});

describe("grain", () => {
  test("is what single pixels deviate by, and needs no flat picture", () => {
    const amplitude = 20;
    const grain = grainOf(picture((x, y) => wave(x, y) + amplitude * noise(x, y)));
    // A uniform spread of +-20 deviates by 20 / sqrt(3).
    expect(grain).toBeGreaterThan(9);
    expect(grain).toBeLessThan(13);
    expect(grainOf(picture(wave))).toBeLessThan(0.6);
  });
  test("leaves beside a calm sky are no grain", () => {
    expect(grainOf(picture((x, y) => (y > 90 ? 128 + 100 * noise(x, y) : 180)))).toBeLessThan(0.5);
  });
  test("black and white hold none", () => {
    expect(grainOf(picture(() => 0))).toBeUndefined();
    expect(grainOf(picture(() => 255))).toBeUndefined();
  });
});

describe("grid", () => {
  const blocks = (size: number) => picture((x, y) => 128 + 90 * noise(Math.floor(x / size), Math.floor(y / size)));
  test.each([8, 12, 16, 24])("blocks of %i pixels stand out", (size) => {
    expect(gridOf(blocks(size))).toBeGreaterThan(5);
  });
  test("blocks too faint to be seen are none", () => {
    const faint = (x: number, y: number) => 0.5 * noise(x, y) + 0.9 * noise(Math.floor(x / 16), Math.floor(y / 16));
    expect(gridOf(picture((x, y) => 128 + faint(x, y)))).toBeLessThan(1.3);
  });
  test("windows at regular places, noise and waves do not", () => {
    expect(gridOf(picture((x, y) => (x % 64 < 40 && y % 60 < 30 ? 40 : 170)))).toBeLessThan(1.5);
    expect(gridOf(picture((x, y) => 128 + 90 * noise(x, y)))).toBeLessThan(1.3);
    expect(gridOf(picture(wave))).toBeLessThan(1.3);
  });
  test("books on a shelf, all as wide, have edges one way only", () => {
    expect(gridOf(picture((x, y) => (x % 32 < 27 ? 60 + ((x >> 5) % 5) * 30 : 200) + 4 * noise(x, y)))).toBeLessThan(
      1.3,
    );
  });
});

describe("bars", () => {
  const barsOf = (...pictures: GreyPicture[]) => {
    const reader = barReader(320, 180);
    for (const one of pictures) reader.read(one);
    return reader.bars();
  };
  test("black on both sides that ends at once", () => {
    const boxed = barsOf(picture((x, y) => (y < 20 || y >= 160 ? 0 : wave(x, y))));
    expect(boxed?.top).toBeCloseTo(20 / 180);
    expect(boxed?.bottom).toBeCloseTo(20 / 180);
    expect(boxed?.left).toBe(0);
  });
  test("a bar on one side above ground that is black anyway", () => {
    const bars = barsOf(picture((x, y) => (y < 20 || y > 100 + 40 * Math.sin(x / 30) ? 0 : wave(x, y))));
    expect(bars).toMatchObject({ bottom: 0 });
    expect(bars?.top).toBeCloseTo(20 / 180);
    expect(bars?.dark.bottom).toBeGreaterThan(0.2);
  });
  test("a night with one light is no bar, and black has none", () => {
    const night = picture((x, y) => ((x - 150) ** 2 + (y - 90) ** 2 < 400 ? 200 : 1));
    expect(barsOf(night)).toMatchObject({ top: 0, bottom: 0, left: 0, right: 0 });
    expect(barsOf(picture(() => 0))).toBeUndefined();
  });
  test("what is lit in any picture is no bar", () => {
    const low = picture((x, y) => (y < 60 ? 0 : wave(x, y)));
    const high = picture((x, y) => (y >= 120 ? 0 : wave(x, y)));
    expect(barsOf(low, high)).toMatchObject({ top: 0, bottom: 0 });
  });
});

describe("thumbnails", () => {
  const frame = (level: (x: number, y: number) => number): Uint8Array =>
    picture(level, THUMBNAIL.width, THUMBNAIL.height).pixels;
  const measuresOf = (...frames: Uint8Array[]) => {
    const reader = thumbnailReader();
    for (const one of frames) reader.read(one);
    return reader.measures();
  };
  test("a thing that moves in one corner is motion and hardly a change", () => {
    const at = (left: number) => frame((x, y) => (x >= left && x < left + 6 && y < 6 ? 250 : 90));
    const { motion, change } = measuresOf(at(0), at(6));
    expect(motion[1]).toBeGreaterThan(20);
    expect(change[1]).toBeLessThan(2);
  });
  test("a caption that comes is motion and no change; another picture is both", () => {
    const scene = frame(wave);
    const captioned = frame((x, y) => (y >= 70 && y < 80 ? 20 : wave(x, y)));
    expect(measuresOf(scene, captioned).change[1]).toBeLessThan(1);
    const other = frame((x, y) => ((x - 60) ** 2 + (y - 30) ** 2 < 900 ? 30 : 60 + x));
    expect(measuresOf(scene, other).change[1]).toBeGreaterThan(15);
    const still = measuresOf(
      frame(() => 90),
      frame((_, y) => (y >= 70 ? 20 : 90)),
    );
    expect(still.motion[1]).toBeCloseTo(70);
    expect(still.change[1]).toBeLessThan(1);
  });
  test("a camera that moves is no change, and its speed is known; a cut on the way is one", () => {
    const place = (x: number, y: number) => 128 + 100 * noise(Math.floor((x + 400) / 9), Math.floor((y + 90) / 9));
    const seen = (left: number) => frame((x, y) => place(x + left, y));
    const { change, speed } = measuresOf(seen(0), seen(12), seen(24));
    expect(Math.max(...change)).toBeLessThan(1);
    expect(speed).toEqual([0, 12 / THUMBNAIL.width, 12 / THUMBNAIL.width]);
    expect(measuresOf(seen(0), seen(12), seen(300), seen(312)).change.map((value) => value > 20)).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });
  test("light that jumps for all of the picture is a jump and no change", () => {
    const lit = (by: number) => frame((x, y) => wave(x, y) * 0.7 + 30 + by);
    const { jump, change } = measuresOf(lit(0), lit(20), lit(0), lit(20));
    expect(jump).toEqual([0, 40, 40, 0]);
    expect(Math.max(...change)).toBeLessThan(1);
  });
  test("a thing that runs through the picture is no jump of light", () => {
    const at = (left: number) => frame((x) => (x >= left && x < left + 20 ? 220 : 60));
    expect(Math.max(...measuresOf(at(0), at(40), at(80), at(110)).jump)).toBe(0);
  });
  test("levels are those of the darkest and the brightest hundredth", () => {
    const [levels] = measuresOf(frame((_, y) => (y < 2 ? 240 : y > 87 ? 3 : 100))).levels;
    expect(levels).toMatchObject({ dark: 3, bright: 240 });
  });
  test("no frame, no measures", () => {
    expect(measuresOf()).toEqual({ levels: [], change: [], speed: [], motion: [], jump: [] });
  });
});

test("spans are runs of frames", () => {
  expect(spansOf([1, 0, 1, 1, 0, 1], (value) => value === 1)).toEqual([
    { from: 0, to: 1 },
    { from: 2, to: 4 },
    { from: 5, to: 6 },
  ]);
  expect(spansOf([], () => true)).toEqual([]);
});
