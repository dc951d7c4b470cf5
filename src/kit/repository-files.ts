import { createHash } from "node:crypto";
import { createReadStream, type Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";
import type { FileProblem, RepositoryFiles } from "../ports/files.ts";

/** Reads below `root` (an absolute, real path). Names come from YAML, so every one is checked, links included. */
export function repositoryFiles(root: string): RepositoryFiles {
  return {
    async list(folder) {
      const found = await locate(root, folder);
      if ("problem" in found || !found.stats.isDirectory()) return [];
      const entries = await readdir(found.path, { withFileTypes: true });
      return entries
        .map((entry) => ({ name: entry.name, kind: entry.isDirectory() ? ("folder" as const) : ("file" as const) }))
        .sort((left, right) => (left.name < right.name ? -1 : 1));
    },
    async read(path, bytesMax) {
      const found = await locateFile(root, path);
      if ("problem" in found) return found;
      try {
        // One byte more than allowed, so that the reader of the text sees that it is too long without reading it all.
        const chunks: Buffer[] = [];
        for await (const chunk of createReadStream(found.path, { end: bytesMax })) chunks.push(chunk as Buffer);
        return { bytes: Buffer.concat(chunks) };
      } catch {
        return { problem: "unreadable" };
      }
    },
    async digest(path, bytesMax) {
      const found = await locateFile(root, path);
      if ("problem" in found) return found;
      if (found.stats.size > bytesMax) return { problem: "too-large" };
      try {
        const hash = createHash("sha256");
        // The file may grow while it is read; what was looked at is what counts.
        const end = Math.max(0, found.stats.size - 1);
        for await (const chunk of createReadStream(found.path, { end })) hash.update(chunk as Buffer);
        return { sha256: `sha256:${hash.digest("hex")}` };
      } catch {
        return { problem: "unreadable" };
      }
    },
  };
}

type Located = { readonly path: string; readonly stats: Stats } | { readonly problem: FileProblem };

async function locateFile(root: string, path: string): Promise<Located> {
  const found = await locate(root, path);
  return "problem" in found || found.stats.isFile() ? found : { problem: "not-a-file" };
}

/** The real path of a name, when it lies inside the root. */
async function locate(root: string, name: string): Promise<Located> {
  if (name.includes("\0") || isAbsolute(name) || /^[A-Za-z]:/.test(name) || name.startsWith("\\"))
    return { problem: "outside" };
  const path = join(root, name);
  if (!isInside(root, path)) return { problem: "outside" };
  try {
    const real = await realpath(path);
    return isInside(root, real) ? { path: real, stats: await stat(real) } : { problem: "outside" };
  } catch (thrown) {
    const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
    return { problem: code === "ENOENT" || code === "ENOTDIR" ? "missing" : "unreadable" };
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === "" || (!way.startsWith(`..${sep}`) && way !== ".." && !isAbsolute(way));
}
