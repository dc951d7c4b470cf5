/** Ways a value is written elsewhere, turned into ours. Each is tried alone and then after the ones before it. */
const WAYS: readonly ((text: string) => string)[] = [
  (text) => text.trim(),
  // $12, 12 USD, EUR 3,50, 1.200,00: only the amount.
  (text) => text.replace(/[$\u00a3\u20ac\u00a5]|\b(?:USD|EUR|GBP|CHF|JPY|dollars?|euros?)\b/gi, "").trim(),
  (text) => text.replace(/^(\d+),(\d{1,2})$/, "$1.$2"),
  (text) =>
    text.replace(/^(\d{1,3}(?:,\d{3})+)((?:\.\d+)?)$/, (_all, whole, rest) => `${whole.replaceAll(",", "")}${rest}`),
  // 1920 x 1080, 1920*1080, 1920\u00d71080 and 16x9, 16/9.
  (text) => text.replace(/^(\d+)\s*(?:x|\*|\u00d7|by)\s*(\d+)$/i, "$1x$2"),
  (text) => text.replace(/^(\d{1,2})\s*[x/:]\s*(\d{1,2})$/i, "$1:$2"),
  (text) =>
    ({
      "4k": "3840x2160",
      uhd: "3840x2160",
      "2k": "2048x1080",
      hd: "1920x1080",
      "1080p": "1920x1080",
      "720p": "1280x720",
    })[text.toLowerCase()] ?? text,
  // Names: capitals, blanks and underscores.
  (text) =>
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^[^a-z]+|-+$/g, ""),
  (text) => text.toUpperCase().replace(/[^A-Z0-9]+/g, ""),
  (text) => `#${text.replace(/^#/, "")}`,
];
const CHARACTERS_MAX = 40;

/** What was written, in the form a field's pattern asks for; undefined when no known way leads there. */
export function rewritten(data: unknown, pattern: string): string | undefined {
  if ((typeof data !== "string" && typeof data !== "number") || String(data).length > CHARACTERS_MAX) return undefined;
  const form = new RegExp(pattern, "u");
  const written = String(data);
  let sofar = written;
  for (const way of WAYS) {
    for (const candidate of [way(written), way(sofar)])
      if (candidate !== "" && candidate !== written && form.test(candidate)) return quotedWhereNeeded(candidate);
    sofar = way(sofar) === "" ? sofar : way(sofar);
  }
  return undefined;
}

/** `#` begins a comment where it stands bare. */
function quotedWhereNeeded(text: string): string {
  return text.startsWith("#") ? `"${text}"` : text;
}
