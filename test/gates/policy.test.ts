import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gateVocabulary } from "../../src/core/gate-vocabulary.ts";
import { gates } from "../../src/gates/registry.ts";
import type { MediaTools } from "../../src/ports/media.ts";
import {
  failing,
  HAS_FFMPEG,
  judged,
  makeClip,
  NO_POLICY,
  nativeTools,
  readingOf,
  remake,
  studio,
  toolsOf,
  WHY_SKIPPED,
} from "./footage.ts";

describe.skipIf(!HAS_FFMPEG)(`what a production may say of gates${WHY_SKIPPED}`, () => {
  const { folder, remove } = studio();
  let media: MediaTools;
  let clean: string;
  let dark: string;

  beforeAll(async () => {
    media = await nativeTools();
    clean = makeClip(join(folder, "clean.mp4"));
    dark = remake(clean, join(folder, "dark.mp4"), "-vf", "lutyuv=y='16+(val-16)*0.12'");
  });
  afterAll(remove);

  test("a limit of the shot replaces the gate's own, and the reading names it", async () => {
    const strict = await judged({
      path: clean,
      folder,
      media,
      policy: { allow: [], limits: { "noise.grain_max": "0.1" } },
    });
    expect(failing(strict)).toEqual(["noise"]);
    expect(readingOf(strict, "noise").limitMilli).toBe(100);
    const lenient = { allow: [], limits: { "exposure.bright_min": "10", "exposure.range_min": "5" } };
    expect(failing(await judged({ path: dark, folder, media }))).toContain("exposure");
    expect(failing(await judged({ path: dark, folder, media, policy: lenient }))).not.toContain("exposure");
  });

  test("what is so on purpose is allowed, said so, and costs no score", async () => {
    for (const word of ["dark", "exposure"]) {
      const judgement = await judged({ path: dark, folder, media, policy: { ...NO_POLICY, allow: [word] } });
      const reading = readingOf(judgement, "exposure");
      expect(reading.verdict).toBe("allowed");
      expect(reading.says).toContain("allowed for this shot");
    }
    const other = await judged({ path: dark, folder, media, policy: { ...NO_POLICY, allow: ["static"] } });
    expect(readingOf(other, "exposure").verdict).toBe("fail");
  });

  test("a pass that this build cannot run is not measured; the others are", async () => {
    const poor: MediaTools = {
      ...media,
      ffmpeg: (args, options) =>
        media.ffmpeg(
          args.map((argument) => argument.replaceAll("[in-soft]fps=", "[in-soft]nofilter=")),
          options,
        ),
    };
    const judgement = await judged({ path: clean, folder, media: poor });
    expect(readingOf(judgement, "blur")).toMatchObject({
      verdict: "not-measured",
      says: "not measured: this build of ffmpeg could not run the pass",
    });
    const others = judgement.readings.filter(({ gate }) => gate !== "blur");
    expect(others.filter(({ verdict }) => verdict !== "pass")).toEqual([]);
    expect(judgement.verdict).toBe("pass");
  });

  test("the WASM build reads the same numbers", async () => {
    const wasm = await toolsOf("wasm").catch(() => undefined);
    if (wasm === undefined) return;
    const numbers = (judgement: Awaited<ReturnType<typeof judged>>) =>
      judgement.readings.map(({ gate, milli, verdict }) => ({ gate, milli, verdict }));
    const [native, inside] = [
      await judged({ path: clean, folder, media }),
      await judged({ path: clean, folder, media: wasm }),
    ];
    expect(numbers(inside)).toEqual(numbers(native));
  });
});

test("every gate and limit can be named in YAML, and words that allow belong to installed gates", () => {
  const { gates: named, allowances } = gateVocabulary(gates);
  for (const [gate, { limits }] of Object.entries(named))
    for (const limit of limits) expect(`${gate}.${limit}`).toMatch(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9_]*$/);
  expect(allowances).toEqual(expect.arrayContaining(["static", "dark", "fog", "grain", "bars", "silent", "black"]));
});
