import type { Basis } from "../core/basis.ts";
import { standingTake } from "../core/plan/standing-take.ts";
import type { Shot, Tier } from "../core/production.ts";
import { fail, ok, type Result } from "../core/result.ts";
import type { JournalRecord } from "./apply/journal-record.ts";

export interface DecisionFailure {
  readonly message: string;
  readonly hint: string;
}

const REASON_CHARACTERS_MAX = 400;

function reasonFault(reason: string | undefined): DecisionFailure | undefined {
  if (reason === undefined) return undefined;
  if (reason.trim() === "") return { message: "the reason is empty", hint: "say in a few words why" };
  return reason.length > REASON_CHARACTERS_MAX
    ? { message: `the reason is longer than ${REASON_CHARACTERS_MAX} characters`, hint: "shorten it" }
    : undefined;
}

/** This take goes into the cut of its tier. A set-aside one may be circled: that is a person's word against the gates. */
export async function circleTake(
  record: JournalRecord,
  shot: Shot,
  take: string,
  reason: string | undefined,
): Promise<Result<string, DecisionFailure>> {
  const fault = reasonFault(reason);
  if (fault !== undefined) return fail(fault);
  const state = record.shot(shot.id);
  const chosen = state?.takes.find((candidate) => candidate.id === take);
  if (state === undefined || chosen === undefined)
    return fail({
      message: `${shot.id} has no take ${take}`,
      hint: `it has ${listTakes(state?.takes.map((one) => one.id) ?? [])}`,
    });
  if (chosen.signed === undefined)
    return fail({
      message: `${take} of ${shot.id} was set aside by the gates and carries no manifest`,
      hint: `shotlock adopt ${shot.id} FILE takes it over under your name`,
    });
  if (state.circled[chosen.tier] === take) return ok(`${take} of ${shot.id} is circled already`);
  await record.append({
    type: "take.circled",
    shot: shot.id,
    tier: chosen.tier,
    take,
    ...(reason === undefined ? {} : { reason }),
  });
  return ok(`${shot.id}: ${take} is circled for the ${chosen.tier} tier`);
}

function listTakes(takes: readonly string[]): string {
  return takes.length === 0 ? "none yet" : takes.join(", ");
}

/** The standing take serves what the YAML says now; the plan shows it as kept from here on. */
export async function keepTake(
  record: JournalRecord,
  shot: Shot,
  tier: Tier,
  basis: Basis,
  reason: string,
): Promise<Result<string, DecisionFailure>> {
  const fault = reasonFault(reason);
  if (fault !== undefined) return fail(fault);
  const take = standingTake(record.shot(shot.id), tier);
  if (take === undefined)
    return fail({ message: `${shot.id} has no take to keep in the ${tier} tier`, hint: "shotlock apply makes one" });
  await record.append({ type: "take.kept", shot: shot.id, tier, take: take.id, basis, reason });
  return ok(`${shot.id}: ${take.id} is kept for the new intent. Nothing is rendered, nothing is paid`);
}

/** A new take is asked for; the reason is for people, no engine ever sees it. */
export async function askRetake(
  record: JournalRecord,
  shot: Shot,
  tier: Tier,
  reason: string,
): Promise<Result<string, DecisionFailure>> {
  const fault = reasonFault(reason);
  if (fault !== undefined) return fail(fault);
  if (shot.status !== "active")
    return fail({
      message: `${shot.id} is ${shot.status === "hold" ? "on hold" : "omitted"}`,
      hint: "set status: active first",
    });
  await record.append({ type: "retake.asked", shot: shot.id, tier, reason });
  return ok(
    [
      `${shot.id}: a retake is asked for in the ${tier} tier.`,
      "Sent to the engine: the same order with a new seed. Not sent: your reason.",
      "To change what is made, change the shot or the bible; then the plan names the cause by itself.",
      "The present take stays in the cut until a new one is accepted.",
    ].join("\n"),
  );
}
