import type { Digest } from "./digest.ts";
import type { JsonObject } from "./json.ts";

/** Version of the digest algorithm. A lock entry is compared by the version it names; a new one never makes a shot stale. */
export const BASIS_ALGORITHM = 1;

/**
 * What a take was made from (or, for a plan, is to be made from): the intent and every bible part used, each with its
 * digest and its value, so that a later plan can say `wardrobe "green" -> "red"` and not only "changed".
 */
export interface Basis {
  readonly algorithm: number;
  readonly intent: { readonly digest: Digest; readonly value: JsonObject };
  readonly parts: { readonly [dependency: string]: { readonly digest: Digest; readonly value: JsonObject } };
}
