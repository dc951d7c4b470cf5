import { type Diagnostic, diagnostic } from "../core/diagnostic.ts";
import { hostileCharacters } from "../core/plain-text.ts";
import { TextLines } from "./text-lines.ts";

/** A document of a production is text that people write; larger files are refused before they are read as text. */
export const DOCUMENT_BYTES_MAX = 2 * 1024 * 1024;
/** Hostile characters come in floods; the first few show where to look. */
const HOSTILE_MAX = 10;

export interface DocumentText {
  /** Without byte order mark, lines end in a line feed. Absent when the bytes are no text. */
  readonly text?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Bytes of a file -> text that is safe to parse. A byte order mark and the line ends of any system are accepted. */
export function readDocumentText(file: string, bytes: Uint8Array): DocumentText {
  if (bytes.byteLength > DOCUMENT_BYTES_MAX) {
    const message = `the file is larger than 2 MiB (${DOCUMENT_BYTES_MAX} bytes); it was not read`;
    const hint = "pictures and footage lie beside the YAML; a long show is split into episodes";
    return { diagnostics: [diagnostic("FILE_TOO_LARGE", file, message, { hint })] };
  }
  const decoded = decodeText(bytes);
  if (decoded === undefined) {
    return { diagnostics: [notText(file, bytes)] };
  }
  const text = decoded.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
  return { text, diagnostics: hostileFindings(file, text) };
}

function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return undefined;
  }
}

function notText(file: string, bytes: Uint8Array): Diagnostic {
  const [first, second] = bytes;
  const wide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const message = wide ? "the file is UTF-16, not UTF-8" : "the file is not UTF-8 text";
  const line = bytes.subarray(0, validBytes(bytes)).filter((byte) => byte === 0x0a).length + 1;
  return diagnostic("NOT_UTF8", file, message, {
    hint: "save it again as UTF-8",
    place: wide ? undefined : { line, column: 1, endLine: line, endColumn: 1 },
  });
}

/** Number of bytes before the first that is not UTF-8, by halving. */
function validBytes(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.byteLength;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isTextSoFar(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** True when the bytes are UTF-8, or break off inside a character. */
function isTextSoFar(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Also in comments: a direction override there makes a review read other words than the program. */
function hostileFindings(file: string, text: string): readonly Diagnostic[] {
  const found = hostileCharacters(text, HOSTILE_MAX);
  if (found.length === 0) return [];
  const lines = new TextLines(text);
  return found.map(({ name, offset }) =>
    diagnostic("CONTROL_CHARACTERS", file, `the character ${name} stands here; it is not text`, {
      hint: "delete it; it cannot be seen in most editors",
      place: lines.place(offset, offset + 1),
    }),
  );
}
