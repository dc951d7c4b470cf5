import type { EpisodeDocument, ReferenceEntry, ShotEntry } from "../../schema/generated/types.ts";
import type { Digest } from "../digest.ts";
import { type Bible, lookFields, referenceFields } from "./bible.ts";
import { type Findings, type Place, within } from "./findings.ts";

/** A file that YAML names, relative to the production's folder. */
export interface NamedFile {
  readonly path: string;
  readonly kind: "picture" | "lora" | "footage" | "statement";
  readonly place: Place;
}

/** What was found under a name: the digest of its bytes, or why there is none. */
export type FileAnswer =
  | { readonly sha256: Digest }
  | { readonly problem: "missing" | "outside" | "not-a-file" | "too-large" | "unreadable" };

export type FileAnswers = ReadonlyMap<string, FileAnswer>;

const PICTURE = /\.(png|jpe?g|webp)$/i;
const FOOTAGE = /\.(mp4|mov|m4v)$/i;

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
  for (const { path, kind, place } of files) {
    const answer = answers.get(path);
    if (kind === "lora" && !/\.safetensors$/i.test(path))
      findings.error(
        "LORA_FORM",
        place,
        `${path} is not a .safetensors file`,
        "convert it: other forms can carry programs",
      );
    if (kind === "picture" && !PICTURE.test(path))
      findings.error("REFERENCE_KIND", place, `${path} is not a picture`, "use png, jpg or webp");
    if (kind === "footage" && !FOOTAGE.test(path))
      findings.error("REFERENCE_KIND", place, `${path} is no footage`, "use mp4 or mov");
    if (answer === undefined || "sha256" in answer) continue;
    switch (answer.problem) {
      case "outside":
        findings.error(
          "REFERENCE_OUTSIDE",
          place,
          `${path} leads out of the repository`,
          "copy the file into the production",
        );
        break;
      case "too-large":
        findings.error("REFERENCE_TOO_LARGE", place, `${path} is too large`);
        break;
      case "missing":
      case "not-a-file":
        findings.error("REFERENCE_MISSING", place, `${path} is not there`, "paths start at the production's folder");
        break;
      case "unreadable":
        findings.error("UNREADABLE_FILE", place, `${path} cannot be read`);
    }
  }
}
