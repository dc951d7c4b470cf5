import { type Digest, digestOf } from "./digest.ts";
import type { JournalEvent } from "./journal-events.ts";
import type { Json } from "./json.ts";
import type { LockDocument } from "./lock.ts";

/** The part of a journal that a lock's head is checked against. */
export interface JournalHeads {
  readonly sequence: number;
  readonly heads: ReadonlyMap<number, Digest>;
  readonly events: readonly JournalEvent[];
}

/**
 * The lock names the journal it was projected from. `extends`: this journal is that one, grown, or a person began it from
 * this very lock. `missing`: there is no journal here. `other`: the journal ends before that head or has another event
 * there; nothing may be spent on it.
 */
export function checkLockHead(lock: LockDocument | undefined, journal: JournalHeads): "extends" | "missing" | "other" {
  if (lock === undefined) return "extends";
  // A lock of an episode of which nothing was ever made needs no journal; one with takes came from some journal.
  if (lock.journal.head === null) return isEmpty(lock) ? "extends" : "other";
  if (journal.sequence === 0) return "missing";
  if (journal.heads.get(lock.journal.sequence) === lock.journal.head) return "extends";
  return wasRestoredFrom(lock, journal.events) ? "extends" : "other";
}

function isEmpty(lock: LockDocument): boolean {
  return Object.keys(lock.shots).length === 0 && Object.keys(lock.conformed).length === 0;
}

function wasRestoredFrom(lock: LockDocument, events: readonly JournalEvent[]): boolean {
  const digest = digestOf(lock as unknown as Json);
  return events.some(
    (event) =>
      event.type === "journal.restored" &&
      event.show === lock.show &&
      event.episode === lock.episode &&
      digestOf(event.document) === digest,
  );
}
