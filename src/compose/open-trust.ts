import { plainText } from "../core/plain-text.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { type TrustAnchor, type TrustDocument, type TrustKey, withTrust } from "../core/trust.ts";
import type { SigningKeys } from "../kit/keys/signing-keys.ts";
import { readTrust, writeTrust } from "../kit/keys/trust-file.ts";
import type { Environment } from "./keys-folder.ts";
import { type Problem, problem } from "./problem.ts";
import type { RepositoryFolder } from "./repository-folder.ts";

const PERSON_CHARACTERS_MAX = 60;

export interface Published {
  readonly changed: boolean;
  readonly trust: TrustDocument;
}

/** The committed trust list: who may sign, and the only place where that is decided. */
export interface TrustFile {
  /** What trust.json says; undefined when it is not there. */
  trust(): Result<TrustDocument | undefined, Problem>;
  /** Adds our keys to trust.json; tells whether the file changed. */
  publish(keys: SigningKeys): Result<Published, Problem>;
  /** As `publish` where there is no trust.json yet; one that does not name our keys is somebody's decision to change. */
  admit(keys: SigningKeys): Result<Published, Problem>;
}

export function openTrust(repository: RepositoryFolder, trustFile: string, environment: Environment): TrustFile {
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

  function admit(keys: SigningKeys): Result<Published, Problem> {
    const present = trust();
    if (!present.ok) return fail(present.error);
    if (present.value === undefined) return publish(keys);
    const named = withTrust(present.value, keys.trust);
    const { length } = present.value.keys;
    if (named.keys.length === length && named.anchors.length === present.value.anchors.length)
      return ok({ changed: false, trust: present.value });
    return problem(
      `${trustFile} does not name the keys of this machine (${keys.holder}): what they sign would count for nobody`,
      "shotlock keys trust adds them; commit that in a pull request, so that somebody else sees who may sign",
    );
  }

  return { trust, publish, admit };
}

/** All development keys have one name; in a list of several people each entry says whose it is. */
function labelled(trust: TrustDocument, environment: Environment): TrustDocument {
  const person = environment["SHOTLOCK_OPERATOR"] ?? environment["USER"] ?? environment["USERNAME"];
  if (person === undefined || person === "") return trust;
  const label = <Entry extends TrustKey | TrustAnchor>(entry: Entry): Entry =>
    entry.development ? { ...entry, holder: `${entry.holder} of ${plainText(person, PERSON_CHARACTERS_MAX)}` } : entry;
  return { ...trust, keys: trust.keys.map(label), anchors: trust.anchors.map(label) };
}
