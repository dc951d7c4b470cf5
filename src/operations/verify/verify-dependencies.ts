import type { Digest } from "../../core/digest.ts";
import type { DsseEnvelope } from "../../core/dsse.ts";
import type { EnvelopeCheck } from "../../core/provenance/judge-lock.ts";
import type { ReadManifest } from "../../core/provenance/manifest-reading.ts";
import type { Result } from "../../core/result.ts";
import type { TrustDocument, TrustKey } from "../../core/trust.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";

/** The outside world of `verify`; none of it is a network. */
export interface VerifyDependencies {
  readonly clock: Clock;
  /** Absent: no journal is here, and the chain of locks is unavailable unless older locks are given. */
  readonly journal?: Journal;
  /** Bytes of a small file; undefined when it is not there. Rejects above `bytesMax`. */
  readBytes(path: string, bytesMax: number): Promise<Uint8Array | undefined>;
  /**
   * Where the file of that digest lies, unchecked: a damaged file must be found and called damaged. Undefined when no
   * file stands in its place.
   */
  locateMedia(media: Digest): Promise<string | undefined>;
  fileDigest(path: string): Promise<{ readonly sha256: Digest; readonly bytes: number }>;
  /** A reader of manifests against these lists. */
  manifestReader(trust: TrustDocument): ReadManifest;
  checkEnvelope(envelope: DsseEnvelope, keys: readonly TrustKey[]): EnvelopeCheck;
  readTrust(text: string): Result<TrustDocument, string>;
  /** Hexadecimal SHA-256 of every decoded frame in order; undefined when the file cannot be decoded here. */
  frameHashes(path: string): Promise<readonly string[] | undefined>;
}

export interface VerifyRequest {
  /** `episodes/E101.lock.json`. */
  readonly lockFile: string;
  /** `episodes/E101.lock.dsse.json`. */
  readonly signatureFile: string;
  readonly trustFile: string;
  /** Locks signed before this one, oldest first, where somebody kept them. */
  readonly olderLocks?: readonly string[];
  /** Refuse everything signed with development keys. */
  readonly production: boolean;
  /** Fingerprint that the trust list must have. */
  readonly root?: Digest;
  /** False: do not decode pictures. Default true. */
  readonly pictures?: boolean;
}
