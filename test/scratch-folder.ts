import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** Makes a new empty folder each time; all of them are gone when the test file ends. */
export function scratchFolders(name: string): () => string {
  const root = mkdtempSync(join(tmpdir(), `shotlock-${name}-`));
  let folders = 0;
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return () => {
    folders += 1;
    const path = join(root, String(folders));
    mkdirSync(path);
    return path;
  };
}
