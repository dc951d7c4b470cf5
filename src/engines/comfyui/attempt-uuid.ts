import { createHash } from "node:crypto";

/** Namespace of attempts, drawn once; with it, the same attempt has the same id on every machine. */
const NAMESPACE = "6f1b0f0a-3f0e-4c55-9d5a-7f2f0b1c9e41";

/** UUIDv5 of an attempt key, in small letters as the server wants it. */
export function attemptUuid(attempt: string): string {
  const namespace = Buffer.from(NAMESPACE.replaceAll("-", ""), "hex");
  const bytes = createHash("sha1").update(namespace).update(attempt, "utf8").digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
