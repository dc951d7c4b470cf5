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
