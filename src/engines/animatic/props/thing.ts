import type { Brush } from "../brush.ts";

/** A thing people hold, look at or stand beside. */
export interface Thing {
  readonly pattern: RegExp;
  /** Width in units of a grown person. */
  readonly size: number;
  /** Where it belongs: in a hand, on a table, on the ground. */
  readonly place: "hand" | "table" | "ground";
  /** Colour when no word says one. */
  readonly colour: string;
  /** It gives light. */
  readonly lit?: boolean;
  /** Drawn one unit wide around x = 0, standing on y = 0, y up. */
  draw(c: Brush, colour: string): void;
}
