import type { Evidence } from "../core/evidence/evidence.ts";
import { evidenceOf } from "../core/evidence/fold-evidence.ts";
import { foldHealth } from "../core/health/fold-health.ts";
import { type Health, NO_HISTORY } from "../core/health/health.ts";
import { fail, ok, type Result } from "../core/result.ts";
import type { Problem } from "./problem.ts";
import type { Shop } from "./shop.ts";

/** How well engines are by the journal of this repository, over all its episodes. */
export async function healthNow(
  shop: Shop,
): Promise<Result<{ readonly health: Health; readonly evidence: Evidence; readonly nowMs: number }, Problem>> {
  const journal = shop.journal();
  if (!journal.ok) return journal;
  const read = await journal.value.read();
  if (!read.ok) return fail({ message: read.error.message, hint: read.error.hint, exitCode: 3 });
  const { events } = read.value;
  return ok({
    health: events.reduce(foldHealth, NO_HISTORY),
    evidence: evidenceOf(events),
    nowMs: shop.clock.now(),
  });
}
