/** Characters with which a spreadsheet begins a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Rows as CSV after RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe before it: job ids and
 * reasons come from vendors and people.
 */
export function printCsv(rows: readonly (readonly string[])[]): string {
  return `${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Limits of a file that somebody else wrote. */
export const CSV_LIMITS = { rows: 100_000, columns: 200, cellCharacters: 10_000 } as const;

/**
 * CSV as vendors export it: comma, semicolon or tab, as the first line has most of; quotes after RFC 4180. A sentence instead of
 * rows when it is no such file.
 */
export function parseCsv(text: string): readonly (readonly string[])[] | string {
  const source = text.startsWith("\ufeff") ? text.slice(1) : text;
  const delimiter = delimiterOf(source.slice(0, source.search(/[\r\n]|$/)));
  const rows: string[][] = [];
  let row: string[] = [];
  let value = "";
  let quoted = false;
  const endCell = (): void => {
    row.push(value);
    value = "";
  };
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at];
    if (quoted) {
      if (character !== '"') value += character;
      else if (source[at + 1] === '"') {
        value += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && value === "") quoted = true;
    else if (character === delimiter) endCell();
    else if (character === "\n" || character === "\r") {
      if (character === "\r" && source[at + 1] === "\n") at += 1;
      endCell();
      rows.push(row);
      row = [];
    } else value += character;
    if (value.length > CSV_LIMITS.cellCharacters) return `line ${rows.length + 1} has a cell that is too long`;
    if (row.length > CSV_LIMITS.columns) return `line ${rows.length + 1} has more than ${CSV_LIMITS.columns} columns`;
    if (rows.length > CSV_LIMITS.rows) return `it has more than ${CSV_LIMITS.rows} lines`;
  }
  if (quoted) return `line ${rows.length + 1} has a quote that is not closed`;
  if (value !== "" || row.length > 0) {
    endCell();
    rows.push(row);
  }
  return rows.filter((one) => one.some((inCell) => inCell.trim() !== ""));
}

function delimiterOf(line: string): string {
  const counts = [",", ";", "\t"].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counts.sort((one, other) => other.count - one.count)[0]?.delimiter ?? ",";
}
