// One policy in one world, in virtual time. Who pays for what, who refuses, what gets lost: the world alone decides.
import { feasible, IDS, makeShots, makeWorld } from "./world.mjs";

/** Takes that may be paid for a shot, and tries that fail free of charge, for whoever does not count in another way. */
export const PAID_MAX = 6;
const FREE_MAX = 20;
const RETRY_AFTER_S = 20;
const LOOKUP_S = 30;
/** Engines that can be asked what became of a lost answer; for the others a person looks it up. */
const CAN_BE_ASKED = new Set(["alder", "cedar", "hazel", "rowan"]);
const PERSON_S = 600;
const EVENTS_MAX = 400_000;

/**
 * @param make `(setting) => policy`; a policy has `pick(entry, now)` -> engine id or undefined, `order(entries)`, and may
 * have `told(entry, fact, now)`, `wakeAt(now)`, `counts(entry)` (its tries are used up) and `doubts` (a lost answer is looked
 * up, not sent again).
 */
export function run(make, { scenario, seed, count, prior, place, startMs = 0, memory }) {
  const world = makeWorld({ scenario, seed, prior, place });
  const shots = makeShots(seed, count);
  const queue = [];
  const planned = new Set();
  let [now, turn] = [0, 0];
  const at = (time, act) => queue.push({ time, turn: turn++, act });
  const inFlight = Object.fromEntries(IDS.map((id) => [id, 0]));
  const entries = shots.map((shot) => ({
    shot,
    state: "pending",
    paid: 0,
    free: 0,
    tries: 0,
    takes: {},
    nth: {},
    excluded: new Set(),
    live: 0,
    readyAt: 0,
  }));
  const totals = { usd: 0, waste: 0, refusals: 0, attempts: 0, doublePaid: 0, makespan: 0, done: 0, regret: 0 };
  const late = { drops: 0, since: undefined, regret: 0, count: 0 };
  const policy = make({ world, entries, inFlight, seed, startMs, memory });
  const told = (entry, fact) => policy.told?.(entry, fact, now);

  function finish(entry, id, startedAt) {
    entry.state = "done";
    totals.done += 1;
    totals.makespan = now;
    const best = Math.max(
      ...IDS.filter((one) => able(entry.shot, one)).map((one) => world.zAt(one, entry.shot.type, startedAt)),
    );
    const regret = best - world.zAt(id, entry.shot.type, startedAt);
    totals.regret += regret;
    if (late.since !== undefined && startedAt >= late.since) {
      late.regret += regret;
      late.count += 1;
    }
  }
  const able = (shot, id) => feasible(shot, id) && !world.isGone(id, now);

  function back(entry, id, fact) {
    entry.live -= 1;
    inFlight[id] -= 1;
    told(entry, { ...fact, id });
    if (entry.state === "done") return;
    if (fact.kind === "quality" || fact.billed > 0) entry.paid += 1;
    else if (fact.kind !== "rate-limit" && fact.kind !== "concurrency") entry.free += 1;
    entry.state = entry.live > 0 ? "running" : "pending";
    const spent = policy.counts?.(entry) ?? (entry.paid >= PAID_MAX || entry.free >= FREE_MAX);
    if (spent && entry.live === 0) entry.state = "given-up";
  }

  function start(entry, id) {
    const { shot } = entry;
    entry.state = "running";
    entry.live += 1;
    entry.tries += 1;
    totals.attempts += 1;
    inFlight[id] += 1;
    entry.nth[id] = (entry.nth[id] ?? 0) + 1;
    const begun = now;
    const end = (seconds, act) =>
      at(now + seconds, () => {
        act();
        tick();
      });
    told(entry, { kind: "started", id });
    const refused = (kind, seconds, more = {}) => end(seconds, () => back(entry, id, { kind, ...more }));
    if (world.isGone(id, now)) return refused("gone", 1);
    if (world.isDown(id, now)) return refused("server", 2);
    if (inFlight[id] > world.slots(id)) return refused("concurrency", 1, { retryAfter: RETRY_AFTER_S });
    if (world.limited(id, shot, entry.nth[id])) return refused("rate-limit", 1, { retryAfter: RETRY_AFTER_S });
    const price = world.usd(id, shot.seconds, now);
    if (world.refuses(id, shot)) {
      totals.refusals += 1;
      const billed = world.facts.refusalBilled ? price : 0;
      totals.usd += billed;
      totals.waste += billed;
      return refused("refusal", 8, { billed });
    }
    entry.takes[id] = (entry.takes[id] ?? 0) + 1;
    const take = entry.takes[id];
    const length = world.latency(id, shot, take);
    const dies = world.diesAfter(id, shot, take, now, length);
    const lost = world.lost(id, shot, entry.nth[id]);
    if (!lost) told(entry, { kind: "submitted", id });
    if (dies !== undefined) return refused("server", dies, { accepted: true });
    totals.usd += price;
    const judge = () => {
      const kept = world.kept(id, shot, take, begun);
      const first = entry.state !== "done";
      const { drop } = world.facts;
      if (drop?.engine === id && begun >= drop.from) {
        late.drops += 1;
        if (late.drops === 15) late.since = now;
      }
      if (kept && first) {
        entry.live -= 1;
        inFlight[id] -= 1;
        told(entry, { kind: "kept", id, seconds: now - begun });
        return finish(entry, id, begun);
      }
      totals.waste += price;
      back(entry, id, { kind: "quality", seconds: now - begun });
    };
    if (lost && policy.doubts !== true) {
      // The answer is lost, the job goes on and is billed; whoever sends it again pays twice.
      totals.waste += price;
      totals.doublePaid += 1;
      inFlight[id] += 1;
      end(length, () => {
        inFlight[id] -= 1;
      });
      return refused("server", LOOKUP_S);
    }
    if (lost) {
      told(entry, { kind: "doubted", id });
      const found = CAN_BE_ASKED.has(id) ? LOOKUP_S : PERSON_S;
      at(now + found, () => told(entry, { kind: "submitted", id }));
      return end(Math.max(length, found), judge);
    }
    end(length, judge);
  }

  function tick() {
    for (const entry of policy.order(entries.filter(({ state, readyAt }) => state === "pending" && readyAt <= now))) {
      const id = policy.pick(entry, now);
      if (id !== undefined) start(entry, id);
      else if (entry.hopeless) entry.state = "given-up";
    }
    const wakes = entries.filter(({ state }) => state === "pending").map(({ readyAt }) => readyAt);
    const next = Math.min(...[policy.wakeAt?.(now) ?? Infinity, ...wakes].filter((time) => time > now));
    if (Number.isFinite(next) && !planned.has(next)) {
      planned.add(next);
      at(next, tick);
    }
  }

  at(0, tick);
  for (let events = 0; queue.length > 0 && events < EVENTS_MAX; events += 1) {
    let first = 0;
    for (let index = 1; index < queue.length; index += 1) {
      const [one, other] = [queue[index], queue[first]];
      if (one.time < other.time || (one.time === other.time && one.turn < other.turn)) first = index;
    }
    const [next] = queue.splice(first, 1);
    now = next.time;
    next.act();
    if (entries.every(({ state, live }) => live === 0 && (state === "done" || state === "given-up"))) break;
    if (now > 86_400) break;
  }
  const possible = shots.filter((shot) => IDS.some((id) => feasible(shot, id) && !world.refuses(id, shot))).length;
  const whole = entries.every(({ state }) => state !== "pending") ? totals.makespan : now;
  return { ...totals, makespan: whole, count, possible, late, policy };
}
