import { canonicalJson, sha256 } from "../digest.ts";
import type { Json } from "../json.ts";

/** `hmac-sha256:` and 64 hexadecimal digits. */
export type KeyedDigest = `hmac-sha256:${string}`;

/** Bytes of a SHA-256 block (RFC 2104). */
const BLOCK_BYTES = 64;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/**
 * HMAC-SHA-256 of a value's canonical JSON under the production's salt. Public manifests carry these in place of plain
 * digests: a prompt is short and guessable, and its plain hash would let anybody confirm a guess. `purpose` keeps the
 * same text in two roles apart.
 */
export function keyedDigest(salt: Uint8Array, purpose: string, value: Json): KeyedDigest {
  return `hmac-sha256:${hmacSha256(salt, new TextEncoder().encode(canonicalJson([purpose, value])))}`;
}

/** HMAC after RFC 2104, as hexadecimal digits. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): string {
  const block = new Uint8Array(BLOCK_BYTES);
  block.set(key.length > BLOCK_BYTES ? hash(key) : key);
  const padded = (pad: number): Uint8Array => block.map((byte) => byte ^ pad);
  return hex(join(padded(OUTER_PAD), hash(join(padded(INNER_PAD), message))));
}

function hash(bytes: Uint8Array): Uint8Array {
  const digits = hex(bytes);
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) =>
    Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16),
  );
}

function hex(bytes: Uint8Array): string {
  return sha256(bytes).slice("sha256:".length);
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
