import type { JournalEvent } from "../../src/core/journal-events.ts";

/** An event that any journal takes. */
export const note = (says: string): JournalEvent => ({
  type: "note.written",
  says,
  at: "2026-11-24T10:00:00.000Z",
  run: "run-1",
  operator: "anna",
  show: "ESH",
  episode: "E101",
});
