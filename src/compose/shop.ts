import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Catalogue } from "../core/catalogue.ts";
import type { Digest } from "../core/digest.ts";
import { ok, type Result } from "../core/result.ts";
import { withTrust } from "../core/trust.ts";
import { type C2paThread, createC2paThread } from "../kit/c2pa/c2pa-thread.ts";
import { type FoundMedia, resolveMediaTools } from "../kit/ffmpeg.ts";
import { journalBatchReader, journalBatchSigner } from "../kit/keys/batch-signer.ts";
import { createRedactor, type Redactor } from "../kit/redact.ts";
import type { Clock } from "../ports/clock.ts";
import type { RepositoryFiles } from "../ports/files.ts";
import type { BatchSigner, Journal } from "../ports/journal.ts";
import type { ProcessRunner } from "../ports/process.ts";
import type { Store } from "../ports/store.ts";
import type { ConfigDocument } from "../schema/generated/types.ts";
import { directoryStore } from "../stores/directory.ts";
import type { Environment } from "./keys-folder.ts";
import { loadCatalogueFiles } from "./load-catalogue-files.ts";
import { openJournal } from "./open-journal.ts";
import type { KeyRing } from "./open-keys.ts";
import { type Problem, problem } from "./problem.ts";
import type { RepositoryFolder } from "./repository-folder.ts";

/** What the parts of the workshop share: the repository, its settings, and tools that are made when first asked for. */
export interface Shop {
  readonly repository: RepositoryFolder;
  readonly files: RepositoryFiles;
  readonly config: ConfigDocument;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly process: ProcessRunner;
  readonly keys: KeyRing;
  readonly version: string;
  /** Knows every secret that this process handed out. */
  readonly redactor: Redactor;
  /** Today, `2026-11-24`. */
  today(): string;
  operator(): string;
  /** Name of this run: one for everything that one command does, so that a run's ceiling counts over all its episodes. */
  run(): string;
  media(): Promise<Result<FoundMedia, Problem>>;
  catalogue(): Result<Catalogue, Problem>;
  journal(): Result<Journal, Problem>;
  store(): Store;
  storePlace(sha256: Digest): string;
  thread(): C2paThread;
  close(): Promise<void>;
}

export interface ShopParts
  extends Pick<Shop, "repository" | "files" | "config" | "environment" | "clock" | "process" | "keys" | "version"> {}

export function openShop(parts: ShopParts): Shop {
  const { repository, config, environment, clock, keys } = parts;
  const storeFolder = repository.path(config.store?.path ?? ".shotlock/store");
  const redactor = createRedactor();
  let media: Promise<Result<FoundMedia, Problem>> | undefined;
  let catalogue: Result<Catalogue, Problem> | undefined;
  let journal: Journal | undefined;
  let store: Store | undefined;
  let thread: C2paThread | undefined;
  let run: string | undefined;
  return {
    ...parts,
    redactor,
    today: () => new Date(clock.now()).toISOString().slice(0, 10),
    operator: () => environment["SHOTLOCK_OPERATOR"] ?? environment["USER"] ?? environment["USERNAME"] ?? "unknown",
    run: () => {
      run ??= `${new Date(clock.now()).toISOString()}-${process.pid}`;
      return run;
    },
    media: () => {
      media ??= findMedia(parts);
      return media;
    },
    catalogue: () => {
      catalogue ??= loadCatalogueFiles(repository, config);
      return catalogue;
    },
    journal() {
      if (journal !== undefined) return ok(journal);
      const signer = batchSigner(keys);
      if (!signer.ok) return signer;
      journal = openJournal({ ...parts, redactor }, signer.value);
      return ok(journal);
    },
    store: () => {
      store ??= directoryStore(storeFolder);
      return store;
    },
    storePlace(sha256) {
      const digits = sha256.slice("sha256:".length);
      return join(storeFolder, "sha256", digits.slice(0, 2), digits);
    },
    thread: () => {
      thread ??= createC2paThread();
      return thread;
    },
    close: async () => thread?.close(),
  };
}

async function findMedia({ process, environment }: ShopParts): Promise<Result<FoundMedia, Problem>> {
  const force = environment["SHOTLOCK_FFMPEG"];
  const ffmpegPath = environment["FFMPEG_PATH"];
  const found = await resolveMediaTools({
    process,
    ...(ffmpegPath === undefined || ffmpegPath === "" ? {} : { ffmpegPath }),
    ...(force === "wasm" || force === "native" ? { force } : {}),
  });
  return found.ok ? found : problem(found.error.message, found.error.hint);
}

/** Checks by trust.json and our own keys; signs when there are keys. */
function batchSigner(keys: KeyRing): Result<BatchSigner, Problem> {
  const trust = keys.trust();
  if (!trust.ok) return trust;
  const signing = keys.signing();
  if (signing.ok)
    return ok(
      journalBatchSigner(
        signing.value.lock,
        trust.value === undefined ? signing.value.trust : withTrust(trust.value, signing.value.trust),
      ),
    );
  return ok(trust.value === undefined ? NOBODY : journalBatchReader(trust.value));
}

/** Without a trust list no batch counts, and without keys none is made. */
const NOBODY = journalBatchReader({ schema: "shotlock/trust/1", threshold: 1, keys: [], anchors: [] });

/** True when the file stands in the store; its bytes are checked when it is used. */
export function mediaIsHere(shop: Shop, sha256: Digest): boolean {
  return existsSync(shop.storePlace(sha256));
}
