import { capDiagnostics, type Diagnostic, diagnostic, sortDiagnostics, type TextPlace } from "../core/diagnostic.ts";
import { DocumentPlaces } from "./document-places.ts";
import { readDocumentText } from "./document-text.ts";
import type {
  AddressesDocument,
  BibleDocument,
  ConfigDocument,
  EpisodeDocument,
  ScenarioDocument,
  ShowDocument,
} from "./generated/types.ts";
import { type PlainTree, plainValue } from "./plain-value.ts";
import { shapeFindings } from "./shape-findings.ts";
import { spareValue } from "./spare-value.ts";
import { TextLines } from "./text-lines.ts";
import { type DocumentKind, shapeErrors } from "./validators.ts";
import { readYamlTree } from "./yaml-tree.ts";

/** Documents that people write. */
export interface AuthoredDocuments {
  readonly show: ShowDocument;
  readonly bible: BibleDocument;
  readonly episode: EpisodeDocument;
  readonly config: ConfigDocument;
  readonly scenario: ScenarioDocument;
  readonly addresses: AddressesDocument;
}
export type AuthoredKind = keyof AuthoredDocuments;

export interface ParsedDocument<Value> {
  /**
   * The document, for sense to be checked. With errors among the findings it is only there when what is wrong could be
   * left out or stood in for, so that one misspelt field does not hide an unknown character; nothing may be made from it.
   */
  readonly value?: Value;
  /** Pointers of shots and scenes of which it could not be read who is in the picture. */
  readonly doubtful?: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
  /** The text that was read, for showing a line of it; absent when the bytes are no text. */
  readonly text?: string;
  /** Place of the part at a JSON pointer, or of the nearest part around it. */
  locate(pointer: string): TextPlace | undefined;
  /** Place of the name of the field at a JSON pointer. */
  locateName(pointer: string): TextPlace | undefined;
  /** Place of a word inside the value at a JSON pointer; of the value where the word is not written so. */
  locateWord(pointer: string, word: string): TextPlace | undefined;
}

/**
 * Bytes of a YAML file -> an authored document and every finding about its text and shape. Pure; never throws for any
 * bytes; two megabytes of the worst text cost about a second.
 */
export function parseDocument<Kind extends AuthoredKind>(
  kind: Kind,
  file: string,
  bytes: Uint8Array,
): ParsedDocument<AuthoredDocuments[Kind]> {
  return parseAs<AuthoredDocuments[Kind]>(kind, file, bytes);
}

/** The same for a document of any kind; the caller says what type its schema promises. */
export function parseAs<Value>(kind: DocumentKind, file: string, bytes: Uint8Array): ParsedDocument<Value> {
  const { text, diagnostics } = readDocumentText(file, bytes);
  if (text === undefined) return { diagnostics, ...NOWHERE };
  const lines = new TextLines(text);
  const tree = readYamlTree(file, text, lines);
  const found = [...diagnostics, ...tree.diagnostics];
  if (tree.isEmpty) return emptyDocument(kind, file, text, found);
  if (tree.root === undefined) {
    return { diagnostics: sortDiagnostics(found), text, ...NOWHERE };
  }
  const plain = plainValue(file, tree.root, text, lines);
  const places = new DocumentPlaces(plain.places, lines, text);
  const checked = checkShape(kind, file, plain, places);
  const value = checked.value as Value | undefined;
  return {
    ...(value === undefined ? {} : { value }),
    ...(checked.doubtful === undefined ? {} : { doubtful: checked.doubtful }),
    diagnostics: capDiagnostics(sortDiagnostics([...found, ...plain.diagnostics, ...checked.diagnostics])),
    text,
    locate: (pointer) => places.locate(pointer),
    locateName: (pointer) => places.name(pointer),
    locateWord: (pointer, word) => places.word(pointer, word),
  };
}

function nowhere(): undefined {
  return undefined;
}

/** Places of a document of which nothing could be read. */
export const NOWHERE = { locate: nowhere, locateName: nowhere, locateWord: nowhere } as const;

/** An episode without content is a mistake; a show, bible or configuration may still be written. */
function emptyDocument<Value>(
  kind: DocumentKind,
  file: string,
  text: string,
  found: readonly Diagnostic[],
): ParsedDocument<Value> {
  const isAllowed = kind === "show" || kind === "bible" || kind === "config";
  const finding = diagnostic("EMPTY_FILE", file, "the file is empty", {
    severity: isAllowed ? "warning" : "error",
    hint: EMPTY_HINTS[kind],
    place: { line: 1, column: 1, endLine: 1, endColumn: 1 },
  });
  return {
    ...(isAllowed ? { value: {} as Value } : {}),
    diagnostics: sortDiagnostics([...found, finding]),
    text,
    ...NOWHERE,
  };
}

const EMPTY_HINTS: Readonly<Partial<Record<DocumentKind, string>>> = {
  episode: "an episode begins with `shots:`; four lines make a shot: id, framing, duration, action",
  bible: "a bible file begins with `characters:`, `locations:`, `props:` or `styles:`",
};

function checkShape(
  kind: DocumentKind,
  file: string,
  plain: PlainTree,
  places: DocumentPlaces,
): { readonly value?: unknown; readonly doubtful?: ReadonlySet<string>; readonly diagnostics: readonly Diagnostic[] } {
  const { value, refused, largeNumbers } = plain;
  if (value === undefined) return { diagnostics: [] };
  const stranger = otherKind(kind, file, value, places);
  if (stranger !== undefined) return { diagnostics: [stranger] };
  const errors = shapeErrors(kind, value);
  if (errors.length === 0) return { value, diagnostics: [] };
  const diagnostics = shapeFindings({ file, value, places, refused, largeNumbers }, errors);
  const spared = spareValue(kind, value, errors);
  return spared === undefined ? { diagnostics } : { ...spared, diagnostics };
}

/** A document of another kind in this place: one finding instead of a hundred. */
function otherKind(kind: DocumentKind, file: string, value: unknown, places: DocumentPlaces): Diagnostic | undefined {
  const at = places.locate("/schema");
  const written = typeof value === "object" && value !== null && "schema" in value ? value.schema : undefined;
  if (typeof written !== "string" || written === `shotlock/${kind}/1`) return undefined;
  if (!/^shotlock\/[a-z]+\/[0-9]+$/.test(written)) return undefined;
  const isNewer = written.startsWith(`shotlock/${kind}/`);
  const message = isNewer
    ? `this program does not read ${written}`
    : `this is ${written}, not a document of kind ${kind}`;
  const hint = isNewer
    ? `it reads shotlock/${kind}/1; a newer shotlock may read it`
    : "is the file in the right folder?";
  return diagnostic("VALUE_WORD", file, message, { hint, pointer: "/schema", place: at });
}
