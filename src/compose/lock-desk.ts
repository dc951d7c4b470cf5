import type { Digest } from "../core/digest.ts";
import { parseDsseEnvelope } from "../core/dsse.ts";
import type { EpisodeState } from "../core/episode-state.ts";
import type { LockDocument } from "../core/lock.ts";
import type { Episode } from "../core/production.ts";
import { standingLock } from "../core/standing-lock.ts";
import { type TrustDocument, type TrustKey, trustFingerprint, withTrust } from "../core/trust.ts";
import { signLock, verifyDsse } from "../kit/keys/dsse.ts";
import type { SigningKeys } from "../kit/keys/signing-keys.ts";
import type { JournalRecord } from "../operations/apply/journal-record.ts";
import { type LockDesk, lockFault, lockPaths } from "../operations/apply/write-lock.ts";
import type { Shop } from "./shop.ts";

/** What writing a lock needs of this repository. `trust`: the list under which it is signed; the signature names it. */
export function lockDesk(shop: Shop, record: JournalRecord, keys: SigningKeys, trust: TrustDocument): LockDesk {
  return {
    record,
    read: async (path) => shop.repository.read(path),
    write: async (path, text) => shop.repository.write(path, text),
    sign: (statement) => signLock({ ...statement, trust: trustFingerprint(trust) }, [keys.lock]),
    signatureHolds: (signature, lock) => signatureStands(signature, lock, trust),
    tool: `shotlock ${shop.version}`,
  };
}

/** Keys that may sign locks here: of trust.json, and our own. */
export function lockKeys(shop: Shop): readonly TrustKey[] {
  const trust = shop.keys.trust();
  const own = shop.keys.signing();
  const known = trust.ok ? trust.value : undefined;
  const all =
    known !== undefined && own.ok
      ? withTrust(known, own.value.trust)
      : (known ?? (own.ok ? own.value.trust : undefined));
  return (all?.keys ?? []).filter((key) => key.roles.includes("lock"));
}

/** A good signature of one of the keys over exactly that lock, under whatever trust list it was made. */
export function signatureHolds(signature: string, lock: Digest, keys: readonly TrustKey[]): boolean {
  return signedStatement(signature, lock, keys) !== undefined;
}

/** A good signature that was also made under the trust list as it is now: after a change of the list it is made again. */
function signatureStands(signature: string, lock: Digest, trust: TrustDocument): boolean {
  return signedStatement(signature, lock, trust.keys)?.trust === trustFingerprint(trust);
}

function signedStatement(signature: string, lock: Digest, keys: readonly TrustKey[]) {
  const envelope = parseDsseEnvelope(signature);
  if (envelope === undefined) return undefined;
  const { statement, good } = verifyDsse(envelope, keys);
  return good.length > 0 && statement?.lock === lock ? statement : undefined;
}

/** The lock, when file and signature are what the journal says; a run with nothing to make then ends at once. */
export async function wholeLock(shop: Shop, episode: Episode, state: EpisodeState): Promise<LockDocument | undefined> {
  const journal = shop.journal();
  const trust = shop.keys.trust();
  if (!journal.ok || !trust.ok || trust.value === undefined) return undefined;
  const contents = await journal.value.read();
  const standing = contents.ok ? standingLock(state, contents.value) : undefined;
  if (standing === undefined) return undefined;
  const paths = lockPaths(episode);
  const files = { lock: shop.repository.read(paths.lock), signature: shop.repository.read(paths.signature) };
  const known = trust.value;
  const fault = lockFault(files, standing, (signature, lock) => signatureStands(signature, lock, known));
  return fault === undefined ? standing.document : undefined;
}
