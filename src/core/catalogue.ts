import type { Micros } from "./money.ts";
import type { Tier } from "./production.ts";

/**
 * The engines of the world as data: what they can do, cost, promise and how long they will live. Read from
 * src/catalogue/*.yaml (a production may override it), checked by schemas/catalogue.schema.json. Volatile, so every
 * group of numbers names where it comes from and when somebody looked. All numbers are integers in the unit of their name.
 */
export interface Catalogue {
  readonly schema: "shotlock/catalogue/1";
  /** Date of the facts, `2026-11-22`. */
  readonly date: string;
  readonly currency: string;
  /** The boards that ratings come from; a rating says something only against the middle of its board. */
  readonly boards: { readonly text: RatingBoard; readonly image: RatingBoard };
  /** Adapters: whom we talk to, with which key, under which billing habits. Sorted by id. */
  readonly engines: readonly CatalogueEngine[];
  /** Quality identities, each once, however many endpoints serve it. Sorted by id. */
  readonly models: readonly CatalogueModel[];
}

/** Where a group of numbers comes from and the day it was looked at. */
export interface Sourced {
  readonly source: string;
  readonly checkedOn: string;
  /** `vendor`: first-party text; `survey`: somebody who quotes it; `unsure`: recollection, to be overridden. */
  readonly confidence: "vendor" | "survey" | "unsure";
}

export type YesNoMaybe = "yes" | "no" | "maybe";

/** An adapter: account, habits and what becomes of an accepted job. */
export interface CatalogueEngine extends Sourced {
  /** Adapter id: `animatic`, `runway`, `fal`. */
  readonly id: string;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly adapter: "available" | "planned";
  /** True when it runs on the user's own machines and sends nothing to a vendor. */
  readonly local: boolean;
  /** True when it runs where the user says: without an address in the configuration nobody can use it. */
  readonly needsAddress: boolean;
  /** Names of the secrets it needs, the vendor's default names. Empty: no account. */
  readonly secrets: readonly string[];
  readonly billing: {
    /** Is a generation that moderation refused charged? */
    readonly moderated: YesNoMaybe;
    readonly serverError: YesNoMaybe;
    readonly says: string;
  };
  readonly concurrency: {
    /** What happens to a job above the limit. */
    readonly over: "reject" | "hold" | "queue" | "one-at-a-time";
    /** Jobs that may run at once on a new account; absent when nobody publishes it. */
    readonly running?: number;
    readonly scope: "account" | "model" | "machine";
    readonly says: string;
  };
  /** How a job can be found again whose id was lost after the submit. */
  readonly recovery: "none" | "list" | "client-reference" | "own-id";
  /** Hours the footage can be fetched; absent: for ever, it is on our own disk or bucket. */
  readonly outputLifeHours?: number;
}

export interface CatalogueModel extends Sourced {
  /** Quality identity `google/veo-3.1`. */
  readonly id: string;
  readonly title: string;
  /** What people write: `veo`, `kling`. */
  readonly family: string;
  readonly aliases: readonly string[];
  /** Models of one look group cut together; a scene with an engine lock stays in one. */
  readonly lookGroup: string;
  readonly version: string;
  readonly tiers: readonly Tier[];
  readonly lifecycle: Lifecycle;
  readonly modes: readonly Mode[];
  readonly prior?: { readonly text?: Rating; readonly image?: Rating };
  /** Who may do what with the footage. */
  readonly licence: string;
  /** Watermarks and manifests the engine itself puts into the footage. */
  readonly marking: string;
  readonly endpoints: readonly Endpoint[];
}

export const MODES = ["text", "first-frame", "first-last-frame", "references", "edit"] as const;
export type Mode = (typeof MODES)[number];

export interface Lifecycle extends Sourced {
  readonly state: "active" | "preview" | "deprecated" | "retired";
  /** ISO dates. */
  readonly announcedOn?: string;
  readonly deprecatedOn?: string;
  readonly removedOn?: string;
  /** Model ids to go to instead, best first. */
  readonly successors: readonly string[];
  readonly says?: string;
}

/** Where a model is served: availability, price, limits. Limits are whole: the loader laid them over the model's. */
export interface Endpoint extends Sourced {
  /** Unique: `vertex/veo-3.1`. */
  readonly id: string;
  /** Id of the CatalogueEngine that speaks to it. */
  readonly engine: string;
  /** The vendor's own name of it, `fal-ai/veo3.1`. */
  readonly remote: string;
  readonly limits: Limits;
  readonly price: Price;
  readonly latency?: Latency;
  /** The endpoint can go before the model does. */
  readonly lifecycle?: Lifecycle;
  /** What a reader must know before it is used. */
  readonly says?: string;
}

export interface Limits extends Sourced {
  readonly duration: DurationGrid;
  /** Fewer lengths when reference images, or a last frame, are given; whole seconds. */
  readonly secondsWithReferences?: readonly number[];
  readonly secondsWithLastFrame?: readonly number[];
  /** `16:9`; empty: any. */
  readonly aspects: readonly string[];
  /** `720p`, ascending; empty: any size. */
  readonly resolutions: readonly string[];
  /** Rates it delivers, `24`; empty: any rate, frame-exact. */
  readonly rates: readonly string[];
  /** Hard limit of the prompt in characters; absent: none known. */
  readonly promptCharacters?: number;
  readonly referenceImages: number;
  readonly firstFrame: boolean;
  readonly lastFrame: boolean;
  /** First or last frame and reference images cannot be given together. */
  readonly framesExcludeReferences: boolean;
  /** Takes reference images only beside a first frame. */
  readonly referencesNeedFirstFrame: boolean;
  /** Needs a first frame; it makes nothing from words alone. */
  readonly needsFirstFrame: boolean;
  /** `exact`: same seed, same picture; `similar`: the vendor takes it and promises little. */
  readonly seed: "exact" | "similar" | "none";
  readonly negativePrompt: boolean;
  readonly audio: "none" | "optional" | "always";
  readonly lipSync: boolean;
  /** Base families whose LoRA it loads: `wan-2.2-14b`. */
  readonly loraBases: readonly string[];
}

/** The lengths an engine makes. */
export type DurationGrid =
  | { readonly kind: "seconds"; readonly values: readonly number[] }
  /** `step * n + 1` frames at the engine's own rate, from `minimum` to `maximum` frames. */
  | {
      readonly kind: "frames";
      readonly step: number;
      readonly minimum: number;
      readonly maximum: number;
      readonly rate: string;
    }
  /** Frame-exact at the show's rate. */
  | { readonly kind: "exact"; readonly maximumSeconds: number };

export interface PriceRow {
  /** Only for this resolution, sound or clip length; absent: for all. */
  readonly resolution?: string;
  readonly audio?: boolean;
  readonly seconds?: number;
  readonly micros: Micros;
  /** Set when sources disagree: `micros` is then the dearer one, this the other. */
  readonly disputedMicros?: Micros;
}

export type Price = Sourced &
  (
    | { readonly per: "free" }
    | { readonly per: "second"; readonly rows: readonly PriceRow[]; readonly minimumMs?: number }
    | { readonly per: "clip"; readonly rows: readonly PriceRow[] }
    /** Own or rented GPU: price of a GPU second, and GPU milliseconds one second of footage takes. */
    | { readonly per: "gpu-second"; readonly micros: Micros; readonly gpuMsPerSecond: number }
    | { readonly per: "unknown" }
  ) & { readonly says?: string };

export interface Latency extends Sourced {
  /** Milliseconds from submit to finished footage. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly says?: string;
}

export interface RatingBoard extends Sourced {
  readonly title: string;
  readonly licence: string;
  /** Middle of the board in tenths of a rating point. */
  readonly medianTenths: number;
}

/** A published crowd rating (Bradley-Terry), in tenths of a point, with its 95 % interval. A weak prior, no more. */
export interface Rating {
  readonly tenths: number;
  readonly lowTenths: number;
  readonly highTenths: number;
  readonly votes: number;
  /** The entry of the board; the nearest rated version when the model itself is not on it. */
  readonly rated: string;
}

/** The engine that speaks to an endpoint; undefined only for a catalogue the loader would refuse. */
export function engineOf(catalogue: Catalogue, id: string): CatalogueEngine | undefined {
  return catalogue.engines.find((engine) => engine.id === id);
}

/** The look group of a model, for a scene that must keep the look of its circled takes. */
export function lookGroupOf(catalogue: Catalogue, modelId: string): string | undefined {
  return catalogue.models.find((model) => model.id === modelId)?.lookGroup;
}
