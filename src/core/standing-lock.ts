import { type Digest, sha256 } from "./digest.ts";
import type { EpisodeState } from "./episode-state.ts";
import type { JournalEvent } from "./journal-events.ts";
import { type LockDocument, printLock, projectLock } from "./lock.ts";
import type { JournalHeads } from "./lock-head.ts";

/** The lock that was signed last, byte for byte, out of the journal. */
export interface StandingLock {
  readonly document: LockDocument;
  readonly text: string;
  readonly digest: Digest;
  /** Head that its signature names. */
  readonly head: Digest | null;
}

/**
 * The last signed lock, if it still says all that the journal says; undefined when a new one is due, or none was signed
 * yet. So a lock that was lost, damaged or written only by half comes back as the same bytes under the same serial.
 */
export function standingLock(state: EpisodeState, journal: JournalHeads): StandingLock | undefined {
  const event = lastLockEvent(state, journal.events);
  if (event === undefined) return undefined;
  const document = event.type === "lock.signed" ? projected(state, event, journal) : projectedAgain(state, event);
  const text = printLock(document);
  const digest = sha256(text);
  return digest === state.lock?.digest ? { document, text, digest, head: document.journal.head } : undefined;
}

type LockEvent = Extract<JournalEvent, { type: "lock.signed" | "journal.restored" }>;

function lastLockEvent(state: EpisodeState, events: readonly JournalEvent[]): LockEvent | undefined {
  const isOurs = (event: JournalEvent): event is LockEvent =>
    (event.type === "lock.signed" || event.type === "journal.restored") &&
    event.show === state.show &&
    event.episode === state.episode;
  return events.filter(isOurs).at(-1);
}

function projected(
  state: EpisodeState,
  event: Extract<LockEvent, { type: "lock.signed" }>,
  { heads }: JournalHeads,
): LockDocument {
  const [sequence] = [...heads].find(([, head]) => head === event.head) ?? [0];
  return projectLock({ ...state, head: event.head, sequence }, { serial: event.serial, previous: event.previous });
}

/** A journal that begins with a lock says that lock again. */
function projectedAgain(
  state: EpisodeState,
  { document }: Extract<LockEvent, { type: "journal.restored" }>,
): LockDocument {
  // Validated against schemas/lock.schema.json before the event was written.
  const { serial, previous, journal } = document as unknown as LockDocument;
  return projectLock({ ...state, ...journal }, { serial, previous });
}
