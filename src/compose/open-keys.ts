import { existsSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { plainText } from "../core/plain-text.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { type TrustAnchor, type TrustDocument, type TrustKey, withTrust } from "../core/trust.ts";
import { makeDevelopmentKeys, makeLockKeys, type NewKeys } from "../kit/keys/development-keys.ts";
import type { KeysFailure } from "../kit/keys/keys-failure.ts";
import { loadSigningKeys, type SigningKeys } from "../kit/keys/signing-keys.ts";
import { readTrust, writeTrust } from "../kit/keys/trust-file.ts";
import type { ConfigDocument } from "../schema/generated/types.ts";
import { type Environment, keysFolder } from "./keys-folder.ts";
import { type Problem, problem } from "./problem.ts";
import type { RepositoryFolder } from "./repository-folder.ts";

/** Where the public side of the keys stands, unless the configuration names another file. */
const TRUST_FILE = "productions/trust.json";
const PERSON_CHARACTERS_MAX = 60;

export interface Published {
  readonly changed: boolean;
  readonly trust: TrustDocument;
}

export interface KeyRing {
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
  /** What trust.json says; undefined when it is not there. */
  trust(): Result<TrustDocument | undefined, Problem>;
  /** Adds our keys to trust.json; tells whether the file changed. */
  publish(keys: SigningKeys): Result<Published, Problem>;
  /** As `publish` where there is no trust.json yet; one that does not name our keys is somebody's decision to change. */
  admit(keys: SigningKeys): Result<Published, Problem>;
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

  function trust(): Result<TrustDocument | undefined, Problem> {
    const text = repository.read(trustFile);
    if (text === undefined) return ok(undefined);
    const read = readTrust(text);
    return read.ok ? read : problem(`${trustFile} is not used: ${read.error}`, "restore it from git");
  }

  function publish(keys: SigningKeys): Result<Published, Problem> {
    const present = trust();
    if (!present.ok) return fail(present.error);
    const own = labelled(keys.trust, environment);
    const document = present.value === undefined ? own : withTrust(present.value, own);
    const text = writeTrust(document);
    const changed = repository.read(trustFile) !== text;
    if (changed) repository.write(trustFile, text);
    return ok({ changed, trust: document });
  }

  return {
    folder,
    trustFile,
    isStudio,
    signing,
    trust,
    publish,
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
    admit(keys) {
      const present = trust();
      if (!present.ok) return fail(present.error);
      if (present.value === undefined) return publish(keys);
      const named = withTrust(present.value, keys.trust);
      const isNamed =
        named.keys.length === present.value.keys.length && named.anchors.length === present.value.anchors.length;
      if (isNamed) return ok({ changed: false, trust: present.value });
      return problem(
        `${trustFile} does not name the keys of this machine (${keys.holder}): what they sign would count for nobody`,
        "shotlock keys trust adds them; commit that in a pull request, so that somebody else sees who may sign",
      );
    },
  };
}

/** All development keys have one name; in a list of several people each entry says whose it is. */
function labelled(trust: TrustDocument, environment: Environment): TrustDocument {
  const person = environment["SHOTLOCK_OPERATOR"] ?? environment["USER"] ?? environment["USERNAME"];
  if (person === undefined || person === "") return trust;
  const label = <Entry extends TrustKey | TrustAnchor>(entry: Entry): Entry =>
    entry.development ? { ...entry, holder: `${entry.holder} of ${plainText(person, PERSON_CHARACTERS_MAX)}` } : entry;
  return { ...trust, keys: trust.keys.map(label), anchors: trust.anchors.map(label) };
}

/** Absolute, below the home folder (`~/`), or in the repository. */
function configuredPath(repository: RepositoryFolder, environment: Environment, path: string): string {
  if (path.startsWith("~/")) return join(environment["HOME"] ?? environment["USERPROFILE"] ?? homedir(), path.slice(2));
  return isAbsolute(path) ? path : repository.path(path);
}
