import type { Catalogue, CatalogueModel, Endpoint, Lifecycle, Price } from "../core/catalogue.ts";
import { isCalendarDay } from "../core/route/days.ts";
import type { CatalogueProblem } from "./build-catalogue.ts";

/** What a schema cannot say: names that must be unique or known, dates in order, prices that are one. */
export function checkCatalogue(catalogue: Catalogue): readonly CatalogueProblem[] {
  const wrong = (pointer: readonly string[], says: string): CatalogueProblem => ({
    pointer,
    code: "VALUE_RANGE",
    says,
  });
  const engines = new Set(catalogue.engines.map((engine) => engine.id));
  const models = new Set(catalogue.models.map((model) => model.id));
  const dates = isCalendarDay(catalogue.date) ? [] : [wrong(["date"], `"${catalogue.date}" is not a day`)];
  const perModel = catalogue.models.flatMap((model) => {
    const at = ["models", model.id];
    const lifecycles: [string[], Lifecycle][] = [[[...at, "lifecycle"], model.lifecycle]];
    const endpoints = model.endpoints.flatMap((endpoint) => {
      const place = [...at, "endpoints", endpoint.id];
      if (endpoint.lifecycle !== undefined) lifecycles.push([[...place, "lifecycle"], endpoint.lifecycle]);
      const strange = engines.has(endpoint.engine) ? [] : [wrong(place, `no engine is called "${endpoint.engine}"`)];
      return [...strange, ...endpointProblems(endpoint).map((says) => wrong(place, says))];
    });
    const none = model.endpoints.length === 0 ? [wrong(at, "is served by no endpoint")] : [];
    const lives = lifecycles.flatMap(([place, lifecycle]) =>
      lifecycleProblems(lifecycle, models).map((says) => wrong(place, says)),
    );
    return [...none, ...endpoints, ...lives, ...ratingProblems(model).map((says) => wrong([...at, "prior"], says))];
  });
  return [...dates, ...perModel, ...nameClashes(catalogue).map(([pointer, says]) => wrong(pointer, says))];
}

function lifecycleProblems(lifecycle: Lifecycle, models: ReadonlySet<string>): readonly string[] {
  const says: string[] = [];
  const dates = [lifecycle.announcedOn, lifecycle.deprecatedOn, lifecycle.removedOn].filter(
    (date) => date !== undefined,
  );
  for (const date of dates) if (!isCalendarDay(date)) says.push(`"${date}" is not a day`);
  for (const [index, date] of dates.entries()) {
    const before = dates[index - 1];
    if (before !== undefined && before > date)
      says.push(`${before} stands before ${date}: announced, deprecated, removed is the order`);
  }
  if (lifecycle.state === "retired" && lifecycle.removedOn === undefined)
    says.push("is retired: `removed_on` is missing");
  for (const successor of lifecycle.successors) {
    if (!models.has(successor)) says.push(`the successor "${successor}" is no model of the catalogue`);
  }
  return says;
}

function endpointProblems({ price, latency, limits }: Endpoint): readonly string[] {
  const says = [...priceProblems(price)];
  if (latency !== undefined && latency.p50Ms > latency.p95Ms)
    says.push("half of the takes cannot need longer than 95 % of them");
  if (limits.duration.kind === "frames" && limits.duration.minimum > limits.duration.maximum) {
    says.push("the shortest clip is longer than the longest");
  }
  const lines = limits.resolutions.map((name) => Number.parseInt(name, 10));
  if (lines.some((line, index) => index > 0 && line <= (lines[index - 1] ?? 0))) says.push("resolutions must ascend");
  return says;
}

function priceProblems(price: Price): readonly string[] {
  if (price.per !== "second" && price.per !== "clip") return [];
  const says: string[] = [];
  for (const row of price.rows) {
    if (row.micros <= 0) says.push("a price must be above 0: `per: free` is for what costs nothing");
    if (row.disputedMicros !== undefined && row.disputedMicros > row.micros) {
      says.push("where sources disagree `amount` is the dearer one");
    }
    if (price.per === "clip" && row.seconds === undefined) says.push("a price per clip names the clip's `seconds`");
  }
  return says;
}

function ratingProblems(model: CatalogueModel): readonly string[] {
  return [model.prior?.text, model.prior?.image].flatMap((rating) => {
    if (rating === undefined) return [];
    const inside = rating.lowTenths <= rating.tenths && rating.tenths <= rating.highTenths;
    return inside ? [] : ["a rating lies between `low` and `high`"];
  });
}

/** An alias or a short name means one model only; a family is shared on purpose. Endpoint ids are unique. */
function nameClashes(catalogue: Catalogue): readonly (readonly [readonly string[], string])[] {
  const owners = new Map<string, string>();
  const clashes: (readonly [readonly string[], string])[] = [];
  const claim = (name: string, owner: string, pointer: readonly string[]): void => {
    const first = owners.get(name);
    if (first !== undefined && first !== owner) clashes.push([pointer, `"${name}" already means ${first}`]);
    owners.set(name, first ?? owner);
  };
  for (const engine of catalogue.engines) {
    for (const name of [engine.id, ...engine.aliases]) claim(name, `the engine ${engine.id}`, ["engines", engine.id]);
  }
  for (const model of catalogue.models) {
    const at = ["models", model.id];
    for (const name of [model.id, ...model.aliases]) claim(name, model.id, at);
    for (const endpoint of model.endpoints)
      claim(`endpoint ${endpoint.id}`, model.id, [...at, "endpoints", endpoint.id]);
  }
  return clashes;
}
