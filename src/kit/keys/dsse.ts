import {
  type DsseEnvelope,
  type LockStatement,
  lockStatementBytes,
  parseLockStatement,
  preAuthenticationEncoding,
  STATEMENT_PAYLOAD_TYPE,
} from "../../core/dsse.ts";
import type { TrustKey } from "../../core/trust.ts";
import { type BytesSigner, verifyBytes } from "./ed25519.ts";

/** Signs a lock's statement with one or more keys; the text of the detached `.lock.dsse.json` file. */
export function signLock(statement: LockStatement, signers: readonly BytesSigner[]): string {
  return `${JSON.stringify(signDsse(lockStatementBytes(statement), signers), null, 2)}\n`;
}

/** An envelope over the bytes of a statement. */
export function signDsse(body: Uint8Array, signers: readonly BytesSigner[]): DsseEnvelope {
  const toBeSigned = preAuthenticationEncoding(STATEMENT_PAYLOAD_TYPE, body);
  return {
    payloadType: STATEMENT_PAYLOAD_TYPE,
    payload: Buffer.from(body).toString("base64"),
    signatures: signers.map((signer) => {
      const { keyId, signature } = signer.signBytes(toBeSigned);
      return { keyid: keyId, sig: signature };
    }),
  };
}

/** What an envelope's signatures are worth. Every key is named once, however often it signed. */
export interface DsseCheck {
  /** Undefined when the payload is not a statement over a lock. */
  readonly statement: LockStatement | undefined;
  /** Keys with a good signature. */
  readonly good: readonly TrustKey[];
  /** Keys that are known and whose signature does not fit. */
  readonly bad: readonly TrustKey[];
  /** Key ids that nobody named to us. */
  readonly unknown: readonly string[];
}

/** Checks signatures only; roles, dates and the threshold are judged by the caller. */
export function verifyDsse(envelope: DsseEnvelope, keys: readonly TrustKey[]): DsseCheck {
  const good = new Map<string, TrustKey>();
  const bad = new Map<string, TrustKey>();
  const unknown = new Set<string>();
  const body = new Uint8Array(Buffer.from(envelope.payload, "base64"));
  const bytes = preAuthenticationEncoding(envelope.payloadType, body);
  // Base64 has spellings that decode alike; only the one that was written is a signed one.
  const spelt = Buffer.from(body).toString("base64") === envelope.payload;
  for (const { keyid, sig } of envelope.signatures) {
    const key = keys.find((candidate) => candidate.keyId === keyid);
    if (key === undefined) unknown.add(keyid);
    else if (spelt && verifyBytes(bytes, { keyId: key.keyId, signature: sig }, key.publicKeyPem)) good.set(keyid, key);
    else bad.set(keyid, key);
  }
  for (const keyid of good.keys()) bad.delete(keyid);
  const isStatement = envelope.payloadType === STATEMENT_PAYLOAD_TYPE;
  return {
    statement: isStatement ? parseLockStatement(body) : undefined,
    good: [...good.values()],
    bad: [...bad.values()],
    unknown: [...unknown],
  };
}
