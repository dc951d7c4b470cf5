import type { Digest } from "./digest.ts";
import type { LockDocument } from "./lock.ts";

/** The part of a journal that a lock's head is checked against. */
export interface JournalHeads {
  readonly sequence: number;
  readonly heads: ReadonlyMap<number, Digest>;
}

/**
 * The lock names the journal it was projected from. `extends`: this journal is that one, grown. `missing`: there is no
 * journal here. `other`: the journal ends before that head or has another event there; nothing may be spent on it.
 */
export function checkLockHead(lock: LockDocument | undefined, journal: JournalHeads): "extends" | "missing" | "other" {
  if (lock === undefined || lock.journal.head === null) return "extends";
  if (journal.sequence === 0) return "missing";
  return journal.heads.get(lock.journal.sequence) === lock.journal.head ? "extends" : "other";
}
