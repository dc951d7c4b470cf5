import type { Digest } from "../core/digest.ts";
import type { JournalEvent } from "../core/journal-events.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { codeOf } from "../kit/exclusive-file.ts";
import { mustBeReadable, NO_CONTENTS, signBatch } from "../kit/journal/batches.ts";
import type { Journal, JournalContents, JournalFailure, SetAside } from "../ports/journal.ts";
import { broken, busy, gone, moved, rewritten, unreachable, unwritable } from "./git-branch/failures.ts";
import { grownBranch, setAsideTree } from "./git-branch/grow.ts";
import { type BranchPlace, type GitBranchJournalOptions, openPlace } from "./git-branch/place.ts";
import { type BadBranch, type CheckedBranch, NO_BRANCH, readBranch } from "./git-branch/read-branch.ts";
import { askTip, pushCommit, tryPush, waitMs } from "./git-branch/remote.ts";
import {
  fetchTip,
  forgetSeen,
  makeRepository,
  readSeen,
  rememberTip,
  tipHere,
  writeSeen,
} from "./git-branch/repository.ts";
import { GitRefused, writeCommit } from "./git-branch/tree.ts";

type Answer<Value> = Result<Value, JournalFailure>;
type Appended = { readonly head: Digest; readonly sequence: number };

/** One opened journal: the branch as it was read last, and when it may be pushed to again. */
interface Session {
  readonly options: GitBranchJournalOptions;
  place: BranchPlace | undefined;
  known: CheckedBranch;
  wasRead: boolean;
  pushAtMs: number;
  /** Races lost one after another. */
  lost: number;
}

/** Forges count pushes; a second is also what a person does not notice. */
const PUSH_EVERY_MS = 1_000;
const LOST_COUNTED_MAX = 4;

/**
 * A journal on a branch of its own in a git remote, any forge's or a plain folder: the same signed batches as in a folder,
 * spelled the same. Every append is a commit whose push the remote takes only while the branch ends where the batch
 * begins. The newest commit holds the whole journal, so nobody needs the branch's history.
 */
export function gitBranchJournal(options: GitBranchJournalOptions): Journal {
  const session: Session = { options, place: undefined, known: NO_BRANCH, wasRead: false, pushAtMs: 0, lost: 0 };
  let queue: Promise<unknown> = Promise.resolve();
  /** One thing at a time in this process: two that work on what the other is about to replace would only fail. */
  function alone<Value>(work: (place: BranchPlace) => Promise<Answer<Value>>): Promise<Answer<Value>> {
    const done = queue.then(() => guarded(session, work));
    queue = done.catch(() => undefined);
    return done;
  }
  return {
    id: "git-branch",
    read: () => alone(async (place) => contentsOf(await refresh(session, place))),
    async append(events, expectedHead) {
      mustBeReadable(options, events);
      return alone((place) => append(session, place, events, expectedHead));
    },
    setBrokenAside: () => alone((place) => setAside(session, place)),
    readHere: () => alone((place) => readHere(session, place)),
    ready: () => untilReady(session),
    writable: () => alone((place) => writable(session, place)),
  };
}

function contentsOf(read: Answer<CheckedBranch>): Answer<JournalContents> {
  return read.ok ? ok(read.value.contents) : read;
}

async function untilReady({ options, pushAtMs }: Session): Promise<void> {
  const waitMs = pushAtMs - options.clock.now();
  if (waitMs > 0) await options.clock.sleep(waitMs);
}

/** What stands on the remote now, found good and an extension of what this clone saw before. */
async function refresh(session: Session, place: BranchPlace): Promise<Answer<CheckedBranch>> {
  const tip = await askTip(place);
  if (!tip.ok) return unreachable(place, tip.error);
  if (session.wasRead && tip.value === session.known.tip) return ok(session.known);
  if (tip.value === null) {
    if (readSeen(place) !== undefined) return gone(place);
    session.wasRead = true;
    session.known = NO_BRANCH;
    return ok(NO_BRANCH);
  }
  const newest = await readNewest(session, place);
  if (!newest.ok) return newest;
  const read = newest.value;
  if (!read.ok) return broken(place, read.error);
  const seen = readSeen(place);
  const { contents } = read.value;
  if (seen !== undefined && contents.heads.get(seen.sequence) !== seen.head) return rewritten(place, seen.sequence);
  know(session, place, read.value);
  return read;
}

async function readNewest(session: Session, place: BranchPlace): Promise<Answer<Result<CheckedBranch, BadBranch>>> {
  const fetched = await fetchTip(place);
  if (fetched.ok) return ok(await readBranch(place, place.checks, fetched.value, session.known));
  return "busy" in fetched.error ? busy(place, fetched.error.busy) : unreachable(place, fetched.error.says);
}

function know(session: Session, place: BranchPlace, now: CheckedBranch): void {
  session.wasRead = true;
  session.known = now;
  const { head, sequence } = now.contents;
  const seen = readSeen(place);
  if (head !== null && seen?.sequence !== sequence) writeSeen(place, { branch: place.branch, sequence, head });
}

async function append(
  session: Session,
  place: BranchPlace,
  events: readonly JournalEvent[],
  expectedHead: Digest | null,
): Promise<Answer<Appended>> {
  if (!session.wasRead || session.known.contents.head !== expectedHead) {
    const read = await refresh(session, place);
    if (!read.ok) return read;
    if (read.value.contents.head !== expectedHead) return moved(place);
  }
  await untilReady(session);
  const said = await makeRepository(place);
  if (said !== undefined) return unwritable(place, said);
  const before = session.known;
  const batch = signBatch(place.signer, before.contents, events);
  const grown = await grownBranch(place, before, batch);
  const nowMs = place.clock.now();
  const commit = await writeCommit(place, grown.tree, { parent: before.tip, says: commitWords(grown), nowMs });
  session.pushAtMs = nowMs + (session.options.pushEveryMs ?? PUSH_EVERY_MS);
  const pushed = await pushCommit(place, commit, before.tip);
  const own = { head: batch.hash, sequence: grown.contents.sequence };
  switch (pushed.kind) {
    case "stands":
      session.lost = 0;
      know(session, place, { ...grown, tip: commit });
      await rememberTip(place, commit);
      return ok(own);
    case "moved":
      return afterMove(session, place, own);
    case "refused":
      return unwritable(place, pushed.says);
    case "unknown":
      return unreachable(place, pushed.says);
  }
}

function commitWords({ tree }: CheckedBranch): string {
  return `journal batch ${tree.files.at(-1)?.last ?? 0}`;
}

/** The branch ends elsewhere than both before and after our push: perhaps ours stands and somebody went on from it. */
async function afterMove(session: Session, place: BranchPlace, own: Appended): Promise<Answer<Appended>> {
  const read = await refresh(session, place);
  if (!read.ok) return read;
  if (read.value.contents.heads.get(own.sequence) === own.head) return ok(own);
  session.lost = Math.min(session.lost + 1, LOST_COUNTED_MAX);
  // Waited here and not before the next push: what is decided after the wait is decided on what stands then.
  session.pushAtMs = Math.max(session.pushAtMs, place.clock.now() + waitMs(place, session.lost));
  await untilReady(session);
  return moved(place);
}

async function readHere(session: Session, place: BranchPlace): Promise<Answer<JournalContents>> {
  const tip = await tipHere(place);
  if (tip === undefined) return ok({ ...NO_CONTENTS, isCopy: true });
  const read = await readBranch(place, place.checks, tip, session.known);
  return read.ok ? ok({ ...read.value.contents, isCopy: true }) : broken(place, read.error);
}

async function setAside(session: Session, place: BranchPlace): Promise<Answer<SetAside>> {
  const tip = await askTip(place);
  if (!tip.ok) return unreachable(place, tip.error);
  const newest = tip.value === null ? ok(ok(NO_BRANCH)) : await readNewest(session, place);
  if (!newest.ok) return newest;
  const read = newest.value;
  if (read.ok) {
    forgetSeen(place);
    know(session, place, read.value);
    return ok({ names: [], sequence: read.value.contents.sequence });
  }
  if (read.error.tree === undefined) return broken(place, read.error);
  const { good, names } = await setAsideTree(place, read.error, read.error.tree);
  const says = `journal set aside from ${names[0] ?? ""}`;
  const commit = await writeCommit(place, good.tree, { parent: good.tip, says, nowMs: place.clock.now() });
  const pushed = await pushCommit(place, commit, good.tip);
  if (pushed.kind === "moved") return moved(place);
  if (pushed.kind === "refused") return unwritable(place, pushed.says);
  if (pushed.kind === "unknown") return unreachable(place, pushed.says);
  forgetSeen(place);
  know(session, place, { ...good, tip: commit });
  await rememberTip(place, commit);
  return ok({ names, sequence: good.contents.sequence });
}

async function writable(session: Session, place: BranchPlace): Promise<Answer<undefined>> {
  const read = await refresh(session, place);
  if (!read.ok) return read;
  const said = await makeRepository(place);
  if (said !== undefined) return unwritable(place, said);
  const { tip, tree } = read.value;
  const commit = await writeCommit(place, tree, { parent: tip, says: "never pushed", nowMs: place.clock.now() });
  const tried = await tryPush(place, commit, tip);
  return tried.ok ? tried : unwritable(place, tried.error);
}

/** The remote's address, once; refusals of disk and git here are answers, anything else is our bug and goes on. */
async function guarded<Value>(
  session: Session,
  work: (place: BranchPlace) => Promise<Answer<Value>>,
): Promise<Answer<Value>> {
  if (session.place === undefined) {
    const opened = await openPlace(session.options);
    if (!opened.ok) return opened;
    session.place = opened.value;
  }
  try {
    return await work(session.place);
  } catch (thrown) {
    const isRefusal = thrown instanceof GitRefused || codeOf(thrown) !== undefined;
    if (!isRefusal || !(thrown instanceof Error)) throw thrown;
    return fail({
      code: "JOURNAL_UNWRITABLE",
      message: `the copy of the state branch in ${session.options.folder} cannot be written: ${thrown.message}`,
      hint: "make room on the disk and check who may write to the folder",
    });
  }
}
