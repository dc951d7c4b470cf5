import type { RepositoryFiles } from "../ports/files.ts";

const USUAL_FOLDERS = ["productions/*"];
const YAML = /\.ya?ml$/i;

/** A folder without episodes is no production. */
export async function productionFolders(
  files: RepositoryFiles,
  patterns?: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of await foldersMatching(files, patterns))
    if ((await files.list(`${folder}/episodes`)).some((entry) => YAML.test(entry.name))) found.push(folder);
  return found;
}

/** Folders by the configured patterns, sorted, each once; `*` stands for one name. */
export async function foldersMatching(
  files: Pick<RepositoryFiles, "list">,
  patterns: readonly string[] = USUAL_FOLDERS,
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const pattern of patterns) {
    let folders = [""];
    for (const part of pattern.split("/").filter((name) => name !== "" && name !== ".")) {
      const next: string[] = [];
      for (const folder of folders) {
        const join = (name: string): string => (folder === "" ? name : `${folder}/${name}`);
        if (!part.includes("*")) next.push(join(part));
        else {
          const matches = new RegExp(
            `^${part
              .split("*")
              .map((text) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
              .join(".*")}$`,
          );
          for (const entry of await files.list(folder === "" ? "." : folder))
            if (entry.kind === "folder" && matches.test(entry.name)) next.push(join(entry.name));
        }
      }
      folders = next;
    }
    for (const folder of folders) found.add(folder);
  }
  return [...found].sort();
}
