// Policies that others use, re-made from their descriptions. All of them know each engine's limit and obey Retry-After; what
// they do not do is what their makers do not do.
import { draw } from "./draw.mjs";
import { acceptance, ENGINES, feasible, IDS, Z0 } from "./world.mjs";

/** What everybody can read before the first take: mean quality by engine, nothing by kind of shot. */
export function published(id) {
  return ENGINES[id].z;
}

const hasRoom = ({ inFlight }, id) => inFlight[id] < ENGINES[id].slots;
const best = (ids, value) =>
  ids.length === 0 ? undefined : ids.reduce((one, other) => (value(other) > value(one) ? other : one));

/** A pause for an engine that said when to come back or was in trouble, and an end for one that said no. */
function courtesy() {
  const until = {};
  return {
    until,
    isOpen: (id, now) => (until[id] ?? 0) <= now,
    told(entry, { kind, id, retryAfter }, now) {
      if (retryAfter !== undefined) until[id] = Math.max(until[id] ?? 0, now + retryAfter);
      else if (kind === "server") entry.readyAt = now + Math.min(60, 2 ** Math.min(entry.tries, 6));
      if (kind === "gone") until[id] = Infinity;
      if (kind === "refusal") entry.excluded.add(id);
    },
    wakeAt: (now) => Math.min(...Object.values(until).filter((time) => time > now), Infinity),
  };
}

function plain(setting, choose) {
  const manners = courtesy();
  return {
    order: (entries) => entries,
    told: manners.told,
    wakeAt: manners.wakeAt,
    pick(entry, now) {
      const usable = IDS.filter(
        (id) => feasible(entry.shot, id) && !entry.excluded.has(id) && manners.until[id] !== Infinity,
      );
      if (usable.length === 0) {
        entry.hopeless = true;
        return undefined;
      }
      const id = choose(entry, usable, now);
      return id !== undefined && manners.isOpen(id, now) && hasRoom(setting, id) ? id : undefined;
    },
  };
}

/** Gateways: three strikes and a cool-down, then the chooser among what is open and has room. */
function gateway(setting, choose) {
  const manners = courtesy();
  const strikes = {};
  return {
    order: (entries) => entries,
    wakeAt: manners.wakeAt,
    told(entry, fact, now) {
      manners.told(entry, fact, now);
      if (fact.kind !== "server") return;
      strikes[fact.id] = (strikes[fact.id] ?? 0) + 1;
      if (strikes[fact.id] > 3) {
        manners.until[fact.id] = now + 30;
        strikes[fact.id] = 0;
      }
    },
    pick(entry, now) {
      const usable = IDS.filter(
        (id) => feasible(entry.shot, id) && !entry.excluded.has(id) && manners.until[id] !== Infinity,
      );
      if (usable.length === 0) entry.hopeless = true;
      const open = usable.filter((id) => manners.isOpen(id, now) && hasRoom(setting, id));
      return open.length === 0 ? undefined : choose(open, entry, now);
    },
  };
}

function latencyBased(setting) {
  const average = {};
  const policy = gateway(setting, (open) => best(open, (id) => -(average[id] ?? 0)));
  const inner = policy.told;
  policy.told = (entry, fact, now) => {
    inner(entry, fact, now);
    const { id, seconds } = fact;
    if (seconds !== undefined) average[id] = average[id] === undefined ? seconds : 0.7 * average[id] + 0.3 * seconds;
  };
  return policy;
}

/** Hand weights between 0 and 1, added up; the price as three steps. */
function weighted(setting) {
  const score = (id, entry) => {
    const quality = acceptance(published(id));
    const price = ENGINES[id].usd * entry.shot.seconds;
    const cost = price < 0.5 ? 0.9 : price < 1.5 ? 0.5 : 0.1;
    return 0.45 * quality + 0.2 * cost + 0.2 * (1 - Math.min(1, ENGINES[id].median / 300)) + 0.15;
  };
  return gateway(setting, (open, entry) => best(open, (id) => score(id, entry)));
}

/** Knows what nobody can know: the true share kept and the true price now. */
function oracle(setting) {
  const { world } = setting;
  return gateway(setting, (open, entry, now) => {
    const cost = (id) => world.usd(id, entry.shot.seconds, now) / acceptance(world.zAt(id, entry.shot.type, now));
    const usable = IDS.filter(
      (id) =>
        feasible(entry.shot, id) && !entry.excluded.has(id) && !world.isGone(id, now) && !world.refuses(id, entry.shot),
    );
    const wanted = best(usable.length === 0 ? open : usable, (id) => -cost(id));
    return open.includes(wanted) ? wanted : undefined;
  });
}

export const PEERS = {
  single: (setting) =>
    plain(setting, (_entry, usable) => (usable.includes("alder") ? "alder" : best(usable, published))),
  manual: (setting) => plain(setting, (entry, usable) => best(usable, (id) => Z0[id][entry.shot.type])),
  naive: (setting) => ({
    ...plain(setting, () => undefined),
    pick: (entry) =>
      best(
        IDS.filter((id) => feasible(entry.shot, id)),
        (id) => Z0[id][entry.shot.type],
      ),
    told(entry, { kind }, now) {
      if (kind !== "started" && kind !== "submitted") entry.readyAt = now + 1 + 2 * draw(entry.shot.id, entry.tries);
    },
  }),
  cheapest: (setting) =>
    plain(setting, (entry, usable) => {
      const fresh = usable.filter((id) => (entry.takes[id] ?? 0) < 2);
      return best(fresh.length === 0 ? usable : fresh, (id) => -ENGINES[id].usd);
    }),
  "round-robin": (setting) => {
    let next = 0;
    return gateway(setting, (open) => {
      for (;;) {
        const id = IDS[next++ % IDS.length];
        if (open.includes(id)) return id;
      }
    });
  },
  shuffle: (setting) =>
    gateway(
      setting,
      (open, entry, now) => open[Math.floor(draw(setting.seed, entry.shot.id, entry.tries, now) * open.length)],
    ),
  "least-busy": (setting) => gateway(setting, (open) => best(open, (id) => -setting.inFlight[id])),
  latency: latencyBased,
  weighted,
  oracle,
};
