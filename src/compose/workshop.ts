import type { Catalogue } from "../core/catalogue.ts";
import type { EpisodeState } from "../core/episode-state.ts";
import type { Health } from "../core/health/health.ts";
import type { Micros } from "../core/money.ts";
import type { Plan } from "../core/plan-steps.ts";
import type { Episode, Shot, Tier } from "../core/production.ts";
import type { Result } from "../core/result.ts";
import type { Receipt } from "../core/route-decision.ts";
import type { Doubt } from "../core/spending/doubts.ts";
import type { Spending } from "../core/spending.ts";
import type { ApplySummary } from "../operations/apply/apply-summary.ts";
import type { DemoResult } from "../operations/demo-result.ts";
import type { DoctorCheck } from "../operations/doctor.ts";
import type { LoadedProductions } from "../operations/load.ts";
import type { ResolveWish } from "../operations/spending/resolve-doubt.ts";
import type { VerifyReport } from "../operations/verify.ts";
import type { ReportProgress } from "../ports/progress.ts";
import type { Problem } from "./problem.ts";

export interface PlanOptions {
  readonly tier: Tier;
  readonly only?: readonly string[];
  readonly engines?: readonly string[];
}

export interface Planned {
  readonly plan: Plan;
  readonly state: EpisodeState;
  /** The books of the whole repository, from which the plan was made. */
  readonly spending: Spending;
  readonly tier: Tier;
  receiptOf(shot: Shot): Receipt;
}

export interface ApplyOptions {
  readonly only?: readonly string[];
  readonly parallel?: number;
  readonly conform: boolean;
  /** False: what may be ordered is ordered, nothing is waited for. */
  readonly waits: boolean;
  readonly signal: AbortSignal;
  readonly report: ReportProgress;
}

export interface ApproveOptions {
  /** Digest of the plan that was seen, or its first digits. */
  readonly seen: string;
  readonly validMs: number;
  readonly ceilingMicros?: Micros;
}

export interface CollectOptions {
  readonly waits: boolean;
  readonly signal: AbortSignal;
  readonly report: ReportProgress;
}

/** Something that only a person can say, and the episode it is of. */
export interface Doubted {
  readonly episode: Episode;
  readonly doubt: Doubt;
}

export type ResolveOptions = Pick<ResolveWish, "shot" | "number" | "resolution" | "reason">;

export type Decision = { readonly episode: Episode; readonly shot: Shot; readonly tier: Tier } & (
  | { readonly kind: "retake"; readonly reason: string }
  | { readonly kind: "circle"; readonly take: string; readonly reason?: string }
  | { readonly kind: "keep"; readonly reason: string }
  | { readonly kind: "adopt"; readonly file: string; readonly reason?: string }
);

export interface Said {
  readonly says: string;
}

/** One repository, opened: everything a command can ask of it. Nothing is read or started before it is asked for. */
export interface Workshop {
  readonly root: string;
  readonly defaultTier: Tier;
  load(episode?: string): Promise<LoadedProductions>;
  catalogue(): Promise<Result<Catalogue, Problem>>;
  /** What the catalogue is looked at with: today, the adapters of this build, which secrets are set (names only). */
  enginesQuestion(): {
    readonly asOf: string;
    readonly availableAdapters: readonly string[];
    readonly secretsPresent: readonly string[];
  };
  /** How well engines are by the journal; needs no key. */
  health(): Promise<Result<{ readonly health: Health; readonly nowMs: number }, Problem>>;
  plan(episode: Episode, options: PlanOptions): Promise<Result<Planned, Problem>>;
  apply(episode: Episode, planned: Planned, options: ApplyOptions): Promise<Result<ApplySummary, Problem>>;
  conform(
    episode: Episode,
    options: { readonly tier: Tier; readonly report: ReportProgress; readonly signal: AbortSignal },
  ): Promise<Result<Said, Problem>>;
  decide(decision: Decision): Promise<Result<Said, Problem>>;
  approve(episode: Episode, planned: Planned, options: ApproveOptions): Promise<Result<Said, Problem>>;
  /** Brings what is under way; a summary for each tier that had something. */
  collect(episode: Episode, options: CollectOptions): Promise<Result<readonly ApplySummary[], Problem>>;
  /** Jobs under way of episodes that the YAML no longer has. */
  orphans(
    episodes: readonly Episode[],
  ): Promise<Result<readonly { readonly episode: string; readonly jobs: number }[], Problem>>;
  /** The books of the whole repository, from the journal. */
  books(): Promise<Result<{ readonly spending: Spending; readonly currency: string }, Problem>>;
  doubts(episode: Episode): Promise<Result<readonly Doubted[], Problem>>;
  resolve(episode: Episode, options: ResolveOptions): Promise<Result<Said, Problem>>;
  stop(reason: string): Promise<Result<Said, Problem>>;
  start(reason: string): Promise<Result<Said, Problem>>;
  verify(
    episode: string | undefined,
    options: { readonly production: boolean; readonly root?: string },
  ): Promise<Result<readonly VerifyReport[], Problem>>;
  doctor(): Promise<readonly DoctorCheck[]>;
  init(name: string): Promise<{
    readonly written: readonly string[];
    readonly kept: readonly string[];
    readonly says: readonly string[];
  }>;
  keysInit(): Promise<Result<Said, Problem>>;
  keysShow(): Promise<Result<Said, Problem>>;
  keysTrust(): Promise<Result<Said, Problem>>;
  keysList(): Promise<Result<Said, Problem>>;
  keysRotate(): Promise<Result<Said, Problem>>;
  journalRestore(episode: Episode): Promise<Result<Said, Problem>>;
  /** Keys, trust list and tools for the demo, made when they are not there. */
  prepareDemo(): Promise<Result<{ readonly says: readonly string[] }, Problem>>;
  demoResult(episode: Episode): Promise<DemoResult>;
  close(): Promise<void>;
}
