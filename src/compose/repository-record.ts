import type { Episode } from "../core/production.ts";
import { ok, type Result } from "../core/result.ts";
import { REPOSITORY } from "../core/spending.ts";
import { type JournalRecord, openRecord } from "../operations/apply/journal-record.ts";
import { openJournaled } from "./open-state.ts";
import { journalProblem, type Problem, problem } from "./problem.ts";
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
    const opened = await openJournaled(shop.repository, journal.value, episode);
    if (!opened.ok) return opened;
  }
  const record = await openRecord(redactedJournal(journal.value, shop.redactor), shop.clock, {
    run: `word-${shop.run()}`,
    operator: shop.operator(),
    show: episode?.show.id ?? REPOSITORY,
    episode: episode?.id ?? REPOSITORY,
  });
  if (!record.ok) return journalProblem(record.error);
  try {
    const done = await work(record.value);
    return done.ok ? ok(done.value) : problem(done.error.message, done.error.hint);
  } catch (thrown) {
    return asProblem(thrown);
  }
}
