import type { JournalEvent } from "../../src/core/journal-events.ts";
import type { Plan } from "../../src/core/plan-steps.ts";
import type { Episode } from "../../src/core/production.ts";
import type { ShotOutcome } from "../../src/operations/apply/desk.ts";
import type { PersonAct, Scenario } from "./scenario.ts";
import type { VendorLog } from "./vendor-log.ts";

/**
 * Everything that happened in a world, in one order, written down by the world itself: the journal as it became durable,
 * the vendors' own logs and bills, the store, the locks, what people did. The laws are judged on this alone.
 */
export interface History {
  readonly scenario: Scenario;
  readonly batches: readonly BatchRecord[];
  readonly vendors: readonly VendorLog[];
  readonly runs: readonly RunRecord[];
  readonly people: readonly PersonRecord[];
  readonly locks: readonly LockRecord[];
  /** Content by digest, as the store holds it, and when it came. */
  readonly store: ReadonlyMap<string, { readonly content: string; readonly step: number }>;
  /** Set by the end of the world, when all faults were over for a while. */
  readonly rest: Rest | undefined;
}

export interface BatchRecord {
  readonly step: number;
  /** True time, which no machine's clock need agree with. */
  readonly atMs: number;
  readonly events: readonly JournalEvent[];
  /** The journal's head after it. */
  readonly head: string;
}

export interface RunRecord {
  readonly run: string;
  /** The YAML that this run saw. */
  readonly episode: Episode;
  plan?: Plan;
  ended?: "done" | "idle" | "died" | "busy" | "took-over" | "stopped";
  outcomes?: readonly ShotOutcome[];
}

export interface PersonRecord {
  readonly step: number;
  readonly does: PersonAct;
  readonly shot: string;
  readonly take?: string;
  /** The attempt that was resolved, and how. */
  readonly attempt?: string;
  readonly how?: "adopt" | "resubmit" | "drop" | "settle";
}

export interface LockRecord {
  readonly step: number;
  readonly path: string;
  readonly text: string;
}

/** How the world came to rest. */
export interface Rest {
  readonly rounds: number;
  readonly plan: Plan;
  readonly outcomes: readonly ShotOutcome[];
  readonly episode: Episode;
  /** Texts of the repository in which the last run worked. */
  readonly files: ReadonlyMap<string, string>;
}
