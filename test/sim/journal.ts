import { canonicalJson, type Digest, sha256 } from "../../src/core/digest.ts";
import type { JournalEvent } from "../../src/core/journal-events.ts";
import type { Json } from "../../src/core/json.ts";
import { fail, ok } from "../../src/core/result.ts";
import type { Journal } from "../../src/ports/journal.ts";
import { shapeErrors } from "../../src/schema/validators.ts";
import type { BatchRecord } from "./history.ts";

export interface JournalWorld {
  step(): number;
  nowMs(): number;
  /** Lets others come between; nothing when there is nobody else. */
  pause(): Promise<void>;
  /** Checks every event against its schema: slow, so not in every world. */
  readonly checksShapes: boolean;
  readonly batches: BatchRecord[];
  readonly texts: string[];
}

/** One journal that all machines share: chained like the real ones, refused when somebody was quicker. */
export function sharedJournal(world: JournalWorld): Journal {
  let events: readonly JournalEvent[] = [];
  let heads: ReadonlyMap<number, Digest> = new Map();
  let head: Digest | null = null;
  return {
    id: "shared",
    async read() {
      await world.pause();
      return ok({ head, sequence: events.length, events, heads });
    },
    async append(more, expectedHead) {
      await world.pause();
      if (head !== expectedHead) return fail({ code: "JOURNAL_MOVED", message: "moved", hint: "" });
      // The same bytes a real journal would hash; what is no plain JSON throws here.
      const text = canonicalJson({ after: events.length, previous: head, events: more } as unknown as Json);
      const { events: plain } = JSON.parse(text) as { events: readonly JournalEvent[] };
      if (world.checksShapes) checkShapes(plain);
      head = sha256(text);
      events = [...events, ...plain];
      heads = new Map([...heads, [events.length, head]]);
      world.batches.push({ step: world.step(), atMs: world.nowMs(), events: plain, head });
      world.texts.push(text);
      const answer = { head, sequence: events.length };
      await world.pause();
      return ok(answer);
    },
    setBrokenAside: async () => ok({ names: [], sequence: events.length }),
  };
}

function checkShapes(events: readonly JournalEvent[]): void {
  for (const event of events) {
    const [fault] = shapeErrors("event", event);
    if (fault !== undefined) throw new Error(`${event.type}: ${fault.instancePath} ${fault.keyword}`);
  }
}
