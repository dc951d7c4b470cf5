import type { DiagnosticCode } from "../core/diagnostic-codes.ts";
import { nearestWord } from "../core/nearest-word.ts";
import { otherWordOf } from "../core/other-words.ts";
import { plainText } from "../core/plain-text.ts";
import { flowText } from "./flow-text.ts";
import { otherNameOf } from "./other-names.ts";
import { rewritten } from "./rewritten.ts";
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
    const advice = NEEDED.has(lastStep(error)) ? "write one" : "write one, or delete the line";
    return { code: "VALUE_REQUIRED", message: `${field} has no value`, ...hint(advice) };
  }
  if (isTooLarge)
    return { code: "VALUE_RANGE", message: `${field} is too large a number`, ...writtenLike(error.parentSchema) };
  return (MESSAGES[error.keyword] ?? otherMessage)(error, field);
}

/** Fields that the part they stand in cannot do without. */
const NEEDED: ReadonlySet<string> = new Set(["action", "character", "duration", "framing", "id", "line"]);

type Message = (error: ShapeError, field: string) => ShapeMessage;

const otherMessage: Message = (_error, field) => ({ code: "VALUE_FORM", message: `${field} is not as it should be` });

const rangeMessage: Message = (error, field) => {
  const { comparison, limit } = error.params;
  const words = COMPARISONS[String(comparison)] ?? String(comparison);
  const message = `${field} is ${quote(error.data)}; it must be ${words} ${String(limit)}`;
  return { code: "VALUE_RANGE", message, ...writtenLike(error.parentSchema) };
};

const countMessage: Message = (error, field) => {
  const { limit } = error.params;
  if (error.parentSchema?.title === "ShortLine") return speakersMessage(error.data);
  const isMost = error.keyword.startsWith("max");
  const count = Array.isArray(error.data) ? error.data.length : Object.keys(Object(error.data)).length;
  const bound = isMost ? "at most" : "at least";
  return { code: "VALUE_RANGE", message: `${field} has ${count} entries; ${bound} ${String(limit)} are possible` };
};

/** `{ josef: "One.", marta: "Two." }`, or a delivery beside the short form. */
function speakersMessage(data: unknown): ShapeMessage {
  const fields = Object.entries(Object(data) as Readonly<Record<string, unknown>>);
  const others = fields.filter(([name]) => SPOKEN_FIELDS.has(name)).map(([name]) => `${name}:`);
  if (others.length > 0 && others.length < fields.length) {
    const [speaker = "josef"] = fields.find(([name]) => !SPOKEN_FIELDS.has(name)) ?? [];
    const message = `${others.join(" and ")} beside the short form of a line`;
    const long = `character: ${quoteWords(speaker)}, line: and ${others.join(" and ")}`;
    return {
      code: "VALUE_RANGE",
      message,
      ...hint(`write ${long}; or ${quoteWords(speaker)} (whispering): for a delivery`),
    };
  }
  const message = `one line of dialogue has one speaker, this has ${fields.length}`;
  return { code: "VALUE_RANGE", message, ...hint("begin each speaker's line with `- `") };
}
const SPOKEN_FIELDS: ReadonlySet<string> = new Set(["delivery", "kind", "lip_sync"]);

const MESSAGES: Readonly<Record<string, Message>> = {
  "false schema": (_error, field) => ({
    code: "UNKNOWN_FIELD",
    message: `${field} has no meaning beside this kind`,
    ...hint("delete the line, or write the other kind"),
  }),
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

/** Fields of the other documents, for whoever looks for them here. */
const PLACES: Readonly<Record<string, string>> = {
  characters: "a bible file: bible/people.yaml",
  locations: "a bible file: bible/world.yaml",
  props: "a bible file: bible/world.yaml",
  styles: "a bible file: bible/world.yaml",
  scenes: "an episode file: episodes/E101.yaml",
  shots: "an episode file: episodes/E101.yaml",
  format: "show.yaml",
  defaults: "show.yaml",
  burn_in: "show.yaml",
  conform: "show.yaml",
  ceilings: "show.yaml or shotlock.config.yaml",
  productions: "shotlock.config.yaml",
  signer: "shotlock.config.yaml",
};

function unknownField({ params, parentSchema, data, instancePath }: ShapeError): ShapeMessage {
  const name = String(params["additionalProperty"]);
  const known = Object.keys(parentSchema?.properties ?? {});
  const meant = otherNameOf(name, known) ?? nearestWord(name, known);
  const message = `there is no field \`${quoteWords(name)}\` here`;
  const value = (data as Readonly<Record<string, unknown>> | undefined)?.[name];
  const said = (words: string | undefined): ShapeMessage => ({ code: "UNKNOWN_FIELD", message, ...hint(words) });
  if (meant !== undefined) return { ...said(`did you mean \`${meant}\`?`), meant };
  if (Object.hasOwn(PLACES, name) && instancePath === "") return said(`\`${name}:\` stands in ${PLACES[name]}`);
  if (parentSchema?.title === "CastEntry" && typeof value === "string")
    return said(`a look stands behind a stroke: ${quoteWords(name)}/${quoteWords(value)}`);
  if (/^-[A-Za-z]/.test(name)) return said(`write \`- ${quoteWords(name.slice(1))}:\`, with a blank behind the dash`);
  if (value === null && / /.test(name)) return said("text with a comma inside { } stands in quotes");
  return said(known.length === 0 ? undefined : `fields here: ${listed(known)}; your own begin with x-`);
}

function missingField({ params, parentSchema }: ShapeError): ShapeMessage {
  const name = String(params["missingProperty"]);
  const part = parentSchema?.properties?.[name];
  return { code: "VALUE_REQUIRED", message: `\`${name}\` is missing`, ...hint(part?.description) };
}

function wrongKind(error: ShapeError, field: string): ShapeMessage {
  if (typeof error.data === "number" && lastStep(error) === "duration") return bareLength(error.data, field);
  const wanted = [error.params["type"]].flat().map(String);
  const message = `${field} takes ${wanted.map((kind) => KINDS[kind] ?? kind).join(" or ")}, not ${kindOf(error.data)}`;
  return { code: "VALUE_TYPE", message, ...hint(kindHint(error, wanted)) };
}

function kindHint({ data, parentSchema }: ShapeError, wanted: readonly string[]): string | undefined {
  if (wanted.includes("boolean") && typeof data === "string") return booleanHint(data);
  if (wanted.includes("array") && typeof data === "string") return listHint(data, parentSchema);
  const dashed = wanted.includes("array")
    ? Object.keys(Object(data)).find((name) => /^-[A-Za-z]/.test(name))
    : undefined;
  if (dashed !== undefined) return `write \`- ${quoteWords(dashed.slice(1))}:\`, with a blank behind the dash`;
  const pair =
    typeof data === "string" && wanted.includes("object") ? /^([\w-]+(?: \([^()]*\))?): (\S.*)$/.exec(data) : null;
  if (pair !== null)
    return `leave out the quotes around the whole: ${quoteWords(pair[1] ?? "")}: "${quoteWords(pair[2] ?? "")}"`;
  const example = writtenLike(parentSchema).hint;
  if (example !== undefined) return example;
  if (wanted.includes("array")) return "begin each entry with `- `";
  if (wanted.includes("object") && Array.isArray(data)) return objectHint(parentSchema);
  if (wanted.includes("string") && (typeof data === "boolean" || typeof data === "number"))
    return `put it in quotes: "${String(data)}"`;
  if (wanted.includes("string") && Array.isArray(data)) return "write it as one text; `|` begins one of several lines";
  return parentSchema?.description;
}

/** A number alone may be seconds or frames, and what it buys is not the same. */
function bareLength(data: number, field: string): ShapeMessage {
  if (data > 0)
    return {
      code: "VALUE_TYPE",
      message: `${field} does not say what ${data} counts`,
      ...hint(`write ${data}s for seconds, or ${Math.ceil(data)}f for frames`),
    };
  const message = `${field} is ${data}; a shot lasts from 1 frame to 10 minutes`;
  return { code: "DURATION_RANGE", message, ...hint("write seconds (6s, 2.5s) or frames (144f)") };
}

/** `yes` and `no` are words here, as in every YAML of today. */
function booleanHint(data: string): string {
  if (/^(yes|on|y)$/i.test(data)) return "write true";
  if (/^(no|off|n)$/i.test(data)) return "write false";
  return "write true or false";
}

/** Words where a list is asked for: the same words as a list, when that is sure to be one. */
function listHint(data: string, schema: SchemaPart | undefined): string {
  const entries = data.split(",").map((entry) => entry.trim());
  const isPlain = data.length <= QUOTE_CHARACTERS_MAX && entries.every((entry) => /^[A-Za-z0-9][\w ./-]*$/.test(entry));
  if (isPlain && !isListOfFields(schema)) return `write [${entries.join(", ")}]`;
  return writtenLike(schema).hint ?? "begin each entry with `- `, or write [one, two]";
}

/** True for a list whose entries cannot be words, as spoken lines. */
function isListOfFields(schema: SchemaPart | undefined): boolean {
  const [example] = schema?.examples ?? [];
  return Array.isArray(example) && example.every((entry) => typeof entry === "object");
}

function objectHint(schema: SchemaPart | undefined): string {
  const known = Object.keys(schema?.properties ?? {});
  return known.length === 0 ? "write `name: value`, without a dash" : `fields here: ${listed(known)}`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: "words",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "fields (`name: value`)",
  null: "nothing",
};

function kindOf(data: unknown): string {
  if (Array.isArray(data)) return "a list";
  if (typeof data === "object") return "fields";
  if (typeof data === "string") return `the words ${quote(data)}`;
  return `${typeof data === "number" && !Number.isInteger(data) ? "the fraction" : typeof data === "number" ? "the number" : ""} ${quote(data)}`.trim();
}

function wrongWord(error: ShapeError, field: string): ShapeMessage {
  const { params, data, parentSchema } = error;
  const allowed = [params["allowedValues"] ?? params["allowedValue"]].flat().map(String);
  const meant =
    typeof data === "string" ? (otherWordOf(data, allowed, lastStep(error)) ?? nearestWord(data, allowed)) : undefined;
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
  // A field that names a secret: whoever wrote the secret itself must not find it in a log.
  if (parentSchema?.["writeOnly"] === true)
    return { code, message: `${field} is a name, not the value itself`, ...example };
  const right = rewritten(data, String(params["pattern"]));
  const message = `${field} cannot be ${quote(data)}`;
  if (right !== undefined) return { code, message, ...hint(`write ${right}`) };
  return { code, message, ...(example.hint === undefined ? hint(parentSchema?.description) : example) };
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
  const isId = error.params["pattern"] === ID_PATTERN;
  const simple = isId ? rewritten(name, ID_PATTERN) : undefined;
  const description = error.parentSchema?.description;
  return {
    code: "ID_FORM",
    message: isId
      ? `a short name has small letters, digits and hyphens, not \`${quoteWords(name)}\``
      : `the name \`${quoteWords(name)}\` is not written as names are here`,
    ...hint(simple !== undefined ? `write ${simple}` : description),
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

/** The schema's own examples; fields and lists as they are written on one line. */
function writtenLike(schema: SchemaPart | undefined): { hint?: string } {
  const examples = schema?.examples ?? [];
  return hint(
    examples.length === 0
      ? undefined
      : `write it like ${examples.map((example) => `\`${flowText(example)}\``).join(", ")}`,
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

function lastStep({ instancePath }: ShapeError): string {
  return stepsOf(instancePath).at(-1) ?? "";
}

function listed(words: readonly string[]): string {
  return words.length <= LIST_MAX
    ? words.join(", ")
    : `${words.slice(0, LIST_MAX).join(", ")} and ${words.length - LIST_MAX} more`;
}
