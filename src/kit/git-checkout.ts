import { resolve } from "node:path";
import type { ProcessRunner } from "../ports/process.ts";

/** What git knows of the checkout that a command works in. Nothing is changed and no program of the checkout runs. */

const GIT_MS = 20_000;
const ADDRESS_CHARACTERS_MAX = 2_000;

/** Where the remote of that name is: what people wrote for `git remote add`; undefined when there is none. */
export async function remoteAddress(process: ProcessRunner, root: string, remote: string): Promise<string | undefined> {
  const asked = await process.run({
    program: "git",
    arguments: ["-C", root, "config", "--get", `remote.${remote}.url`],
    timeoutMs: GIT_MS,
  });
  const address = asked.stdout.trim();
  if (asked.exitCode !== 0 || address === "" || address.length > ADDRESS_CHARACTERS_MAX) return undefined;
  // A path is meant from the checkout, and git will work elsewhere.
  const isPath = /^\.{1,2}(?:[\\/]|$)/.test(address);
  return isPath ? resolve(root, address) : address;
}

/** Branches of that name that this clone has or has seen on a remote: `shotlock/state`, `origin/shotlock/state`. */
export async function branchesSeen(process: ProcessRunner, root: string, branch: string): Promise<readonly string[]> {
  const asked = await process.run({
    program: "git",
    arguments: ["-C", root, "for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes"],
    timeoutMs: GIT_MS,
  });
  if (asked.exitCode !== 0) return [];
  return asked.stdout
    .split("\n")
    .filter((ref) => ref === `refs/heads/${branch}` || (ref.startsWith("refs/remotes/") && ref.endsWith(`/${branch}`)))
    .map((ref) => ref.replace(/^refs\/(heads|remotes)\//, ""));
}
