import { lstat, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cosmiconfig, type Loader } from "cosmiconfig";
import { type Diagnostic, diagnostic } from "../core/diagnostic.ts";
import { DOCUMENT_BYTES_MAX } from "../schema/document-text.ts";
import type { ConfigDocument } from "../schema/generated/types.ts";
import { NOWHERE, type ParsedDocument, parseDocument } from "../schema/parse-document.ts";

export const CONFIG_FILE = "shotlock.config.yaml";

export interface LoadedConfig {
  readonly isThere: boolean;
  /** Absent when the file has errors that leave nothing to go by; `{}` when there is no file. */
  readonly value?: ConfigDocument;
  readonly diagnostics: readonly Diagnostic[];
  readonly text?: string;
}

/** Names that other tools look for: a person who wrote one of these meant ours, and must hear that it is not read. */
const OTHER_FILES = ["shotlock.config.yml", "shotlock.config.json", "shotlock.yaml", ".shotlockrc", ".shotlockrc.yaml"];
const OTHER_EXTENSIONS = ["", ".yml", ".json", ".js", ".cjs", ".mjs", ".ts"] as const;

/**
 * Reads shotlock.config.yaml of a repository root that nobody vouches for. Only that one file is read, as data: no
 * program is run, no other file is pulled in, no folder above is searched, whatever lies in the checkout.
 */
export async function loadConfigFile(root: string): Promise<LoadedConfig> {
  const path = join(root, CONFIG_FILE);
  const kind = await kindOfFile(path);
  const others = await otherFiles(root);
  if (kind === "none") return { isThere: false, value: {}, diagnostics: others };
  if (kind !== "file") {
    const message =
      kind === "link"
        ? "the configuration is a link; only a file of the repository itself is read"
        : "the configuration is not a file";
    return { isThere: true, diagnostics: [...others, diagnostic("UNREADABLE_FILE", CONFIG_FILE, message)] };
  }
  const parsed = await parseThroughExplorer(path);
  const diagnostics = [...others, ...parsed.diagnostics];
  return {
    isThere: true,
    ...(parsed.value === undefined ? {} : { value: parsed.value }),
    diagnostics,
    ...(parsed.text === undefined ? {} : { text: parsed.text }),
  };
}

/**
 * The explorer's own loaders would run JavaScript, and its constructor reads `.config/config.*` of the working folder.
 * So every loader but ours refuses, ours hands over no content at all (`$import` in it is never seen), and the explorer
 * is made while the working folder is an empty one.
 */
async function parseThroughExplorer(path: string): Promise<ParsedDocument<ConfigDocument>> {
  const bytes = await readBounded(path);
  if (bytes === undefined) {
    const unreadable = diagnostic("UNREADABLE_FILE", CONFIG_FILE, "the configuration is there and cannot be read");
    return { diagnostics: [unreadable], ...NOWHERE };
  }
  const parsed = parseDocument("config", CONFIG_FILE, bytes);
  const refuse: Loader = (file) => {
    throw new Error(`refused to load ${file}: only ${CONFIG_FILE} is read`);
  };
  const explorer = await inEmptyFolder(() =>
    cosmiconfig("shotlock", {
      searchPlaces: [CONFIG_FILE],
      searchStrategy: "none",
      cache: false,
      loaders: {
        ...Object.fromEntries(OTHER_EXTENSIONS.map((extension) => [extension === "" ? "noExt" : extension, refuse])),
        ".yaml": () => ({ parsed }),
      },
    }),
  );
  const found = (await explorer.load(path))?.config as { readonly parsed: ParsedDocument<ConfigDocument> } | undefined;
  return found?.parsed ?? parsed;
}

/** The working folder of a process is shared, so it is changed for one synchronous call only. */
async function inEmptyFolder<Value>(make: () => Value): Promise<Value> {
  const empty = await mkdtemp(join(tmpdir(), "shotlock-empty-"));
  const before = process.cwd();
  try {
    process.chdir(empty);
    return make();
  } finally {
    process.chdir(before);
    await rm(empty, { recursive: true, force: true });
  }
}

/** At most one byte more than a document may have: enough to see that it has too many. */
async function readBounded(path: string): Promise<Uint8Array | undefined> {
  try {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      const buffer = Buffer.alloc(Math.min(size, DOCUMENT_BYTES_MAX) + 1);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

async function kindOfFile(path: string): Promise<"none" | "file" | "link" | "other"> {
  try {
    const stat = await lstat(path);
    if (stat.isSymbolicLink()) return "link";
    return stat.isFile() ? "file" : "other";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "none" : "other";
  }
}

async function otherFiles(root: string): Promise<readonly Diagnostic[]> {
  const kinds = await Promise.all(OTHER_FILES.map(async (name) => [name, await kindOfFile(join(root, name))] as const));
  return kinds
    .filter(([, kind]) => kind !== "none")
    .map(([name]) =>
      diagnostic("CONFIG_NAME", name, "this file is not read", {
        severity: "warning",
        hint: `the configuration is ${CONFIG_FILE} in the root of the repository`,
      }),
    );
}
