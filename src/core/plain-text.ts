/**
 * Text from outside made safe for a terminal, a log or a comment: control characters, ANSI escapes, line breaks and
 * direction overrides become visible escapes. Printable text is unchanged.
 */
export function plainText(text: string, charactersMax = 2_000): string {
  const cut = text.length > charactersMax ? wholeCharacters(text, charactersMax) : text;
  const shown = cut.replace(HOSTILE, (character) => `\\u${hexOf(character)}`);
  return cut.length < text.length ? `${shown}...` : shown;
}

/**
 * C0 and C1 controls, line separators, bidirectional controls, invisible and tag characters, the byte order mark,
 * lone surrogates. The joiners U+200C and U+200D are not among them: Persian, Hindi and emoji are written with them.
 */
const HOSTILE =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** The first hostile character of authored text, or undefined. Tab and line break are allowed in authored text. */
export function hostileCharacter(text: string): string | undefined {
  for (const [character] of text.matchAll(HOSTILE)) if (!ALLOWED_IN_TEXT.has(character)) return character;
  return undefined;
}

/** Hostile characters of authored text, each by name (`U+001B`) and offset; at most `findingsMax` of them. */
export function hostileCharacters(
  text: string,
  findingsMax: number,
): readonly { readonly name: string; readonly offset: number }[] {
  const found: { name: string; offset: number }[] = [];
  for (const match of text.matchAll(HOSTILE)) {
    if (ALLOWED_IN_TEXT.has(match[0])) continue;
    if (found.length === findingsMax) break;
    found.push({ name: characterName(match[0]), offset: match.index });
  }
  return found;
}

/** Name of a character that must not be shown itself: `U+001B`. */
export function characterName(character: string): string {
  return `U+${hexOf(character).toUpperCase()}`;
}

/** Line breaks and tabs; a mark that only tells the writing direction; the soft hyphen that word processors leave behind. */
const ALLOWED_IN_TEXT: ReadonlySet<string> = new Set(["\n", "\t", "\r", "\u200e", "\u200f", "\u00ad"]);

function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(4, "0");
}

/** The first `length` units, without half of a surrogate pair at the end. */
function wholeCharacters(text: string, length: number): string {
  const cut = text.slice(0, length);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
