import { type Diagnostic, sortDiagnostics } from "../core/diagnostic.ts";
import type { GateVocabulary } from "../core/gate-vocabulary.ts";
import type { Episode } from "../core/production.ts";
import { type Bible, mergeBible } from "../core/resolve/bible.ts";
import { collectFindings, type Findings } from "../core/resolve/findings.ts";
import {
  checkNamedFiles,
  FILE_BYTES_MAX,
  type FileAnswer,
  type FileAnswers,
  type NamedFile,
  namedFiles,
} from "../core/resolve/named-files.ts";
import { episodeIdOf, type ResolvedEpisode, resolveEpisode } from "../core/resolve/resolve-episode.ts";
import type { RepositoryFiles } from "../ports/files.ts";
import { DOCUMENT_BYTES_MAX } from "../schema/document-text.ts";
import type { ConfigDocument, EpisodeDocument } from "../schema/generated/types.ts";
import {
  type AuthoredDocuments,
  type AuthoredKind,
  type ParsedDocument,
  parseDocument,
} from "../schema/parse-document.ts";

const USUAL_FOLDERS = ["productions/*"];
const YAML = /\.ya?ml$/i;
const SHOW = /\/show\.ya?ml$/;

export interface LoadRequest {
  readonly files: RepositoryFiles;
  readonly config?: ConfigDocument;
  /** `E101`, or `elves/E101`: only episodes of that id; their findings only. */
  readonly episode?: string;
  /** Names of the installed gates, against which those in the documents are checked. */
  readonly gateVocabulary?: GateVocabulary;
}

export interface LoadedProductions {
  readonly episodes: readonly Episode[];
  readonly diagnostics: readonly Diagnostic[];
  /** Text of every file that was read, for showing a finding's line. */
  readonly sources: ReadonlyMap<string, string>;
  readonly productions: number;
}

/** Reads all productions: every document parsed, every named file hashed, every episode resolved; all findings at once. */
export async function loadProductions(request: LoadRequest): Promise<LoadedProductions> {
  const sources = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  const episodes: Episode[] = [];
  const folders = await productionFolders(request.files, request.config?.productions ?? USUAL_FOLDERS);
  for (const folder of folders) {
    const loaded = await loadProduction(request, folder, sources);
    diagnostics.push(...loaded.diagnostics);
    episodes.push(...loaded.episodes);
  }
  return { episodes, diagnostics: sortDiagnostics(diagnostics), sources, productions: folders.length };
}

/** Folders by the configured patterns; `*` stands for one name. A folder without episodes is no production. */
async function productionFolders(files: RepositoryFiles, patterns: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const pattern of patterns) {
    let folders = [""];
    for (const part of pattern.split("/").filter((name) => name !== "" && name !== ".")) {
      const next: string[] = [];
      for (const folder of folders) {
        const join = (name: string): string => (folder === "" ? name : `${folder}/${name}`);
        if (!part.includes("*")) next.push(join(part));
        else {
          const matches = new RegExp(
            `^${part
              .split("*")
              .map((text) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
              .join(".*")}$`,
          );
          for (const entry of await files.list(folder === "" ? "." : folder))
            if (entry.kind === "folder" && matches.test(entry.name)) next.push(join(entry.name));
        }
      }
      folders = next;
    }
    for (const folder of folders)
      if ((await files.list(`${folder}/episodes`)).some((entry) => YAML.test(entry.name))) found.add(folder);
  }
  return [...found].sort();
}

interface Document<Kind extends AuthoredKind> {
  readonly file: string;
  readonly parsed: ParsedDocument<AuthoredDocuments[Kind]>;
}

async function readDocument<Kind extends AuthoredKind>(
  request: LoadRequest,
  kind: Kind,
  file: string,
  sources: Map<string, string>,
): Promise<Document<Kind>> {
  const answer = await request.files.read(file, DOCUMENT_BYTES_MAX);
  if ("problem" in answer) {
    const finding: Diagnostic =
      answer.problem === "outside"
        ? { code: "REFERENCE_OUTSIDE", severity: "error", message: "the file is a link out of the repository", file }
        : { code: "UNREADABLE_FILE", severity: "error", message: "the file is there and cannot be read", file };
    return { file, parsed: { diagnostics: [finding], locate: () => undefined, locateName: () => undefined } };
  }
  const parsed = parseDocument(kind, file, answer.bytes);
  if (parsed.text !== undefined) sources.set(file, parsed.text);
  return { file, parsed };
}

async function loadProduction(
  request: LoadRequest,
  folder: string,
  sources: Map<string, string>,
): Promise<{ episodes: readonly Episode[]; diagnostics: readonly Diagnostic[] }> {
  const { files } = request;
  const yamlIn = async (place: string): Promise<readonly string[]> =>
    (await files.list(place))
      .filter((entry) => entry.kind === "file" && YAML.test(entry.name))
      .map((entry) => `${place}/${entry.name}`);
  const read = <Kind extends AuthoredKind>(kind: Kind, paths: readonly string[]): Promise<readonly Document<Kind>[]> =>
    Promise.all(paths.map((file) => readDocument(request, kind, file, sources)));
  const all = await read("episode", await yamlIn(`${folder}/episodes`));
  const wanted = all.filter((document) => isWanted(request.episode, folder, document));
  if (wanted.length === 0) return { episodes: [], diagnostics: [] };
  const shows = await read(
    "show",
    (await yamlIn(folder)).filter((file) => SHOW.test(file)),
  );
  const bibles = await read("bible", await yamlIn(`${folder}/bible`));
  const findings = collectFindings();
  sameIdTwice(all, wanted, findings);
  for (const { file } of shows.slice(1))
    findings.error("DUPLICATE_ID", { file, pointer: "" }, `${shows[0]?.file} is the show file already`, "keep one");
  const bible = mergeBible(
    bibles.map(({ file, parsed: { value } }) => (value === undefined ? { file } : { file, document: value })),
    findings,
  );
  const readable = wanted.flatMap(({ file, parsed: { value } }) =>
    value === undefined ? [] : [{ file, document: value }],
  );
  const named = namedFiles(bible, readable);
  const answers = await answersFor(request, folder, named);
  checkNamedFiles(named, answers, findings);
  const resolved = readable.map((episode) => resolveOne(request, folder, shows[0], bible, episode, answers));
  const parsed = [...shows, ...bibles, ...wanted];
  const sense = [...findings.list, ...resolved.flatMap((one) => one.diagnostics)];
  return {
    episodes: resolved.map((one) => one.episode),
    diagnostics: [
      ...parsed.flatMap((one) => one.parsed.diagnostics),
      ...sense.map((finding) => located(finding, parsed)),
    ],
  };
}

/** By the name of the file or the id written in it; before a slash stands the production's folder: `elves/E101`. */
function isWanted(name: string | undefined, folder: string, { file, parsed }: Document<"episode">): boolean {
  if (name === undefined) return true;
  const [production, episode] = name.includes("/") ? name.split("/", 2) : [undefined, name];
  if (production !== undefined && folder.split("/").at(-1) !== production) return false;
  return episodeIdOf(file) === episode || parsed.value?.id === episode;
}

/** Lock, takes and names hang on an episode's id, also where a disk does not tell E101 from e101. */
function sameIdTwice(
  all: readonly Document<"episode">[],
  wanted: readonly Document<"episode">[],
  findings: Findings,
): void {
  const first = new Map<string, string>();
  for (const document of all) {
    const { file, parsed } = document;
    const id = parsed.value?.id ?? episodeIdOf(file);
    const other = first.get(id.toLowerCase());
    if (other === undefined) first.set(id.toLowerCase(), file);
    else if (wanted.includes(document))
      findings.error(
        "DUPLICATE_ID",
        { file, pointer: parsed.value?.id === undefined ? "" : "/id" },
        `episode ${id} stands in ${other} already`,
        "give one of them another id",
      );
  }
}

function resolveOne(
  request: LoadRequest,
  folder: string,
  show: Document<"show"> | undefined,
  bible: Bible,
  episode: { readonly file: string; readonly document: EpisodeDocument },
  answers: FileAnswers,
): ResolvedEpisode {
  const { config } = request;
  return resolveEpisode({
    folder,
    bible,
    episode,
    answers,
    ...(show?.parsed.value === undefined ? {} : { show: { file: show.file, document: show.parsed.value } }),
    ...(config?.gates === undefined ? {} : { gates: config.gates }),
    ...(request.gateVocabulary === undefined ? {} : { gateVocabulary: request.gateVocabulary }),
    ...(config?.ceilings === undefined ? {} : { ceilings: config.ceilings }),
  });
}

async function answersFor(request: LoadRequest, folder: string, named: readonly NamedFile[]): Promise<FileAnswers> {
  const answers = new Map<string, FileAnswer>();
  for (const { path, kind } of named) {
    if (answers.has(path)) continue;
    // A path that begins at the root of the disk is not one inside the production.
    const outside = /^([\\/]|[A-Za-z]:)/.test(path);
    const answer = outside ? PROBLEM_OUTSIDE : await request.files.digest(`${folder}/${path}`, FILE_BYTES_MAX[kind]);
    answers.set(path, answer);
  }
  return answers;
}

const PROBLEM_OUTSIDE: FileAnswer = { problem: "outside" };

/** Line and column of a finding from its pointer. */
function located(
  finding: Diagnostic,
  documents: readonly { readonly file: string; readonly parsed: ParsedDocument<unknown> }[],
): Diagnostic {
  const document = documents.find((candidate) => candidate.file === finding.file);
  const place = finding.pointer === undefined ? undefined : document?.parsed.locate(finding.pointer);
  return place === undefined ? finding : { ...finding, ...place };
}
