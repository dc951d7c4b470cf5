import type { Micros } from "../../core/money.ts";

/** What a run made, what waits and what failed; paths are relative to the repository. */
export interface ApplySummary {
  readonly episode: string;
  readonly made: readonly { readonly shot: string; readonly take: string; readonly scorePerMille: number }[];
  /** Ordered, and left to a later run. */
  readonly underWay: readonly { readonly shot: string; readonly says: string }[];
  readonly waiting: readonly { readonly shot: string; readonly says: string }[];
  readonly failed: readonly { readonly shot: string; readonly says: string }[];
  /** Shots that were cut off or not begun when the run was stopped. */
  readonly stopped: readonly string[];
  /** Takes that a person may circle instead of the provisional one. */
  readonly options: readonly { readonly shot: string; readonly takes: readonly string[] }[];
  /** What engines charged since the plan was made, takes that were set aside and failures included. */
  readonly chargedMicros: Micros;
  readonly currency: string;
  readonly elapsedMs: number;
  readonly lock?: { readonly path: string; readonly serial: number; readonly development: boolean };
  readonly conformed?: { readonly path: string; readonly says: string };
}
