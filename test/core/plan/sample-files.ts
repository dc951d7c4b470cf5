import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256 } from "../../../src/core/digest.ts";
import type { Episode } from "../../../src/core/production.ts";
import { loadProductions } from "../../../src/operations/load.ts";
import type { RepositoryFiles } from "../../../src/ports/files.ts";

const ROOT = fileURLToPath(new URL("../../../productions/elves", import.meta.url));
const FOLDER = "productions/elves";

/** One change of the sample: a text replaced everywhere in a file, a file written anew, or other bytes for a picture. */
export type Edit =
  | { readonly file: string; readonly from: string; readonly to: string }
  | { readonly file: string; readonly rewrite: (text: string) => string }
  | { readonly file: string; readonly bytes: string };

/** A production in memory, so that a test changes one word of it without a disk. */
function filesOf(root: string, folder: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name).slice(root.length + 1);
      files.set(`${folder}/${path.replaceAll("\\", "/")}`, readFileSync(join(root, path)));
    }
  return files;
}

const SAMPLE: ReadonlyMap<string, Uint8Array> = filesOf(ROOT, FOLDER);

function edited(files: Map<string, Uint8Array>, edits: readonly Edit[]): Map<string, Uint8Array> {
  for (const edit of edits) {
    const path = `${FOLDER}/${edit.file}`;
    const before = files.get(path);
    if (before === undefined) throw new Error(`the sample has no ${edit.file}`);
    if ("bytes" in edit) files.set(path, new TextEncoder().encode(edit.bytes));
    else if ("rewrite" in edit)
      files.set(path, new TextEncoder().encode(edit.rewrite(new TextDecoder().decode(before))));
    else {
      const text = new TextDecoder().decode(before);
      if (!text.includes(edit.from)) throw new Error(`${edit.file} does not say: ${edit.from}`);
      files.set(path, new TextEncoder().encode(text.replaceAll(edit.from, edit.to)));
    }
  }
  return files;
}

function repository(files: ReadonlyMap<string, Uint8Array>): RepositoryFiles {
  return {
    list: async (folder) => {
      const start = folder === "." ? "" : `${folder}/`;
      const names = new Map<string, "file" | "folder">();
      for (const path of files.keys())
        if (path.startsWith(start)) {
          const [name = "", ...deeper] = path.slice(start.length).split("/");
          names.set(name, deeper.length > 0 ? "folder" : "file");
        }
      return [...names].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, kind]) => ({ name, kind }));
    },
    read: async (path) => {
      const bytes = files.get(path);
      return bytes === undefined ? { problem: "missing" } : { bytes };
    },
    digest: async (path) => {
      const bytes = files.get(path);
      return bytes === undefined ? { problem: "missing" } : { sha256: sha256(bytes) };
    },
  };
}

/** Episode E101 of the sample after the edits; an edit that the loader refuses is a mistake of the test. */
export function sampleEpisode(...edits: readonly Edit[]): Promise<Episode> {
  return onlyEpisode(edited(new Map(SAMPLE), edits));
}

/** The only episode of a production that lies in a folder on disk. */
export function episodeIn(root: string, folder: string): Promise<Episode> {
  return onlyEpisode(filesOf(root, folder));
}

async function onlyEpisode(files: ReadonlyMap<string, Uint8Array>): Promise<Episode> {
  const loaded = await loadProductions({ files: repository(files) });
  const errors = loaded.diagnostics.filter((finding) => finding.severity === "error");
  const [episode] = loaded.episodes;
  if (errors.length > 0 || episode === undefined)
    throw new Error(errors.map((finding) => `${finding.file}:${finding.line} ${finding.message}`).join("\n"));
  return episode;
}
