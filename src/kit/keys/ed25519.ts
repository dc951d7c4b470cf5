import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { type Digest, sha256 } from "../../core/digest.ts";

/** A raw signature over bytes: base64, with the id of the key that made it. */
export interface BytesSignature {
  readonly keyId: Digest;
  /** Base64 of the 64 signature bytes (ed25519, or P-256 as r and s). */
  readonly signature: string;
}

/** Signs journal batches and lock statements; knows one private key and never shows it. */
export interface BytesSigner {
  readonly keyId: Digest;
  readonly publicKeyPem: string;
  signBytes(bytes: Uint8Array): BytesSignature;
}

/** Largest signature text we look at: P-256 and ed25519 need 88 characters. */
const SIGNATURE_CHARACTERS_MAX = 256;

/**
 * A signer from a private key in PKCS #8 PEM: ed25519, or P-256 with SHA-256.
 * Throws on any other kind of key; the caller turns that into its own failure.
 */
export function bytesSignerFrom(privateKeyPem: string): BytesSigner {
  const key = createPrivateKey(privateKeyPem);
  const publicKey = createPublicKey(key);
  const digestName = digestNameOf(publicKey);
  const keyId = keyIdOfKey(publicKey);
  return {
    keyId,
    publicKeyPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    signBytes: (bytes) => ({
      keyId,
      signature: sign(digestName, bytes, { key, dsaEncoding: "ieee-p1363" }).toString("base64"),
    }),
  };
}

/** One signature with a key given as PEM; for repeated use make a signer with `bytesSignerFrom`. */
export function signBytes(bytes: Uint8Array, privateKeyPem: string): BytesSignature {
  return bytesSignerFrom(privateKeyPem).signBytes(bytes);
}

/** True only when `signature` names this very public key and is its signature over `bytes`; never throws. */
export function verifyBytes(bytes: Uint8Array, signature: BytesSignature, publicKeyPem: string): boolean {
  try {
    if (signature.signature.length > SIGNATURE_CHARACTERS_MAX) return false;
    const { key, keyId } = knownKey(publicKeyPem);
    if (keyId !== signature.keyId) return false;
    const raw = Buffer.from(signature.signature, "base64");
    if (raw.toString("base64") !== signature.signature) return false;
    return verify(digestNameOf(key), bytes, { key, dsaEncoding: "ieee-p1363" }, raw);
  } catch {
    return false;
  }
}

const KNOWN_KEYS_MAX = 64;
const knownKeys = new Map<string, { readonly key: KeyObject; readonly keyId: Digest }>();

/** A key is read once: a long journal is ten thousand signatures of the same one. */
function knownKey(publicKeyPem: string): { readonly key: KeyObject; readonly keyId: Digest } {
  const known = knownKeys.get(publicKeyPem);
  if (known !== undefined) return known;
  const key = createPublicKey(publicKeyPem);
  const fresh = { key, keyId: keyIdOfKey(key) };
  if (knownKeys.size >= KNOWN_KEYS_MAX) knownKeys.clear();
  knownKeys.set(publicKeyPem, fresh);
  return fresh;
}

/** Key id: SHA-256 of the public key's SubjectPublicKeyInfo, so that a key cannot pose under another's name. */
export function keyIdOf(publicKeyPem: string): Digest {
  return keyIdOfKey(createPublicKey(publicKeyPem));
}

function keyIdOfKey(key: KeyObject): Digest {
  return sha256(key.export({ type: "spki", format: "der" }));
}

/** Ed25519 hashes by itself; P-256 goes with SHA-256. Nothing else signs here. */
function digestNameOf(key: KeyObject): "sha256" | null {
  if (key.asymmetricKeyType === "ed25519") return null;
  if (key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "prime256v1") return "sha256";
  throw new Error(`a ${key.asymmetricKeyType ?? "unknown"} key cannot sign here: ed25519 or P-256 can`);
}
