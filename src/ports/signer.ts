import type { JsonObject } from "../core/json.ts";
import type { Result } from "../core/result.ts";
import type { SignedMedia } from "../core/take.ts";

/** Puts a C2PA manifest into a file. `definition` is pure data made by core/provenance. */
export interface Signer {
  readonly id: string;
  /** True for keys of `keys init`: labelled everywhere, refused by `verify --production`. */
  readonly development: boolean;
  sign(request: SignRequest): Promise<Result<SignedFile, SignerFailure>>;
}
export interface SignRequest {
  readonly source: string;
  readonly target: string;
  readonly mimeType: "video/mp4";
  readonly definition: JsonObject;
  /** Pictures and parent files, bound in order. */
  readonly thumbnail?: string;
  readonly ingredients: readonly SignIngredient[];
  readonly signal?: AbortSignal;
}
export interface SignIngredient {
  readonly path: string;
  readonly mimeType: string;
  readonly definition: JsonObject;
}
export interface SignedFile extends SignedMedia {
  readonly path: string;
  /** The manifest store's bytes, kept beside the lock's readable copy. */
  readonly manifestStore: Uint8Array;
}
export interface SignerFailure {
  readonly code: "SIGNER_KEY_FAILED" | "SIGNER_CERTIFICATE_EXPIRED" | "SIGNER_REFUSED" | "SIGNER_BROKEN";
  readonly message: string;
  readonly hint: string;
}
