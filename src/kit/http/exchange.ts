import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";
import type { LookupFunction, Socket } from "node:net";
import { fail, type Result } from "../../core/result.ts";
import type { HttpFailure } from "../../ports/http.ts";
import { NOT_PUBLIC_CODE } from "./public-address.ts";

/** Silence on a connection after which nobody is there any more. */
const SILENCE_MS_MAX = 60_000;

export interface ExchangeRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly lookup?: LookupFunction;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** Takes the answer as it comes; a rejection ends the exchange with its failure. */
export type ReadAnswer<Value> = (answer: IncomingMessage) => Promise<Result<Value, HttpFailure>>;

/**
 * One request on a connection of its own, one answer. `fetch` is not used: it sends a request a second time when a server
 * answers 421, and of an error it does not tell whether anything was sent before. Here the request leaves when the
 * connection stands, so an error before that moment proves that nobody has heard of it.
 */
export function exchange<Value>(
  request: ExchangeRequest,
  read: ReadAnswer<Value>,
): Promise<Result<Value, HttpFailure>> {
  const { url, signal, timeoutMs, body } = request;
  if (signal.aborted) return Promise.resolve(fail(stopped("no")));
  return new Promise((resolve) => {
    let sent: HttpFailure["sent"] = "no";
    let ending: HttpFailure | undefined;
    const secure = url.protocol === "https:";
    const outgoing = (secure ? secureRequest : plainRequest)(url, {
      method: request.method,
      // Sockets that were used before can be dead without anybody knowing, which would look like a lost answer.
      agent: secure ? new SecureAgent({ keepAlive: false }) : new PlainAgent({ keepAlive: false }),
      headers: {
        ...request.headers,
        "accept-encoding": "identity",
        ...(body === undefined ? {} : { "content-length": String(body.byteLength) }),
      },
      ...(request.lookup === undefined ? {} : { lookup: request.lookup }),
    });
    const end = (failure: HttpFailure): void => {
      ending ??= failure;
      outgoing.destroy();
    };
    const timer = setTimeout(() => end(timedOut(sent, timeoutMs)), timeoutMs);
    const onAbort = (): void => end(stopped(sent));
    signal.addEventListener("abort", onAbort, { once: true });
    const finish = (result: Result<Value, HttpFailure>): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      resolve(ending === undefined ? result : fail(ending));
      outgoing.destroy();
    };
    outgoing.on("socket", (socket: Socket) => {
      socket.once(secure ? "secureConnect" : "connect", () => {
        sent = "maybe";
      });
      socket.setTimeout(Math.min(timeoutMs, SILENCE_MS_MAX), () => end(timedOut(sent, SILENCE_MS_MAX)));
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => finish(fail(failureOf(error, sent))));
    outgoing.on("response", (answer) => {
      read(answer).then(finish, (error: NodeJS.ErrnoException) => finish(fail(failureOf(error, "maybe"))));
    });
    outgoing.end(body);
  });
}

function failureOf(error: NodeJS.ErrnoException, sent: HttpFailure["sent"]): HttpFailure {
  const message = wordsOf(error);
  if (error.code === NOT_PUBLIC_CODE) return { kind: "refused-address", sent: "no", message };
  return { kind: sent === "no" ? "unreachable" : "broken-off", sent, message };
}

/** The system's words; several addresses that were tried in vain come as one error without any. */
function wordsOf(error: NodeJS.ErrnoException): string {
  if (error instanceof AggregateError && error.message === "")
    return error.errors.map((one) => (one instanceof Error ? one.message : String(one))).join("; ");
  return error.message === "" ? (error.code ?? "the connection failed") : error.message;
}

function timedOut(sent: HttpFailure["sent"], milliseconds: number): HttpFailure {
  return { kind: "timeout", sent, message: `no answer within ${Math.ceil(milliseconds / 1000)} s` };
}

function stopped(sent: HttpFailure["sent"]): HttpFailure {
  return { kind: "stopped", sent, message: "the run was stopped" };
}

/** Headers with one value each, names in small letters. */
export function headersOf(answer: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(answer.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}
