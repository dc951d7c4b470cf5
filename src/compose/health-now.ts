import type { Evidence } from "../core/evidence/evidence.ts";
import { evidenceOf } from "../core/evidence/fold-evidence.ts";
import { foldHealth } from "../core/health/fold-health.ts";
import { type Health, NO_HISTORY } from "../core/health/health.ts";
import { ok, type Result } from "../core/result.ts";
import type { Problem } from "./problem.ts";
import { readJournal } from "./read-journal.ts";
import type { Shop } from "./shop.ts";

/** How well engines are by the journal of this repository, over all its episodes. */
export async function healthNow(
  shop: Shop,
): Promise<Result<{ readonly health: Health; readonly evidence: Evidence; readonly nowMs: number }, Problem>> {
  const read = await readJournal(shop);
  if (!read.ok) return read;
  const { events } = read.value;
  return ok({
    health: events.reduce(foldHealth, NO_HISTORY),
    evidence: evidenceOf(events),
    nowMs: shop.clock.now(),
  });
}
