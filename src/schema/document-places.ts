import type { TextPlace } from "../core/diagnostic.ts";
import type { NodePlace } from "./plain-value.ts";
import { stepsOf } from "./subject.ts";
import type { TextLines } from "./text-lines.ts";

/** Where the parts of one document stand in its text, by JSON pointer. */
export class DocumentPlaces {
  readonly #places: ReadonlyMap<string, NodePlace>;
  readonly #lines: TextLines;
  readonly #text: string;

  constructor(places: ReadonlyMap<string, NodePlace>, lines: TextLines, text: string) {
    this.#places = places;
    this.#lines = lines;
    this.#text = text;
  }

  /** The value at a pointer, or the nearest part around it that was written; undefined for an empty document. */
  locate(pointer: string): TextPlace | undefined {
    const found = this.#nearest(pointer);
    if (found === undefined) return undefined;
    const { value, key } = found;
    const isEmpty = value[0] >= value[1];
    return this.#place(isEmpty && key !== undefined ? key : value);
  }

  /** The name of the field at a pointer; the value where there is no name. */
  name(pointer: string): TextPlace | undefined {
    const found = this.#nearest(pointer);
    return found === undefined ? undefined : this.#place(found.key ?? found.value);
  }

  /** Only the first character of a value: where something is missing from it. */
  head(pointer: string): TextPlace | undefined {
    const found = this.#nearest(pointer);
    return found === undefined ? undefined : this.#place([found.value[0], found.value[0] + 1]);
  }

  /** One word of the value at a pointer, where it stands for the first time; the value when it is written otherwise. */
  word(pointer: string, word: string): TextPlace | undefined {
    const found = this.#nearest(pointer);
    if (found === undefined) return undefined;
    const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const alone = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "u");
    const at = word === "" ? -1 : this.#text.slice(found.value[0], found.value[1]).search(alone);
    return at === -1 ? this.locate(pointer) : this.#place([found.value[0] + at, found.value[0] + at + word.length]);
  }

  #nearest(pointer: string): NodePlace | undefined {
    for (let left = pointer; ; left = left.slice(0, left.lastIndexOf("/"))) {
      const found = this.#places.get(left);
      if (found !== undefined || left === "" || stepsOf(left).length === 0) return found;
    }
  }

  #place(range: readonly [number, number]): TextPlace {
    return this.#lines.place(range[0], range[1]);
  }
}
