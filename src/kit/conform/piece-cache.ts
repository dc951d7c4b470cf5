import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Digest, digestOf } from "../../core/digest.ts";
import type { Json } from "../../core/json.ts";

/** Files of a finished piece. */
export interface PieceFiles {
  readonly video: string;
  readonly sound: string;
  readonly thumbnail: string;
}

/** What is known of a piece; it is the last file of its folder, so a folder with it is whole. */
export interface PieceRecord {
  readonly video: Digest;
  readonly sound: Digest;
  readonly thumbnail: Digest;
  readonly frames: number;
  /** SHA-256 over the hashes of the decoded frames. */
  readonly essence: Digest;
  /** SHA-256 over the hashes of the packets as they lie in the file. */
  readonly packets: Digest;
  /** Hash of the decoder's parameter sets; equal in all pieces that are joined by copy. */
  readonly parameters: string;
}

/** Room for the pieces of about twelve hours of 720p; the least recently used go first. */
export const CACHE_BYTES_MAX = 16 * 1024 ** 3;
/** A folder of a run that was killed is removed after this time. */
const ABANDONED_MS = 60 * 60_000;
const PART = ".part";

const NAMES = { video: "piece.mp4", sound: "piece.f32", thumbnail: "piece.png", record: "piece.json" } as const;

export function filesIn(folder: string): PieceFiles {
  return {
    video: join(folder, NAMES.video),
    sound: join(folder, NAMES.sound),
    thumbnail: join(folder, NAMES.thumbnail),
  };
}

/** A folder to make a piece in, beside its place, so that the last step is a rename within one file system. */
export async function pieceScratch(cache: string, key: string): Promise<string> {
  const scratch = join(cache, `${key}.${randomUUID()}${PART}`);
  await mkdir(scratch, { recursive: true });
  return scratch;
}

/** Puts a whole piece in its place: a damaged one there is replaced, a whole one that somebody else was quicker with stays. */
export async function keepPiece(cache: string, key: string, scratch: string, record: PieceRecord): Promise<PieceFiles> {
  const document = { ...record, check: digestOf(record as unknown as Json) };
  await writeFile(join(scratch, NAMES.record), JSON.stringify(document));
  const folder = join(cache, key);
  try {
    await rename(scratch, folder);
  } catch {
    // Something is there.
    if ((await readPiece(cache, key)) === undefined) {
      await rm(folder, { recursive: true, force: true });
      await rename(scratch, folder);
    }
  }
  return filesIn(folder);
}

/** The piece of that key when every byte of it is as it was made; a damaged one counts as not there. */
export async function readPiece(cache: string, key: string): Promise<PieceRecord | undefined> {
  const folder = join(cache, key);
  const record = await readRecord(join(folder, NAMES.record));
  const files = filesIn(folder);
  if (record === undefined) return undefined;
  for (const name of ["video", "sound", "thumbnail"] as const)
    if (!(await isIntact(files[name], record[name]))) return undefined;
  const now = new Date();
  await utimes(folder, now, now);
  return record;
}

async function readRecord(path: string): Promise<PieceRecord | undefined> {
  try {
    const { check, ...record } = JSON.parse(await readFile(path, "utf8")) as PieceRecord & { readonly check: string };
    return digestOf(record as unknown as Json) === check ? record : undefined;
  } catch {
    // Not made yet, or half a cache: either way it is made again.
    return undefined;
  }
}

async function isIntact(path: string, digest: Digest): Promise<boolean> {
  try {
    return (await fileDigest(path)) === digest;
  } catch {
    return false;
  }
}

export async function fileDigest(path: string): Promise<Digest> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return `sha256:${hash.digest("hex")}`;
}

/** Removes what killed runs left behind, and the pieces that were not used for longest where there are too many. */
export async function tidyPieces(cache: string, inUse: ReadonlySet<string>, bytesMax = CACHE_BYTES_MAX): Promise<void> {
  const pieces: { folder: string; key: string; usedMs: number; bytes: number }[] = [];
  for (const name of await readdir(cache)) {
    const folder = join(cache, name);
    try {
      const usedMs = (await stat(folder)).mtimeMs;
      if (name.endsWith(PART)) {
        if (Date.now() - usedMs > ABANDONED_MS) await rm(folder, { recursive: true, force: true });
        continue;
      }
      let bytes = 0;
      for (const file of await readdir(folder)) bytes += (await stat(join(folder, file))).size;
      pieces.push({ folder, key: name, usedMs, bytes });
    } catch {
      // Somebody else removed it meanwhile.
    }
  }
  let total = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  for (const piece of pieces.sort((left, right) => left.usedMs - right.usedMs)) {
    if (total <= bytesMax) return;
    if (inUse.has(piece.key)) continue;
    await rm(piece.folder, { recursive: true, force: true });
    total -= piece.bytes;
  }
}
