import { ok, type Result } from "../core/result.ts";
import type { JournalContents } from "../ports/journal.ts";
import { journalProblem, type Problem } from "./problem.ts";
import type { Shop } from "./shop.ts";

/** The whole journal of the repository, for who looks at it across episodes. */
export async function readJournal(shop: Shop): Promise<Result<JournalContents, Problem>> {
  const journal = shop.journal();
  if (!journal.ok) return journal;
  const read = await journal.value.read();
  return read.ok ? ok(read.value) : journalProblem(read.error);
}
