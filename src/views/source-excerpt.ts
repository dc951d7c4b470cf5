import type { Diagnostic } from "../core/diagnostic.ts";
import { plainText } from "../core/plain-text.ts";

/** Characters of a long line that are shown around the fault. */
const WIDTH = 100;
const BEFORE = 40;

/** The line of a finding with a mark under the fault; empty when the place or the text is not known. */
export function sourceExcerpt(finding: Diagnostic, source: string | undefined): readonly string[] {
  const { line, column = 1, endLine, endColumn } = finding;
  const text = line === undefined ? undefined : lineOf(source, line);
  if (line === undefined || text === undefined) return [];
  const from = Math.min(Math.max(0, column - 1), text.length);
  const end = endLine === line && endColumn !== undefined ? Math.min(endColumn - 1, text.length) : text.length;
  const to = Math.max(end, from);
  const start = Math.max(0, from - BEFORE);
  const stop = Math.min(text.length, start + WIDTH);
  const lead = start > 0 ? "..." : "";
  // Escaped text is longer than it was: the mark is placed by what stands before it on the screen.
  const before = lead + shown(text.slice(start, from));
  const marked = shown(text.slice(from, Math.min(to, stop)));
  const after = shown(text.slice(Math.min(to, stop), stop)) + (stop < text.length ? "..." : "");
  const gutter = " ".repeat(String(line).length);
  const mark = `${" ".repeat(columnsOf(before))}${"^".repeat(Math.max(1, columnsOf(marked.trimEnd())))}`;
  return [`${gutter} |`, `${line} | ${before}${marked}${after}`, `${gutter} | ${mark}`];
}

/** One line of a text, counted from 1; no copy of all the others is made. */
function lineOf(source: string | undefined, line: number): string | undefined {
  if (source === undefined) return undefined;
  let start = 0;
  for (let at = 1; at < line; at += 1) {
    const end = source.indexOf("\n", start);
    if (end === -1) return undefined;
    start = end + 1;
  }
  const end = source.indexOf("\n", start);
  return source.slice(start, end === -1 ? undefined : end).replace(/\r$/, "");
}

function shown(text: string): string {
  return plainText(text.replaceAll("\t", " "), WIDTH);
}

/** Places on the screen: characters outside the basic plane and East Asian ones take two, combining marks none. */
function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{M}|\u200c|\u200d/u.test(character)) continue;
    columns += isWide(character.codePointAt(0) ?? 0) ? 2 : 1;
  }
  return columns;
}

function isWide(point: number): boolean {
  return (
    (point >= 0x1100 && point <= 0x115f) ||
    (point >= 0x2e80 && point <= 0xa4cf) ||
    (point >= 0xac00 && point <= 0xd7a3) ||
    (point >= 0xf900 && point <= 0xfaff) ||
    (point >= 0xfe30 && point <= 0xfe6f) ||
    (point >= 0xff00 && point <= 0xff60) ||
    (point >= 0xffe0 && point <= 0xffe6) ||
    (point >= 0x1f300 && point <= 0x1faff) ||
    (point >= 0x20000 && point <= 0x3fffd)
  );
}
