import { createHash } from "node:crypto";
import type { Json } from "./json.ts";

/** `sha256:` and 64 lower-case hexadecimal digits. */
export type Digest = `sha256:${string}`;

/**
 * Canonical JSON after RFC 8785 (keys sorted by UTF-16 code unit, no white space), for the values core knows:
 * strings, booleans, null, arrays, objects and safe integers. A fraction is our bug: nothing stored is a float.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new Error(`shotlock bug: ${value} is not a safe integer`);
    return Object.is(value, -0) ? "0" : String(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const object = value as { readonly [key: string]: Json };
  const keys = Object.keys(object).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key] as Json)}`).join(",")}}`;
}

/** SHA-256 of text (as UTF-8) or bytes. */
export function sha256(data: string | Uint8Array): Digest {
  return `sha256:${createHash("sha256").update(data).digest("hex")}`;
}

/** SHA-256 of a value's canonical JSON. */
export function digestOf(value: Json): Digest {
  return sha256(canonicalJson(value));
}
