import { plainText } from "../core/plain-text.ts";

/** How wide and how colourful a text may be. */
export interface TextLook {
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

export const PLAIN_LOOK: TextLook = { colour: false, width: 100 };

const INKS = { green: 32, yellow: 33, red: 31, blue: 34, grey: 90, bold: 1 } as const;
export type Ink = keyof typeof INKS;

/** Our own text in colour; the text itself must already be plain. */
export function paint(text: string, ink: Ink, look: TextLook): string {
  return look.colour && text !== "" ? `\u001b[${INKS[ink]}m${text}\u001b[0m` : text;
}

/** One line of somebody else's text: harmless, and at most `columns` wide. */
export function oneLine(text: string, columns: number): string {
  const line = plainText(text.replace(/\s+/g, " ").trim());
  const characters = [...line];
  return characters.length <= columns ? line : `${characters.slice(0, Math.max(1, columns - 3)).join("")}...`;
}

/** Somebody else's text broken at spaces into lines that start with `indent`. */
export function wrapped(text: string, indent: string, look: TextLook): string[] {
  const room = Math.max(24, look.width - indent.length);
  const lines: string[] = [];
  let line = "";
  for (const word of text
    .split(/\s+/)
    .filter((part) => part !== "")
    .map((part) => plainText(part))) {
    if (line !== "" && [...line].length + 1 + [...word].length > room) {
      lines.push(indent + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  if (line !== "") lines.push(indent + line);
  return lines;
}

export function padded(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - [...text].length));
}

/** Columns padded to their widest cell; the last one is left ragged. `right` names columns set flush right. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, [...cell].length);
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        if (right.includes(column)) return " ".repeat(width - [...cell].length) + cell;
        return column === row.length - 1 ? cell : padded(cell, width);
      })
      .join("  ")
      .trimEnd(),
  );
}

/** `1 shot`, `3 shots`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
