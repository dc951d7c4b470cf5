import type { Digest } from "../core/digest.ts";
import { parseDsseEnvelope } from "../core/dsse.ts";
import type { EpisodeState } from "../core/episode-state.ts";
import type { Episode } from "../core/production.ts";
import { type StandingLock, standingLock } from "../core/standing-lock.ts";
import { type TrustKey, withTrust } from "../core/trust.ts";
import { signLock, verifyDsse } from "../kit/keys/dsse.ts";
import type { SigningKeys } from "../kit/keys/signing-keys.ts";
import type { JournalRecord } from "../operations/apply/journal-record.ts";
import { type LockDesk, lockFault, lockPaths } from "../operations/apply/write-lock.ts";
import { missingCopies } from "./readable-copies.ts";
import type { Shop } from "./shop.ts";

/** What writing a lock needs of this repository. */
export function lockDesk(shop: Shop, record: JournalRecord, keys: SigningKeys): LockDesk {
  return {
    record,
    read: async (path) => shop.repository.read(path),
    write: async (path, text) => shop.repository.write(path, text),
    sign: (statement) => signLock(statement, [keys.lock]),
    signatureHolds: (signature, lock) => signatureHolds(signature, lock, lockKeys(shop)),
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

/** A good signature of one of the keys over exactly that lock. */
export function signatureHolds(signature: string, lock: Digest, keys: readonly TrustKey[]): boolean {
  const envelope = parseDsseEnvelope(signature);
  if (envelope === undefined) return false;
  const { statement, good } = verifyDsse(envelope, keys);
  return good.length > 0 && statement?.lock === lock;
}

/** What is wrong with an episode's lock as it lies here; undefined when it says all that the journal says, as it was signed. */
export async function lockTrouble(shop: Shop, episode: Episode, state: EpisodeState): Promise<string | undefined> {
  const looked = await lookAtLock(shop, episode, state);
  return typeof looked === "string" ? looked : undefined;
}

/** True when lock, signature and readable copies are what the journal says; a run with nothing to make then ends at once. */
export async function lockIsWhole(shop: Shop, episode: Episode, state: EpisodeState): Promise<boolean> {
  const looked = await lookAtLock(shop, episode, state);
  return typeof looked !== "string" && missingCopies(shop, episode, looked.document).length === 0;
}

async function lookAtLock(shop: Shop, episode: Episode, state: EpisodeState): Promise<StandingLock | string> {
  const journal = shop.journal();
  const contents = journal.ok ? await journal.value.read() : undefined;
  const standing = contents?.ok === true ? standingLock(state, contents.value) : undefined;
  if (standing === undefined) return "the lock is behind the journal";
  const paths = lockPaths(episode);
  const files = { lock: shop.repository.read(paths.lock), signature: shop.repository.read(paths.signature) };
  const keys = lockKeys(shop);
  return lockFault(files, standing, (signature, lock) => signatureHolds(signature, lock, keys))?.says ?? standing;
}
