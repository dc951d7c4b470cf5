import { type Diagnostic, diagnostic, pointerTo } from "../core/diagnostic.ts";
import type { DocumentPlaces } from "./document-places.ts";
import { shapeMessage } from "./shape-messages.ts";
import { subjectOf, valueAt } from "./subject.ts";
import type { ShapeError } from "./validators.ts";

export interface CheckedDocument {
  readonly file: string;
  readonly value: unknown;
  readonly places: DocumentPlaces;
  /** Pointers that have a finding already. */
  readonly refused: ReadonlySet<string>;
  /** Pointers of whole numbers that were too large for a number. */
  readonly largeNumbers: ReadonlySet<string>;
}

/** Only wrap what another complaint already says. */
const WRAPPERS: ReadonlySet<string> = new Set(["if", "propertyNames", "anyOf", "oneOf", "allOf", "not"]);

/** Complaints of a validator -> one finding for each real fault, in the author's words, at the author's line. */
export function shapeFindings(document: CheckedDocument, errors: readonly ShapeError[]): readonly Diagnostic[] {
  const real = oncePerPlace(errors.filter((error) => !WRAPPERS.has(error.keyword)));
  const kept = real.filter((error) => !isKnown(document, error) && !isFollowUp(error, real));
  return strangersOnce(kept).map((error) => finding(document, error));
}

/** A document of which no field is known is one mistake (another program's file), not one for each of its fields. */
function strangersOnce(errors: readonly ShapeError[]): readonly ShapeError[] {
  const isStranger = (error: ShapeError): boolean =>
    error.keyword === "additionalProperties" && error.instancePath === "" && hasNoKnownField(error);
  const first = errors.find(isStranger);
  const left = errors.filter((error) => error === first || !isStranger(error));
  const torn = new Set<string>();
  return left.filter((error) => {
    if (!isTornText(error)) return true;
    const isFirst = !torn.has(error.instancePath);
    torn.add(error.instancePath);
    return isFirst;
  });
}

/** `{ descriptor: huge man, shaved head }`: text that its comma broke into fields, however many commas it has. */
function isTornText({ keyword, params, data }: ShapeError): boolean {
  const name = String(params["additionalProperty"]);
  return keyword === "additionalProperties" && valueAt(data, pointerTo("", name)) === null && / /.test(name);
}

/** Where the fault is: the unknown or missing field itself, otherwise the value. */
export function faultPointer(error: ShapeError): string {
  const { additionalProperty } = error.params;
  const name = error.propertyName ?? (typeof additionalProperty === "string" ? additionalProperty : undefined);
  return name === undefined ? error.instancePath : pointerTo(error.instancePath, name);
}

/** One value broken in two ways (empty, and of the wrong form) is one fault. */
function oncePerPlace(errors: readonly ShapeError[]): readonly ShapeError[] {
  const seen = new Set<string>();
  return errors.filter((error) => {
    const missing = error.keyword === "required" ? `?${String(error.params["missingProperty"])}` : "";
    const key = `${faultPointer(error)}${missing}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function isKnown({ refused }: CheckedDocument, error: ShapeError): boolean {
  if (refused.has(faultPointer(error))) return true;
  return error.keyword === "required" && refused.has(pointerTo(error.instancePath, missingField(error)));
}

/** A misspelt field is unknown and the one that was meant is missing: one fault. So is a map where no known field stands. */
function isFollowUp(error: ShapeError, all: readonly ShapeError[]): boolean {
  if (error.keyword !== "required") return false;
  return all.some(
    (other) =>
      other.keyword === "additionalProperties" &&
      other.instancePath === error.instancePath &&
      (shapeMessage(other).meant === missingField(error) || hasNoKnownField(error)),
  );
}

function hasNoKnownField({ data, parentSchema }: ShapeError): boolean {
  const known = parentSchema?.properties ?? {};
  return typeof data === "object" && data !== null && !Object.keys(data).some((name) => Object.hasOwn(known, name));
}

function missingField(error: ShapeError): string {
  return String(error.params["missingProperty"] ?? "");
}

function finding(document: CheckedDocument, error: ShapeError): Diagnostic {
  const pointer = faultPointer(error);
  const isTooLarge = document.largeNumbers.has(error.instancePath) && error.propertyName === undefined;
  const { code, message, hint } = shapeMessage(error, isTooLarge);
  const subject = subjectOf(document.value, error.instancePath);
  const byName = error.propertyName !== undefined || error.keyword === "additionalProperties";
  const parent = valueAt(document.value, error.instancePath);
  const place =
    error.keyword === "required" && typeof parent === "object"
      ? document.places.head(error.instancePath)
      : byName
        ? document.places.name(pointer)
        : document.places.locate(pointer);
  return diagnostic(code, document.file, subject === undefined ? message : `${subject}: ${message}`, {
    hint,
    pointer,
    place,
  });
}
