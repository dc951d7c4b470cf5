import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const MARKS = ["shotlock.config.yaml", "productions", ".git"] as const;

/** The repository a command works in: the nearest folder upwards that has a configuration, productions or .git; else the folder itself. */
export function findRoot(folder: string): string | undefined {
  const start = resolve(folder);
  if (!existsSync(start) || !statSync(start).isDirectory()) return undefined;
  for (let current = start; ; current = dirname(current)) {
    if (MARKS.some((mark) => existsSync(join(current, mark)))) return realpathSync(current);
    if (dirname(current) === current) return realpathSync(start);
  }
}
