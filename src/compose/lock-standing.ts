import { sha256 } from "../core/digest.ts";
import { parseDsseEnvelope } from "../core/dsse.ts";
import type { EpisodeState } from "../core/episode-state.ts";
import type { LockDocument } from "../core/lock.ts";
import type { Episode } from "../core/production.ts";
import { trustFingerprint } from "../core/trust.ts";
import { verifyDsse } from "../kit/keys/dsse.ts";
import { lockPaths } from "../operations/apply/write-lock.ts";
import { parseLockText } from "./open-state.ts";
import type { Shop } from "./shop.ts";

/**
 * The lock here, when it is the one that was signed last and its signature holds under today's trust list; undefined when
 * it has to be written or signed again.
 */
export function standingLock(shop: Shop, episode: Episode, state: EpisodeState): LockDocument | undefined {
  const paths = lockPaths(episode);
  const text = shop.repository.read(paths.lock);
  if (text === undefined || state.lock === null || sha256(text) !== state.lock.digest) return undefined;
  const signature = shop.repository.read(paths.signature);
  return signature !== undefined && isSignedNow(shop, signature, state.lock.digest) ? parseLockText(text) : undefined;
}

/** True when a key that trust.json names signed this lock under the trust list as it is now. */
export function isSignedNow(shop: Shop, signature: string, lock: string): boolean {
  const trust = shop.keys.trust();
  const envelope = parseDsseEnvelope(signature);
  if (!trust.ok || trust.value === undefined || envelope === undefined) return false;
  const { good, statement } = verifyDsse(envelope, trust.value.keys);
  return good.length > 0 && statement?.lock === lock && statement.trust === trustFingerprint(trust.value);
}
