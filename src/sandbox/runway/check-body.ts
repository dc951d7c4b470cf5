import { isObject } from "../exchange.ts";
import type { Variant } from "./variants.ts";

/** Complaint of the vendor's validation. */
export interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly code: string;
}

const SEED_MAX = 4_294_967_295;
const DATA_URI_BYTES_MAX = 5 * 1024 * 1024;
const OUTPUT_FORMATS = [
  ...["mp4", "prores", "png_sequence", "hdr10", "hlg", "sdr_rec709_10bit", "hdr_pq_12bit_master", "hdr_prores"],
  ...["hdr_png_sequence", "hdr_exr_sequence", "hdr_exr_acescg_sequence_1_3", "hdr_exr_acescg_sequence_2_0"],
] as const;

/** What the vendor's validation has against a body of this variant; each body is a closed object. */
export function checkBody(variant: Variant, body: Readonly<Record<string, unknown>>): readonly Issue[] {
  const known = ["model", ...variant.required, ...variant.optional];
  const issues: Issue[] = [];
  const complain = (path: string, message: string, code = "invalid_value"): void => {
    issues.push({ path: [path], message, code });
  };
  for (const name of Object.keys(body))
    if (!known.includes(name)) complain(name, `Unrecognized key: "${name}"`, "unrecognized_keys");
  for (const name of variant.required) if (body[name] === undefined) complain(name, "Required", "invalid_type");
  for (const [name, value] of Object.entries(body)) {
    if (!known.includes(name) || name === "model") continue;
    const message = FIELDS[name]?.(value, variant);
    if (message !== undefined) complain(name, message);
  }
  return issues;
}

type FieldCheck = (value: unknown, variant: Variant) => string | undefined;

const FIELDS: Readonly<Record<string, FieldCheck>> = {
  promptText: (value, { promptUnitsMax }) => {
    if (typeof value !== "string") return "Expected string";
    // The vendor counts UTF-16 code units, as a JavaScript string does.
    if (value.length === 0) return "Too small: expected at least 1 character";
    return value.length > promptUnitsMax ? `Too big: expected at most ${promptUnitsMax} UTF-16 code units` : undefined;
  },
  negativePrompt: (value) => (typeof value === "string" ? undefined : "Expected string"),
  ratio: (value, { ratios }) =>
    ratios.includes(String(value)) && typeof value === "string" ? undefined : `Expected one of ${ratios.join(", ")}`,
  duration: (value, { seconds }) => {
    if (typeof value !== "number" || !Number.isInteger(value)) return "Expected integer";
    if ("from" in seconds)
      return value >= seconds.from && value <= seconds.to ? undefined : `Expected ${seconds.from} to ${seconds.to}`;
    return seconds.includes(value) ? undefined : `Expected one of ${seconds.join(", ")}`;
  },
  audio: (value) => (typeof value === "boolean" ? undefined : "Expected boolean"),
  seed: (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= SEED_MAX
      ? undefined
      : `Expected integer 0 to ${SEED_MAX}`,
  outputFormat: (value) =>
    OUTPUT_FORMATS.some((name) => name === value) ? undefined : `Expected one of ${OUTPUT_FORMATS.join(", ")}`,
  contentModeration: (value) => {
    if (!isObject(value)) return "Expected object";
    const strangers = Object.keys(value).filter((name) => name !== "publicFigureThreshold");
    if (strangers.length > 0) return `Unrecognized key: "${strangers[0]}"`;
    const threshold = value["publicFigureThreshold"];
    return threshold === undefined || threshold === "auto" || threshold === "low" ? undefined : "Expected auto or low";
  },
  promptImage: (value, { positions }) => {
    if (typeof value === "string") return imageProblem(value);
    if (!Array.isArray(value) || value.length === 0 || value.length > positions.length) return "Expected a picture";
    for (const picture of value) {
      if (!isObject(picture) || typeof picture["uri"] !== "string") return "Expected {uri, position}";
      if (Object.keys(picture).some((name) => name !== "uri" && name !== "position")) return "Unrecognized key";
      if (!positions.some((position) => position === picture["position"])) return `Expected ${positions.join(" or ")}`;
      const problem = imageProblem(picture["uri"]);
      if (problem !== undefined) return problem;
    }
    const named = value.map((picture) => (isObject(picture) ? picture["position"] : undefined));
    if (new Set(named).size < named.length) return "Each position once";
    return named.includes("first") ? undefined : "A last frame needs a first frame";
  },
};

function imageProblem(uri: string): string | undefined {
  if (uri.startsWith("runway://")) return undefined;
  if (uri.startsWith("data:image/")) {
    if (!/^data:image\/(?:jpeg|jpg|png|webp);base64,/.test(uri)) return "Expected JPEG, PNG or WebP";
    return uri.length > DATA_URI_BYTES_MAX ? "Data URI is too large" : undefined;
  }
  if (!uri.startsWith("https://")) return "Expected an https, data or runway URI";
  return /^https:\/\/[\d.:[\]]+(?:\/|$)/.test(uri) ? "Expected a host name, not an address" : undefined;
}
