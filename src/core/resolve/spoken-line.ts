import type { ShortLine, SpokenLineEntry } from "../../schema/generated/types.ts";
import type { SpokenLine } from "../production.ts";
import { words } from "./findings.ts";

/** What stands in brackets after a name on a script page: voice-over, off screen, continued. */
const SUFFIX = /^(.*?)\s*\(\s*(v\.?\s*o\.?|o\.?\s*s\.?|off|cont'?d\.?)\s*\)$/i;

/** `{character, line}` or the short `shoemaker: "..."`, `narrator (VO): "..."`; undefined when it is neither. */
export function parseSpokenLine(entry: SpokenLineEntry | ShortLine): SpokenLine | undefined {
  if ("line" in entry && typeof entry.line === "string") return longLine(entry as SpokenLineEntry);
  const [pair, another] = Object.entries(entry as ShortLine);
  if (pair === undefined || another !== undefined) return undefined;
  const [speaker, line] = pair;
  const suffix = SUFFIX.exec(words(speaker));
  const character = words(suffix?.[1] ?? speaker);
  return { ...(character === "" ? {} : { character }), line: words(line), kind: kindOf(suffix?.[2] ?? "") };
}

function kindOf(suffix: string): SpokenLine["kind"] {
  if (/^v/i.test(suffix)) return "voice-over";
  return /^o/i.test(suffix) ? "off-screen" : "dialogue";
}

function longLine(entry: SpokenLineEntry): SpokenLine {
  return {
    ...(entry.character === undefined ? {} : { character: words(entry.character) }),
    line: words(entry.line),
    ...(entry.delivery === undefined ? {} : { delivery: words(entry.delivery) }),
    kind: entry.kind ?? (entry.character === undefined ? "voice-over" : "dialogue"),
    ...(entry.lip_sync === undefined ? {} : { lipSync: entry.lip_sync }),
  };
}
