import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drawnFootage } from "../../src/compose/sandbox/drawn-footage.ts";
import { promptOrder } from "../../src/compose/sandbox/prompt-order.ts";
import { systemClock } from "../../src/kit/clock.ts";
import { createProcessRunner } from "../../src/kit/process-runner.ts";
import type { MediaTools } from "../../src/ports/media.ts";
import type { Footage, FootageRequest } from "../../src/sandbox/footage.ts";
import { stockFootage } from "../../src/sandbox/stock-footage.ts";
import { VENDOR_NAMES } from "../../src/sandbox/vendor-names.ts";
import {
  failing,
  HAS_FFMPEG,
  judged,
  nativeTools,
  orderOf,
  type Studio,
  studio,
  WHY_SKIPPED,
} from "../gates/footage.ts";

const WISH: FootageRequest = {
  ...{ vendor: "runway", model: "gen4.5", job: "job-a", seed: 3, look: "normal" },
  prompt:
    "Medium close-up, low angle, 50mm lens. Handheld camera. Josef comes in and picks up a finished shoe. " +
    "Josef is a lean man, aged 60, wearing a cream linen shirt. Interior, a shoemaker's workshop, in the morning.",
  ...{ width: 480, height: 270, rate: { numerator: 24, denominator: 1 }, frames: 48, hasAudio: false },
};

describe.skipIf(!HAS_FFMPEG)(`films of the sandbox${WHY_SKIPPED}`, () => {
  let place: Studio;
  let media: MediaTools;
  let drawn: Footage;
  let stock: Footage;
  beforeAll(async () => {
    place = studio();
    media = await nativeTools();
    stock = stockFootage(media, join(place.folder, "stock"));
    const signal = new AbortController().signal;
    const parts = { clock: systemClock(), process: createProcessRunner(), media, signal };
    drawn = drawnFootage({ ...parts, folder: join(place.folder, "drawn") });
  });
  afterAll(() => place.remove());

  async function verdict(footage: Footage, wish: FootageRequest): Promise<readonly string[]> {
    const path = join(place.folder, `${wish.vendor}-${wish.look}-${wish.job}.mp4`);
    writeFileSync(path, await footage(wish));
    const { width, height, frames } = wish;
    const order = orderOf({ size: `${width}x${height}`, frames }, { audio: wish.hasAudio ? "required" : "none" });
    return failing(await judged({ path, folder: place.folder, media, order }));
  }

  test.each(VENDOR_NAMES)("what %s draws passes every gate, frame by frame as ordered", async (vendor) => {
    expect(await verdict(drawn, { ...WISH, vendor })).toEqual([]);
  });

  test("with sound, too", async () => {
    expect(await verdict(drawn, { ...WISH, hasAudio: true, job: "sound" })).toEqual([]);
    expect(await verdict(stock, { ...WISH, hasAudio: true, job: "sound" })).toEqual([]);
  });

  test.each([
    ["black", "black"],
    ["frozen", "frozen"],
    ["blurred", "blur"],
  ] as const)("a %s take is stopped by its gate, drawn and from stock", async (look, gate) => {
    expect(await verdict(drawn, { ...WISH, look })).toContain(gate);
    expect(await verdict(stock, { ...WISH, look })).toContain(gate);
  });

  test("a stock clip passes every gate, is made once, and each job's file is its own", async () => {
    const small: FootageRequest = { ...WISH, width: 1280, height: 720 };
    expect(await verdict(stock, small)).toEqual([]);
    const [one, other] = [await stock({ ...small, job: "one" }), await stock({ ...small, job: "two" })];
    expect(Buffer.from(one).equals(other)).toBe(false);
    expect(one.length).toBe(other.length);
  });

  test("a clip that cannot be made says so", async () => {
    await expect(stock({ ...WISH, width: 0 })).rejects.toThrow("the stock clip was not made");
  });
});

test("a prompt is read as a stranger reads it: size, camera, who, where, when", () => {
  const { intent, parts } = promptOrder(WISH);
  expect(intent).toMatchObject({
    framing: { size: "MCU" },
    camera: { movement: "handheld" },
    interior: true,
    timeOfDay: "morning",
    action: "Josef comes in and picks up a finished shoe.",
  });
  expect(parts["character/person-1#look.worn"]).toEqual({ wardrobe: "a cream linen shirt." });
});
