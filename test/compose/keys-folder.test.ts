import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { keysFolder } from "../../src/compose/keys-folder.ts";

describe("where keys lie", () => {
  const home = { HOME: "/home/anna", USERPROFILE: "/home/anna" };

  test("in the place of each platform for a person's own settings, never copied to a server", () => {
    expect(keysFolder(home, "linux")).toBe(join("/home/anna", ".config", "shotlock", "keys"));
    expect(keysFolder(home, "darwin")).toBe(join("/home/anna", "Library", "Application Support", "shotlock", "keys"));
    const windows = { ...home, APPDATA: "/roaming", LOCALAPPDATA: "/local" };
    expect(keysFolder(windows, "win32")).toBe(join("/local", "shotlock", "keys"));
    expect(keysFolder(home, "win32")).toBe(join("/home/anna", "AppData", "Local", "shotlock", "keys"));
    expect(keysFolder({ ...home, XDG_CONFIG_HOME: "/settings" }, "linux")).toBe(join("/settings", "shotlock", "keys"));
  });

  test("a studio's are not among those for trying out; what a person names is taken as it is", () => {
    expect(keysFolder(home, "linux", "studio-keys")).toBe(join("/home/anna", ".config", "shotlock", "studio-keys"));
    expect(keysFolder({ ...home, SHOTLOCK_KEYS: "/vault" }, "linux", "studio-keys")).toBe("/vault");
    expect(keysFolder({ ...home, SHOTLOCK_KEYS: "" }, "linux")).toContain("shotlock");
  });
});
