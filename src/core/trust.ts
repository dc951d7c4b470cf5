import type { Digest } from "./digest.ts";
import { digestOf } from "./digest.ts";
import type { Json } from "./json.ts";

/** What a key's signature is good for. */
export const KEY_ROLES = ["lock", "journal"] as const;
export type KeyRole = (typeof KEY_ROLES)[number];

/**
 * trust.json: the public side of a production's keys, committed. It is only as good as the way it came to the reader,
 * so its fingerprint is pinned (`verify --root`) or printed.
 */
export interface TrustDocument {
  readonly schema: "shotlock/trust/1";
  /** How many different lock keys must have signed a lock. */
  readonly threshold: number;
  readonly keys: readonly TrustKey[];
  /** Authorities whose certificates may sign takes and episodes. */
  readonly anchors: readonly TrustAnchor[];
  /** Authorities of named persons' identities; they never vouch for a take. */
  readonly peopleAnchors?: readonly TrustAnchor[];
  /** Authorities of time stamps; they never vouch for a take. */
  readonly timeStampAnchors?: readonly TrustAnchor[];
}

export interface TrustKey {
  /** SHA-256 of the public key's SubjectPublicKeyInfo. */
  readonly keyId: Digest;
  readonly publicKeyPem: string;
  /** Whose it is, for people. */
  readonly holder: string;
  readonly roles: readonly KeyRole[];
  /** ISO dates or times in UTC between which its signatures count. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** Made by `keys init`; refused by `verify --production`. */
  readonly development: boolean;
}

export interface TrustAnchor {
  /** SHA-256 of the certificate's DER bytes. */
  readonly fingerprint: Digest;
  readonly certificatePem: string;
  readonly holder: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly development: boolean;
}

/** Fingerprint of everything that is trusted; a changed, added or removed key changes it. */
export function trustFingerprint(trust: TrustDocument): Digest {
  return digestOf(trust as unknown as Json);
}

/** `sha256:ab..`, with or without the prefix, colons, spaces and capitals, as people paste it; undefined if it is none. */
export function parseFingerprint(text: string): Digest | undefined {
  const digits = text
    .trim()
    .replace(/^sha256[:-]/i, "")
    .replace(/[\s:]/g, "")
    .toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? `sha256:${digits}` : undefined;
}

/** First and last digits in groups of four, for a person who compares by eye: `3f2a 91c0 ... 77de 0b12`. */
export function shortFingerprint(fingerprint: Digest): string {
  const digits = fingerprint.slice("sha256:".length);
  const group = (text: string): string => text.replace(/(....)(?=.)/g, "$1 ");
  return `${group(digits.slice(0, 16))} ... ${group(digits.slice(-8))}`;
}

/** The trust list with another's keys and anchors added; what stands there already is kept as it is. */
export function withTrust(trust: TrustDocument, other: TrustDocument): TrustDocument {
  const keys = other.keys.filter((key) => !trust.keys.some((own) => own.keyId === key.keyId));
  const anchors = other.anchors.filter(
    (anchor) => !trust.anchors.some((own) => own.fingerprint === anchor.fingerprint),
  );
  return { ...trust, keys: [...trust.keys, ...keys], anchors: [...trust.anchors, ...anchors] };
}

/** What viewers show as the signer of anything made with keys of `keys init`. */
export const DEVELOPMENT_ORGANISATION = "shotlock development";

/** True when the entry counts at that moment; a person may have set an earlier end than the certificate has. */
export function countsAt(entry: Pick<TrustAnchor, "notBefore" | "notAfter">, nowMs: number): boolean {
  return nowMs >= Date.parse(entry.notBefore) && nowMs <= Date.parse(entry.notAfter);
}

/** The trust list without authorities that do not count at that moment; keys are judged one by one. */
export function withCurrentAnchors(trust: TrustDocument, nowMs: number): TrustDocument {
  return { ...trust, anchors: trust.anchors.filter((anchor) => countsAt(anchor, nowMs)) };
}

/** The trust list without anything that `keys init` made: what `verify --production` goes by. */
export function withoutDevelopment(trust: TrustDocument): TrustDocument {
  const anchors = trust.anchors.filter((anchor) => !anchor.development);
  return { ...trust, keys: trust.keys.filter((key) => !key.development), anchors };
}
