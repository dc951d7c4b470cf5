import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { LookupFunction } from "node:net";
import type { Json } from "../../core/json.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Http, HttpAnswer, HttpBody, HttpFailure, HttpRequest, UploadRequest } from "../../ports/http.ts";
import { type AllowedAddress, footageUrl, isOwn, ownUrl } from "./allowed-url.ts";
import { download } from "./download.ts";
import { exchange, headersOf } from "./exchange.ts";
import { publicLookup, type ResolveName, systemResolve } from "./public-address.ts";
import { retryAfterMs } from "./retry-after.ts";

const TIMEOUT_MS = 60_000;
const ANSWER_BYTES_MAX = 8 * 1024 * 1024;

export interface HttpOptions extends AllowedAddress {
  readonly clock: Clock;
  /** Headers that the user's entry gives along for its own address, for a gate that stands before it. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly resolveName?: ResolveName;
}

/** The network of one engine. */
export function openHttp(options: HttpOptions): Http {
  const lookup = publicLookup(options.resolveName ?? systemResolve);
  return {
    send: (request) => send(request, options, lookup),
    upload: (request) => upload(request, options, lookup),
    download: (request) => download(request, { ...options, lookup }),
  };
}

async function send(
  request: HttpRequest,
  options: HttpOptions,
  lookup: LookupFunction,
): Promise<Result<HttpAnswer, HttpFailure>> {
  const url = ownUrl(request.url, options);
  if (!(url instanceof URL)) return fail({ kind: "refused-address", sent: "no", message: `not asked: ${url.says}` });
  return sendTo(url, { ...request, headers: { ...options.headers, ...request.headers } }, options, lookup);
}

/** Where a vendor wants a file is a vendor's word: checked like an address that footage comes from, and given no key. */
async function upload(
  request: UploadRequest,
  options: HttpOptions,
  lookup: LookupFunction,
): Promise<Result<HttpAnswer, HttpFailure>> {
  const url = footageUrl(request.url, options);
  if (!(url instanceof URL)) return fail({ kind: "refused-address", sent: "no", message: `not uploaded: ${url.says}` });
  const headers = isOwn(url, options) ? { ...options.headers } : {};
  return sendTo(url, { ...request, method: "POST", headers }, options, lookup);
}

function sendTo(
  url: URL,
  request: Omit<HttpRequest, "url">,
  options: HttpOptions,
  lookup: LookupFunction,
): Promise<Result<HttpAnswer, HttpFailure>> {
  const body = request.body === undefined ? undefined : encoded(request.body);
  return exchange(
    {
      method: request.method,
      url,
      headers: {
        accept: "application/json",
        ...request.headers,
        ...(body === undefined ? {} : { "content-type": body.type }),
      },
      ...(body === undefined ? {} : { body: body.bytes }),
      ...(isOwn(url, options) ? {} : { lookup }),
      signal: request.signal,
      timeoutMs: request.timeoutMs ?? TIMEOUT_MS,
    },
    (answer) => readWhole(answer, request.answerBytesMax ?? ANSWER_BYTES_MAX, options.clock),
  );
}

async function readWhole(
  answer: IncomingMessage,
  bytesMax: number,
  clock: Clock,
): Promise<Result<HttpAnswer, HttpFailure>> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > bytesMax)
      return fail({ kind: "too-large", sent: "maybe", message: `the answer is larger than ${bytesMax} bytes` });
    pieces.push(piece);
  }
  if (!answer.complete) return fail({ kind: "broken-off", sent: "maybe", message: "the answer broke off" });
  const text = Buffer.concat(pieces).toString("utf8");
  const headers = headersOf(answer);
  const wait = retryAfterMs(headers, clock.now());
  return ok({
    status: answer.statusCode ?? 0,
    headers,
    text,
    json: jsonOf(text),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

/** What is no JSON is no answer to build on; a vendor in trouble answers with a web page. */
function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function encoded(body: HttpBody): { readonly type: string; readonly bytes: Uint8Array } {
  if (body.kind === "json") return { type: "application/json", bytes: Buffer.from(body.text, "utf8") };
  const { file } = body;
  const boundary = `shotlock-${randomBytes(16).toString("hex")}`;
  const part = (name: string, more: string): string =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${plainName(name)}"${more}\r\n`;
  const fields = Object.entries(body.fields).map(([name, value]) => `${part(name, "")}\r\n${value}\r\n`);
  const head = `${fields.join("")}${part(file.field, `; filename="${plainName(file.name)}"`)}Content-Type: ${file.mimeType}\r\n\r\n`;
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([Buffer.from(head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}

/** A name cannot end its quotes or its line. */
function plainName(name: string): string {
  return name.replace(/["\r\n\\]/g, "_");
}
