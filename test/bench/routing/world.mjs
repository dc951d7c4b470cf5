// The synthetic world: eight engines, shots, scenarios. Prices and limits are of the order of the catalogue's; qualities and
// times are invented, no vendor's. Policies may read what is published, never `world.zAt`; the oracle does.
import { draw, drawNormal, phi } from "./draw.mjs";

/** usd a second, median seconds of a 5 s clip, spread of the log-normal, jobs at once, longest clip, sound, pictures, mean quality. */
export const ENGINES = {
  alder: { usd: 0.4, median: 125, sigma: 0.35, slots: 4, maximum: 8, audio: true, references: true, z: 0.75 },
  birch: { usd: 0.14, median: 90, sigma: 0.5, slots: 3, maximum: 10, audio: false, references: true, z: 0.3 },
  cedar: { usd: 0.12, median: 55, sigma: 0.35, slots: 3, maximum: 10, audio: false, references: true, z: -0.1 },
  elm: { usd: 0.24, median: 70, sigma: 0.4, slots: 4, maximum: 10, audio: false, references: true, z: 0.3 },
  hazel: { usd: 0.08, median: 150, sigma: 0.5, slots: 5, maximum: 10, audio: false, references: true, z: -0.1 },
  larch: { usd: 0.1, median: 110, sigma: 0.4, slots: 5, maximum: 10, audio: false, references: false, z: 0.4 },
  maple: { usd: 0.075, median: 180, sigma: 0.45, slots: 3, maximum: 5, audio: false, references: false, z: -0.15 },
  rowan: { usd: 0.04, median: 30, sigma: 0.3, slots: 4, maximum: 10, audio: true, references: false, z: -0.75 },
};
export const IDS = Object.keys(ENGINES);
export const TYPES = ["establishing", "action", "close-up", "stylised", "dialogue", "insert"];
/** How far one engine's quality differs from kind to kind of shot; fixed, the same in every world. */
const TYPE_SPREAD = 0.35;
export const Z0 = Object.fromEntries(
  IDS.map((id) => [
    id,
    Object.fromEntries(TYPES.map((type) => [type, ENGINES[id].z + TYPE_SPREAD * drawNormal("kinds", id, type)])),
  ]),
);
/** Fixed here, so that "the favourite" does not depend on who is asked. */
export const FAVOURITE = "larch";
export const SECOND = "elm";

/** Share of takes kept; the judge's noise is inside. An assumption. */
export function acceptance(z) {
  return phi((z + 0.3) / 0.8);
}

export const SCENARIOS = {
  calm: {},
  outage: { outage: { engine: FAVOURITE, from: 60, to: 660 } },
  r429: { limited: 0.3 },
  r429c: { halved: ["larch", "hazel"] },
  slowtail: { slow: { engines: ["birch", "larch", "elm"], share: 0.12, times: 6 } },
  qdrop: { drop: { engine: FAVOURITE, from: 120, by: -1.2 } },
  deprecate: { gone: { engine: FAVOURITE, from: 180 } },
  ambiguous: { lost: 0.04 },
  refusalbilled: { refusalBilled: true },
  pricechange: { price: { engine: FAVOURITE, from: 180, times: 1.6 } },
  allbad: {
    outage: { engine: FAVOURITE, from: 120, to: 720 },
    limited: 0.15,
    slow: { engines: ["birch", "larch"], share: 0.1, times: 6 },
    drop: { engine: SECOND, from: 200, by: -1 },
    lost: 0.02,
  },
};

export function makeShots(seed, count) {
  return Array.from({ length: count }, (_, index) => {
    const type = TYPES[Math.floor(draw(seed, "type", index) * TYPES.length)];
    const wanted = [4, 5, 5, 6, 8, 10][Math.floor(draw(seed, "seconds", index) * 6)];
    const audio = type === "dialogue" && draw(seed, "audio", index) < 0.5;
    const references = type === "close-up" && draw(seed, "references", index) < 0.6;
    const seconds = audio ? Math.min(wanted, 8) : wanted;
    const sensitive = draw(seed, "sensitive", index) < 0.08;
    return { id: `SH${String(index).padStart(4, "0")}`, type, seconds, audio, references, sensitive };
  });
}

export function feasible(shot, id) {
  const engine = ENGINES[id];
  return engine.maximum >= shot.seconds && (!shot.audio || engine.audio) && (!shot.references || engine.references);
}

export function workFactor(seconds) {
  return 0.6 + (0.4 * seconds) / 5;
}

/** `wrong`: the published order says little about the truth. `place` keeps one such world over several productions. */
export function makeWorld({ scenario, seed, prior, place = seed }) {
  const facts = SCENARIOS[scenario];
  const z = structuredClone(Z0);
  if (prior === "wrong")
    for (const id of IDS)
      for (const type of TYPES) z[id][type] = 0.35 * Z0[id][type] + 0.75 * drawNormal(place, "wrong", id, type);
  const within = (window, id, now) => window?.engine === id && now >= window.from && now < (window.to ?? Infinity);
  const zAt = (id, type, now) => z[id][type] + (within(facts.drop, id, now) ? facts.drop.by : 0);
  return {
    facts,
    zAt,
    kept: (id, shot, take, now) => draw(seed, "gate", id, shot.id, take) < acceptance(zAt(id, shot.type, now)),
    isDown: (id, now) => within(facts.outage, id, now),
    isGone: (id, now) => within(facts.gone, id, now),
    slots: (id) => (facts.halved?.includes(id) ? Math.ceil(ENGINES[id].slots / 2) : ENGINES[id].slots),
    usd: (id, seconds, now) => ENGINES[id].usd * seconds * (within(facts.price, id, now) ? facts.price.times : 1),
    refuses: (id, shot) => shot.sensitive && draw(seed, "refuses", id, shot.id) < 0.5,
    limited: (id, shot, nth) => facts.limited !== undefined && draw(seed, "429", id, shot.id, nth) < facts.limited,
    lost: (id, shot, nth) => facts.lost !== undefined && draw(seed, "lost", id, shot.id, nth) < facts.lost,
    /** Seconds. The tail is part of the job, not of who asks. */
    latency(id, shot, take) {
      const normal = drawNormal(seed, "latency", id, shot.id, take);
      const even = ENGINES[id].median * workFactor(shot.seconds) * Math.exp(ENGINES[id].sigma * normal);
      const slow = facts.slow?.engines.includes(id) && draw(seed, "slow", id, shot.id, take) < facts.slow.share;
      return slow ? even * facts.slow.times : even;
    },
    /** Seconds after its start at which a job dies; undefined when it does not. */
    diesAfter(id, shot, take, now, length) {
      const { outage } = facts;
      if (outage?.engine === id && now < outage.from && now + length > outage.from)
        if (draw(seed, "dies", id, shot.id, take) < 0.5) return outage.from - now + 2;
      return draw(seed, "error", id, shot.id, take) < 0.02 ? length / 2 : undefined;
    },
  };
}
