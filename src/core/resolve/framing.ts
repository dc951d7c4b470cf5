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
import { quoted, words } from "./findings.ts";

/** Sizes by every name they have. */
const SIZES: ReadonlyMap<string, ShotSize> = new Map<string, ShotSize>([
  ...SHOT_SIZES.map((size) => [size.toLowerCase(), size] as const),
  ["mws", "MLS"],
  ["cowboy", "MLS"],
  ["ws", "LS"],
  ["ews", "ELS"],
]);
const DEPTHS = ["shallow", "medium", "deep"] as const;
const LENS_MM_MAX = 2_000;

/** A word that the short form does not know, and what may have been meant. */
export interface WordFault {
  readonly says: string;
  readonly hint?: string;
}

const KNOWN = [...SHOT_SIZES, "MWS", "WS", "EWS", "cowboy", ...SHOT_TYPES, ...ANGLES, ...DEPTHS];
/** What people say instead of the abbreviations of a shot list. */
const SPOKEN: ReadonlyMap<string, string> = new Map([
  ["close", "CU"],
  ["closeup", "CU"],
  ["close-up", "CU"],
  ["extreme-close-up", "ECU"],
  ["medium-close-up", "MCU"],
  ["medium-shot", "MS"],
  ["wide", "LS"],
  ["wide-shot", "LS"],
  ["long", "LS"],
  ["full", "FS"],
  ["two", "two-shot"],
  ["twoshot", "two-shot"],
  ["over-the-shoulder", "ots"],
  ["over-shoulder", "ots"],
  ["birds-eye", "overhead"],
  ["top", "overhead"],
  ["canted", "dutch"],
]);

/** `MCU low 50mm`, words in any order, or the long form. Both give the same fields. */
export function parseFraming(entry: FramingEntry): Result<FramingFields, readonly WordFault[]> {
  return typeof entry === "string" ? parseShort(entry) : parseLong(entry);
}

function parseLong(entry: Exclude<FramingEntry, string>): Result<FramingFields, readonly WordFault[]> {
  const lensMm = entry.lens === undefined ? undefined : lensOf(String(entry.lens));
  if (entry.lens !== undefined && lensMm === undefined)
    return fail([{ says: `${quoted(entry.lens)} is not a lens`, hint: "write 50mm" }]);
  const size = SIZES.get(entry.size.toLowerCase());
  if (size === undefined) return fail([{ says: `${quoted(entry.size)} is not a shot size` }]);
  return ok({
    size,
    ...(entry.type === undefined ? {} : { type: entry.type }),
    ...(entry.angle === undefined ? {} : { angle: entry.angle }),
    ...(lensMm === undefined ? {} : { lensMm }),
    ...(entry.depth_of_field === undefined ? {} : { depthOfField: entry.depth_of_field }),
    ...(entry.composition === undefined ? {} : { composition: words(entry.composition) }),
  });
}

interface Found {
  size?: ShotSize;
  type?: ShotType;
  angle?: Angle;
  lensMm?: number;
  depthOfField?: (typeof DEPTHS)[number];
}

function parseShort(text: string): Result<FramingFields, readonly WordFault[]> {
  const faults: WordFault[] = [];
  const found: Found = {};
  const set = <Key extends keyof Found>(key: Key, value: Found[Key], word: string): void => {
    if (found[key] !== undefined && found[key] !== value)
      faults.push({ says: `the framing names its ${NAMES[key]} twice: ${found[key]} and ${word}` });
    found[key] = value;
  };
  for (const word of words(text).split(/[\s,]+/)) {
    const lower = word.toLowerCase();
    const type = SHOT_TYPES.find((name) => name === lower);
    const angle = ANGLES.find((name) => name === lower);
    const depth = DEPTHS.find((name) => name === lower);
    const lens = lower.endsWith("mm") ? lensOf(lower) : undefined;
    const size = SIZES.get(lower);
    if (size !== undefined) set("size", size, word);
    else if (type !== undefined) set("type", type, word);
    else if (angle !== undefined) set("angle", angle, word);
    else if (depth !== undefined) set("depthOfField", depth, word);
    else if (lens !== undefined) set("lensMm", lens, word);
    else faults.push(unknownWord(word));
  }
  const { size, ...others } = found;
  if (size === undefined && faults.length === 0)
    faults.push({ says: "the framing does not say the shot size", hint: `one of ${SHOT_SIZES.join(" ")}` });
  if (faults.length > 0 || size === undefined) return fail(faults);
  return ok({ size, ...others });
}

const NAMES = { size: "size", type: "type", angle: "angle", lensMm: "lens", depthOfField: "depth of field" } as const;

function unknownWord(word: string): WordFault {
  const says = `${quoted(word)} is no word of a framing`;
  if (/^\d{1,4}$/.test(word)) return { says, hint: `a lens is written ${word}mm` };
  const spoken = SPOKEN.get(word.toLowerCase());
  const hint = spoken === undefined ? didYouMean(word, KNOWN) : `did you mean \`${spoken}\`?`;
  return { says, ...(hint === undefined ? {} : { hint }) };
}

function lensOf(text: string): number | undefined {
  const match = /^(\d{1,4})(?:\s*mm)?$/.exec(text.trim().toLowerCase());
  const lens = Number(match?.[1]);
  return match !== null && lens >= 1 && lens <= LENS_MM_MAX ? lens : undefined;
}
