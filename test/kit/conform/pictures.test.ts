import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { afterAll, describe, expect, test } from "vitest";
import { type Cut, cutOf } from "../../../src/core/cut.ts";
import { writeContactSheet } from "../../../src/kit/conform/contact-sheet.ts";
import { slatePicture, temporaryMark } from "../../../src/kit/conform/slate.ts";
import { episode, nothing, shot } from "../../core/plan/story.ts";

const TITLES = [
  "Night",
  "A title that goes on and on until nobody who looks at the sheet can still read what it says",
  "Сапожник и эльфы",
  "靴屋と小人たち",
  "\u202Egnp.exe\u001b[31m",
  "",
];

/** A cut of slates: every title that people and others might write. */
function cutOfSlates(shots: number, size: { width: number; height: number }): Cut {
  const all = Array.from({ length: shots }, (_, index) =>
    shot(`SH${String((index + 1) * 10).padStart(4, "0")}`, {
      name: `ESH_E101_SQ010_SH${String((index + 1) * 10).padStart(4, "0")}_LONGER_THAN_USUAL`,
      status: index % 3 === 1 ? "hold" : "active",
      editorial: { title: TITLES[index % TITLES.length] ?? "" },
    }),
  );
  return { ...cutOf(episode(all, { title: TITLES[1] ?? "" }), nothing(), "final"), ...size };
}

async function pixels(picture: Buffer) {
  const image = await loadImage(picture);
  const canvas = createCanvas(image.width, image.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  return {
    width: image.width,
    height: image.height,
    at: (x: number, y: number) => [...data.subarray((y * image.width + x) * 4, (y * image.width + x) * 4 + 4)],
  };
}

describe("pictures of a conform", () => {
  const folder = mkdtempSync(join(tmpdir(), "shotlock-pictures-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each([
    ["16:9", 1280, 720],
    ["9:16", 360, 640],
    ["1:1", 540, 540],
    ["2.39:1", 1920, 804],
    ["tiny", 128, 72],
  ])("a slate of %s keeps all its words inside the picture", async (_, width, height) => {
    const cut = cutOfSlates(6, { width, height });
    for (const entry of cut.entries) {
      const { at } = await pixels(slatePicture(cut, entry));
      const ground = at(0, Math.floor(height / 2));
      // Below the clapper's bars nothing touches an edge: a word that did not fit would.
      for (let y = Math.ceil(Math.min(width, height) / 18) + 2; y < height; y += 1)
        expect([at(0, y), at(width - 1, y)], `${entry.shot} line ${y}`).toEqual([ground, ground]);
    }
    const mark = await pixels(temporaryMark(width, height, "animatic v001"));
    expect(mark.at(width - 1, Math.floor(height / 2))[3]).toBe(0);
    expect(
      mark.at(Math.floor(width - Math.min(width, height) / 24) - 2, Math.floor(height / 24) + 2)[3],
    ).toBeGreaterThan(0);
  });

  test.each([
    ["one shot has room for its heading", 1, 1280, 720, [676, 304]],
    ["four in a row", 26, 1280, 720, [1340, 7 * 236 + 68]],
    ["eight in a row when there are many", 64, 1280, 720, [2668, 8 * 236 + 68]],
    ["six upright ones in a row", 26, 720, 1280, [1668, 5 * 525 + 68]],
    ["wide ones", 5, 1920, 804, [1340, 2 * 190 + 68]],
  ])("contact sheet: %s", async (name, shots, width, height, size) => {
    const cut = cutOfSlates(shots, { width, height });
    const slate = join(folder, `${name}.png`);
    writeFileSync(slate, slatePicture(cut, cut.entries[0] as Cut["entries"][number]));
    // A shot that lies wholly in its dissolves has no picture of its own.
    const pictures = cut.entries.map((entry, index) => ({ entry, picture: index === 3 ? undefined : slate }));
    const path = join(folder, `${name}.jpg`);
    await writeContactSheet(cut, pictures, path);
    const sheet = await pixels(readFileSync(path));
    expect([sheet.width, sheet.height]).toEqual(size);
    const again = join(folder, `${name}-again.jpg`);
    await writeContactSheet(cut, pictures, again);
    expect(readFileSync(again).equals(readFileSync(path))).toBe(true);
  });
});
