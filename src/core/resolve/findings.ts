import { type Diagnostic, pointerTo, type Severity } from "../diagnostic.ts";
import type { DiagnosticCode } from "../diagnostic-codes.ts";

/** A place in one document that findings are reported at; `in` steps further down. */
export interface Place {
  readonly file: string;
  readonly pointer: string;
}

export interface Findings {
  readonly list: readonly Diagnostic[];
  error(code: DiagnosticCode, place: Place, message: string, hint?: string): void;
  warning(code: DiagnosticCode, place: Place, message: string, hint?: string): void;
}

/** Collects; nothing is thrown, so that an author sees all findings at once. */
export function collectFindings(): Findings {
  const list: Diagnostic[] = [];
  const add = (severity: Severity) => (code: DiagnosticCode, place: Place, message: string, hint?: string) => {
    list.push({
      code,
      severity,
      message,
      file: place.file,
      pointer: place.pointer,
      ...(hint === undefined ? {} : { hint }),
    });
  };
  return { list, error: add("error"), warning: add("warning") };
}

export function within(place: Place, ...steps: readonly (string | number)[]): Place {
  return { file: place.file, pointer: pointerTo(place.pointer, ...steps) };
}

/** Authored words as they are hashed: Unicode NFC, without white space around them. */
export function words(text: string): string {
  return text.normalize("NFC").trim();
}
