import { CBOR_NULL, cborArray, cborBytes, cborInteger, cborMap, cborText } from "./cbor.ts";

/** Algorithms by their COSE numbers (RFC 9053). */
export const COSE_ALGORITHMS = { es256: -7, es384: -35, ed25519: -8 } as const;
export type CoseAlgorithm = keyof typeof COSE_ALGORITHMS;

/** Gives the raw signature (r and s side by side, or ed25519's 64 bytes) over the bytes; the key may live elsewhere. */
export type RawSign = (toBeSigned: Uint8Array) => Promise<Uint8Array>;

/** What the WASM module asks for: a complete COSE_Sign1 of exactly `reserveSize` bytes. */
export interface CoseSigner {
  readonly alg: CoseAlgorithm;
  readonly reserveSize: number;
  sign(claim: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
}

const HEADER_ALGORITHM = 1;
const HEADER_CERTIFICATES = 33;
/** Room for signature and padding beside the certificates. */
const ROOM_BYTES = 1024;
const EMPTY = cborBytes(Buffer.alloc(0));
/** Tag 18, COSE_Sign1. */
const TAG_SIGN1 = Buffer.from([0xd2]);
/** Lengths of CBOR prefixes jump by at most this much, so a second pad of a few bytes fills every hole. */
const SECOND_PAD_MAX = 12;

/** `chain`: certificates in DER, leaf first, without the root. */
export function coseSigner(chain: readonly Uint8Array[], alg: CoseAlgorithm, rawSign: RawSign): CoseSigner {
  const [leaf] = chain;
  if (leaf === undefined) throw new Error("the certificate chain is empty");
  const certificates = chain.length === 1 ? cborBytes(leaf) : cborArray(chain.map(cborBytes));
  const protectedHeader = cborMap([
    [cborInteger(HEADER_ALGORITHM), cborInteger(COSE_ALGORITHMS[alg])],
    [cborInteger(HEADER_CERTIFICATES), certificates],
  ]);
  const reserveSize = protectedHeader.length + ROOM_BYTES;
  return {
    alg,
    reserveSize,
    async sign(claim) {
      const parts = [cborText("Signature1"), cborBytes(protectedHeader), EMPTY, cborBytes(claim)];
      const signature = await rawSign(cborArray(parts));
      return padTo(reserveSize, (pads) => {
        const unprotected = pads.map((count, index): [Buffer, Buffer] => [
          cborText(index === 0 ? "pad" : "pad2"),
          cborBytes(Buffer.alloc(count)),
        ]);
        const message = [cborBytes(protectedHeader), cborMap(unprotected), CBOR_NULL, cborBytes(signature)];
        return Buffer.concat([TAG_SIGN1, cborArray(message)]);
      });
    },
  };
}

/** CBOR prefixes grow at 24, 256 and 65536, so one pad cannot reach some sizes: those take a second one. */
function padTo(size: number, build: (pads: readonly number[]) => Buffer): Uint8Array<ArrayBuffer> {
  const room = size - build([0]).length;
  if (room < 0) throw new Error(`the signature is ${-room} bytes longer than the room reserved for it`);
  for (let pad = room; pad >= Math.max(0, room - 8); pad -= 1) {
    const bytes = build([pad]);
    if (bytes.length === size) return new Uint8Array(bytes);
  }
  for (let pad = Math.max(0, room - SECOND_PAD_MAX); pad >= 0; pad -= 1)
    for (let second = 0; second < SECOND_PAD_MAX; second += 1) {
      const bytes = build([pad, second]);
      if (bytes.length === size) return new Uint8Array(bytes);
    }
  throw new Error(`no padding fits ${size} bytes`);
}
