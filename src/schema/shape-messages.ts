import type { DiagnosticCode } from "../core/diagnostic-codes.ts";
import { nearestWord } from "../core/nearest-word.ts";
import { plainText } from "../core/plain-text.ts";
import { otherNameOf } from "./other-names.ts";
import { stepsOf } from "./subject.ts";
import type { SchemaPart, ShapeError } from "./validators.ts";

export interface ShapeMessage {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint?: string;
  /** The field or word that was probably meant. */
  readonly meant?: string;
}

const QUOTE_CHARACTERS_MAX = 60;
const LIST_MAX = 14;

/** A validator's complaint in film words, with what to write instead. */
export function shapeMessage(error: ShapeError, isTooLarge = false): ShapeMessage {
  const field = fieldName(error);
  if (error.propertyName !== undefined) return nameMessage(error, error.propertyName);
  if (error.data === null && error.keyword !== "required") {
    return { code: "VALUE_REQUIRED", message: `${field} has no value`, ...hint("write one, or delete the line") };
  }
  if (isTooLarge)
    return { code: "VALUE_RANGE", message: `${field} is too large a number`, ...writtenLike(error.parentSchema) };
  return (MESSAGES[error.keyword] ?? otherMessage)(error, field);
}

type Message = (error: ShapeError, field: string) => ShapeMessage;

const otherMessage: Message = (_error, field) => ({ code: "VALUE_FORM", message: `${field} is not as it should be` });

const rangeMessage: Message = (error, field) => {
  const { comparison, limit } = error.params;
  const words = COMPARISONS[String(comparison)] ?? String(comparison);
  return { code: "VALUE_RANGE", message: `${field} is ${quote(error.data)}; it must be ${words} ${String(limit)}` };
};

const countMessage: Message = (error, field) => {
  const { limit } = error.params;
  const isMost = error.keyword.startsWith("max");
  const count = Array.isArray(error.data) ? error.data.length : Object.keys(Object(error.data)).length;
  const bound = isMost ? "at most" : "at least";
  return { code: "VALUE_RANGE", message: `${field} has ${count} entries; ${bound} ${String(limit)} are possible` };
};

const MESSAGES: Readonly<Record<string, Message>> = {
  additionalProperties: unknownField,
  required: missingField,
  type: wrongKind,
  enum: wrongWord,
  const: wrongWord,
  pattern: wrongForm,
  minLength: (_error, field) => ({
    code: "VALUE_REQUIRED",
    message: `${field} is empty`,
    ...hint("write it, or delete the line"),
  }),
  maxLength: (error, field) => ({
    code: "VALUE_RANGE",
    message: `${field} has ${String(error.data).length} characters; at most ${String(error.params["limit"])} are possible`,
  }),
  minimum: rangeMessage,
  maximum: rangeMessage,
  exclusiveMinimum: rangeMessage,
  exclusiveMaximum: rangeMessage,
  minItems: countMessage,
  maxItems: countMessage,
  minProperties: countMessage,
  maxProperties: countMessage,
};

const COMPARISONS: Readonly<Record<string, string>> = {
  ">=": "at least",
  "<=": "at most",
  ">": "more than",
  "<": "less than",
};

function unknownField({ params, parentSchema }: ShapeError): ShapeMessage {
  const name = String(params["additionalProperty"]);
  const known = Object.keys(parentSchema?.properties ?? {});
  const meant = otherNameOf(name, known) ?? nearestWord(name, known);
  const message = `there is no field \`${quoteWords(name)}\` here`;
  if (meant !== undefined) return { code: "UNKNOWN_FIELD", message, hint: `did you mean \`${meant}\`?`, meant };
  return {
    code: "UNKNOWN_FIELD",
    message,
    ...hint(known.length === 0 ? undefined : `fields here: ${listed(known)}; your own begin with x-`),
  };
}

function missingField({ params, parentSchema }: ShapeError): ShapeMessage {
  const name = String(params["missingProperty"]);
  const part = parentSchema?.properties?.[name];
  return { code: "VALUE_REQUIRED", message: `\`${name}\` is missing`, ...hint(part?.description) };
}

function wrongKind(error: ShapeError, field: string): ShapeMessage {
  const wanted = [error.params["type"]].flat().map(String);
  const message = `${field} takes ${wanted.map((kind) => KINDS[kind] ?? kind).join(" or ")}, not ${kindOf(error.data)}`;
  return { code: "VALUE_TYPE", message, ...kindHint(error, wanted) };
}

function kindHint({ data, parentSchema }: ShapeError, wanted: readonly string[]): { hint?: string } {
  if (wanted.includes("boolean") && typeof data === "string") return hint("write true or false");
  const example = writtenLike(parentSchema);
  if (example.hint !== undefined) return example;
  if (wanted.includes("array")) return hint("begin each entry with `- `, or write [one, two]");
  if (wanted.includes("string") && typeof data === "boolean") return hint(`put it in quotes: "${String(data)}"`);
  return hint(parentSchema?.description);
}

const KINDS: Readonly<Record<string, string>> = {
  string: "words",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "fields",
  null: "nothing",
};

function kindOf(data: unknown): string {
  if (Array.isArray(data)) return "a list";
  if (typeof data === "object") return "fields";
  if (typeof data === "string") return `the words ${quote(data)}`;
  return `${typeof data === "number" && !Number.isInteger(data) ? "the fraction" : typeof data === "number" ? "the number" : ""} ${quote(data)}`.trim();
}

function wrongWord({ params, data, parentSchema }: ShapeError, field: string): ShapeMessage {
  const allowed = [params["allowedValues"] ?? params["allowedValue"]].flat().map(String);
  const meant = typeof data === "string" ? nearestWord(data, allowed) : undefined;
  const message = `${field} does not know ${quote(data)}; it takes ${allowed.map((word) => `\`${word}\``).join(", ")}`;
  return {
    code: "VALUE_WORD",
    message,
    ...(meant === undefined ? hint(parentSchema?.description) : { hint: `did you mean \`${meant}\`?`, meant }),
  };
}

function wrongForm({ data, parentSchema, params }: ShapeError, field: string): ShapeMessage {
  const code = params["pattern"] === ID_PATTERN ? "ID_FORM" : "VALUE_FORM";
  const example = writtenLike(parentSchema);
  return {
    code,
    message: `${field} cannot be ${quote(data)}`,
    ...(example.hint === undefined ? hint(parentSchema?.description) : example),
  };
}

/** Short names of the bible: small letters, digits and hyphens. */
const ID_PATTERN = "^[a-z][a-z0-9-]*$";

function nameMessage(error: ShapeError, name: string): ShapeMessage {
  if (error.keyword === "enum") {
    const allowed = [error.params["allowedValues"]].flat().map(String);
    const meant = nearestWord(name, allowed);
    const message = `the name \`${quoteWords(name)}\` is none of ${allowed.map((word) => `\`${word}\``).join(", ")}`;
    return {
      code: "VALUE_WORD",
      message,
      ...(meant === undefined ? {} : { hint: `did you mean \`${meant}\`?`, meant }),
    };
  }
  const simple = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
  const isId = error.params["pattern"] === ID_PATTERN;
  const description = error.parentSchema?.description;
  return {
    code: "ID_FORM",
    message: `the name \`${quoteWords(name)}\` is not written as names are here`,
    ...hint(isId && simple !== "" ? `small letters, digits and hyphens: ${simple}` : description),
  };
}

/** `duration`, `cast 2` for the second entry of a list, `the document` for the whole. */
function fieldName({ instancePath }: ShapeError): string {
  const steps = stepsOf(instancePath);
  const last = steps.at(-1);
  if (last === undefined) return "the document";
  const isEntry = /^[0-9]+$/.test(last) && steps.length > 1;
  return isEntry ? `entry ${Number(last) + 1} of \`${quoteWords(steps.at(-2) ?? "")}\`` : `\`${quoteWords(last)}\``;
}

function writtenLike(schema: SchemaPart | undefined): { hint?: string } {
  const examples = (schema?.examples ?? []).filter((example) => typeof example !== "object");
  return hint(
    examples.length === 0 ? undefined : `write it like ${examples.map((example) => `\`${example}\``).join(", ")}`,
  );
}

function hint(words: string | undefined): { hint?: string } {
  return words === undefined ? {} : { hint: words };
}

function quote(data: unknown): string {
  if (typeof data === "string") return `"${quoteWords(data)}"`;
  if (Array.isArray(data)) return "a list";
  return typeof data === "object" && data !== null ? "fields" : String(data);
}

function quoteWords(text: string): string {
  return plainText(text, QUOTE_CHARACTERS_MAX);
}

function listed(words: readonly string[]): string {
  return words.length <= LIST_MAX
    ? words.join(", ")
    : `${words.slice(0, LIST_MAX).join(", ")} and ${words.length - LIST_MAX} more`;
}
