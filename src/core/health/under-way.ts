import type { Health, OpenJob } from "./health.ts";
import { CLOCK_TOLERANCE_MS } from "./pause.ts";

/**
 * A job that nobody heard of for so long holds no slot any more: its run died, and the engine has finished it by now. It
 * is collected all the same when a run of its episode comes by.
 */
const SLOT_LEASE_MS = 45 * 60_000;

export type LaneKind = "endpoint" | "account";

/** Jobs of one endpoint or account that hold a slot at a moment; journal order. */
export function underWay(health: Health, kind: LaneKind, id: string, nowMs: number): readonly OpenJob[] {
  return Object.values(health.jobs).filter((job) => job[kind] === id && holdsSlot(job, nowMs));
}

/**
 * One in doubt holds none: it may wait for a person for days, and the others are not to wait with it. Does the engine run it
 * after all, it says so of the next order, and that refusal costs nothing.
 */
function holdsSlot({ newsMs, inDoubt }: OpenJob, nowMs: number): boolean {
  return inDoubt !== true && nowMs - newsMs < SLOT_LEASE_MS && nowMs >= newsMs - CLOCK_TOLERANCE_MS;
}
