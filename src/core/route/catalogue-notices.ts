import type { Catalogue, CatalogueModel } from "../catalogue.ts";
import type { Notice } from "../plan-steps.ts";
import { dayOf, daysBetween } from "./days.ts";
import { isGone } from "./offer.ts";
import { SUNSET_DAYS } from "./score.ts";

/** Prices and limits change every few weeks; older facts than this are said to be old. */
export const STALE_DAYS = 60;

/** What a reader of a plan must know about the catalogue itself: its age, and engines that end soon. */
export function catalogueNotices(catalogue: Catalogue, asOf: string): readonly Notice[] {
  const day = dayOf(asOf);
  return [
    ...staleness(catalogue, day),
    ...catalogue.models.flatMap((model) => sunsets(model, day)),
    ...lately(catalogue, day),
  ];
}

function staleness(catalogue: Catalogue, day: string): readonly Notice[] {
  const age = daysBetween(catalogue.date, day);
  if (age <= STALE_DAYS) return [];
  const says = `prices and limits of engines are ${age} days old (${catalogue.date}): check them before spending, or update shotlock`;
  return [{ code: "CATALOGUE_STALE", severity: "warning", says }];
}

/** Models that went within the last weeks, in one line: people still write their names. */
function lately(catalogue: Catalogue, day: string): readonly Notice[] {
  const gone = catalogue.models.flatMap(({ title, lifecycle: { removedOn } }) =>
    removedOn !== undefined && removedOn <= day && daysBetween(removedOn, day) <= SUNSET_DAYS
      ? [{ title, removedOn }]
      : [],
  );
  if (gone.length === 0) return [];
  const list = gone
    .sort((one, other) => (one.removedOn > other.removedOn ? -1 : one.removedOn < other.removedOn ? 1 : 0))
    .map(({ title, removedOn }) => `${title} (${removedOn})`);
  return [{ code: "ENGINE_RETIRED_LATELY", severity: "info", says: `no longer to be had: ${list.join(", ")}` }];
}

function sunsets(model: CatalogueModel, day: string): readonly Notice[] {
  const own = { title: model.title, lifecycle: model.lifecycle };
  const endpoints = model.endpoints.flatMap((endpoint) =>
    endpoint.lifecycle === undefined
      ? []
      : [{ title: `${model.title} at ${endpoint.id}`, lifecycle: endpoint.lifecycle }],
  );
  return [own, ...endpoints].flatMap(({ title, lifecycle }) => {
    if (lifecycle.removedOn === undefined || isGone(lifecycle, day)) return [];
    const left = daysBetween(day, lifecycle.removedOn);
    if (left > SUNSET_DAYS) return [];
    const instead = lifecycle.successors.length === 0 ? "" : `; after that: ${lifecycle.successors.join(", ")}`;
    const says = `${title} ends on ${lifecycle.removedOn}, in ${left} days${instead}`;
    return [{ code: "ENGINE_SUNSET", severity: "warning" as const, says }];
  });
}
