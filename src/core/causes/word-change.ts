import { quoted } from "./film-words.ts";

/** Words of context shown on each side of what changed. */
const CONTEXT_WORDS = 2;
/** When more words than this changed on either side, only the beginnings are shown. */
const CHANGED_WORDS_MAX = 8;

/** Short difference of two sentences: `"... the left shoe" -> "... the right shoe"`. */
export function wordChange(was: string, now: string): string {
  const before = was.split(/\s+/).filter((word) => word !== "");
  const after = now.split(/\s+/).filter((word) => word !== "");
  const shortest = Math.min(before.length, after.length);
  let same = 0;
  while (same < shortest && before[same] === after[same]) same += 1;
  let tail = 0;
  while (tail < shortest - same && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  if (same === before.length && same === after.length) return "spacing only";
  return `${excerpt(before, same, tail)} -> ${excerpt(after, same, tail)}`;
}

function excerpt(words: readonly string[], same: number, tail: number): string {
  const start = Math.max(0, same - CONTEXT_WORDS);
  const end = Math.min(words.length - tail, same + CHANGED_WORDS_MAX);
  const stop = Math.min(words.length, end === words.length - tail ? end + CONTEXT_WORDS : end);
  const text = words.slice(start, stop).join(" ");
  return quoted(`${start > 0 ? "... " : ""}${text}${stop < words.length ? " ..." : ""}`);
}
