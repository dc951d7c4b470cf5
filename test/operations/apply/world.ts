import { sha256 } from "../../../src/core/digest.ts";
import type { EpisodeState } from "../../../src/core/episode-state.ts";
import type { EngineFacts } from "../../../src/core/health/engine-facts.ts";
import { foldJournal } from "../../../src/core/journal-state.ts";
import type { LockDocument } from "../../../src/core/lock.ts";
import { planEpisode } from "../../../src/core/plan/plan-episode.ts";
import type { Plan } from "../../../src/core/plan-steps.ts";
import type { Episode, Shot } from "../../../src/core/production.ts";
import type { Receipt } from "../../../src/core/route-decision.ts";
import { continueSpending, NOTHING_SPENT } from "../../../src/core/spending.ts";
import { applyPlan } from "../../../src/operations/apply/apply-plan.ts";
import type { ApplyDesk, ApplyRun, ShotOutcome } from "../../../src/operations/apply/desk.ts";
import { type JournalRecord, openRecord } from "../../../src/operations/apply/journal-record.ts";
import { writeLock } from "../../../src/operations/apply/write-lock.ts";
import type { Journal, JournalContents } from "../../../src/ports/journal.ts";
import type { Progress } from "../../../src/ports/progress.ts";
import { FREE_ROUTE, request } from "../../core/plan/story.ts";
import { memoryJournal } from "./memory-journal.ts";
import { contentOf, memoryPorts, memorySigner, PLAIN_SIGNATURE } from "./memory-ports.ts";
import { type Vendor, type VendorOptions, vendor } from "./vendor.ts";
import { type VirtualClock, virtualClock } from "./virtual-clock.ts";

/** What a process may be killed at: before a port does its work, or after it did and before anybody heard of it. */
export interface Fuse {
  /** Number of the port call, from 1. */
  readonly at: number;
  readonly moment: "before" | "after";
}

export class Killed extends Error {
  override readonly name = "Killed";
}

export interface WorldOptions {
  readonly episode: Episode;
  readonly route?: (shot: Shot) => Receipt;
  readonly vendors?: readonly VendorOptions[];
  readonly parallel?: number;
  /** Journal, time and names of runs that several episodes of one repository share. */
  readonly shared?: { readonly journal: Journal; readonly clock: VirtualClock; nextRun(): string };
  readonly facts?: EngineFacts;
}

/** A catalogue that declares no limit and has measured nothing. */
export const NO_FACTS: EngineFacts = {
  limitOf: () => ({ lane: "account" }),
  latencyOf: () => undefined,
  lookGroupOf: () => undefined,
};

export interface RunAnswer {
  readonly outcomes: readonly ShotOutcome[];
  readonly plan: Plan;
  readonly state: EpisodeState;
  readonly progress: readonly Progress[];
  /** Port calls that were made. */
  readonly calls: number;
}

/** Everything that outlives a run: journal, store, files, vendors, lock. Each run gets a desk of its own. */
export interface World {
  episode: Episode;
  readonly clock: VirtualClock;
  readonly vendors: readonly Vendor[];
  readonly journal: Journal;
  readonly store: Map<string, string>;
  /** Files by absolute path: the repository's own, and scratch. */
  readonly files: Map<string, string>;
  readonly repository: Map<string, string>;
  plan(): Promise<Plan>;
  state(): Promise<EpisodeState>;
  /** Plans, applies and writes the lock, as the command does; rejects with `Killed` when the fuse burns. */
  run(change?: {
    readonly fuse?: Fuse;
    readonly signal?: AbortSignal;
    readonly only?: readonly string[];
    readonly waits?: boolean;
  }): Promise<RunAnswer>;
  record(run?: string): Promise<JournalRecord>;
  lock(): LockDocument;
}

const WORK = "/work";

export function world(options: WorldOptions): World {
  const files = new Map<string, string>();
  const store = new Map<string, string>();
  const repository = new Map<string, string>();
  const clock = options.shared?.clock ?? virtualClock();
  const journal = options.shared?.journal ?? memoryJournal();
  const vendors = (options.vendors ?? [{}]).map((one) => vendor(files, one));
  const route = options.route ?? FREE_ROUTE;
  let runs = 0;

  async function contents(): Promise<JournalContents> {
    const read = await journal.read();
    if (!read.ok) throw new Error(read.error.message);
    return read.value;
  }
  async function state(): Promise<EpisodeState> {
    const now = await contents();
    return foldJournal(now.events, self.episode.show.id, self.episode.id, now);
  }
  async function books() {
    const spending = continueSpending(NOTHING_SPENT, (await contents()).events);
    return { spending, at: new Date(clock.now()).toISOString() };
  }
  const plan = async (only?: readonly string[]): Promise<Plan> =>
    planEpisode(
      request(self.episode, await state(), { route, books: await books(), ...(only === undefined ? {} : { only }) }),
    );

  async function record(run = `run-${runs}`, of: Journal = journal): Promise<JournalRecord> {
    const { show, id } = self.episode;
    const opened = await openRecord(of, clock, { run, operator: "anna", show: show.id, episode: id });
    if (!opened.ok) throw new Error(opened.error.message);
    return opened.value;
  }

  const self: World = {
    episode: options.episode,
    clock,
    vendors,
    journal,
    store,
    files,
    repository,
    plan: () => plan(),
    state,
    record,
    lock: () => JSON.parse(repository.get("productions/elves/episodes/E101.lock.json") ?? "") as LockDocument,
    async run({ fuse, signal = new AbortController().signal, only, waits } = {}) {
      runs += 1;
      const run = options.shared?.nextRun() ?? `run-${runs}`;
      const kill = fuseOf(fuse);
      const planned = await plan(only);
      const progress: Progress[] = [];
      const own = await record(run, kill.wrap(journal, ["append"]));
      const desk: ApplyDesk = {
        ...kill.wrap(memoryPorts(files, "broken"), ["judge", "examine", "poster", "removeFolder"]),
        record: own,
        store: kill.wrap(memoryStore(files, store), ["put", "pathOf"]),
        engines: new Map(
          vendors.map(({ engine }) => [engine.id, kill.wrap(engine, ["submit", "poll", "fetch", "find", "cancel"])]),
        ),
        signer: kill.wrap(
          memorySigner(files, () => `, signed at ${clock.now()}`),
          ["sign"],
        ),
        clock,
        report: (one) => void progress.push(one),
        signal,
        workFolder: WORK,
        route,
        facts: options.facts ?? NO_FACTS,
      };
      const applied: ApplyRun = {
        episode: self.episode,
        tier: "animatic",
        run,
        operator: "anna",
        parallel: options.parallel ?? 2,
        waits: waits ?? true,
      };
      const outcomes = await applyPlan(desk, applied, planned);
      await writeLock(
        {
          record: own,
          ...kill.wrap(
            {
              read: async (path: string) => repository.get(path),
              write: async (path: string, text: string) => void repository.set(path, text),
            },
            ["write"],
          ),
          ...PLAIN_SIGNATURE,
          tool: "shotlock test",
        },
        self.episode,
      );
      return { outcomes, plan: planned, state: await state(), progress, calls: kill.calls() };
    },
  };
  return self;
}

/** Counts port calls; from the one the fuse names on, everything fails, as for a process that is no more. */
function fuseOf(fuse: Fuse | undefined) {
  let calls = 0;
  let burnt = false;
  function burning(): boolean {
    calls += 1;
    return fuse !== undefined && calls === fuse.at;
  }
  async function call(work: () => Promise<unknown>): Promise<unknown> {
    if (burnt) throw new Killed("dead already");
    const burns = burning();
    if (burns) burnt = true;
    if (burns && fuse?.moment === "before") throw new Killed(`before call ${calls}`);
    const answer = await work();
    if (burnt) throw new Killed(`after call ${calls}`);
    return answer;
  }
  return {
    calls: () => calls,
    wrap<Port extends object>(port: Port, names: readonly (keyof Port & string)[]): Port {
      const wrapped = { ...port } as Record<string, unknown>;
      for (const name of names) {
        const original = port[name] as (...args: unknown[]) => Promise<unknown>;
        wrapped[name] = (...args: unknown[]) => call(() => original.apply(port, args));
      }
      return wrapped as Port;
    },
  };
}

function memoryStore(files: Map<string, string>, store: Map<string, string>): ApplyDesk["store"] {
  return {
    id: "memory",
    durable: true,
    async put(path) {
      const content = contentOf(files, path);
      const digest = sha256(content);
      store.set(digest, content);
      files.set(`/store/${digest}`, content);
      return { sha256: digest, bytes: content.length };
    },
    pathOf: async (digest) => (store.has(digest) ? `/store/${digest}` : undefined),
    has: async (digest) => store.has(digest),
  };
}
