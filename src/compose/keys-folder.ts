import { homedir } from "node:os";
import { join } from "node:path";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Keys for trying out, and what a studio needs beside its own chain, never lie in one folder. */
export type KeysKind = "keys" | "studio-keys";

/**
 * Where a person's keys lie, always outside the repository: SHOTLOCK_KEYS, else the platform's place for settings. On
 * Windows that is the local profile, which only its user may open and which is not copied to servers.
 */
export function keysFolder(environment: Environment, platform: NodeJS.Platform, kind: KeysKind = "keys"): string {
  const given = environment["SHOTLOCK_KEYS"];
  if (given !== undefined && given !== "") return given;
  const xdg = environment["XDG_CONFIG_HOME"];
  if (xdg !== undefined && xdg !== "") return join(xdg, "shotlock", kind);
  const home = environment["HOME"] ?? environment["USERPROFILE"] ?? homedir();
  if (platform === "win32")
    return join(environment["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "shotlock", kind);
  if (platform === "darwin") return join(home, "Library", "Application Support", "shotlock", kind);
  return join(home, ".config", "shotlock", kind);
}
