import type { Catalogue, CatalogueEngine, CatalogueModel, Endpoint, Lifecycle } from "../catalogue.ts";

/** One model at one endpoint through one adapter: what the router chooses among. */
export interface Offer {
  readonly model: CatalogueModel;
  readonly endpoint: Endpoint;
  readonly engine: CatalogueEngine;
}

/** Every offer of the catalogue, in its order. */
export function offersOf(catalogue: Catalogue): readonly Offer[] {
  const engines = new Map(catalogue.engines.map((engine) => [engine.id, engine]));
  return catalogue.models.flatMap((model) =>
    model.endpoints.flatMap((endpoint) => {
      const engine = engines.get(endpoint.engine);
      return engine === undefined ? [] : [{ model, endpoint, engine }];
    }),
  );
}

/** The model's lifecycle and the endpoint's own: an endpoint can go before its model does. */
export function lifecyclesOf(offer: Offer): readonly Lifecycle[] {
  const own = offer.endpoint.lifecycle;
  return own === undefined ? [offer.model.lifecycle] : [own, offer.model.lifecycle];
}

/** True when nobody can order from it any more on `day`; where a date is told, it decides, else the state. */
export function isGone({ state, removedOn }: Lifecycle, day: string): boolean {
  return removedOn === undefined ? state === "retired" : removedOn <= day;
}

/** "removed on 2026-09-24; instead: google/veo-3.1, kling/kling-3.0" */
export function goneSays(lifecycle: Lifecycle): string {
  const when = lifecycle.removedOn === undefined ? "is retired" : `was removed on ${lifecycle.removedOn}`;
  const instead = lifecycle.successors.length === 0 ? "" : `; instead: ${lifecycle.successors.join(", ")}`;
  return `${when}${instead}`;
}
