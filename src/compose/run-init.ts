import { initFiles } from "../operations/init-files.ts";
import type { Shop } from "./shop.ts";

/** Writes what is not there yet; a file that is there stays, but for missing lines of git's own settings. */
export async function runInit(
  shop: Shop,
  name: string,
): Promise<{
  readonly written: readonly string[];
  readonly kept: readonly string[];
  readonly says: readonly string[];
}> {
  const written: string[] = [];
  const kept: string[] = [];
  for (const { path, text, mergeLines } of initFiles(name)) {
    const present = shop.repository.read(path);
    if (present === undefined) {
      shop.repository.write(path, text);
      written.push(path);
      continue;
    }
    const missing = mergeLines
      ? text.split("\n").filter((line) => line !== "" && !present.split("\n").includes(line))
      : [];
    if (missing.length === 0) kept.push(path);
    else {
      shop.repository.write(path, `${present.replace(/\n*$/, "\n")}${missing.join("\n")}\n`);
      written.push(`${path} (${missing.length} lines added)`);
    }
  }
  const keys = await shop.keys.init(shop.clock.now());
  if (!keys.ok) return { written, kept, says: [`${keys.error.message}: ${keys.error.hint}`] };
  const published = shop.keys.publish(keys.value.keys);
  const says = keys.value.made ? [`made development keys in ${shop.keys.folder}, outside the repository`] : [];
  if (published.ok && published.value.changed) written.push(shop.keys.trustFile);
  return { written, kept, says };
}
