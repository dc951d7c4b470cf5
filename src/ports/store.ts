import type { Digest } from "../core/digest.ts";

/** Content-addressed, immutable files. A damaged file is reported as missing-or-damaged, never handed out. */
export interface Store {
  readonly id: string;
  readonly durable: boolean;
  put(path: string): Promise<{ readonly sha256: Digest; readonly bytes: number }>;
  /** Absolute local path of the bytes, checked against the digest; undefined when they are not here. */
  pathOf(sha256: Digest): Promise<string | undefined>;
  has(sha256: Digest): Promise<boolean>;
}
