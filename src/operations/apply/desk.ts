import type { Basis } from "../../core/basis.ts";
import type { Digest } from "../../core/digest.ts";
import type { EpisodeState } from "../../core/episode-state.ts";
import type { EngineFacts } from "../../core/health/engine-facts.ts";
import type { Health } from "../../core/health/health.ts";
import type { JsonObject } from "../../core/json.ts";
import type { EndpointOrder, ShotOrder } from "../../core/order.ts";
import type { Plan } from "../../core/plan-steps.ts";
import type { Episode, Shot, Tier } from "../../core/production.ts";
import type { Result } from "../../core/result.ts";
import type { Candidate, Exclusion, Receipt } from "../../core/route-decision.ts";
import type { Judgement, MediaFacts, Take } from "../../core/take.ts";
import type { Rate } from "../../core/time.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Desk, Engine } from "../../ports/engine.ts";
import type { JournalContents } from "../../ports/journal.ts";
import type { MediaTools } from "../../ports/media.ts";
import type { ProcessRunner } from "../../ports/process.ts";
import type { ReportProgress } from "../../ports/progress.ts";
import type { Signer } from "../../ports/signer.ts";
import type { Store } from "../../ports/store.ts";
import type { JournalRecord } from "./journal-record.ts";
import type { Books } from "./purse.ts";
import type { Seats } from "./seats.ts";
import type { Turnstile } from "./turnstile.ts";

/** What a file is, as decoded: facts, the essence of its frames, and the picture at the shot's out point. */
export interface Examined {
  readonly facts: MediaFacts;
  readonly essence: Digest;
  /** PNG of the last frame of the shot proper; undefined when the file is shorter than that. */
  readonly lastFramePath?: string;
}

/** Everything of the outside world that a run uses; wired in compose. */
export interface ApplyDesk {
  readonly record: JournalRecord;
  readonly store: Store;
  readonly engines: ReadonlyMap<string, Engine>;
  readonly signer: Signer;
  readonly media: MediaTools;
  readonly process: ProcessRunner;
  readonly clock: Clock;
  readonly report: ReportProgress;
  readonly signal: AbortSignal;
  /** Folder that survives a restart of this machine's runs; one folder an attempt below it. */
  readonly workFolder: string;
  makeFolder(path: string): Promise<void>;
  removeFolder(path: string): Promise<void>;
  /** Gates over one file. */
  judge(path: string, order: ShotOrder, shot: Shot, directory: string): Promise<Judgement>;
  examine(path: string, order: ShotOrder, directory: string): Promise<Result<Examined, { readonly message: string }>>;
  /** Small JPEG of one frame, for the manifest and the pull request; undefined when it cannot be made. */
  poster(path: string, frame: number, rate: Rate, target: string): Promise<string | undefined>;
  /** Manifest definition of an accepted take, and what it is opened from. */
  manifest(take: Take, shot: Shot, at: string): { readonly definition: JsonObject; readonly parent?: JsonObject };
  /** Candidates for a shot now. */
  route(shot: Shot): Receipt;
  /** What is ordered at a candidate's endpoint; undefined for an engine that reads the shot itself. */
  endpointOrder(shot: Shot, candidate: Candidate, upstreamFrame?: Digest): EndpointOrder | undefined;
  /** The network as one engine may use it, and where the engine is. */
  network(engine: Engine): Pick<Desk, "http" | "address">;
  /** Limits, latencies and looks by the catalogue. */
  readonly facts: EngineFacts;
  basisOf(shot: Shot, upstreamFrame: Digest | null | undefined): Basis;
  secret(name: string): string | undefined;
  /** Name of the account that an engine bills, by the configuration; undefined where it names none, or more than one. */
  account?(engine: string): string | undefined;
  /** Absolute path of a file the repository names. */
  fileInRepository(path: string): string;
}

export interface ApplyRun {
  readonly episode: Episode;
  readonly tier: Tier;
  readonly run: string;
  readonly operator: string;
  /** Pieces of work of this machine at once; what vendors work on is bounded by their limits. */
  readonly parallel: number;
  /** False: what may be ordered is ordered, what is done is collected, and nothing is waited for. */
  readonly waits: boolean;
}

/** A run under way: with what, on what, by which plan, and what stood in the journal before it began. */
export interface RunContext {
  readonly desk: ApplyDesk;
  readonly run: ApplyRun;
  readonly plan: Plan;
  readonly before: EpisodeState;
  /** Engines that are out for every shot of the run, as its beginning tells them. */
  readonly excluded: readonly Exclusion[];
  /** The books of the repository, kept by this run. */
  readonly books: Books;
  /** How well engines are, by the events of all episodes. */
  healthOf(contents: JournalContents): Health;
  /** Where shots wait for their engine. */
  readonly turnstile: Turnstile;
  /** This machine's cores. */
  readonly seats: Seats;
}

/** How a shot ended in this run. */
export type ShotOutcome =
  | {
      readonly kind: "made";
      readonly shot: string;
      readonly takes: readonly Take[];
      readonly options: readonly string[];
    }
  | { readonly kind: "unchanged"; readonly shot: string }
  /** Nobody is needed: it goes on at the engine, and a later run collects it. */
  | { readonly kind: "under-way"; readonly shot: string; readonly says: string }
  | { readonly kind: "waits"; readonly shot: string; readonly says: string }
  | { readonly kind: "failed"; readonly shot: string; readonly says: string }
  | { readonly kind: "stopped"; readonly shot: string };
