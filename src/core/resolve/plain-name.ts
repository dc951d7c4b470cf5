import { words } from "./findings.ts";

/** A name as it sounds: without capitals, accents, apostrophes and punctuation, words joined by hyphens. */
export function plainName(text: string): string {
  return words(text)
    .normalize("NFKD")
    .replace(/[\p{M}'\u2019]/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}
