import type { Catalogue, PriceRow } from "../../../src/core/catalogue.ts";
import type { Episode, RouteWish, Shot, ShotIntent } from "../../../src/core/production.ts";
import type { RouteRequest } from "../../../src/core/route/route-request.ts";
import { shippedCatalogue } from "../../catalogue/shipped.ts";

export const CATALOGUE = shippedCatalogue();
export const TODAY = "2026-11-24";
const WISH: RouteWish = { deny: [], require: [], priority: "balanced", onRefusal: "ask", onSlow: "wait" };

type ShotParts = Partial<Omit<Shot, "intent" | "route">> & { intent?: Partial<ShotIntent>; route?: Partial<RouteWish> };

/** A six-second medium close-up of nobody in particular; every test says what is different. */
export function shotWith({ intent, route, ...rest }: ShotParts = {}): Shot {
  const id = rest.id ?? "SH0010";
  return {
    id,
    name: `ESH_E101_${id}`,
    status: "active",
    importance: "normal",
    approval: "none",
    parts: {},
    references: [],
    handles: "auto",
    source: { kind: "generated" },
    gates: { allow: [], limits: {} },
    options: 1,
    maxPaidTakes: 3,
    editorial: {
      transitionIn: { kind: "cut", frames: 0 },
      transitionOut: { kind: "cut", frames: 0 },
      trimInFrames: 0,
      trimOutFrames: 0,
    },
    at: { file: "E101.yaml", pointer: "/shots/0" },
    ...rest,
    route: { ...WISH, ...route },
    intent: {
      durationFrames: 144,
      rate: "24",
      aspect: "16:9",
      resolution: "1920x1080",
      framing: { size: "MCU" },
      camera: { movement: "static" },
      cast: [],
      props: [],
      action: "The door opens on the empty bench.",
      dialogue: [],
      soundEffects: [],
      avoid: [],
      ...intent,
    },
  };
}

export function episodeWith(shots: readonly Shot[], rest: Partial<Episode> = {}): Episode {
  return {
    id: "E101",
    title: "Night Work",
    show: { id: "ESH", title: "The Elves" },
    status: "open",
    format: {
      rate: { numerator: 24, denominator: 1 },
      width: 1920,
      height: 1080,
      aspect: "16:9",
      startTimecodeFrames: 0,
    },
    scenes: [],
    shots,
    engines: { deny: [] },
    ceilings: { currency: "USD" },
    conform: { loudnessLufs: -16, slate: true },
    burnIn: true,
    folder: "productions/elves",
    file: "productions/elves/episodes/E101.yaml",
    consents: {},
    ...rest,
  };
}

export function requestWith(shot: Shot, rest: Partial<RouteRequest> = {}): RouteRequest {
  return { shot, episode: episodeWith([shot]), tier: "final", catalogue: CATALOGUE, asOf: TODAY, ...rest };
}

/** The shipped catalogue with the prices of one endpoint changed. */
export function repriced(endpoint: string, change: (micros: number) => number): Catalogue {
  const models = CATALOGUE.models.map((model) => ({
    ...model,
    endpoints: model.endpoints.map((one) => {
      const { price } = one;
      if (one.id !== endpoint || (price.per !== "second" && price.per !== "clip")) return one;
      const rows = price.rows.map((row: PriceRow) => ({ ...row, micros: change(row.micros) }));
      return { ...one, price: { ...price, rows } };
    }),
  }));
  return { ...CATALOGUE, models };
}
