import { canonicalJson, type Digest } from "../digest.ts";
import type { JsonObject } from "../json.ts";
import type { SignedMedia } from "../take.ts";
import { type Check, type CheckName, checksOf } from "./checks.ts";
import { type Finding, finding } from "./findings.ts";
import { judgeManifestStore } from "./judge-manifest.ts";
import type { ManifestReading } from "./manifest-reading.ts";
import type { ManifestStore } from "./manifest-store.ts";

/** What the lock says about a signed file. */
export interface FileExpectation {
  readonly media: Pick<SignedMedia, "sha256" | "manifestUrn" | "manifestSha256">;
  /** Label of our assertion and the fields of it that the lock knows as well. */
  readonly assertion: { readonly label: string; readonly fields: JsonObject };
  /** Manifests of the takes inside, for an episode. */
  readonly components?: readonly string[];
}

/** What was found on the disk. */
export type FileEvidence =
  | { readonly kind: "not-here" }
  | { readonly kind: "file"; readonly sha256: Digest; readonly reading: ManifestReading };

export interface FileJudgement {
  readonly findings: readonly Finding[];
  readonly checks: readonly Check[];
}

const TAKE_CHECKS: readonly CheckName[] = [
  "file-hash",
  "manifest-form",
  "manifest-binding",
  "manifest-signature",
  "signer-trust",
  "timestamp",
  "same-as-lock",
];
/** Differing fields named at most in one sentence. */
const FIELDS_NAMED_MAX = 4;

/** Judges one signed file against the lock: its bytes, its manifest, its signer, and what it says of itself. */
export function judgeSignedFile(expectation: FileExpectation, evidence: FileEvidence): FileJudgement {
  const all: readonly CheckName[] = expectation.components === undefined ? TAKE_CHECKS : [...TAKE_CHECKS, "components"];
  if (evidence.kind === "not-here") {
    const findings = [finding("media-not-here", "the file is not here, so nothing about it was checked")];
    return { findings, checks: checksOf(all, [], findings) };
  }
  const findings: Finding[] = [];
  const differs = evidence.sha256 !== expectation.media.sha256;
  if (differs) findings.push(finding("media-differs", "the file is not the one in the lock (its bytes differ)"));
  const { reading } = evidence;
  if (reading.kind !== "store") {
    findings.push(findingOfReading(reading));
    return { findings, checks: checksOf(all, ["file-hash", "manifest-form"], findings) };
  }
  findings.push(...judgeStore(expectation, reading.store, reading.storeSha256));
  return { findings, checks: checksOf(all, all, findings) };
}

function findingOfReading(reading: Exclude<ManifestReading, { kind: "store" }>): Finding {
  if (reading.kind === "none") return finding("manifest-missing", "the file carries no manifest");
  if (reading.kind === "broken") return finding("manifest-broken", "the manifest in the file is damaged");
  return finding("manifest-reader-broken", "the reader of manifests failed, so the manifest was not checked");
}

function judgeStore(expectation: FileExpectation, store: ManifestStore, storeSha256: Digest): Finding[] {
  const { media, assertion, components } = expectation;
  const findings: Finding[] = [];
  if (store.active.urn !== media.manifestUrn)
    findings.push(finding("manifest-other", "the file carries another manifest than the lock names"));
  else if (storeSha256 !== media.manifestSha256)
    findings.push(finding("manifest-bytes-differ", "the manifest's bytes are not those in the lock"));
  findings.push(...judgeManifestStore(store, components === undefined ? {} : { components }));
  findings.push(...judgeAssertion(store, assertion));
  return [...findings, ...judgeTimeStamp(store, findings)];
}

/** A time stamp is told even when there is none: without it a signature ends with its certificate. */
function judgeTimeStamp(store: ManifestStore, findings: readonly Finding[]): Finding[] {
  if (findings.some((entry) => entry.code === "timestamp-bad")) return [];
  const has = (code: string): boolean => store.results.success.some((entry) => entry.code === code);
  if (has("timeStamp.trusted")) return [];
  if (has("timeStamp.validated"))
    return [finding("timestamp-untrusted", "its time stamp is by an authority that is not trusted here")];
  return [finding("timestamp-none", "carries no time stamp")];
}

function judgeAssertion(store: ManifestStore, { label, fields }: FileExpectation["assertion"]): Finding[] {
  const data = store.active.assertions.find((assertion) => assertion.label === label)?.data;
  if (data === undefined) return [finding("assertion-missing", `the manifest holds no ${label}`)];
  const differing = Object.entries(fields).filter(([key, value]) => {
    const found = data[key];
    return found === undefined || canonicalJsonOrText(found) !== canonicalJson(value);
  });
  if (differing.length === 0) return [];
  const table = differing.some(([key]) => key === "shots");
  const names = differing.slice(0, FIELDS_NAMED_MAX).map(([key]) => key);
  const says = `the manifest and the lock differ in ${names.join(", ")}`;
  return [finding(table ? "table-differs" : "assertion-differs", says)];
}

/** A stranger's manifest may hold fractions, which our canonical form refuses. */
function canonicalJsonOrText(value: JsonObject[string]): string {
  try {
    return canonicalJson(value);
  } catch {
    return JSON.stringify(value);
  }
}
