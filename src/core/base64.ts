/**
 * Groups of four; in the last one the bits that no byte uses are zero. Decoders pass over these bits, so without this a
 * changed letter of a signature would read as the same signature.
 */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/;

/** True for the one spelling that bytes have in base64. */
export function isBase64(text: string): boolean {
  return BASE64.test(text);
}
