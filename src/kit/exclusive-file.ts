import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolderDurably, syncFolder } from "./durable-file.ts";

/**
 * Creates a file that is not there yet, with its whole content: true when this call made it, false when the name is taken.
 * A synced draft is hard-linked to the name, so nobody ever sees half of it, and of two writers one wins. File systems
 * without hard links get an exclusive create instead; there a crash can leave a torn file, which readers must expect.
 */
export function createDurably(path: string, text: string): boolean {
  const folder = dirname(path);
  makeFolderDurably(folder);
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    writeSynced(draft, text, "wx");
    try {
      linkSync(draft, path);
    } catch (thrown) {
      if (codeOf(thrown) === "EEXIST") return false;
      if (!createExclusively(path, text)) return false;
    }
  } finally {
    rmSync(draft, { force: true });
  }
  syncFolder(folder);
  return true;
}

function createExclusively(path: string, text: string): boolean {
  try {
    writeSynced(path, text, "wx");
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === "EEXIST") return false;
    throw thrown;
  }
}

function writeSynced(path: string, text: string, flag: "wx"): void {
  const file = openSync(path, flag);
  try {
    const bytes = Buffer.from(text, "utf8");
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The system's code of a failed call, `ENOENT`. */
export function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : undefined;
}
