import { plainText } from "../core/plain-text.ts";
import type { Check, CheckName } from "../core/provenance/checks.ts";
import { type FindingCode, helpFor, type Severity } from "../core/provenance/findings.ts";
import { DEVELOPMENT_ORGANISATION } from "../core/trust.ts";
import type { VerifyReport, VerifySubject } from "../operations/verify.ts";
import { jsonText } from "./plan-json.ts";

/** What a verdict is called, check by check: "the hash matches" must never read like "the signer is trusted". */
const WORDS: Readonly<Record<CheckName, Readonly<Record<"holds" | "fails" | "not-checked", string>>>> = {
  "trust-list": { holds: "trust list pinned", fails: "TRUST LIST DIFFERS", "not-checked": "trust list not pinned" },
  "lock-signature": {
    holds: "signature valid",
    fails: "SIGNATURE DOES NOT HOLD",
    "not-checked": "signature not checked",
  },
  "lock-key": { holds: "key trusted", fails: "KEY NOT TRUSTED", "not-checked": "key not checked" },
  "lock-chain": { holds: "serial and chain hold", fails: "CHAIN BROKEN", "not-checked": "chain not checked" },
  "journal-chain": { holds: "chain of hashes holds", fails: "JOURNAL BROKEN", "not-checked": "not here, not checked" },
  "file-hash": { holds: "hash matches", fails: "HASH DIFFERS", "not-checked": "hash not checked" },
  "manifest-form": { holds: "manifest well formed", fails: "MANIFEST BROKEN", "not-checked": "manifest not checked" },
  "manifest-binding": {
    holds: "bytes as signed",
    fails: "BYTES CHANGED AFTER SIGNING",
    "not-checked": "bytes not compared with the manifest",
  },
  "manifest-signature": {
    holds: "signature valid",
    fails: "SIGNATURE INVALID",
    "not-checked": "signature not checked",
  },
  "signer-trust": { holds: "signer trusted", fails: "SIGNER NOT TRUSTED", "not-checked": "signer not checked" },
  timestamp: { holds: "time stamp trusted", fails: "TIME STAMP BAD", "not-checked": "time stamp not checked" },
  "same-as-lock": {
    holds: "says what the lock says",
    fails: "SAYS OTHER THAN THE LOCK",
    "not-checked": "not compared with the lock",
  },
  components: { holds: "takes inside hold", fails: "TAKES INSIDE DIFFER", "not-checked": "takes inside not checked" },
  pictures: { holds: "pictures match", fails: "PICTURES DIFFER", "not-checked": "pictures not checked" },
  "kept-files": { holds: "kept files match", fails: "KEPT FILES DIFFER", "not-checked": "kept files not checked" },
  "readable-copy": {
    holds: "readable copy matches",
    fails: "READABLE COPY DIFFERS",
    "not-checked": "readable copy not checked",
  },
  poster: { holds: "poster matches", fails: "POSTER DIFFERS", "not-checked": "poster not checked" },
  output: {
    holds: "copy in .shotlock/out matches",
    fails: "COPY IN .shotlock/out DIFFERS",
    "not-checked": "copy in .shotlock/out not checked",
  },
};

/** What is called when it is not on this machine. */
const NOT_HERE: Partial<Readonly<Record<CheckName, string>>> = {
  "file-hash": "file not here",
  "kept-files": "kept files not here",
  "readable-copy": "readable copy not here",
  poster: "poster not here",
};

const HEADINGS: readonly (readonly [Severity, string])[] = [
  ["mismatch", "Not as signed:"],
  ["unchecked", "Could not be checked (this is not a pass):"],
  ["note", "Worth knowing:"],
];
/** Subjects named under one finding; the rest is counted. */
const NAMES_MAX = 8;

/**
 * The reports for machines, one document whatever the number of episodes (schemas/verify.schema.json): sorted keys, every
 * check and finding, with the line of help for each code.
 */
export function verifyAsJson(reports: readonly VerifyReport[], exitCode: number): string {
  const episodes = reports.map((report) => ({
    ...report,
    subjects: report.subjects.map((subject) => ({
      ...subject,
      findings: subject.findings.map((found) => ({ ...found, help: helpFor(found.code) })),
    })),
  }));
  return jsonText({ schema: "shotlock/verify/1", exitCode, episodes });
}

/** The report for people: the verdict first, what was looked at, then every finding with what to do. */
export function verifyAsText(report: VerifyReport): string {
  const lines = [`${titleOf(report)}: ${verdictOf(report)}`, ""];
  for (const subject of report.subjects.filter((candidate) => candidate.kind !== "take"))
    lines.push(`  ${nameOf(subject)}: ${subject.checks.map(wordOf).join(", ")}`);
  const takes = report.subjects.filter((subject) => subject.kind === "take");
  if (takes.length > 0)
    lines.push(`  ${takes.length === 1 ? "1 take" : `${takes.length} takes`}: ${countsOf(takes).join(", ")}`);
  lines.push(...signerLines(report));
  for (const [severity, heading] of HEADINGS) {
    const found = findingLines(report, severity);
    if (found.length > 0) lines.push("", heading, ...found);
  }
  if (report.root !== undefined && !report.root.pinned)
    lines.push("", `To pin the trust list: --root ${report.root.fingerprint}`);
  return `${lines.join("\n")}\n`;
}

/** By the file's own name: what a lock says of itself is a thing to be checked. */
function titleOf(report: VerifyReport): string {
  const file = plainText(report.lockFile);
  if (report.episode === undefined) return file;
  return `${
    file
      .split("/")
      .at(-1)
      ?.replace(/\.lock\.json$/, "") ?? file
  }, lock ${report.serial ?? "?"}`;
}

function verdictOf(report: VerifyReport): string {
  const how = report.production ? " by production keys" : "";
  if (report.exitCode === 2) return "NOT AS SIGNED";
  return report.exitCode === 1 ? "could not be checked completely" : `everything is as signed${how}`;
}

/** Who signed, as the certificates say it; whether that counts stands in the verdicts. */
function signerLines(report: VerifyReport): string[] {
  const files = new Map<string, number>();
  for (const { signer } of report.subjects) if (signer !== undefined) files.set(signer, (files.get(signer) ?? 0) + 1);
  return [...files].map(([signer, count]) => {
    const label = signer.startsWith(DEVELOPMENT_ORGANISATION) ? "  DEVELOPMENT" : "";
    return `  signed by: ${plainText(signer)}, ${count === 1 ? "1 file" : `${count} files`}${label}`;
  });
}

function nameOf(subject: VerifySubject): string {
  return plainText(subject.name);
}

function wordOf({ check, verdict }: Check): string {
  if (verdict === "not-here") return NOT_HERE[check] ?? "not here";
  if (verdict === "chain-unavailable") return "chain unavailable";
  if (verdict === "none") return check === "timestamp" ? "no time stamp" : "none";
  return WORDS[check][verdict];
}

/** `hash matches 14, HASH DIFFERS 1`: one word a check and verdict, with the number of takes. */
function countsOf(takes: readonly VerifySubject[]): string[] {
  const counts = new Map<string, number>();
  for (const take of takes) {
    for (const check of take.checks) counts.set(wordOf(check), (counts.get(wordOf(check)) ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => `${word} ${count}`);
}

/** Findings of one severity; the same sentence over many takes is one line with their names. */
function findingLines(report: VerifyReport, severity: Severity): string[] {
  const groups = new Map<string, { code: FindingCode; says: string; names: string[] }>();
  for (const subject of report.subjects)
    for (const found of subject.findings) {
      if (found.severity !== severity) continue;
      const key = `${found.code} ${found.says}`;
      const group = groups.get(key) ?? { code: found.code, says: found.says, names: [] };
      group.names.push(nameOf(subject));
      groups.set(key, group);
    }
  return [...groups.values()].flatMap(({ code, says, names }) => {
    const shown = names.slice(0, NAMES_MAX).join(", ");
    const more = names.length > NAMES_MAX ? ` and ${names.length - NAMES_MAX} more` : "";
    return [`  ${shown}${more}: ${plainText(says)} [${code}]`, `      ${helpFor(code)}`];
  });
}
