import type { FailureClass } from "../failure.ts";

/**
 * How well engines are, by what happened to our own attempts: breaker, limiter and track record of every endpoint and
 * account. A pure fold of the journal of the whole repository (`foldHealth`), so it survives restarts, is the same in every
 * process, and needs no file of its own. It holds no clock and no timer; whoever asks says what time it is. Decision 0013.
 */
export interface Health {
  readonly endpoints: { readonly [endpoint: string]: EndpointHealth };
  /** By engine: an engine is spoken to with one key, so its account is the engine's. */
  readonly accounts: { readonly [account: string]: AccountHealth };
  /** Jobs that an engine may be working on now, by attempt. */
  readonly jobs: { readonly [attempt: string]: OpenJob };
}

export const NO_HISTORY: Health = { endpoints: {}, accounts: {}, jobs: {} };

export interface EndpointHealth {
  readonly endpoint: string;
  readonly account: string;
  readonly breaker: Breaker;
  readonly lane: Lane;
  readonly track: TrackRecord;
  /** Latest last; a few of them. */
  readonly failures: readonly SeenFailure[];
  /**
   * Milliseconds that jobs ran and stood in the engine's queue which one run both submitted and saw done, latest last; a few
   * dozen of each.
   */
  readonly runMs: readonly number[];
  readonly queueMs: readonly number[];
  /** The engine said that it does not serve it any more. */
  readonly gone?: Pause;
  /** It called two shots' orders invalid in a row: what the catalogue says of it may be wrong. */
  readonly quarantine?: Pause;
  /** The shot whose order was called invalid last, while none was taken since. */
  readonly invalidShot?: string;
}

export interface AccountHealth {
  readonly account: string;
  readonly lane: Lane;
  /** Key refused or quota spent: closed for the run that saw it, then for all but one attempt at a time. */
  readonly closed?: ClosedAccount;
  /** Orders refused by moderation: a vendor may suspend an account that repeats them. */
  readonly refusals: number;
}

export interface ClosedAccount extends Pause {
  readonly class: "auth" | "quota";
  readonly says: string;
  /** The run that saw it. */
  readonly run: string;
  /** The attempt of a later run that looks whether it is open again. */
  readonly probe?: { readonly attempt: string; readonly sinceMs: number };
}

/** From a moment to another, milliseconds since the epoch. The beginning is kept, so that a clock that was set back shows. */
export interface Pause {
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * Breaker of one endpoint. Closed: everything may start. Open: nothing until a moment. Half-open: one real attempt, the
 * probe, and its end decides.
 */
export type Breaker = BreakerCounts &
  (
    | { readonly state: "closed" }
    | ({ readonly state: "open"; readonly sinceMs: number } & Pause)
    | {
        readonly state: "half-open";
        readonly sinceMs: number;
        readonly probe: { readonly attempt: string; readonly sinceMs: number };
      }
  );

export interface BreakerCounts {
  /** Openings in a row without a success between them; the length of the next one grows with it. */
  readonly openings: number;
  /** Thousandths of failures in a row, an ambiguous one counts half. */
  readonly inARowMilli: number;
  /** Fading weights of failures and successes, in thousandths, as of `weighedAtMs`. */
  readonly failureMilli: number;
  readonly successMilli: number;
  readonly weighedAtMs: number;
  readonly lastFailureMs?: number;
}

/** Limiter of one endpoint, or of one account: how many jobs at once, and whether to leave it in peace for now. */
export interface Lane {
  readonly pause?: Pause;
  /** Pauses in a row without a taken order between them. */
  readonly pausesInARow: number;
  /** Most jobs that were seen to run at once. */
  readonly proven: number;
  /** Learned limit in thousandths of a job; absent until the engine said that it was too many. */
  readonly limitMilli?: number;
  readonly cutAtMs?: number;
  /** Times in a row that it called too many what it had run before. */
  readonly belowProvenInARow: number;
}

/** What became of the attempts at an endpoint; counts only. */
export interface TrackRecord {
  readonly started: number;
  readonly done: number;
  readonly accepted: number;
  readonly setAside: number;
  readonly failed: { readonly [kind in FailureClass]?: number };
}

export interface SeenFailure {
  readonly atMs: number;
  readonly class: FailureClass;
  readonly says: string;
}

/** One attempt that the engine has, or may have. */
export interface OpenJob {
  readonly attempt: string;
  readonly shot: string;
  readonly endpoint: string;
  readonly account: string;
  readonly startedMs: number;
  readonly submittedMs?: number;
  /** The run that submitted it. */
  readonly submittedBy?: string;
  readonly runningMs?: number;
  /** Last event of it. */
  readonly newsMs: number;
  /** Nobody knows whether the engine has it: it holds no slot. Until somebody knows. */
  readonly inDoubt?: true;
}
