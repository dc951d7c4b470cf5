import type { Digest } from "../../core/digest.ts";
import type { Tier } from "../../core/production.ts";
import type { Check } from "../../core/provenance/checks.ts";
import type { Finding } from "../../core/provenance/findings.ts";

/** One thing that was looked at: a list, a chain or a file. */
export interface VerifySubject {
  readonly kind: "trust" | "lock" | "journal" | "take" | "episode";
  /** `SH0030 v002`, `episode, animatic`, `lock 4`. */
  readonly name: string;
  readonly tier?: Tier;
  /** Organisation and common name of the certificate that signed the file, as it stands in there: trusted or not. */
  readonly signer?: string;
  readonly checks: readonly Check[];
  readonly findings: readonly Finding[];
}

/**
 * What `verify` found for one episode, complete; the same files on the same day give the same report. The shape is
 * in schemas/verify.schema.json.
 */
export interface VerifyReport {
  readonly lockFile: string;
  readonly show?: string;
  readonly episode?: string;
  readonly serial?: number;
  /** True: nothing signed with development keys counted. */
  readonly production: boolean;
  /** Fingerprint of the trust list, and whether the caller pinned it. */
  readonly root?: { readonly fingerprint: Digest; readonly pinned: boolean };
  readonly subjects: readonly VerifySubject[];
  /** 0 as signed, 1 something could not be checked, 2 something is not as signed. */
  readonly exitCode: 0 | 1 | 2;
}

/** Of several episodes the gravest counts. */
export function gravestExitCode(reports: readonly VerifyReport[]): 0 | 1 | 2 {
  const codes = reports.map((report) => report.exitCode);
  if (codes.includes(2)) return 2;
  return codes.includes(1) ? 1 : 0;
}

/** A mismatch outweighs what could not be checked, and that outweighs everything that holds. */
export function exitCodeOf(subjects: readonly VerifySubject[]): 0 | 1 | 2 {
  const severities = subjects.flatMap((subject) => subject.findings.map((found) => found.severity));
  if (severities.includes("mismatch")) return 2;
  return severities.includes("unchecked") ? 1 : 0;
}
