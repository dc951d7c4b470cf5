import type { Answer } from "../exchange.ts";
import type { JobEnding } from "../job-queue.ts";
import type { Complaint } from "./check-input.ts";

/** What the result of a failed job answers. There is no FAILED status: the job is COMPLETED, and its result is an error. */
export interface FailedResult {
  readonly errorType: string;
  readonly says: string;
  readonly answer: Answer;
}

/** Kinds that the platform itself answers; all others come from the model. */
const PLATFORM: Readonly<Record<string, number>> = {
  request_timeout: 504,
  startup_timeout: 504,
  runner_scheduling_failure: 503,
  runner_connection_timeout: 503,
  runner_disconnected: 503,
  runner_connection_refused: 503,
  client_cancelled: 499,
};
const MODEL: Readonly<Record<string, number>> = {
  generation_timeout: 504,
  downstream_service_error: 502,
  downstream_service_unavailable: 503,
  internal_server_error: 500,
};
const VALIDATION = 422;

export function failedResult(
  ended: Extract<JobEnding, { kind: "failed" }> | { readonly kind: "cancelled" },
  complaints: readonly Complaint[],
): FailedResult {
  const code = codeOf(ended);
  const platform = PLATFORM[code];
  if (platform !== undefined) {
    const says = "The request was not completed.";
    return {
      errorType: code,
      says,
      answer: {
        status: platform,
        headers: { "x-fal-error-type": code },
        json: { detail: says, error_type: code },
      },
    };
  }
  const own = MODEL[code];
  const detail =
    complaints.length > 0 ? complaints : [{ loc: ["body", "prompt"], msg: "The request failed.", type: code }];
  return {
    errorType: code,
    says: detail[0]?.msg ?? "",
    answer: {
      status: own ?? VALIDATION,
      headers: { "x-fal-retryable": own === undefined ? "false" : "true" },
      json: { detail: detail.map(({ loc, msg, type }) => ({ loc: [...loc], msg, type })) },
    },
  };
}

function codeOf(ended: Extract<JobEnding, { kind: "failed" }> | { readonly kind: "cancelled" }): string {
  if (ended.kind === "cancelled") return "client_cancelled";
  if (ended.code !== undefined) return ended.code;
  if (ended.why === "retired") return "downstream_service_unavailable";
  return ended.why === "internal" ? "internal_server_error" : "content_policy_violation";
}
