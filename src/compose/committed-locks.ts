import type { ProcessRunner } from "../ports/process.ts";

/** Commits that are looked at, newest first: an old lock put back lies behind one of the last few. */
const COMMITS_MAX = 50;
const TIMEOUT_MS = 30_000;
/** Nothing is written, asked or fetched. */
const QUIET = { GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", GIT_NO_LAZY_FETCH: "1" };

/**
 * Texts of a lock as it was committed, newest first; empty without git, outside a work tree, or for a file that was never
 * committed. It can only speak against a lock: a history that was cut short says nothing for it.
 */
export async function committedLocks(
  runner: ProcessRunner,
  root: string,
  lockFile: string,
): Promise<readonly string[]> {
  const git = async (words: readonly string[], input?: string): Promise<string | undefined> => {
    const outcome = await runner.run({
      program: "git",
      arguments: ["--literal-pathspecs", "-c", "core.fsmonitor=false", ...words],
      directory: root,
      environment: QUIET,
      timeoutMs: TIMEOUT_MS,
      ...(input === undefined ? {} : { input }),
    });
    return outcome.exitCode === 0 ? outcome.stdout : undefined;
  };
  // The full history, so that a merge cannot hide the branch with the newer lock.
  const log = await git(["log", "--full-history", `--max-count=${COMMITS_MAX}`, "--format=%H", "--", lockFile]);
  const commits = (log ?? "").split("\n").filter((line) => /^[0-9a-f]{40,64}$/.test(line));
  if (commits.length === 0 || /[\r\n]/.test(lockFile)) return [];
  const answers = await git(["cat-file", "--batch"], commits.map((commit) => `${commit}:./${lockFile}\n`).join(""));
  return answers === undefined ? [] : blobsOf(Buffer.from(answers, "utf8"));
}

/** `cat-file --batch` answers a line with kind and size, the bytes, a line break; a deleted file is a line alone. */
function blobsOf(bytes: Buffer): string[] {
  const texts: string[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const end = bytes.indexOf("\n", offset);
    if (end < 0) break;
    const size = / blob (\d+)$/.exec(bytes.toString("utf8", offset, end))?.[1];
    offset = end + 1;
    if (size === undefined) continue;
    texts.push(bytes.toString("utf8", offset, offset + Number(size)));
    offset += Number(size) + 1;
  }
  return texts;
}
