import type { Catalogue, CatalogueModel, Endpoint, Sourced } from "../../src/core/catalogue.ts";
import type { Scenario, VendorPlan } from "./scenario.ts";

const SOURCED: Sourced = { source: "simulated", checkedOn: "2026-11-22", confidence: "vendor" };

/** The scenario's vendors as the router knows them. What they really do is nobody's to read here. */
export function catalogueOf(scenario: Pick<Scenario, "vendors">): Catalogue {
  const models = new Map<string, Endpoint[]>();
  for (const vendor of scenario.vendors)
    for (const endpoint of vendor.endpoints)
      models.set(endpoint.model, [...(models.get(endpoint.model) ?? []), endpointOf(vendor, endpoint)]);
  return {
    schema: "shotlock/catalogue/1",
    date: "2026-11-22",
    currency: "USD",
    boards: {
      text: { ...SOURCED, title: "Board", licence: "CC BY 4.0", medianTenths: 10_000 },
      image: { ...SOURCED, title: "Board", licence: "CC BY 4.0", medianTenths: 10_000 },
    },
    engines: scenario.vendors.map((vendor) => ({
      ...SOURCED,
      id: vendor.id,
      title: vendor.id,
      aliases: [],
      adapter: "available",
      local: vendor.local,
      needsAddress: false,
      secrets: [],
      billing: { moderated: "maybe", serverError: "maybe", says: "" },
      concurrency: {
        over: vendor.over,
        running: vendor.running,
        scope: "account",
        says: "",
      },
      recovery: vendor.lookup === "never" ? "none" : "client-reference",
    })),
    models: [...models]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([id, endpoints]) => modelOf(id, endpoints)),
  };
}

function modelOf(id: string, endpoints: readonly Endpoint[]): CatalogueModel {
  return {
    ...SOURCED,
    id,
    title: id,
    family: id.split("/")[1] ?? id,
    aliases: [],
    lookGroup: id,
    version: "1",
    tiers: ["draft", "final"],
    lifecycle: { ...SOURCED, state: "active", successors: [] },
    modes: ["text", "first-frame"],
    licence: "",
    marking: "",
    endpoints,
  };
}

function endpointOf(vendor: VendorPlan, { id, secondMicros, medianMs }: VendorPlan["endpoints"][number]): Endpoint {
  return {
    ...SOURCED,
    id,
    engine: vendor.id,
    remote: id,
    limits: {
      ...SOURCED,
      duration: { kind: "exact", maximumSeconds: 20 },
      aspects: [],
      resolutions: [],
      rates: [],
      referenceImages: 4,
      firstFrame: true,
      lastFrame: true,
      framesExcludeReferences: false,
      referencesNeedFirstFrame: false,
      needsFirstFrame: false,
      seed: "similar",
      negativePrompt: true,
      audio: "optional",
      lipSync: true,
      loraBases: [],
    },
    price:
      secondMicros === 0
        ? { ...SOURCED, per: "free" }
        : { ...SOURCED, per: "second", rows: [{ micros: secondMicros }] },
    latency: { ...SOURCED, p50Ms: medianMs, p95Ms: 2 * medianMs },
  };
}
