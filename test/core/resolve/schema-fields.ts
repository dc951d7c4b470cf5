import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A JSON Schema as far as fields are looked for in it. */
export interface FieldSchema {
  readonly title?: string;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly additionalProperties?: boolean | FieldSchema;
  readonly items?: FieldSchema;
  readonly enum?: readonly unknown[];
  readonly if?: unknown;
  readonly $defs?: Readonly<Record<string, FieldSchema>>;
}
type Kind = "show" | "bible" | "episode";
/** A part of a schema, and the file its references begin in. */
interface Part {
  readonly schema: FieldSchema;
  readonly owner: string;
}

const SCHEMAS = new Map(
  ["show", "bible", "episode", "common"].map((name) => {
    const path = fileURLToPath(new URL(`../../../schemas/${name}.schema.json`, import.meta.url));
    return [name, JSON.parse(readFileSync(path, "utf8")) as FieldSchema];
  }),
);

function opened({ schema, owner }: Part): Part {
  const { $ref, ...own } = schema;
  if ($ref === undefined) return { schema, owner };
  const [file = "", pointer = ""] = $ref.split("#");
  const target = file === "" ? owner : file.replace(".schema.json", "");
  const found = SCHEMAS.get(target)?.$defs?.[pointer.replace("/$defs/", "")];
  if (found === undefined) throw new Error(`${owner} refers to ${$ref}, which is not there`);
  const whole = opened({ schema: found, owner: target });
  return { schema: { ...whole.schema, ...own }, owner: whole.owner };
}

/** A spoken line is the only choice between two shapes; its long form has the fields. */
function chosen({ schema, owner }: Part): Part {
  if (schema.if === undefined || schema.properties !== undefined) return { schema, owner };
  return opened({ schema: { $ref: "#/$defs/spokenLine" }, owner: "episode" });
}

function insideOf(part: Part): readonly { readonly name: string | undefined; readonly part: Part }[] {
  const { schema, owner } = chosen(opened(part));
  const inside = (name: string | undefined, inner: FieldSchema) => ({ name, part: { schema: inner, owner } });
  return [
    ...(schema.items === undefined ? [] : [inside(undefined, schema.items)]),
    ...(typeof schema.additionalProperties === "object" ? [inside(undefined, schema.additionalProperties)] : []),
    ...Object.entries(schema.properties ?? {}).map(([name, inner]) => inside(name, inner)),
  ];
}

/** Names of all fields of the documents that people write: `ShotEntry.framing`, `episode.title`. Each type once. */
export function schemaFields(): readonly string[] {
  const fields = new Set<string>();
  const visit = (part: Part, path: string): void => {
    const title = chosen(opened(part)).schema.title ?? path;
    for (const { name, part: inner } of insideOf(part)) {
      const field = name === undefined ? path : `${title}.${name}`;
      if (name !== undefined && fields.has(field)) continue;
      if (name !== undefined) fields.add(field);
      visit(inner, field);
    }
  };
  for (const kind of ["show", "bible", "episode"] as const) visit(rootOf(kind), kind);
  return [...fields].sort();
}

function rootOf(kind: Kind): Part {
  return { schema: SCHEMAS.get(kind) ?? {}, owner: kind };
}

/** A field as it is written in a document. */
export interface WrittenField {
  readonly field: string;
  readonly holder: Record<string, unknown>;
  readonly name: string;
  readonly words: readonly unknown[] | undefined;
}

/** Every field that a document uses, with the object it stands in. */
export function writtenFields(kind: Kind, document: unknown): readonly WrittenField[] {
  const found: WrittenField[] = [];
  const visit = (value: unknown, part: Part, path: string): void => {
    if (typeof value !== "object" || value === null) return;
    const { schema, owner } = chosen(opened(part));
    if (Array.isArray(value)) {
      for (const item of value) visit(item, { schema: schema.items ?? {}, owner }, path);
      return;
    }
    const title = schema.title ?? path;
    for (const [name, inner] of Object.entries(value)) {
      const known = schema.properties?.[name];
      const field = known === undefined ? path : `${title}.${name}`;
      const rest = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
      if (known !== undefined) {
        const { schema: whole } = opened({ schema: known, owner });
        found.push({ field, holder: value as Record<string, unknown>, name, words: whole.enum });
      }
      visit(inner, { schema: known ?? rest, owner }, field);
    }
  };
  visit(document, rootOf(kind), kind);
  return found;
}
