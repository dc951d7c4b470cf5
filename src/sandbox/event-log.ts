import type { VendorName } from "./vendor-names.ts";
import type { VendorTime } from "./vendor-time.ts";

/** One thing that happened at a vendor. Keys are never told, only the account they open. */
export interface SandboxEvent {
  readonly number: number;
  readonly vendor: VendorName;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly event:
    | "request.answered"
    | "request.refused"
    | "fault.struck"
    | "input.ignored"
    | "job.accepted"
    | "job.started"
    | "job.done"
    | "job.failed"
    | "job.cancelled"
    | "footage.fetched"
    | "footage.failed"
    | "key.exposed"
    | "money.charged"
    | "money.refunded"
    | "server.reset";
  readonly says: string;
  readonly job?: string;
  readonly account?: string;
  readonly model?: string;
}
export type SandboxEventDraft = Omit<SandboxEvent, "number" | "vendor" | "atMs">;

/** Oldest events go first when a vendor has more. */
const EVENTS_MAX = 50_000;

export interface EventLog {
  add(event: SandboxEventDraft): void;
  /** Events after the one of this number. */
  since(number: number): readonly SandboxEvent[];
  clear(): void;
}

export function createEventLog(vendor: VendorName, time: VendorTime, told: (event: SandboxEvent) => void): EventLog {
  let events: SandboxEvent[] = [];
  let count = 0;
  return {
    add(draft) {
      count += 1;
      const event: SandboxEvent = { number: count, vendor, atMs: time.date(), ...draft };
      events.push(event);
      if (events.length > EVENTS_MAX) events = events.slice(-EVENTS_MAX / 2);
      told(event);
    },
    since: (number) => events.filter((event) => event.number > number),
    clear: () => {
      events = [];
    },
  };
}
