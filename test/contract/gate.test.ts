import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gates } from "../../src/gates/registry.ts";
import type { MediaTools } from "../../src/ports/media.ts";
import { HAS_FFMPEG, makeClip, NO_POLICY, nativeTools, orderOf, studio, WHY_SKIPPED } from "../gates/footage.ts";

describe.each(gates.map((gate) => ({ id: gate.id, gate })))("gate contract: $id", ({ gate }) => {
  test("is named as its file is, and its limits are numbers with words", () => {
    expect(existsSync(fileURLToPath(new URL(`../../src/gates/${gate.id}.ts`, import.meta.url)))).toBe(true);
    expect(gate.title).not.toBe("");
    for (const [name, { value, says }] of Object.entries(gate.limits)) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(value).toMatch(/^-?\d+(\.\d+)?$/);
      expect(says.length).toBeGreaterThan(10);
    }
  });
});

describe.skipIf(!HAS_FFMPEG)(`gate contract over files${WHY_SKIPPED}`, () => {
  const { folder, remove } = studio();
  let media: MediaTools;
  let clip: string;
  const take = (path: string) => ({ path, order: orderOf({ frames: 12 }), policy: NO_POLICY });
  const desk = (signal = new AbortController().signal) => ({
    media,
    signal,
    directory: join(folder, "not", "yet", "there"),
  });

  let shared: ReturnType<typeof desk>;

  beforeAll(async () => {
    media = await nativeTools();
    shared = desk();
    clip = makeClip(join(folder, "clip.mp4"), { frames: 12 });
    writeFileSync(join(folder, "garbage.mp4"), Buffer.alloc(9_000, 0x47));
  });
  afterAll(remove);

  test.each(gates.map((gate) => ({ id: gate.id, gate })))(
    "$id reads a film and refuses no good one",
    async ({ id, gate }) => {
      const reading = await gate.measure(take(clip), shared);
      expect(reading).toMatchObject({ gate: id, verdict: "pass" });
      expect(reading.unit).toMatch(/^[A-Za-z]+$/);
      expect(["higher-is-better", "lower-is-better", "exact"]).toContain(reading.direction);
      expect(Number.isInteger(reading.milli)).toBe(true);
      expect(Number.isInteger(reading.limitMilli)).toBe(true);
      expect(reading.says).not.toBe("");
      expect(JSON.parse(JSON.stringify(reading))).toEqual(reading);
    },
  );

  test.each(gates.map((gate) => ({ id: gate.id, gate })))(
    "$id never passes garbage and never throws over it",
    async ({ gate }) => {
      const reading = await gate.measure(take(join(folder, "garbage.mp4")), shared);
      expect(["fail", "not-measured"]).toContain(reading.verdict);
      expect(reading.says).not.toBe("");
    },
  );

  test("a stopped gate says nothing: it ends with the signal, and leaves no pictures behind", async () => {
    const stopped = new AbortController();
    stopped.abort();
    for (const gate of gates) await expect(gate.measure(take(clip), desk(stopped.signal))).rejects.toThrow();
    const later = new AbortController();
    const measuring = gates[0]?.measure(take(clip), desk(later.signal));
    later.abort();
    await expect(measuring).rejects.toThrow();
    for (const name of ["thumbnails.raw", "samples.raw", "soft.raw"])
      expect(existsSync(join(desk().directory, name))).toBe(false);
  });
});
