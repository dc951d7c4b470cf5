/** Just enough deterministic CBOR (RFC 8949) to write a COSE_Sign1. Every function answers encoded bytes. */
const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;

export const CBOR_NULL = Buffer.from([0xf6]);

function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(major << 5) | count]);
  if (count < 0x100) return Buffer.from([(major << 5) | 24, count]);
  if (count < 0x10000) return Buffer.from([(major << 5) | 25, count >> 8, count & 255]);
  const wide = Buffer.alloc(5);
  wide[0] = (major << 5) | 26;
  wide.writeUInt32BE(count, 1);
  return wide;
}

export function cborInteger(value: number): Buffer {
  return value >= 0 ? head(UNSIGNED, value) : head(NEGATIVE, -1 - value);
}

export function cborBytes(value: Uint8Array): Buffer {
  return Buffer.concat([head(BYTES, value.length), value]);
}

export function cborText(value: string): Buffer {
  const bytes = Buffer.from(value, "utf8");
  return Buffer.concat([head(TEXT, bytes.length), bytes]);
}

/** `items` are encoded already. */
export function cborArray(items: readonly Uint8Array[]): Buffer {
  return Buffer.concat([head(ARRAY, items.length), ...items]);
}

/** Pairs of encoded key and value, kept in the given order. */
export function cborMap(pairs: readonly (readonly [Uint8Array, Uint8Array])[]): Buffer {
  return Buffer.concat([head(MAP, pairs.length), ...pairs.flat()]);
}
