import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { uptime } from "node:os";
import { join } from "node:path";
import type { Digest } from "../../core/digest.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { writeDurably } from "../../kit/durable-file.ts";
import { takeLease } from "../../kit/lease.ts";
import type { Clock } from "../../ports/clock.ts";
import { type GitPlace, REMOTE, runGit, saidBy } from "./git.ts";
import { GitRefused } from "./tree.ts";

/**
 * The bare repository of our own that stands between the program and the remote: the user's checkout, index and HEAD are
 * never touched. It holds nothing that the remote does not have, except for the mark of what was seen last, and it is
 * made anew whenever git cannot work in it.
 */
export interface RepositoryPlace extends GitPlace {
  readonly clock: Clock;
  readonly branch: string;
  readonly leaseWaitMs: number;
}

/** The end of the journal as this clone saw it last. */
export interface SeenMark {
  readonly branch: string;
  readonly sequence: number;
  readonly head: Digest;
}

const LOCAL_MS = 60_000;
const FETCH_MS = 10 * 60_000;
const FETCH_AGAIN_MS = 1_000;
/** The newest commit of the branch that is here. */
const TIP = "refs/shotlock/state";
const SEEN_FILE = "shotlock-seen.json";
/** What a git that was killed leaves behind, and what stops the next one. */
const LOCKS = ["shallow.lock", "config.lock", "HEAD.lock", "packed-refs.lock", `${TIP}.lock`];
/** Objects are counted in one folder of 256; above so many of them in all they are packed. */
const LOOSE_OBJECTS_MAX = 4_000;
const LOOSE_SAMPLE = "17";

export type FetchFailure = { readonly busy: string } | { readonly says: string };

/** Brings the newest commit of the branch, without its history, and gives its name. One process at a time. */
export async function fetchTip(place: RepositoryPlace): Promise<Result<string, FetchFailure>> {
  const lease = await takeLease({
    path: `${place.folder}.lease`,
    clock: place.clock,
    process: place.process,
    waitMs: place.leaseWaitMs,
    uptimeSeconds: uptime(),
  });
  if (!lease.ok) return fail({ busy: lease.error.holder });
  try {
    const said = await makeRepository(place);
    if (said !== undefined) return fail({ says: said });
    await tidy(place);
    return await fetchOrMend(place);
  } finally {
    lease.value.release();
  }
}

/** A repository that a crash or a disk has harmed is worth nothing: all of it stands on the remote. */
async function fetchOrMend(place: RepositoryPlace): Promise<Result<string, FetchFailure>> {
  const first = await fetch(place);
  if (first.ok) return first;
  const whole = await runGit(place, { words: ["fsck", "--connectivity-only", "--no-dangling"], timeoutMs: FETCH_MS });
  if (whole.exitCode !== 0) {
    const mark = readSeen(place);
    rmSync(place.folder, { recursive: true, force: true });
    const said = await makeRepository(place);
    if (said !== undefined) return fail({ says: said });
    if (mark !== undefined) writeSeen(place, mark);
  } else await place.clock.sleep(FETCH_AGAIN_MS);
  return fetch(place);
}

async function fetch(place: RepositoryPlace): Promise<Result<string, FetchFailure>> {
  const fetched = await runGit(place, {
    words: [
      "fetch",
      "--quiet",
      "--no-tags",
      "--no-write-fetch-head",
      "--depth=1",
      REMOTE,
      `+refs/heads/${place.branch}:${TIP}`,
    ],
    timeoutMs: FETCH_MS,
  });
  if (fetched.exitCode !== 0) return fail({ says: saidBy(fetched, place) });
  const tip = await tipHere(place);
  return tip === undefined ? fail({ says: "the branch does not end in a commit" }) : ok(tip);
}

/** Makes the repository when there is none; the answer is what git said when it could not. */
export async function makeRepository(place: RepositoryPlace): Promise<string | undefined> {
  if (existsSync(join(place.folder, "HEAD"))) return undefined;
  const made = await runGit(place, {
    words: ["init", "--quiet", "--bare", "--template=", place.folder],
    timeoutMs: LOCAL_MS,
  });
  return made.exitCode === 0 ? undefined : saidBy(made, place);
}

async function tidy(place: RepositoryPlace): Promise<void> {
  for (const lock of LOCKS) rmSync(join(place.folder, lock), { force: true });
  const sample = join(place.folder, "objects", LOOSE_SAMPLE);
  if (existsSync(sample) && readdirSync(sample).length * 256 > LOOSE_OBJECTS_MAX)
    await runGit(place, { words: ["gc", "--quiet", "--prune=1.hour.ago"], timeoutMs: FETCH_MS });
}

/** The newest commit that is here, of whatever age; undefined when nothing was ever fetched. */
export async function tipHere(place: RepositoryPlace): Promise<string | undefined> {
  if (!existsSync(join(place.folder, "HEAD"))) return undefined;
  const tip = await runGit(place, { words: ["rev-parse", "--verify", `${TIP}^{commit}`], timeoutMs: LOCAL_MS });
  return tip.exitCode === 0 ? tip.stdout.trim() : undefined;
}

/** What was pushed is what the next fetch need not bring. */
export async function rememberTip(place: RepositoryPlace, commit: string): Promise<void> {
  const updated = await runGit(place, { words: ["update-ref", TIP, commit], timeoutMs: LOCAL_MS });
  // Another process of this machine may hold it; then the next fetch brings a little more.
  if (updated.exitCode === null) throw new GitRefused("update-ref");
}

export function readSeen({ folder, branch }: RepositoryPlace): SeenMark | undefined {
  try {
    const value = JSON.parse(readFileSync(join(folder, SEEN_FILE), "utf8")) as Partial<SeenMark>;
    const { sequence, head } = value;
    const isMark = value.branch === branch && Number.isSafeInteger(sequence) && typeof head === "string";
    return isMark ? (value as SeenMark) : undefined;
  } catch {
    return undefined;
  }
}

export function writeSeen({ folder }: RepositoryPlace, mark: SeenMark): void {
  writeDurably(join(folder, SEEN_FILE), `${JSON.stringify(mark)}\n`);
}

/** A person has decided that what stands on the branch now is what counts. */
export function forgetSeen({ folder }: RepositoryPlace): void {
  rmSync(join(folder, SEEN_FILE), { force: true });
}
