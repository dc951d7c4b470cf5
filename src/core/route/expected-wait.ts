import type { ExpectedLatency } from "../evidence/expected-latency.ts";
import { admits } from "../health/admits.ts";
import { type DeclaredLimit, declaredLimit } from "../health/declared-limit.ts";
import { EMPTY_LANE, slotsOf } from "../health/lane.ts";
import { underWay } from "../health/under-way.ts";
import type { Offer } from "./offer.ts";
import type { RouteRequest } from "./route-request.ts";
import type { ScoreInputs } from "./score.ts";

/** Closed to this account, or quarantined: priced as a day, so that it comes last and still is there to wait for. */
const OUT_MS = 86_400_000;

/** How long the shot would wait before this endpoint began: breaker and pauses, then slots behind those before it. */
export function expectedWait(
  request: RouteRequest,
  offer: Offer,
  latency: ExpectedLatency,
): ScoreInputs["wait"] | undefined {
  const { health, nowMs, run } = request;
  if (health === undefined || nowMs === undefined) return undefined;
  const limit = declaredLimit(request.catalogue, offer.engine.id);
  const identity = { engine: offer.engine.id, endpoint: offer.endpoint.id };
  const answer = admits(health, { identity, limit, run: run ?? "", nowMs, latency });
  if (answer.kind === "out") return { ms: OUT_MS, says: answer.says };
  const slot = slotWait(request, offer, limit, latency);
  const other = answer.kind === "wait" && answer.why !== "slots" ? answer : undefined;
  const ms = Math.max(slot, other === undefined ? 0 : other.untilMs - nowMs);
  if (ms === 0) return undefined;
  return { ms, says: other !== undefined && other.untilMs - nowMs >= slot ? other.says : "its slots are taken" };
}

/** Until enough of the jobs under way have ended, those ahead of this shot included. */
function slotWait(
  { health, nowMs, ahead }: RouteRequest,
  offer: Offer,
  limit: DeclaredLimit | undefined,
  { meanMs }: ExpectedLatency,
): number {
  if (limit === undefined || health === undefined || nowMs === undefined) return 0;
  const id = limit.lane === "endpoint" ? offer.endpoint.id : offer.engine.id;
  const known = limit.lane === "endpoint" ? health.endpoints[id]?.lane : health.accounts[id]?.lane;
  const slots = slotsOf(known ?? EMPTY_LANE, limit.running);
  const jobs = underWay(health, limit.lane, id, nowMs);
  const before = jobs.length + (ahead?.[offer.endpoint.id] ?? 0);
  if (before < slots) return 0;
  const ends = jobs
    .map((job) => Math.max(0, (job.runningMs ?? job.submittedMs ?? job.startedMs) + meanMs - nowMs))
    .sort((one, other) => one - other);
  // The nth to begin takes the slot of the nth to end; the ones ahead give theirs back a job's time later.
  const place = before - slots;
  const rounds = ends.length === 0 ? Math.floor(place / slots) + 1 : Math.floor(place / ends.length);
  return (ends.length === 0 ? 0 : (ends[place % ends.length] ?? 0)) + rounds * meanMs;
}
