import type { EpisodeDocument, ReferenceEntry, ShotEntry } from "../../schema/generated/types.ts";
import type { Digest } from "../digest.ts";
import { type Bible, lookFields, referenceFields } from "./bible.ts";
import { type Findings, type Place, quoted, within } from "./findings.ts";

/** A file that YAML names, relative to the production's folder. */
export interface NamedFile {
  readonly path: string;
  readonly kind: "picture" | "lora" | "footage" | "statement";
  readonly place: Place;
}

/** What was found under a name: the digest of its bytes, or why there is none. */
export type FileAnswer = { readonly sha256: Digest } | { readonly problem: FileProblem };
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
    checkKind(file, findings);
    const answer = answers.get(path);
    if (answer !== undefined && "problem" in answer) reportProblem(file, answer.problem, findings);
  }
}

function checkKind({ path, kind, place }: NamedFile, findings: Findings): void {
  if (kind === "lora" && !LORA.test(path))
    findings.error(
      "LORA_FORM",
      place,
      `${quoted(path)} is not a .safetensors file`,
      "convert it: other forms can carry programs",
    );
  if (kind === "picture" && !PICTURE.test(path))
    findings.error("REFERENCE_KIND", place, `${quoted(path)} is not a picture`, "use png, jpg or webp");
  if (kind === "footage" && !FOOTAGE.test(path))
    findings.error("REFERENCE_KIND", place, `${quoted(path)} is no footage`, "use mp4 or mov");
}

function reportProblem({ path, kind, place }: NamedFile, problem: FileProblem, findings: Findings): void {
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
      findings.error("REFERENCE_MISSING", place, `${name} is not there`, "paths begin at the production's folder");
      return;
    case "unreadable":
      findings.error("UNREADABLE_FILE", place, `${name} cannot be read`);
  }
}
