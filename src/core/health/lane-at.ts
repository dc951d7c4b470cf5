import type { EngineIdentity } from "../take.ts";
import type { DeclaredLimit } from "./declared-limit.ts";
import type { Health, Lane } from "./health.ts";
import { EMPTY_LANE } from "./lane.ts";

/** The lane in which the jobs of an endpoint stand, its own or its account's, and whose it is. */
export function laneAt(
  health: Health,
  limit: DeclaredLimit,
  { endpoint, engine }: Pick<EngineIdentity, "engine" | "endpoint">,
): { readonly id: string; readonly lane: Lane } {
  const [id, known] =
    limit.lane === "endpoint" ? [endpoint, health.endpoints[endpoint]] : [engine, health.accounts[engine]];
  return { id, lane: known?.lane ?? EMPTY_LANE };
}
