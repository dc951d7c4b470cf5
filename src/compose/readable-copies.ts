import type { LockDocument } from "../core/lock.ts";
import type { Episode } from "../core/production.ts";
import { readableCopy } from "../core/provenance/readable-copy.ts";
import { manifestReader, readerTrust } from "../kit/c2pa/manifest-reader.ts";
import { lockPaths } from "../operations/apply/write-lock.ts";
import type { Shop } from "./shop.ts";

/**
 * For reviewers: what each signed take says about itself as sorted JSON, and the picture in its manifest as a poster. Both
 * are read out of the signed file, so that they say what was signed, whoever writes them and when. Written once a take.
 */
export async function writeReadableCopies(shop: Shop, episode: Episode, lock: LockDocument): Promise<void> {
  const paths = lockPaths(episode);
  const trust = shop.keys.trust();
  if (!trust.ok || trust.value === undefined) return;
  const read = manifestReader(shop.thread(), readerTrust(trust.value));
  for (const [shot, locked] of Object.entries(lock.shots))
    for (const take of Object.values(locked.takes)) {
      const copy = `${paths.provenance}/${shot}.${take.id}.json`;
      const poster = `${paths.posters}/${shot}.${take.id}.jpg`;
      if (take.signed === undefined || (shop.repository.has(copy) && shop.repository.has(poster))) continue;
      const media = await shop.store().pathOf(take.signed.sha256);
      const reading = media === undefined ? undefined : await read(media);
      if (reading?.kind !== "store" || reading.storeSha256 !== take.signed.manifestSha256) continue;
      if (!shop.repository.has(copy)) shop.repository.write(copy, readableCopy(reading.store.active, take.signed));
      if (!shop.repository.has(poster) && reading.thumbnail !== undefined)
        shop.repository.write(poster, reading.thumbnail);
    }
}
