import { existsSync } from "node:fs";
import { ok, type Result } from "../core/result.ts";
import { parseFingerprint } from "../core/trust.ts";
import { verifyTools } from "../kit/c2pa/verify-tools.ts";
import { essenceOf } from "../kit/conform/essence.ts";
import { lockPaths } from "../operations/apply/write-lock.ts";
import type { LoadedProductions } from "../operations/load.ts";
import { type VerifyReport, verifyEpisode } from "../operations/verify.ts";
import { type Problem, problem } from "./problem.ts";
import type { Shop } from "./shop.ts";

export interface VerifyOptions {
  readonly production: boolean;
  readonly root?: string;
}

/** Checks every episode that has a lock (or the one that was named), offline. */
export async function runVerify(
  shop: Shop,
  loaded: LoadedProductions,
  name: string | undefined,
  options: VerifyOptions,
): Promise<Result<readonly VerifyReport[], Problem>> {
  const root = options.root === undefined ? undefined : parseFingerprint(options.root);
  if (options.root !== undefined && root === undefined)
    return problem(
      `"${options.root.slice(0, 80)}" is no fingerprint`,
      "64 hexadecimal digits, as `shotlock keys show` prints them",
    );
  const episodes = loaded.episodes.filter(
    (episode) => name !== undefined || shop.repository.has(lockPaths(episode).lock),
  );
  if (episodes.length === 0)
    return problem(
      name === undefined ? "no episode here has a lock" : `there is no episode "${name}" here`,
      "shotlock apply makes takes and a lock",
    );
  const media = await shop.media();
  const journal = shop.journal();
  const hasJournal = existsSync(shop.repository.path(shop.config.journal?.path ?? ".shotlock/journal"));
  const reports: VerifyReport[] = [];
  for (const episode of episodes) {
    const paths = lockPaths(episode);
    reports.push(
      await verifyEpisode(
        {
          clock: shop.clock,
          ...(journal.ok && hasJournal ? { journal: journal.value } : {}),
          ...verifyTools(shop.thread()),
          async locateMedia(digest) {
            const path = shop.storePlace(digest);
            return existsSync(path) ? path : undefined;
          },
          async frameHashes(path) {
            if (!media.ok) return undefined;
            const essence = await essenceOf(media.value.tools, path, undefined);
            return essence.ok ? essence.value.hashes : undefined;
          },
        },
        {
          lockFile: shop.repository.path(paths.lock),
          signatureFile: shop.repository.path(paths.signature),
          trustFile: shop.repository.path(shop.keys.trustFile),
          production: options.production,
          ...(root === undefined ? {} : { root }),
        },
      ),
    );
  }
  return ok(reports);
}
