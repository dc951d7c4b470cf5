import { capDiagnostics, type Diagnostic, sortDiagnostics } from "../core/diagnostic.ts";
import type { KnownNames } from "../core/known-names.ts";
import type { SiblingShots } from "../core/lint/lint-episode.ts";
import type { Episode } from "../core/production.ts";
import { type Bible, mergeBible } from "../core/resolve/bible.ts";
import { collectFindings, type Findings, type PlacedFinding } from "../core/resolve/findings.ts";
import {
  checkNamedFiles,
  FILE_BYTES_MAX,
  type FileAnswer,
  type FileAnswers,
  flatShots,
  type NamedFile,
  namedFiles,
} from "../core/resolve/named-files.ts";
import { episodeIdOf, type ResolvedEpisode, resolveEpisode } from "../core/resolve/resolve-episode.ts";
import { normalShotId } from "../core/shot-address.ts";
import type { RepositoryFiles } from "../ports/files.ts";
import { DOCUMENT_BYTES_MAX } from "../schema/document-text.ts";
import type { ConfigDocument, EpisodeDocument } from "../schema/generated/types.ts";
import {
  type AuthoredDocuments,
  type AuthoredKind,
  NOWHERE,
  type ParsedDocument,
  parseDocument,
} from "../schema/parse-document.ts";
import { productionFolders } from "./production-folders.ts";

const YAML = /\.ya?ml$/i;
/** Names of a folder among which the one that was meant is looked for. */
const FILES_BESIDE_MAX = 200;
const SHOW = /\/show\.ya?ml$/;

export interface LoadRequest {
  readonly files: RepositoryFiles;
  readonly config?: ConfigDocument;
  /** Engines and gates that exist; names are not checked without it. */
  readonly known?: KnownNames;
  /** `E101`, `elves` or `elves/E101`: only episodes of that id, of that production; their findings only. */
  readonly episode?: string;
  /** True for the folder of a show that is not on the main branch yet; without it none is new. */
  readonly isNewShow?: (folder: string) => Promise<boolean>;
}

export interface LoadedProductions {
  readonly episodes: readonly Episode[];
  readonly diagnostics: readonly Diagnostic[];
  /** Text of every file that was read, for showing a finding's line. */
  readonly sources: ReadonlyMap<string, string>;
  readonly productions: number;
  /** Every YAML file that was looked at, also one that could not be read. */
  readonly files: readonly string[];
}

/** Reads all productions: every document parsed, every named file hashed, every episode resolved; all findings at once. */
export async function loadProductions(request: LoadRequest): Promise<LoadedProductions> {
  const sources = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  const episodes: Episode[] = [];
  const read: string[] = [];
  const folders = await productionFolders(request.files, request.config?.productions);
  for (const folder of folders) {
    const loaded = await loadProduction(await withShowsOwn(request, folder), folder, sources);
    diagnostics.push(...loaded.diagnostics);
    episodes.push(...loaded.episodes);
    read.push(...loaded.files);
  }
  return {
    episodes,
    diagnostics: capDiagnostics(sortDiagnostics([...diagnostics, ...sameCodeTwice(episodes)])),
    sources,
    productions: folders.length,
    files: read,
  };
}

/** The ceilings of a new show count for that show alone. */
async function withShowsOwn(request: LoadRequest, folder: string): Promise<LoadRequest> {
  const { config, isNewShow } = request;
  if (config?.new_show === undefined || (await isNewShow?.(folder)) === true) return request;
  const { new_show: _newShow, ...others } = config;
  return { ...request, config: others };
}

/** Journal, takes and films are kept by show code and episode: two productions of one code would take each other's for theirs. */
function sameCodeTwice(episodes: readonly Episode[]): readonly Diagnostic[] {
  const owners = new Map<string, Episode>();
  return episodes.flatMap((episode): readonly Diagnostic[] => {
    const name = `${episode.show.id}_${episode.id}`;
    const owner = owners.get(name);
    if (owner === undefined) owners.set(name, episode);
    if (owner === undefined || owner.folder === episode.folder) return [];
    return [
      {
        code: "DUPLICATE_ID",
        severity: "error",
        message: `${name} is the name of an episode of ${owner.folder} already: both shows have the code ${episode.show.id}`,
        file: episode.file,
        hint: `give ${episode.folder} a show.yaml with an id of its own`,
      },
    ];
  });
}

interface Document<Kind extends AuthoredKind> {
  readonly file: string;
  readonly parsed: ParsedDocument<AuthoredDocuments[Kind]>;
}

interface ReadableEpisode {
  readonly file: string;
  readonly document: EpisodeDocument;
  readonly doubtful?: ReadonlySet<string>;
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
    return { file, parsed: { diagnostics: [finding], ...NOWHERE } };
  }
  const parsed = parseDocument(kind, file, answer.bytes);
  if (parsed.text !== undefined) sources.set(file, parsed.text);
  return { file, parsed };
}

async function loadProduction(
  request: LoadRequest,
  folder: string,
  sources: Map<string, string>,
): Promise<Pick<LoadedProductions, "episodes" | "diagnostics" | "files">> {
  const { files } = request;
  const yamlIn = async (place: string): Promise<readonly string[]> =>
    (await files.list(place))
      .filter((entry) => entry.kind === "file" && YAML.test(entry.name))
      .map((entry) => `${place}/${entry.name}`);
  const read = <Kind extends AuthoredKind>(kind: Kind, paths: readonly string[]): Promise<readonly Document<Kind>[]> =>
    Promise.all(paths.map((file) => readDocument(request, kind, file, sources)));
  const all = await read("episode", await yamlIn(`${folder}/episodes`));
  const wanted = all.filter((document) => isWanted(request.episode, folder, document));
  if (wanted.length === 0) return { episodes: [], diagnostics: [], files: [] };
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
  const readable = wanted.flatMap(({ file, parsed: { value, doubtful } }): readonly ReadableEpisode[] =>
    value === undefined ? [] : [{ file, document: value, ...(doubtful === undefined ? {} : { doubtful }) }],
  );
  const named = namedFiles(bible, readable);
  const answers = await answersFor(request, folder, named);
  checkNamedFiles(named, answers, findings);
  const around = { request, folder, show: shows[0], bible, answers, siblings: siblingShots(all) };
  const resolved = readable.map((episode) => resolveOne(around, episode));
  const parsed = [...shows, ...bibles, ...wanted];
  const sense = [...findings.list, ...resolved.flatMap((one) => one.diagnostics)];
  return {
    episodes: resolved.map((one) => one.episode),
    files: parsed.map(({ file }) => file),
    diagnostics: [
      ...parsed.flatMap((one) => one.parsed.diagnostics),
      ...sense.map((finding) => located(finding, parsed)),
    ],
  };
}

/** By the name of the file or the id written in it, or by the production's folder; both together: `elves/E101`. */
function isWanted(name: string | undefined, folder: string, { file, parsed }: Document<"episode">): boolean {
  if (name === undefined || name === folder.split("/").at(-1)) return true;
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

/** Shots of every episode of a production; undefined when one of them could not be read. */
function siblingShots(all: readonly Document<"episode">[]): SiblingShots | undefined {
  const found = all.flatMap(({ file, parsed: { value } }): readonly (readonly [string, ReadonlySet<string>])[] => {
    if (value === undefined) return [];
    const ids = flatShots({ file, document: value }).flatMap(({ entry }) => normalShotId(String(entry.id)) ?? []);
    return [[value.id ?? episodeIdOf(file), new Set(ids)]];
  });
  return found.length === all.length ? new Map(found) : undefined;
}

interface Around {
  readonly request: LoadRequest;
  readonly folder: string;
  readonly show: Document<"show"> | undefined;
  readonly bible: Bible;
  readonly answers: FileAnswers;
  readonly siblings: SiblingShots | undefined;
}

function resolveOne(
  { request, folder, show, bible, answers, siblings }: Around,
  episode: ReadableEpisode,
): ResolvedEpisode {
  const { config, known } = request;
  return resolveEpisode({
    folder,
    bible,
    episode,
    answers,
    ...(known === undefined ? {} : { known }),
    ...(siblings === undefined ? {} : { siblings }),
    ...(episode.doubtful === undefined ? {} : { doubtful: episode.doubtful }),
    ...(show?.parsed.value === undefined ? {} : { show: { file: show.file, document: show.parsed.value } }),
    ...(config?.gates === undefined ? {} : { gates: config.gates }),
    ...(config?.ceilings === undefined ? {} : { ceilings: config.ceilings }),
    ...(config?.new_show === undefined ? {} : { newShow: config.new_show }),
    ...(config?.engines === undefined ? {} : { engines: config.engines }),
    ...(config?.people?.producer === undefined ? {} : { approvers: config.people.producer }),
  });
}

async function answersFor(request: LoadRequest, folder: string, named: readonly NamedFile[]): Promise<FileAnswers> {
  const answers = new Map<string, FileAnswer>();
  for (const { path, kind } of named) {
    if (answers.has(path)) continue;
    // A path that begins at the root of the disk is not one inside the production.
    const outside = /^([\\/]|[A-Za-z]:)/.test(path);
    const answer = outside ? PROBLEM_OUTSIDE : await request.files.digest(`${folder}/${path}`, FILE_BYTES_MAX[kind]);
    answers.set(
      path,
      "problem" in answer && answer.problem === "missing" ? await missing(request, folder, path) : answer,
    );
  }
  return answers;
}

/** With the names of its folder, so that the one that was meant can be named. */
async function missing(request: LoadRequest, folder: string, path: string): Promise<FileAnswer> {
  const entries = await request.files.list(`${folder}/${path.slice(0, path.lastIndexOf("/") + 1)}`);
  const beside = entries.filter((entry) => entry.kind === "file").slice(0, FILES_BESIDE_MAX);
  return { problem: "missing", beside: beside.map((entry) => entry.name) };
}

const PROBLEM_OUTSIDE: FileAnswer = { problem: "outside" };

/** Line and column of a finding from its pointer. */
function located(
  { of, ...finding }: PlacedFinding,
  documents: readonly { readonly file: string; readonly parsed: ParsedDocument<unknown> }[],
): Diagnostic {
  const parsed = documents.find((candidate) => candidate.file === finding.file)?.parsed;
  const { pointer } = finding;
  if (parsed === undefined || pointer === undefined) return finding;
  const place =
    of === undefined
      ? parsed.locate(pointer)
      : of === "name"
        ? parsed.locateName(pointer)
        : parsed.locateWord(pointer, of.word);
  return { ...finding, ...place };
}
