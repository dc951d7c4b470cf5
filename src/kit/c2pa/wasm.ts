import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { initSync, WasmBuilder, WasmReader } from "@contentauth/c2pa-wasm";
import type { JsonObject } from "../../core/json.ts";
import { installFileReader, type ReadableBlob } from "./blob.ts";
import type { CoseSigner } from "./cose.ts";

/** A file bound into a manifest: where it is read from and what the manifest says of it. */
export interface BoundFile {
  readonly blob: ReadableBlob;
  readonly mimeType: string;
  readonly definition: JsonObject;
}

let ready = false;

/** Loads the module once a thread; 70-130 ms. */
function start(): void {
  if (ready) return;
  installFileReader();
  initSync({ module: readFileSync(fileURLToPath(import.meta.resolve("@contentauth/c2pa-wasm/c2pa.wasm"))) });
  ready = true;
}

/** The module throws plain strings and reads browser Blobs; both stop here. */
const asBlob = (blob: ReadableBlob): Blob => blob as unknown as Blob;
const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/** The manifest store of a file as the module's JSON text; rejects with `C2pa(JumbfNotFound)` when there is none. */
export async function readStore(blob: ReadableBlob, mimeType: string, settings: string): Promise<string> {
  start();
  try {
    const reader = await WasmReader.fromBlob(mimeType, asBlob(blob), settings);
    try {
      return reader.json();
    } finally {
      reader.free();
    }
  } catch (thrown) {
    throw asError(thrown);
  }
}

/** What a manifest is made of. `embed: false` answers the manifest alone, without looking at the picture bytes. */
export interface SignWork {
  readonly definition: JsonObject;
  readonly settings: string;
  readonly source: ReadableBlob;
  readonly mimeType: string;
  readonly thumbnail?: ReadableBlob;
  readonly ingredients: readonly BoundFile[];
  readonly signer: CoseSigner;
  readonly embed: boolean;
}

/** Signs in memory; the whole file is held about five times, so files above 150 MB take the other path. */
export async function signInMemory(work: SignWork): Promise<{ asset: Uint8Array; manifest: Uint8Array }> {
  start();
  try {
    const builder = WasmBuilder.fromJson(JSON.stringify(work.definition), work.settings);
    try {
      if (!work.embed) builder.setNoEmbed(true);
      for (const ingredient of work.ingredients) {
        const definition = JSON.stringify(ingredient.definition);
        await builder.addIngredientFromBlob(definition, ingredient.mimeType, asBlob(ingredient.blob));
      }
      if (work.thumbnail !== undefined) builder.setThumbnailFromBlob("image/jpeg", asBlob(work.thumbnail));
      return await builder.signAndGetManifestBytes(work.signer, [], work.mimeType, asBlob(work.source));
    } finally {
      builder.free();
    }
  } catch (thrown) {
    throw asError(thrown);
  }
}
