import { type Diagnostic, type DiagnosticFields, diagnostic, pointerTo, type Severity } from "../diagnostic.ts";
import type { DiagnosticCode } from "../diagnostic-codes.ts";

/** A place in one document that findings are reported at; `within` steps further down. */
export interface Place {
  readonly file: string;
  readonly pointer: string;
  /** The name of the field there is meant, or one word of its value; without it the value. */
  readonly of?: "name" | { readonly word: string };
}

type Report = (code: DiagnosticCode, place: Place, message: string, hint?: string) => void;

/** A finding before its line and column are looked up. */
export interface PlacedFinding extends Diagnostic {
  readonly of?: Place["of"];
}

export interface Findings {
  readonly list: readonly PlacedFinding[];
  readonly error: Report;
  readonly warning: Report;
  /** A remark: nothing to mend, but worth knowing. */
  readonly note: Report;
}

/**
 * Collects; nothing is thrown, so that an author sees all findings at once. A fault of a scene or of the show is met
 * again by each of its shots and is said once.
 */
export function collectFindings(): Findings {
  const list: PlacedFinding[] = [];
  const said = new Set<string>();
  const report =
    (severity: Severity): Report =>
    (code, place, message, hint) => {
      const key = JSON.stringify([code, place.file, place.pointer, message]);
      if (said.has(key)) return;
      said.add(key);
      const fields: DiagnosticFields = { severity, hint, pointer: place.pointer };
      const { of } = place;
      list.push({ ...diagnostic(code, place.file, message, fields), ...(of === undefined ? {} : { of }) });
    };
  return { list, error: report("error"), warning: report("warning"), note: report("info") };
}

export function within(place: Place, ...steps: readonly (string | number)[]): Place {
  return { file: place.file, pointer: pointerTo(place.pointer, ...steps) };
}

/** A word of the value at a place. */
export function wordAt(place: Place, word: string): Place {
  return { file: place.file, pointer: place.pointer, of: { word } };
}

/** Authored words as they are hashed: Unicode NFC, without white space around them. */
export function words(text: string): string {
  return text.normalize("NFC").trim();
}

/** An author's word inside a message: short, so that the sentence stays one. */
export function quoted(text: string | number): string {
  const whole = String(text);
  return `"${whole.length > QUOTED_MAX ? `${whole.slice(0, QUOTED_MAX)}...` : whole}"`;
}

const QUOTED_MAX = 40;
