import type { Advice, EngineFailure, FailureClass } from "../../core/failure.ts";
import type { JsonObject } from "../../core/json.ts";
import { listOf, objectOf, textOf } from "../../kit/engine/answer-fields.ts";
import { atMost, engineFailure, NOTHING_CHARGED, waitOf } from "../../kit/engine/failures.ts";
import type { HttpAnswer } from "../../ports/http.ts";

interface Way {
  readonly class: FailureClass;
  readonly advice: Advice;
}
const REFUSED: Way = { class: "refusal", advice: "stop-and-ask" };
const BAD_PICTURE: Way = { class: "invalid-request", advice: "next-route" };
const THEIRS: Way = { class: "server", advice: "retry-same" };

/** Kinds of errors that fal names; the list is not complete, so the status decides about all others. */
const KINDS: Readonly<Record<string, Way>> = {
  content_policy_violation: REFUSED,
  image_load_error: BAD_PICTURE,
  file_download_error: BAD_PICTURE,
  image_too_small: BAD_PICTURE,
  image_too_large: BAD_PICTURE,
  request_timeout: THEIRS,
  startup_timeout: THEIRS,
  runner_scheduling_failure: THEIRS,
  runner_connection_timeout: THEIRS,
  runner_disconnected: THEIRS,
  runner_connection_refused: THEIRS,
  generation_timeout: THEIRS,
  downstream_service_error: THEIRS,
  downstream_service_unavailable: { class: "server", advice: "next-route" },
  internal_server_error: THEIRS,
  client_cancelled: { class: "lost-result", advice: "stop-and-ask" },
};

/**
 * A request that is completed and has no film. What fal says about trying again wins over our guess. Errors of the server
 * are free; for an input or an output that was refused GPU time may have been spent, and nobody tells whether it is billed.
 */
export function requestFailure(status: JsonObject, result: HttpAnswer, takeMicros: number): EngineFailure {
  const { kind, words } = complaintOf(status, result);
  const way = KINDS[kind ?? ""] ?? byStatus(result.status);
  const retryable = result.headers["x-fal-retryable"];
  const advice = retryable === "true" ? "retry-same" : retryable === "false" ? forAnother(way.advice) : way.advice;
  return engineFailure({
    class: way.class,
    advice,
    charge: way.class === "server" ? NOTHING_CHARGED : atMost(takeMicros),
    message: words === "" ? `the request failed: ${result.status}` : words,
    vendorCode: kind ?? String(result.status),
  });
}

function forAnother(advice: Advice): Advice {
  return advice === "retry-same" || advice === "retry-later" ? "next-route" : advice;
}

function byStatus(status: number): Way {
  return status === 422 || status === 400 ? { class: "invalid-request", advice: "next-route" } : THEIRS;
}

/** The error as status or result tell it: one word and a text, or a list of complaints about fields. */
function complaintOf(status: JsonObject, { json, headers }: HttpAnswer): { kind: string | undefined; words: string } {
  const body = objectOf(json);
  const first = objectOf(listOf(body["detail"])[0]);
  const kind =
    textOf(first["type"]) ?? textOf(body["error_type"]) ?? headers["x-fal-error-type"] ?? textOf(status["error_type"]);
  const words = textOf(first["msg"]) ?? textOf(body["detail"]) ?? textOf(status["error"]) ?? "";
  return { kind, words };
}

/** A submit that was answered with no, so that there is no request. A locked balance has no code of its own, only a text. */
export function submitRefused(answer: HttpAnswer): EngineFailure | undefined {
  const { status } = answer;
  const { words } = complaintOf({}, answer);
  const base = { message: `${status}: ${words}`, vendorCode: String(status), ...waitOf(answer) };
  if (status === 403 && /balance|locked|exhausted/i.test(words))
    return engineFailure({ ...base, class: "quota", advice: "next-route" });
  if (status === 401 || status === 403) return engineFailure({ ...base, class: "auth", advice: "stop-and-ask" });
  if (status === 429) return engineFailure({ ...base, class: "rate-limit", advice: "retry-later" });
  if (status === 404 || status === 410) return engineFailure({ ...base, class: "gone", advice: "next-route" });
  if (status === 503) return engineFailure({ ...base, class: "server", advice: "retry-later" });
  if (status >= 400 && status < 500) return engineFailure({ ...base, class: "invalid-request", advice: "next-route" });
  return undefined;
}
