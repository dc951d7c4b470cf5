import type { ReferenceEntry } from "../../schema/generated/types.ts";
import type { JsonObject } from "../json.ts";
import type { CastMember, Parts, ReferenceFile, SpokenLine, TimeOfDay } from "../production.ts";
import { type Bible, type CharacterFields, type LocationFields, lookOf, referenceFields } from "./bible.ts";
import { words } from "./findings.ts";
import type { FileAnswers } from "./named-files.ts";

export interface PartsRequest {
  readonly bible: Bible;
  readonly answers: FileAnswers;
  /** Folder of the production, for paths from the repository's root. */
  readonly folder: string;
  readonly cast: readonly CastMember[];
  readonly dialogue: readonly SpokenLine[];
  readonly props: readonly string[];
  readonly location: string | undefined;
  readonly timeOfDay: TimeOfDay | undefined;
  readonly style: string | undefined;
}

/** The bible parts a shot uses, one value each, and the files among them. Names and paths stay out: they are labels. */
export function shotParts(request: PartsRequest): {
  readonly parts: Parts;
  readonly references: readonly ReferenceFile[];
} {
  const parts: Record<string, JsonObject> = {};
  const references: ReferenceFile[] = [];
  const pictures = (
    owner: string,
    role: ReferenceFile["role"],
    entries: readonly ReferenceEntry[] | undefined,
  ): JsonObject[] => {
    const found = filesOf(request, owner, role, entries);
    references.push(...found);
    return found.map((file) => ({ ...(file.view === undefined ? {} : { view: file.view }), sha256: file.sha256 }));
  };
  for (const id of new Set(request.cast.map((member) => member.character)))
    characterParts(request, id, parts, references, pictures);
  for (const id of new Set(request.dialogue.flatMap((line) => line.character ?? []))) {
    const voice = request.bible.characters.get(id)?.value.voice;
    if (voice !== undefined)
      parts[`character/${id}#voice`] = textFields({
        description: voice.description,
        engine: voice.engine,
        voice: voice.voice_id,
        language: voice.language,
        delivery: voice.delivery,
      });
  }
  for (const id of new Set(request.props)) {
    const prop = request.bible.props.get(id)?.value;
    if (prop === undefined) continue;
    const shown = pictures(`prop/${id}`, "prop", prop.references);
    parts[`prop/${id}`] = {
      ...textFields({ descriptor: prop.descriptor }),
      ...(shown.length > 0 ? { references: shown } : {}),
    };
  }
  locationParts(request, parts, pictures);
  styleParts(request, parts, pictures);
  return { parts, references };
}

type Pictures = (
  owner: string,
  role: ReferenceFile["role"],
  entries: readonly ReferenceEntry[] | undefined,
) => JsonObject[];

function characterParts(
  request: PartsRequest,
  id: string,
  parts: Record<string, JsonObject>,
  references: ReferenceFile[],
  pictures: Pictures,
): void {
  const character = request.bible.characters.get(id)?.value;
  if (character === undefined) return;
  const owner = `character/${id}`;
  parts[`${owner}#identity`] = identityPart(character);
  const shown = pictures(owner, "identity", character.references);
  if (shown.length > 0) parts[`${owner}#references`] = { references: shown };
  const worn = request.cast.flatMap((member) => (member.character === id ? (member.look ?? []) : []));
  for (const name of new Set(worn)) {
    const look = lookOf(character, name);
    if (look === undefined) continue;
    const { wardrobe, hair, makeup, injuries, references: entries } = look;
    const shownLook = pictures(`${owner}#look.${name}`, "look", entries);
    parts[`${owner}#look.${name}`] = {
      ...textFields({ wardrobe, hair, makeup, injuries }),
      ...(shownLook.length > 0 ? { references: shownLook } : {}),
    };
  }
  const { lora } = character;
  const answer = lora === undefined ? undefined : request.answers.get(lora.path);
  if (lora === undefined || answer === undefined || !("sha256" in answer)) return;
  references.push({ owner, role: "lora", path: `${request.folder}/${lora.path}`, sha256: answer.sha256 });
  const scale = lora.scale === undefined ? {} : { scalePerMille: Math.round(lora.scale * 1000) };
  parts[`${owner}#lora`] = {
    sha256: answer.sha256,
    ...textFields({ base: lora.base, trigger: lora.trigger }),
    ...scale,
  };
}

function identityPart({ identity }: CharacterFields): JsonObject {
  if (identity === undefined) return {};
  if (typeof identity === "string") return { descriptor: words(identity) };
  const { descriptor, age, build, distinguishing } = identity;
  return {
    ...textFields({ descriptor, age: age === undefined ? undefined : String(age), build }),
    ...(distinguishing === undefined ? {} : { distinguishing: distinguishing.map(words) }),
  };
}

function locationParts(request: PartsRequest, parts: Record<string, JsonObject>, pictures: Pictures): void {
  const { location: id, timeOfDay } = request;
  const location = id === undefined ? undefined : request.bible.locations.get(id)?.value;
  if (id === undefined || location === undefined) return;
  const owner = `location/${id}`;
  const geography = Object.fromEntries(
    Object.entries(location.geography ?? {}).map(([key, value]) => [key, words(value)]),
  );
  parts[owner] = {
    ...textFields({ descriptor: location.descriptor }),
    ...(Object.keys(geography).length > 0 ? { geography } : {}),
  };
  const shown = pictures(owner, "location", location.references);
  if (shown.length > 0) parts[`${owner}#references`] = { references: shown };
  const time = lightKey(location, timeOfDay);
  if (time !== undefined) parts[`${owner}#light.${time}`] = textFields({ light: location.lighting?.[time] });
}

/** Nearest time of day for which the location names its light. */
const NEAR_TIMES: Readonly<Record<TimeOfDay, readonly string[]>> = {
  dawn: ["dawn", "morning", "day"],
  morning: ["morning", "day", "dawn"],
  day: ["day", "afternoon", "morning"],
  afternoon: ["afternoon", "day"],
  dusk: ["dusk", "evening", "night"],
  evening: ["evening", "dusk", "night"],
  night: ["night", "midnight", "evening"],
  midnight: ["midnight", "night"],
};

function lightKey({ lighting }: LocationFields, timeOfDay: TimeOfDay | undefined): string | undefined {
  if (lighting === undefined || timeOfDay === undefined) return undefined;
  return NEAR_TIMES[timeOfDay].find((time) => lighting[time] !== undefined);
}

function styleParts(request: PartsRequest, parts: Record<string, JsonObject>, pictures: Pictures): void {
  const style = request.style === undefined ? undefined : request.bible.styles.get(request.style)?.value;
  if (style === undefined) return;
  const owner = `style/${request.style}`;
  const shown = pictures(owner, "style", style.references);
  parts[owner] = {
    ...textFields({ descriptor: style.descriptor }),
    ...(style.palette === undefined ? {} : { palette: style.palette.map((colour) => colour.toUpperCase()) }),
    ...(style.rules === undefined ? {} : { rules: style.rules.map(words) }),
    ...(shown.length > 0 ? { references: shown } : {}),
  };
}

function filesOf(
  request: PartsRequest,
  owner: string,
  role: ReferenceFile["role"],
  entries: readonly ReferenceEntry[] | undefined,
): ReferenceFile[] {
  return (entries ?? []).flatMap((entry) => {
    const { path, view } = referenceFields(entry);
    const answer = request.answers.get(path);
    if (answer === undefined || !("sha256" in answer)) return [];
    return [
      {
        owner,
        role,
        path: `${request.folder}/${path}`,
        sha256: answer.sha256,
        ...(view === undefined ? {} : { view: words(view) }),
      },
    ];
  });
}

/** Only what somebody wrote: an absent field never stands in a part. */
function textFields(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, words(value)]])),
  );
}
