import type { Basis } from "../core/basis.ts";
import { sameBasis } from "../core/basis-of.ts";
import { standingTake } from "../core/plan/standing-take.ts";
import type { Shot, Tier } from "../core/production.ts";
import { fail, ok, type Result } from "../core/result.ts";
import type { Take } from "../core/take.ts";
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

/** Signs a take that the gates had set aside, on a person's word; wired in compose with `signSetAside`. */
export type SignSetAside = (take: Take) => Promise<Result<Take, DecisionFailure>>;

/**
 * This take goes into the cut of its tier. A set-aside one may be circled: that is a person's word against the gates, so it
 * is signed first, with the failed readings in its manifest, and the answer says so.
 */
export async function circleTake(
  record: JournalRecord,
  shot: Shot,
  take: string,
  reason: string | undefined,
  signSetAside?: SignSetAside,
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
  if (state.circled[chosen.tier] === take) return ok(`${take} of ${shot.id} is circled already`);
  const promoted = chosen.signed === undefined ? await promote(shot, chosen, signSetAside) : undefined;
  if (promoted !== undefined && !promoted.ok) return promoted;
  const why = reason === undefined ? {} : { reason };
  await record.append(
    ...(promoted === undefined ? [] : [{ type: "take.accepted" as const, shot: shot.id, take: promoted.value }]),
    { type: "take.circled", shot: shot.id, tier: chosen.tier, take, ...why },
  );
  const note = promoted === undefined ? "" : `. The gates had set it aside: ${failuresOf(chosen)}`;
  return ok(`${shot.id}: ${take} is circled for the ${chosen.tier} tier${note}`);
}

async function promote(
  shot: Shot,
  take: Take,
  signSetAside: SignSetAside | undefined,
): Promise<Result<Take, DecisionFailure>> {
  if (signSetAside !== undefined) return signSetAside(take);
  return fail({
    message: `${take.id} of ${shot.id} was set aside by the gates and carries no manifest`,
    hint: `shotlock adopt ${shot.id} FILE takes it over under your name`,
  });
}

function failuresOf(take: Take): string {
  const failed = take.judgement.readings.filter((reading) => reading.verdict === "fail").map((reading) => reading.says);
  return failed.length === 0 ? "its score is below the floor" : failed.join("; ");
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
  const state = record.shot(shot.id);
  const take = standingTake(state, tier);
  if (take === undefined)
    return fail({ message: `${shot.id} has no take to keep in the ${tier} tier`, hint: "shotlock apply makes one" });
  if (state?.retakes.some((retake) => retake.tier === tier) === true)
    return fail({
      message: `a retake of ${shot.id} is asked for in the ${tier} tier, so its take cannot stay`,
      hint: "let shotlock apply make it, then circle the take you like best",
    });
  if (sameBasis(state?.kept[take.id]?.basis ?? take.basis, basis))
    return ok(`${shot.id}: ${take.id} is what the YAML says already. Nothing to keep`);
  await record.append({ type: "take.kept", shot: shot.id, tier, take: take.id, basis, reason });
  return ok(`${shot.id}: ${take.id} is kept for the new intent. Nothing is rendered, nothing is paid`);
}

/**
 * A new take is asked for; the reason is for people, no engine ever sees it. It is also how a person lets a shot go on whose
 * tries were all used up or stopped.
 */
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
  if (shot.source.kind !== "generated")
    return fail({ message: `${shot.id} is footage that no engine makes`, hint: "give another file in the YAML" });
  const state = record.shot(shot.id);
  const tried = state?.attempts.some((attempt) => attempt.tier === tier) === true;
  const isSetAside = state?.takes.some((take) => take.tier === tier) === true;
  if (standingTake(state, tier) === undefined && !tried && !isSetAside)
    return fail({ message: `${shot.id} has no take in the ${tier} tier yet`, hint: "shotlock apply makes the first" });
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
