import { createPublicKey, type X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fail, ok, type Result } from "../../core/result.ts";
import { DEVELOPMENT_ORGANISATION, type TrustAnchor, type TrustDocument } from "../../core/trust.ts";
import type { CoseAlgorithm, RawSign } from "../c2pa/cose.ts";
import { certificateFingerprint, certificatesOf, organisationOf, validityOf } from "./certificates.ts";
import { type BytesSigner, bytesSignerFrom } from "./ed25519.ts";
import type { KeysFailure } from "./keys-failure.ts";
import { readPrivateFile } from "./private-folder.ts";
import { algorithmOf, signWithCommand, signWithKey } from "./raw-signer.ts";

/** Names of the files in a folder of keys; `keys init` writes them, a studio may lay the same ones there itself. */
export const KEY_FILES = {
  chain: "claim-chain.pem",
  claimKey: "claim-key.pem",
  anchors: "anchors.pem",
  lockKey: "lock-key.pem",
  salt: "salt.hex",
  /** Only in folders made by `keys init`. */
  about: "about.json",
} as const;

/** Where keys come from: a folder, or a studio's own chain with a key file or a signing command. */
export interface KeySource {
  readonly folder: string;
  /** Overrides of the folder's files; a studio's chain, leaf first. */
  readonly chainPath?: string;
  readonly anchorsPath?: string;
  readonly claimKeyPath?: string;
  readonly claimCommand?: readonly [string, ...string[]];
}

/** Everything that signs here. Private keys are inside functions and cannot be printed by accident. */
export interface SigningKeys {
  readonly development: boolean;
  /** Organisation of the signing certificate. */
  readonly holder: string;
  readonly claim: ClaimKey;
  /** Signs locks and journal batches. */
  readonly lock: BytesSigner;
  /** The production's salt for keyed digests, secret. */
  readonly salt: Uint8Array;
  /** The public side, for trust.json. */
  readonly trust: TrustDocument;
}

export interface ClaimKey {
  /** Leaf first, without the root. */
  readonly chain: readonly X509Certificate[];
  /** Roots the chain ends in, PEM; undefined when the studio named none. */
  readonly anchorsPem: string | undefined;
  readonly alg: CoseAlgorithm;
  readonly rawSign: RawSign;
  readonly validFromMs: number;
  readonly validToMs: number;
}

const SALT_BYTES_MIN = 16;
const isoDay = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Reads and checks keys: modes, PEM, that key and certificate belong together. Looks at no clock. */
export function loadSigningKeys(source: KeySource): Result<SigningKeys, KeysFailure> {
  const inFolder = (name: string): string => join(source.folder, name);
  const chainPath = source.chainPath ?? inFolder(KEY_FILES.chain);
  if (!existsSync(chainPath))
    return fail({
      code: "KEYS_MISSING",
      message: `there is no certificate at ${chainPath}`,
      hint: "make development keys: shotlock keys init",
    });
  const lockKey = readPrivateFile(inFolder(KEY_FILES.lockKey));
  if (!lockKey.ok) return lockKey;
  const salt = readPrivateFile(inFolder(KEY_FILES.salt));
  if (!salt.ok) return salt;
  const ownsCommand = source.claimCommand !== undefined;
  const claimKey = ownsCommand ? ok("") : readPrivateFile(source.claimKeyPath ?? inFolder(KEY_FILES.claimKey));
  if (!claimKey.ok) return claimKey;
  try {
    const lock = bytesSignerFrom(lockKey.value);
    const claim = claimKeyOf(source, chainPath, claimKey.value);
    if (claim === undefined)
      return fail({
        code: "KEYS_DO_NOT_MATCH",
        message: "the private key is not the certificate's",
        hint: "name the chain and the key that were made together",
      });
    const madeByInit = existsSync(inFolder(KEY_FILES.about));
    const leaf = claim.chain[0];
    const holder = leaf === undefined ? "unnamed" : organisationOf(leaf);
    // By its name as well: a development certificate that was copied elsewhere stays one.
    const development = (source.chainPath === undefined && madeByInit) || holder === DEVELOPMENT_ORGANISATION;
    const saltBytes = new Uint8Array(Buffer.from(salt.value.trim(), "hex"));
    if (saltBytes.length < SALT_BYTES_MIN) throw new Error(`${KEY_FILES.salt} holds less than ${SALT_BYTES_MIN} bytes`);
    const partial = { development, holder, claim, lock };
    return ok({ ...partial, salt: saltBytes, trust: trustOf(partial, madeByInit) });
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : "unreadable keys";
    return fail({
      code: "KEYS_BROKEN",
      message,
      hint: "restore the keys from your backup, or make new ones: shotlock keys init",
    });
  }
}

function claimKeyOf(source: KeySource, chainPath: string, keyPem: string): ClaimKey | undefined {
  const bundle = certificatesOf(readFileSync(chainPath, "utf8"));
  const isRoot = (certificate: X509Certificate): boolean => certificate.issuer === certificate.subject;
  const chain = bundle.filter((certificate, index) => index === 0 || !isRoot(certificate));
  const leaf = chain[0];
  if (leaf === undefined) throw new Error(`${chainPath} holds no certificate`);
  const alg = algorithmOf(leaf);
  if (source.claimCommand === undefined) {
    const belongs = createPublicKey(keyPem).export({ type: "spki", format: "der" });
    if (!belongs.equals(leaf.publicKey.export({ type: "spki", format: "der" }))) return undefined;
  }
  const anchorsPath =
    source.anchorsPath ?? (source.chainPath === undefined ? join(source.folder, KEY_FILES.anchors) : undefined);
  const roots = bundle.filter((certificate, index) => index > 0 && isRoot(certificate)).map(String);
  const fromFile = anchorsPath !== undefined && existsSync(anchorsPath) ? readFileSync(anchorsPath, "utf8") : undefined;
  const { fromMs, toMs } = validityOf(leaf);
  return {
    chain,
    anchorsPem: fromFile ?? (roots.length > 0 ? roots.join("") : undefined),
    alg,
    rawSign: source.claimCommand === undefined ? signWithKey(keyPem, alg) : signWithCommand(source.claimCommand, alg),
    validFromMs: fromMs,
    validToMs: toMs,
  };
}

function trustOf(
  keys: Pick<SigningKeys, "development" | "holder" | "claim" | "lock">,
  lockOfInit: boolean,
): TrustDocument {
  const { development, holder, claim, lock } = keys;
  const anchors =
    claim.anchorsPem === undefined ? [] : certificatesOf(claim.anchorsPem).map((root) => anchorOf(root, development));
  // The lock key has no certificate: it counts as long as the authority beside it.
  const last = Math.max(claim.validToMs, ...anchors.map((anchor) => Date.parse(anchor.notAfter)));
  return {
    schema: "shotlock/trust/1",
    threshold: 1,
    keys: [
      {
        keyId: lock.keyId,
        publicKeyPem: lock.publicKeyPem,
        holder,
        roles: ["lock", "journal"],
        notBefore: isoDay(claim.validFromMs),
        notAfter: isoDay(last),
        development: lockOfInit,
      },
    ],
    anchors,
  };
}

/** The public entry of an authority's certificate. */
export function anchorOf(certificate: X509Certificate, development: boolean): TrustAnchor {
  const { fromMs, toMs } = validityOf(certificate);
  return {
    fingerprint: certificateFingerprint(certificate),
    certificatePem: certificate.toString(),
    holder: organisationOf(certificate),
    notBefore: isoDay(fromMs),
    notAfter: isoDay(toMs),
    development,
  };
}
