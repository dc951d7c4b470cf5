import type { Step } from "../plan-steps.ts";
import type { Shot } from "../production.ts";

export interface OrderRequest {
  readonly shots: readonly Pick<Shot, "id" | "intent">[];
  readonly steps: readonly Step[];
  /** Milliseconds that a take is expected to take at an endpoint. */
  readonly takeMs: (endpoint: string) => number;
}

/**
 * The order in which shots get engines: those that fewest engines can make, since they cannot go elsewhere; then those that
 * most work waits for, their own included; then by id. The longest first, so that no long one is left alone at the end.
 */
export function orderOfWork({ shots, steps, takeMs }: OrderRequest): readonly string[] {
  const own = new Map<string, { readonly engines: number; readonly workMs: number }>();
  for (const { shot, takes, receipt, wantedFrames } of steps.filter((step) => step.kind !== "rename")) {
    const [best] = receipt?.candidates ?? [];
    const eachMs =
      best === undefined
        ? wantedFrames
        : Math.ceil((takeMs(best.identity.endpoint) * 1000) / Math.max(1, best.acceptancePerMille));
    own.set(shot, { engines: receipt?.candidates.length ?? 0, workMs: eachMs * Math.max(1, takes) });
  }
  const followers = new Map<string, string[]>();
  for (const { id, intent } of shots)
    if (intent.chain !== undefined) followers.set(intent.chain.from, [...(followers.get(intent.chain.from) ?? []), id]);
  const known = new Map<string, number>();
  /** Time until the last of the shots that follow one after another is made, this one included. */
  const chainMs = (id: string, above: ReadonlySet<string>): number => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const next = (followers.get(id) ?? []).filter((one) => !above.has(one));
    const longest = Math.max(0, ...next.map((one) => chainMs(one, new Set([...above, id]))));
    const total = (own.get(id)?.workMs ?? 0) + longest;
    known.set(id, total);
    return total;
  };
  const ranked = shots.map(({ id }) => ({ id, engines: own.get(id)?.engines ?? 0, ms: chainMs(id, new Set([id])) }));
  return ranked
    .sort((a, b) => a.engines - b.engines || b.ms - a.ms || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .map(({ id }) => id);
}
