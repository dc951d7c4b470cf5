import type { Advice, Charge, EngineFailure, FailureClass } from "../../core/failure.ts";
import { engineFailure } from "../../kit/engine/failures.ts";

type Way = readonly [prefix: string, kind: FailureClass, advice: Advice];

/**
 * What a failure code comes to, the first prefix that fits; the third part of a code is only a hint. After an output that
 * was refused Runway wants no second try, and it suspends accounts that go on.
 */
const WAYS: readonly Way[] = [
  ["SAFETY.INPUT", "refusal", "stop-and-ask"],
  ["INPUT_PREPROCESSING.SAFETY", "refusal", "stop-and-ask"],
  ["SAFETY", "refusal", "next-route"],
  ["ASSET.INVALID", "invalid-request", "next-route"],
  ["INPUT_PREPROCESSING", "server", "retry-same"],
  ["INTERNAL", "server", "retry-same"],
  ["THIRD_PARTY", "server", "next-route"],
];
const NO_CODE: Way = ["", "server", "retry-same"];
const STRANGE_CODE: Way = ["", "server", "next-route"];

/** A task that failed; without a code the fault is theirs. */
export function taskFailure(code: string | undefined, words: string, charge: Charge): EngineFailure {
  const fits = ([prefix]: Way): boolean => code === prefix || code?.startsWith(`${prefix}.`) === true;
  const [, kind, advice] = code === undefined ? NO_CODE : (WAYS.find(fits) ?? STRANGE_CODE);
  return engineFailure({
    class: kind,
    advice,
    charge,
    message: words === "" ? "the task failed" : words,
    ...(code === undefined ? {} : { vendorCode: code }),
  });
}
