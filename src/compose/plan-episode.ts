import { existsSync } from "node:fs";
import { planEpisode } from "../core/plan/plan-episode.ts";
import type { Notice } from "../core/plan-steps.ts";
import type { Episode, Shot } from "../core/production.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { catalogueNotices } from "../core/route/catalogue-notices.ts";
import { retiredEngineNames, unknownEngineNames } from "../core/route/engine-names.ts";
import { routeShot } from "../core/route/route-shot.ts";
import { engines } from "../engines/registry.ts";
import { lockTrouble } from "./lock-desk.ts";
import { type OpenState, openState } from "./open-state.ts";
import { type Problem, problem } from "./problem.ts";
import { mediaIsHere, type Shop } from "./shop.ts";
import type { Planned, PlanOptions } from "./workshop.ts";

/** The plan of one episode, from the journal or, in a clone without one, from its lock. Needs no key. */
export async function planOne(shop: Shop, episode: Episode, options: PlanOptions): Promise<Result<Planned, Problem>> {
  const catalogue = shop.catalogue();
  if (!catalogue.ok) return catalogue;
  const [unknown] = unknownEngineNames(options.engines ?? [], catalogue.value);
  if (unknown !== undefined) return problem(unknown.says, "shotlock engines lists them all");
  const journal = shop.journal();
  if (!journal.ok) return journal;
  const opened = await openState(shop.repository, journal.value, episode);
  if (!opened.ok) return fail(opened.error);
  const asOf = shop.today();
  const receiptOf = (shot: Shot) =>
    routeShot({
      shot,
      episode,
      tier: options.tier,
      catalogue: catalogue.value,
      asOf,
      availableAdapters: engines.map((engine) => engine.id),
      ...(options.engines === undefined ? {} : { only: options.engines }),
    });
  // Without a store there is nothing that could be missing from it: a clone shows the lock as it is.
  const hasStore = opened.value.from === "journal" || existsSync(shop.repository.path(".shotlock/store"));
  const plan = planEpisode({
    episode,
    state: opened.value.state,
    tier: options.tier,
    route: receiptOf,
    catalogueDate: catalogue.value.date,
    catalogueNotices: [
      ...(await lockNotices(shop, episode, opened.value)),
      ...retiredNotices(options, catalogue.value, asOf),
      ...(options.tier === "animatic" ? [] : catalogueNotices(catalogue.value, asOf)),
    ],
    mediaPresent: (sha256) => !hasStore || mediaIsHere(shop, sha256),
    ...(options.only === undefined ? {} : { only: options.only }),
  });
  return ok({ plan, state: opened.value.state, tier: options.tier, receiptOf });
}

/** A run that was cut off leaves a lock that is behind, and a lock can be lost or edited: said, before somebody commits it. */
async function lockNotices(shop: Shop, episode: Episode, { from, state }: OpenState): Promise<readonly Notice[]> {
  const isMade = Object.values(state.shots).some((shot) => shot.takes.length > 0);
  const trouble = from === "journal" && isMade ? await lockTrouble(shop, episode, state) : undefined;
  if (trouble === undefined) return [];
  return [
    { code: "LOCK_NOT_CURRENT", severity: "warning", says: `${trouble}: shotlock apply ${episode.id} writes it` },
  ];
}

function retiredNotices(
  options: PlanOptions,
  catalogue: Parameters<typeof retiredEngineNames>[1],
  asOf: string,
): readonly Notice[] {
  return retiredEngineNames(options.engines ?? [], catalogue, asOf).map((gone) => ({
    code: "ENGINE_RETIRED",
    severity: "warning",
    says: gone.says,
  }));
}
