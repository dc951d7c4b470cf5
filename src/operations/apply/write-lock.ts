import { type Digest, sha256 } from "../../core/digest.ts";
import type { LockStatement } from "../../core/dsse.ts";
import { type LockDocument, printLock, projectLock } from "../../core/lock.ts";
import type { Episode } from "../../core/production.ts";
import { type StandingLock, standingLock } from "../../core/standing-lock.ts";
import { type JournalRecord, JournalStopped } from "./journal-record.ts";

/** Locks of other writers that may come in between before this one gives up. */
const MOVED_TRIES_MAX = 20;

/** Where an episode's results lie; all paths relative to the repository root. */
export interface LockPaths {
  readonly lock: string;
  readonly signature: string;
  readonly provenance: string;
  readonly posters: string;
}

export function lockPaths(episode: Pick<Episode, "folder" | "id">): LockPaths {
  const { folder, id } = episode;
  return {
    lock: `${folder}/episodes/${id}.lock.json`,
    signature: `${folder}/episodes/${id}.lock.dsse.json`,
    provenance: `${folder}/provenance/${id}`,
    posters: `${folder}/posters/${id}`,
  };
}

export interface LockDesk {
  readonly record: Pick<JournalRecord, "state" | "contents" | "decide">;
  /** Text of a repository file; undefined when it is not there. */
  read(path: string): Promise<string | undefined>;
  /** Writes a whole file durably. */
  write(path: string, text: string): Promise<void>;
  /** The text of the detached signature. */
  sign(statement: LockStatement): string;
  /** True when the text of a signature file holds a good signature over that lock. */
  signatureHolds(signature: string, lock: Digest): boolean;
  readonly tool: string;
}

export interface WrittenLock {
  readonly lock: LockDocument;
  readonly path: string;
  readonly changed: boolean;
  /** What was put right: a lock or signature that somebody changed, or that a crash left half written. */
  readonly says?: string;
}

/**
 * Projects the journal into the lock, signs it, and records that. What was signed before and still says all that the
 * journal says is kept or put back, byte for byte. The lock is written first, its signature then, the event last: after a
 * crash between them the next call writes the same lock again, and until then `verify` says that the signature is stale.
 * Another writer may be quicker: then its serial is taken, and this lock is projected anew from what stands there now.
 */
export async function writeLock(desk: LockDesk, episode: Episode): Promise<WrittenLock> {
  for (let tries = 0; tries < MOVED_TRIES_MAX; tries += 1) {
    const written = await writeOnce(desk, episode);
    if (written !== undefined) return written;
  }
  throw new JournalStopped({
    code: "JOURNAL_MOVED",
    message: `others wrote a lock of ${episode.id} each time this one was to be signed`,
    hint: "try again; the journal has all that was decided",
  });
}

/** Undefined when somebody else signed a lock in between. */
async function writeOnce(desk: LockDesk, episode: Episode): Promise<WrittenLock | undefined> {
  const state = desk.record.state();
  const standing = standingLock(state, desk.record.contents());
  if (standing !== undefined) return putBack(desk, episode, standing);
  const place = { serial: (state.lock?.serial ?? 0) + 1, previous: state.lock?.digest ?? null };
  const lock = projectLock(state, place);
  const text = printLock(lock);
  await desk.write(lockPaths(episode).lock, text);
  await writeSignature(desk, episode, lock, sha256(text));
  const isNext = await desk.record.decide((now) => {
    const next = (now.lock?.serial ?? 0) + 1 === place.serial;
    const signed = { type: "lock.signed" as const, ...place, lock: sha256(text), head: state.head };
    return { events: next ? [signed] : [], answer: next };
  });
  return isNext ? { lock, path: lockPaths(episode).lock, changed: true } : undefined;
}

async function putBack(desk: LockDesk, episode: Episode, standing: StandingLock): Promise<WrittenLock> {
  const paths = lockPaths(episode);
  const fault = lockFault(
    { lock: await desk.read(paths.lock), signature: await desk.read(paths.signature) },
    standing,
    (signature, lock) => desk.signatureHolds(signature, lock),
  );
  const written = { lock: standing.document, path: paths.lock };
  if (fault === undefined) return { ...written, changed: false };
  if (fault.of === "lock") await desk.write(paths.lock, standing.text);
  const signature = await desk.read(paths.signature);
  if (signature === undefined || !desk.signatureHolds(signature, standing.digest))
    await writeSignature(desk, episode, standing.document, standing.digest);
  const again = fault.of === "lock" ? "written again from the journal" : "signed again";
  return { ...written, changed: true, says: `${fault.says}: lock ${standing.document.serial} is ${again}` };
}

/** What is wrong with the files of a lock that stands; undefined when they are as they were signed. */
export function lockFault(
  files: { readonly lock: string | undefined; readonly signature: string | undefined },
  standing: StandingLock,
  signatureHolds: LockDesk["signatureHolds"],
): { readonly of: "lock" | "signature"; readonly says: string } | undefined {
  if (files.lock === undefined) return { of: "lock", says: "the lock is gone" };
  if (files.lock !== standing.text) return { of: "lock", says: "the lock is not as it was signed" };
  if (files.signature === undefined || !signatureHolds(files.signature, standing.digest))
    return { of: "signature", says: "the signature of the lock does not hold" };
  return undefined;
}

async function writeSignature(desk: LockDesk, episode: Episode, lock: LockDocument, digest: Digest): Promise<void> {
  const signature = desk.sign({
    lockFile: `${episode.id}.lock.json`,
    lock: digest,
    serial: lock.serial,
    previous: lock.previous,
    journalHead: lock.journal.head,
    tool: desk.tool,
  });
  await desk.write(lockPaths(episode).signature, signature);
}
