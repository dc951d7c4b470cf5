import { fail } from "../../core/result.ts";
import { TRUST_HINT } from "../../kit/journal/batches.ts";
import type { JournalFailure } from "../../ports/journal.ts";
import type { BadBranch } from "./read-branch.ts";

/** What can go wrong with a state branch, each in the same words wherever it is met. */
interface Named {
  readonly remote: string;
  readonly branch: string;
}
type Failed = { readonly ok: false; readonly error: JournalFailure };

const RESTORE = "push the right branch again, or begin again from the committed lock: shotlock journal restore";

export function broken(place: Named, { name, code, why }: BadBranch): Failed {
  const what = name === "" ? "" : `batch ${name} `;
  const message = `journal ${what}on ${spoken(place)} ${why}`;
  return fail({ code, message, hint: code === "JOURNAL_UNSIGNED" ? TRUST_HINT : RESTORE });
}

export function gone(place: Named): Failed {
  const message = `the journal's branch ${place.branch} is gone from ${place.remote}; this clone has read it before`;
  return fail({ code: "JOURNAL_BROKEN", message, hint: RESTORE });
}

export function rewritten(place: Named, sequence: number): Failed {
  const message = `the journal on ${spoken(place)} does not go on from its event ${sequence} as this clone read it: the branch was rewritten`;
  return fail({ code: "JOURNAL_BROKEN", message, hint: RESTORE });
}

export function moved(place: Named): Failed {
  const message = `somebody else appended to the journal on ${spoken(place)}`;
  return fail({ code: "JOURNAL_MOVED", message, hint: "run it again: the plan is made anew" });
}

export function busy(place: Named, holder: string): Failed {
  const message = `${holder} reads ${spoken(place)} on this machine`;
  return fail({ code: "JOURNAL_BUSY", message, hint: "wait for the other run, or stop it" });
}

export function unreachable(place: Named, said: string): Failed {
  const message = `the journal on ${spoken(place)} gives no answer: ${said}`;
  return fail({ code: "JOURNAL_UNREACHABLE", message, hint: `see what git ls-remote ${place.remote} says` });
}

export function unwritable(place: Named, said: string): Failed {
  const message = `the journal on ${spoken(place)} cannot be written: ${said}`;
  const hint = `who spends needs the right to push ${place.branch}; rules of that branch may forbid force, not pushes`;
  return fail({ code: "JOURNAL_UNWRITABLE", message, hint });
}

function spoken({ remote, branch }: Named): string {
  return `${branch} of ${remote}`;
}
