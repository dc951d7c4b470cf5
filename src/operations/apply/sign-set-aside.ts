import { join } from "node:path";
import type { ShotOrder } from "../../core/order.ts";
import type { Shot } from "../../core/production.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Take } from "../../core/take.ts";
import type { ApplyDesk } from "./desk.ts";
import { signTake } from "./finish-take.ts";

/** A take that the gates had set aside, signed as what it is because a person wants it; its readings stay as they are. */
export async function signSetAside(
  desk: ApplyDesk,
  shot: Shot,
  take: Take,
): Promise<Result<Take, { readonly message: string; readonly hint: string }>> {
  const attempt = desk.record.shot(shot.id)?.attempts.find((candidate) => candidate.take === take.id);
  const path = await desk.store.pathOf(take.raw);
  if (path === undefined || attempt === undefined)
    return fail({
      message: `the file of ${take.id} is not here`,
      hint: `bring it back, or shotlock adopt ${shot.id} FILE`,
    });
  const folder = join(desk.workFolder, `${take.madeAs}-circled`);
  await desk.makeFolder(folder);
  // The order was made by makeOrder and journaled whole.
  const order = attempt.order as unknown as ShotOrder;
  const signed = await signTake({ desk, shot, order, path, folder }, { ...take, verdict: "accepted" });
  await desk.removeFolder(folder);
  return ok(signed);
}
