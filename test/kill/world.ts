import { rmSync } from "node:fs";
import type { JournalEvent } from "../../src/core/journal-events.ts";
import { sumOfAmounts } from "../../src/core/spending/ledger-entry.ts";
import { continueSpending, NOTHING_SPENT } from "../../src/core/spending.ts";
import type { VendorName } from "../../src/sandbox/vendor-names.ts";
import { type TestRepository, testRepository } from "../cli/repository.ts";
import { attemptFaults, lostFaults } from "./laws.ts";
import { type Ended, eventsOf, type Running, start, untilBatches } from "./running.ts";
import { startVendors, type Vendors } from "./vendors.ts";

/**
 * One small production on one vendor of the sandbox, whose program is killed again and again. The vendor's own bill and log
 * are the oracle; the laws are read from them, from the journal's files and from the store, never from what the program says.
 */
export interface World {
  readonly seed: number;
  readonly vendor: VendorName;
  readonly repository: TestRepository;
  readonly vendors: Vendors;
  /** Attempts that at some kill had an intent and no answer: the only ones that may ever be in doubt. */
  readonly unanswered: Set<string>;
  /** What was done to it, for a report. */
  readonly story: string[];
  close(): Promise<void>;
}

const SHOTS = {
  SH0010: "MS, duration: 5s, action: A lamp burns.",
  SH0020: "LS, duration: 5s, action: The sea at dawn.",
};
export const SHOT_IDS = Object.keys(SHOTS);
/** What a run may take on a busy machine. */
const RUN_MS_MAX = 150_000;
/** A doubt may hold an engine's only slot, and other shots wait behind it: then a person stops the run and resolves it. */
const DOUBT_MS_MAX = 45_000;
const INSIST_MS = 10_000;

export async function openWorld(seed: number, vendor: VendorName): Promise<World> {
  const vendors = await startVendors(seed, vendor);
  const shots = Object.entries(SHOTS).map(([id, words]) => `  - {id: ${id}, max_paid_takes: 20, framing: ${words}}\n`);
  const repository = testRepository(
    {
      "shotlock.config.yaml": `ceilings: {auto: 5000, shot: 1000, episode: 5000, run: 5000}\n`,
      "productions/small/show.yaml": 'id: SML\nformat: {fps: 24, resolution: 1280x720, aspect: "16:9"}\n',
      "productions/small/episodes/E1.yaml": `title: Small\nshots:\n${shots.join("")}`,
    },
    vendors.environment,
  );
  const keys = repository.run("keys", "init");
  if (keys.code !== 0) throw new Error(keys.problem);
  return {
    seed,
    vendor,
    repository,
    vendors,
    unanswered: new Set(),
    story: [],
    async close() {
      await vendors.close();
      for (const folder of [repository.root, `${repository.root}-keys`])
        rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Kill =
  /** After so many more batches of the journal. */
  | { readonly at: "batch"; readonly count: number; readonly delayMs: number }
  /** When so many things have happened at the vendor: an order accepted, a film fetched, a question answered. */
  | { readonly at: "vendor"; readonly event: string; readonly count: number; readonly delayMs: number }
  | { readonly at: "time"; readonly delayMs: number };

/** A kill drawn from the seed; every fourth falls between an order and its answer. */
export function drawKill(random: () => number): Kill {
  const kind = Math.floor(random() * 8);
  const soonMs = Math.floor(random() * 30);
  if (kind <= 3) return { at: "batch", count: 1 + Math.floor(random() * 12), delayMs: soonMs };
  if (kind <= 5)
    return {
      at: "vendor",
      event: "job.accepted",
      count: 1 + Math.floor(random() * 2),
      delayMs: kind === 4 ? 0 : soonMs,
    };
  if (kind === 6)
    return random() < 0.5
      ? { at: "vendor", event: "footage.fetched", count: 1, delayMs: soonMs }
      : { at: "vendor", event: "request.answered", count: 1 + Math.floor(random() * 6), delayMs: soonMs };
  return { at: "time", delayMs: 500 + Math.floor(random() * 6_000) };
}

/** Runs the program and kills it; false when it ended before its time came. */
export async function runAndKill(world: World, kill: Kill): Promise<boolean> {
  const { repository, vendors, story } = world;
  const running = start(repository, ...APPLY);
  let seen = 0;
  const strike = () => running.kill("SIGKILL");
  const later = () => (kill.delayMs === 0 ? strike() : void setTimeout(strike, kill.delayMs));
  if (kill.at === "time") later();
  if (kill.at === "batch") void untilBatches(repository, running, kill.count).then((came) => came && later());
  if (kill.at === "vendor")
    vendors.onEvent(({ event }) => {
      if (event !== kill.event) return;
      seen += 1;
      if (seen === kill.count) later();
    });
  const ended = await lookAfter(world, running);
  vendors.onEvent(() => undefined);
  const wasKilled = ended.signal === "SIGKILL";
  story.push(`${JSON.stringify(kill)} ${wasKilled ? "killed" : `ended ${ended.code}`} ${ended.problem.trim()}`);
  for (const attempt of unansweredIn(eventsOf(repository))) world.unanswered.add(attempt);
  return wasKilled;
}

export const APPLY = ["apply", "E1", "--tier", "final", "--no-conform"] as const;

/** A command to its end. Never blocks this process: the vendors live in it. */
export async function command(world: World, ...words: readonly string[]) {
  const running = start(world.repository, ...words);
  const ended = await lookAfter(world, running);
  world.story.push(`${words.join(" ")}: ended ${ended.code} ${ended.problem.trim()}`);
  return ended;
}

/** Waits for the end of a run as a person does who has an eye on it; throws when it neither ends nor waits behind a doubt. */
async function lookAfter(world: World, running: Running): Promise<Ended> {
  let isHung = false;
  let insistence: NodeJS.Timeout | undefined;
  const behindDoubt = setTimeout(() => {
    if (inDoubt(world).length === 0) return;
    world.story.push("stopped by a person: it waits behind a doubt");
    running.kill("SIGTERM");
    // A run that waits for a slot may not hear it.
    insistence = setTimeout(() => running.kill("SIGKILL"), INSIST_MS);
  }, DOUBT_MS_MAX);
  const hung = setTimeout(() => {
    isHung = true;
    running.kill("SIGKILL");
  }, RUN_MS_MAX);
  const ended = await running.ended;
  clearTimeout(behindDoubt);
  clearTimeout(insistence);
  clearTimeout(hung);
  if (isHung) throw new Error(`a run neither ended nor met its kill: ${ended.out}`);
  return ended;
}

function unansweredIn(events: readonly JournalEvent[]): ReadonlySet<string> {
  const open = new Set<string>();
  for (const event of events) {
    if (event.type === "attempt.intended") open.add(event.attempt);
    else if (event.type !== "attempt.doubted" && "attempt" in event && typeof event.attempt === "string")
      open.delete(event.attempt);
  }
  return open;
}

/** What breaks a law now; empty when nothing does. May be asked after every kill. */
export async function violations(world: World): Promise<readonly string[]> {
  const events = eventsOf(world.repository);
  const found = [...attemptFaults(events), ...lostFaults(world.repository, events)];
  const doubted = events.filter((event) => event.type === "attempt.doubted").map((event) => event.attempt);
  for (const attempt of doubted)
    if (!world.unanswered.has(attempt))
      found.push(`${attempt} is in doubt, and no kill fell between its order and answer`);
  const { bill, money, accepted } = await booksOf(world, events);
  if (bill < money.chargedMicros)
    found.push(`the books say ${money.chargedMicros} are paid, the vendor's bill ${bill}`);
  if (bill > money.chargedMicros + money.heldMicros)
    found.push(`the vendor's bill is ${bill}, the books know of ${money.chargedMicros} and hold ${money.heldMicros}`);
  const intended = events.filter((event) => event.type === "attempt.intended").length;
  if (accepted > intended) found.push(`the vendor accepted ${accepted} orders of ${intended} attempts`);
  return found;
}

export async function booksOf(world: World, events: readonly JournalEvent[]) {
  const entries = [...continueSpending(NOTHING_SPENT, events).entries.values()];
  const { micros } = await world.vendors.sandbox.bill();
  const jobs = world.vendors.sandbox.jobs()[world.vendor];
  return { bill: micros, money: sumOfAmounts(entries), accepted: jobs.length, jobs };
}

/** Attempts that nobody knows the outcome of, by the journal. */
export function inDoubt(world: World): readonly { readonly shot: string; readonly attempt: string }[] {
  const doubted = new Map<string, { readonly shot: string; readonly attempt: string }>();
  for (const event of eventsOf(world.repository)) {
    if (event.type === "attempt.doubted") doubted.set(event.attempt, { shot: event.shot, attempt: event.attempt });
    else if (event.type !== "attempt.judged" && "attempt" in event && typeof event.attempt === "string")
      doubted.delete(event.attempt);
  }
  return [...doubted.values()];
}
