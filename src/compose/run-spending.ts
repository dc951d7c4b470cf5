import type { Episode } from "../core/production.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { doubtsIn } from "../core/spending/doubts.ts";
import { continueSpending, NOTHING_SPENT, type Spending } from "../core/spending.ts";
import { engines } from "../engines/registry.ts";
import { resolveDoubt } from "../operations/spending/resolve-doubt.ts";
import { startSpending, stopSpending } from "../operations/spending/stop-spending.ts";
import { writeGrant } from "../operations/spending/write-grant.ts";
import { addressOf, readAddresses } from "./addresses-file.ts";
import { openState } from "./open-state.ts";
import type { Problem } from "./problem.ts";
import { readJournal } from "./read-journal.ts";
import { withRecord } from "./repository-record.ts";
import type { Shop } from "./shop.ts";
import type { ApproveOptions, Doubted, Planned, ResolveOptions, Said } from "./workshop.ts";

/** Writes the grant of a plan that a person has seen. */
export async function runApprove(
  shop: Shop,
  episode: Episode,
  { plan }: Planned,
  options: ApproveOptions,
): Promise<Result<Said, Problem>> {
  const expiresAt = new Date(shop.clock.now() + options.validMs).toISOString();
  const written = await withRecord(shop, episode, (record) =>
    writeGrant(record, {
      plan,
      seen: options.seen,
      operator: shop.operator(),
      expiresAt,
      ...(episode.approvers === undefined ? {} : { approvers: episode.approvers }),
      ...(options.ceilingMicros === undefined ? {} : { ceilingMicros: options.ceilingMicros }),
    }),
  );
  return written.ok ? ok({ says: written.value }) : written;
}

export async function runStop(shop: Shop, reason: string): Promise<Result<Said, Problem>> {
  const done = await withRecord(shop, undefined, (record) => stopSpending(record, reason));
  return done.ok ? ok({ says: done.value }) : done;
}

export async function runStart(shop: Shop, reason: string): Promise<Result<Said, Problem>> {
  const approvers = shop.config.people?.producer;
  const done = await withRecord(shop, undefined, (record) =>
    startSpending(record, reason, { operator: shop.operator(), ...(approvers === undefined ? {} : { approvers }) }),
  );
  return done.ok ? ok({ says: done.value }) : done;
}

/** What only a person can say, of one episode. */
export async function doubtsOfEpisode(shop: Shop, episode: Episode): Promise<Result<readonly Doubted[], Problem>> {
  const journal = shop.journal();
  if (!journal.ok) return journal;
  const opened = await openState(shop.repository, journal.value, episode);
  if (!opened.ok) return fail(opened.error);
  return ok(doubtsIn(opened.value.state).map((doubt) => ({ episode, doubt })));
}

export async function runResolve(
  shop: Shop,
  episode: Episode,
  options: ResolveOptions,
): Promise<Result<Said, Problem>> {
  const addresses = readAddresses(shop.environment, process.platform);
  if (!addresses.ok) return addresses;
  const done = await withRecord(shop, episode, (record) =>
    resolveDoubt(record, {
      ...options,
      operator: shop.operator(),
      engines: new Map(engines.map((engine) => [engine.id, engine])),
      addressOf: (engine) => addressOf(engine, addresses.value),
      currency: episode.ceilings.currency,
      ...(episode.approvers === undefined ? {} : { approvers: episode.approvers }),
    }),
  );
  return done.ok ? ok({ says: done.value }) : done;
}

export async function booksOfRepository(
  shop: Shop,
): Promise<Result<{ readonly spending: Spending; readonly currency: string }, Problem>> {
  const read = await readJournal(shop);
  if (!read.ok) return read;
  const spending = continueSpending(NOTHING_SPENT, read.value.events);
  return ok({ spending, currency: shop.config.ceilings?.currency ?? "USD" });
}
