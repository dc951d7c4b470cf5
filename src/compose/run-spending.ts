import type { Episode } from "../core/production.ts";
import { ok, type Result } from "../core/result.ts";
import { startSpending, stopSpending } from "../operations/spending/stop-spending.ts";
import { writeGrant } from "../operations/spending/write-grant.ts";
import type { Problem } from "./problem.ts";
import { withRecord } from "./repository-record.ts";
import type { Shop } from "./shop.ts";
import type { ApproveOptions, Planned, Said } from "./workshop.ts";

/** Writes the grant of a plan that a person has seen. */
export async function runApprove(
  shop: Shop,
  episode: Episode,
  { plan }: Planned,
  options: ApproveOptions,
): Promise<Result<Said, Problem>> {
  const expiresAt = new Date(shop.clock.now() + options.validMs).toISOString();
  const written = await withRecord(shop, episode, (record) =>
    writeGrant(record, {
      plan,
      seen: options.seen,
      operator: shop.operator(),
      expiresAt,
      ...(episode.approvers === undefined ? {} : { approvers: episode.approvers }),
      ...(options.ceilingMicros === undefined ? {} : { ceilingMicros: options.ceilingMicros }),
    }),
  );
  return written.ok ? ok({ says: written.value }) : written;
}

export async function runStop(shop: Shop, reason: string): Promise<Result<Said, Problem>> {
  const done = await withRecord(shop, undefined, (record) => stopSpending(record, reason));
  return done.ok ? ok({ says: done.value }) : done;
}

export async function runStart(shop: Shop, reason: string): Promise<Result<Said, Problem>> {
  const approvers = shop.config.people?.producer;
  const done = await withRecord(shop, undefined, (record) =>
    startSpending(record, reason, { operator: shop.operator(), ...(approvers === undefined ? {} : { approvers }) }),
  );
  return done.ok ? ok({ says: done.value }) : done;
}
