import type { SceneEntry, ShotEntry } from "../../schema/generated/types.ts";
import { didYouMean, nearestWord } from "../nearest-word.ts";
import type { TimeOfDay } from "../production.ts";
import type { Bible } from "./bible.ts";
import { type Findings, type Place, within, words } from "./findings.ts";
import { parseSlugline } from "./slugline.ts";

/** Where and when a shot plays. `location` is an id of the bible, or the author's own words. */
export interface ShotPlace {
  readonly location?: string;
  readonly timeOfDay?: TimeOfDay;
  readonly interior?: boolean;
}

/** The shot's own fields, then the scene's, then the slugline. */
export function shotPlace(
  entry: ShotEntry,
  place: Place,
  scene: SceneEntry | undefined,
  scenePlace: Place | undefined,
  bible: Bible,
  findings: Findings,
): ShotPlace {
  const slug = scene?.slugline === undefined ? {} : parseSlugline(scene.slugline);
  const location =
    entry.location !== undefined
      ? named(entry.location, within(place, "location"), bible, findings)
      : scene?.location !== undefined && scenePlace !== undefined
        ? named(scene.location, within(scenePlace, "location"), bible, findings)
        : slug.place === undefined
          ? undefined
          : (byIdOrName(slug.place, bible) ?? slug.place.toLowerCase());
  const timeOfDay = entry.time_of_day ?? scene?.time_of_day ?? slug.timeOfDay;
  const interior = entry.interior ?? scene?.interior ?? slug.interior;
  return {
    ...(location === undefined ? {} : { location }),
    ...(timeOfDay === undefined ? {} : { timeOfDay }),
    ...(interior === undefined ? {} : { interior }),
  };
}

const plain = (text: string): string =>
  words(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** A location whose id or name says the same, whatever the case and the punctuation. */
function byIdOrName(text: string, bible: Bible): string | undefined {
  const wanted = plain(text);
  for (const { id, value } of bible.locations.values())
    if (
      plain(id) === wanted ||
      (value.name !== undefined && (plain(value.name) === wanted || plain(value.name).endsWith(` ${wanted}`)))
    )
      return id;
  return undefined;
}

/** Free words are a place too; one word that is nearly an id of the bible is a slip of the pen. */
function named(text: string, place: Place, bible: Bible, findings: Findings): string {
  const known = byIdOrName(text, bible);
  if (known !== undefined) return known;
  const ids = [...bible.locations.keys()];
  const isId = /^[a-z][a-z0-9-]*$/.test(text);
  if (ids.length > 0 && isId && (text.includes("-") || nearestWord(text, ids) !== undefined))
    findings.error(
      "UNKNOWN_LOCATION",
      place,
      `there is no location "${text}" in the bible`,
      didYouMean(text, ids) ?? `locations: ${ids.join(", ")}`,
    );
  return words(text);
}
