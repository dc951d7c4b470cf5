import type { Diagnostic, Severity, SourceTexts } from "../core/diagnostic.ts";
import { DIAGNOSTICS } from "../core/diagnostic-codes.ts";
import { plainText } from "../core/plain-text.ts";
import { sourceExcerpt } from "./source-excerpt.ts";

export interface FindingsTextOptions {
  readonly colour: boolean;
  /** Texts of the files, for the line under each finding; without a text the line is left out. */
  readonly sources?: SourceTexts | undefined;
  /** Files that were looked at, said beside the count. */
  readonly files?: number;
}

const COLOURS: Readonly<Record<Severity, string>> = { error: "\u001b[31m", warning: "\u001b[33m", info: "\u001b[36m" };
const BOLD = "\u001b[1m";
const DIM = "\u001b[2m";
const RESET = "\u001b[0m";

/** Findings for a person: what and how bad, where, the line itself with a mark below the fault, what to write instead. */
export function findingsAsText(
  findings: readonly Diagnostic[],
  { colour, sources, files }: FindingsTextOptions,
): string {
  const inFiles = files === undefined ? "" : ` in ${files} ${files === 1 ? "file" : "files"}`;
  if (findings.length === 0) return `no findings${inFiles}\n`;
  const paint = (code: string, text: string): string => (colour ? `${code}${text}${RESET}` : text);
  const blocks = findings.map((finding) => {
    const head = `${paint(COLOURS[finding.severity] + BOLD, `${finding.severity}[${finding.code}]`)} ${plainText(finding.message)}`;
    const excerpt = sourceExcerpt(finding, sources?.get(finding.file));
    return [
      head,
      `  ${paint(DIM, "-->")} ${placeText(finding)}`,
      ...excerpt.map((line) => `  ${paint(DIM, line)}`),
      ...(finding.hint === undefined ? [] : [`  ${paint(BOLD, "hint:")} ${plainText(finding.hint)}`]),
      "",
    ].join("\n");
  });
  return `${blocks.join("\n")}\n${findingsCount(findings)}${inFiles}\n`;
}

/** `2 errors, 1 warning`; the words only, without a line break. */
export function findingsCount(findings: readonly Diagnostic[]): string {
  const counts = (["error", "warning", "info"] as const).map((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    const noun = severity === "info" ? "remark" : severity;
    return count === 0 ? undefined : `${count} ${noun}${count === 1 ? "" : "s"}`;
  });
  return findings.length === 0 ? "no findings" : counts.filter((words) => words !== undefined).join(", ");
}

/**
 * Findings for a machine: `{schema: "shotlock/findings/1", errors, findings}`. A finding has `code`, `severity` (error,
 * warning, info), `message`, `file` and `help` (the code explained), and where they are known `hint`, `pointer` (JSON
 * pointer into the document), `line`, `column`, `endLine`, `endColumn` (from 1, UTF-16 units, the end exclusive). Fields
 * may be added under the same name; one is never taken away or given another meaning. Texts are escaped by JSON and
 * otherwise unchanged.
 */
export function findingsAsJson(findings: readonly Diagnostic[]): string {
  const errors = findings.filter((finding) => finding.severity === "error").length;
  const entries = findings.map((finding) => ({ ...finding, help: DIAGNOSTICS[finding.code] }));
  return `${JSON.stringify({ schema: "shotlock/findings/1", errors, findings: entries }, null, 2)}\n`;
}

/** Findings as workflow commands of GitHub Actions: they show up beside the lines of the pull request. */
export function findingsAsAnnotations(findings: readonly Diagnostic[]): string {
  return findings.map((finding) => `${annotation(finding)}\n`).join("");
}

const ANNOTATION_LEVELS: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

function annotation(finding: Diagnostic): string {
  const { file, line, column, endLine, endColumn } = finding;
  // The service refuses columns on an annotation of more than one line, and an end before its start.
  const isOneLine = line !== undefined && (endLine === undefined || endLine === line);
  const properties = Object.entries({
    file,
    line,
    endLine,
    ...(isOneLine ? { col: column, endColumn } : {}),
    title: finding.code,
  })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const words = finding.hint === undefined ? finding.message : `${finding.message} (${finding.hint})`;
  return `::${ANNOTATION_LEVELS[finding.severity]} ${properties.join(",")}::${escapeData(plainText(words))}`;
}

/** As the runner's own toolkit escapes a message. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(plainText(text)).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function placeText({ file, line, column }: Diagnostic): string {
  const place = line === undefined ? "" : column === undefined ? `:${line}` : `:${line}:${column}`;
  return `${plainText(file)}${place}`;
}
