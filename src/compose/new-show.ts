import type { Shop } from "./shop.ts";

/** Where the branch that policy is read from is looked for, in this order. */
const BASE_REFERENCES = [
  "refs/remotes/origin/HEAD",
  "refs/remotes/origin/main",
  "refs/remotes/origin/master",
  "refs/heads/main",
  "refs/heads/master",
] as const;
const GIT_MS_MAX = 10_000;

/**
 * A show is new until its folder is on the base branch: nobody has merged yet that money may be spent on it. Where there is no
 * git, or no such branch, every show is new: the stricter ceilings count.
 */
export async function isNewShow(shop: Pick<Shop, "process" | "repository">, folder: string): Promise<boolean> {
  const succeeds = async (...words: readonly string[]): Promise<boolean> => {
    const { exitCode } = await shop.process.run({
      program: "git",
      arguments: ["-C", shop.repository.root, ...words],
      timeoutMs: GIT_MS_MAX,
    });
    return exitCode === 0;
  };
  for (const reference of BASE_REFERENCES)
    if (await succeeds("rev-parse", "--verify", "--quiet", "--end-of-options", `${reference}^{commit}`))
      return !(await succeeds("cat-file", "-e", `${reference}:./${folder}`));
  return true;
}
