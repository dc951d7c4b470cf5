import { Lexer } from "yaml";
import type { DiagnosticCode } from "../core/diagnostic-codes.ts";

/** Far above any real document, and low enough that the worst text costs about a second. */
const TOKENS_MAX = 300_000;
export const DEPTH_MAX = 32;
/** No field takes as much; one token of this size is not film text. */
const TOKEN_CHARACTERS_MAX = 65_536;
/** Each broken escape costs the parser an exception: a megabyte of them takes seconds. */
const BROKEN_ESCAPES_MAX = 100;

export interface GuardFinding {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint?: string;
  readonly offset: number;
}

/**
 * Reads the text's tokens without building anything from them and stops at the first that a document cannot need.
 * The parser behind it takes seconds, or all memory, for two megabytes of opening brackets; this takes milliseconds.
 */
export function guardYaml(text: string): GuardFinding | undefined {
  let offset = 0;
  let tokens = 0;
  let depth = 0;
  let brokenEscapes = 0;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > TOKENS_MAX) return { code: "TOO_MANY_VALUES", message: TOO_MANY, hint: SPLIT, offset };
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth -= 1;
    if (depth > DEPTH_MAX) return { code: "TOO_DEEP", message: `brackets are nested deeper than ${DEPTH_MAX}`, offset };
    if (token.length > TOKEN_CHARACTERS_MAX && !token.startsWith("#")) {
      const message = `one text has ${token.length} characters; no field takes more than ${TOKEN_CHARACTERS_MAX}`;
      return { code: "VALUE_RANGE", message, hint: "is a quote or a bracket not closed?", offset };
    }
    if (token.startsWith('"')) {
      for (const [, whole] of token.matchAll(ESCAPE)) if (whole === undefined) brokenEscapes += 1;
      if (brokenEscapes > BROKEN_ESCAPES_MAX)
        return {
          code: "YAML_SYNTAX",
          message: `more than ${BROKEN_ESCAPES_MAX} backslashes mean nothing`,
          hint: ESCAPED,
          offset,
        };
    }
    if (!MARKERS.has(token)) offset += token.length;
  }
  return undefined;
}

/** A backslash in double quotes; the group is absent when what follows is no escape. */
const ESCAPE = /\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[0abtnvfre "/\\N_LP\t\r\n])?/g;
const ESCAPED = "in double quotes write \\\\ for a backslash, or use single quotes";
const TOO_MANY = "the file holds more lines and values than any production needs";
const SPLIT = "an episode has at most 500 shots; the bible may be split over several files";
/** Tokens that the lexer adds and that stand for no text: document, flow error end, scalar. */
const MARKERS: ReadonlySet<string> = new Set(["\u0002", "\u0018", "\u001f", "\ufeff"]);
