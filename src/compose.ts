import { presentSecrets } from "./compose/engine-secrets.ts";
import { findRoot } from "./compose/find-root.ts";
import { healthNow } from "./compose/health-now.ts";
import type { Environment } from "./compose/keys-folder.ts";
import { knownNames } from "./compose/known-names.ts";
import { isNewShow } from "./compose/new-show.ts";
import { openKeys } from "./compose/open-keys.ts";
import { planOne } from "./compose/plan-episode.ts";
import { type Problem, problem } from "./compose/problem.ts";
import { repositoryFolder } from "./compose/repository-folder.ts";
import { restoreJournal } from "./compose/restore-journal.ts";
import { asProblem, openRun, runApply } from "./compose/run-apply.ts";
import { orphans, runCollect } from "./compose/run-collect.ts";
import { conformOne } from "./compose/run-conform.ts";
import { runDecision } from "./compose/run-decision.ts";
import { demoResult, prepareDemo } from "./compose/run-demo.ts";
import { runDoctor } from "./compose/run-doctor.ts";
import { runInit } from "./compose/run-init.ts";
import { initKeys, listKeys, publishKeys, rotateKeys, showKeys } from "./compose/run-keys.ts";
import {
  booksOfRepository,
  doubtsOfEpisode,
  runApprove,
  runResolve,
  runStart,
  runStop,
} from "./compose/run-spending.ts";
import { runVerify } from "./compose/run-verify.ts";
import { openShop, type Shop } from "./compose/shop.ts";
import { toolVersion } from "./compose/tool-version.ts";
import type { Said, Workshop } from "./compose/workshop.ts";
import type { Catalogue } from "./core/catalogue.ts";
import type { Episode } from "./core/production.ts";
import { ok, type Result } from "./core/result.ts";
import { engines } from "./engines/registry.ts";
import { systemClock } from "./kit/clock.ts";
import { loadConfigFile } from "./kit/config-file.ts";
import { createProcessRunner } from "./kit/process-runner.ts";
import { repositoryFiles } from "./kit/repository-files.ts";
import { loadProductions } from "./operations/load.ts";

export type { Problem } from "./compose/problem.ts";
export { lintRepository } from "./compose/run-lint.ts";
export { FOOTAGE_KINDS, type FootageKind, type RunningSandbox, runSandbox } from "./compose/sandbox/run-sandbox.ts";
export { toolVersion } from "./compose/tool-version.ts";
export type { Doubted, Workshop } from "./compose/workshop.ts";

export interface OpenRequest {
  readonly directory: string;
  readonly environment: Environment;
}

/** The only place where real adapters meet ports: opens a repository for the commands. */
export async function openWorkshop(request: OpenRequest): Promise<Result<Workshop, Problem>> {
  const root = findRoot(request.directory);
  if (root === undefined) return problem(`${request.directory} is not a folder`, "give a repository with -C");
  const repository = repositoryFolder(root);
  const loaded = await loadConfigFile(root);
  const [fault] = loaded.diagnostics.filter((finding) => finding.severity === "error");
  if (loaded.value === undefined || fault !== undefined)
    return problem(
      `${fault?.file ?? "shotlock.config.yaml"}:${fault?.line ?? 1} ${fault?.message ?? "cannot be read"}`,
      fault?.hint ?? "shotlock lint shows all findings",
    );
  const config = loaded.value;
  const shop = openShop({
    repository,
    files: repositoryFiles(root),
    config,
    environment: request.environment,
    clock: systemClock(),
    process: createProcessRunner(),
    keys: openKeys(repository, config, request.environment),
    version: toolVersion(),
  });
  return ok(workshopOf(shop));
}

function workshopOf(shop: Shop): Workshop {
  const load: Workshop["load"] = (episode) =>
    loadProductions({
      files: shop.files,
      config: shop.config,
      known: knownNames(catalogueOf(shop)),
      isNewShow: (folder) => isNewShow(shop, folder),
      ...(episode === undefined ? {} : { episode }),
    });
  return {
    root: shop.repository.root,
    defaultTier: shop.config.default_tier ?? "animatic",
    load,
    catalogue: async () => shop.catalogue(),
    enginesQuestion: () => ({
      asOf: shop.today(),
      availableAdapters: engines.map((engine) => engine.id),
      secretsPresent: engines.flatMap((engine) => presentSecrets(shop, engine)),
    }),
    health: () => healthNow(shop),
    plan: (episode, options) => planOne(shop, episode, options),
    apply: (episode, planned, options) => runApply(shop, episode, planned, options),
    conform: (episode, options) => runConform(shop, episode, options),
    approve: (episode, planned, options) => runApprove(shop, episode, planned, options),
    collect: (episode, options) => runCollect(shop, episode, options),
    orphans: (episodes) => orphans(shop, episodes),
    books: () => booksOfRepository(shop),
    doubts: (episode) => doubtsOfEpisode(shop, episode),
    resolve: (episode, options) => runResolve(shop, episode, options),
    stop: (reason) => runStop(shop, reason),
    start: (reason) => runStart(shop, reason),
    decide: (decision) => runDecision(shop, decision),
    verify: async (episode, options) => runVerify(shop, await load(episode), episode, options),
    doctor: async () => runDoctor(shop, (await load()).productions),
    init: (name) => runInit(shop, name),
    keysInit: () => initKeys(shop),
    keysShow: async () => showKeys(shop),
    keysTrust: async () => publishKeys(shop),
    keysList: async () => listKeys(shop),
    keysRotate: () => rotateKeys(shop),
    journalRestore: (episode) => restoreJournal(shop, episode),
    prepareDemo: () => prepareDemo(shop),
    demoResult: async (episode) => demoResult(shop, episode),
    close: () => shop.close(),
  };
}

/** A catalogue that cannot be used is reported by the commands that need one. */
function catalogueOf(shop: Shop): Catalogue | undefined {
  const catalogue = shop.catalogue();
  return catalogue.ok ? catalogue.value : undefined;
}

async function runConform(
  shop: Shop,
  episode: Episode,
  { tier, report, signal }: Parameters<Workshop["conform"]>[1],
): Promise<Result<Said, Problem>> {
  const opened = await openRun(shop, { episode, tier, report, signal });
  if (!opened.ok) return opened;
  try {
    const conformed = await conformOne(shop, opened.value, report, signal);
    if (!conformed.ok) return conformed;
    await opened.value.writeLock();
    return ok({ says: `${conformed.value.says}\n${conformed.value.path}` });
  } catch (thrown) {
    return asProblem(thrown);
  } finally {
    opened.value.release();
  }
}
