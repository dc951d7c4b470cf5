import type { Finding, FindingCode } from "./findings.ts";

/**
 * The things that are looked at, each with a verdict of its own: a file can match the lock and still be signed by a
 * stranger. `not-checked` and `chain-unavailable` are never a pass.
 */
export const CHECKS = [
  "trust-list",
  "lock-signature",
  "lock-key",
  "lock-chain",
  "journal-chain",
  "file-hash",
  "manifest-form",
  "manifest-binding",
  "manifest-signature",
  "signer-trust",
  "timestamp",
  "same-as-lock",
  "components",
  "pictures",
  "kept-files",
  "readable-copy",
  "poster",
  "output",
] as const;
export type CheckName = (typeof CHECKS)[number];
/** `none`: there is nothing of the kind to look at, as with a file that carries no time stamp. */
export type CheckVerdict = "holds" | "fails" | "not-checked" | "not-here" | "chain-unavailable" | "none";

export interface Check {
  readonly check: CheckName;
  readonly verdict: CheckVerdict;
}

/** Which check a finding belongs to. */
export const CHECK_OF: Readonly<Record<FindingCode, CheckName>> = {
  "trust-missing": "trust-list",
  "trust-broken": "trust-list",
  "root-differs": "trust-list",
  "root-not-pinned": "trust-list",
  "trust-changed": "trust-list",
  "authority-outdated": "trust-list",
  "lock-missing": "lock-signature",
  "lock-broken": "lock-signature",
  "lock-unsigned": "lock-signature",
  "lock-signature-broken": "lock-signature",
  "lock-signature-invalid": "lock-signature",
  "lock-signature-stale": "lock-signature",
  "lock-elsewhere": "lock-signature",
  "lock-line-endings": "lock-signature",
  "lock-key-unknown": "lock-key",
  "lock-key-not-for-locks": "lock-key",
  "lock-key-outdated": "lock-key",
  "lock-key-development": "lock-key",
  "lock-too-few-signatures": "lock-key",
  "lock-serial-back": "lock-chain",
  "lock-chain-broken": "lock-chain",
  "lock-not-recorded": "lock-chain",
  "chain-unavailable": "lock-chain",
  "journal-broken": "journal-chain",
  "journal-key-unknown": "journal-chain",
  "journal-not-read": "journal-chain",
  "journal-behind": "journal-chain",
  "take-unsigned": "manifest-form",
  "media-not-here": "file-hash",
  "media-differs": "file-hash",
  "kept-differs": "kept-files",
  "kept-not-here": "kept-files",
  "copy-differs": "readable-copy",
  "copy-missing": "readable-copy",
  "poster-differs": "poster",
  "poster-missing": "poster",
  "output-differs": "output",
  "manifest-missing": "manifest-form",
  "manifest-broken": "manifest-form",
  "manifest-reader-broken": "manifest-form",
  "manifest-other": "same-as-lock",
  "manifest-bytes-differ": "same-as-lock",
  "media-changed-after-signing": "manifest-binding",
  "manifest-content-changed": "manifest-form",
  "claim-signature-bad": "manifest-signature",
  "signer-untrusted": "signer-trust",
  "signer-wrong-list": "signer-trust",
  "signer-expired": "signer-trust",
  "signer-unfit": "signer-trust",
  "signer-development": "signer-trust",
  "signer-development-note": "signer-trust",
  "timestamp-bad": "timestamp",
  "timestamp-untrusted": "timestamp",
  "timestamp-none": "timestamp",
  "manifest-failure": "manifest-form",
  "assertion-missing": "same-as-lock",
  "assertion-differs": "same-as-lock",
  "episode-not-conformed": "file-hash",
  "component-changed": "components",
  "component-damaged": "components",
  "component-untrusted": "components",
  "component-expired": "components",
  "component-unsigned": "components",
  "components-differ": "components",
  "table-differs": "same-as-lock",
  "pictures-differ": "pictures",
  "pictures-not-checked": "pictures",
  "pictures-unreadable": "pictures",
};

/** Verdicts of the checks that were `looked` at; the others of `all` are `not-checked`. */
export function checksOf(
  all: readonly CheckName[],
  looked: readonly CheckName[],
  findings: readonly Finding[],
): readonly Check[] {
  return all.map((check) => {
    const own = findings.filter((entry) => CHECK_OF[entry.code] === check);
    return { check, verdict: verdictOf(own, looked.includes(check)) };
  });
}

function verdictOf(own: readonly Finding[], looked: boolean): CheckVerdict {
  if (own.some((entry) => entry.severity === "mismatch")) return "fails";
  if (own.some((entry) => NOT_HERE.includes(entry.code))) return "not-here";
  if (own.some((entry) => entry.code === "timestamp-none")) return "none";
  if (own.some((entry) => entry.code === "chain-unavailable")) return "chain-unavailable";
  const skipped = own.some((entry) => entry.severity === "unchecked" || NOT_LOOKED_AT.includes(entry.code));
  return looked && !skipped ? "holds" : "not-checked";
}

/** The file in question is not on this machine. */
const NOT_HERE: readonly FindingCode[] = ["media-not-here", "kept-not-here", "copy-missing", "poster-missing"];

/** Notes that say a check was left out. */
const NOT_LOOKED_AT: readonly FindingCode[] = [
  "timestamp-untrusted",
  "pictures-not-checked",
  "episode-not-conformed",
  "root-not-pinned",
];
