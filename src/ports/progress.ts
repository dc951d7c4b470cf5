import type { Micros } from "../core/money.ts";

/** What happens while a run goes on; shown by the CLI, never journaled. */
export type Progress =
  | {
      readonly kind: "shot-phase";
      readonly shot: string;
      readonly title?: string;
      readonly phase: ShotPhase;
      readonly says?: string;
    }
  | { readonly kind: "shot-frames"; readonly shot: string; readonly perMille: number; readonly remainingMs?: number }
  | {
      readonly kind: "shot-finished";
      readonly shot: string;
      readonly outcome: "accepted" | "set-aside" | "failed" | "waits";
      readonly says: string;
      readonly costMicros: Micros;
    }
  /** Pieces of the episode that are cut, of all that it needs. */
  | { readonly kind: "conform"; readonly done: number; readonly total: number; readonly says: string }
  | { readonly kind: "note"; readonly says: string };
export type ShotPhase = "queued" | "rendering" | "fetching" | "judging" | "signing" | "conforming" | "done";
export type ReportProgress = (progress: Progress) => void;
