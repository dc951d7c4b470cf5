import { readFile, stat } from "node:fs/promises";
import type { Digest } from "../../core/digest.ts";
import type { DsseEnvelope } from "../../core/dsse.ts";
import type { EnvelopeCheck } from "../../core/provenance/judge-lock.ts";
import type { ReadManifest } from "../../core/provenance/manifest-reading.ts";
import type { Result } from "../../core/result.ts";
import type { TrustDocument, TrustKey } from "../../core/trust.ts";
import { verifyDsse } from "../keys/dsse.ts";
import { readTrust } from "../keys/trust-file.ts";
import type { C2paThread } from "./c2pa-thread.ts";
import { sha256OfFile } from "./file-digest.ts";
import { manifestReader, readerTrust } from "./manifest-reader.ts";

/** What `verify` needs of disk, cryptography and the manifest reader, ready to be handed in. */
export interface VerifyTools {
  /** By absolute path. */
  readBytes(path: string, bytesMax: number): Promise<Uint8Array | "too-large" | undefined>;
  fileDigest(path: string): Promise<{ readonly sha256: Digest; readonly bytes: number }>;
  manifestReader(trust: TrustDocument): ReadManifest;
  checkEnvelope(envelope: DsseEnvelope, keys: readonly TrustKey[]): EnvelopeCheck;
  readTrust(text: string): Result<TrustDocument, string>;
}

export function verifyTools(thread: C2paThread): VerifyTools {
  return {
    readBytes,
    fileDigest: sha256OfFile,
    manifestReader: (trust) => manifestReader(thread, readerTrust(trust)),
    checkEnvelope: verifyDsse,
    readTrust,
  };
}

async function readBytes(path: string, bytesMax: number): Promise<Uint8Array | "too-large" | undefined> {
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined || !facts.isFile()) return undefined;
  if (facts.size > bytesMax) return "too-large";
  return new Uint8Array(await readFile(path));
}
