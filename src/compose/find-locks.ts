import type { JournalEvent } from "../core/journal-events.ts";
import { type LockPaths, lockPaths } from "../operations/apply/write-lock.ts";
import { foldersMatching } from "../operations/production-folders.ts";
import type { RepositoryFiles } from "../ports/files.ts";

/** An episode that was signed, by what lies in the repository: its YAML need not be there or be right. */
export interface SignedEpisode {
  readonly folder: string;
  readonly id: string;
  readonly paths: LockPaths;
}

export interface FindLocksRequest {
  readonly files: Pick<RepositoryFiles, "list">;
  /** Patterns of production folders, as in the configuration. */
  readonly patterns: readonly string[] | undefined;
  /** Episodes whose YAML could be read; one that was named counts without a lock as well. */
  readonly episodes: readonly {
    readonly folder: string;
    readonly id: string;
    readonly show: { readonly id: string };
  }[];
  readonly events: readonly JournalEvent[];
  /** `E101`, or `elves/E101`; undefined: every episode that has a lock, a signature, or should have them. */
  readonly name: string | undefined;
}

const LOCK_FILE = /^(.+)\.lock\.(?:json|dsse\.json)$/;

/**
 * Episodes to verify: each with a lock or a signature file, and each whose signing the journal records, so that a lock
 * that was taken away is missed.
 */
export async function findLocks(request: FindLocksRequest): Promise<readonly SignedEpisode[]> {
  const { files, patterns, episodes, events, name } = request;
  const found = new Map<string, SignedEpisode>();
  const add = (folder: string, id: string): void => {
    found.set(`${folder}/${id}`, { folder, id, paths: lockPaths({ folder, id }) });
  };
  for (const folder of await foldersMatching(files, patterns))
    for (const entry of await files.list(`${folder}/episodes`)) {
      const id = LOCK_FILE.exec(entry.name)?.[1];
      if (id !== undefined) add(folder, id);
    }
  const signed = new Set(
    events.flatMap((event) => (event.type === "lock.signed" ? [`${event.show} ${event.episode}`] : [])),
  );
  for (const episode of episodes)
    if (name !== undefined || signed.has(`${episode.show.id} ${episode.id}`)) add(episode.folder, episode.id);
  return [...found.values()]
    .filter(({ folder, id }) => name === undefined || name === id || name === `${folder.split("/").at(-1)}/${id}`)
    .sort((left, right) => (left.paths.lock < right.paths.lock ? -1 : 1));
}
