import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeDurably } from "../kit/durable-file.ts";

/** Reads and writes the program's own results in the repository; paths are ours, never an author's. */
export interface RepositoryFolder {
  readonly root: string;
  path(relative: string): string;
  has(relative: string): boolean;
  read(relative: string): string | undefined;
  write(relative: string, data: string | Uint8Array): void;
}

export function repositoryFolder(root: string): RepositoryFolder {
  const path = (relative: string): string => join(root, relative);
  return {
    root,
    path,
    has: (relative) => existsSync(path(relative)),
    read: (relative) => (existsSync(path(relative)) ? readFileSync(path(relative), "utf8") : undefined),
    write: (relative, data) => writeDurably(path(relative), data),
  };
}
