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
