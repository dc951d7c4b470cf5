import type { Digest } from "../core/digest.ts";
import type { Json } from "../core/json.ts";
import type { Result } from "../core/result.ts";

/**
 * The network as one engine may use it: requests to its own address, which may carry its key, and downloads from wherever
 * the vendor puts footage, which never do.
 */
export interface Http {
  /** Sends a request once: it is never repeated and no redirect is followed. Any status is an answer, not a failure. */
  send(request: HttpRequest): Promise<Result<HttpAnswer, HttpFailure>>;
  /** Puts a file where the vendor says, on a public https address or its own, without our key. */
  upload(request: UploadRequest): Promise<Result<HttpAnswer, HttpFailure>>;
  /** Streams a file from a public https address, or from the engine's own, to a path; the file is there only when it is whole. */
  download(request: DownloadRequest): Promise<Result<Download, DownloadFailure>>;
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below the engine's own address; any other host is refused before anything is sent. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: HttpBody;
  readonly signal: AbortSignal;
  /** Most time until the whole answer is here. */
  readonly timeoutMs?: number;
  readonly answerBytesMax?: number;
}

export type HttpBody =
  /** JSON as text, so that a seed of 64 bits keeps its digits. */
  | { readonly kind: "json"; readonly text: string }
  | { readonly kind: "form"; readonly fields: Readonly<Record<string, string>>; readonly file: FormFile };
export interface FormFile {
  readonly field: string;
  readonly name: string;
  readonly mimeType: string;
  readonly bytes: Uint8Array;
}

export interface UploadRequest {
  readonly url: string;
  readonly body: Extract<HttpBody, { kind: "form" }>;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Undefined when the answer is no JSON. */
  readonly json: Json | undefined;
  /** How long the server asks us to wait, whichever way it said so. */
  readonly retryAfterMs?: number;
}

export interface HttpFailure {
  readonly kind: "unreachable" | "timeout" | "broken-off" | "too-large" | "refused-address" | "stopped";
  /** `no`: not one byte of the request left this machine. Otherwise the server may have acted on it. */
  readonly sent: "no" | "maybe";
  readonly message: string;
}

export interface DownloadRequest {
  readonly url: string;
  /** Where the file is put; nothing stands there before it is whole. */
  readonly path: string;
  readonly signal: AbortSignal;
  readonly bytesMax?: number;
  /** Most time for the whole file. */
  readonly timeoutMs?: number;
}
export interface Download {
  readonly sha256: Digest;
  readonly bytes: number;
  readonly mimeType?: string;
}
export interface DownloadFailure {
  /**
   * `gone`: the server says that there is no such file for us (401, 403, 404, 410). `unsafe`: the address leads where no
   * vendor keeps footage, or it is no address. `too-large`: over the limit; asking again changes nothing.
   */
  readonly kind: "gone" | "unsafe" | "too-large" | "truncated" | "server" | "unreachable" | "stopped";
  readonly message: string;
  readonly retryAfterMs?: number;
}
