import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A remote as a forge keeps it, in which a test looks and does harm with plain git. */
export interface GitRemote {
  /** Folder of repositories, and the one in it. */
  readonly folder: string;
  readonly path: string;
  readonly name: string;
  git(words: readonly string[], input?: string | Uint8Array, variables?: Readonly<Record<string, string>>): string;
  /** The branch's newest commit; throws when there is no such branch. */
  tip(): string;
  /** Files of the journal in the newest commit. */
  names(): readonly string[];
  read(name: string): Buffer;
  /** A commit on top that has that content under that name, in that mode; `null` removes it. */
  put(name: string, content: string | Uint8Array | null, mode?: string): void;
  clear(): void;
}

export const BRANCH = "shotlock/state";
const REF = `refs/heads/${BRANCH}`;

export function gitRemote(): GitRemote {
  const folder = mkdtempSync(join(tmpdir(), "shotlock-remote-"));
  const path = join(folder, "show.git");
  const git: GitRemote["git"] = (words, input, variables = {}) => {
    const done = spawnSync("git", [...words], {
      encoding: "latin1",
      maxBuffer: 256 * 1024 * 1024,
      ...(input === undefined ? {} : { input }),
      env: { ...process.env, ...AUTHOR, GIT_DIR: path, ...variables },
    });
    if (done.status !== 0) throw new Error(`git ${words.join(" ")}: ${done.stderr}`);
    return done.stdout;
  };
  git(["init", "--quiet", "--bare", path]);
  git(["config", "http.receivepack", "true"]);
  const tip = () => git(["rev-parse", "--verify", "--quiet", `${REF}^{commit}`]).trim();
  return {
    folder,
    path,
    name: "show.git",
    git,
    tip,
    names: () =>
      git(["ls-tree", "-z", "--name-only", `${tip()}:journal`])
        .split("\0")
        .filter((name) => name !== ""),
    read: (name) => Buffer.from(git(["cat-file", "blob", `${tip()}:journal/${name}`]), "latin1"),
    put(name, content, mode = "100644") {
      const index = { GIT_INDEX_FILE: join(folder, "index") };
      const before = tip();
      git(["read-tree", before], undefined, index);
      if (content === null) {
        const gone = `0 ${"0".repeat(40)}\tjournal/${name}\n`;
        git(["update-index", "--index-info"], gone, index);
      } else {
        const object = git(["hash-object", "-w", "--stdin"], content).trim();
        git(["update-index", "--add", "--cacheinfo", `${mode},${object},journal/${name}`], undefined, index);
      }
      const tree = git(["write-tree"], undefined, index).trim();
      git(["update-ref", REF, git(["commit-tree", tree, "-p", before, "-m", "by hand"]).trim()]);
    },
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const AUTHOR = {
  GIT_AUTHOR_NAME: "eve",
  GIT_AUTHOR_EMAIL: "eve@localhost",
  GIT_COMMITTER_NAME: "eve",
  GIT_COMMITTER_EMAIL: "eve@localhost",
};
