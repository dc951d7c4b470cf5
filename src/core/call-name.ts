/** Words before a name that say nothing about who it is. */
const TITLES: ReadonlySet<string> = new Set([
  "the",
  "a",
  "an",
  "old",
  "young",
  "little",
  "big",
  "dr",
  "mr",
  "mrs",
  "ms",
  "miss",
  "sir",
  "lady",
  "lord",
  "king",
  "queen",
  "prince",
  "princess",
  "captain",
  "uncle",
  "aunt",
]);

/** `Josef the shoemaker` is called Josef, `Old Marta` Marta. */
export function callName(name: string | undefined): string | undefined {
  return name
    ?.normalize("NFC")
    .split(/[\s,]+/)
    .find((word) => !TITLES.has(word.toLowerCase().replace(/\.$/, "")) && /^\p{Lu}/u.test(word));
}
