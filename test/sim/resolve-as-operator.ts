import type { Charge } from "../../src/core/failure.ts";
import { doubtsOf } from "../../src/core/spending/doubts.ts";
import { type Resolution, resolveDoubt } from "../../src/operations/spending/resolve-doubt.ts";
import type { PersonRecord } from "./history.ts";
import type { VendorLog } from "./vendor-log.ts";
import type { Bench } from "./world.ts";

/**
 * An operator with the vendors' dashboards open says what became of one attempt that is in doubt, or what one cost whose bill is
 * not known; undefined when there is none, or the word is not taken.
 */
export async function resolveAsOperator(
  { record, desk, episode }: Bench,
  pick: number,
  dashboards: readonly VendorLog[],
): Promise<Omit<PersonRecord, "step"> | undefined> {
  const doubts = Object.values(record.state().shots).flatMap((shot) => doubtsOf(shot));
  const doubt = doubts[pick % Math.max(1, doubts.length)];
  if (doubt === undefined) return undefined;
  const resolution = resolutionOf(doubt, pick, dashboards);
  if (resolution === undefined) return undefined;
  const { shot, attempt, number } = doubt;
  const resolved = await resolveDoubt(record, {
    shot,
    number,
    resolution,
    reason: "the dashboard says so",
    operator: "anna",
    engines: desk.engines,
    currency: episode.ceilings.currency,
  });
  return resolved.ok ? { does: "resolve", shot, attempt, how: resolution.kind } : undefined;
}

function resolutionOf(
  { attempt, kind }: { readonly attempt: string; readonly kind: string },
  pick: number,
  dashboards: readonly VendorLog[],
): Resolution | undefined {
  const job = dashboards.flatMap((vendor) => vendor.jobs).find((one) => one.key === attempt);
  // What still runs may still be billed: nobody says a sum before it is over.
  const isOver = job === undefined || job.isSettled;
  const billed = dashboards.flatMap((vendor) => vendor.bill).filter((line) => line.key === attempt);
  const known: Charge = { certainty: "known", micros: billed.reduce((sum, line) => sum + line.micros, 0) };
  const charge = isOver ? { charge: known } : {};
  if (kind === "bill") return isOver ? { kind: "settle", charge: known } : undefined;
  if (job !== undefined && pick % 4 !== 0) return { kind: "adopt", job: job.id };
  return pick % 3 === 0 ? { kind: "drop", ...charge } : { kind: "resubmit", ...charge };
}
