import type { EpisodeState } from "../../src/core/episode-state.ts";
import { type Evidence, NO_EVIDENCE } from "../../src/core/evidence/evidence.ts";
import { evidenceOf, foldEvidence } from "../../src/core/evidence/fold-evidence.ts";
import { engineFacts } from "../../src/core/health/engine-facts.ts";
import { foldJournal } from "../../src/core/journal-state.ts";
import type { LockDocument } from "../../src/core/lock.ts";
import { checkLockHead } from "../../src/core/lock-head.ts";
import { endedBadly } from "../../src/core/plan/attempts-so-far.ts";
import { planEpisode } from "../../src/core/plan/plan-episode.ts";
import type { Plan } from "../../src/core/plan-steps.ts";
import type { Episode, Shot } from "../../src/core/production.ts";
import { circledLook } from "../../src/core/route/circled-look.ts";
import { routeShot } from "../../src/core/route/route-shot.ts";
import type { Receipt } from "../../src/core/route-decision.ts";
import { continueSpending, NOTHING_SPENT, REPOSITORY } from "../../src/core/spending.ts";
import { applyPlan, hasWork, waitingByPlan } from "../../src/operations/apply/apply-plan.ts";
import type { ApplyDesk, ApplyRun } from "../../src/operations/apply/desk.ts";
import { SigningStopped } from "../../src/operations/apply/finish-take.ts";
import { type JournalRecord, JournalStopped, openRecord } from "../../src/operations/apply/journal-record.ts";
import { openAttempts } from "../../src/operations/apply/run-shot.ts";
import { runningFold } from "../../src/operations/apply/running-fold.ts";
import { lockPaths, writeLock } from "../../src/operations/apply/write-lock.ts";
import type { Clock } from "../../src/ports/clock.ts";
import { PLAIN_SIGNATURE } from "../operations/apply/memory-ports.ts";
import { catalogueOf } from "./catalogue.ts";
import { WorldClock, wallClock } from "./clock.ts";
import { Counters } from "./counters.ts";
import { markingSigner, plainPorts, type Shelves, sharedStore } from "./desk.ts";
import { edited, episodeOf } from "./episode.ts";
import type { BatchRecord, History, LockRecord, PersonRecord, Rest, RunRecord } from "./history.ts";
import { sharedJournal } from "./journal.ts";
import { approve, decideAsPerson, stopOrStart } from "./person.ts";
import { SimulatedProcess } from "./process.ts";
import { perMilleOf } from "./random.ts";
import { resolveAsOperator } from "./resolve-as-operator.ts";
import type { Act, Crash, Scenario } from "./scenario.ts";
import { openVendor } from "./vendor.ts";

const START_MS = Date.UTC(2026, 10, 24, 10);
const TIER = "draft";
const LEASE_WAIT_MS = 2_000;
/** Runs after the last fault until a plan must be empty or everything parked. */
const CALM_ROUNDS_MAX = 12;
/** Doubts that a diligent person resolves. */
const DOUBTS_MAX = 60;
/** Words in a row that nobody could say before the person leaves it. */
const IN_VAIN_MAX = 10;
const CALM_ROUND_MS = 30 * 60_000;

export interface WorldAnswer {
  readonly history: History;
  readonly counters: Counters;
  /** Each batch as the journal holds it: two runs of one seed must agree on every byte. */
  readonly journalTexts: readonly string[];
}

interface Machine {
  readonly index: number;
  readonly skew: { byMs: number };
  readonly clock: Clock;
  /** The checkout's own files: lock and signature. */
  readonly repository: Map<string, string>;
  holder: SimulatedProcess | undefined;
}

/** A run or a decision at work: what the operations get of the world. */
export interface Bench {
  readonly process: SimulatedProcess;
  readonly machine: Machine;
  readonly episode: Episode;
  readonly record: JournalRecord;
  readonly desk: ApplyDesk;
  readonly run: ApplyRun;
}

/** Plays a scenario to its end. Throws only what is a bug of the program or of the simulation. */
export async function playWorld(scenario: Scenario, checksShapes = false): Promise<WorldAnswer> {
  const world = new World(scenario, checksShapes);
  await world.play();
  return { history: world.history(), counters: world.counters, journalTexts: world.journalTexts };
}

export class World {
  readonly counters = new Counters();
  readonly clock = new WorldClock(START_MS);
  readonly journalTexts: string[] = [];
  private readonly scenario: Scenario;
  private readonly batches: BatchRecord[] = [];
  private readonly runs: RunRecord[] = [];
  private readonly people: PersonRecord[] = [];
  private readonly locks: LockRecord[] = [];
  private readonly shelves: Shelves;
  private readonly machines: readonly Machine[];
  private readonly vendors: readonly ReturnType<typeof openVendor>[];
  private readonly journal: ReturnType<typeof sharedJournal>;
  private readonly catalogue: ReturnType<typeof catalogueOf>;
  private readonly receipts = new WeakMap<Evidence, Map<string, Receipt>>();
  private readonly ids = new WeakMap<Shot | Episode, number>();
  private things = 0;
  private episode: Episode;
  private steps = 0;
  private pauses = 0;
  private rest: Rest | undefined;

  constructor(scenario: Scenario, checksShapes: boolean) {
    this.scenario = scenario;
    this.episode = episodeOf(scenario);
    this.catalogue = catalogueOf(scenario);
    const step = (): number => ++this.steps;
    this.shelves = { files: new Map(), store: new Map(), step };
    this.machines = Array.from({ length: scenario.machines }, (_, index) => {
      const skew = { byMs: 0 };
      return { index, skew, clock: wallClock(this.clock, skew), repository: new Map(), holder: undefined };
    });
    this.journal = sharedJournal({
      step,
      nowMs: () => this.clock.nowMs,
      pause: async () => {
        if (scenario.machines > 1) await this.clock.sleep(perMilleOf(scenario.seed, `pause ${this.pauses++}`) >> 4);
      },
      checksShapes,
      batches: this.batches,
      texts: this.journalTexts,
    });
    this.vendors = scenario.vendors.map((plan) =>
      openVendor(plan, {
        seed: scenario.seed,
        clock: this.clock,
        faults: scenario.faults,
        calmAtMs: scenario.calmAtMs,
        startMs: START_MS,
        counters: this.counters,
        files: this.shelves.files,
        step,
      }),
    );
  }

  async play(): Promise<void> {
    const { scenario, clock } = this;
    const faults: unknown[] = [];
    const acts = scenario.acts.map(async (act) => {
      await clock.sleep(act.atMs);
      await this.act(act).catch((thrown: unknown) => void faults.push(thrown));
    });
    await clock.runUntil(Promise.all(acts));
    if (faults.length > 0) throw faults[0];
    await clock.runUntil(this.calmDown());
  }

  history(): History {
    for (const vendor of this.vendors) vendor.settle();
    const { scenario, batches, runs, people, locks, rest } = this;
    return {
      scenario,
      batches,
      vendors: this.vendors.map((vendor) => vendor.log),
      runs,
      people,
      locks,
      store: this.shelves.store,
      rest,
    };
  }

  private async act(act: Act): Promise<void> {
    switch (act.kind) {
      case "run":
        return void (await this.runOnce(act.machine, act.crash, act.stopAfterMs));
      case "clock": {
        const machine = this.machineAt(act.machine);
        machine.skew.byMs += act.byMs;
        return this.counters.add(act.byMs < 0 ? "clock set back" : "clock set forward");
      }
      case "edit": {
        const before = this.episode;
        this.episode = edited(before, act.edit, act.pick);
        return this.counters.add(this.episode === before ? "edit without effect" : `edit ${act.edit}`);
      }
      case "person":
        return this.asPerson(act);
    }
  }

  private async asPerson(act: Extract<Act, { kind: "person" }>): Promise<void> {
    if (act.does === "stop" || act.does === "start") return this.stopOrStart(act.does);
    const machine = this.machineAt(0);
    const process = new SimulatedProcess(this.clock, undefined);
    if (!(await this.takeLease(machine, process))) return this.counters.add("person found the repository busy");
    try {
      const bench = await this.open(machine, process, this.episode, new AbortController().signal);
      const record = await this.wordOf(act, bench);
      if (record === undefined) return this.counters.add(`person could not ${act.does}`);
      this.counters.add(`person ${act.does}`);
      this.people.push({ ...record, step: this.steps });
      await this.lockNow(bench);
    } catch (thrown) {
      if (!(thrown instanceof JournalStopped)) throw thrown;
      this.counters.add("person came too late");
    } finally {
      this.giveBack(machine, process);
    }
  }

  private async wordOf(
    act: Extract<Act, { kind: "person" }>,
    bench: Bench,
  ): Promise<Omit<PersonRecord, "step"> | undefined> {
    if (act.does === "approve")
      return approve(bench, await this.planFor(this.episode, bench.process, bench.machine), act.pick);
    if (act.does !== "resolve") return decideAsPerson(bench, act, this.shelves);
    for (const vendor of this.vendors) vendor.settle();
    return resolveAsOperator(
      bench,
      act.pick,
      this.vendors.map(({ log }) => log),
    );
  }

  /** It needs no lease: a stop counts from its very event, whoever is at work. */
  private async stopOrStart(does: "stop" | "start"): Promise<void> {
    const stamp = { run: `decision-${++this.steps}`, operator: "anna", show: REPOSITORY, episode: REPOSITORY };
    const opened = await openRecord(this.journal, this.machineAt(0).clock, stamp);
    if (!opened.ok) throw new Error(opened.error.message);
    const record = await stopOrStart(opened.value, does);
    if (record === undefined) return this.counters.add(`person could not ${does}`);
    this.counters.add(`person ${does}`);
    this.people.push({ ...record, step: this.steps });
  }

  /** One `shotlock apply`: plans, applies, writes the lock. */
  private async runOnce(index: number, crash: Crash | undefined, stopAfterMs: number | undefined): Promise<RunRecord> {
    const machine = this.machineAt(index);
    const process = new SimulatedProcess(this.clock, crash);
    const run: RunRecord = {
      run: `run-${this.runs.length + 1}`,
      episode: this.episode,
    };
    this.runs.push(run);
    const stop = new AbortController();
    if (stopAfterMs !== undefined)
      void this.clock.sleep(stopAfterMs).then(() => process.isAlive && stop.abort(new Error("stopped by a person")));
    const work = this.applyOnce(machine, process, run, stop.signal);
    const ended = await Promise.race([work, process.died]);
    work.catch(() => undefined);
    run.ended = ended;
    this.counters.add(`run ${ended}`);
    if (process.diedAt !== undefined) this.counters.add(`died ${process.diedAt}`);
    this.giveBack(machine, process);
    return run;
  }

  private async applyOnce(
    machine: Machine,
    process: SimulatedProcess,
    run: RunRecord,
    signal: AbortSignal,
  ): Promise<NonNullable<RunRecord["ended"]>> {
    const plan = await this.planFor(run.episode, process, machine);
    run.plan = plan;
    if (!(await this.hasAnythingToDo(plan))) {
      run.outcomes = waitingByPlan(plan, []);
      if (!(await this.takeLease(machine, process))) return "busy";
      await this.lockNow(await this.open(machine, process, run.episode, signal, run.run));
      return "idle";
    }
    if (!(await this.takeLease(machine, process))) return "busy";
    try {
      const bench = await this.open(machine, process, run.episode, signal, run.run);
      run.outcomes = await applyPlan(bench.desk, bench.run, plan);
      await this.lockNow(bench);
      return signal.aborted ? "stopped" : "done";
    } catch (thrown) {
      if (signal.aborted) return "stopped";
      if (thrown instanceof JournalStopped) return "took-over";
      if (thrown instanceof SigningStopped) throw new Error(`the signer stopped: ${thrown.message}`);
      throw thrown;
    }
  }

  private async planFor(episode: Episode, process: SimulatedProcess, machine: Machine): Promise<Plan> {
    const read = await process.guard(this.journal, ["read"]).read();
    if (!read.ok) throw new Error(read.error.message);
    const lock = machine.repository.get(lockPaths(episode).lock);
    const standing = checkLockHead(lock === undefined ? undefined : (JSON.parse(lock) as LockDocument), read.value);
    if (standing === "other" || (standing === "missing" && lock !== undefined))
      throw new Error("the lock here names a journal that is not this one");
    const state = foldJournal(read.value.events, episode.show.id, episode.id, read.value);
    const evidence = evidenceOf(read.value.events);
    return planEpisode({
      episode,
      state,
      tier: TIER,
      route: (shot) => this.route(shot, episode, state, evidence, true),
      catalogueDate: this.catalogue.date,
      catalogueNotices: [],
      mediaPresent: (digest) => this.shelves.store.has(digest),
      books: {
        spending: continueSpending(NOTHING_SPENT, read.value.events),
        at: new Date(machine.clock.now()).toISOString(),
      },
    });
  }

  private async hasAnythingToDo(plan: Plan): Promise<boolean> {
    if (hasWork(plan)) return true;
    const read = await this.journal.read();
    if (!read.ok) return false;
    const state = foldJournal(read.value.events, plan.show, plan.episode, read.value);
    return plan.steps.some(({ shot }) => openAttempts(state.shots[shot]?.attempts ?? [], TIER).length > 0);
  }

  /** The router's question as `compose` asks it: what the journal taught, where the shot failed last, its scene's look. */
  private route(shot: Shot, episode: Episode, state: EpisodeState, evidence: Evidence, isPlan: boolean): Receipt {
    const asked = {
      shot,
      episode,
      tier: TIER,
      catalogue: this.catalogue,
      asOf: new Date(this.clock.nowMs).toISOString().slice(0, 10),
      availableAdapters: this.vendors.map(({ engine }) => engine.id),
      requireAdapter: true,
      evidence,
    } as const;
    const look = circledLook(asked, state);
    const last = state.shots[shot.id]?.attempts.filter((attempt) => attempt.tier === TIER).at(-1);
    const failedAt = !isPlan && last !== undefined && endedBadly(last) ? last.identity : undefined;
    // The router is pure and asked very often; the same question has the same answer.
    const known = this.receipts.get(evidence) ?? new Map<string, Receipt>();
    this.receipts.set(evidence, known);
    const key = `${this.idOf(shot)} ${this.idOf(episode)} ${failedAt?.endpoint} ${failedAt?.modelVersion} ${look} ${asked.asOf}`;
    const receipt =
      known.get(key) ??
      routeShot({
        ...asked,
        ...(failedAt === undefined ? {} : { failedAt }),
        ...(look === undefined ? {} : { sceneLook: look }),
      });
    known.set(key, receipt);
    return receipt;
  }

  private idOf(thing: Shot | Episode): number {
    const id = this.ids.get(thing) ?? ++this.things;
    this.ids.set(thing, id);
    return id;
  }

  private async open(
    machine: Machine,
    process: SimulatedProcess,
    episode: Episode,
    signal: AbortSignal,
    name = `decision-${++this.steps}`,
  ): Promise<Bench> {
    const stamp = { run: name, operator: "anna", show: episode.show.id, episode: episode.id };
    const clock = process.guard(machine.clock, ["sleep"]);
    const opened = await openRecord(process.guard(this.journal, ["read", "append"]), clock, stamp);
    if (!opened.ok) throw new Error(opened.error.message);
    const { shelves } = this;
    const evidenceOf = runningFold(NO_EVIDENCE, (known, events) => events.reduce(foldEvidence, known));
    const evidence = () => evidenceOf(opened.value.contents());
    const desk: ApplyDesk = {
      ...process.guard(plainPorts(shelves), ["makeFolder", "removeFolder", "judge", "examine", "poster"]),
      record: opened.value,
      store: process.guard(sharedStore(shelves), ["put", "pathOf"]),
      engines: new Map(
        this.vendors.map(({ engine }) => [
          engine.id,
          process.guard(engine, ["submit", "poll", "fetch", "cancel", "find"]),
        ]),
      ),
      signer: process.guard(markingSigner(shelves, this.clock), ["sign"]),
      clock,
      report: () => undefined,
      signal,
      workFolder: `/work-${machine.index}`,
      route: (shot) => this.route(shot, episode, opened.value.state(), evidence(), false),
      facts: engineFacts(this.catalogue),
    };
    const run = {
      episode,
      tier: TIER,
      run: name,
      operator: "anna",
      parallel: this.scenario.parallel,
      waits: true,
    } as const;
    return { process, machine, episode, record: opened.value, desk, run };
  }

  private async lockNow({ process, machine, record, episode }: Bench): Promise<void> {
    const files = process.guard(
      {
        read: async (path: string) => machine.repository.get(path),
        write: async (path: string, text: string) => {
          machine.repository.set(path, text);
          this.locks.push({ step: ++this.steps, path, text });
        },
      },
      ["read", "write"],
    );
    await writeLock(
      {
        record,
        ...files,
        ...PLAIN_SIGNATURE,
        tool: "simulated",
      },
      episode,
    );
  }

  /** All faults are over; in some worlds a person then looks at what is parked, once. */
  private async calmDown(): Promise<void> {
    const left = START_MS + this.scenario.calmAtMs - this.clock.nowMs;
    if (left > 0) await this.clock.sleep(left);
    await this.stopOrStart("start");
    await this.runUntilStill();
    if (!this.scenario.isDiligent || !(await this.lookAfterParked())) return;
    this.counters.add("a person looked after what was parked");
    await this.runUntilStill();
  }

  /** Asks for another try of every shot that waits for a person, and approves what is to be approved. */
  private async lookAfterParked(): Promise<boolean> {
    const { plan, episode } = this.rest ?? {};
    if (plan === undefined || episode === undefined) return false;
    const before = this.batches.length;
    const atMs = this.clock.nowMs;
    // One that cannot be told yet, a bill of a job that still runs, holds up no other.
    for (let pick = 0, inVain = 0; pick < DOUBTS_MAX && inVain < IN_VAIN_MAX; pick += 1) {
      const known = this.batches.length;
      await this.asPerson({ atMs, kind: "person", does: "resolve", pick });
      inVain = this.batches.length === known ? inVain + 1 : 0;
    }
    for (const { kind, shot } of plan.steps) {
      const pick = episode.shots.findIndex((one) => one.id === shot);
      if (["blocked", "render", "retake"].includes(kind) && pick !== -1)
        await this.asPerson({ atMs, kind: "person", does: "retake", pick });
    }
    await this.asPerson({ atMs, kind: "person", does: "approve", pick: 47 });
    return this.batches.length > before;
  }

  /** Runs follow each other until nothing is left, or what is left waits for a person. */
  private async runUntilStill(): Promise<void> {
    let last = "";
    for (let rounds = 1; rounds <= CALM_ROUNDS_MAX; rounds += 1) {
      for (const vendor of this.vendors) vendor.settle();
      const before = this.batches.length;
      const run = await this.runOnce(0, undefined, undefined);
      const { plan, outcomes = [], episode } = run;
      if (plan === undefined) throw new Error("a run without crash and fault made no plan");
      this.rest = { rounds, plan, outcomes, episode, files: this.machineAt(0).repository };
      const types = this.batches.slice(before).flatMap(({ events }) => events.map((event) => event.type));
      if (types.length === 0) return;
      // The same plan, and nothing came of it but the run's own beginning and end: no later run would do better.
      const isStill = types.every((type) => type === "run.started" || type === "run.ended" || type === "lock.signed");
      if (isStill && last === plan.digest) return;
      last = isStill ? plan.digest : "";
      await this.clock.sleep(CALM_ROUND_MS);
    }
  }

  private machineAt(index: number): Machine {
    const machine = this.machines[index];
    if (machine === undefined) throw new Error(`there is no machine ${index}`);
    return machine;
  }

  private async takeLease(machine: Machine, process: SimulatedProcess): Promise<boolean> {
    if (machine.holder !== undefined) await this.clock.sleep(LEASE_WAIT_MS);
    if (machine.holder !== undefined) return false;
    machine.holder = process;
    return true;
  }

  private giveBack(machine: Machine, process: SimulatedProcess): void {
    process.end();
    if (machine.holder === process) machine.holder = undefined;
  }
}
