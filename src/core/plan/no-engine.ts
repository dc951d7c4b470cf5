import type { Cause } from "../plan-steps.ts";
import { CHOICES, CONSTRAINTS, type Constraint } from "../route/constraints.ts";
import type { Exclusion, Receipt } from "../route-decision.ts";
import type { ShotQuestion } from "./shot-question.ts";

/** Reasons shown in the plan; `why` shows all of them. */
const REASONS_SHOWN_MAX = 3;
/** More models than this behind one reason are counted, not named. */
const MODELS_NAMED_MAX = 3;
const PLACES: readonly string[] = CONSTRAINTS;
/** Choices that name what is wanted, not what is refused. */
const NAMED_BY: ReadonlySet<string> = new Set<Constraint>(["pinned-elsewhere", "not-asked-for", "not-allowed"]);
const GONE: ReadonlySet<string> = new Set<Constraint>(["retired", "not-yet"]);

interface Group {
  readonly says: string;
  readonly place: number;
  readonly models: ReadonlySet<string>;
}

/**
 * Why no engine can, nearest miss first: engines that passed most constraints are the ones a person can do something
 * about. A reason that several share is said once.
 */
export function noEngine({ shot, tier }: ShotQuestion, receipt: Receipt): Cause {
  const { list, byChoice } = tellingOf(receipt.excluded);
  const groups = groupsOf(list);
  const told = groups.slice(0, REASONS_SHOWN_MAX).map(({ says, models }) => {
    if (!byChoice && models.size <= MODELS_NAMED_MAX) return `${[...models].join(", ")}: ${says}`;
    return `${says} (${models.size} ${models.size === 1 ? "model" : "models"})`;
  });
  const more = groups.length - told.length;
  const rest =
    more > 0 ? `; ${more} more ${more === 1 ? "reason" : "reasons"}: \`shotlock why ${shot.id} --tier ${tier}\`` : "";
  const says = told.length === 0 ? "no engine is set up for this tier" : `no engine can: ${told.join("; ")}${rest}`;
  return { code: "no-engine", subject: "engine", says };
}

/** Engines that cannot; else those that were asked for and are gone; else what somebody chose to leave out. */
function tellingOf(excluded: readonly Exclusion[]): {
  readonly list: readonly Exclusion[];
  readonly byChoice: boolean;
} {
  const cannot = excluded.filter(({ constraint }) => !CHOICES.has(constraint) && !GONE.has(constraint));
  if (cannot.length > 0) return { list: cannot, byChoice: false };
  const gone = excluded.filter(({ constraint }) => GONE.has(constraint));
  if (gone.length > 0 && excluded.some(({ constraint }) => NAMED_BY.has(constraint)))
    return { list: gone, byChoice: false };
  return { list: excluded.filter(({ constraint }) => constraint !== "tier" && !GONE.has(constraint)), byChoice: true };
}

function groupsOf(list: readonly Exclusion[]): readonly Group[] {
  const groups = new Map<string, { says: string; place: number; models: Set<string>; micros: number }>();
  for (const { endpoint, model, constraint, says, takeMicros } of list) {
    // Every engine has a price of its own: they are one reason, told by the cheapest.
    const key = takeMicros === undefined ? says : constraint;
    const micros = takeMicros ?? 0;
    const group = groups.get(key) ?? { says, place: PLACES.indexOf(constraint), models: new Set(), micros };
    group.models.add(model === "" ? endpoint : model);
    if (micros < group.micros || says === group.says) Object.assign(group, { says, micros });
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ says, micros, ...group }) => ({
      ...group,
      says: micros > 0 && group.models.size > 1 ? `the cheapest is still too dear, ${says}` : says,
    }))
    .sort(
      (one, other) => other.place - one.place || other.models.size - one.models.size || compare(one.says, other.says),
    );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
