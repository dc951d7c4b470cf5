import type { Json, JsonObject } from "../../core/json.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import {
  DEVELOPMENT_ORGANISATION,
  KEY_ROLES,
  type TrustAnchor,
  type TrustDocument,
  type TrustKey,
} from "../../core/trust.ts";
import { certificateFingerprint, certificatesOf, organisationOf } from "./certificates.ts";
import { keyIdOf } from "./ed25519.ts";

const TRUST_CHARACTERS_MAX = 4 * 1024 * 1024;
const ENTRIES_MAX = 256;
const THRESHOLD_MAX = 16;
const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z)?$/;
const FIELDS = ["schema", "threshold", "keys", "anchors", "peopleAnchors", "timeStampAnchors"];

/**
 * Reads trust.json and checks what a schema cannot: every key id is its key's, every fingerprint its certificate's, no
 * PEM is broken. The failure is a sentence. A half-read trust list is never used.
 */
export function readTrust(text: string): Result<TrustDocument, string> {
  try {
    if (text.length > TRUST_CHARACTERS_MAX) throw new Error("it is larger than 4 MB");
    return ok(trustOf(objectOf(JSON.parse(text) as Json, "the document")));
  } catch (thrown) {
    return fail(thrown instanceof Error ? thrown.message : "it cannot be read");
  }
}

/** The text of trust.json for a document; same document, same text. */
export function writeTrust(trust: TrustDocument): string {
  return `${JSON.stringify(trust, null, 2)}\n`;
}

function trustOf(value: JsonObject): TrustDocument {
  if (value["schema"] !== "shotlock/trust/1") throw new Error('its schema is not "shotlock/trust/1"');
  const stranger = Object.keys(value).find((key) => !FIELDS.includes(key));
  if (stranger !== undefined) throw new Error("it has a field that nobody knows");
  const threshold = value["threshold"];
  if (typeof threshold !== "number" || !Number.isInteger(threshold) || threshold < 1 || threshold > THRESHOLD_MAX)
    throw new Error(`its threshold is not a number from 1 to ${THRESHOLD_MAX}`);
  const keys = listOf(value["keys"], "keys").map(keyOf);
  if (new Set(keys.map((key) => key.keyId)).size < keys.length) throw new Error("it names one key twice");
  const people = value["peopleAnchors"];
  const timeStamps = value["timeStampAnchors"];
  return {
    schema: "shotlock/trust/1",
    threshold,
    keys,
    anchors: listOf(value["anchors"], "anchors").map(anchorOf),
    ...(people === undefined ? {} : { peopleAnchors: listOf(people, "peopleAnchors").map(anchorOf) }),
    ...(timeStamps === undefined ? {} : { timeStampAnchors: listOf(timeStamps, "timeStampAnchors").map(anchorOf) }),
  };
}

function keyOf(item: Json, index: number): TrustKey {
  const name = `key ${index + 1}`;
  const value = objectOf(item, name);
  const publicKeyPem = textOf(value, "publicKeyPem", name);
  const keyId = keyIdOf(publicKeyPem);
  if (value["keyId"] !== keyId) throw new Error(`${name}: the key id is not the key's`);
  const roles = listOf(value["roles"], `${name}: roles`).map((role) => {
    const known = KEY_ROLES.find((candidate) => candidate === role);
    if (known === undefined) throw new Error(`${name}: an unknown role`);
    return known;
  });
  return { keyId, publicKeyPem, roles, ...commonOf(value, name) };
}

function anchorOf(item: Json, index: number): TrustAnchor {
  const name = `anchor ${index + 1}`;
  const value = objectOf(item, name);
  const certificatePem = textOf(value, "certificatePem", name);
  const [certificate, another] = certificatesOf(certificatePem);
  if (certificate === undefined || another !== undefined)
    throw new Error(`${name}: exactly one certificate is expected`);
  const fingerprint = certificateFingerprint(certificate);
  if (value["fingerprint"] !== fingerprint) throw new Error(`${name}: the fingerprint is not the certificate's`);
  const common = commonOf(value, name);
  if (organisationOf(certificate) === DEVELOPMENT_ORGANISATION && !common.development)
    throw new Error(`${name}: made by "keys init", but not marked as development`);
  return { fingerprint, certificatePem, ...common };
}

function commonOf(
  value: JsonObject,
  name: string,
): Pick<TrustKey, "holder" | "notBefore" | "notAfter" | "development"> {
  const development = value["development"];
  if (typeof development !== "boolean") throw new Error(`${name}: development is not true or false`);
  const timeOf = (field: string): string => {
    const text = textOf(value, field, name);
    if (!TIME.test(text) || Number.isNaN(Date.parse(text))) throw new Error(`${name}: ${field} is not a time`);
    return text;
  };
  return {
    holder: textOf(value, "holder", name),
    notBefore: timeOf("notBefore"),
    notAfter: timeOf("notAfter"),
    development,
  };
}

function objectOf(value: Json, name: string): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(`${name} is not an object`);
  return value as JsonObject;
}

function listOf(value: Json | undefined, name: string): readonly Json[] {
  if (!Array.isArray(value) || value.length > ENTRIES_MAX)
    throw new Error(`${name} is not a list of at most ${ENTRIES_MAX}`);
  return value;
}

function textOf(value: JsonObject, field: string, name: string): string {
  const text = value[field];
  if (typeof text !== "string" || text === "") throw new Error(`${name}: ${field} is missing`);
  return text;
}
