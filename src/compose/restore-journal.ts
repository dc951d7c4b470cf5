import { sha256 } from "../core/digest.ts";
import type { JsonObject } from "../core/json.ts";
import type { Episode } from "../core/production.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { openRecord } from "../operations/apply/journal-record.ts";
import { lockPaths } from "../operations/apply/write-lock.ts";
import { openState, parseLockText } from "./open-state.ts";
import { type Problem, problem } from "./problem.ts";
import { asProblem } from "./run-apply.ts";
import type { Shop } from "./shop.ts";
import type { Said } from "./workshop.ts";

/** Begins this machine's journal for an episode with what its committed lock says: a person's decision, recorded as one. */
export async function restoreJournal(shop: Shop, episode: Episode): Promise<Result<Said, Problem>> {
  const paths = lockPaths(episode);
  const text = shop.repository.read(paths.lock);
  const lock = text === undefined ? undefined : parseLockText(text);
  if (text === undefined || lock === undefined)
    return problem(`${episode.id} has no lock to begin from`, "shotlock apply begins a journal by itself");
  const keys = shop.keys.signing();
  if (!keys.ok) return keys;
  const published = shop.keys.admit(keys.value);
  if (!published.ok) return published;
  const journal = shop.journal();
  if (!journal.ok) return journal;
  const opened = await openState(shop.repository, journal.value, episode);
  if (opened.ok && opened.value.from === "journal" && opened.value.state.lock !== null)
    return ok({
      says: `${episode.id}: the journal is here and contains what the lock was made from; nothing to restore`,
    });
  const record = await openRecord(journal.value, shop.clock, {
    run: `restore-${new Date(shop.clock.now()).toISOString()}`,
    operator: shop.operator(),
    show: episode.show.id,
    episode: episode.id,
  });
  if (!record.ok) return fail({ message: record.error.message, hint: record.error.hint, exitCode: 3 });
  try {
    await record.value.append({
      type: "journal.restored",
      lock: sha256(text),
      document: lock as unknown as JsonObject,
    });
  } catch (thrown) {
    return asProblem(thrown);
  }
  return ok({
    says: `${episode.id}: the journal begins with lock serial ${lock.serial}. Takes whose files are not in the store here are planned as missing.`,
  });
}
