// The program itself as a policy: its evidence, health, score, wait and admission rule, fed with the journal events that a run
// would write. Offers are scored one by one and remembered until what they rest on changes; now and then the whole router is
// asked the same question, and must give the same answer.
import { admit } from "../../../dist/core/admission.js";
import { NO_EVIDENCE } from "../../../dist/core/evidence/evidence.js";
import { foldEvidence } from "../../../dist/core/evidence/fold-evidence.js";
import { admits } from "../../../dist/core/health/admits.js";
import { declaredLimit } from "../../../dist/core/health/declared-limit.js";
import { foldHealth } from "../../../dist/core/health/fold-health.js";
import { NO_HISTORY } from "../../../dist/core/health/health.js";
import { emptyShot, foldShot } from "../../../dist/core/journal-state/fold-shot.js";
import { evaluate } from "../../../dist/core/route/evaluate.js";
import { routeShot } from "../../../dist/core/route/route-shot.js";
import { catalogueOf, episodeOf, shotOf } from "./catalogue.mjs";
import { PAID_MAX } from "./run.mjs";
import { IDS } from "./world.mjs";

/** Every so many decisions the whole router is asked, too. */
const CHECK_EVERY = 211;
const WHOLE = catalogueOf();
const SINGLE = Object.fromEntries(IDS.map((id) => [id, catalogueOf([id])]));
const LIMITS = Object.fromEntries(IDS.map((id) => [id, declaredLimit(WHOLE, id)]));
const PAID = { kind: "pays", grant: "auto" };
/** When a run that could not go on is followed by another one, and how often. */
const LATER_RUN_S = 900;
const LATER_RUNS_MAX = 3;
const DIGEST = `sha256:${"1".repeat(64)}`;
const STAMP = { operator: "bench", show: "BEN", episode: "E1" };

/** `learns: false` keeps the published prior for ever; `journal` is told every event. */
export function production(priority, { learns = true, journal } = {}) {
  return (setting) => new Policy(setting, { priority, learns, journal });
}

class Policy {
  doubts = true;
  checks = 0;
  #remembered = new Map();
  #wakes = Infinity;
  #started = 0;

  constructor({ entries, startMs, memory }, { priority, learns, journal }) {
    Object.assign(this, { startMs, memory, priority, learns, journal });
    this.run = `run-${startMs}`;
    this.asOf = new Date(startMs).toISOString().slice(0, 10);
    this.evidence = memory?.evidence ?? NO_EVIDENCE;
    this.health = NO_HISTORY;
    this.shots = new Map(entries.map(({ shot }) => [shot.id, shotOf(shot, priority)]));
    this.states = new Map(entries.map(({ shot }) => [shot.id, emptyShot(shot.id)]));
    this.episode = episodeOf([...this.shots.values()]);
    this.runs = new Map();
    this.#write(0, { type: "run.started", tool: "bench", fencing: 1, tier: "final", plan: DIGEST });
  }

  /** Fewest engines first, then longest, then by id: shots that cannot go elsewhere come first. */
  order(entries) {
    this.#wakes = Infinity;
    for (const entry of entries) entry.able ??= this.#fits(entry).length;
    return entries
      .map((entry) => ({ entry, able: entry.able }))
      .sort(
        (a, b) =>
          a.able - b.able ||
          b.entry.shot.seconds - a.entry.shot.seconds ||
          (a.entry.shot.id < b.entry.shot.id ? -1 : 1),
      )
      .map(({ entry }) => entry);
  }

  pick(entry, now) {
    const nowMs = this.#ms(now);
    if (!this.#anyRoom(nowMs)) return undefined;
    const shot = this.shots.get(entry.shot.id);
    const receipt = this.#receipt(entry);
    const run = `${this.run}-${entry.laterRuns ?? 0}`;
    const admission = admit({
      shot,
      tier: "final",
      state: this.states.get(shot.id),
      receipt,
      answers: () => true,
      run,
      nowMs,
      admits: (candidate) => this.#admits(candidate.identity, nowMs),
      lookGroupOf: (model) => model,
      pays: () => PAID,
    });
    if (admission.kind === "impossible") entry.hopeless = true;
    if (admission.kind === "waits") this.#comeBack(entry, now);
    if (admission.kind !== "start") return undefined;
    if (admission.waitMs > 0) {
      // It waits for its engine rather than take a worse one.
      if (admission.waitWhy !== "slots") this.#wakes = Math.min(this.#wakes, this.#seconds(nowMs + admission.waitMs));
      return undefined;
    }
    this.#check(entry, receipt);
    entry.chosen = admission;
    entry.run = run;
    return admission.candidate.identity.engine;
  }

  /** A later run asks again, three times; takes that are used up ask for a person, who does not come here. */
  #comeBack(entry, now) {
    entry.laterRuns = (entry.laterRuns ?? 0) + 1;
    entry.readyAt = now + LATER_RUN_S;
    const paid = this.states.get(entry.shot.id).attempts.filter(({ charge }) => (charge?.micros ?? 0) > 0);
    entry.hopeless = entry.laterRuns > LATER_RUNS_MAX || paid.length >= PAID_MAX;
  }

  /** A moment that is known: the end of a pause or of the breaker's time. */
  wakeAt() {
    return this.#wakes;
  }

  /** The program's own counts decide, in `admit`. */
  counts() {
    return false;
  }

  told(entry, { kind, id, retryAfter, billed = 0, accepted }, now) {
    const shot = entry.shot.id;
    const attempt = `${shot}-${entry.attempt ?? 0}`;
    const failure = (name, advice) => ({
      class: name,
      advice,
      message: name,
      charge: { certainty: "known", micros: Math.round(billed * 1_000_000) },
      ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter * 1000 }),
    });
    switch (kind) {
      case "started":
        return this.#begin(entry, now);
      case "submitted":
        return this.#write(now, { type: "attempt.submitted", shot, attempt, job: {} });
      case "doubted":
        return this.#write(now, { type: "attempt.doubted", shot, attempt, says: "no answer" });
      case "kept":
        return this.#finish(entry, attempt, now, true);
      case "quality":
        return this.#finish(entry, attempt, now, false);
      case "server":
        // A job that died was taken, whether or not anybody had heard so.
        if (accepted && this.states.get(shot).attempts.at(-1).standing !== "submitted")
          this.#write(now, { type: "attempt.submitted", shot, attempt, job: {} });
        return this.#write(now, {
          type: accepted ? "attempt.failed" : "attempt.refused",
          shot,
          attempt,
          failure: failure("server", "next-route"),
        });
      default: {
        const advice = kind === "rate-limit" || kind === "concurrency" ? "retry-later" : "next-route";
        return this.#write(now, { type: "attempt.refused", shot, attempt, failure: failure(kind, advice), id });
      }
    }
  }

  #begin(entry, now) {
    entry.attempt = (entry.attempt ?? 0) + 1;
    const { candidate, licence, reserveMicros } = entry.chosen;
    this.runs.set(entry.shot.id, entry.run);
    const shot = this.shots.get(entry.shot.id);
    this.#write(now, {
      type: "attempt.intended",
      shot: shot.id,
      attempt: `${shot.id}-${entry.attempt}`,
      number: entry.attempt,
      tier: "final",
      take: `v${String(entry.attempt).padStart(3, "0")}`,
      identity: candidate.identity,
      licence,
      reserveMicros,
      grant: "auto",
      seed: "1",
      basis: { algorithm: 1, intent: { digest: DIGEST, value: shot.intent }, parts: {} },
      orderDigest: DIGEST,
      order: {},
      receipt: {
        candidates: [candidate],
        excluded: [],
        flips: [],
        policy: `${this.priority}@2`,
        catalogueDate: this.asOf,
      },
    });
  }

  #finish(entry, attempt, now, kept) {
    const shot = entry.shot.id;
    const state = this.states.get(shot).attempts.find((one) => one.attempt === attempt);
    if (state.standing === "in-doubt") this.#write(now, { type: "attempt.submitted", shot, attempt, job: {} });
    const charge = { certainty: "known", micros: state.reserveMicros };
    this.#write(now, { type: "attempt.done", shot, attempt, charge });
    this.#write(now, { type: "attempt.fetched", shot, attempt, raw: DIGEST, facts: {} });
    const judgement = { verdict: kept ? "pass" : "fail", scorePerMille: 0, readings: [] };
    this.#write(now, { type: "attempt.judged", shot, attempt, judgement });
    const { take: id, identity, tier, basis } = state;
    const verdict = kept ? "accepted" : "set-aside";
    const take = { id, tier, identity, basis, origin: "generated", verdict, attempts: [], costMicros: 0, judgement };
    this.#write(now, { type: `take.${verdict}`, shot, attempt, take });
  }

  #write(now, fact) {
    const run = this.runs.get(fact.shot) ?? this.run;
    const event = { at: new Date(this.#ms(now)).toISOString(), run, ...STAMP, ...fact };
    if (this.learns) this.evidence = foldEvidence(this.evidence, event);
    this.health = foldHealth(this.health, event);
    if (event.shot !== undefined) this.states.set(event.shot, foldShot(this.states.get(event.shot), event));
    if (this.memory !== undefined) this.memory.evidence = this.evidence;
    this.journal?.(event);
  }

  #ms(now) {
    return this.startMs + Math.round(now * 1000);
  }
  #seconds(ms) {
    return (ms - this.startMs) / 1000;
  }

  /** What is asked of health is remembered until it, or the time, is another. */
  #moment = { health: undefined, nowMs: -1, admits: new Map() };

  #now(nowMs) {
    if (this.#moment.health !== this.health || this.#moment.nowMs !== nowMs)
      this.#moment = { health: this.health, nowMs, admits: new Map() };
    return this.#moment;
  }

  #admits(identity, nowMs) {
    const known = this.#now(nowMs).admits;
    const { run } = this;
    const limit = LIMITS[identity.engine];
    const answer = known.get(identity.engine) ?? admits(this.health, { identity, limit, run, nowMs });
    known.set(identity.engine, answer);
    return answer;
  }

  /** Where no engine takes anything now, nobody need be asked which; pauses that end are waited for. */
  #anyRoom(nowMs) {
    const answers = IDS.map((id) => this.#admits({ engine: id, endpoint: `${id}/1` }, nowMs));
    if (answers.some(({ kind }) => kind === "go")) return true;
    for (const answer of answers)
      if (answer.kind === "wait" && answer.why !== "slots")
        this.#wakes = Math.min(this.#wakes, this.#seconds(answer.untilMs));
    return false;
  }

  #request(entry) {
    const attempts = this.states.get(entry.shot.id).attempts;
    const last = attempts.at(-1);
    const failed = last !== undefined && (last.standing === "refused" || last.standing === "failed");
    return {
      shot: this.shots.get(entry.shot.id),
      episode: this.episode,
      tier: "final",
      asOf: this.asOf,
      evidence: this.evidence,
      ...(failed ? { failedAt: last.identity } : {}),
    };
  }

  /** What each endpoint scores without any wait. */
  #fits(entry) {
    const { shot } = entry;
    const request = this.#request(entry);
    const kind = `${shot.type} ${shot.seconds} ${shot.audio} ${shot.references} ${request.failedAt?.endpoint ?? ""}`;
    return IDS.flatMap((id) => {
      const key = `${id} ${kind}`;
      const [models, latencies] = [this.evidence.models[`bench/${id}`], this.evidence.latencies[`${id}/1`]];
      const known = this.#remembered.get(key);
      if (known !== undefined && known.models === models && known.latencies === latencies) return known.fits;
      const { fits } = evaluate({ ...request, catalogue: SINGLE[id] });
      this.#remembered.set(key, { models, latencies, fits });
      return fits;
    });
  }

  /** The router's order; what each has to wait for is admission's to add. */
  #receipt(entry) {
    const candidates = this.#fits(entry)
      .map(({ identity, quote, inputs, plainMicros }) => {
        const acceptancePerMille = inputs.acceptance.perMille;
        return { identity, quote, acceptancePerMille, terms: [], totalMicros: plainMicros };
      })
      .sort((a, b) => a.totalMicros - b.totalMicros || (a.identity.model < b.identity.model ? -1 : 1));
    return { candidates, excluded: [], flips: [], policy: `${this.priority}@2`, catalogueDate: this.asOf };
  }

  /** The whole router, asked the same question, must say the same. */
  #check(entry, { candidates }) {
    this.#started += 1;
    if (this.#started % CHECK_EVERY !== 0) return;
    this.checks += 1;
    const told = routeShot({ ...this.#request(entry), catalogue: WHOLE }).candidates.map(lineOf);
    const ours = candidates.map(lineOf);
    if (told.join() !== ours.join()) throw new Error(`${entry.shot.id}: the router says ${told}, the bench ${ours}`);
  }
}

function lineOf({ identity, totalMicros }) {
  return `${identity.endpoint} ${totalMicros}`;
}
