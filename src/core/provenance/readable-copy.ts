import type { Json, JsonObject } from "../json.ts";
import type { SignedMedia } from "../take.ts";
import { SHOT_ASSERTION } from "./manifest-parts.ts";
import type { StoredManifest } from "./manifest-store.ts";

/**
 * What a signed take says about itself, for reviewers and their diffs: sorted JSON, read out of the manifest and never
 * made a second time, so that `verify` can hold it against the file. Same manifest, same text.
 */
export function readableCopy(manifest: StoredManifest, signed: SignedMedia): string {
  const said = manifest.assertions.find((assertion) => assertion.label === SHOT_ASSERTION)?.data ?? {};
  const copy: JsonObject = { signed: { ...signed }, [SHOT_ASSERTION]: said };
  return `${JSON.stringify(sorted(copy), null, 2)}\n`;
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as JsonObject).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
