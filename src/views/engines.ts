import type {
  Catalogue,
  CatalogueEngine,
  CatalogueModel,
  DurationGrid,
  Lifecycle,
  Price,
  Sourced,
} from "../core/catalogue.ts";
import type { Json } from "../core/json.ts";
import { plainText } from "../core/plain-text.ts";
import { isNamedByAny } from "../core/route/engine-names.ts";
import { goneSays, isGone, type Offer, offersOf } from "../core/route/offer.ts";
import { formatRate } from "../core/route/take-price.ts";
import { type HealthNow, healthAsJson, healthAsLines } from "./engine-health.ts";
import { jsonText } from "./plan-json.ts";
import { wrapped } from "./text-layout.ts";

export interface EnginesQuestion {
  /** ISO day or time to judge lifecycles by; a question not asked at all is judged by the catalogue's own date. */
  readonly asOf: string;
  /** Adapters installed and set up here; absent: what the catalogue calls available. */
  readonly availableAdapters?: readonly string[];
  /** Names of secrets whose value is there; names only, never a value. */
  readonly secretsPresent?: readonly string[];
  /** Only what these names mean: engines, models, families, aliases. */
  readonly only?: readonly string[];
  /** How they are now, by the journal; absent: nobody looked. */
  readonly now?: HealthNow;
}

const COLUMNS = [32, 9, 10, 6, 6, 4, 18, 7] as const;
const LINE_CHARACTERS_MAX = 99;

/**
 * The catalogue as a table of at most 100 columns: a line a model,
 * a row an endpoint (`frames`: which of first and last it takes, `refs`: how many reference images), then whom we talk to,
 * then what is gone.
 */
export function enginesAsText(catalogue: Catalogue, question: EnginesQuestion = { asOf: catalogue.date }): string {
  const offers = askedFor(catalogue, question);
  const alive = offers.filter((offer) => goneOf(offer, question) === undefined);
  const gone = offers.filter((offer) => goneOf(offer, question) !== undefined);
  const models = [...new Set(alive.map((offer) => offer.model))];
  const engines = [...new Set(alive.map((offer) => offer.engine))].sort((a, b) => (a.id < b.id ? -1 : 1));
  const lines = [
    `Engines as of ${catalogue.date}, prices in ${catalogue.currency}: ${models.length} models at ${alive.length} endpoints`,
    "",
    row(["endpoint", "lengths", "picture", "sound", "frames", "refs", "price", "adapter"]),
    ...models.flatMap((model) => [
      modelLine(model),
      ...alive.filter((offer) => offer.model === model).flatMap((offer) => endpointLines(offer, question)),
    ]),
    "",
    ...engines.flatMap((engine) => engineLines(engine, question)),
    ...(gone.length === 0 ? [] : ["", "Gone:"]),
    ...gone.flatMap((offer) => {
      const [when = "", instead] = (goneOf(offer, question) ?? "").split("; ");
      const line = `  ${offer.model.title} (${offer.endpoint.id}) ${when}`;
      return instead === undefined ? [line] : [line, `    ${instead}`];
    }),
    ...healthLines(catalogue, question),
  ];
  return `${lines.map((line) => plainText(line, LINE_CHARACTERS_MAX).trimEnd()).join("\n")}\n`;
}

function healthLines(catalogue: Catalogue, question: EnginesQuestion): readonly string[] {
  if (question.now === undefined) return [];
  const lines = healthAsLines(catalogue, question.now, isAsked(catalogue, question));
  const look = { colour: false, width: LINE_CHARACTERS_MAX };
  return ["", ...lines.flatMap((line) => wrapped(plainText(line.trimStart()), " ".repeat(line.search(/\S/)), look))];
}

function isAsked(catalogue: Catalogue, question: EnginesQuestion): (endpoint: string) => boolean {
  const asked = new Set(askedFor(catalogue, question).map((offer) => offer.endpoint.id));
  // One that has left the catalogue still has a history.
  return (endpoint) => question.only === undefined || asked.has(endpoint);
}

function askedFor(catalogue: Catalogue, { only }: EnginesQuestion): readonly Offer[] {
  return offersOf(catalogue).filter((offer) => only === undefined || isNamedByAny(offer, only));
}

function goneOf({ model, endpoint }: Offer, { asOf }: EnginesQuestion): string | undefined {
  const lives: (Lifecycle | undefined)[] = [model.lifecycle, endpoint.lifecycle];
  const gone = lives.find((life) => life !== undefined && isGone(life, asOf.slice(0, 10)));
  return gone === undefined ? undefined : goneSays(gone);
}

function row(cells: readonly string[]): string {
  return cells.map((cell, index) => cell.padEnd(COLUMNS[index] ?? 0)).join(" ");
}

function modelLine(model: CatalogueModel): string {
  const { state, removedOn } = model.lifecycle;
  const end = removedOn === undefined ? "" : `, ends ${removedOn}`;
  return `${model.title} (${model.id}, ${model.tiers.join(" and ")}, ${state}${end}; write ${model.family})`;
}

/** Asked for by name, an endpoint also says where its numbers come from and what to know of it. */
function endpointLines(offer: Offer, question: EnginesQuestion): readonly string[] {
  const { limits, price, latency, says } = offer.endpoint;
  const from = ({ source, checkedOn, confidence }: Sourced): string =>
    `${source}, checked ${checkedOn}${confidence === "unsure" ? " (unsure)" : ""}`;
  const told = [
    `price: ${price.says === undefined ? "" : `${price.says}; `}${from(price)}`,
    `limits: ${from(limits)}`,
    ...(latency === undefined ? [] : [`about ${Math.round(latency.p50Ms / 1000)} s a take: ${from(latency)}`]),
    ...(says === undefined ? [] : [`know: ${says}`]),
  ];
  const details = question.only === undefined ? [] : told;
  return [
    endpointRow(offer, question),
    ...details.flatMap((line) => wrapped(line, "      ", { colour: false, width: LINE_CHARACTERS_MAX })),
  ];
}

function endpointRow({ endpoint, engine }: Offer, question: EnginesQuestion): string {
  const { limits } = endpoint;
  return row([
    `  ${endpoint.id}`,
    lengths(limits.duration),
    pictures(limits.resolutions),
    limits.audio === "none" ? "-" : limits.audio === "always" ? "always" : "yes",
    limits.lastFrame ? "both" : limits.firstFrame ? "first" : "-",
    limits.referenceImages === 0 ? "-" : String(limits.referenceImages),
    priceWords(endpoint.price),
    isHere(engine, question) ? "here" : engine.adapter,
  ]);
}

/** `4 6 8 s`, `3-15 s`, `17-81 f` (frames), `to 600 s` */
function lengths(grid: DurationGrid): string {
  if (grid.kind === "exact") return `to ${grid.maximumSeconds} s`;
  if (grid.kind === "frames") return `${grid.minimum}-${grid.maximum} f`;
  const [first = 0] = grid.values;
  const last = grid.values[grid.values.length - 1] ?? 0;
  const everySecond = grid.values.length > 3 && last - first === grid.values.length - 1;
  if (everySecond) return `${first}-${last} s`;
  return grid.values.length > 4 ? `${first}..${last} s` : `${grid.values.join(" ")} s`;
}

function pictures(resolutions: readonly string[]): string {
  const [first] = resolutions;
  const last = resolutions[resolutions.length - 1];
  if (first === undefined || last === undefined) return "any";
  return first === last ? first : `${Number.parseInt(first, 10)}-${last}`;
}

/** `$0.40/s`, `$0.20-0.40/s`, `$0.15-3.60 a clip`, `not known: refused` */
function priceWords(price: Price): string {
  switch (price.per) {
    case "free":
      return "free";
    case "unknown":
      return "not known: refused";
    case "gpu-second":
      return price.micros === 0 ? "your own GPU" : `${formatRate(price.micros)} a GPU s`;
    case "second":
      return `${span(price.rows.map((one) => one.micros))}/s`;
    case "clip":
      return `${span(price.rows.map((one) => one.micros))} a clip`;
  }
}

function span(micros: readonly number[]): string {
  const [low, high] = [Math.min(...micros), Math.max(...micros)];
  return low === high ? formatRate(low) : `${formatRate(low)}-${formatRate(high).slice(1)}`;
}

function isHere(engine: CatalogueEngine, { availableAdapters }: EnginesQuestion): boolean {
  return availableAdapters?.includes(engine.id) ?? engine.adapter === "available";
}

function engineLines(engine: CatalogueEngine, question: EnginesQuestion): readonly string[] {
  const lost = {
    none: "lost",
    list: "found in its list",
    "client-reference": "found by our reference",
    "own-id": "ours",
  };
  const life = engine.outputLifeHours === undefined ? "footage stays" : `footage lives ${engine.outputLifeHours} h`;
  return [
    `${engine.id}: ${engine.title}, ${keyWords(engine, question)}`,
    `  refused takes charged: ${engine.billing.moderated}; a lost job id is ${lost[engine.recovery]}; ${life}`,
  ];
}

function keyWords({ secrets, needsAddress }: CatalogueEngine, { secretsPresent }: EnginesQuestion): string {
  if (secrets.length === 0) return needsAddress ? "needs an address in the configuration" : "needs no key";
  const words = secrets.map((name) => {
    if (secretsPresent === undefined) return name;
    return `${name} (${secretsPresent.includes(name) ? "set" : "not set"})`;
  });
  return `needs ${words.join(" and ")}`;
}

/** The same for machines, as JSON text: the catalogue's own numbers, with what is here and what is gone. */
export function enginesAsJson(catalogue: Catalogue, question: EnginesQuestion = { asOf: catalogue.date }): string {
  const value: Json = {
    schema: "shotlock/engines/1",
    date: catalogue.date,
    currency: catalogue.currency,
    endpoints: askedFor(catalogue, question).map((offer) => offerAsJson(offer, question)),
    ...(question.now === undefined
      ? {}
      : { health: healthAsJson(catalogue, question.now, isAsked(catalogue, question)) }),
  };
  return jsonText(value);
}

function offerAsJson(offer: Offer, question: EnginesQuestion): Json {
  const { model, endpoint, engine } = offer;
  return {
    endpoint: endpoint.id,
    remote: endpoint.remote,
    model: model.id,
    title: model.title,
    family: model.family,
    aliases: [...model.aliases],
    tiers: [...model.tiers],
    version: model.version,
    lookGroup: model.lookGroup,
    lifecycle: asJson(endpoint.lifecycle ?? model.lifecycle),
    gone: goneOf(offer, question) ?? null,
    engine: engine.id,
    adapter: isHere(engine, question) ? "here" : engine.adapter,
    secrets: [...engine.secrets],
    secretsMissing: engine.secrets.filter((name) => question.secretsPresent?.includes(name) === false),
    limits: asJson(endpoint.limits),
    price: asJson(endpoint.price),
    latency: endpoint.latency === undefined ? null : asJson(endpoint.latency),
    billing: asJson(engine.billing),
    concurrency: asJson(engine.concurrency),
    recovery: engine.recovery,
    outputLifeHours: engine.outputLifeHours ?? null,
    says: endpoint.says ?? null,
  };
}

/** Catalogue values are plain JSON already; optional fields are absent, never undefined. */
function asJson(value: object): Json {
  return value as unknown as Json;
}
