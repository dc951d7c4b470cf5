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
import { warnOfLookAlikes } from "./look-alikes.ts";

/** An entry of the bible with the place it stands at. */
export interface Entry<Value> {
  readonly id: string;
  readonly value: Value;
  readonly place: Place;
}

/** A character in its long form; the voice, too. */
export type CharacterFields = Omit<Exclude<BibleCharacter, string>, "voice"> & {
  readonly voice?: Exclude<Exclude<BibleCharacter, string>["voice"], string | undefined>;
};
export type LocationFields = Exclude<BibleLocation, string>;
export type PropFields = Exclude<BibleProp, string>;
export type StyleFields = Exclude<BibleStyle, string>;

/**
 * All bible files of a production, merged, every entry in its long form. Entries are sorted by id: their order in the
 * files means nothing.
 */
export interface Bible {
  readonly characters: ReadonlyMap<string, Entry<CharacterFields>>;
  readonly locations: ReadonlyMap<string, Entry<LocationFields>>;
  readonly props: ReadonlyMap<string, Entry<PropFields>>;
  readonly styles: ReadonlyMap<string, Entry<StyleFields>>;
  /** False when a bible file could not be read: an id that is missing here may stand there. */
  readonly isWhole: boolean;
}

export interface BibleFile {
  readonly file: string;
  /** Absent when the file has not the shape of a bible; its faults are found elsewhere. */
  readonly document?: BibleDocument;
}

const KINDS = ["characters", "locations", "props", "styles"] as const;

/** Merges the files; the same id twice, and ids that look alike, are findings. */
export function mergeBible(files: readonly BibleFile[], findings: Findings): Bible {
  const bible = {
    characters: mergeKind(files, "characters", characterFields, findings),
    locations: mergeKind(files, "locations", describedFields, findings),
    props: mergeKind(files, "props", describedFields, findings),
    styles: mergeKind(files, "styles", describedFields, findings),
    isWhole: files.every((file) => file.document !== undefined),
  };
  for (const kind of KINDS) warnOfLookAlikes([...bible[kind].values()], findings);
  for (const character of bible.characters.values()) checkLooks(character, findings);
  return bible;
}

type Kind = (typeof KINDS)[number];
type ValueOf<Of extends Kind> = NonNullable<BibleDocument[Of]>[string];

function mergeKind<Of extends Kind, Fields extends object>(
  files: readonly BibleFile[],
  kind: Of,
  fieldsOf: (written: ValueOf<Of>) => Fields,
  findings: Findings,
): ReadonlyMap<string, Entry<Fields>> {
  const entries = new Map<string, Entry<Fields>>();
  for (const { file, document } of files)
    for (const [id, written] of Object.entries(document?.[kind] ?? {})) {
      const place = within({ file, pointer: "" }, kind, id);
      const value = fieldsOf(written as ValueOf<Of>);
      const there = entries.get(id);
      if (there === undefined) {
        entries.set(id, { id, value, place });
        continue;
      }
      findings.error(
        "DUPLICATE_ID",
        { ...place, of: "name" },
        `${id} stands in ${there.place.file} already`,
        "give it another id, or keep one of the two",
      );
      // Whatever only one of the two has is there: a costume is not missing because its character stands twice.
      entries.set(id, { ...there, value: { ...value, ...there.value, ...bothLooks(value, there.value) } });
    }
  return new Map([...entries].sort(([left], [right]) => (left < right ? -1 : 1)));
}

function bothLooks(one: CharacterFields, other: CharacterFields): Pick<CharacterFields, "looks"> {
  const looks = { ...one.looks, ...other.looks };
  return Object.keys(looks).length === 0 ? {} : { looks };
}

/** Words alone are the identity; words alone for the voice are its description. */
function characterFields(written: BibleCharacter): CharacterFields {
  if (typeof written === "string") return { identity: written };
  const { voice, ...others } = written;
  if (voice === undefined) return others;
  return { ...others, voice: typeof voice === "string" ? { description: voice } : voice };
}

/** Words alone are the descriptor. */
function describedFields<Fields extends object>(written: string | Fields): Fields {
  return typeof written === "string" ? ({ descriptor: written } as unknown as Fields) : written;
}

function checkLooks({ id, value, place }: Entry<CharacterFields>, findings: Findings): void {
  const looks = Object.keys(value.looks ?? {});
  warnOfLookAlikes(
    looks.map((look) => ({ id: look, place: within(place, "looks", look) })),
    findings,
  );
  const [first, second] = looks.filter((look) => lookOf(value, look)?.default === true);
  if (first !== undefined && second !== undefined)
    findings.error(
      "DEFAULT_LOOK_TWICE",
      within(place, "looks", second, "default"),
      `${id} wears both ${first} and ${second} when nobody says`,
      "keep default: true on one of them",
    );
}

/** A look of a character in its long form; undefined when there is none of that id. */
export function lookOf(character: CharacterFields, id: string): Exclude<BibleLook, string> | undefined {
  const { looks } = character;
  if (looks === undefined || !Object.hasOwn(looks, id)) return undefined;
  const look = looks[id];
  return look === undefined ? undefined : lookFields(look);
}

/** A look in its long form. */
export function lookFields(look: BibleLook): Exclude<BibleLook, string> {
  return typeof look === "string" ? { wardrobe: look } : look;
}

export function referenceFields(entry: ReferenceEntry): { readonly path: string; readonly view?: string } {
  return typeof entry === "string" ? { path: entry } : entry;
}

/** The look a character wears when nobody says: the default one, or the only one. */
export function usualLook(character: CharacterFields): string | undefined {
  const looks = Object.keys(character.looks ?? {}).sort();
  return looks.length === 1 ? looks[0] : looks.find((look) => lookOf(character, look)?.default === true);
}
