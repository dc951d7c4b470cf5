import { existsSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { ok, type Result } from "../core/result.ts";
import { makeDevelopmentKeys, makeLockKeys, type NewKeys } from "../kit/keys/development-keys.ts";
import type { KeysFailure } from "../kit/keys/keys-failure.ts";
import { loadSigningKeys, type SigningKeys } from "../kit/keys/signing-keys.ts";
import type { ConfigDocument } from "../schema/generated/types.ts";
import { type Environment, keysFolder } from "./keys-folder.ts";
import { openTrust, type TrustFile } from "./open-trust.ts";
import { type Problem, problem } from "./problem.ts";
import type { RepositoryFolder } from "./repository-folder.ts";

/** Where the public side of the keys stands, unless the configuration names another file. */
const TRUST_FILE = "productions/trust.json";

export interface KeyRing extends TrustFile {
  readonly folder: string;
  readonly trustFile: string;
  /** True when the configuration names a studio's own chain. */
  readonly isStudio: boolean;
  /** The keys that sign here; the failure says how to get some. */
  signing(): Result<SigningKeys, Problem>;
  /** Makes what is missing: development keys, or for a studio with its own chain what signs locks and journal. */
  init(nowMs: number): Promise<Result<{ readonly keys: SigningKeys; readonly made: boolean }, Problem>>;
  /** Puts new keys in the place of the old ones, which are kept beside them; the salt stays. */
  rotate(nowMs: number): Promise<Result<{ readonly keys: SigningKeys; readonly old: string }, Problem>>;
}

export function openKeys(repository: RepositoryFolder, config: ConfigDocument, environment: Environment): KeyRing {
  const { signer } = config;
  const isStudio = signer !== undefined;
  const folder = keysFolder(environment, process.platform, isStudio ? "studio-keys" : "keys");
  const trustFile = config.trust ?? TRUST_FILE;

  function load(): Result<SigningKeys, KeysFailure> {
    const [program, ...words] = signer?.key.command ?? [];
    return loadSigningKeys({
      folder,
      ...(signer === undefined ? {} : { chainPath: configuredPath(repository, environment, signer.chain) }),
      ...(signer?.key.file === undefined
        ? {}
        : { claimKeyPath: configuredPath(repository, environment, signer.key.file) }),
      ...(program === undefined ? {} : { claimCommand: [program, ...words] as const }),
    });
  }

  const asProblem = (failure: KeysFailure): Result<never, Problem> => problem(failure.message, failure.hint);

  function signing(): Result<SigningKeys, Problem> {
    const loaded = load();
    return loaded.ok ? loaded : asProblem(loaded.error);
  }

  async function make(how: NewKeys): Promise<Result<SigningKeys, Problem>> {
    const made = isStudio ? await makeLockKeys(folder, how) : await makeDevelopmentKeys(folder, how);
    return made.ok ? signing() : asProblem(made.error);
  }

  return {
    folder,
    trustFile,
    isStudio,
    signing,
    ...openTrust(repository, trustFile, environment),
    async init(nowMs) {
      const there = load();
      if (there.ok) return ok({ keys: there.value, made: false });
      const canMake = there.error.code === (isStudio ? "KEYS_NO_LOCK_KEY" : "KEYS_MISSING");
      if (!canMake) return asProblem(there.error);
      const made = await make({ nowMs });
      return made.ok ? ok({ keys: made.value, made: true }) : made;
    },
    async rotate(nowMs) {
      const there = load();
      if (!there.ok) return asProblem(there.error);
      const old = `${folder}.until-${new Date(nowMs).toISOString().replace(/[:.]/g, "-")}`;
      renameSync(folder, old);
      const made = await make({ nowMs, salt: there.value.salt });
      if (made.ok) return ok({ keys: made.value, old });
      if (!existsSync(folder)) renameSync(old, folder);
      return made;
    },
  };
}

/** Absolute, below the home folder (`~/`), or in the repository. */
function configuredPath(repository: RepositoryFolder, environment: Environment, path: string): string {
  if (path.startsWith("~/")) return join(environment["HOME"] ?? environment["USERPROFILE"] ?? homedir(), path.slice(2));
  return isAbsolute(path) ? path : repository.path(path);
}
