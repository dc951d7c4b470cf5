import type { Episode } from "../core/production.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { REPOSITORY } from "../core/spending.ts";
import { type JournalRecord, openRecord } from "../operations/apply/journal-record.ts";
import { openState } from "./open-state.ts";
import { type Problem, problem } from "./problem.ts";
import { redactedJournal } from "./redacted-journal.ts";
import { asProblem } from "./run-apply.ts";
import type { Shop } from "./shop.ts";

/**
 * Records a person's word without the lease of a run: it must count while runs go on all night. What guards the chain is that
 * each run reads such a word before it writes anything itself. Without an episode it is of the whole repository.
 */
export async function withRecord<Answer>(
  shop: Shop,
  episode: Episode | undefined,
  work: (record: JournalRecord) => Promise<Result<Answer, { readonly message: string; readonly hint: string }>>,
): Promise<Result<Answer, Problem>> {
  const keys = shop.keys.signing();
  if (!keys.ok) return keys;
  const published = shop.keys.admit(keys.value);
  if (!published.ok) return published;
  const journal = shop.journal();
  if (!journal.ok) return journal;
  if (episode !== undefined) {
    const opened = await openState(shop.repository, journal.value, episode);
    if (!opened.ok) return fail(opened.error);
    if (opened.value.from === "lock")
      return problem(
        `${episode.id} has a lock, and the journal it was made from is not here`,
        "bring .shotlock back, or begin again from the lock: shotlock journal restore",
        3,
      );
  }
  const record = await openRecord(redactedJournal(journal.value, shop.redactor), shop.clock, {
    run: `word-${shop.run()}`,
    operator: shop.operator(),
    show: episode?.show.id ?? REPOSITORY,
    episode: episode?.id ?? REPOSITORY,
  });
  if (!record.ok) return fail({ message: record.error.message, hint: record.error.hint, exitCode: 3 });
  try {
    const done = await work(record.value);
    return done.ok ? ok(done.value) : problem(done.error.message, done.error.hint);
  } catch (thrown) {
    return asProblem(thrown);
  }
}
