import { createHash, randomUUID } from "node:crypto";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Digest } from "../core/digest.ts";
import { syncFolder } from "../kit/durable-file.ts";
import type { Store } from "../ports/store.ts";

const READ_ONLY = 0o444;

/** Files under the name of their SHA-256, in a folder; written once, read-only, checked before they are handed out. */
export function directoryStore(folder: string): Store {
  /** Path, size and time of files whose bytes were checked by this process. */
  const checked = new Map<string, string>();

  function place(sha256: Digest): string {
    const digits = sha256.slice("sha256:".length);
    return join(folder, "sha256", digits.slice(0, 2), digits);
  }

  async function pathOf(sha256: Digest): Promise<string | undefined> {
    const path = place(sha256);
    if (!existsSync(path)) return undefined;
    const { size, mtimeMs, ino } = statSync(path);
    const stamp = `${size}:${mtimeMs}:${ino}`;
    if (checked.get(path) === stamp) return path;
    if ((await hashOf(path)) !== sha256) return undefined;
    checked.set(path, stamp);
    return path;
  }

  return {
    id: "directory",
    durable: true,
    pathOf,
    has: async (sha256) => (await pathOf(sha256)) !== undefined,
    async put(source) {
      const sha256 = await hashOf(source);
      const target = place(sha256);
      if ((await pathOf(sha256)) === undefined) await copyIn(source, target, sha256);
      return { sha256, bytes: statSync(target).size };
    },
  };
}

async function hashOf(path: string): Promise<Digest> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return `sha256:${hash.digest("hex")}`;
}

/** Copies beside the target, syncs, checks, renames: a damaged or half file never gets the name. */
async function copyIn(source: string, target: string, sha256: Digest): Promise<void> {
  const parent = dirname(target);
  mkdirSync(parent, { recursive: true });
  const draft = `${target}.${randomUUID()}.tmp`;
  try {
    copyFileSync(source, draft);
    const file = openSync(draft, "r+");
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if ((await hashOf(draft)) !== sha256) throw new Error(`the file ${source} changed while it was stored`);
    chmodSync(draft, READ_ONLY);
    if (existsSync(target)) rmSync(target, { force: true });
    renameSync(draft, target);
  } finally {
    rmSync(draft, { force: true });
  }
  syncFolder(parent);
}
