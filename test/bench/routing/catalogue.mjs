// The world's engines as the program's own catalogue, and its shots as the program's own shots.
import { winPerMille } from "../../../dist/core/route/acceptance.js";
import { acceptance, ENGINES, IDS } from "./world.mjs";

const DAY = "2026-11-28";
const SOURCED = { source: "invented for the bench", checkedOn: DAY, confidence: "vendor" };
const MIDDLE = 12_000;
/** What is published is the truth drawn toward the middle, as far as a board can know it: nothing by kind of shot. */
const PUBLISHED_SHARE = 0.8;
/** What the router keeps of a rating (src/core/route/acceptance.ts), undone here so that its prior means what we say. */
const PRIOR_KEPT = 0.6;

function ratingOf(engine) {
  const share = 500 + PUBLISHED_SHARE * (1000 * acceptance(engine.z) - 500);
  const wanted = Math.min(947, Math.max(53, Math.round(500 + (share - 500) / PRIOR_KEPT)));
  let tenths = -6000;
  while (winPerMille(tenths) < wanted) tenths += 5;
  return { tenths: MIDDLE + tenths, lowTenths: MIDDLE, highTenths: MIDDLE, votes: 1000, rated: "itself" };
}

function modelOf(id) {
  const engine = ENGINES[id];
  const rating = ratingOf(engine);
  return {
    ...SOURCED,
    id: `bench/${id}`,
    title: id,
    family: id,
    aliases: [],
    lookGroup: id,
    version: "1",
    tiers: ["final"],
    lifecycle: { ...SOURCED, state: "active", successors: [] },
    modes: ["text", "references"],
    prior: { text: rating, image: rating },
    licence: "",
    marking: "",
    endpoints: [
      {
        ...SOURCED,
        id: `${id}/1`,
        engine: id,
        remote: id,
        limits: {
          ...SOURCED,
          duration: { kind: "seconds", values: [4, 5, 6, 8, 10].filter((seconds) => seconds <= engine.maximum) },
          aspects: [],
          resolutions: [],
          rates: [],
          referenceImages: engine.references ? 4 : 0,
          firstFrame: true,
          lastFrame: true,
          framesExcludeReferences: false,
          referencesNeedFirstFrame: false,
          needsFirstFrame: false,
          seed: "exact",
          negativePrompt: true,
          audio: engine.audio ? "optional" : "none",
          lipSync: false,
          loraBases: [],
        },
        price: { ...SOURCED, per: "second", rows: [{ micros: Math.round(engine.usd * 1_000_000) }] },
        latency: {
          ...SOURCED,
          p50Ms: engine.median * 1000,
          p95Ms: Math.round(engine.median * 1000 * (1 + 2 * engine.sigma)),
        },
      },
    ],
  };
}

function engineOf(id) {
  return {
    ...SOURCED,
    id,
    title: id,
    aliases: [],
    adapter: "available",
    local: false,
    needsAddress: false,
    secrets: [],
    billing: { moderated: "no", serverError: "no", says: "" },
    concurrency: { over: "reject", running: ENGINES[id].slots, scope: "account", says: "" },
    recovery: "list",
  };
}

const BOARD = { ...SOURCED, title: "board", licence: "", medianTenths: MIDDLE };

export function catalogueOf(ids = IDS) {
  return {
    schema: "shotlock/catalogue/1",
    date: DAY,
    currency: "USD",
    boards: { text: BOARD, image: BOARD },
    engines: ids.map(engineOf),
    models: ids.map(modelOf),
  };
}

const FRAMINGS = {
  establishing: { size: "ELS", type: "establishing" },
  action: { size: "MS" },
  "close-up": { size: "CU" },
  // The program has no kind of its own for it: such a shot teaches about action.
  stylised: { size: "FS" },
  dialogue: { size: "MS", type: "two-shot" },
  insert: { size: "ECU", type: "insert" },
};
const SHA = `sha256:${"0".repeat(64)}`;

export function shotOf({ id, type, seconds, audio, references }, priority) {
  return {
    id,
    name: `BEN_E1_${id}`,
    status: "active",
    importance: "normal",
    approval: "none",
    parts: {},
    references: references ? [{ owner: "tam", role: "identity", path: "tam.png", sha256: SHA }] : [],
    handles: "auto",
    source: { kind: "generated" },
    gates: { allow: [], limits: {} },
    options: 1,
    maxPaidTakes: 6,
    editorial: {
      transitionIn: { kind: "cut", frames: 0 },
      transitionOut: { kind: "cut", frames: 0 },
      trimInFrames: 0,
      trimOutFrames: 0,
    },
    at: { file: "E1.yaml", pointer: "" },
    route: {
      deny: [],
      require: [...(audio ? ["native-audio"] : []), ...(references ? ["references"] : [])],
      priority,
      onRefusal: "failover",
      onSlow: "wait",
    },
    intent: {
      durationFrames: seconds * 24,
      rate: "24",
      aspect: "16:9",
      resolution: "1920x1080",
      framing: FRAMINGS[type],
      camera: { movement: "static" },
      cast: type === "dialogue" ? [{ character: "tam" }] : [],
      props: [],
      action: "x",
      dialogue: type === "dialogue" ? [{ line: "Ah.", kind: "dialogue" }] : [],
      soundEffects: [],
      avoid: [],
    },
  };
}

export function episodeOf(shots) {
  return {
    id: "E1",
    title: "Bench",
    show: { id: "BEN", title: "Bench" },
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
    folder: "bench",
    file: "E1.yaml",
    consents: {},
  };
}
