import { isBase64 } from "./base64.ts";
import { canonicalJson, type Digest } from "./digest.ts";
import type { Json, JsonObject } from "./json.ts";

/** DSSE envelope (github.com/secure-systems-lab/dsse) around an in-toto Statement v1; one a lock, detached. */
export interface DsseEnvelope {
  readonly payloadType: string;
  /** Base64 of the statement's bytes. */
  readonly payload: string;
  readonly signatures: readonly DsseSignature[];
}
export interface DsseSignature {
  readonly keyid: string;
  /** Base64. */
  readonly sig: string;
}

/** What the signature over a lock says. */
export interface LockStatement {
  /** File name of the lock and digest of its exact bytes. */
  readonly lockFile: string;
  readonly lock: Digest;
  readonly serial: number;
  /** Digest of the lock before this one; null for the first. */
  readonly previous: Digest | null;
  readonly journalHead: Digest | null;
  /** Fingerprint of the trust list that stood when the lock was signed; a list that was changed since is seen by it. */
  readonly trust?: Digest;
  /** `shotlock 0.1.0`. */
  readonly tool: string;
}

export const STATEMENT_PAYLOAD_TYPE = "application/vnd.in-toto+json";
const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
const LOCK_PREDICATE_TYPE = "https://shotlock.dev/lock/v1";
const SIGNATURES_MAX = 64;
const PAYLOAD_CHARACTERS_MAX = 1024 * 1024;

/** The bytes that are signed: type and body with their lengths, so that neither can be read as part of the other. */
export function preAuthenticationEncoding(payloadType: string, body: Uint8Array): Uint8Array {
  const type = new TextEncoder().encode(payloadType);
  const head = new TextEncoder().encode(`DSSEv1 ${type.length} ${payloadType} ${body.length} `);
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  return bytes;
}

/** Bytes of the in-toto Statement over a lock; same lock, same bytes. */
export function lockStatementBytes(statement: LockStatement): Uint8Array {
  const { lockFile, lock, serial, previous, journalHead, trust, tool } = statement;
  const value: JsonObject = {
    _type: STATEMENT_TYPE,
    subject: [{ name: lockFile, digest: { sha256: lock.slice("sha256:".length) } }],
    predicateType: LOCK_PREDICATE_TYPE,
    predicate: { serial, previous, journalHead, tool, ...(trust === undefined ? {} : { trust }) },
  };
  return new TextEncoder().encode(canonicalJson(value));
}

/** The statement in an envelope's payload; undefined when it is not one over a lock. Checks no signature. */
export function parseLockStatement(body: Uint8Array): LockStatement | undefined {
  const value = parseObject(new TextDecoder().decode(body));
  const subjects = value?.["subject"];
  const subject = Array.isArray(subjects) && subjects.length === 1 ? asObject(subjects[0]) : undefined;
  const predicate = asObject(value?.["predicate"]);
  if (value === undefined || subject === undefined || predicate === undefined) return undefined;
  if (value["_type"] !== STATEMENT_TYPE || value["predicateType"] !== LOCK_PREDICATE_TYPE) return undefined;
  const lock = asDigest(`sha256:${String(asObject(subject["digest"])?.["sha256"])}`);
  const previous = predicate["previous"] === null ? null : asDigest(predicate["previous"]);
  const journalHead = predicate["journalHead"] === null ? null : asDigest(predicate["journalHead"]);
  const { serial, tool } = predicate;
  const trust = asDigest(predicate["trust"]);
  if (predicate["trust"] !== undefined && trust === undefined) return undefined;
  const name = subject["name"];
  if (lock === undefined || previous === undefined || journalHead === undefined) return undefined;
  if (typeof name !== "string" || typeof tool !== "string" || !Number.isSafeInteger(serial)) return undefined;
  const statement = { lockFile: name, lock, serial: serial as number, previous, journalHead, tool };
  return trust === undefined ? statement : { ...statement, trust };
}

/** Reads an envelope's JSON; undefined when it is none or is out of all proportion. */
export function parseDsseEnvelope(text: string): DsseEnvelope | undefined {
  const value = parseObject(text);
  if (value === undefined) return undefined;
  const { payloadType, payload, signatures } = value;
  if (typeof payloadType !== "string" || typeof payload !== "string" || !Array.isArray(signatures)) return undefined;
  if (!isBase64(payload) || payload.length > PAYLOAD_CHARACTERS_MAX || signatures.length > SIGNATURES_MAX)
    return undefined;
  const parsed: DsseSignature[] = [];
  for (const entry of signatures as readonly Json[]) {
    const { keyid, sig } = asObject(entry) ?? {};
    if (typeof keyid !== "string" || typeof sig !== "string" || !isBase64(sig)) return undefined;
    parsed.push({ keyid, sig });
  }
  return { payloadType, payload, signatures: parsed };
}

function parseObject(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

function asObject(value: Json | undefined): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

function asDigest(value: Json | undefined): Digest | undefined {
  return typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value) ? (value as Digest) : undefined;
}
