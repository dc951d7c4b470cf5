import type { Sourced } from "../core/catalogue.ts";
import type { CatalogueProblem } from "./build-catalogue.ts";
import { type Fields, fieldsOf, isFields } from "./merge-catalogue.ts";

/**
 * Reads fields of one place of the merged catalogue. A missing field is noted with its place and read as an empty value,
 * so that all of them are found in one go.
 */
export class CatalogueReader {
  readonly fields: Fields;
  readonly #pointer: readonly string[];
  readonly #sources: Fields;
  readonly #problems: CatalogueProblem[];

  constructor(fields: Fields, pointer: readonly string[], sources: Fields, problems: CatalogueProblem[]) {
    this.fields = fields;
    this.#pointer = pointer;
    this.#sources = sources;
    this.#problems = problems;
  }

  problem(says: string, code: CatalogueProblem["code"] = "VALUE_RANGE"): void {
    this.#problems.push({ pointer: this.#pointer, code, says });
  }

  text(key: string): string {
    return this.optionalText(key) ?? this.#missing(key, "");
  }

  optionalText(key: string): string | undefined {
    const value = this.fields[key];
    return typeof value === "string" ? value : undefined;
  }

  number(key: string): number {
    return this.optionalNumber(key) ?? this.#missing(key, 0);
  }

  optionalNumber(key: string): number | undefined {
    const value = this.fields[key];
    return typeof value === "number" ? value : typeof value === "bigint" ? Number(value) : undefined;
  }

  flag(key: string, absent?: boolean): boolean {
    const value = this.fields[key];
    return typeof value === "boolean" ? value : (absent ?? this.#missing(key, false));
  }

  word<Word extends string>(key: string, words: readonly [Word, ...Word[]]): Word {
    const value = this.fields[key];
    return words.find((word) => word === value) ?? this.#missing(key, words[0]);
  }

  list(key: string): readonly string[] {
    return this.optionalList(key) ?? this.#missing(key, []);
  }

  optionalList(key: string): readonly string[] | undefined {
    const value = this.fields[key];
    return Array.isArray(value) ? value.map(String) : undefined;
  }

  optionalNumbers(key: string): readonly number[] | undefined {
    const value = this.fields[key];
    return Array.isArray(value) ? value.map(Number) : undefined;
  }

  inner(key: string): CatalogueReader {
    const value = this.fields[key];
    if (isFields(value)) return this.over(key, value);
    this.#missing(key, undefined);
    // One finding for what is missing is enough: what would stand inside it is read in silence.
    return new CatalogueReader({}, [...this.#pointer, key], this.#sources, []);
  }

  optionalInner(key: string): CatalogueReader | undefined {
    return this.fields[key] === undefined ? undefined : this.inner(key);
  }

  /** A reader at `key` for fields that were put together from more than that place. */
  over(key: string, fields: Fields): CatalogueReader {
    return new CatalogueReader(fields, [...this.#pointer, key], this.#sources, this.#problems);
  }

  /** Entries of a map, sorted by id: the catalogue does not depend on the order of files. */
  entries(key: string): readonly (readonly [string, CatalogueReader])[] {
    const map = this.inner(key);
    return Object.keys(map.fields)
      .sort()
      .map((id) => [id, map.inner(id)]);
  }

  items(key: string): readonly CatalogueReader[] {
    const value = this.fields[key];
    if (!Array.isArray(value) || value.length === 0) return this.#missing(key, []);
    return value.map((item, index) => this.over(key, {}).over(String(index), fieldsOf(item)));
  }

  /** The source that this place names: what was read, and when. */
  source(): Sourced {
    const key = this.text("source");
    const source = fieldsOf(this.#sources[key]);
    const [says, checkedOn] = [source["says"], source["checked_on"]];
    if (key !== "" && (typeof says !== "string" || typeof checkedOn !== "string")) {
      this.problem(`"${key}" is not one of the catalogue's sources`);
    }
    const confidence = source["confidence"];
    return {
      source: String(says ?? ""),
      checkedOn: String(checkedOn ?? ""),
      confidence: confidence === "vendor" || confidence === "survey" ? confidence : "unsure",
    };
  }

  /** `{key: value}`, or nothing: an optional field is absent, never undefined. */
  maybe<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [name in Key]?: Value } {
    return (value === undefined ? {} : { [key]: value }) as { readonly [name in Key]?: Value };
  }

  #missing<Empty>(key: string, empty: Empty): Empty {
    this.problem(`\`${key}\` is missing`, "VALUE_REQUIRED");
    return empty;
  }
}
