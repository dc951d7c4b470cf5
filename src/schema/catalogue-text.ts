import { type Document, isMap, isNode, isScalar, LineCounter, type Node, parseDocument, visit } from "yaml";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { DiagnosticCode } from "../core/diagnostic-codes.ts";
import { fieldsOf } from "./merge-catalogue.ts";

/** The text of one catalogue file. Reading files is the caller's: this is pure. */
export interface CatalogueText {
  /** Relative to the repository root, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** A validator of schemas/catalogue.schema.json, as ajv makes them. */
export interface CatalogueValidator {
  (value: unknown): boolean;
  errors?: readonly CatalogueSchemaError[] | null;
}
export interface CatalogueSchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params?: unknown;
}

export interface ParsedCatalogue {
  readonly path: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

export interface CatalogueReading {
  readonly diagnostics: readonly Diagnostic[];
  readonly parsed?: ParsedCatalogue;
  /** Only when nothing was found. */
  readonly value?: Readonly<Record<string, unknown>>;
}

const FILE_CHARACTERS_MAX = 1_048_576;
const ALIASES_MAX = 200;

/** One file to plain JSON, checked against its schema; every finding has its line. */
export function readCatalogueText({ path, text }: CatalogueText, validate: CatalogueValidator): CatalogueReading {
  const error = (code: DiagnosticCode, message: string, line = 1, column = 1): CatalogueReading => ({
    diagnostics: [{ code, severity: "error", file: path, line, column, message }],
  });
  if (text.length > FILE_CHARACTERS_MAX) {
    return error("FILE_TOO_LARGE", `${text.length} characters, at most ${FILE_CHARACTERS_MAX} are read`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, uniqueKeys: true, logLevel: "silent" });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    const code = broken.code === "DUPLICATE_KEY" ? "DUPLICATE_KEY" : "YAML_SYNTAX";
    return error(code, broken.message.split("\n")[0] ?? "not YAML", line, col);
  }
  const loose = looseAlias(document);
  if (loose !== undefined) return error("YAML_SYNTAX", `the alias *${loose} is of nothing`);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: ALIASES_MAX });
  } catch {
    return error("ALIAS_BOMB", `aliases make more than ${ALIASES_MAX} copies`);
  }
  const parsed = { path, document, lines };
  if (validate(value)) return { diagnostics: [], parsed, value: fieldsOf(value) };
  return { diagnostics: (validate.errors ?? []).map((found) => shapeFinding(found, parsed)), parsed };
}

function looseAlias(document: Document): string | undefined {
  let loose: string | undefined;
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      loose = alias.source;
      return visit.BREAK;
    },
  });
  return loose;
}

function shapeFinding({ instancePath, keyword, params }: CatalogueSchemaError, parsed: ParsedCatalogue): Diagnostic {
  const place = stepsOf(instancePath);
  const unknown = fieldsOf(params)["additionalProperty"];
  const at = typeof unknown === "string" ? [...place, unknown] : place;
  const message = `${placeName(place, "the file")}: ${shapeSays(keyword, fieldsOf(params))}`;
  return { code: SHAPE_CODES[keyword] ?? "VALUE_RANGE", severity: "error", ...placeOf([parsed], at), message };
}

/** What a schema error means to whoever wrote the file. */
function shapeSays(keyword: string, params: Readonly<Record<string, unknown>>): string {
  switch (keyword) {
    case "additionalProperties":
      return `"${String(params["additionalProperty"]).slice(0, 60)}" is not known here`;
    case "required":
      return `\`${String(params["missingProperty"])}\` is missing`;
    case "propertyNames":
      return `"${String(params["propertyName"]).slice(0, 60)}" has not the form of an id here`;
    case "enum":
      return `must be one of ${Array.isArray(params["allowedValues"]) ? params["allowedValues"].join(", ") : "its words"}`;
    case "const":
      return `must be ${String(params["allowedValue"])}`;
    case "type":
      return `must be ${Array.isArray(params["type"]) ? params["type"].join(" or ") : String(params["type"])}`;
    case "minimum":
    case "maximum":
      return `must be ${String(params["comparison"])} ${String(params["limit"])}`;
    case "pattern":
      return `must have the form ${String(params["pattern"])}`;
    case "anyOf":
    case "oneOf":
      return "has none of the forms it may have";
    default:
      return `is not as the schema says (${keyword})`;
  }
}

/** `models > google/veo-3.1`, or what the whole is called. */
export function placeName(steps: readonly string[], whole: string): string {
  return steps.length === 0 ? whole : steps.join(" > ");
}

const SHAPE_CODES: Readonly<Record<string, DiagnosticCode>> = {
  additionalProperties: "UNKNOWN_FIELD",
  propertyNames: "ID_FORM",
  required: "VALUE_REQUIRED",
  type: "VALUE_TYPE",
  enum: "VALUE_WORD",
  const: "VALUE_WORD",
};

/** `/models/google~1veo-3.1/title` -> its steps. */
function stepsOf(instancePath: string): readonly string[] {
  const steps = instancePath.split("/").slice(1);
  return steps.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Where a place of the merged catalogue was written last, or its nearest parent that was written at all. */
export function placeOf(
  parsed: readonly ParsedCatalogue[],
  steps: readonly string[],
): { readonly file: string; readonly line: number; readonly column: number } {
  for (let length = steps.length; length > 0; length--) {
    for (const { path, document, lines } of [...parsed].reverse()) {
      const node = writtenAt(document, steps.slice(0, length));
      if (node?.range == null) continue;
      const { line, col } = lines.linePos(node.range[0]);
      return { file: path, line, column: col };
    }
  }
  return { file: parsed[0]?.path ?? "", line: 1, column: 1 };
}

/** The key that was written at a place of one file, or the item of a list. */
function writtenAt(document: Document, steps: readonly string[]): Node | undefined {
  const parent = document.getIn(steps.slice(0, -1), true);
  const last = steps[steps.length - 1];
  if (isMap(parent)) {
    const key = parent.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === last)?.key;
    return isScalar(key) ? key : undefined;
  }
  const item = document.getIn(steps, true);
  return isNode(item) ? item : undefined;
}
