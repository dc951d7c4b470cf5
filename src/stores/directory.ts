import { createHash, randomUUID } from "node:crypto";
import { constants, createReadStream, existsSync } from "node:fs";
import { chmod, copyFile, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Digest } from "../core/digest.ts";
import { makeFolderDurably, syncFolder } from "../kit/durable-file.ts";
import type { Store } from "../ports/store.ts";

export interface DirectoryStoreOptions {
  /** Largest file that is taken in. */
  readonly bytesMax?: number;
  /** Told when a file of the store is not what its name says; it is never handed out. */
  readonly report?: (says: string) => void;
}

const READ_ONLY = 0o444;
const BYTES_MAX = 64 * 1024 * 1024 * 1024;
/** A draft that nobody has written to for this long was left by a run that was killed. */
const DRAFT_LEFT_BEHIND_MS = 60 * 60_000;
const DIGEST = /^sha256:([0-9a-f]{2})([0-9a-f]{62})$/;

/**
 * Files under the name of their SHA-256, in a folder; written once, read-only, checked before they are handed out. A file
 * that no longer is what its name says counts as missing; when the bytes come in again it is kept beside as `.damaged`.
 */
export function directoryStore(folder: string, options: DirectoryStoreOptions = {}): Store {
  /** Path -> size, times and inode of files whose bytes this process has checked. */
  const checked = new Map<string, string>();
  const drafts = join(folder, "incoming");
  let swept = false;

  async function pathOf(sha256: Digest): Promise<string | undefined> {
    const path = placeOf(folder, sha256);
    const stamp = path === undefined ? undefined : await stampOf(path);
    if (path === undefined || stamp === undefined) return undefined;
    if (checked.get(path) === stamp) return path;
    if ((await hashOf(path)) !== sha256) {
      options.report?.(`the stored file ${sha256} is damaged and counts as missing`);
      return undefined;
    }
    checked.set(path, stamp);
    return path;
  }

  return {
    id: "directory",
    durable: true,
    pathOf,
    has: async (sha256) => (await pathOf(sha256)) !== undefined,
    async put(source) {
      const { size } = await stat(source);
      const bytesMax = options.bytesMax ?? BYTES_MAX;
      if (size > bytesMax) throw new Error(`${source} has ${size} bytes, the store takes ${bytesMax} at most`);
      const sha256 = await hashOf(source);
      const target = placeOf(folder, sha256);
      if (target === undefined) throw new Error("shotlock bug: a digest we made is no digest");
      if ((await pathOf(sha256)) === undefined) {
        if (!swept) await removeDrafts(drafts);
        swept = true;
        await copyIn({ source, target, sha256, draft: join(drafts, `${randomUUID()}.tmp`) });
      }
      return { sha256, bytes: (await stat(target)).size };
    },
  };
}

/** Undefined for anything that is not a SHA-256 digest: a name from a document never leads elsewhere. */
function placeOf(folder: string, sha256: Digest): string | undefined {
  const match = DIGEST.exec(sha256);
  return match === null ? undefined : join(folder, "sha256", match[1] ?? "", `${match[1]}${match[2]}`);
}

async function stampOf(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? `${found.size}:${found.mtimeMs}:${found.ctimeMs}:${found.ino}` : undefined;
  } catch {
    return undefined;
  }
}

async function hashOf(path: string): Promise<Digest> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return `sha256:${hash.digest("hex")}`;
}

interface Copy {
  readonly source: string;
  readonly draft: string;
  readonly target: string;
  readonly sha256: Digest;
}

/** Copies to a draft, syncs, checks, renames: a damaged or half file never gets the name. */
async function copyIn({ source, draft, target, sha256 }: Copy): Promise<void> {
  const parent = dirname(target);
  makeFolderDurably(parent);
  makeFolderDurably(dirname(draft));
  try {
    await copyFile(source, draft, constants.COPYFILE_FICLONE);
    await chmod(draft, 0o644);
    const file = await open(draft, "r+");
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    if ((await hashOf(draft)) !== sha256) throw new Error(`the file ${source} changed while it was stored`);
    await chmod(draft, READ_ONLY);
    if (await makeRoom(target, sha256)) await rename(draft, target);
  } finally {
    await rm(draft, { force: true });
  }
  syncFolder(parent);
}

/** What killed runs left half copied; a draft that was touched lately may be another run's. */
async function removeDrafts(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > DRAFT_LEFT_BEHIND_MS) await rm(path, { force: true });
  }
}

/** False when somebody was quicker with the same bytes. A damaged file is kept for whoever wants to know. */
async function makeRoom(target: string, sha256: Digest): Promise<boolean> {
  if (!existsSync(target)) return true;
  if ((await hashOf(target)) === sha256) return false;
  await rename(target, `${target}.${randomUUID()}.damaged`);
  return true;
}
