import { existsSync } from "node:fs";
import { evidenceOf } from "../core/evidence/fold-evidence.ts";
import { didYouMean } from "../core/nearest-word.ts";
import { planEpisode } from "../core/plan/plan-episode.ts";
import type { Notice, Plan } from "../core/plan-steps.ts";
import type { Episode, Shot } from "../core/production.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { alarmNotices } from "../core/route/alarm-notices.ts";
import { authoredEngineNotices } from "../core/route/authored-engine-notices.ts";
import { catalogueNotices } from "../core/route/catalogue-notices.ts";
import { circledLook } from "../core/route/circled-look.ts";
import { retiredEngineNames, unknownEngineNames } from "../core/route/engine-names.ts";
import { routeShot } from "../core/route/route-shot.ts";
import { takenEngineNotices } from "../core/route/taken-engine-notices.ts";
import { engines } from "../engines/registry.ts";
import { addressedEngines, REMOTES } from "./engine-network.ts";
import { lockTrouble } from "./lock-desk.ts";
import { maySpend, paidRefusal } from "./open-journal.ts";
import { type OpenState, openState } from "./open-state.ts";
import { planOutlook } from "./plan-outlook.ts";
import { type Problem, problem } from "./problem.ts";
import { mediaIsHere, type Shop } from "./shop.ts";
import type { Planned, PlanOptions } from "./workshop.ts";

/** The plan of one episode, from the journal or, in a clone without one, from its lock. Needs no key. */
export async function planOne(shop: Shop, episode: Episode, options: PlanOptions): Promise<Result<Planned, Problem>> {
  const catalogue = shop.catalogue();
  if (!catalogue.ok) return catalogue;
  const unknown = unknownEngineNames(options.engines ?? [], catalogue.value);
  if (unknown.length > 0)
    return problem(
      unknown.map((finding) => finding.says).join("; "),
      "names are those of engines, models and families: runway, veo-3.1, veo",
    );
  const stranger = options.only?.find((id) => !episode.shots.some((shot) => shot.id === id));
  if (stranger !== undefined) return problem(noSuchShot(stranger, episode), "shotlock status lists the shots");
  const journal = shop.journal();
  if (!journal.ok) return journal;
  const opened = await openState(shop.repository, journal.value, episode, { copyIsEnough: true });
  if (!opened.ok) return fail(opened.error);
  const asOf = shop.today();
  const addressed = addressedEngines(shop);
  if (!addressed.ok) return addressed;
  const evidence = evidenceOf(opened.value.events);
  const receiptOf = (shot: Shot, priority = shot.route.priority) => {
    const asked = { shot, episode, tier: options.tier, catalogue: catalogue.value, asOf, evidence };
    const look = circledLook(asked, opened.value.state);
    return routeShot({
      ...asked,
      priority,
      ...(look === undefined ? {} : { sceneLook: look }),
      ...(episode.dueMs === undefined ? {} : { nowMs: shop.clock.now() }),
      availableAdapters: addressed.value,
      // Asked by name, an engine is shown with its price even where nothing can be ordered from it yet.
      ...(options.engines === undefined ? { requireAdapter: true, remotes: REMOTES } : { only: options.engines }),
    });
  };
  const plan = planEpisode({
    episode,
    state: opened.value.state,
    tier: options.tier,
    route: receiptOf,
    catalogueDate: catalogue.value.date,
    catalogueNotices: [
      ...copyNotices(opened.value),
      ...(await lockNotices(shop, episode, opened.value)),
      ...askedNotices(options, catalogue.value, asOf),
      ...authoredEngineNotices(episode, catalogue.value, asOf),
      ...takenEngineNotices(opened.value.state, catalogue.value, asOf),
      ...(options.tier === "animatic" ? [] : catalogueNotices(catalogue.value, asOf)),
      ...(options.tier === "animatic" ? [] : alarmNotices(evidence, catalogue.value, asOf)),
    ],
    books: { spending: opened.value.spending, at: new Date(shop.clock.now()).toISOString() },
    mediaPresent: (sha256) => !isStoreWhole(shop, opened.value) || mediaIsHere(shop, sha256),
    ...(options.only === undefined ? {} : { only: options.only }),
  });
  const { state, spending, events } = opened.value;
  const outlook = planOutlook({ plan, episode, catalogue: catalogue.value, events, receiptOf });
  const whole = withReach({ ...plan, ...(outlook === undefined ? {} : { outlook }) });
  return ok({ plan: await withJournal(shop, whole), state, spending, tier: options.tier, receiptOf });
}

/**
 * Whether what is missing in the store here is lost. Without a store nothing could be missing from it: a clone shows the lock
 * as it is. Where several machines share a journal it lies in another one's, and nothing is made again for that.
 */
function isStoreWhole(shop: Shop, { from }: OpenState): boolean {
  if (shop.config.journal?.kind === "git-branch") return false;
  return from === "journal" || existsSync(shop.repository.path(".shotlock/store"));
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

/** A plan made from a copy of the journal is a look and no promise: what others did since is not in it. */
function copyNotices({ copy }: OpenState): readonly Notice[] {
  return copy === undefined ? [] : [{ code: "JOURNAL_COPY", severity: "warning", says: copy }];
}

/** Where paid engines will refuse this journal, the plan says so before somebody approves it. */
async function withJournal(shop: Shop, plan: Plan): Promise<Plan> {
  const refused = maySpend(plan) ? await paidRefusal(shop) : undefined;
  if (refused === undefined) return plan;
  const says = `apply will stop: ${refused.message}; ${refused.hint}`;
  return { ...plan, notices: [...plan.notices, { code: "JOURNAL_NOT_SHARED", severity: "warning", says }] };
}

function noSuchShot(id: string, episode: Episode): string {
  const hint = didYouMean(
    id,
    episode.shots.map((shot) => shot.id),
  );
  return `${episode.id} has no shot ${id}${hint === undefined ? "" : `: ${hint}`}`;
}

/** The plan with a warning when an engine it chose cannot be reached by this build: it is then a price and no promise. */
function withReach(plan: Plan): Plan {
  const here = new Set<string>([...engines.map((engine) => engine.id), "provided", "take"]);
  const chosen = plan.steps.flatMap((step) =>
    step.takes > 0 ? (step.receipt?.candidates[0]?.identity.engine ?? []) : [],
  );
  const absent = [...new Set(chosen.filter((engine) => !here.has(engine)))].sort();
  if (absent.length === 0) return plan;
  const says = `this version of shotlock cannot order from ${absent.join(", ")} yet: the plan shows engines and prices, \`apply\` would stop`;
  return { ...plan, notices: [...plan.notices, { code: "ENGINE_NOT_HERE", severity: "warning", says }] };
}

/** What is to be said of the names behind `--engines`. */
function askedNotices(
  options: PlanOptions,
  catalogue: Parameters<typeof retiredEngineNames>[1],
  asOf: string,
): readonly Notice[] {
  const asked = options.engines ?? [];
  if (asked.length > 0 && options.tier === "animatic") {
    const says = "the animatic is drawn by its own engine: --engines counts for draft and final";
    return [{ code: "ENGINES_NOT_USED", severity: "info", says }];
  }
  return retiredEngineNames(asked, catalogue, asOf).map(({ says }) => ({
    code: "ENGINE_RETIRED",
    severity: "warning",
    says,
  }));
}
