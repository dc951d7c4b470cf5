import { sha256 } from "../../core/digest.ts";
import type { Json } from "../../core/json.ts";
import type { ManifestReading, ReadManifest } from "../../core/provenance/manifest-reading.ts";
import { parseManifestStore } from "../../core/provenance/manifest-store.ts";
import type { TrustAnchor, TrustDocument } from "../../core/trust.ts";
import { manifestStoreBytes } from "./boxes.ts";
import { type C2paThread, C2paThreadBroken } from "./c2pa-thread.ts";
import { embeddedFile } from "./jumbf.ts";
import { type C2paTrust, c2paSettings } from "./settings.ts";

const MP4 = "video/mp4";

/** The reader's trust lists out of a trust document; its three kinds stay apart. */
export function readerTrust(trust: TrustDocument): C2paTrust {
  const pem = (anchors: readonly TrustAnchor[] | undefined): string =>
    (anchors ?? []).map((anchor) => `${anchor.certificatePem.trim()}\n`).join("");
  const people = pem(trust.peopleAnchors);
  const timeStamps = pem(trust.timeStampAnchors);
  return {
    claimSigners: pem(trust.anchors),
    ...(people === "" ? {} : { people }),
    ...(timeStamps === "" ? {} : { timeStamps }),
  };
}

/** A reader bound to trust lists. Throws when a list is broken: a silent gap in a trust list is worse than none. */
export function manifestReader(thread: C2paThread, trust: C2paTrust): ReadManifest {
  const settings = c2paSettings(trust);
  return (path) => readManifest(thread, path, settings);
}

/** Reads with settings made before; see `c2paSettings`. */
export async function readManifest(thread: C2paThread, path: string, settings: string): Promise<ManifestReading> {
  try {
    const there = manifestStoreBytes(path);
    if (there.kind !== "bytes") return there;
    const json: Json = JSON.parse(await thread.read({ path, mimeType: MP4, settings }));
    const store = parseManifestStore(json);
    if (store === undefined) return { kind: "broken", says: "the manifest store makes no sense" };
    const thumbnail = embeddedFile(there.bytes, [store.active.urn, "c2pa.assertions", "c2pa.thumbnail.claim"]);
    const reading = { kind: "store", store, storeSha256: sha256(there.bytes) } as const;
    return thumbnail === undefined ? reading : { ...reading, thumbnail };
  } catch (thrown) {
    const says = thrown instanceof Error ? thrown.message : String(thrown);
    return { kind: thrown instanceof C2paThreadBroken ? "reader-broken" : "broken", says };
  }
}
