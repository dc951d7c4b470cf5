import type { RouteWish } from "../../src/core/production.ts";

/**
 * A world before it runs, as plain data: the same scenario always gives the same journal. Made from a seed by
 * make-scenario.ts; a shrunken one is kept whole in corpus.json, so that a change of the maker does not lose it.
 */
export interface Scenario {
  readonly seed: number;
  readonly shots: readonly ShotPlan[];
  readonly ceilings: {
    readonly episodeMicros?: number;
    readonly runMicros?: number;
    readonly shotMicros?: number;
    readonly monthMicros?: number;
    /** Below this expected cost nobody is asked; nothing: everything that costs needs a grant. */
    readonly autoMicros?: number;
  };
  readonly vendors: readonly VendorPlan[];
  readonly faults: readonly Fault[];
  readonly acts: readonly Act[];
  /** One machine with a lease, or two that share journal and store and know nothing of each other. */
  readonly machines: 1 | 2;
  readonly parallel: number;
  /** Once everything is at rest a person looks at what is parked, approves and asks for another try; then it must rest again. */
  readonly isDiligent: boolean;
  /** When every fault ends, in milliseconds after the beginning. */
  readonly calmAtMs: number;
}

export interface ShotPlan {
  readonly id: string;
  readonly durationFrames: number;
  readonly action: string;
  readonly status: "active" | "hold" | "omit";
  readonly chainFrom?: string;
  readonly options: number;
  readonly maxPaidTakes: number;
  readonly maxShotMicros?: number;
  readonly route: Pick<RouteWish, "priority" | "onRefusal" | "onSlow">;
}

export interface VendorPlan {
  readonly id: string;
  /** When money is taken; `refunds`: at acceptance, and given back when the job fails. */
  readonly bills: "on-accept" | "on-success" | "refunds";
  /** Whether what moderation refuses is charged. */
  readonly billsModerated: boolean;
  /** Whether its answers name the charge; otherwise only its bill does, which our program never sees. */
  readonly tells: boolean;
  /** How an order is found again by its key. */
  readonly lookup: "never" | "at-once" | "lagging";
  readonly lookupLagMs: number;
  /** Gives the same job for the same key. */
  readonly dedupes: boolean;
  readonly cancels: "refunds" | "charges" | "never";
  /** Jobs that run at once on the account, and what becomes of one more. */
  readonly running: number;
  readonly over: "reject" | "queue";
  /** Shots of a thousand that its moderation always refuses. */
  readonly refusesPerMille: number;
  /** An engine of our own machine: free, asked often, ends with its run. */
  readonly local: boolean;
  readonly endpoints: readonly EndpointPlan[];
}

export interface EndpointPlan {
  readonly id: string;
  readonly model: string;
  /** Price of a second of footage. */
  readonly secondMicros: number;
  readonly medianMs: number;
  /** Takes of a thousand that pass the gates. */
  readonly goodPerMille: number;
}

export const FAULT_KINDS = [
  "server-error",
  "rate-limit",
  "rate-limit-no-word",
  "throttled",
  "stuck",
  "slow-tail",
  "dropped-before-accept",
  "dropped-after-accept",
  "answer-lost",
  "moderated-input",
  "moderated-output",
  "no-file",
  "expired-url",
  "truncated",
  "wrong-file",
  "below-quality",
  "model-gone",
  "retired",
  "poll-trouble",
  "fetch-trouble",
  "job-fails",
  "auth",
  "quota",
  "invalid-request",
  "charge-not-told",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Something wrong with an endpoint for a while. `retired` never ends. */
export interface Fault {
  readonly kind: FaultKind;
  readonly endpoint: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly perMille: number;
}

/** Calls of ports at which a process may be killed by name, so that rare ones have their turn, too. */
export const DEATHS = [
  "append",
  "submit",
  "poll",
  "fetch",
  "find",
  "cancel",
  "put",
  "sign",
  "judge",
  "examine",
  "write",
] as const;

/** Where a process dies: at its nth call of any port or of one of them, or so long after its start. */
export type Crash =
  | { readonly call: number; readonly port?: (typeof DEATHS)[number]; readonly moment: "before" | "after" }
  | { readonly afterMs: number };

export type Act = { readonly atMs: number } & (
  | {
      readonly kind: "run";
      readonly machine: number;
      readonly crash?: Crash;
      /** Somebody presses Ctrl-C. */
      readonly stopAfterMs?: number;
    }
  | { readonly kind: "person"; readonly does: PersonAct; readonly pick: number }
  | { readonly kind: "edit"; readonly edit: EditKind; readonly pick: number }
  | { readonly kind: "clock"; readonly machine: number; readonly byMs: number }
);

export const PERSON_ACTS = ["retake", "circle", "keep", "adopt", "stop", "start", "approve", "resolve"] as const;
export type PersonAct = (typeof PERSON_ACTS)[number];

export const EDIT_KINDS = [
  "action",
  "duration",
  "hold",
  "omit",
  "activate",
  "options",
  "max-takes",
  "shot-ceiling",
  "episode-ceiling",
  "add-shot",
  "rename",
  "on-slow",
  "on-refusal",
] as const;
export type EditKind = (typeof EDIT_KINDS)[number];
