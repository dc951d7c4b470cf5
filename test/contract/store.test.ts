import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Digest } from "../../src/core/digest.ts";
import type { Store } from "../../src/ports/store.ts";
import { directoryStore } from "../../src/stores/directory.ts";

/** A place in which an adapter keeps its files, so that the suite can do it harm. */
interface Place {
  open(options?: { readonly bytesMax?: number; readonly report?: (says: string) => void }): Store;
  /** Every file that is kept, whatever it is called. */
  files(): readonly string[];
  bytesOf(digest: Digest): Buffer;
  harm(digest: Digest, bytes: Uint8Array): void;
}

const folder = mkdtempSync(join(tmpdir(), "shotlock-store-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

function directoryPlace(): Place {
  count += 1;
  const root = join(folder, `store-${count}`);
  const pathOf = (digest: Digest): string => join(root, "sha256", digest.slice(7, 9), digest.slice(7));
  const walk = (path: string): string[] =>
    existsSync(path)
      ? readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
          entry.isDirectory() ? walk(join(path, entry.name)) : [entry.name],
        )
      : [];
  return {
    open: (options) => directoryStore(root, options),
    files: () => walk(root),
    bytesOf: (digest) => readFileSync(pathOf(digest)),
    harm(digest, bytes) {
      chmodSync(pathOf(digest), 0o644);
      writeFileSync(pathOf(digest), bytes);
    },
  };
}

/** A store in a bucket joins here. */
const PLACES: readonly (readonly [string, () => Place])[] = [["directory", directoryPlace]];

const digestOf = (bytes: Uint8Array | string): Digest => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
const FILM = Buffer.from("a film ".repeat(20_000));

describe.each(PLACES)("store contract: %s", (_name, makePlace) => {
  let place: Place;
  let store: Store;
  let source = "";
  beforeEach(() => {
    place = makePlace();
    store = place.open();
    source = join(folder, `source-${count}.mp4`);
    writeFileSync(source, FILM);
  });

  test("gives a file the name of its content, and gives the same bytes back to whoever asks", async () => {
    const put = await store.put(source);
    expect(put).toEqual({ sha256: digestOf(FILM), bytes: FILM.length });
    const path = await place.open().pathOf(put.sha256);
    expect(readFileSync(path ?? "").equals(FILM)).toBe(true);
    expect(await place.open().has(put.sha256)).toBe(true);
    expect(readFileSync(source).equals(FILM)).toBe(true);
  });

  test("a second put of the same bytes changes nothing, under whatever name they come", async () => {
    const first = await store.put(source);
    const before = statSync((await store.pathOf(first.sha256)) ?? "").mtimeMs;
    const other = join(folder, "other name.bin");
    writeFileSync(other, FILM);
    expect(await store.put(other)).toEqual(first);
    expect(place.files()).toHaveLength(1);
    expect(statSync((await store.pathOf(first.sha256)) ?? "").mtimeMs).toBe(before);
  });

  test("many puts of one file and of others at once: each is there once and whole", async () => {
    const sources = Array.from({ length: 6 }, (_, index) => {
      const path = join(folder, `many-${index}`);
      writeFileSync(path, `${FILM}${index % 2}`);
      return path;
    });
    const put = await Promise.all(sources.flatMap((path) => [place.open().put(path), store.put(path)]));
    expect(new Set(put.map((one) => one.sha256)).size).toBe(2);
    expect(place.files()).toHaveLength(2);
    for (const { sha256 } of put) expect(digestOf(readFileSync((await store.pathOf(sha256)) ?? ""))).toBe(sha256);
  });

  test("what is not there is undefined, and so is any name that is no digest", async () => {
    expect(await store.pathOf(digestOf("nothing"))).toBeUndefined();
    expect(await store.has(digestOf("nothing"))).toBe(false);
    await store.put(source);
    for (const name of [
      "sha256:../../etc/passwd",
      `sha256:${"a".repeat(63)}`,
      digestOf(FILM).toUpperCase(),
      "",
      `${digestOf(FILM)}/..`,
    ])
      expect(await store.pathOf(name as Digest), name).toBeUndefined();
  });

  test("a damaged file is reported and never handed out, however small the damage", async () => {
    const { sha256 } = await store.put(source);
    const says: string[] = [];
    for (const harm of [
      (bytes: Buffer) => bytes.fill((bytes[100] ?? 0) ^ 1, 100, 101),
      (bytes: Buffer) => bytes.subarray(0, bytes.length - 1),
      () => Buffer.alloc(0),
    ]) {
      place.harm(sha256, harm(Buffer.from(FILM)));
      expect(await place.open({ report: (text) => void says.push(text) }).pathOf(sha256)).toBeUndefined();
      // Also whoever had checked it while it was whole.
      expect(await store.pathOf(sha256)).toBeUndefined();
    }
    expect(says).toHaveLength(3);
    expect(says[0]).toContain(sha256);
    place.harm(sha256, FILM);
    expect(await store.has(sha256)).toBe(true);
  });

  test("bytes that come in again take the place of a damaged file, which is kept", async () => {
    const { sha256 } = await store.put(source);
    place.harm(sha256, Buffer.from("something else"));
    expect((await store.put(source)).sha256).toBe(sha256);
    expect(place.bytesOf(sha256).equals(FILM)).toBe(true);
    expect(place.files().filter((name) => name.endsWith(".damaged"))).toHaveLength(1);
  });

  test("a stored file cannot be changed by accident", async () => {
    const { sha256 } = await store.put(source);
    expect(statSync((await store.pathOf(sha256)) ?? "").mode & 0o222).toBe(0);
  });

  test("too large, not there, a folder: refused, and nothing is left behind", async () => {
    await expect(place.open({ bytesMax: 10 }).put(source)).rejects.toThrow("at most");
    await expect(store.put(join(folder, "nowhere"))).rejects.toThrow("ENOENT");
    const directory = join(folder, `directory-${count}`);
    mkdirSync(directory);
    await expect(store.put(directory)).rejects.toThrow();
    expect(place.files()).toEqual([]);
  });

  test("drafts that a killed run left go away in time, those of a run that lives stay", async () => {
    const incoming = join(folder, `store-${count}`, "incoming");
    mkdirSync(incoming, { recursive: true });
    for (const name of ["old.tmp", "young.tmp"]) writeFileSync(join(incoming, name), "half");
    const longAgo = Date.now() / 1000 - 7_200;
    utimesSync(join(incoming, "old.tmp"), longAgo, longAgo);
    await store.put(source);
    expect(readdirSync(incoming)).toEqual(["young.tmp"]);
  });

  test("an empty file is a file", async () => {
    writeFileSync(source, "");
    const { sha256, bytes } = await store.put(source);
    expect([sha256, bytes]).toEqual([digestOf(""), 0]);
    expect(await store.has(sha256)).toBe(true);
  });
});
