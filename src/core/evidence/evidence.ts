import type { Tier } from "../production.ts";
import type { EngineIdentity } from "../take.ts";
import type { Staging } from "./staging.ts";

/**
 * What the journal teaches about engines: how many takes were kept, how long they took, who became worse in silence. A
 * pure fold over the events of the whole repository (fold-evidence.ts); nothing of it is stored anywhere else. Decision
 * 0014.
 */
export interface Evidence {
  /** Takes by model, version and staging, in buckets of one day. */
  readonly models: { readonly [model: string]: { readonly [version: string]: VersionRecord } };
  /** What a vendor called the version last, by model and the catalogue's name of it. */
  readonly reported: { readonly [model: string]: { readonly [catalogued: string]: string } };
  /** The newest finished jobs by endpoint, oldest first. */
  readonly latencies: { readonly [endpoint: string]: readonly LatencySample[] };
  /** Attempts of which something may still be learned. */
  readonly attempts: { readonly [attempt: string]: OpenAttempt };
  /** What a person's later word may be about, by `show/episode` and shot. */
  readonly shots: { readonly [episode: string]: { readonly [shot: string]: ShotRecord } };
  /** The run that works on an episode: what it writes is no person's word. */
  readonly runs: { readonly [episode: string]: string };
}

export const NO_EVIDENCE: Evidence = { models: {}, reported: {}, latencies: {}, attempts: {}, shots: {}, runs: {} };

export interface VersionRecord {
  /** By staging, then by era and day, `0/2026-11-24`. An alarm begins a new era: what was seen before it counts less. */
  readonly tallies: { readonly [staging in Staging]?: { readonly [bucket: string]: Tally } };
  readonly watch: Watch;
}

/** Takes and what they weigh: a gate's verdict one take, a person's word two. Sums only, so that order decides nothing. */
export interface Tally {
  readonly takes: number;
  readonly kept: number;
  /** Thousandths of a take. */
  readonly weightMilli: number;
  readonly keptMilli: number;
}

/** One-sided CUSUM of a model version: by how many takes it kept fewer than the receipts had expected. */
export interface Watch {
  /** Thousandths of a take; at the limit the alarm goes off. */
  readonly sumPerMille: number;
  /** Judged takes since the sum was last nothing, and how many of them were kept. */
  readonly takes: number;
  readonly kept: number;
  /** Alarms so far. */
  readonly era: number;
  readonly alarm?: Alarm;
}

export interface Alarm {
  readonly raisedOn: string;
  /** First day on which it may be tried again. */
  readonly untilDay: string;
  /** Alarms without a recovery between: each doubles the days. */
  readonly inARow: number;
  /** What raised it. */
  readonly takes: number;
  readonly kept: number;
  readonly expectedMilli: number;
  /** Takes begun as a trial since `untilDay`, how many of them were judged, how many kept. */
  readonly trials: number;
  readonly trialsJudged: number;
  readonly trialsKept: number;
}

export interface LatencySample {
  readonly atMs: number;
  readonly attempt: string;
  /** From the moment it ran, where the engine tells, else from the submit; until a poll saw it done. */
  readonly runMs: number;
  /** Absent where the engine does not tell when it began. */
  readonly queueMs?: number;
  /** Length that was ordered. */
  readonly clipMs: number;
}

export interface OpenAttempt {
  readonly identity: EngineIdentity;
  /** The version it is counted for: the vendor's own word, where there was one. */
  readonly version: string;
  readonly staging: Staging;
  readonly clipMs: number;
  /** Share of takes that its receipt expected to be kept; absent in a receipt that does not say. */
  readonly expectedPerMille?: number;
  readonly trial: boolean;
  readonly take: string;
  readonly tier: Tier;
  readonly submitted?: { readonly atMs: number; readonly run: string };
  readonly runningMs?: number;
}

/** One judged take and the last word on it. */
export interface Observation {
  readonly model: string;
  readonly version: string;
  readonly staging: Staging;
  readonly bucket: string;
  readonly kept: boolean;
  readonly by: "gates" | "person";
  readonly expectedPerMille?: number;
}

export interface ShotRecord {
  readonly takes: { readonly [take: string]: Observation };
  /** The newest take by tier and the circled one: a retake speaks of a take only when these are the same. */
  readonly newest: { readonly [tier in Tier]?: string };
  readonly circled: { readonly [tier in Tier]?: string };
}

/** The version that the catalogue's one stands for: vendors change what is behind a name, and some say so. */
export function currentVersion(evidence: Evidence | undefined, model: string, catalogued: string): string {
  return evidence?.reported[model]?.[catalogued] ?? catalogued;
}
