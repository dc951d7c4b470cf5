import { fail, type Result } from "../../core/result.ts";

/** Why a person's word on money was not recorded. */
export interface WordRefused {
  readonly message: string;
  readonly hint: string;
}

export function refused(message: string, hint: string): Result<never, WordRefused> {
  return fail({ message, hint });
}

/** Most characters of a reason that is kept. */
const REASON_CHARACTERS_MAX = 400;

export function reasonRefused(reason: string): Result<never, WordRefused> | undefined {
  if (reason.trim() === "") return refused("the reason is empty", "say in a few words why");
  return reason.length > REASON_CHARACTERS_MAX
    ? refused(`the reason is longer than ${REASON_CHARACTERS_MAX} characters`, "shorten it")
    : undefined;
}

/** Who may spend, for a hint. */
export function whoMay(approvers: readonly string[] = []): string {
  const names = approvers.length === 0 ? "nobody" : approvers.join(", ");
  return `people.producer in shotlock.config.yaml and show.yaml says who may: ${names}`;
}
