import type { EpisodeDocument, ReferenceEntry, ShotEntry } from "../../schema/generated/types.ts";
import type { Digest } from "../digest.ts";
import { nearestWord } from "../nearest-word.ts";
import { type Bible, lookFields, referenceFields } from "./bible.ts";
import { type Findings, type Place, quoted, within } from "./findings.ts";

/** A file that YAML names, relative to the production's folder. */
export interface NamedFile {
  readonly path: string;
  readonly kind: "picture" | "lora" | "footage" | "statement";
  readonly place: Place;
}

/** What was found under a name: the digest of its bytes, or why there is none. */
export type FileAnswer =
  | { readonly sha256: Digest }
  | {
      readonly problem: FileProblem;
      /** Names of the files that lie where the missing one was looked for. */
      readonly beside?: readonly string[];
    };
export type FileProblem = "missing" | "outside" | "not-a-file" | "too-large" | "unreadable";

export type FileAnswers = ReadonlyMap<string, FileAnswer>;

const PICTURE = /\.(png|jpe?g|webp)$/i;
const FOOTAGE = /\.(mp4|mov|m4v)$/i;
const LORA = /\.safetensors$/i;
const MEBIBYTE = 1024 * 1024;

/** Largest file of each kind, in bytes. */
export const FILE_BYTES_MAX: Readonly<Record<NamedFile["kind"], number>> = {
  picture: 64 * MEBIBYTE,
  statement: 64 * MEBIBYTE,
  lora: 8 * 1024 * MEBIBYTE,
  footage: 8 * 1024 * MEBIBYTE,
};

/** Every file that bible and episode name; the caller hashes them, for this is pure. */
export function namedFiles(
  bible: Bible,
  episodes: readonly { readonly file: string; readonly document: EpisodeDocument }[],
): readonly NamedFile[] {
  const files: NamedFile[] = [];
  const pictures = (entries: readonly ReferenceEntry[] | undefined, place: Place): void => {
    for (const [index, entry] of (entries ?? []).entries())
      files.push({ path: referenceFields(entry).path, kind: "picture", place: within(place, "references", index) });
  };
  for (const { value, place } of bible.characters.values()) {
    pictures(value.references, place);
    for (const [id, look] of Object.entries(value.looks ?? {}))
      pictures(lookFields(look).references, within(place, "looks", id));
    if (value.voice?.consent !== undefined)
      files.push({ path: value.voice.consent, kind: "statement", place: within(place, "voice", "consent") });
    if (value.lora !== undefined)
      files.push({ path: value.lora.path, kind: "lora", place: within(place, "lora", "path") });
    if (value.consent?.file !== undefined)
      files.push({ path: value.consent.file, kind: "statement", place: within(place, "consent", "file") });
  }
  for (const group of [bible.locations, bible.props, bible.styles])
    for (const { value, place } of group.values()) pictures(value.references, place);
  for (const { file, document } of episodes)
    for (const { entry, place } of flatShots({ file, document })) files.push(...filesOfShot(entry, place));
  return files;
}

function filesOfShot(entry: ShotEntry, place: Place): NamedFile[] {
  const files: NamedFile[] = [];
  for (const key of ["start_frame", "end_frame"] as const) {
    const frame = entry[key];
    if (typeof frame === "object") files.push({ path: frame.file, kind: "picture", place: within(place, key, "file") });
  }
  if (entry.source?.kind === "provided" && entry.source.path !== undefined)
    files.push({ path: entry.source.path, kind: "footage", place: within(place, "source", "path") });
  return files;
}

/** Shots in cut order with the scene they nest under: scenes' own first to last, then the flat list. */
export function flatShots({ file, document }: { readonly file: string; readonly document: EpisodeDocument }): readonly {
  readonly entry: ShotEntry;
  readonly place: Place;
  readonly sceneIndex?: number;
}[] {
  const root: Place = { file, pointer: "" };
  const nested = (document.scenes ?? []).flatMap((scene, sceneIndex) =>
    (scene.shots ?? []).map((entry, index) => ({
      entry,
      sceneIndex,
      place: within(root, "scenes", sceneIndex, "shots", index),
    })),
  );
  const flat = (document.shots ?? []).map((entry, index) => ({ entry, place: within(root, "shots", index) }));
  return [...nested, ...flat];
}

/** Findings of the named files: absent, outside the repository, of another kind, too large. */
export function checkNamedFiles(files: readonly NamedFile[], answers: FileAnswers, findings: Findings): void {
  for (const file of files) {
    const { path, place } = file;
    if (path.includes("\\")) {
      findings.error("VALUE_FORM", place, `${quoted(path)} has backslashes`, "write paths with forward slashes");
      continue;
    }
    // A file of the wrong kind is one mistake, whether or not it is there.
    if (!isOfKind(file, findings)) continue;
    const answer = answers.get(path);
    if (answer !== undefined && "problem" in answer) reportProblem(file, answer, findings);
  }
}

/** False, with a finding, when the name says that it is no picture, footage or LoRA. */
function isOfKind({ path, kind, place }: NamedFile, findings: Findings): boolean {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) {
    const hint = "download it into the production: a file that may change elsewhere holds nothing";
    findings.error("REFERENCE_OUTSIDE", place, `${quoted(path)} is an address of the web, not a file`, hint);
    return false;
  }
  if (kind === "lora" && !LORA.test(path)) {
    const hint = "convert it: other forms can carry programs";
    findings.error("LORA_FORM", place, `${quoted(path)} is not a .safetensors file`, hint);
    return false;
  }
  if (kind === "picture" && !PICTURE.test(path)) {
    findings.error("REFERENCE_KIND", place, `${quoted(path)} is not a picture`, "use png, jpg or webp");
    return false;
  }
  if (kind === "footage" && !FOOTAGE.test(path)) {
    findings.error("REFERENCE_KIND", place, `${quoted(path)} is no footage`, "use mp4 or mov");
    return false;
  }
  return true;
}

function reportProblem(
  { path, kind, place }: NamedFile,
  { problem, beside }: { readonly problem: FileProblem; readonly beside?: readonly string[] },
  findings: Findings,
): void {
  const name = quoted(path);
  switch (problem) {
    case "outside":
      findings.error(
        "REFERENCE_OUTSIDE",
        place,
        `${name} leads out of the repository`,
        "copy the file into the production and name that copy",
      );
      return;
    case "too-large":
      findings.error(
        "REFERENCE_TOO_LARGE",
        place,
        `${name} is larger than ${FILE_BYTES_MAX[kind] / MEBIBYTE} MiB`,
        kind === "picture" ? "2,000 pixels on the long side are enough for every engine" : undefined,
      );
      return;
    case "not-a-file":
      findings.error("REFERENCE_KIND", place, `${name} is a folder, not a file`, "name one file in it");
      return;
    case "missing":
      findings.error(
        "REFERENCE_MISSING",
        place,
        `${name} is not there`,
        nearestFile(path, beside ?? []) ?? "paths begin at the production's folder",
      );
      return;
    case "unreadable":
      findings.error("UNREADABLE_FILE", place, `${name} cannot be read`);
  }
}

/** The file that was probably meant, among those of the same folder. */
function nearestFile(path: string, beside: readonly string[]): string | undefined {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const meant = nearestWord(path.slice(folder.length), beside);
  return meant === undefined ? undefined : `did you mean \`${folder}${meant}\`?`;
}
