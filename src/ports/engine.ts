import type { Charge, EngineFailure } from "../core/failure.ts";
import type { JsonObject } from "../core/json.ts";
import type { ShotOrder } from "../core/order.ts";
import type { Result } from "../core/result.ts";
import type { Clock } from "./clock.ts";
import type { Http } from "./http.ts";
import type { MediaTools } from "./media.ts";
import type { ProcessRunner } from "./process.ts";

/**
 * An engine turns an order into footage, asynchronously. All methods are there, so no illegal combination type-checks.
 * The core owns polling, deadlines, retries, failover and money; an adapter only translates.
 */
export interface Engine {
  readonly contract: 1;
  readonly id: string;
  /** Names of the secrets it needs; values come through the desk. */
  readonly secrets: readonly string[];
  /** The vendor's own address; absent when it uses no network, or when the user says where it runs. */
  readonly address?: string;
  /** Vendor's names of the endpoints that it can order from; absent: any of the catalogue. */
  readonly remotes?: readonly string[];
  /** A job that `find` does not know does not exist: it asks the very machine that would run it. */
  readonly knowsAllJobs?: true;
  /** Set by an engine that works on this machine and only for us: how often it may be asked; it ends when the run is stopped. */
  readonly pollEveryMs?: number;
  /** Called once per attempt, after INTENT is journaled, never repeated by anybody. */
  submit(order: ShotOrder, desk: Desk): Promise<Result<Job, EngineFailure>>;
  poll(job: Job, desk: Desk): Promise<Result<JobState, EngineFailure>>;
  /** Brings the finished footage to `desk.directory`; may be called again after a crash. */
  fetch(job: Job, desk: Desk): Promise<Result<Footage, EngineFailure>>;
  cancel(job: Job, desk: Desk): Promise<Result<CancelOutcome, EngineFailure>>;
  /** Looks for a job whose id was lost, by the order's attempt key. */
  find(order: ShotOrder, desk: Desk): Promise<Result<FindOutcome, EngineFailure>>;
  /**
   * The job whose id a person read in the vendor's list, as `submit` would have given it; undefined when it cannot be an id of
   * this engine. `address`: where the engine is asked here. Absent: no job of it can be adopted.
   */
  jobFromId?(order: ShotOrder, id: string, address?: string): Job | undefined;
}

/** Plain JSON, journaled at once after submit; a later process on another machine can resume from it. */
export interface Job {
  readonly engine: string;
  readonly id: string;
  readonly attempt: string;
  readonly handle: JsonObject;
}
export type JobState =
  | { readonly state: "queued"; readonly says?: string }
  | { readonly state: "running"; readonly progressPerMille?: number; readonly says?: string }
  | { readonly state: "done"; readonly charge: Charge; readonly modelVersion?: string }
  | { readonly state: "failed"; readonly failure: EngineFailure };
export interface Footage {
  readonly path: string;
  /** Other files worth keeping (the engine's own manifest, a log), by name. */
  readonly attachments: Readonly<Record<string, string>>;
}
export type CancelOutcome =
  | { readonly cancelled: true; readonly charge: Charge }
  | { readonly cancelled: false; readonly says: string };
export type FindOutcome =
  | { readonly found: "job"; readonly job: Job }
  | { readonly found: "none" }
  | { readonly found: "cannot-look"; readonly says: string };

/** Everything of the outside world that an engine gets. */
export interface Desk {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly process: ProcessRunner;
  readonly media: MediaTools;
  readonly http: Http;
  /** Where this engine is, without a slash at the end: the user's own entry, else the vendor's. */
  readonly address?: string;
  /** Scratch folder of this attempt; it survives a restart on the same machine. */
  readonly directory: string;
  /** Absolute path of a file of the store or the repository, by digest; undefined when it is not here. */
  fileOf(sha256: string): Promise<string | undefined>;
  secret(name: string): string | undefined;
  log(message: string): void;
}
