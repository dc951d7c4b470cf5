import type {
  BibleCharacter,
  BibleDocument,
  BibleLocation,
  BibleLook,
  BibleProp,
  BibleStyle,
  ReferenceEntry,
} from "../../schema/generated/types.ts";
import { type Findings, type Place, within } from "./findings.ts";

/** An entry of the bible with the place it stands at. */
export interface Entry<Value> {
  readonly id: string;
  readonly value: Value;
  readonly place: Place;
}

/** All bible files of a production, merged. */
export interface Bible {
  readonly characters: ReadonlyMap<string, Entry<BibleCharacter>>;
  readonly locations: ReadonlyMap<string, Entry<BibleLocation>>;
  readonly props: ReadonlyMap<string, Entry<BibleProp>>;
  readonly styles: ReadonlyMap<string, Entry<BibleStyle>>;
}

export interface BibleFile {
  readonly file: string;
  readonly document: BibleDocument;
}

const KINDS = ["characters", "locations", "props", "styles"] as const;

/** Merges the files; the same id twice, and ids that look alike, are findings. */
export function mergeBible(files: readonly BibleFile[], findings: Findings): Bible {
  const bible = { characters: new Map(), locations: new Map(), props: new Map(), styles: new Map() };
  for (const { file, document } of files)
    for (const kind of KINDS)
      for (const [id, value] of Object.entries(document[kind] ?? {})) {
        const place = within({ file, pointer: "" }, kind, id);
        const there = bible[kind].get(id) as Entry<unknown> | undefined;
        if (there !== undefined)
          findings.error(
            "DUPLICATE_ID",
            place,
            `${id} stands in ${there.place.file} already`,
            "give it another id, or keep one of the two",
          );
        else bible[kind].set(id, { id, value, place });
      }
  for (const kind of KINDS) findLookAlikes(bible[kind], findings);
  return bible;
}

/** Letters that a reader takes for one another. */
const SAME_SHAPE: readonly (readonly [RegExp, string])[] = [
  [/[0\u043e\u03bf]/g, "o"],
  [/[1il|\u0456]/g, "l"],
  [/[5]/g, "s"],
  [/\u0430/g, "a"],
  [/\u0435/g, "e"],
  [/\u0440/g, "p"],
  [/\u0441/g, "c"],
  [/\u0445/g, "x"],
  [/[_-]/g, "-"],
];

/** How an id looks: equal for ids that are mixed up by eye. */
export function appearance(id: string): string {
  return SAME_SHAPE.reduce((text, [letters, one]) => text.replace(letters, one), id.normalize("NFKC").toLowerCase());
}

function findLookAlikes(entries: ReadonlyMap<string, Entry<unknown>>, findings: Findings): void {
  const seen = new Map<string, Entry<unknown>>();
  for (const entry of entries.values()) {
    const shape = appearance(entry.id);
    const other = seen.get(shape);
    if (other === undefined) seen.set(shape, entry);
    else
      findings.warning(
        "ID_CONFUSABLE",
        entry.place,
        `"${entry.id}" and "${other.id}" look alike`,
        "rename one: sooner or later the wrong one is written",
      );
  }
}

/** A look in its long form. */
export function lookFields(look: BibleLook): Exclude<BibleLook, string> {
  return typeof look === "string" ? { wardrobe: look } : look;
}

export function referenceFields(entry: ReferenceEntry): { readonly path: string; readonly view?: string } {
  return typeof entry === "string" ? { path: entry } : entry;
}

/** The look a character wears when nobody says: the default one, or the only one. */
export function usualLook(character: BibleCharacter): string | undefined {
  const looks = Object.entries(character.looks ?? {});
  const [only, another] = looks;
  if (only !== undefined && another === undefined) return only[0];
  return looks.find(([, look]) => lookFields(look).default === true)?.[0];
}
