import type { FramingEntry } from "../../schema/generated/types.ts";
import { didYouMean } from "../nearest-word.ts";
import {
  ANGLES,
  type Angle,
  type FramingFields,
  SHOT_SIZES,
  SHOT_TYPES,
  type ShotSize,
  type ShotType,
} from "../production.ts";
import { fail, ok, type Result } from "../result.ts";
import { words } from "./findings.ts";

/** Other names of the same sizes. */
const SIZE_NAMES: Readonly<Record<string, ShotSize>> = {
  ...Object.fromEntries(SHOT_SIZES.map((size) => [size.toLowerCase(), size])),
  mws: "MLS",
  cowboy: "MLS",
  ws: "LS",
  ews: "ELS",
};
const DEPTHS = ["shallow", "medium", "deep"] as const;
const LENS_MM_MAX = 2_000;

/** A word that the short form does not know, and what may have been meant. */
export interface WordFault {
  readonly says: string;
  readonly hint?: string;
}

const KNOWN = [...SHOT_SIZES, "MWS", "WS", "EWS", "cowboy", ...SHOT_TYPES, ...ANGLES, ...DEPTHS, "35mm"];

/** `MCU low 50mm`, words in any order, or the long form. Both give the same fields. */
export function parseFraming(entry: FramingEntry): Result<FramingFields, readonly WordFault[]> {
  return typeof entry === "string" ? parseShort(entry) : parseLong(entry);
}

function parseLong(entry: Exclude<FramingEntry, string>): Result<FramingFields, readonly WordFault[]> {
  const lensMm = entry.lens === undefined ? undefined : lensOf(String(entry.lens));
  if (entry.lens !== undefined && lensMm === undefined)
    return fail([{ says: `"${String(entry.lens).slice(0, 30)}" is not a lens`, hint: "write 50mm" }]);
  const size = SIZE_NAMES[entry.size.toLowerCase()];
  if (size === undefined) return fail([{ says: `"${entry.size}" is not a shot size` }]);
  return ok({
    size,
    ...(entry.type === undefined ? {} : { type: entry.type }),
    ...(entry.angle === undefined ? {} : { angle: entry.angle }),
    ...(lensMm === undefined ? {} : { lensMm }),
    ...(entry.depth_of_field === undefined ? {} : { depthOfField: entry.depth_of_field }),
    ...(entry.composition === undefined ? {} : { composition: words(entry.composition) }),
  });
}

function parseShort(text: string): Result<FramingFields, readonly WordFault[]> {
  const faults: WordFault[] = [];
  const found: {
    size?: ShotSize;
    type?: ShotType;
    angle?: Angle;
    lensMm?: number;
    depthOfField?: (typeof DEPTHS)[number];
  } = {};
  const set = <Key extends keyof typeof found>(key: Key, value: (typeof found)[Key], word: string): void => {
    if (found[key] !== undefined && found[key] !== value)
      faults.push({ says: `"${word}" and another word both say the ${NAMES[key]}` });
    found[key] = value;
  };
  for (const word of words(text).split(/[\s,]+/)) {
    const lower = word.toLowerCase();
    const type = SHOT_TYPES.find((name) => name === lower);
    const angle = ANGLES.find((name) => name === lower);
    const depth = DEPTHS.find((name) => name === lower);
    const lens = lower.endsWith("mm") ? lensOf(lower) : undefined;
    const size = SIZE_NAMES[lower];
    if (size !== undefined) set("size", size, word);
    else if (type !== undefined) set("type", type, word);
    else if (angle !== undefined) set("angle", angle, word);
    else if (depth !== undefined) set("depthOfField", depth, word);
    else if (lens !== undefined) set("lensMm", lens, word);
    else faults.push(unknownWord(word));
  }
  const { size, ...others } = found;
  if (size === undefined && faults.length === 0)
    faults.push({ says: "the shot size is missing", hint: `one of ${SHOT_SIZES.join(" ")}` });
  if (faults.length > 0 || size === undefined) return fail(faults);
  return ok({ size, ...others });
}

const NAMES = { size: "size", type: "type", angle: "angle", lensMm: "lens", depthOfField: "depth of field" } as const;

function unknownWord(word: string): WordFault {
  const hint = didYouMean(word, KNOWN);
  return { says: `"${word.slice(0, 40)}" is no word of a framing`, ...(hint === undefined ? {} : { hint }) };
}

function lensOf(text: string): number | undefined {
  const match = /^(\d{1,4})(?:\s*mm)?$/.exec(text.trim().toLowerCase());
  const lens = Number(match?.[1]);
  return match !== null && lens >= 1 && lens <= LENS_MM_MAX ? lens : undefined;
}
