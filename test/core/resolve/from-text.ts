import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Diagnostic, hasErrors } from "../../../src/core/diagnostic.ts";
import { type Digest, digestOf, sha256 } from "../../../src/core/digest.ts";
import type { Json } from "../../../src/core/json.ts";
import type { Episode, Shot } from "../../../src/core/production.ts";
import { mergeBible } from "../../../src/core/resolve/bible.ts";
import { collectFindings } from "../../../src/core/resolve/findings.ts";
import { type FileAnswer, namedFiles } from "../../../src/core/resolve/named-files.ts";
import { resolveEpisode } from "../../../src/core/resolve/resolve-episode.ts";
import type { BibleDocument, EpisodeDocument, ShowDocument } from "../../../src/schema/generated/types.ts";
import { type AuthoredKind, parseDocument } from "../../../src/schema/parse-document.ts";

/** A production as its YAML texts; every file it names is there, its digest made from its name. */
export interface Texts {
  readonly folder?: string;
  readonly show?: string;
  readonly bible?: readonly string[];
  readonly episode: string;
}

export interface Resolved {
  readonly episode: Episode;
  readonly diagnostics: readonly Diagnostic[];
}

/** Texts -> the resolved episode; texts of the wrong shape are a mistake of the test. */
export function resolveTexts({ folder = "productions/test", show, bible = [], episode }: Texts): Resolved {
  return resolveDocuments(folder, {
    ...(show === undefined ? {} : { show: read("show", "show.yaml", show) }),
    bible: bible.map((text, index) => read("bible", `bible/${index}.yaml`, text)),
    episode: read("episode", "E101.yaml", episode),
  });
}

/** A production as its documents. */
export interface Documents {
  readonly show?: ShowDocument;
  readonly bible: readonly BibleDocument[];
  readonly episode: EpisodeDocument;
}

export function resolveDocuments(folder: string, { show, bible, episode }: Documents): Resolved {
  const findings = collectFindings();
  const merged = mergeBible(
    bible.map((document, index) => ({ file: `bible/${index}.yaml`, document })),
    findings,
  );
  const own = { file: `${folder}/episodes/E101.yaml`, document: episode };
  const answers = new Map<string, FileAnswer>(
    namedFiles(merged, [own]).map(({ path }) => [path, { sha256: sha256(path) }]),
  );
  const resolved = resolveEpisode({
    folder,
    bible: merged,
    episode: own,
    answers,
    ...(show === undefined ? {} : { show: { file: "show.yaml", document: show } }),
  });
  return { episode: resolved.episode, diagnostics: [...findings.list, ...resolved.diagnostics] };
}

export function read<Kind extends AuthoredKind>(kind: Kind, file: string, text: string) {
  const { value, diagnostics } = parseDocument(kind, file, new TextEncoder().encode(text));
  if (value === undefined || hasErrors(diagnostics))
    throw new Error(`${file} is not a ${kind}: ${JSON.stringify(diagnostics)}\n${text}`);
  return value;
}

/** What is made of a shot: the digest over intent and parts. */
export function contentOf(shot: Shot): Digest {
  return digestOf({ intent: shot.intent, parts: shot.parts } as unknown as Json);
}

/** Shot id -> digest of its content. */
export function contents({ episode }: Resolved): Readonly<Record<string, Digest>> {
  return Object.fromEntries(
    episode.shots.map((shot) => [shot.id, contentOf(shot)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Ids of the shots whose content differs. */
export function changedShots(before: Resolved, after: Resolved): readonly string[] {
  const [was, is] = [contents(before), contents(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((id) => was[id] !== is[id]).sort();
}

/** The texts of a production that ships with the repository. */
export function shippedTexts(folder: string, episode: string): Required<Texts> {
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  const text = (path: string): string => readFileSync(`${root}${folder}/${path}`, "utf8");
  return {
    folder,
    show: text("show.yaml"),
    bible: readdirSync(`${root}${folder}/bible`)
      .filter((name) => name.endsWith(".yaml"))
      .sort()
      .map((name) => text(`bible/${name}`)),
    episode: text(`episodes/${episode}.yaml`),
  };
}
