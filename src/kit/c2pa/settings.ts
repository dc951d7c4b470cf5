import { certificatesOf } from "../keys/certificates.ts";

/**
 * Trust lists for reading manifests, each a PEM bundle. Kept apart because this WASM version lets a time-stamp or people
 * root vouch for a claim signer as well; the judge reads from which list the trust came (decision 0006).
 */
export interface C2paTrust {
  /** Roots (or intermediates) of claim signers. */
  readonly claimSigners: string;
  /** Roots of named persons' identities. */
  readonly people?: string;
  /** Roots of time-stamp authorities. */
  readonly timeStamps?: string;
}

/** emailProtection and c2pa-kp-claimSigning; without this list the second is unknown to the module. */
const KEY_USAGES = "1.3.6.1.5.5.7.3.4\n1.3.6.1.4.1.62558.2.1\n";

/**
 * Settings of c2pa-wasm 0.13.3 that reach `Trusted`. Throws when a list is not clean PEM of certificates: the module
 * ignores broken PEM in silence, so it is checked here.
 */
export function c2paSettings(trust: C2paTrust): string {
  const anchors: { trust_kind: string; trust_uri: string; trust_anchors: string }[] = [];
  const add = (kind: string, uri: string, pem: string | undefined): void => {
    if (pem === undefined) return;
    certificatesOf(pem);
    anchors.push({ trust_kind: kind, trust_uri: uri, trust_anchors: pem });
  };
  // An empty list is a list, it trusts nobody; but the module takes an empty text for a mistake.
  const signers = trust.claimSigners === "" ? {} : { trust_anchors: trust.claimSigners };
  if (trust.claimSigners !== "") certificatesOf(trust.claimSigners);
  add("cawg", "urn:shotlock:people", trust.people);
  add("tsa", "urn:shotlock:time-stamps", trust.timeStamps);
  return JSON.stringify({
    version: 1,
    trust: { ...signers, trust_config: KEY_USAGES, anchors },
    verify: {
      verify_trust: true,
      verify_timestamp_trust: true,
      ocsp_fetch: false,
      remote_manifest_fetch: false,
      // What was written is read back from the disk and judged instead.
      verify_after_sign: false,
    },
    builder: { thumbnail: { enabled: false } },
  });
}
