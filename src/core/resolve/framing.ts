import type { FramingEntry } from "../../schema/generated/types.ts";
import { didYouMean } from "../nearest-word.ts";
import { otherPhraseAt } from "../other-words.ts";
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
  /** The word as it is written, to be found in the line; absent when something is missing. */
  readonly word?: string;
}

/** Fields of the short form and their words, for what people say instead. */
const SPOKEN = { size: SHOT_SIZES, type: SHOT_TYPES, angle: ANGLES, depth_of_field: DEPTHS };
const KNOWN = [...SHOT_SIZES, "MWS", "WS", "EWS", "cowboy", ...SHOT_TYPES, ...ANGLES, ...DEPTHS];
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
      faults.push({ says: `the framing names its ${NAMES[key]} twice: ${found[key]} and ${word}`, word });
    found[key] = value;
  };
  const all = words(text)
    .replace(/(\d)\s+mm\b/gi, "$1mm")
    .split(/[\s,]+/);
  for (let at = 0; at < all.length; at += 1) {
    const word = all[at] ?? "";
    const lower = word.toLowerCase();
    const phrase = otherPhraseAt(all.slice(at), SPOKEN);
    if (phrase !== undefined && !(phrase.words === 1 && KNOWN.some((known) => known.toLowerCase() === lower))) {
      const { said, meant } = phrase;
      faults.push({ says: `${quoted(said)} is no word of a framing`, hint: `did you mean \`${meant}\`?`, word: said });
      at += phrase.words - 1;
      continue;
    }
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

/** Words that say nothing beside the others: `wide shot`, `low angle`. */
const IDLE: ReadonlySet<string> = new Set(["shot", "angle", "lens", "view", "frame", "a", "the", "on", "of", "with"]);

function unknownWord(word: string): WordFault {
  const says = `${quoted(word)} is no word of a framing`;
  if (/^\d{1,4}$/.test(word)) return { says, hint: `a lens is written ${word}mm`, word };
  const hint = IDLE.has(word.toLowerCase()) ? "leave it out" : didYouMean(word, KNOWN);
  return { says, ...(hint === undefined ? {} : { hint }), word };
}

function lensOf(text: string): number | undefined {
  const match = /^(\d{1,4})(?:\s*mm)?$/.exec(text.trim().toLowerCase());
  const lens = Number(match?.[1]);
  return match !== null && lens >= 1 && lens <= LENS_MM_MAX ? lens : undefined;
}
