import type { Digest } from "./digest.ts";
import type { Micros } from "./money.ts";
import type { EngineIdentity } from "./take.ts";

/** One named dollar term of a candidate's expected cost per accepted take. */
export interface CostTerm {
  readonly name:
    | "generation"
    | "gate"
    | "waiting"
    | "continuity"
    | "risk"
    | "lifecycle"
    | "congestion"
    | "hedging"
    | "quality";
  readonly micros: Micros;
  readonly says: string;
}

export interface Quote {
  /** Price of one paid take. */
  readonly takeMicros: Micros;
  readonly billedMilliseconds: number;
  readonly wantedMilliseconds: number;
  /** Frames the engine will deliver on its own grid. */
  readonly deliveredFrames: number;
  /** What cannot be honoured but does not exclude (folded in, approximated), in film words. */
  readonly degradations: readonly string[];
  /** Where the price comes from, with its date. */
  readonly source: string;
  /** Picture size that is ordered and priced, `720p`; absent for footage that exists. */
  readonly resolution?: string;
}

export interface Candidate {
  readonly identity: EngineIdentity;
  readonly quote: Quote;
  /** Expected acceptance, per mille. */
  readonly acceptancePerMille: number;
  /** Own takes behind that number, of the model version and this kind of shot; absent without any. */
  readonly record?: { readonly kept: number; readonly takes: number };
  readonly terms: readonly CostTerm[];
  /** Sum of the terms: expected dollars per accepted take. */
  readonly totalMicros: Micros;
}

/** A candidate behind the runner-up as it is kept with an attempt: its numbers, without the sentences. */
export interface FurtherCandidate {
  readonly model: string;
  readonly endpoint: string;
  readonly takeMicros: Micros;
  readonly billedMilliseconds: number;
  readonly acceptancePerMille: number;
  /** Terms that are not nothing; their sum is the total. */
  readonly terms: { readonly [name in CostTerm["name"]]?: Micros };
  readonly totalMicros: Micros;
}

export interface Exclusion {
  readonly model: string;
  readonly endpoint: string;
  /** Code of the hard constraint, and the sentence with its two numbers. */
  readonly constraint: string;
  readonly says: string;
  /** Price of one take, where nothing but the price is against it. */
  readonly takeMicros?: Micros;
}

/** Why this engine: kept with the attempt, printed by `why`. Candidates are ordered, the first is the choice. */
export interface Receipt {
  readonly candidates: readonly Candidate[];
  /** The candidates after these, in order, where the receipt is kept and not only shown. */
  readonly further?: readonly FurtherCandidate[];
  readonly excluded: readonly Exclusion[];
  /** What would make the runner-up win. */
  readonly flips: readonly string[];
  /** Exclusions that hold for every shot of the plan: told once, with the plan or the start of its run. */
  readonly sharedExclusions?: number;
  /** Digest of what the journal taught; absent where the choice rests on published figures alone. */
  readonly evidence?: Digest;
  /** `balanced@2` and the catalogue's date. */
  readonly policy: string;
  readonly catalogueDate: string;
}
