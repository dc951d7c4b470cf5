import type { Digest } from "../digest.ts";
import type { ManifestStore } from "./manifest-store.ts";

/** What reading one file's manifest gave. `reader-broken` says nothing about the file. */
export type ManifestReading =
  | {
      readonly kind: "store";
      readonly store: ManifestStore;
      readonly storeSha256: Digest;
      /** The picture inside the active manifest, as it was given to the signer; absent when there is none. */
      readonly thumbnail?: Uint8Array;
    }
  | { readonly kind: "none" }
  | { readonly kind: "broken"; readonly says: string }
  | { readonly kind: "reader-broken"; readonly says: string };

/** Reads and validates the manifest of a media file against the reader's trust lists; never throws. */
export type ReadManifest = (path: string) => Promise<ManifestReading>;
