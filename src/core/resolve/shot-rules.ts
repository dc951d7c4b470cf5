import type { GateOverride, GateRules, ShotEntry, ShowDocument } from "../../schema/generated/types.ts";
import type { Micros } from "../money.ts";
import type { GatePolicy, RouteWish, Shot } from "../production.ts";
import { type Findings, type Place, within } from "./findings.ts";
import { readAmount } from "./format.ts";

/** Takes of one shot that may be paid for, when nobody says. */
const MAX_PAID_TAKES = 3;

export interface RuleSources {
  readonly entry: ShotEntry;
  readonly place: Place;
  readonly show: ShowDocument | undefined;
  readonly showPlace: Place;
  readonly findings: Findings;
  /** Gate rules of the configuration, below the show's own. */
  readonly gates: GateRules | undefined;
  /** Words of the light, for gate overrides that belong to a light. */
  readonly light: string;
  readonly sceneLock: "prefer" | "require" | undefined;
}

type Rules = Pick<Shot, "importance" | "approval" | "options" | "maxPaidTakes" | "route" | "gates"> & {
  readonly maxShotMicros?: Micros;
};

/** Importance, options, money, route and gates of a shot: its own word, then its importance, then the show's default. Never hashed. */
export function shotRules(sources: RuleSources): Rules {
  const { entry, show, place, showPlace, findings } = sources;
  const defaults = show?.defaults;
  const importance = entry.importance ?? defaults?.importance ?? "normal";
  const level = show?.importance?.[importance];
  const options = entry.options ?? level?.options ?? defaults?.options ?? 1;
  const maxPaidTakes =
    entry.max_paid_takes ?? level?.max_paid_takes ?? defaults?.max_paid_takes ?? Math.max(MAX_PAID_TAKES, options);
  const [cost, costPlace] =
    entry.max_cost !== undefined
      ? [entry.max_cost, within(place, "max_cost")]
      : [level?.max_cost, within(showPlace, "importance", importance, "max_cost")];
  const maxShotMicros = cost === undefined ? undefined : readAmount(cost, costPlace, findings);
  return {
    importance,
    approval: entry.approval ?? level?.approval ?? defaults?.approval ?? "none",
    options,
    maxPaidTakes,
    ...(maxShotMicros === undefined ? {} : { maxShotMicros }),
    route: routeWish(sources, level?.priority),
    gates: gatePolicy(sources),
  };
}

function routeWish(
  { entry, show, sceneLock }: RuleSources,
  levelPriority: RouteWish["priority"] | undefined,
): RouteWish {
  const defaults = show?.defaults;
  return {
    ...(entry.engine === undefined ? {} : { pin: entry.engine }),
    ...(entry.engines === undefined ? {} : { order: entry.engines }),
    deny: merged(defaults?.deny, entry.deny),
    require: merged(defaults?.require, entry.require),
    priority: entry.priority ?? levelPriority ?? defaults?.priority ?? "balanced",
    onRefusal: entry.on_refusal ?? defaults?.on_refusal ?? "ask",
    onSlow: entry.on_slow ?? defaults?.on_slow ?? "wait",
    ...(sceneLock === undefined ? {} : { sceneLock }),
  };
}

function merged(...lists: readonly (readonly string[] | undefined)[]): readonly string[] {
  return [...new Set(lists.flatMap((list) => list ?? []))].sort();
}

/** Configuration, show, then the show's rules for this light, then the shot: the last word counts. */
function gatePolicy({ entry, show, gates, light }: RuleSources): GatePolicy {
  const lower = light.toLowerCase();
  const byLight = [gates, show?.gates].flatMap((rules) =>
    Object.entries(rules?.lighting ?? {})
      .filter(([word]) => lower.includes(word.toLowerCase()))
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, override]) => override),
  );
  const layers: readonly (GateOverride | undefined)[] = [gates, show?.gates, ...byLight, entry.gates];
  const limits: Record<string, string> = {};
  for (const layer of layers)
    for (const [limit, value] of Object.entries(layer?.limits ?? {})) limits[limit] = String(value);
  const floor = layers.map((layer) => layer?.score_floor).findLast((value) => value !== undefined);
  return {
    allow: merged(...layers.map((layer) => layer?.allow)),
    limits,
    ...(floor === undefined ? {} : { scoreFloorPerMille: Math.round(floor * 1000) }),
  };
}
