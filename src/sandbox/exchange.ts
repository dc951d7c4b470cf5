import type { Json } from "../core/json.ts";

/** One request as a vendor sees it. */
export interface Exchange {
  readonly method: string;
  /** Decoded path, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  /** Address the client spoke to, `http://127.0.0.1:4100`; answers name their links under it. */
  readonly origin: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or bytes with their own content type. */
  readonly json?: Json;
  readonly bytes?: Uint8Array;
  /** Of `bytes`, only so many are sent before the line is cut. */
  readonly cutAfter?: number;
}

/** The body as JSON; undefined when it is none. */
export function jsonBody(exchange: Exchange): Json | undefined {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(exchange.body)) as Json;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text after `Bearer ` or another scheme; undefined without it. */
export function credential(exchange: Exchange, scheme: string): string | undefined {
  const header = exchange.headers["authorization"];
  return header?.startsWith(`${scheme} `) === true ? header.slice(scheme.length + 1).trim() : undefined;
}
