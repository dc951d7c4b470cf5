import { Composer, type Document, type ErrorCode, isScalar, type ParsedNode, Parser, type YAMLError } from "yaml";
import { type Diagnostic, diagnostic, type TextPlace } from "../core/diagnostic.ts";
import type { TextLines } from "./text-lines.ts";
import { guardYaml } from "./yaml-guard.ts";

/** Faults in one line usually cause others further down; the first few lines are what can be repaired at once. */
const SYNTAX_FINDINGS_MAX = 5;

export interface YamlTree {
  /** Absent when the text is no YAML or holds nothing. */
  readonly root?: ParsedNode;
  readonly isEmpty: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Text -> the tree of nodes of its only document, YAML 1.2 core schema, without merge keys. */
export function readYamlTree(file: string, text: string, lines: TextLines): YamlTree {
  const guarded = guardYaml(text);
  if (guarded !== undefined) {
    const { code, message, hint, offset } = guarded;
    const place = lines.place(offset, offset + 1);
    return { isEmpty: false, diagnostics: [diagnostic(code, file, message, { hint, place })] };
  }
  const [document, another] = firstDocuments(text);
  if (document === undefined || isNothing(document.contents)) {
    const broken = document?.errors ?? [];
    return { isEmpty: broken.length === 0, diagnostics: syntaxFindings(file, text, lines, broken) };
  }
  const diagnostics = [
    ...syntaxFindings(file, text, lines, document.errors),
    ...directiveFindings(file, text, lines, document),
  ];
  if (another !== undefined) {
    const [start, end] = another.range;
    const hint = "put the second one into a file of its own, and leave out the line `---`";
    const place = lines.place(Math.min(start, end), end);
    diagnostics.push(diagnostic("DOCUMENT_COUNT", file, "a second document begins here", { hint, place }));
  }
  return diagnostics.length > 0
    ? { isEmpty: false, diagnostics }
    : { root: document.contents, isEmpty: false, diagnostics };
}

/** No content at all, or the empty value between two `---`. */
function isNothing(contents: ParsedNode | null): contents is null {
  return (
    contents === null || (isScalar(contents) && contents.value === null && contents.range[0] === contents.range[1])
  );
}

/** Only two are looked at: a file of a hundred thousand documents costs no more. */
function firstDocuments(text: string): readonly Document.Parsed[] {
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    merge: false,
    intAsBigInt: true,
    // Looking for doubles takes quadratic time here; the walk over the tree does it with a set.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const found: Document.Parsed[] = [];
  for (const document of composer.compose(new Parser().parse(text))) {
    found.push(document);
    if (found.length === 2) break;
  }
  return found;
}

function directiveFindings(file: string, text: string, lines: TextLines, document: Document.Parsed): Diagnostic[] {
  if (document.directives?.yaml.explicit !== true) return [];
  const start = Math.max(0, text.search(/^%YAML/m));
  const place = lines.place(start, start + "%YAML".length);
  return [diagnostic("YAML_SYNTAX", file, "`%YAML` lines are not read", { hint: "delete the line", place })];
}

/** One finding a line; a tab in the indentation explains whatever the parser says about its line. */
function syntaxFindings(file: string, text: string, lines: TextLines, errors: readonly YAMLError[]): Diagnostic[] {
  const findings = new Map<number, Diagnostic>();
  const textLines = errors.length === 0 ? [] : text.split("\n");
  for (const error of errors) {
    if (findings.size === SYNTAX_FINDINGS_MAX) break;
    const place = lines.place(error.pos[0], Math.max(error.pos[0] + 1, error.pos[1]));
    const tabbed = nearestTabbedLine(textLines, place.line);
    const line = tabbed ?? place.line;
    if (findings.has(line)) continue;
    findings.set(line, tabbed === undefined ? syntaxFinding(file, error, place) : tabFinding(file, textLines, tabbed));
  }
  return [...findings.values()];
}

/** The line itself or a neighbour, when it is indented with a tab. */
function nearestTabbedLine(textLines: readonly string[], line: number): number | undefined {
  return [line, line - 1, line + 1].find((number) => /^ *\t/.test(textLines[number - 1] ?? ""));
}

function tabFinding(file: string, textLines: readonly string[], line: number): Diagnostic {
  const column = (textLines[line - 1] ?? "").indexOf("\t") + 1;
  const place = { line, column, endLine: line, endColumn: column + 1 };
  return diagnostic("TABS", file, "this line is indented with a tab", { hint: "use two spaces for each step", place });
}

function syntaxFinding(file: string, error: YAMLError, place: TextPlace): Diagnostic {
  const words = SYNTAX_WORDS[error.code];
  if (error.code === "RESOURCE_EXHAUSTION") {
    return diagnostic("TOO_DEEP", file, "lists and fields are nested too deep here", { place });
  }
  if (error.code === "TAG_RESOLVE_FAILED") {
    return diagnostic("CUSTOM_TAG", file, "this value has a tag that is not read", {
      hint: "delete the `!` and the word behind it",
      place,
    });
  }
  return diagnostic("YAML_SYNTAX", file, words?.message ?? "this is not well-formed YAML", {
    hint: words?.hint,
    place,
  });
}

/** What went wrong in the author's words. Everything else is called not well-formed. */
const SYNTAX_WORDS: Readonly<Partial<Record<ErrorCode, { readonly message: string; readonly hint?: string }>>> = {
  BAD_ALIAS: { message: "`*` stands before words that are no alias", hint: "put the text in quotes" },
  BAD_COLLECTION_TYPE: {
    message: "a list and fields are mixed in one place",
    hint: "lists begin with `- `, fields with `name:`",
  },
  BAD_DIRECTIVE: {
    message: "a line that begins with % is an instruction to the YAML reader, and this one is none",
    hint: "put the text in quotes",
  },
  BAD_DQ_ESCAPE: {
    message: "this text in double quotes has a backslash that means nothing",
    hint: "write \\\\ for a backslash, or use single quotes",
  },
  BAD_INDENT: {
    message: "this line is indented differently from its neighbours",
    hint: "entries of one list, and fields of one place, begin in the same column",
  },
  BAD_PROP_ORDER: { message: "anchors stand directly before their value" },
  BAD_SCALAR_START: { message: "words cannot begin with this character", hint: "put the text in quotes" },
  BLOCK_AS_IMPLICIT_KEY: { message: "there is a second `: ` in this line", hint: "put text with a colon in quotes" },
  BLOCK_IN_FLOW: { message: "inside [ ] and { } entries are separated by commas, not by lines with `- `" },
  KEY_OVER_1024_CHARS: { message: "this field name is longer than 1024 characters" },
  MISSING_CHAR: {
    message: "a closing quote, bracket, comma or colon is missing",
    hint: "look at the lines above, too",
  },
  MULTILINE_IMPLICIT_KEY: {
    message: "a field name goes over several lines, or its colon is missing",
    hint: "write `name: value`, with a blank after the colon",
  },
  MULTIPLE_ANCHORS: { message: "one value has two anchors" },
  MULTIPLE_TAGS: { message: "one value has two tags" },
  TAB_AS_INDENT: { message: "this line is indented with a tab", hint: "use two spaces for each step" },
  UNEXPECTED_TOKEN: {
    message: "this does not belong here",
    hint: "is a quote, a comma or a dash missing in the line before?",
  },
};
