import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ok, type Result } from "../core/result.ts";
import { workTreeOf } from "../kit/keys/private-folder.ts";
import type { Engine } from "../ports/engine.ts";
import { DOCUMENT_BYTES_MAX } from "../schema/document-text.ts";
import type { AddressesDocument } from "../schema/generated/types.ts";
import { parseDocument } from "../schema/parse-document.ts";
import { type Environment, keysFolder } from "./keys-folder.ts";
import { type Problem, problem } from "./problem.ts";

const FILE = "addresses.yaml";

/** Where engines are asked that are not at their vendor's own address. */
export type Addresses = Readonly<Record<string, AddressesDocument["engines"][string]>>;

/** Where an engine is asked: the user's word, else the vendor's own; undefined for one that is asked nowhere. */
export function addressOf({ id, address }: Pick<Engine, "id" | "address">, addresses: Addresses): string | undefined {
  return (addresses[id]?.address ?? address)?.replace(/\/+$/, "");
}

/** SHOTLOCK_ADDRESSES, else `addresses.yaml` beside the folder of the keys. */
export function addressesPath(environment: Environment, platform: NodeJS.Platform): string {
  const given = environment["SHOTLOCK_ADDRESSES"];
  if (given !== undefined && given !== "") return resolve(given);
  return join(dirname(keysFolder({ ...environment, SHOTLOCK_KEYS: undefined }, platform)), FILE);
}

/**
 * Keys are sent where this file says, so it is believed only outside of every work tree, where no pull request can write.
 * No file: every engine is where its vendor says.
 */
export function readAddresses(environment: Environment, platform: NodeJS.Platform): Result<Addresses, Problem> {
  const path = addressesPath(environment, platform);
  const hint = "schemas/addresses.schema.json explains its fields";
  if (!existsSync(path)) {
    const given = environment["SHOTLOCK_ADDRESSES"];
    return given === undefined || given === ""
      ? ok({})
      : problem(`SHOTLOCK_ADDRESSES names ${path}, and there is no such file`, hint);
  }
  const tree = workTreeOf(path);
  if (tree !== undefined)
    return problem(
      `${path} lies inside the git work tree ${tree}`,
      "addresses of engines lie outside of every repository: whoever may change one could have your keys sent there",
    );
  if (!statSync(path).isFile() || statSync(path).size > DOCUMENT_BYTES_MAX)
    return problem(`${path} is not a small file`, hint);
  const parsed = parseDocument("addresses", path, readFileSync(path));
  const [fault] = parsed.diagnostics.filter((finding) => finding.severity === "error");
  if (fault !== undefined || parsed.value === undefined)
    return problem(`${path}:${fault?.line ?? 1} ${fault?.message ?? "cannot be read"}`, fault?.hint ?? hint);
  return ok(parsed.value.engines);
}
