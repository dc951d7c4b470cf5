import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Shot } from "../../../src/core/production.ts";
import { fileDigest, tidyPieces } from "../../../src/kit/conform/piece-cache.ts";
import { cuttingRoom } from "./cutting-room.ts";
import { nativeMedia, WITHOUT_FFMPEG } from "./native-media.ts";

describe.skipIf(WITHOUT_FFMPEG !== undefined)("pieces are kept between conforms", () => {
  let room: ReturnType<typeof cuttingRoom>;
  let of: Awaited<ReturnType<ReturnType<typeof cuttingRoom>["story"]>>;
  beforeAll(async () => {
    room = cuttingRoom();
    of = await room.story(["SH0010", "SH0020", "SH0030", "SH0040"].map((id) => ({ id })));
  });
  afterAll(() => room.close());

  const remade = async (shots: readonly Shot[], cache = "cache"): Promise<[number, number]> => {
    const { assembly } = await room.assembled({ ...of, shots }, { cache });
    return [assembly.remade, assembly.pieces];
  };
  const edited = (index: number, editorial: Partial<Shot["editorial"]>): Shot[] =>
    of.shots.map((one, at) => (at === index ? { ...one, editorial: { ...one.editorial, ...editorial } } : one));

  test("only what an edit touches is made anew", async () => {
    expect(await remade(of.shots)).toEqual([4, 4]);
    expect(await remade(of.shots)).toEqual([0, 4]);
    expect(await remade([...of.shots].reverse())).toEqual([0, 4]);
    expect(await remade(edited(1, { title: "A title" }))).toEqual([0, 4]);
    expect(await remade(edited(1, { trimInFrames: 2 }))).toEqual([1, 4]);
    // Both neighbours of a dissolve get shorter, and the dissolve itself is new.
    expect(await remade(edited(2, { transitionIn: { kind: "dissolve", frames: 4 } }))).toEqual([3, 5]);
  });

  test.each(["piece.mp4", "piece.f32", "piece.png", "piece.json"])(
    "a damaged or lost %s is noticed and the piece made anew, the same as before",
    async (name) => {
      const pair = { ...of, shots: of.shots.slice(0, 2) };
      const cache = "cache-damaged";
      const { assembly } = await room.assembled(pair, { cache });
      const [first = "", second = "", ...others] = readdirSync(room.path(cache));
      expect(others).toEqual([]);
      const damaged = join(room.path(cache), first, name);
      const bytes = readFileSync(damaged);
      const middle = Math.floor(bytes.length / 2);
      bytes[middle] = (bytes[middle] ?? 0) ^ 1;
      writeFileSync(damaged, bytes);
      rmSync(join(room.path(cache), second, name));
      const again = await room.assembled(pair, { cache });
      expect([again.assembly.remade, again.assembly.pieces]).toEqual([2, 2]);
      expect(await fileDigest(again.assembly.path)).toBe(await fileDigest(assembly.path));
    },
  );

  test("a cache that is gone is made again; two conforms at once do not disturb each other", async () => {
    rmSync(room.path("cache"), { recursive: true });
    const both = await Promise.all([room.assembled(of), room.assembled(of)]);
    const digests = await Promise.all(both.map(({ assembly }) => fileDigest(assembly.path)));
    expect(digests[0]).toBe(digests[1]);
    expect(readdirSync(room.path("cache")).filter((name) => name.includes(".part"))).toEqual([]);
  });

  test.each(["ffmpeg", "ffprobe"] as const)(
    "a conform that is stopped during %s says so, keeps whole pieces and leaves nothing half made",
    async (program) => {
      const controller = new AbortController();
      const media = nativeMedia();
      // As an ended child: no exit code and no words.
      const ended = { exitCode: null, stdout: "", stderr: "", timedOut: false, notFound: false };
      const stopping = {
        ...media,
        [program]: async () => {
          controller.abort();
          return ended;
        },
      };
      const cache = `cache-stop-${program}`;
      const { result } = await room.conform(of, { cache, media: stopping, signal: controller.signal });
      expect(result).toMatchObject({ ok: false, error: { code: "ASSEMBLY_STOPPED" } });
      expect(readdirSync(room.path(cache))).toEqual([]);
    },
  );

  test("what a killed run left is swept after an hour, and the least used pieces go when there are too many", async () => {
    const cache = room.path("cache-full");
    const piece = (name: string, hoursAgo: number): string => {
      const folder = join(cache, name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "piece.mp4"), Buffer.alloc(1000));
      const used = new Date(Date.now() - hoursAgo * 3_600_000);
      utimesSync(folder, used, used);
      return folder;
    };
    const folders = {
      abandoned: piece("k.1.part", 2),
      underWay: piece("k.2.part", 0),
      oldInUse: piece("a", 9),
      old: piece("b", 8),
      recent: piece("c", 1),
    };
    await tidyPieces(cache, new Set(["a"]), 2500);
    const there = Object.entries(folders).flatMap(([name, folder]) => (existsSync(folder) ? [name] : []));
    expect(there).toEqual(["underWay", "oldInUse", "recent"]);
  });
});
