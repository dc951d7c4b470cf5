import { collectingPlan } from "../core/plan/collecting-plan.ts";
import { type Episode, TIERS } from "../core/production.ts";
import { ok, type Result } from "../core/result.ts";
import { isOpenEntry } from "../core/spending/ledger-entry.ts";
import { continueSpending, NOTHING_SPENT } from "../core/spending.ts";
import type { ApplySummary } from "../operations/apply/apply-summary.ts";
import { openAttempts } from "../operations/apply/run-shot.ts";
import { planOne } from "./plan-episode.ts";
import type { Problem } from "./problem.ts";
import { readJournal } from "./read-journal.ts";
import { runApply } from "./run-apply.ts";
import type { Shop } from "./shop.ts";
import type { CollectOptions } from "./workshop.ts";

/** Collects what is under way for one episode, tier by tier; submits nothing. Empty when nothing is under way. */
export async function runCollect(
  shop: Shop,
  episode: Episode,
  options: CollectOptions,
): Promise<Result<readonly ApplySummary[], Problem>> {
  const summaries: ApplySummary[] = [];
  for (const tier of TIERS) {
    const planned = await planOne(shop, episode, { tier });
    if (!planned.ok) return planned;
    const { state, plan } = planned.value;
    if (Object.values(state.shots).every(({ attempts }) => openAttempts(attempts, tier).length === 0)) continue;
    const collected = await runApply(
      shop,
      episode,
      { ...planned.value, plan: collectingPlan(plan) },
      { ...options, conform: false },
    );
    if (!collected.ok) return collected;
    summaries.push(collected.value);
  }
  return ok(summaries);
}

/** Episodes whose YAML is gone and of which something is still under way: said, since nobody collects it otherwise. */
export async function orphans(
  shop: Shop,
  episodes: readonly Episode[],
): Promise<Result<readonly { readonly episode: string; readonly jobs: number }[], Problem>> {
  const read = await readJournal(shop);
  if (!read.ok) return read;
  const known = new Set(episodes.map((episode) => `${episode.show.id}/${episode.id}`));
  const counts = new Map<string, number>();
  for (const entry of continueSpending(NOTHING_SPENT, read.value.events).entries.values()) {
    const name = `${entry.show}/${entry.episode}`;
    if (!known.has(name) && isOpenEntry(entry)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return ok([...counts].map(([episode, jobs]) => ({ episode, jobs })));
}
