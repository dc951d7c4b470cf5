/** A value as an author would write it on one line: `[josef, marta]`, `{ in: dissolve 12f }`. */
export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{ ${Object.entries(value)
      .map(([name, part]) => `${name}: ${flowText(part)}`)
      .join(", ")} }`;
  const text = String(value);
  const isPlain = /^[\w./-][\w ./():+-]*[\w)]$/.test(text) && !text.includes(": ");
  return typeof value === "string" && !isPlain ? `"${text}"` : text;
}
