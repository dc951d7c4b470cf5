import type { ErrorCode } from "yaml";

/** What went wrong in the author's words. Everything else is called not well-formed. */
export const SYNTAX_WORDS: Readonly<Partial<Record<ErrorCode, { readonly message: string; readonly hint?: string }>>> =
  {
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
