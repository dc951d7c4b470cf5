import { fail, ok, type Result } from "../../core/result.ts";
import type { Clock } from "../../ports/clock.ts";
import { type GitPlace, REMOTE, runGit, saidBy } from "./git.ts";

export interface RemotePlace extends GitPlace {
  readonly clock: Clock;
  readonly branch: string;
  /** From 0 to below 1: writers that failed together must not come back together. */
  random(): number;
}

/** What became of a push: it stands, somebody else was quicker, or the remote did not take it. */
export type Pushed =
  | { readonly kind: "stands" }
  | { readonly kind: "moved" }
  | { readonly kind: "refused"; readonly says: string }
  | { readonly kind: "unknown"; readonly says: string };

const ASK_MS = 30_000;
const PUSH_MS = 120_000;
const ASK_TRIES_MAX = 3;
const PUSH_TRIES_MAX = 5;
const WAIT_FIRST_MS = 400;
const WAIT_MAX_MS = 8_000;

/** Where the branch ends on the remote; null when there is no such branch. Asked again when there is no answer, a few times. */
export async function askTip(place: RemotePlace): Promise<Result<string | null, string>> {
  let said = "";
  for (let tries = 0; tries < ASK_TRIES_MAX; tries += 1) {
    if (tries > 0) await place.clock.sleep(waitMs(place, tries));
    const asked = await runGit(place, {
      words: ["ls-remote", "--refs", REMOTE, `refs/heads/${place.branch}`],
      timeoutMs: ASK_MS,
    });
    if (asked.exitCode === 0) return ok(tipIn(asked.stdout, place.branch));
    said = saidBy(asked, place);
    if (asked.notFound) break;
  }
  return fail(said);
}

function tipIn(listing: string, branch: string): string | null {
  const lines = listing.split("\n").map((line) => line.split("\t"));
  return lines.find(([, name]) => name === `refs/heads/${branch}`)?.[0] ?? null;
}

/**
 * Pushes a commit in the place of the one before it: the remote takes it only while the branch still ends there. What
 * git says is no evidence, so after anything but success the branch itself is looked at before anything is repeated: a
 * push whose answer was lost may stand, and the same commit pushed twice is one commit.
 */
export async function pushCommit(place: RemotePlace, commit: string, after: string | null): Promise<Pushed> {
  let said = "";
  for (let tries = 0; tries < PUSH_TRIES_MAX; tries += 1) {
    if (tries > 0) await place.clock.sleep(waitMs(place, tries));
    const pushed = await runGit(place, { words: pushWords(place, commit, after), timeoutMs: PUSH_MS });
    if (pushed.exitCode === 0) return { kind: "stands" };
    said = saidBy(pushed, place);
    const tip = await askTip(place);
    if (!tip.ok) return { kind: "unknown", says: tip.error };
    if (tip.value === commit) return { kind: "stands" };
    if (tip.value !== after) return { kind: "moved" };
  }
  return { kind: "refused", says: said };
}

/** Whether the remote would take a push, as far as it says so without one: credentials and right to write, not rules of a branch. */
export async function tryPush(
  place: RemotePlace,
  commit: string,
  after: string | null,
): Promise<Result<undefined, string>> {
  const tried = await runGit(place, { words: [...pushWords(place, commit, after), "--dry-run"], timeoutMs: PUSH_MS });
  return tried.exitCode === 0 ? ok(undefined) : fail(saidBy(tried, place));
}

function pushWords({ branch }: RemotePlace, commit: string, after: string | null): readonly string[] {
  const ref = `refs/heads/${branch}`;
  return ["push", "--porcelain", "--no-verify", `--force-with-lease=${ref}:${after ?? ""}`, REMOTE, `${commit}:${ref}`];
}

/** Twice as long after each failure, and anywhere in the later half of it. */
export function waitMs({ random }: Pick<RemotePlace, "random">, tries: number): number {
  const longest = Math.min(WAIT_MAX_MS, WAIT_FIRST_MS * 2 ** (tries - 1));
  return Math.round(longest * (0.5 + random() / 2));
}
