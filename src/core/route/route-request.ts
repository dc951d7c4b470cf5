import type { Catalogue } from "../catalogue.ts";
import type { Evidence } from "../evidence/evidence.ts";
import type { Episode, RouteWish, Shot, Tier } from "../production.ts";
import type { EngineIdentity } from "../take.ts";

/** What the router needs to know; all of it is data, so that the same request always gives the same receipt. */
export interface RouteRequest {
  readonly shot: Shot;
  readonly episode: Episode;
  readonly tier: Tier;
  readonly catalogue: Catalogue;
  /** The day to judge by, `2026-11-24`: lifecycle dates are compared with it. A full ISO time is cut to its date. */
  readonly asOf: string;
  /** Names from `--engines`: engines, models, families or aliases. Not applied to the animatic tier. */
  readonly only?: readonly string[];
  /** Adapters that are installed and set up here; absent: what the catalogue calls available. */
  readonly availableAdapters?: readonly string[];
  /** Vendors' names of the endpoints that an adapter here can order from, by engine; absent for an engine: all of them. */
  readonly remotes?: Readonly<Record<string, readonly string[]>>;
  /** True for `apply`: an engine without an adapter is out. A plan shows it all the same. */
  readonly requireAdapter?: boolean;
  /** Overrides the shot's own priority. */
  readonly priority?: RouteWish["priority"];
  /** What the journal of the repository teaches; absent: published figures alone. */
  readonly evidence?: Evidence;
  /** Milliseconds since the epoch; only the time left until the episode is due depends on it. */
  readonly nowMs?: number;
  /** Where this shot was tried last without success: leaving its model and its look has a price. */
  readonly failedAt?: Pick<EngineIdentity, "endpoint" | "model">;
  /** Look group the scene already has on circled takes; without it the router finds the scene's best group itself. */
  readonly sceneLook?: string;
}
