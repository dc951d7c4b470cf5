import type { Catalogue, CatalogueEngine, CatalogueModel, Endpoint } from "../catalogue.ts";
import { plainText } from "../plain-text.ts";
import { dayOf } from "./days.ts";
import { nearestNames } from "./nearest-names.ts";
import { goneSays, isGone, lifecyclesOf, type Offer, offersOf } from "./offer.ts";

/** Longest name that is shown back. */
const NAME_CHARACTERS_MAX = 60;

/** What is wrong with a name that a person wrote in `engine:`, `deny:` or `--engines`. */
export interface EngineNameFinding {
  readonly name: string;
  readonly kind: "unknown" | "retired";
  readonly says: string;
  readonly suggestions: readonly string[];
}

/** Names are compared without case; `veo` means the family, `fal` the adapter, `google/veo-3.1` one model. */
export function isNamed(offer: Offer, name: string): boolean {
  const wanted = name.trim().toLowerCase();
  return (
    engineNames(offer.engine).includes(wanted) ||
    modelNames(offer.model).includes(wanted) ||
    endpointNames(offer.endpoint).includes(wanted)
  );
}

export function isNamedByAny(offer: Offer, names: readonly string[]): boolean {
  return names.some((name) => isNamed(offer, name));
}

function engineNames(engine: CatalogueEngine): readonly string[] {
  return [engine.id, ...engine.aliases];
}

/** `google/veo-3.1` is also `veo-3.1` and, with all else of that maker, `google`. */
function modelNames(model: CatalogueModel): readonly string[] {
  const [maker = "", short = ""] = model.id.split("/");
  return [model.id, short, maker, model.family, ...model.aliases];
}

function endpointNames(endpoint: Endpoint): readonly string[] {
  return [endpoint.id, endpoint.remote.toLowerCase()];
}

/** Everything a person may write, shortest useful names first; for suggestions and completion. */
export function knownEngineNames(catalogue: Catalogue): readonly string[] {
  const names = [
    ...catalogue.engines.flatMap(engineNames),
    ...catalogue.models.flatMap((model) => [model.family, ...modelNames(model)]),
    ...catalogue.models.flatMap((model) => model.endpoints.map((endpoint) => endpoint.id)),
  ];
  return [...new Set(names)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}

/** Names the catalogue does not know, each with the nearest ones it does. */
export function unknownEngineNames(names: readonly string[], catalogue: Catalogue): readonly EngineNameFinding[] {
  const offers = offersOf(catalogue);
  return names
    .filter((name) => !offers.some((offer) => isNamed(offer, name)))
    .map((name) => {
      const suggestions = nearestNames(name.trim().toLowerCase(), knownEngineNames(catalogue));
      const hint =
        suggestions.length === 0 ? "`shotlock engines` lists them all" : `did you mean ${suggestions.join(" or ")}?`;
      return {
        name,
        kind: "unknown",
        says: `no engine or model is called "${plainText(name, NAME_CHARACTERS_MAX)}": ${hint}`,
        suggestions,
      };
    });
}

/** Names of which everything is gone on `asOf`: removal date and successors. */
export function retiredEngineNames(
  names: readonly string[],
  catalogue: Catalogue,
  asOf: string,
): readonly EngineNameFinding[] {
  const offers = offersOf(catalogue);
  const day = dayOf(asOf);
  return names.flatMap((name) => {
    const named = offers.filter((offer) => isNamed(offer, name));
    const gone = named.map((offer) => lifecyclesOf(offer).find((lifecycle) => isGone(lifecycle, day)));
    const [first] = gone;
    if (first === undefined || gone.includes(undefined)) return [];
    return [
      {
        name,
        kind: "retired" as const,
        says: `"${plainText(name, NAME_CHARACTERS_MAX)}" ${goneSays(first)}`,
        suggestions: first.successors,
      },
    ];
  });
}
