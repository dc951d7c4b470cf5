import type { ShortLine, SpokenLineEntry } from "../../schema/generated/types.ts";
import type { SpokenLine } from "../production.ts";
import { words } from "./findings.ts";

/** Brackets behind a name on a script page, one after the other: `ANNA (V.O.) (CONT'D)`, `paul (whispering)`. */
const BRACKETS = /^(.*?)\s*\(([^()]*)\)$/;
const VOICE_OVER = /^(?:v\.?\s*\/?\s*o\.?|voice[\s-]?over|narration)$/i;
const OFF_SCREEN = /^(?:o\.?\s*\/?\s*[sc]\.?|off(?:[\s-]?(?:screen|camera))?)$/i;
const CONTINUED = /^(?:cont(?:'|\u2019)?d?\.?|continued)$/i;

/**
 * `{character, line}` or the short `shoemaker: "..."`, `narrator (VO): "..."`, `wife (whispering): "..."`; undefined when
 * it is neither. Brackets before the words are the delivery, too, as in a script: `"(softly) Come in."`
 */
export function parseSpokenLine(entry: SpokenLineEntry | ShortLine): SpokenLine | undefined {
  if ("line" in entry && typeof entry.line === "string") return longLine(entry as SpokenLineEntry);
  const [pair, another] = Object.entries(entry as ShortLine);
  if (pair === undefined || another !== undefined) return undefined;
  return shortLine(words(pair[0]), pair[1]);
}

function shortLine(speaker: string, said: string): SpokenLine {
  const remarks: string[] = [];
  let character = speaker;
  for (let match = BRACKETS.exec(character); match !== null; match = BRACKETS.exec(character)) {
    remarks.unshift(...(match[2] ?? "").split(",").map(words));
    character = words(match[1] ?? "");
  }
  // `VO: "..."` without a name: somebody whom nobody sees.
  const isNobody = kindOf([character]) !== "dialogue";
  const ways = remarks.filter((remark) => remark !== "" && kindOf([remark]) === "dialogue" && !CONTINUED.test(remark));
  const { line, delivery } = withoutBrackets(said, ways.length === 0 ? undefined : ways.join(", "));
  return {
    ...(character === "" || isNobody ? {} : { character }),
    line,
    ...(delivery === undefined ? {} : { delivery }),
    kind: kindOf([...remarks, character]),
  };
}

function kindOf(remarks: readonly string[]): SpokenLine["kind"] {
  if (remarks.some((remark) => VOICE_OVER.test(remark))) return "voice-over";
  return remarks.some((remark) => OFF_SCREEN.test(remark)) ? "off-screen" : "dialogue";
}

/** `(softly) Come in.` -> the words, and how they are spoken. */
function withoutBrackets(
  said: string,
  delivery: string | undefined,
): { readonly line: string; readonly delivery: string | undefined } {
  const match = /^\(([^()]{1,200})\)\s*(\S.*)$/s.exec(words(said));
  if (match === null) return { line: words(said), delivery };
  const way = words(match[1] ?? "");
  return { line: words(match[2] ?? ""), delivery: delivery === undefined ? way : `${delivery}, ${way}` };
}

function longLine(entry: SpokenLineEntry): SpokenLine {
  const said = entry.delivery === undefined ? undefined : words(entry.delivery);
  const { line, delivery } = withoutBrackets(entry.line, said);
  return {
    ...(entry.character === undefined ? {} : { character: words(entry.character) }),
    line,
    ...(delivery === undefined ? {} : { delivery }),
    kind: entry.kind ?? (entry.character === undefined ? "voice-over" : "dialogue"),
    ...(entry.lip_sync === undefined ? {} : { lipSync: entry.lip_sync }),
  };
}
