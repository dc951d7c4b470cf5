import { isAbsolute, join } from "node:path";
import { fail, ok, type Result } from "../core/result.ts";
import { type TrustDocument, withTrust } from "../core/trust.ts";
import { makeDevelopmentKeys } from "../kit/keys/development-keys.ts";
import { loadSigningKeys, type SigningKeys } from "../kit/keys/signing-keys.ts";
import { readTrust, writeTrust } from "../kit/keys/trust-file.ts";
import type { ConfigDocument } from "../schema/generated/types.ts";
import { type Environment, isInsideGit, keysFolder } from "./keys-folder.ts";
import { type Problem, problem } from "./problem.ts";
import type { RepositoryFolder } from "./repository-folder.ts";

/** Where the public side of the keys stands, unless the configuration names another file. */
const TRUST_FILE = "productions/trust.json";

export interface KeyRing {
  readonly folder: string;
  readonly trustFile: string;
  /** The keys that sign here; the failure says how to get some. */
  signing(): Result<SigningKeys, Problem>;
  /** Makes development keys when there are none. */
  init(nowMs: number): Promise<Result<{ readonly keys: SigningKeys; readonly made: boolean }, Problem>>;
  /** What trust.json says; undefined when it is not there. */
  trust(): Result<TrustDocument | undefined, Problem>;
  /** Adds our keys to trust.json; tells whether the file changed. */
  publish(keys: SigningKeys): Result<{ readonly changed: boolean; readonly trust: TrustDocument }, Problem>;
}

export function openKeys(repository: RepositoryFolder, config: ConfigDocument, environment: Environment): KeyRing {
  const folder = keysFolder(environment, process.platform);
  const trustFile = config.trust ?? TRUST_FILE;
  const inRepository = (path: string): string => (isAbsolute(path) ? path : repository.path(path));

  function signing(): Result<SigningKeys, Problem> {
    const { signer } = config;
    const [program, ...words] = signer?.key.command ?? [];
    const loaded = loadSigningKeys({
      folder,
      ...(signer === undefined ? {} : { chainPath: inRepository(signer.chain) }),
      ...(signer?.key.file === undefined ? {} : { claimKeyPath: inRepository(signer.key.file) }),
      ...(program === undefined ? {} : { claimCommand: [program, ...words] as const }),
    });
    return loaded.ok ? loaded : problem(loaded.error.message, loaded.error.hint);
  }

  function trust(): Result<TrustDocument | undefined, Problem> {
    const text = repository.read(trustFile);
    if (text === undefined) return ok(undefined);
    const read = readTrust(text);
    return read.ok ? read : problem(`${trustFile} is not used: ${read.error}`, "restore it from git");
  }

  return {
    folder,
    trustFile,
    signing,
    trust,
    async init(nowMs) {
      const there = signing();
      if (there.ok) return ok({ keys: there.value, made: false });
      if (config.signer !== undefined) return there;
      if (isInsideGit(folder))
        return problem(
          `${folder} lies inside a git work tree`,
          "set SHOTLOCK_KEYS to a folder outside of every repository",
        );
      const made = await makeDevelopmentKeys(folder, nowMs);
      return made.ok ? ok({ keys: made.value, made: true }) : problem(made.error.message, made.error.hint);
    },
    publish(keys) {
      const present = trust();
      if (!present.ok) return fail(present.error);
      const document = present.value === undefined ? keys.trust : withTrust(present.value, keys.trust);
      const text = writeTrust(document);
      const changed = repository.read(trustFile) !== text;
      if (changed) repository.write(trustFile, text);
      return ok({ changed, trust: document });
    },
  };
}

/** A path as people read it: relative to the repository when it lies inside. */
export function shownPath(repository: RepositoryFolder, path: string): string {
  const inside = `${join(repository.root)}/`;
  return path.startsWith(inside) ? path.slice(inside.length) : path;
}
