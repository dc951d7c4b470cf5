import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, type Node, type ParsedNode, type Scalar } from "yaml";
import { type Diagnostic, diagnostic, pointerTo } from "../core/diagnostic.ts";
import type { DiagnosticCode } from "../core/diagnostic-codes.ts";
import { characterName, hostileCharacter, plainText } from "../core/plain-text.ts";
import type { TextLines } from "./text-lines.ts";
import { DEPTH_MAX } from "./yaml-guard.ts";

/** Values of the unfolded document, aliases counted as often as they are used. */
const VALUES_MAX = 200_000;
const FINDINGS_MAX = 200;

/** Offsets of one value in the text and, inside fields, of its name. */
export interface NodePlace {
  readonly value: readonly [number, number];
  readonly key?: readonly [number, number];
}

export type PlainValue = null | boolean | number | string | PlainValue[] | PlainFields;
export interface PlainFields {
  [key: string]: PlainValue;
}

export interface PlainTree {
  /** Plain JSON; what had a finding of its own is left out. Absent when the walk was broken off. */
  readonly value?: PlainValue;
  readonly places: ReadonlyMap<string, NodePlace>;
  /** Pointers of whole numbers too large for a number: there the value is a string of digits. */
  readonly largeNumbers: ReadonlySet<string>;
  /** Pointers that have a finding of their own and are left out of the value. */
  readonly refused: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Nodes -> plain JSON. Whole numbers beyond 2^53 become strings of all their digits, so that a seed is kept exactly.
 * Digits with a leading zero and forms like 12E4 stay words: they are names of scenes and shots, not quantities.
 */
export function plainValue(file: string, root: ParsedNode, text: string, lines: TextLines): PlainTree {
  const walk = new Walk(file, text, lines);
  const value = walk.read(root, "", undefined, 0);
  const { places, largeNumbers, refused, diagnostics } = walk;
  const done = { places, largeNumbers, refused, diagnostics };
  return walk.isBroken || value === undefined ? done : { value, ...done };
}

class Walk {
  readonly places = new Map<string, NodePlace>();
  readonly largeNumbers = new Set<string>();
  readonly refused = new Set<string>();
  readonly diagnostics: Diagnostic[] = [];
  isBroken = false;
  readonly #file: string;
  readonly #text: string;
  readonly #lines: TextLines;
  readonly #anchors = new Map<string, Node>();
  /** Anchored values being read, to notice one that holds itself. */
  readonly #open = new Set<Node>();
  #values = 0;
  /** Where the alias stands that is being unfolded: findings inside belong there. */
  #aliasPlace: readonly [number, number] | undefined;

  constructor(file: string, text: string, lines: TextLines) {
    this.#file = file;
    this.#text = text;
    this.#lines = lines;
  }

  /** Undefined for a value with a finding of its own. */
  read(node: Node, pointer: string, key: readonly [number, number] | undefined, depth: number): PlainValue | undefined {
    if (this.isBroken) return undefined;
    this.#values += 1;
    const range = this.#aliasPlace ?? rangeOf(node);
    if (this.#values > VALUES_MAX) return this.#breakOff(range);
    if (depth > DEPTH_MAX) return this.#refuse("TOO_DEEP", `nested deeper than ${DEPTH_MAX}`, pointer, range);
    this.places.set(pointer, { value: range, ...(key === undefined ? {} : { key }) });
    if (isAlias(node)) return this.#readAlias(node.source, pointer, range, depth);
    const { anchor, tag } = node as { anchor?: string; tag?: string };
    if (tag !== undefined) {
      return this.#refuse(
        "CUSTOM_TAG",
        "this value has a tag",
        pointer,
        range,
        "delete the `!` and the word behind it",
      );
    }
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    if (isScalar(node)) return this.#readScalar(node, pointer, range);
    this.#open.add(node);
    const value = isSeq(node) ? this.#readList(node.items, pointer, depth) : this.#readFields(node, pointer, depth);
    this.#open.delete(node);
    return value;
  }

  #readAlias(source: string, pointer: string, range: readonly [number, number], depth: number): PlainValue | undefined {
    const target = this.#anchors.get(source);
    const name = quoted(source);
    if (target === undefined) {
      const hint = `if it is text, put it in quotes; if it repeats something, mark that with \`&${name}\``;
      return this.#refuse("YAML_SYNTAX", `the alias \`*${name}\` is of nothing above it`, pointer, range, hint);
    }
    if (this.#open.has(target)) {
      return this.#refuse("ALIAS_BOMB", `the alias \`*${name}\` stands inside what it repeats`, pointer, range);
    }
    const outer = this.#aliasPlace;
    this.#aliasPlace = range;
    const key = this.places.get(pointer)?.key;
    const value = this.read(target, pointer, key, depth + 1);
    this.#aliasPlace = outer;
    return value;
  }

  #readList(items: readonly unknown[], pointer: string, depth: number): PlainValue[] {
    const list: PlainValue[] = [];
    for (const [index, item] of items.entries()) {
      const at = `${pointer}/${index}`;
      // `null` keeps the place of an entry with a finding, so that pointers behind it stay true.
      const value = isNodeLike(item) ? this.read(item, at, undefined, depth + 1) : null;
      list.push(value ?? null);
    }
    return list;
  }

  #readFields(node: Node, pointer: string, depth: number): PlainFields {
    const fields: PlainFields = {};
    const seen = new Map<string, readonly [number, number]>();
    if (!isMap(node)) return fields;
    for (const pair of node.items) {
      const key = isPair(pair) ? this.#keyOf(pair.key as Node, pointer) : undefined;
      if (key === undefined) continue;
      const at = pointerTo(pointer, key.name);
      const before = seen.get(key.name);
      if (before !== undefined) {
        this.#refuseDouble(key.name, at, key.range, before);
        // A second `id` begins another entry: whatever follows belongs to that one.
        if (key.name === "id") break;
        continue;
      }
      seen.set(key.name, key.range);
      if (!isNodeLike(pair.value)) {
        this.places.set(at, { value: key.range, key: key.range });
        fields[key.name] = null;
        continue;
      }
      const value = this.read(pair.value, at, key.range, depth + 1);
      if (value !== undefined) fields[key.name] = value;
    }
    return fields;
  }

  #refuseDouble(name: string, at: string, range: readonly [number, number], before: readonly [number, number]): void {
    const { line } = this.#lines.place(before[0], before[1]);
    const message = `\`${quoted(name)}\` stands here already, in line ${line}`;
    const hint =
      name === "id"
        ? "does another entry begin here? then its dash is missing: `- id:`"
        : "keep one of them; with two only one could count";
    this.#refuse("DUPLICATE_KEY", message, at, range, hint);
  }

  /** A field's name; undefined, with a finding, when it is none. */
  #keyOf(
    node: Node | null,
    pointer: string,
  ): { readonly name: string; readonly range: readonly [number, number] } | undefined {
    if (node === null || !isScalar(node)) {
      const range = node === null ? ([0, 0] as const) : (this.#aliasPlace ?? rangeOf(node));
      return this.#refuse("KEY_FORM", "the name of a field is plain words", pointer, range, "write `name: value`");
    }
    const range = this.#aliasPlace ?? rangeOf(node);
    const { value } = node;
    if (node.tag !== undefined) {
      return this.#refuse(
        "CUSTOM_TAG",
        "this name has a tag",
        `${pointer}/?`,
        range,
        "delete the `!` and the word behind it",
      );
    }
    if (typeof value !== "string") {
      const written = quoted(this.#text.slice(range[0], range[1]));
      const shown = written === "" ? "nothing" : `\`${written}\``;
      const hint = this.#isAfterComma(range[0])
        ? `a comma separates fields: write a point in a number (2.5), and put text with a comma in quotes`
        : `write "${written}", in quotes`;
      return this.#refuse("KEY_FORM", `the name of a field is words, not ${shown}`, pointer, range, hint);
    }
    if (value === "<<") {
      const hint = "write the fields out, or put them once into `defaults` of show.yaml";
      return this.#refuse("MERGE_KEY", "`<<` is not read", pointer, range, hint);
    }
    if (this.#hasHostile(value, node, `${pointer}/?`)) return undefined;
    if (value in {}) {
      const message = `\`${quoted(value)}\` is a name that every program uses for itself`;
      return this.#refuse("KEY_FORM", message, pointer, range, "choose another name");
    }
    return { name: value, range };
  }

  /** True for what stands right behind a comma of `{ }`, as the decimals of `12,50` do. */
  #isAfterComma(offset: number): boolean {
    return this.#text[offset - 1] === ",";
  }

  #readScalar(node: Scalar, pointer: string, range: readonly [number, number]): PlainValue | undefined {
    const { value } = node;
    if (value === null || value === undefined) return null;
    if (typeof value === "string") return this.#hasHostile(value, node, pointer) ? undefined : value;
    if (typeof value === "boolean") return value;
    const written = node.source ?? String(value);
    if (/^[+-]?0[0-9xo]/.test(written) || /^[+-]?[0-9]+[eE][+-]?[0-9]+$/.test(written)) return written;
    if (typeof value === "bigint") {
      const number = Number(value);
      if (Number.isSafeInteger(number)) return number;
      this.largeNumbers.add(pointer);
      return value.toString();
    }
    if (typeof value === "number" && Number.isFinite(value)) {
      if (!Number.isInteger(value) || Number.isSafeInteger(value)) return value === 0 ? 0 : value;
      return this.#refuse(
        "VALUE_RANGE",
        "this number is too large to be kept exactly",
        pointer,
        range,
        "write all its digits",
      );
    }
    return this.#refuse("VALUE_RANGE", "this is not a number that can be counted with", pointer, range);
  }

  /** Characters that stand raw in the text are found there; this finds those that were written as escapes. */
  #hasHostile(value: string, node: Scalar, pointer: string): boolean {
    const character = hostileCharacter(value);
    if (character === undefined) return false;
    const range = rangeOf(node);
    if (hostileCharacter(this.#text.slice(range[0], range[1])) === undefined) {
      const message = `the escape for ${characterName(character)} stands here; it is not text`;
      this.#refuse("CONTROL_CHARACTERS", message, pointer, this.#aliasPlace ?? range, "delete it");
    }
    return true;
  }

  #breakOff(range: readonly [number, number]): undefined {
    const unfolds = this.#aliasPlace !== undefined;
    const message = unfolds ? `aliases unfold to more than ${VALUES_MAX} values` : `more than ${VALUES_MAX} values`;
    this.#refuse(unfolds ? "ALIAS_BOMB" : "TOO_MANY_VALUES", message, "", range);
    this.isBroken = true;
    return undefined;
  }

  #refuse(
    code: DiagnosticCode,
    message: string,
    pointer: string,
    range: readonly [number, number],
    hint?: string,
  ): undefined {
    if (!KEY_CODES.has(code)) this.refused.add(pointer);
    if (this.diagnostics.length >= FINDINGS_MAX) return undefined;
    const place = this.#lines.place(range[0], range[1]);
    this.diagnostics.push(diagnostic(code, this.#file, message, { hint, pointer, place }));
    return undefined;
  }
}

/** Findings about one name in a place: the rest of the place is still checked. */
const KEY_CODES: ReadonlySet<DiagnosticCode> = new Set(["KEY_FORM", "MERGE_KEY", "DUPLICATE_KEY"]);

/** The author's words in a message: short, and nothing that a terminal would obey. */
function quoted(text: string): string {
  return plainText(text, 60);
}

function isNodeLike(value: unknown): value is Node {
  return isScalar(value) || isCollection(value) || isAlias(value);
}

/** Without the blank lines and comments behind it. */
function rangeOf(node: Node): readonly [number, number] {
  const range = node.range ?? [0, 0, 0];
  return [range[0], range[1]];
}
