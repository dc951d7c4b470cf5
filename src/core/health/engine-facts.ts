import { type Catalogue, lookGroupOf } from "../catalogue.ts";
import { type DeclaredLimit, declaredLimit } from "./declared-limit.ts";

/** What the catalogue says of engines that whoever starts and awaits jobs needs to know. */
export interface EngineFacts {
  /** By engine; undefined for one that only the cores of this machine limit. */
  limitOf(engine: string): DeclaredLimit | undefined;
  /** By endpoint; undefined where nobody measured it. */
  latencyOf(endpoint: string): { readonly p50Ms: number; readonly p95Ms: number } | undefined;
  lookGroupOf(model: string): string | undefined;
}

export function engineFacts(catalogue: Catalogue): EngineFacts {
  const endpoints = catalogue.models.flatMap((model) => model.endpoints);
  const latency = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint.latency]));
  return {
    limitOf: (engine) => declaredLimit(catalogue, engine),
    latencyOf: (endpoint) => latency.get(endpoint),
    lookGroupOf: (model) => lookGroupOf(catalogue, model),
  };
}
