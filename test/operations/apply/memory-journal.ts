import type { Digest } from "../../../src/core/digest.ts";
import { batchHash } from "../../../src/core/journal-chain.ts";
import type { JournalEvent } from "../../../src/core/journal-events.ts";
import { fail, ok } from "../../../src/core/result.ts";
import type { Journal } from "../../../src/ports/journal.ts";
import { shapeErrors } from "../../../src/schema/validators.ts";

/** A journal that outlives the runs of a test: chained as the real ones are, every event checked by the schema. */
export function memoryJournal(): Journal {
  const events: JournalEvent[] = [];
  const heads = new Map<number, Digest>();
  let head: Digest | null = null;
  return {
    id: "memory",
    read: async () => ok({ head, sequence: events.length, events: [...events], heads: new Map(heads) }),
    async append(more, expectedHead) {
      if (head !== expectedHead) return fail({ code: "JOURNAL_MOVED", message: "moved", hint: "" });
      // As text and back: what is no plain JSON would not survive a real journal.
      const plain = JSON.parse(JSON.stringify(more)) as JournalEvent[];
      for (const event of plain) {
        const [fault] = shapeErrors("event", event);
        if (fault !== undefined)
          throw new Error(`${event.type}: ${fault.instancePath} ${fault.keyword} ${JSON.stringify(fault.params)}`);
      }
      const hash = batchHash({ after: events.length, previous: head, events: plain });
      events.push(...plain);
      heads.set(events.length, hash);
      head = hash;
      return ok({ head: hash, sequence: events.length });
    },
    setBrokenAside: async () => ok({ names: [], sequence: events.length }),
  };
}
