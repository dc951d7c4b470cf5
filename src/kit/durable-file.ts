import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** Writes a whole file so that after a crash either the old or the new one is there: temporary file, fsync, rename, fsync of the folder. */
export function writeDurably(path: string, data: string | Uint8Array): void {
  const folder = dirname(path);
  makeFolderDurably(folder);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(temporary, "w");
    try {
      const bytes = typeof data === "string" ? Buffer.from(data, "utf8") : data;
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
  syncFolder(folder);
}

/** Makes a folder and those above it that are not there yet, and makes their names survive a power cut. */
export function makeFolderDurably(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  makeFolderDurably(parent);
  mkdirSync(folder, { recursive: true });
  syncFolder(parent);
}

/** Makes a rename survive a power cut; Windows has no such call for folders and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
