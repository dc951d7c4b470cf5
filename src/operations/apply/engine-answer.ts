import type { Charge, EngineFailure } from "../../core/failure.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import { plainText } from "../../core/plain-text.ts";
import type { Job } from "../../ports/engine.ts";

/** Most characters of an engine's own words that are kept. */
const MESSAGE_CHARACTERS_MAX = 1_000;
/** Most characters of a job's handle that are kept. */
const HANDLE_CHARACTERS_MAX = 64 * 1024;

/** Most characters of the name of a vendor's unit. */
const UNIT_CHARACTERS_MAX = 40;

/** What an engine answers is a vendor's word: only known fields, whole numbers and bounded text get into the journal. */
export function cleanFailure(failure: EngineFailure): EngineFailure {
  const { retryAfterMs, vendorCode } = failure;
  return {
    class: failure.class,
    advice: failure.advice,
    charge: cleanCharge(failure.charge),
    message: bounded(failure.message),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs: wholeNumber(retryAfterMs) }),
    ...(vendorCode === undefined ? {} : { vendorCode: bounded(vendorCode) }),
  };
}

export function cleanCharge(charge: Charge): Charge {
  const { credits } = charge;
  const own =
    credits === undefined
      ? {}
      : { credits: { milli: wholeNumber(credits.milli), unit: plainText(credits.unit, UNIT_CHARACTERS_MAX) } };
  return charge.certainty === "known"
    ? { certainty: "known", micros: wholeNumber(charge.micros), ...own }
    : { certainty: "unknown", atMostMicros: wholeNumber(charge.atMostMicros), ...own };
}

/** A job as plain JSON; throws when an adapter hands out something else, before anything is journaled. */
export function cleanJob(job: Job): JsonObject {
  const { engine, id, attempt, handle } = job;
  const text = JSON.stringify({ engine, id, attempt, handle }, (_key, value: unknown) => {
    if (typeof value === "number" && !Number.isSafeInteger(value))
      throw new Error(`shotlock bug: the job of ${attempt} holds ${value}; an adapter keeps such numbers as text`);
    return value;
  });
  if (text.length > HANDLE_CHARACTERS_MAX)
    throw new Error(`shotlock bug: the job of ${attempt} is ${text.length} long`);
  return JSON.parse(text) as JsonObject;
}

export function bounded(text: string): string {
  return plainText(text, MESSAGE_CHARACTERS_MAX);
}

/** Money and waits round up, and never below nothing. */
function wholeNumber(value: number): number {
  return Number.isFinite(value) ? Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.ceil(value))) : 0;
}

/** A job as the journal has it. */
export function jobOf(stored: Json | undefined): Job {
  // Written by `cleanJob`, and validated by its schema when it was read.
  return stored as unknown as Job;
}
