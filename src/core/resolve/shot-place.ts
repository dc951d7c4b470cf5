import type { SceneEntry, ShotEntry } from "../../schema/generated/types.ts";
import { didYouMean, nearestWord } from "../nearest-word.ts";
import type { TimeOfDay } from "../production.ts";
import type { Bible } from "./bible.ts";
import { type Findings, type Place, quoted, within, wordAt, words } from "./findings.ts";
import { plainName } from "./plain-name.ts";
import { parseSlugline } from "./slugline.ts";

/** Where and when a shot plays. `location` is an id of the bible, or the author's own words. */
export interface ShotPlace {
  readonly location?: string;
  readonly timeOfDay?: TimeOfDay;
  readonly interior?: boolean;
}

export interface ShotPlaceRequest {
  readonly entry: ShotEntry;
  readonly place: Place;
  readonly scene: SceneEntry | undefined;
  readonly scenePlace: Place | undefined;
  readonly bible: Bible;
  readonly findings: Findings;
}

/** The shot's own fields, then the scene's, then the slugline. */
export function shotPlace(request: ShotPlaceRequest): ShotPlace {
  const { entry, scene } = request;
  const isPlace = (text: string): boolean => byIdOrName(text, request.bible) !== undefined;
  const slug = scene?.slugline === undefined ? {} : parseSlugline(scene.slugline, isPlace);
  const location = locationOf(request, slug.place);
  const timeOfDay = entry.time_of_day ?? scene?.time_of_day ?? slug.timeOfDay;
  if (location !== undefined && timeOfDay === undefined) noteUnusedLight(request, location);
  const interior = entry.interior ?? scene?.interior ?? slug.interior;
  return {
    ...(location === undefined ? {} : { location }),
    ...(timeOfDay === undefined ? {} : { timeOfDay }),
    ...(interior === undefined ? {} : { interior }),
  };
}

/** A place with a light for each time of day, and no time: CONTINUOUS says none, for scenes may change places. */
function noteUnusedLight(
  { entry, place, scene, scenePlace, bible, findings }: ShotPlaceRequest,
  location: string,
): void {
  if (Object.keys(bible.locations.get(location)?.value.lighting ?? {}).length === 0) return;
  const isOfScene = entry.location === undefined && scenePlace !== undefined;
  const field = isOfScene ? (scene?.slugline === undefined ? "location" : "slugline") : "location";
  findings.note(
    "TIME_UNKNOWN",
    within(isOfScene ? scenePlace : place, field),
    `nobody says the time of day, so none of the lights of ${location} is used`,
    `write time_of_day: in the ${isOfScene ? "scene" : "shot"}`,
  );
}

function locationOf(request: ShotPlaceRequest, slugPlace: string | undefined): string | undefined {
  const { entry, place, scene, scenePlace, bible, findings } = request;
  if (entry.location !== undefined) return named(entry.location, within(place, "location"), bible, findings);
  if (scene === undefined || scenePlace === undefined) return undefined;
  if (scene.location !== undefined) return named(scene.location, within(scenePlace, "location"), bible, findings);
  if (slugPlace === undefined) return undefined;
  const known = byIdOrName(slugPlace, bible) ?? byIdOrName(slugPlace.split(" - ")[0] ?? "", bible);
  if (known === undefined) warnOfSlip(slugPlace, within(scenePlace, "slugline"), bible, findings);
  return known ?? slugPlace.toLowerCase();
}

/** `THE FOREST` and `Forest` are one place. */
function plainPlace(text: string): string {
  return plainName(text).replace(/^(?:the|an?)-/, "");
}

/**
 * A location whose id or name says the same, whatever the case and the punctuation; else the only one whose name ends
 * with these words (`WORKSHOP` for `Shoemaker's workshop`).
 */
function byIdOrName(text: string, bible: Bible): string | undefined {
  const wanted = plainPlace(text);
  if (wanted === "") return undefined;
  const locations = [...bible.locations.values()].map(({ id, value }) => ({ id, name: plainPlace(value.name ?? "") }));
  const exact = locations.find(({ id }) => plainName(id) === wanted) ?? locations.find(({ name }) => name === wanted);
  if (exact !== undefined) return exact.id;
  const [ending, another] = locations.filter(({ name }) => name.endsWith(`-${wanted}`));
  return another === undefined ? ending?.id : undefined;
}

/** Free words are a place too; one word that is nearly an id of the bible is a slip of the pen. */
function named(text: string, place: Place, bible: Bible, findings: Findings): string {
  const known = byIdOrName(text, bible);
  if (known !== undefined) return known;
  const ids = [...bible.locations.keys()];
  const isId = /^[a-z][a-z0-9-]*$/.test(text);
  if (ids.length > 0 && bible.isWhole && isId && (text.includes("-") || nearestWord(text, ids) !== undefined))
    findings.error(
      "UNKNOWN_LOCATION",
      place,
      `there is no location ${quoted(text)} in the bible`,
      didYouMean(text, ids) ?? `locations: ${ids.join(", ")}; free words have no hyphen`,
    );
  return words(text);
}

/** Shorter words are near too many others: a ROOF is not a slip for a room. */
const SLIP_LETTERS_MIN = 5;

/** A place that a slugline names and the bible does not is free; one that nearly has a name of the bible is not meant so. */
function warnOfSlip(slugPlace: string, place: Place, bible: Bible, findings: Findings): void {
  const written = plainName(slugPlace);
  if (!bible.isWhole || written.length < SLIP_LETTERS_MIN) return;
  const names = [...bible.locations.values()].flatMap(({ id, value }) => [
    { id, name: id },
    { id, name: plainName(value.name ?? "") },
  ]);
  const known = names.filter(({ name }) => name.length >= SLIP_LETTERS_MIN);
  const nearest = nearestWord(
    written,
    known.map(({ name }) => name),
  );
  const meant = known.find(({ name }) => name === nearest);
  if (meant === undefined) return;
  findings.warning(
    "UNKNOWN_LOCATION",
    wordAt(place, slugPlace),
    `${quoted(slugPlace)} is no place of the bible, so its look and light are not held`,
    `did you mean \`${meant.id}\`?`,
  );
}
