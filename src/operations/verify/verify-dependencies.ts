import type { Digest } from "../../core/digest.ts";
import type { DsseEnvelope } from "../../core/dsse.ts";
import type { Tier } from "../../core/production.ts";
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
  /** Bytes of a small file by its path in the repository; undefined when it is not there, `too-large` above `bytesMax`. */
  readBytes(path: string, bytesMax: number): Promise<Uint8Array | "too-large" | undefined>;
  /** Digest of a file by its path in the repository; undefined when it is not there. */
  digestAt(path: string): Promise<Digest | undefined>;
  /**
   * Where the file of that digest lies, unchecked: a damaged file must be found and called damaged. Undefined when no
   * file stands in its place.
   */
  locateMedia(media: Digest): Promise<string | undefined>;
  /** Texts of the lock as it was committed before, newest first; empty when no history is here. */
  committedLocks(lockFile: string): Promise<readonly string[]>;
  fileDigest(path: string): Promise<{ readonly sha256: Digest; readonly bytes: number }>;
  /** A reader of manifests against these lists. */
  manifestReader(trust: TrustDocument): ReadManifest;
  checkEnvelope(envelope: DsseEnvelope, keys: readonly TrustKey[]): EnvelopeCheck;
  readTrust(text: string): Result<TrustDocument, string>;
  /** Hexadecimal SHA-256 of every decoded frame in order; undefined when the file cannot be decoded here. */
  frameHashes(path: string): Promise<readonly string[] | undefined>;
}

/** Where the copies for people lie; all paths are the repository's. */
export interface VerifyPlaces {
  /** Folder of the readable copies, `SH0030.v002.json`. */
  readonly provenance: string;
  /** Folder of the posters, `SH0030.v002.jpg`. */
  readonly posters: string;
  /** The conformed episode and its contact sheet as laid out for people, by the ids of show and episode. */
  output(show: string, episode: string, tier: Tier): { readonly film: string; readonly contactSheet: string };
}

/** Paths are the repository's, so that the same files give the same report on every machine. */
export interface VerifyRequest {
  /** `productions/elves/episodes/E101.lock.json`. */
  readonly lockFile: string;
  /** `productions/elves/episodes/E101.lock.dsse.json`. */
  readonly signatureFile: string;
  readonly trustFile: string;
  readonly places: VerifyPlaces;
  /** Locks signed before this one, oldest first, where somebody kept them. */
  readonly olderLocks?: readonly string[];
  /** Refuse everything signed with development keys. */
  readonly production: boolean;
  /** Fingerprint that the trust list must have. */
  readonly root?: Digest;
  /** False: do not decode pictures. Default true. */
  readonly pictures?: boolean;
}
