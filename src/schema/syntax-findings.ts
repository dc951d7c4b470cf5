import { type Document, isCollection, isScalar, type Node, visit, type YAMLError } from "yaml";
import { type Diagnostic, diagnostic, type TextPlace } from "../core/diagnostic.ts";
import { SYNTAX_WORDS } from "./syntax-words.ts";
import type { TextLines } from "./text-lines.ts";

/** Faults in one line usually cause others further down; the first few are what can be repaired at once. */
const SYNTAX_FINDINGS_MAX = 5;
/** Complaints that are looked at: a flood of them says no more than its beginning. */
const COMPLAINTS_MAX = 100;
/** A fault of this kind is understood as such by the reader, whatever stands around it. */
const LOCAL_CODES: ReadonlySet<string> = new Set([
  "BAD_DQ_ESCAPE",
  "BAD_SCALAR_START",
  "BAD_ALIAS",
  "BAD_DIRECTIVE",
  "MULTIPLE_ANCHORS",
  "MULTIPLE_TAGS",
  "TAG_RESOLVE_FAILED",
]);

interface Faulty {
  readonly file: string;
  readonly text: string;
  readonly lines: TextLines;
  readonly document: Document.Parsed;
}

type Enclosed = readonly Node[];

/**
 * The parser's complaints -> what the author got wrong. It goes on after a fault and stumbles over everything behind it;
 * of those complaints only the first is said, beside such as cannot be a consequence.
 */
export function syntaxFindings(faulty: Faulty): readonly Diagnostic[] {
  const { errors } = faulty.document;
  if (errors.length === 0) return [];
  const conflict = conflictFinding(faulty);
  if (conflict !== undefined) return [conflict];
  const pasted = tabFinding(faulty, errors) ?? pastedFinding(faulty, errors);
  if (pasted !== undefined) return [pasted];
  const enclosed = enclosedNodes(faulty);
  const findings = new Map<number, Diagnostic>();
  let first: YAMLError | undefined;
  let lineBefore = -1;
  for (const error of errors.slice(0, COMPLAINTS_MAX)) {
    if (findings.size === SYNTAX_FINDINGS_MAX) break;
    const finding = syntaxFinding(faulty, error, enclosed);
    const line = finding.line ?? 1;
    const isLocal = LOCAL_CODES.has(error.code);
    const isConsequence = !isLocal && first !== undefined && (first.code !== error.code || line <= lineBefore + 2);
    if (!isLocal) {
      first ??= error;
      lineBefore = Math.max(lineBefore, line);
    }
    if (!isConsequence && !findings.has(line)) findings.set(line, finding);
  }
  return [...findings.values()];
}

/** What git leaves behind when two people changed the same lines. */
function conflictFinding({ file, text, lines }: Faulty): Diagnostic | undefined {
  const start = text.search(/^<{7} /m);
  if (start === -1) return undefined;
  return diagnostic("YAML_SYNTAX", file, "two versions of these lines stand here, left by a merge in git", {
    hint: "keep one of them, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>",
    place: lines.place(start, start + 7),
  });
}

/** One finding for all tabs of the file, when one of them is near a complaint: it explains whatever the parser says. */
function tabFinding({ file, text, lines }: Faulty, errors: readonly YAMLError[]): Diagnostic | undefined {
  const textLines = text.split("\n");
  const isTabbed = (line: number): boolean => /^ *\t/.test(textLines[line - 1] ?? "");
  const line = errors
    .slice(0, SYNTAX_FINDINGS_MAX)
    .map((error) => lines.place(error.pos[0], error.pos[0]).line)
    .flatMap((at) => [at, at - 1, at + 1].filter(isTabbed))[0];
  if (line === undefined) return undefined;
  const others = textLines.filter((_, index) => index + 1 !== line && isTabbed(index + 1)).length;
  const also = others === 0 ? "" : `, and so ${others === 1 ? "is 1 more" : `are ${others} more`}`;
  const column = (textLines[line - 1] ?? "").indexOf("\t") + 1;
  const place = { line, column, endLine: line, endColumn: column + 1 };
  const hint = "use two spaces for each step";
  return diagnostic("TABS", file, `this line is indented with a tab${also}`, { hint, place });
}

/** Blanks and dashes of a word processor look like those of YAML and are letters to it. */
function pastedFinding({ file, text, lines }: Faulty, errors: readonly YAMLError[]): Diagnostic | undefined {
  const textLines = text.split("\n");
  for (const error of errors.slice(0, SYNTAX_FINDINGS_MAX)) {
    const { line } = lines.place(error.pos[0], error.pos[0]);
    for (const at of [line, line - 1]) {
      const found =
        /^[ -]*([\u00a0\u2000-\u200a\u202f\u3000])|:([\u00a0\u2000-\u200a\u202f\u3000])|^ *([\u2010-\u2015]) /.exec(
          textLines[at - 1] ?? "",
        );
      if (found === null) continue;
      const column = found.index + found[0].length - (found[3] === undefined ? 0 : 1);
      const place = { line: at, column, endLine: at, endColumn: column + 1 };
      const message = found[3] === undefined ? "this blank is not a plain one" : "this dash is not a plain one";
      return diagnostic("YAML_SYNTAX", file, message, { hint: "it was pasted from elsewhere: type it again", place });
    }
  }
  return undefined;
}

function syntaxFinding(faulty: Faulty, error: YAMLError, enclosed: Enclosed): Diagnostic {
  const { file, text } = faulty;
  const opened = LOCAL_CODES.has(error.code) ? undefined : openedBefore(faulty, error, enclosed);
  if (opened !== undefined) return opened;
  const place = placeOf(faulty, error);
  if (error.code === "RESOURCE_EXHAUSTION")
    return diagnostic("TOO_DEEP", file, "lists and fields are nested too deep here", { place });
  if (error.code === "TAG_RESOLVE_FAILED")
    return diagnostic("CUSTOM_TAG", file, "this value has a tag that is not read", {
      hint: "delete the `!` and the word behind it",
      place,
    });
  if (error.code === "BLOCK_AS_IMPLICIT_KEY" && lineAt(text, place.line).trimStart().startsWith("- "))
    return diagnostic("YAML_SYNTAX", file, "an entry of a list stands here among fields", {
      hint: "is the line above indented too little, or is its dash missing?",
      place,
    });
  const hasColon = /:(?:\s|$)/.test(lineAt(text, place.line).replace(/\s#.*$/, ""));
  const words = SYNTAX_WORDS[error.code === "MISSING_CHAR" && !hasColon ? "MULTILINE_IMPLICIT_KEY" : error.code];
  const message = words?.message ?? "this is not well-formed YAML";
  return diagnostic("YAML_SYNTAX", file, message, { hint: words?.hint, place });
}

/** The complaint's place; of white space, the first word behind it on that line. */
function placeOf({ text, lines }: Faulty, error: YAMLError): TextPlace {
  const [start, end] = error.pos;
  const blank = /^[ \t]*/.exec(text.slice(start, start + 1_000))?.[0].length ?? 0;
  const from = text[start + blank] === "\n" || text[start + blank] === undefined ? start : start + blank;
  return lines.place(from, Math.max(from + 1, end));
}

/** Everything in quotes and brackets, as it stands in the text. */
function enclosedNodes({ document, text }: Faulty): Enclosed {
  const found: Node[] = [];
  visit(document, {
    Node(_key, node) {
      if (isEnclosed(node) && Object.hasOwn(CLOSING, text[startOf(node)] ?? "")) found.push(node);
    },
  });
  return found;
}

/**
 * A quote or a bracket that is not closed, or is closed where the author did not mean it: the complaint stands where
 * the reader noticed, the mistake where it was opened.
 */
function openedBefore(faulty: Faulty, error: YAMLError, enclosed: Enclosed): Diagnostic | undefined {
  const { text } = faulty;
  const at = error.pos[0];
  const before = enclosed.filter((node) => startOf(node) <= at);
  const unclosed = before.findLast((node) => !isClosed(text, node));
  if (unclosed !== undefined) return unclosedFinding(faulty, startOf(unclosed));
  if (error.code !== "UNEXPECTED_TOKEN") return undefined;
  const closed = before.findLast((node) => endOf(node) <= at && text.slice(endOf(node), at).trim() === "");
  return closed === undefined ? undefined : closedFinding(faulty, error, closed);
}

function unclosedFinding({ file, text, lines }: Faulty, start: number): Diagnostic {
  const mark = text[start] ?? "";
  const place = lines.place(start, start + 1);
  if (isQuote(mark))
    return diagnostic("YAML_SYNTAX", file, "this quote is not closed", {
      hint: "is the closing quote missing in this line?",
      place,
    });
  const hasComment = /[[{,]\s*#/.test(lineAt(text, place.line));
  return diagnostic("YAML_SYNTAX", file, `this \`${mark}\` is not closed`, {
    hint: hasComment
      ? '`#` begins a comment: put a colour in quotes, "#6B2E26"'
      : `is \`${CLOSING[mark]}\` missing in this line?`,
    place,
  });
}

function closedFinding({ file, text, lines }: Faulty, error: YAMLError, closed: Node): Diagnostic {
  const mark = text[startOf(closed)] ?? "";
  const [from, to] = [lines.place(startOf(closed), startOf(closed) + 1), lines.place(endOf(closed), endOf(closed))];
  if (isQuote(mark) && from.line !== to.line)
    return diagnostic("YAML_SYNTAX", file, `the quote that begins here is closed only in line ${to.line}`, {
      hint: "is the closing quote missing in this line?",
      place: from,
    });
  const place = lines.place(error.pos[0], Math.max(error.pos[0] + 1, error.pos[1]));
  if (!isQuote(mark))
    return diagnostic("YAML_SYNTAX", file, `words go on behind the closing \`${CLOSING[mark]}\``, {
      hint: "put the whole text in quotes",
      place,
    });
  const inside = mark === '"' ? '\\"' : "''";
  return diagnostic("YAML_SYNTAX", file, "words go on behind the closing quote", {
    hint: `put quotes around the whole text, and inside it write ${inside} for a quote`,
    place,
  });
}

const CLOSING: Readonly<Record<string, string>> = { '"': '"', "'": "'", "[": "]", "{": "}" };

function isEnclosed(node: unknown): boolean {
  if (isScalar(node)) return node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE";
  return isCollection(node) && node.flow === true;
}

function isClosed(text: string, node: Node): boolean {
  const [start, end] = [startOf(node), endOf(node)];
  return end - start > 1 && text[end - 1] === CLOSING[text[start] ?? ""];
}

function isQuote(mark: string): boolean {
  return mark === '"' || mark === "'";
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

function endOf(node: Node): number {
  return node.range?.[1] ?? 0;
}

function lineAt(text: string, line: number): string {
  return text.split("\n", line)[line - 1] ?? "";
}
