import { statSync } from "node:fs";
import { ok, type Result } from "../core/result.ts";
import { parseFingerprint } from "../core/trust.ts";
import { verifyTools } from "../kit/c2pa/verify-tools.ts";
import { essenceOf } from "../kit/conform/essence.ts";
import { journalBatchReader } from "../kit/keys/batch-signer.ts";
import type { LoadedProductions } from "../operations/load.ts";
import { type VerifyDependencies, type VerifyReport, type VerifyRequest, verifyEpisode } from "../operations/verify.ts";
import type { Journal } from "../ports/journal.ts";
import { committedLocks } from "./committed-locks.ts";
import { findLocks, type SignedEpisode } from "./find-locks.ts";
import { openJournalHere } from "./open-journal.ts";
import { type Problem, problem } from "./problem.ts";
import { outputPath } from "./run-apply.ts";
import type { Shop } from "./shop.ts";

export interface VerifyOptions {
  readonly production: boolean;
  readonly root?: string;
}

/** Checks every episode that has or should have a lock (or the one that was named), offline and without any private key. */
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
  const journal = journalByTrust(shop);
  const contents = await journal?.read();
  const question = {
    files: shop.files,
    patterns: shop.config.productions,
    episodes: loaded.episodes,
    events: contents?.ok === true ? contents.value.events : [],
  };
  const found = await findLocks({ ...question, name });
  if (found.length === 0) return nothingFound(name, await findLocks({ ...question, name: undefined }));
  const deps = await dependencies(shop, journal);
  const reports: VerifyReport[] = [];
  for (const episode of found) {
    const request: VerifyRequest = {
      ...placesOf(shop, episode),
      production: options.production,
      ...(root === undefined ? {} : { root }),
    };
    reports.push(await verifyEpisode(deps, request));
  }
  return ok(reports);
}

function nothingFound(name: string | undefined, others: readonly SignedEpisode[]): Result<never, Problem> {
  if (name === undefined) return problem("no episode here has a lock", "shotlock apply makes takes and a lock");
  const known = others.map((episode) => episode.id).join(", ");
  return problem(
    `there is no episode "${name}" here`,
    known === "" ? "shotlock apply makes takes and a lock" : `episodes with a lock: ${known}`,
  );
}

/** The journal by the committed trust list alone: that a key lies on this machine makes it nobody's in particular. */
function journalByTrust(shop: Shop): Journal | undefined {
  const trust = shop.keys.trust();
  return trust.ok && trust.value !== undefined ? openJournalHere(shop, journalBatchReader(trust.value)) : undefined;
}

async function dependencies(shop: Shop, journal: Journal | undefined): Promise<VerifyDependencies> {
  const media = await shop.media();
  const tools = verifyTools(shop.thread());
  return {
    clock: shop.clock,
    ...(journal === undefined ? {} : { journal }),
    ...tools,
    readBytes: (path, bytesMax) => tools.readBytes(shop.repository.path(path), bytesMax),
    committedLocks: (lockFile) => committedLocks(shop.process, shop.repository.root, lockFile),
    async digestAt(path) {
      const place = shop.repository.path(path);
      return isFile(place) ? (await tools.fileDigest(place)).sha256 : undefined;
    },
    async locateMedia(digest) {
      const place = shop.storePlace(digest);
      return isFile(place) ? place : undefined;
    },
    async frameHashes(path) {
      if (!media.ok) return undefined;
      const essence = await essenceOf(media.value.tools, path, undefined);
      return essence.ok ? essence.value.hashes : undefined;
    },
  };
}

function placesOf(
  shop: Shop,
  { paths }: SignedEpisode,
): Pick<VerifyRequest, "lockFile" | "signatureFile" | "trustFile" | "places"> {
  return {
    lockFile: paths.lock,
    signatureFile: paths.signature,
    trustFile: shop.keys.trustFile,
    places: {
      provenance: paths.provenance,
      posters: paths.posters,
      output(show, episode, tier) {
        const film = outputPath({ show: { id: show }, id: episode }, tier);
        return { film, contactSheet: film.replace(/\.mp4$/, ".jpg") };
      },
    },
  };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
