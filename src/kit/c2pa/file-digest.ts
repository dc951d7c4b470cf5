import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { Digest } from "../../core/digest.ts";

/** SHA-256 and length of a file, read in pieces. Rejects when it cannot be read. */
export async function sha256OfFile(path: string): Promise<{ readonly sha256: Digest; readonly bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const part of createReadStream(path)) {
    hash.update(part as Buffer);
    bytes += (part as Buffer).length;
  }
  return { sha256: `sha256:${hash.digest("hex")}`, bytes };
}
