import { type Digest, sha256 } from "../../core/digest.ts";
import type { LockStatement } from "../../core/dsse.ts";
import { type LockDocument, lockContent, printLock, projectLock } from "../../core/lock.ts";
import type { Episode } from "../../core/production.ts";
import type { JournalRecord } from "./journal-record.ts";

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
  readonly record: JournalRecord;
  /** Text of a repository file; undefined when it is not there. */
  read(path: string): Promise<string | undefined>;
  write(path: string, text: string): Promise<void>;
  /** The text of the detached signature. */
  sign(statement: LockStatement): string;
  /** True when this signature holds for that lock today; a changed trust list asks for another one. */
  isSigned(signature: string, lock: Digest): boolean;
  /** A lock's text, read and validated; undefined when it is none. */
  parse(text: string): LockDocument | undefined;
  readonly tool: string;
}

export interface WrittenLock {
  readonly lock: LockDocument;
  readonly path: string;
  readonly changed: boolean;
}

/**
 * Projects the journal into the lock, signs it, and records that. Nothing changed and nothing is missing: nothing is
 * written. The lock stands but its signature is missing or does not count any more: the same bytes are signed again. A
 * crash between the file and the event writes the same lock again.
 */
export async function writeLock(desk: LockDesk, episode: Episode): Promise<WrittenLock> {
  const paths = lockPaths(episode);
  const state = desk.record.state();
  const text = await desk.read(paths.lock);
  const signature = await desk.read(paths.signature);
  const present = text === undefined ? undefined : desk.parse(text);
  const place = { serial: (state.lock?.serial ?? 0) + 1, previous: state.lock?.digest ?? null };
  const projected = projectLock(state, place);
  const signatureOf = (lock: LockDocument, digest: Digest): string =>
    desk.sign({
      lockFile: `${episode.id}.lock.json`,
      lock: digest,
      serial: lock.serial,
      previous: lock.previous,
      journalHead: lock.journal.head,
      tool: desk.tool,
    });
  const isCurrent = text !== undefined && state.lock !== null && sha256(text) === state.lock.digest;
  if (isCurrent && present !== undefined && lockContent(present) === lockContent(projected)) {
    const signs = signature === undefined || !desk.isSigned(signature, sha256(text));
    if (signs) await desk.write(paths.signature, signatureOf(present, sha256(text)));
    return { lock: present, path: paths.lock, changed: signs };
  }
  const printed = printLock(projected);
  const digest = sha256(printed);
  await desk.write(paths.lock, printed);
  await desk.write(paths.signature, signatureOf(projected, digest));
  await desk.record.append({
    type: "lock.signed",
    serial: place.serial,
    lock: digest,
    previous: place.previous,
    head: state.head,
  });
  return { lock: projected, path: paths.lock, changed: true };
}
