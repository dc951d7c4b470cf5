import { createHash } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import type { LookupFunction } from "node:net";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Download, DownloadFailure, DownloadRequest, HttpFailure } from "../../ports/http.ts";
import { type AllowedAddress, footageUrl, isAtAddress, isOwn } from "./allowed-url.ts";
import { exchange, headersOf } from "./exchange.ts";
import { retryAfterMs } from "./retry-after.ts";

const REDIRECTS_MAX = 5;
/** Ten minutes of the best masters; more is no shot. */
const BYTES_MAX = 8 * 1024 ** 3;
const TIMEOUT_MS = 30 * 60_000;
/** Statuses with which a server says that this file is not there for us. */
const GONE: ReadonlySet<number> = new Set([401, 403, 404, 410]);

interface DownloadWay extends AllowedAddress {
  readonly lookup: LookupFunction;
  readonly clock: Clock;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Follows redirects by hand: each hop is checked like the first. */
export async function download(request: DownloadRequest, way: DownloadWay): Promise<Result<Download, DownloadFailure>> {
  let target = request.url;
  for (let hop = 0; hop <= REDIRECTS_MAX; hop += 1) {
    const url = footageUrl(target, way);
    if (!(url instanceof URL)) return fail({ kind: "unsafe", message: `not fetched: ${url.says}` });
    const answered = await oneHop(url, request, way);
    if (!answered.ok) return answered;
    if (!("next" in answered.value)) return ok(answered.value);
    if (!URL.canParse(answered.value.next, url.href))
      return fail({ kind: "unsafe", message: "it is redirected to no address" });
    target = new URL(answered.value.next, url.href).href;
  }
  return fail({ kind: "unsafe", message: `redirected more than ${REDIRECTS_MAX} times` });
}

type Hop = Download | { readonly next: string };

async function oneHop(url: URL, request: DownloadRequest, way: DownloadWay): Promise<Result<Hop, DownloadFailure>> {
  const own = isOwn(url, way);
  let failure: DownloadFailure | undefined;
  const answered = await exchange<Hop | undefined>(
    {
      method: "GET",
      url,
      // The key of a vendor never goes along; what opens the user's own gate does.
      headers: isAtAddress(url, way) ? { ...way.headers } : {},
      ...(own ? {} : { lookup: way.lookup }),
      signal: request.signal,
      timeoutMs: request.timeoutMs ?? TIMEOUT_MS,
    },
    async (answer) => {
      const came = await receive(answer, request, way);
      if (came.ok) return came;
      failure = came.error;
      return ok(undefined);
    },
  );
  if (failure !== undefined) return fail(failure);
  if (!answered.ok) return fail(asDownloadFailure(answered.error));
  return answered.value === undefined ? fail({ kind: "server", message: "no file came" }) : ok(answered.value);
}

function asDownloadFailure({ kind, sent, message }: HttpFailure): DownloadFailure {
  if (kind === "stopped") return { kind: "stopped", message };
  if (kind === "refused-address") return { kind: "unsafe", message };
  return { kind: sent === "no" ? "unreachable" : "truncated", message };
}

async function receive(
  answer: IncomingMessage,
  request: DownloadRequest,
  way: DownloadWay,
): Promise<Result<Hop, DownloadFailure>> {
  const status = answer.statusCode ?? 0;
  const headers = headersOf(answer);
  const location = headers["location"];
  if (status >= 300 && status < 400 && location !== undefined) return ok({ next: location });
  if (GONE.has(status)) return fail({ kind: "gone", message: `the file is not there for us: ${status}` });
  if (status !== 200) {
    const wait = retryAfterMs(headers, way.clock.now());
    return fail({
      kind: "server",
      message: `the server answered ${status}`,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    });
  }
  const bytesMax = request.bytesMax ?? BYTES_MAX;
  const promised = headers["content-length"] === undefined ? undefined : Number(headers["content-length"]);
  if (promised !== undefined && promised > bytesMax) return fail(tooLarge(bytesMax));
  return store(answer, request.path, { promised, bytesMax, mimeType: headers["content-type"] });
}

interface Expected {
  readonly promised: number | undefined;
  readonly bytesMax: number;
  readonly mimeType: string | undefined;
}

/** Writes beside the place and moves it there when it is whole. */
async function store(
  answer: IncomingMessage,
  path: string,
  { promised, bytesMax, mimeType }: Expected,
): Promise<Result<Download, DownloadFailure>> {
  const part = `${path}.part`;
  const file = await open(part, "w");
  try {
    const written = await pour(answer, file, bytesMax);
    if (written === undefined) return fail(tooLarge(bytesMax));
    const { bytes, digest } = written;
    if (!answer.complete || bytes === 0 || (promised !== undefined && bytes !== promised))
      return fail({ kind: "truncated", message: `${bytes} of ${promised ?? "an unknown number of"} bytes came` });
    await file.sync();
    await rename(part, path);
    return ok({ sha256: `sha256:${digest}`, bytes, ...(mimeType === undefined ? {} : { mimeType }) });
  } finally {
    await file.close();
    await rm(part, { force: true });
  }
}

/** Undefined when more came than is taken. */
async function pour(
  answer: IncomingMessage,
  file: FileHandle,
  bytesMax: number,
): Promise<{ readonly bytes: number; readonly digest: string } | undefined> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > bytesMax) return undefined;
    hash.update(piece);
    for (let done = 0; done < piece.length; ) done += (await file.write(piece, done)).bytesWritten;
  }
  return { bytes, digest: hash.digest("hex") };
}

function tooLarge(bytesMax: number): DownloadFailure {
  return { kind: "too-large", message: `the file is larger than ${bytesMax} bytes` };
}
