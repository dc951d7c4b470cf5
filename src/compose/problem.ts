import type { JournalFailure } from "../ports/journal.ts";

/** Something a person can mend that stopped a command: one sentence, what to do, and how the command ends. */
export interface Problem {
  readonly message: string;
  readonly hint: string;
  /** 1 error, 2 mismatch, 3 waits for a person. */
  readonly exitCode: 1 | 2 | 3;
}

export function problem(
  message: string,
  hint: string,
  exitCode: Problem["exitCode"] = 1,
): { readonly ok: false; readonly error: Problem } {
  return { ok: false, error: { message, hint, exitCode } };
}

/** A journal that does not go on stops whoever would write to it or spend by it, until a person has looked. */
export function journalProblem({ message, hint }: JournalFailure): ReturnType<typeof problem> {
  return problem(message, hint, 3);
}

/** What the system says when it cannot do what a file asks of it, in words; undefined for anything else. */
export function systemProblem(thrown: unknown): { readonly ok: false; readonly error: Problem } | undefined {
  if (!(thrown instanceof Error) || !("code" in thrown) || typeof thrown.code !== "string") return undefined;
  const hint = SYSTEM_HINTS[thrown.code];
  return hint === undefined ? undefined : problem(`the system refuses a file: ${thrown.message}`, hint);
}

const PERMISSION = "see who may write there";
const SYSTEM_HINTS: Readonly<Record<string, string>> = {
  ENOSPC: "make room on the disk; what was made is kept, and the next run goes on where this one was",
  EDQUOT: "make room within the quota; what was made is kept, and the next run goes on where this one was",
  EFBIG: "the file system takes no file of that size",
  EIO: "look after the disk; what was made is kept",
  EMFILE: "close other programs, or raise the limit of open files",
  EROFS: "the disk is read-only here",
  EACCES: PERMISSION,
  EPERM: PERMISSION,
  ENOTDIR: "a file stands where a folder belongs",
  EISDIR: "a folder stands where a file belongs",
};
