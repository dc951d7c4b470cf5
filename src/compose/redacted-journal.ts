import type { Redactor } from "../kit/redact.ts";
import type { Journal } from "../ports/journal.ts";

/** The journal keeps what engines say for ever and for everybody: no secret gets into it, however an answer brings it back. */
export function redactedJournal(journal: Journal, redactor: Redactor): Journal {
  return {
    ...journal,
    append: (events, expectedHead) => journal.append(redactor.value(events), expectedHead),
  };
}
