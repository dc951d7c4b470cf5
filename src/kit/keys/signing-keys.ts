import { createPublicKey, type X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fail, invariant, ok, type Result } from "../../core/result.ts";
import { DEVELOPMENT_ORGANISATION, type TrustAnchor, type TrustDocument } from "../../core/trust.ts";
import type { CoseAlgorithm, RawSign } from "../c2pa/cose.ts";
import { certificateFingerprint, certificatesOf, organisationOf, validityOf } from "./certificates.ts";
import { claimChainOf } from "./claim-chain.ts";
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
  /** Roots the chain ends in, PEM; undefined: only what the chain itself holds. */
  readonly anchorsPem: string | undefined;
  readonly alg: CoseAlgorithm;
  readonly rawSign: RawSign;
  readonly validFromMs: number;
  readonly validToMs: number;
}

const SALT_BYTES_MIN = 16;

const isoDay = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Reads and checks keys: places, modes, PEM, that key, certificate and chain belong together. Looks at no clock. */
export function loadSigningKeys(source: KeySource): Result<SigningKeys, KeysFailure> {
  try {
    const claim = loadClaimKey(source);
    return claim.ok ? withLockKey(source, claim.value) : claim;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : "unreadable keys";
    return fail({ code: "KEYS_BROKEN", message, hint: "restore the keys from your backup, or make new ones" });
  }
}

/** What signs takes. Throws for PEM that cannot be read. */
function loadClaimKey(source: KeySource): Result<ClaimKey, KeysFailure> {
  const inFolder = (name: string): string => join(source.folder, name);
  const chainPath = source.chainPath ?? inFolder(KEY_FILES.chain);
  const isConfigured = source.chainPath !== undefined;
  const hint = isConfigured
    ? "check signer.chain in shotlock.config.yaml"
    : "make development keys: shotlock keys init";
  if (!existsSync(chainPath))
    return fail({ code: "KEYS_MISSING", message: `there is no certificate at ${chainPath}`, hint });
  const read = claimChainOf(certificatesOf(readFileSync(chainPath, "utf8")), chainPath);
  if (!read.ok) return read;
  const { chain, anchors } = read.value;
  const [leaf] = chain;
  invariant(leaf !== undefined, "a chain begins with its leaf");
  const alg = algorithmOf(leaf);
  const rawSign = rawSignOf(source, leaf, alg, isConfigured ? "check signer.key in shotlock.config.yaml" : hint);
  if (!rawSign.ok) return rawSign;
  const anchorsPath = source.anchorsPath ?? (isConfigured ? undefined : inFolder(KEY_FILES.anchors));
  const { fromMs, toMs } = validityOf(leaf);
  return ok({
    chain,
    anchorsPem:
      anchorsPath !== undefined && existsSync(anchorsPath)
        ? readFileSync(anchorsPath, "utf8")
        : anchors.map(String).join(""),
    alg,
    rawSign: rawSign.value,
    validFromMs: fromMs,
    validToMs: toMs,
  });
}

function rawSignOf(
  source: KeySource,
  leaf: X509Certificate,
  alg: CoseAlgorithm,
  hint: string,
): Result<RawSign, KeysFailure> {
  if (source.claimCommand !== undefined) return ok(signWithCommand(source.claimCommand, alg));
  const pem = readPrivateFile(source.claimKeyPath ?? join(source.folder, KEY_FILES.claimKey), hint);
  if (!pem.ok) return pem;
  const belongs = createPublicKey(pem.value).export({ type: "spki", format: "der" });
  if (belongs.equals(leaf.publicKey.export({ type: "spki", format: "der" }))) return ok(signWithKey(pem.value, alg));
  return fail({
    code: "KEYS_DO_NOT_MATCH",
    message: "the private key is not the certificate's",
    hint: "name the chain and the key that were made together",
  });
}

/** The whole set: with what signs locks and journal, and the salt. Throws for keys that cannot be read. */
function withLockKey(source: KeySource, claim: ClaimKey): Result<SigningKeys, KeysFailure> {
  const inFolder = (name: string): string => join(source.folder, name);
  for (const name of [KEY_FILES.lockKey, KEY_FILES.salt])
    if (!existsSync(inFolder(name)))
      return fail({
        code: "KEYS_NO_LOCK_KEY",
        message: `there is no ${name} in ${source.folder}, so nothing signs locks and journal`,
        hint:
          source.chainPath === undefined
            ? "restore the folder from your backup, or move it away and run shotlock keys init"
            : "shotlock keys init makes it",
      });
  const lockKey = readPrivateFile(inFolder(KEY_FILES.lockKey), "");
  if (!lockKey.ok) return lockKey;
  const salt = readPrivateFile(inFolder(KEY_FILES.salt), "");
  if (!salt.ok) return salt;
  const lock = bytesSignerFrom(lockKey.value);
  const madeForTrial = isForTrial(inFolder(KEY_FILES.about));
  const [leaf] = claim.chain;
  const holder = leaf === undefined ? "unnamed" : organisationOf(leaf);
  // By its name as well: a development certificate that was copied elsewhere stays one.
  const development = (source.chainPath === undefined && madeForTrial) || holder === DEVELOPMENT_ORGANISATION;
  const saltBytes = new Uint8Array(Buffer.from(salt.value.trim(), "hex"));
  if (saltBytes.length < SALT_BYTES_MIN) throw new Error(`${KEY_FILES.salt} holds less than ${SALT_BYTES_MIN} bytes`);
  const partial = { development, holder, claim, lock };
  return ok({ ...partial, salt: saltBytes, trust: trustOf(partial, madeForTrial) });
}

/** What `keys init` wrote about the folder; anything unclear counts as made for trying out. */
function isForTrial(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    return (JSON.parse(readFileSync(path, "utf8")) as { development?: unknown }).development !== false;
  } catch {
    return true;
  }
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
