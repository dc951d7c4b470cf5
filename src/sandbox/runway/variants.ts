/**
 * Request bodies as the vendor's published client types them (@runwayml/sdk 4.20.1): closed variants by endpoint and model. Only
 * the models whose whole body is written here are offered; each other model is refused, as an endpoint that does not serve it does.
 */
export interface Variant {
  /** Credits a second without and with sound. */
  readonly credits: { readonly silent: number; readonly sound: number };
  readonly minimumCredits?: number;
  readonly usualSeconds: number;
  /** Fields beside `model`; what is not here is refused. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly ratios: readonly string[];
  readonly seconds: readonly number[] | { readonly from: number; readonly to: number };
  /** Length when the field may be left out and is. */
  readonly usualLength: number;
  readonly promptUnitsMax: number;
  /** Positions that `promptImage` may name. */
  readonly positions: readonly ("first" | "last")[];
}

export const ENDPOINTS = ["text_to_video", "image_to_video", "video_to_video"] as const;
export type EndpointName = (typeof ENDPOINTS)[number];

const LANDSCAPE_PORTRAIT = ["1280:720", "720:1280"] as const;
const SIX = ["1280:720", "720:1280", "1104:832", "960:960", "832:1104", "1584:672"] as const;
const VEO_RATIOS = ["1280:720", "720:1280", "1080:1920", "1920:1080"] as const;

const GEN45 = {
  // 12 credits a second: third party, 2026-07-10.
  credits: { silent: 12, sound: 12 },
  usualSeconds: 60,
  optional: ["contentModeration", "outputFormat", "proresProfile", "seed"],
  seconds: { from: 2, to: 10 },
  usualLength: 5,
  promptUnitsMax: 1000,
  positions: ["first"],
} as const;
// Prices of partner models are told only by estimatedCost: these are the sandbox's own.
const VEO = {
  usualSeconds: 120,
  seconds: [4, 6, 8],
  usualLength: 8,
  promptUnitsMax: 1000,
  ratios: VEO_RATIOS,
} as const;
const VEO_OPTIONAL = ["audio", "duration", "negativePrompt", "seed"] as const;

export const VARIANTS: Readonly<Record<EndpointName, Readonly<Record<string, Variant>>>> = {
  text_to_video: {
    "gen4.5": { ...GEN45, required: ["promptText", "ratio", "duration"], ratios: LANDSCAPE_PORTRAIT },
    "veo3.1": {
      ...VEO,
      credits: { silent: 20, sound: 40 },
      required: ["promptText", "ratio"],
      optional: VEO_OPTIONAL,
      positions: [],
    },
    "veo3.1_fast": {
      ...VEO,
      credits: { silent: 10, sound: 15 },
      required: ["promptText", "ratio"],
      optional: VEO_OPTIONAL,
      positions: [],
    },
  },
  image_to_video: {
    "gen4.5": { ...GEN45, required: ["promptText", "promptImage", "ratio", "duration"], ratios: SIX },
    gen4_turbo: {
      ...GEN45,
      credits: { silent: 5, sound: 5 },
      usualSeconds: 30,
      required: ["promptImage", "ratio"],
      optional: ["contentModeration", "duration", "promptText", "seed"],
      ratios: SIX,
    },
    "veo3.1": {
      ...VEO,
      credits: { silent: 20, sound: 40 },
      required: ["promptImage", "ratio"],
      optional: [...VEO_OPTIONAL, "promptText"],
      positions: ["first", "last"],
    },
    "veo3.1_fast": {
      ...VEO,
      credits: { silent: 10, sound: 15 },
      required: ["promptImage", "ratio"],
      optional: [...VEO_OPTIONAL, "promptText"],
      positions: ["first", "last"],
    },
  },
  video_to_video: {},
};
