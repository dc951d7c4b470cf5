import type { JsonObject } from "../../core/json.ts";
import type { CoseAlgorithm } from "./cose.ts";

/** What the thread with the WASM module is asked. Paths are absolute; the thread reads and writes files itself. */
export type C2paTask = ReadTask | SignTask;

export interface ReadTask {
  readonly kind: "read";
  readonly path: string;
  readonly mimeType: string;
  readonly settings: string;
}

export interface SignTask {
  readonly kind: "sign";
  readonly source: string;
  /** Written whole; a file that stood there is replaced. */
  readonly target: string;
  readonly mimeType: string;
  readonly definition: JsonObject;
  readonly settings: string;
  readonly thumbnail?: string;
  readonly ingredients: readonly {
    readonly path: string;
    readonly mimeType: string;
    readonly definition: JsonObject;
  }[];
  /** DER certificates, leaf first, without the root. */
  readonly chain: readonly Uint8Array[];
  readonly alg: CoseAlgorithm;
  /** True: hash outside WASM in constant memory. */
  readonly big: boolean;
}

export type ToWorker =
  | { readonly kind: "task"; readonly id: number; readonly task: C2paTask }
  | { readonly kind: "signature"; readonly id: number; readonly signature: Uint8Array }
  | { readonly kind: "no-signature"; readonly id: number; readonly message: string };

export type FromWorker =
  | { readonly kind: "please-sign"; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: "read"; readonly id: number; readonly json: string }
  | { readonly kind: "signed"; readonly id: number; readonly manifest: Uint8Array }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };
