import type { JournalEvent } from "../journal-events.ts";
import { type Evidence, NO_EVIDENCE } from "./evidence.ts";
import { foldEvidence } from "./fold-evidence.ts";

/**
 * Evidence of a journal that grows, folded a little at a time. Events at its end may be taken back when another writer was
 * quicker, so the last one folded is looked for, not counted on.
 */
export function evidenceFollower(events: () => readonly JournalEvent[]): () => Evidence {
  let folded = 0;
  let last: JournalEvent | undefined;
  let evidence = NO_EVIDENCE;
  return () => {
    const all = events();
    if (folded > 0 && all[folded - 1] !== last) [folded, evidence] = [0, NO_EVIDENCE];
    evidence = all.slice(folded).reduce(foldEvidence, evidence);
    folded = all.length;
    last = all.at(-1);
    return evidence;
  };
}
