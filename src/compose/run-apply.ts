import { availableParallelism, uptime } from "node:os";
import { join } from "node:path";
import type { EpisodeState } from "../core/episode-state.ts";
import { type LockDocument, projectLock } from "../core/lock.ts";
import { chargedIn } from "../core/plan/attempts-so-far.ts";
import type { Episode, Tier } from "../core/production.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { withCurrentAnchors } from "../core/trust.ts";
import { createAssembler } from "../kit/conform/assembler.ts";
import { type Lease, takeLease } from "../kit/lease.ts";
import { applyPlan, hasWork, waitingByPlan } from "../operations/apply/apply-plan.ts";
import type { ApplySummary } from "../operations/apply/apply-summary.ts";
import type { ApplyDesk, ApplyRun, ShotOutcome } from "../operations/apply/desk.ts";
import { SigningStopped } from "../operations/apply/finish-take.ts";
import { type JournalRecord, JournalStopped, openRecord } from "../operations/apply/journal-record.ts";
import { openAttempts } from "../operations/apply/run-shot.ts";
import { type WrittenLock, writeLock } from "../operations/apply/write-lock.ts";
import type { ReportProgress } from "../ports/progress.ts";
import { createC2paSigner } from "../signers/c2pa.ts";
import { applyDesk, workPlace } from "./apply-desk.ts";
import { engineNetwork } from "./engine-network.ts";
import { accountOf } from "./engine-secrets.ts";
import { lockDesk, wholeLock } from "./lock-desk.ts";
import { maySpend, paidRefusal } from "./open-journal.ts";
import { openJournaled } from "./open-state.ts";
import { journalProblem, type Problem, problem, systemProblem } from "./problem.ts";
import { writeReadableCopies } from "./readable-copies.ts";
import { redactedJournal } from "./redacted-journal.ts";
import { conformOne } from "./run-conform.ts";
import { endsSoon } from "./run-keys.ts";
import type { Shop } from "./shop.ts";
import type { ApplyOptions, Planned } from "./workshop.ts";

/** Shots at once: one child process each, one a core. */
const PARALLEL = Math.min(8, availableParallelism());
const RUN_LEASE_WAIT_MS = 2_000;

/** One run on one episode: everything it needs, opened and held. */
export interface OpenRun {
  readonly desk: ApplyDesk;
  readonly run: ApplyRun;
  readonly record: JournalRecord;
  writeLock(): Promise<WrittenLock>;
  release(): void;
}

export interface RunRequest {
  readonly episode: Episode;
  readonly tier: Tier;
  readonly parallel?: number;
  /** False: nothing that is not done is waited for. */
  readonly waits?: boolean;
  readonly report: ReportProgress;
  readonly signal: AbortSignal;
}

/** Opens keys, journal, tools and the lease of this repository; the failure says what to do. */
export async function openRun(shop: Shop, request: RunRequest): Promise<Result<OpenRun, Problem>> {
  try {
    return await openWhole(shop, request);
  } catch (thrown) {
    return asProblem(thrown);
  }
}

async function openWhole(shop: Shop, request: RunRequest): Promise<Result<OpenRun, Problem>> {
  const { episode, tier } = request;
  const keys = shop.keys.signing();
  if (!keys.ok) return keys;
  const published = shop.keys.admit(keys.value);
  if (!published.ok) return published;
  const warning = endsSoon(keys.value, shop.clock.now());
  // Before anything is rendered: what cannot be signed must not be paid for.
  if (warning?.counts === false) return problem(warning.says, warning.hint);
  if (warning !== undefined) request.report({ kind: "note", says: warning.says });
  const [media, catalogue] = [await shop.media(), shop.catalogue()];
  if (!media.ok) return media;
  if (!catalogue.ok) return catalogue;
  const network = engineNetwork(shop);
  if (!network.ok) return network;
  const begun = await beginRecord(shop, episode);
  if (!begun.ok) return begun;
  const { record, run, operator, release } = begun.value;
  const tools = media.value.tools;
  const desk = applyDesk({
    episode,
    tier,
    record,
    catalogue: catalogue.value,
    store: shop.store(),
    signer: createC2paSigner({
      keys: keys.value,
      clock: shop.clock,
      thread: shop.thread(),
      trusted: withCurrentAnchors(published.value.trust, shop.clock.now()).anchors,
    }),
    keys: keys.value,
    media: tools,
    assembler: createAssembler(tools),
    process: shop.process,
    clock: shop.clock,
    report: (progress) => request.report(shop.redactor.value(progress)),
    signal: request.signal,
    workFolder: workPlace(shop.repository.root, "work"),
    toolVersion: shop.version,
    asOf: shop.today(),
    fileInRepository: (path) => shop.repository.path(path),
    ...network.value,
    account: (engine) => accountOf(shop.config, engine)?.name,
  });
  return ok({
    desk,
    record,
    run: {
      episode,
      tier,
      run,
      operator,
      parallel: request.parallel ?? shop.config.parallel ?? PARALLEL,
      waits: request.waits ?? true,
    },
    writeLock: () => writeLock(lockDesk(shop, record, keys.value, published.value.trust), episode),
    release,
  });
}

interface Begun {
  readonly record: JournalRecord;
  readonly run: string;
  readonly operator: string;
  release(): void;
}

/** The journal that the lock knows, held by nobody else: one run works in a repository at a time. */
async function beginRecord(shop: Shop, episode: Episode): Promise<Result<Begun, Problem>> {
  const journal = shop.journal();
  if (!journal.ok) return journal;
  const opened = await openJournaled(shop.repository, journal.value, episode);
  if (!opened.ok) return opened;
  const lease = await takeRunLease(shop);
  if (!lease.ok) return lease;
  const operator = shop.operator();
  const run = shop.run();
  const stamp = { run, operator, show: episode.show.id, episode: episode.id };
  const record = await openRecord(redactedJournal(journal.value, shop.redactor), shop.clock, stamp);
  if (record.ok) return ok({ record: record.value, run, operator, release: () => lease.value.release() });
  lease.value.release();
  return journalProblem(record.error);
}

/** Held while something is written in this repository. */
export async function takeRunLease(shop: Shop): Promise<Result<Lease, Problem>> {
  const lease = await takeLease({
    path: shop.repository.path(".shotlock/run.lease"),
    clock: shop.clock,
    process: shop.process,
    waitMs: RUN_LEASE_WAIT_MS,
    uptimeSeconds: uptime(),
  });
  return lease.ok
    ? lease
    : problem(`${lease.error.holder} is working in this repository`, "wait until it is done, or stop it");
}

/** A journal or signer that stopped is a problem with its own words; anything else is our bug and is thrown. */
export function asProblem(thrown: unknown): { readonly ok: false; readonly error: Problem } {
  if (thrown instanceof JournalStopped) return journalProblem(thrown.failure);
  if (thrown instanceof SigningStopped) return problem(thrown.message, thrown.hint);
  const refused = systemProblem(thrown);
  if (refused !== undefined) return refused;
  throw thrown;
}

/** Does what was planned; where that may cost money, only with a journal that knows what everybody has bought. */
export async function runApply(
  shop: Shop,
  episode: Episode,
  planned: Planned,
  options: ApplyOptions,
): Promise<Result<ApplySummary, Problem>> {
  const refused = maySpend(planned.plan) ? await paidRefusal(shop) : undefined;
  return refused === undefined ? applyPlanned(shop, episode, planned, options) : fail(refused);
}

async function applyPlanned(
  shop: Shop,
  episode: Episode,
  planned: Planned,
  options: ApplyOptions,
): Promise<Result<ApplySummary, Problem>> {
  const startedMs = shop.clock.now();
  const { plan, tier } = planned;
  const works = hasWork(plan) || somethingIsOpen(episode, planned);
  const conforms = options.conform && (plan.conform.needed || works);
  const standing = works || conforms ? undefined : await wholeLock(shop, episode, planned.state);
  if (standing !== undefined) {
    const waiting = outcomesOf(waitingByPlan(plan, []));
    const copied = await writeCopies(shop, episode, standing);
    return copied.ok ? ok({ ...emptySummary(episode, shop.clock.now() - startedMs), ...waiting }) : copied;
  }
  const opened = await openRun(shop, {
    episode,
    tier,
    report: options.report,
    signal: options.signal,
    waits: options.waits,
    ...(options.parallel === undefined ? {} : { parallel: options.parallel }),
  });
  if (!opened.ok) return opened;
  const { desk, run, record } = opened.value;
  try {
    const outcomes = works ? await applyPlan(desk, run, plan) : waitingByPlan(plan, []);
    const anyTake = Object.values(record.state().shots).some((shot) => shot.circled[tier] !== undefined);
    const conformed =
      conforms && anyTake && !options.signal.aborted
        ? await conformOne(shop, opened.value, options.report, options.signal)
        : undefined;
    // Whatever became of the cut, the takes that were made are locked.
    const lock = isEmpty(record.state()) ? undefined : await opened.value.writeLock();
    if (lock?.says !== undefined) options.report({ kind: "note", says: lock.says });
    if (lock !== undefined && !options.signal.aborted) await writeReadableCopies(shop, episode, lock.lock);
    if (conformed !== undefined && !conformed.ok) return options.signal.aborted ? stopped(episode) : conformed;
    const ended = outcomesOf(outcomes);
    if (options.signal.aborted && conforms && conformed === undefined && ended.stopped.length === 0)
      return stopped(episode);
    return ok({
      ...emptySummary(episode, shop.clock.now() - startedMs),
      currency: plan.currency,
      ...ended,
      chargedMicros: chargedIn(record.state()) - chargedIn(planned.state),
      ...lockSummary(lock, desk.signer.development),
      ...(conformed === undefined ? {} : { conformed: conformed.value }),
    });
  } catch (thrown) {
    return options.signal.aborted ? stopped(episode) : asProblem(thrown);
  } finally {
    opened.value.release();
  }
}

function lockSummary(lock: WrittenLock | undefined, isDevelopmentSigner: boolean): Pick<ApplySummary, "lock"> {
  if (lock === undefined) return {};
  const development = isDevelopmentSigner || isDevelopment(lock.lock);
  return { lock: { path: lock.path, serial: lock.lock.serial, development } };
}

/** Where nothing was ever made and everything waits, there is nothing to sign. */
function isEmpty(state: EpisodeState): boolean {
  const { shots, conformed } = projectLock(state, { serial: 1, previous: null });
  return state.lock === null && Object.keys(shots).length === 0 && Object.keys(conformed).length === 0;
}

/** Something can be collected: of a shot of the plan, or of one that the YAML no longer has. */
function somethingIsOpen(episode: Episode, { plan, state, tier }: Planned): boolean {
  const present = new Set(episode.shots.map((shot) => shot.id));
  const planned = new Set(plan.steps.map((step) => step.shot));
  return Object.values(state.shots).some(
    ({ shot, attempts }) => (planned.has(shot) || !present.has(shot)) && openAttempts(attempts, tier).length > 0,
  );
}

function stopped(episode: Episode): ReturnType<typeof problem> {
  return problem("stopped; what was made is kept", `shotlock apply ${episode.id} goes on where it was`);
}

async function writeCopies(shop: Shop, episode: Episode, lock: LockDocument): Promise<Result<undefined, Problem>> {
  try {
    await writeReadableCopies(shop, episode, lock);
    return ok(undefined);
  } catch (thrown) {
    return asProblem(thrown);
  }
}

function emptySummary(episode: Episode, elapsedMs: number): ApplySummary {
  return {
    episode: episode.id,
    made: [],
    underWay: [],
    waiting: [],
    failed: [],
    stopped: [],
    options: [],
    chargedMicros: 0,
    currency: episode.ceilings.currency,
    elapsedMs,
  };
}

function outcomesOf(
  outcomes: readonly ShotOutcome[],
): Pick<ApplySummary, "made" | "underWay" | "waiting" | "failed" | "stopped" | "options"> {
  const takes = outcomes.flatMap((outcome) =>
    outcome.kind === "made" ? outcome.takes.map((take) => ({ shot: outcome.shot, take })) : [],
  );
  const saying = (kind: "waits" | "failed" | "under-way") =>
    outcomes.flatMap((outcome) => (outcome.kind === kind ? [{ shot: outcome.shot, says: outcome.says }] : []));
  return {
    made: takes.map(({ shot, take }) => ({ shot, take: take.id, scorePerMille: take.judgement.scorePerMille })),
    underWay: saying("under-way"),
    waiting: saying("waits"),
    failed: saying("failed"),
    stopped: outcomes.flatMap((outcome) => (outcome.kind === "stopped" ? [outcome.shot] : [])),
    options: outcomes.flatMap((outcome) =>
      outcome.kind === "made" && outcome.options.length > 1 ? [{ shot: outcome.shot, takes: outcome.options }] : [],
    ),
  };
}

function isDevelopment(lock: LockDocument): boolean {
  return Object.values(lock.shots).some((shot) =>
    Object.values(shot.takes).some((take) => take.signed?.development === true),
  );
}

/** Where finished episodes lie for people to open. */
export function outputPath(
  episode: { readonly show: { readonly id: string }; readonly id: string },
  tier: Tier,
): string {
  return join(".shotlock", "out", `${episode.show.id}_${episode.id}_${tier}.mp4`);
}
