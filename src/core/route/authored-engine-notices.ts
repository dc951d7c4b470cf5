import type { Catalogue } from "../catalogue.ts";
import type { Notice } from "../plan-steps.ts";
import type { Episode } from "../production.ts";
import { type EngineNameFinding, retiredEngineNames, unknownEngineNames } from "./engine-names.ts";

/** Places named in one sentence before the rest is counted. */
const PLACES_NAMED_MAX = 5;

/**
 * Engine names in show and shots that mean nothing, or nothing any more. A misspelled `deny` would refuse nobody, so it
 * is said even where no engine is looked for.
 */
export function authoredEngineNotices(episode: Episode, catalogue: Catalogue, asOf: string): readonly Notice[] {
  const said = placesOf(episode);
  const unknown = unknownEngineNames([...said.keys()], catalogue);
  // A refused engine that is gone does no harm; one that is wished for does.
  const wishes = placesOf(episode, true);
  const retired = retiredEngineNames([...wishes.keys()], catalogue, asOf);
  return [
    ...unknown.map((finding) => notice(finding, "ENGINE_UNKNOWN", said)),
    ...retired.map((finding) => notice(finding, "ENGINE_RETIRED", wishes)),
  ];
}

/** `the show`, or shot ids, by the name they say. */
type Places = ReadonlyMap<string, readonly string[]>;

function notice({ name, says }: EngineNameFinding, code: string, places: Places): Notice {
  const all = places.get(name) ?? [];
  const more = all.length - PLACES_NAMED_MAX;
  const where = `${all.slice(0, PLACES_NAMED_MAX).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return { code, severity: "warning", says: `${where}: ${says}` };
}

function placesOf({ engines, shots }: Episode, wishesOnly = false): Places {
  const places = new Map<string, Set<string>>();
  const add = (names: readonly string[], where: string): void => {
    for (const name of names) places.set(name, (places.get(name) ?? new Set()).add(where));
  };
  const refused = (names: readonly string[]): readonly string[] => (wishesOnly ? [] : names);
  add([...(engines.allow ?? []), ...refused(engines.deny)], "the show");
  const { repository } = engines;
  add([...(repository?.allow ?? []), ...refused(repository?.deny ?? [])], "shotlock.config.yaml");
  for (const { id, status, route } of shots)
    if (status !== "omit")
      add([...(route.pin === undefined ? [] : [route.pin]), ...(route.order ?? []), ...refused(route.deny)], id);
  return new Map([...places].map(([name, where]) => [name, [...where]]));
}
