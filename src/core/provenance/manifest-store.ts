import type { Json, JsonObject } from "../json.ts";

/** One line of a C2PA validation: the code of the specification, and the reader's words. */
export interface StatusEntry {
  readonly code: string;
  readonly explanation: string;
  readonly url: string;
}

export interface ValidationResults {
  readonly success: readonly StatusEntry[];
  readonly failure: readonly StatusEntry[];
}

export interface StoredIngredient {
  readonly title: string;
  readonly relationship: string;
  readonly label: string | undefined;
  /** Manifest of the file that was put in; undefined when that file had none. */
  readonly manifestUrn: string | undefined;
  /** What the assembler's reader found when the file was put in. */
  readonly atAssembly: ValidationResults;
}

export interface StoredManifest {
  readonly urn: string;
  readonly title: string;
  /** Organisation and common name in the signing certificate, as the reader tells. */
  readonly signer: string;
  readonly assertions: readonly { readonly label: string; readonly data: JsonObject }[];
  readonly ingredients: readonly StoredIngredient[];
}

/** A whole manifest store as read from one file. */
export interface ManifestStore {
  /** `Trusted`, `Valid` (good, by an unknown signer) or `Invalid`; alone it decides nothing. */
  readonly state: string;
  readonly active: StoredManifest;
  readonly manifests: { readonly [urn: string]: StoredManifest };
  readonly results: ValidationResults;
  /** Failures in which today's check of an ingredient differs from the one at assembly. */
  readonly deltas: readonly { readonly ingredient: string; readonly failures: readonly StatusEntry[] }[];
}

const MANIFESTS_MAX = 10_000;

/** Reads the module's JSON, trusting no field of it; undefined when it makes no sense as a manifest store. */
export function parseManifestStore(value: Json): ManifestStore | undefined {
  const store = objectOf(value);
  const entries = Object.entries(objectOf(store["manifests"]));
  if (entries.length === 0 || entries.length > MANIFESTS_MAX) return undefined;
  const manifests = Object.fromEntries(entries.map(([urn, manifest]) => [urn, manifestOf(urn, objectOf(manifest))]));
  const active = manifests[textOf(store["active_manifest"])];
  if (active === undefined) return undefined;
  const validation = objectOf(store["validation_results"]);
  return {
    state: textOf(store["validation_state"]),
    active,
    manifests,
    results: resultsOf(validation["activeManifest"]),
    deltas: listOf(validation["ingredientDeltas"]).map((delta) => {
      const deltas = objectOf(objectOf(delta)["validationDeltas"]);
      return { ingredient: textOf(objectOf(delta)["ingredientAssertionURI"]), failures: statusesOf(deltas["failure"]) };
    }),
  };
}

function manifestOf(urn: string, manifest: JsonObject): StoredManifest {
  const signature = objectOf(manifest["signature_info"]);
  const names = [textOf(signature["issuer"]), textOf(signature["common_name"])].filter((name) => name !== "");
  return {
    urn,
    title: textOf(manifest["title"]),
    signer: names.join(", "),
    assertions: listOf(manifest["assertions"]).map((assertion) => {
      const { label, data } = objectOf(assertion);
      return { label: textOf(label), data: objectOf(data) };
    }),
    ingredients: listOf(manifest["ingredients"]).map((item) => ingredientOf(objectOf(item))),
  };
}

function ingredientOf(ingredient: JsonObject): StoredIngredient {
  const { active_manifest: manifest, label } = ingredient;
  return {
    title: textOf(ingredient["title"]),
    relationship: textOf(ingredient["relationship"]),
    label: typeof label === "string" ? label : undefined,
    manifestUrn: typeof manifest === "string" && manifest !== "" ? manifest : undefined,
    atAssembly: resultsOf(objectOf(ingredient["validation_results"])["activeManifest"]),
  };
}

function resultsOf(value: Json | undefined): ValidationResults {
  const results = objectOf(value);
  return { success: statusesOf(results["success"]), failure: statusesOf(results["failure"]) };
}

function statusesOf(value: Json | undefined): StatusEntry[] {
  return listOf(value).map((entry) => {
    const { code, explanation, url } = objectOf(entry);
    return { code: textOf(code), explanation: textOf(explanation), url: textOf(url) };
  });
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
