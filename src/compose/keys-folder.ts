import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a person's keys lie, always outside the repository: SHOTLOCK_KEYS, else the platform's place for settings. */
export function keysFolder(environment: Environment, platform: NodeJS.Platform): string {
  const given = environment["SHOTLOCK_KEYS"];
  if (given !== undefined && given !== "") return given;
  const xdg = environment["XDG_CONFIG_HOME"];
  if (xdg !== undefined && xdg !== "") return join(xdg, "shotlock", "keys");
  const home = environment["HOME"] ?? environment["USERPROFILE"] ?? homedir();
  if (platform === "win32") return join(environment["APPDATA"] ?? join(home, "AppData", "Roaming"), "shotlock", "keys");
  if (platform === "darwin") return join(home, "Library", "Application Support", "shotlock", "keys");
  return join(home, ".config", "shotlock", "keys");
}

/** True when the folder lies inside a git work tree. */
export function isInsideGit(folder: string): boolean {
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(join(current, ".git"))) return true;
    if (dirname(current) === current) return false;
  }
}
