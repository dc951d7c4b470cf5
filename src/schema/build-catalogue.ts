import type {
  Catalogue,
  CatalogueEngine,
  CatalogueModel,
  DurationGrid,
  Endpoint,
  Latency,
  Lifecycle,
  Limits,
  Price,
  PriceRow,
  Rating,
  RatingBoard,
  Sourced,
} from "../core/catalogue.ts";
import { parseMicros } from "../core/money.ts";
import type { Tier } from "../core/production.ts";
import { CatalogueReader } from "./catalogue-reader.ts";
import { type Fields, fieldsOf, overlay } from "./merge-catalogue.ts";

/** What is missing or wrong in the merged catalogue, by the place in the document. */
export interface CatalogueProblem {
  readonly pointer: readonly string[];
  readonly code: "VALUE_REQUIRED" | "VALUE_RANGE";
  readonly says: string;
}

/**
 * Turns the merged document into the catalogue of the core: amounts to micros, seconds to milliseconds, source keys to
 * sources, limits of a model under those of each endpoint. Whatever is missing is told; the result holds only if nothing is.
 */
export function buildCatalogue(merged: Fields): { catalogue: Catalogue; problems: readonly CatalogueProblem[] } {
  const problems: CatalogueProblem[] = [];
  const root = new CatalogueReader(merged, [], fieldsOf(merged["sources"]), problems);
  const boards = root.inner("boards");
  const catalogue: Catalogue = {
    schema: "shotlock/catalogue/1",
    date: root.text("date"),
    currency: root.text("currency"),
    boards: { text: board(boards.inner("text")), image: board(boards.inner("image")) },
    engines: root.entries("engines").map(([id, reader]) => engine(id, reader)),
    models: root.entries("models").map(([id, reader]) => model(id, reader)),
  };
  return { catalogue, problems };
}

function board(reader: CatalogueReader): RatingBoard {
  const medianTenths = tenths(reader, "median");
  return { title: reader.text("title"), licence: reader.text("licence"), medianTenths, ...reader.source() };
}

function engine(id: string, reader: CatalogueReader): CatalogueEngine {
  const billing = reader.inner("billing");
  const concurrency = reader.inner("concurrency");
  return {
    id,
    title: reader.text("title"),
    aliases: reader.optionalList("aliases") ?? [],
    adapter: reader.word("adapter", ["available", "planned"]),
    local: reader.flag("local", false),
    needsAddress: reader.flag("needs_address", false),
    secrets: reader.list("secrets"),
    billing: {
      moderated: billing.word("moderated", ["yes", "no", "maybe"]),
      serverError: billing.word("server_error", ["yes", "no", "maybe"]),
      says: billing.text("says"),
    },
    concurrency: {
      over: concurrency.word("over", ["reject", "hold", "queue", "one-at-a-time"]),
      ...concurrency.maybe("running", concurrency.optionalNumber("running")),
      scope: concurrency.word("scope", ["account", "model", "machine"]),
      says: concurrency.text("says"),
    },
    recovery: reader.word("recovery", ["none", "list", "client-reference", "own-id"]),
    ...reader.maybe("outputLifeHours", reader.optionalNumber("output_life_hours")),
    ...reader.source(),
  };
}

function model(id: string, reader: CatalogueReader): CatalogueModel {
  const limits = fieldsOf(reader.fields["limits"]);
  const prior = reader.optionalInner("prior");
  return {
    id,
    title: reader.text("title"),
    family: reader.text("family"),
    aliases: reader.optionalList("aliases") ?? [],
    lookGroup: reader.text("look_group"),
    version: reader.text("version"),
    tiers: reader.list("tiers") as readonly Tier[],
    lifecycle: lifecycle(reader.inner("lifecycle")),
    modes: reader.list("modes") as CatalogueModel["modes"],
    ...reader.maybe("prior", prior === undefined ? undefined : ratings(prior)),
    licence: reader.text("licence"),
    marking: reader.text("marking"),
    endpoints: reader.entries("endpoints").map(([endpointId, inner]) => endpoint(endpointId, inner, limits)),
    ...reader.source(),
  };
}

function ratings(reader: CatalogueReader): NonNullable<CatalogueModel["prior"]> {
  const [text, image] = [reader.optionalInner("text"), reader.optionalInner("image")];
  return {
    ...reader.maybe("text", text === undefined ? undefined : rating(text)),
    ...reader.maybe("image", image === undefined ? undefined : rating(image)),
  };
}

function rating(reader: CatalogueReader): Rating {
  return {
    tenths: tenths(reader, "rating"),
    lowTenths: tenths(reader, "low"),
    highTenths: tenths(reader, "high"),
    votes: reader.number("votes"),
    rated: reader.text("rated"),
  };
}

function tenths(reader: CatalogueReader, key: string): number {
  return Math.round(reader.number(key) * 10);
}

function lifecycle(reader: CatalogueReader): Lifecycle {
  return {
    state: reader.word("state", ["active", "preview", "deprecated", "retired"]),
    ...reader.maybe("announcedOn", reader.optionalText("announced_on")),
    ...reader.maybe("deprecatedOn", reader.optionalText("deprecated_on")),
    ...reader.maybe("removedOn", reader.optionalText("removed_on")),
    successors: reader.optionalList("successors") ?? [],
    ...reader.maybe("says", reader.optionalText("says")),
    ...reader.source(),
  };
}

function endpoint(id: string, reader: CatalogueReader, modelLimits: Fields): Endpoint {
  const [seen, life] = [reader.optionalInner("latency"), reader.optionalInner("lifecycle")];
  const own = fieldsOf(reader.fields["limits"]);
  return {
    id,
    engine: reader.text("engine"),
    remote: reader.text("remote"),
    limits: limits(reader.over("limits", overlay(modelLimits, own))),
    price: price(reader.inner("price")),
    ...reader.maybe("latency", seen === undefined ? undefined : latency(seen)),
    ...reader.maybe("lifecycle", life === undefined ? undefined : lifecycle(life)),
    ...reader.maybe("says", reader.optionalText("says")),
    ...reader.source(),
  };
}

function limits(reader: CatalogueReader): Limits {
  return {
    duration: duration(reader.inner("duration")),
    ...reader.maybe("secondsWithReferences", reader.optionalNumbers("seconds_with_references")),
    ...reader.maybe("secondsWithLastFrame", reader.optionalNumbers("seconds_with_last_frame")),
    aspects: reader.list("aspects"),
    resolutions: reader.list("resolutions"),
    rates: reader.list("rates"),
    ...reader.maybe("promptCharacters", reader.optionalNumber("prompt_characters")),
    referenceImages: reader.number("reference_images"),
    firstFrame: reader.flag("first_frame"),
    lastFrame: reader.flag("last_frame"),
    framesExcludeReferences: reader.flag("frames_exclude_references", false),
    referencesNeedFirstFrame: reader.flag("references_need_first_frame", false),
    needsFirstFrame: reader.flag("needs_first_frame", false),
    seed: reader.word("seed", ["exact", "similar", "none"]),
    negativePrompt: reader.flag("negative_prompt"),
    audio: reader.word("audio", ["none", "optional", "always"]),
    lipSync: reader.flag("lip_sync"),
    loraBases: reader.list("lora_bases"),
    ...reader.source(),
  };
}

function duration(reader: CatalogueReader): DurationGrid {
  const values = reader.optionalNumbers("seconds");
  if (values !== undefined) return { kind: "seconds", values };
  const maximumSeconds = reader.optionalNumber("exact_up_to");
  if (maximumSeconds !== undefined) return { kind: "exact", maximumSeconds };
  return {
    kind: "frames",
    step: Number.parseInt(reader.text("frames"), 10),
    minimum: reader.number("minimum"),
    maximum: reader.number("maximum"),
    rate: reader.text("rate"),
  };
}

function latency(reader: CatalogueReader): Latency {
  return {
    p50Ms: Math.round(reader.number("p50_seconds") * 1000),
    p95Ms: Math.round(reader.number("p95_seconds") * 1000),
    ...reader.maybe("says", reader.optionalText("says")),
    ...reader.source(),
  };
}

function price(reader: CatalogueReader): Price {
  const common: Sourced & { readonly says?: string } = {
    ...reader.source(),
    ...reader.maybe("says", reader.optionalText("says")),
  };
  const per = reader.word("per", ["free", "second", "clip", "gpu-second", "unknown"]);
  switch (per) {
    case "free":
    case "unknown":
      return { per, ...common };
    case "gpu-second": {
      const gpuMsPerSecond = reader.number("gpu_seconds_per_second") * 1000;
      return { per, micros: amount(reader, "amount") ?? 0, gpuMsPerSecond, ...common };
    }
    case "clip":
      return { per, rows: rows(reader), ...common };
    case "second": {
      const minimum = reader.optionalNumber("minimum_seconds");
      return {
        per,
        rows: rows(reader),
        ...reader.maybe("minimumMs", minimum === undefined ? undefined : minimum * 1000),
        ...common,
      };
    }
  }
}

function rows(reader: CatalogueReader): readonly PriceRow[] {
  return reader.items("rows").map((row) => {
    const audio = row.fields["audio"];
    return {
      ...row.maybe("resolution", row.optionalText("resolution")),
      ...row.maybe("audio", typeof audio === "boolean" ? audio : undefined),
      ...row.maybe("seconds", row.optionalNumber("seconds")),
      micros: amount(row, "amount") ?? 0,
      ...row.maybe("disputedMicros", row.fields["disputed"] === undefined ? undefined : amount(row, "disputed")),
    };
  });
}

function amount(reader: CatalogueReader, key: string): number | undefined {
  const written = reader.fields[key];
  const micros = typeof written === "number" || typeof written === "string" ? parseMicros(written) : undefined;
  if (micros === undefined) reader.problem(`\`${key}\` must be an amount with at most six decimals`);
  return micros;
}
