import type { Basis } from "./basis.ts";
import type { Digest } from "./digest.ts";
import type { Micros } from "./money.ts";
import type { Tier } from "./production.ts";
import type { Receipt } from "./route-decision.ts";

/** One named reason, in film words: `elf-tam, look new-clothes, wardrobe "green" -> "red"`. */
export interface Cause {
  readonly code:
    | "new-shot"
    | "intent-changed"
    | "part-changed"
    | "part-added"
    | "part-removed"
    | "upstream-changed"
    | "upstream-unknown"
    | "tier-missing"
    | "retake-asked"
    | "media-missing"
    | "options-missing"
    | "renamed"
    | "editorial"
    | "kept"
    | "person-needed"
    | "no-engine"
    | "over-ceiling"
    | "reference-missing"
    | "set-aside"
    /** An attempt of this shot is under way; its outcome is collected, nothing new is started. */
    | "in-flight"
    /** Another take of the shot goes into the cut (conform only). */
    | "new-take";
  /** Dependency key or intent field. */
  readonly subject: string;
  readonly says: string;
  readonly was?: string;
  readonly now?: string;
}

export const STEP_KINDS = [
  "render",
  "retake",
  "reuse",
  "rename",
  "conform",
  "keep",
  "hold",
  "omit",
  "blocked",
  "in-doubt",
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

export interface CostRange {
  /** One take, accepted at once. */
  readonly lowMicros: Micros;
  /** With the expected number of takes. */
  readonly expectedMicros: Micros;
  /** All paid takes the shot may use: the ceiling of the step. */
  readonly ceilingMicros: Micros;
}

export interface Step {
  readonly kind: StepKind;
  readonly shot: string;
  readonly name: string;
  readonly title?: string;
  readonly causes: readonly Cause[];
  /** Takes still to be made by this step. */
  readonly takes: number;
  readonly basis?: Basis;
  readonly receipt?: Receipt;
  readonly cost: CostRange;
  /** The circled take that stays or is replaced. */
  readonly circled?: string;
  /** Shots whose outcome must be known first. */
  readonly after: readonly string[];
  readonly wantedFrames: number;
  /** Whose word permits its cost; absent for a step that costs nothing. */
  readonly approval?: Approval;
}

export type Approval =
  /** Below the auto line of the policy. */
  | { readonly kind: "auto" }
  | { readonly kind: "granted"; readonly grant: string; readonly by: string; readonly expiresAt: string }
  /** Nothing of it is ordered before somebody approves. */
  | { readonly kind: "needed"; readonly says: string; readonly command: string };

export interface Plan {
  readonly schema: "shotlock/plan/1";
  readonly show: string;
  readonly episode: string;
  readonly tier: Tier;
  /** Digest of intent, parts, tier, policy and catalogue date: what a grant names. */
  readonly digest: Digest;
  readonly journalHead: Digest | null;
  readonly journalSequence: number;
  readonly lockSerial: number;
  readonly catalogueDate: string;
  readonly currency: string;
  readonly steps: readonly Step[];
  readonly cost: CostRange;
  readonly conform: { readonly needed: boolean; readonly causes: readonly Cause[] };
  readonly notices: readonly Notice[];
  /** Absent for what is drawn here, and when nothing is made. */
  readonly outlook?: Outlook;
  /** Characters' names in the bible by their ids, for sentences; absent when no character has one. */
  readonly names?: { readonly [character: string]: string };
}

/** Cost and time of a plan under one priority for all its shots. */
export interface PriorityOutlook {
  readonly priority: "quality" | "balanced" | "cheap" | "fast";
  readonly expectedMicros: Micros;
  /** From the first order to the last take, milliseconds: every take takes its median, or as long as one in twenty does. */
  readonly likelyMs: number;
  readonly lateMs: number;
}

/** What the four priorities would come to, and how long the work takes at least. No part of what is approved. */
export interface Outlook {
  readonly priorities: readonly PriorityOutlook[];
  readonly lowerBoundMs: number;
}

/** Something the reader must know that is not a step: a sunset model, an unmeasured threshold, a price that changed. */
export interface Notice {
  readonly code: string;
  readonly severity: "warning" | "info";
  readonly says: string;
  readonly shot?: string;
}
