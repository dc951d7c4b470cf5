import { type Digest, sha256 } from "../digest.ts";

/** Essence of some pictures: SHA-256 over the hexadecimal SHA-256 of each decoded frame, in order, one a line. */
export function essenceOfFrames(frameHashes: readonly string[]): Digest {
  return sha256(frameHashes.join("\n"));
}
