import type { DiagnosticCode } from "./diagnostic-codes.ts";

export type Severity = "error" | "warning" | "info";

/** Something the author can mend: where, what, and how. Collected, never thrown. Lines and columns count from 1. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** Film words; may quote the author's text, so views print it through plainText. */
  readonly message: string;
  readonly hint?: string;
  /** Relative to the repository root, with slashes. */
  readonly file: string;
  /** JSON pointer into the document, from which line and column are found. */
  readonly pointer?: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** One-based place in a text file; columns count UTF-16 units, as editors do. The end is exclusive. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Repository path -> text of the file, for the source line under a finding. */
export type SourceTexts = ReadonlyMap<string, string>;

export interface DiagnosticFields {
  readonly severity?: Severity;
  readonly hint?: string | undefined;
  readonly pointer?: string | undefined;
  readonly place?: TextPlace | undefined;
}

/** Builds a finding; an error unless said otherwise. */
export function diagnostic(
  code: DiagnosticCode,
  file: string,
  message: string,
  { severity = "error", hint, pointer, place }: DiagnosticFields = {},
): Diagnostic {
  return {
    code,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    file,
    ...(pointer === undefined ? {} : { pointer }),
    ...(place ?? {}),
  };
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** By file, place and code, without doubles: the same findings always come in the same order. */
export function sortDiagnostics(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  const unique = findings.filter((finding) => {
    const key = JSON.stringify([
      finding.file,
      finding.line,
      finding.column,
      finding.pointer,
      finding.code,
      finding.message,
    ]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return unique.sort(
    (left, right) =>
      compareText(left.file, right.file) ||
      (left.line ?? 0) - (right.line ?? 0) ||
      (left.column ?? 0) - (right.column ?? 0) ||
      RANK[left.severity] - RANK[right.severity] ||
      compareText(left.code, right.code) ||
      compareText(left.message, right.message),
  );
}

/** Findings of one file that are shown at once: more of them help nobody. */
const FILE_FINDINGS_MAX = 200;

/** At most so many of each file, errors before warnings, with a remark how many are left out. Expects sorted findings. */
export function capDiagnostics(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const byFile = new Map<string, Diagnostic[]>();
  for (const finding of findings) {
    const others = byFile.get(finding.file);
    if (others === undefined) byFile.set(finding.file, [finding]);
    else others.push(finding);
  }
  return [...byFile.values()].flatMap(capFile);
}

function capFile(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  if (findings.length <= FILE_FINDINGS_MAX) return findings;
  const grave = [...findings].sort((left, right) => RANK[left.severity] - RANK[right.severity]);
  const kept = sortDiagnostics(grave.slice(0, FILE_FINDINGS_MAX));
  const last = kept[kept.length - 1];
  const message = `${findings.length - kept.length} more findings in this file are not shown`;
  const place = last?.line === undefined ? {} : { line: last.line, column: last.column ?? 1 };
  return [...kept, { ...diagnostic("TOO_MANY_FINDINGS", last?.file ?? "", message, { severity: "info" }), ...place }];
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Appends one step to a JSON pointer. */
export function pointerTo(pointer: string, ...steps: readonly (string | number)[]): string {
  return steps.reduce<string>(
    (path, step) => `${path}/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`,
    pointer,
  );
}

export function hasErrors(findings: readonly Diagnostic[]): boolean {
  return findings.some((finding) => finding.severity === "error");
}
