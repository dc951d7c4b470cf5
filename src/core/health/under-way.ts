import type { Health, OpenJob } from "./health.ts";
import { CLOCK_TOLERANCE_MS } from "./pause.ts";

/**
 * A job that nobody heard of for so long holds no slot any more: its run died, and the engine has finished it by now. It
 * is collected all the same when a run of its episode comes by.
 */
export const SLOT_LEASE_MS = 45 * 60_000;

export type LaneKind = "endpoint" | "account";

/** Jobs of one endpoint or account that hold a slot at a moment; journal order. */
export function underWay(health: Health, kind: LaneKind, id: string, nowMs: number): readonly OpenJob[] {
  return Object.values(health.jobs).filter((job) => job[kind] === id && holdsSlot(job, nowMs));
}

function holdsSlot({ newsMs }: OpenJob, nowMs: number): boolean {
  return nowMs - newsMs < SLOT_LEASE_MS && nowMs >= newsMs - CLOCK_TOLERANCE_MS;
}
