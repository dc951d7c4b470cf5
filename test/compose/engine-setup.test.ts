import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { addressesPath, readAddresses } from "../../src/compose/addresses-file.ts";
import { accountFindings, accountOf, secretVariable } from "../../src/compose/engine-secrets.ts";
import { CATALOGUE } from "../core/route/sample.ts";
import { scratchFolders } from "../scratch-folder.ts";

const folder = scratchFolders("setup");

describe("addresses of engines", () => {
  function fileOf(text: string, directory = folder()) {
    const path = join(directory, "addresses.yaml");
    writeFileSync(path, text);
    return readAddresses({ SHOTLOCK_ADDRESSES: path }, "linux");
  }

  test("lie beside the folder of the keys, wherever that is, or where it is said", () => {
    expect(addressesPath({ HOME: "/home/anna" }, "linux")).toBe("/home/anna/.config/shotlock/addresses.yaml");
    expect(addressesPath({ HOME: "/home/anna", SHOTLOCK_KEYS: "/keys" }, "linux")).toBe(
      "/home/anna/.config/shotlock/addresses.yaml",
    );
    expect(addressesPath({ SHOTLOCK_ADDRESSES: "/x/a.yaml" }, "linux")).toBe("/x/a.yaml");
  });

  test("are read by their schema; no file means that every engine is at home", () => {
    const read = fileOf(
      'schema: shotlock/addresses/1\nengines:\n  comfyui: { address: "http://127.0.0.1:8188", private: true }\n',
    );
    expect(read).toEqual({ ok: true, value: { comfyui: { address: "http://127.0.0.1:8188", private: true } } });
    expect(readAddresses({ HOME: folder() }, "linux")).toEqual({ ok: true, value: {} });
    expect(readAddresses({ SHOTLOCK_ADDRESSES: join(folder(), "gone.yaml") }, "linux").ok).toBe(false);
  });

  test.each([
    ["a field nobody knows", "schema: shotlock/addresses/1\nengines: { runway: { adress: x } }\n"],
    ["a password in an address", 'schema: shotlock/addresses/1\nengines: { runway: { address: "https://a:b@c" } }\n'],
    ["a query", 'schema: shotlock/addresses/1\nengines: { runway: { address: "https://a/?x=1" } }\n'],
    [
      "a secret of another kind for a header",
      'schema: shotlock/addresses/1\nengines: { comfyui: { address: "https://a", headers: { x-gate: AWS_SECRET } } }\n',
    ],
    ["no YAML", "engines: [\n"],
  ])("%s is refused with its place", (_name, text) => {
    const read = fileOf(text);
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.error.message).toMatch(/addresses\.yaml:\d+ /);
  });

  test("inside a git work tree are not believed: a pull request could send keys anywhere", () => {
    const repository = folder();
    mkdirSync(join(repository, ".git"));
    const read = fileOf('schema: shotlock/addresses/1\nengines: { runway: { address: "https://a" } }\n', repository);
    expect(read.ok ? "" : read.error.message).toContain("inside the git work tree");
  });
});

describe("keys of engines", () => {
  const runway = { id: "runway", secrets: ["RUNWAYML_API_SECRET"] };
  const withKey = (key: string) => ({ engines: { accounts: { main: { engine: "runway", key } } } });

  test("are read from the vendor's own variable, or from one that can hold nothing else", () => {
    expect(secretVariable({}, runway, "RUNWAYML_API_SECRET")).toBe("RUNWAYML_API_SECRET");
    expect(secretVariable(withKey("SHOTLOCK_KEY_STUDIO"), runway, "RUNWAYML_API_SECRET")).toBe("SHOTLOCK_KEY_STUDIO");
    for (const other of ["AWS_SECRET_ACCESS_KEY", "FAL_KEY", "GITHUB_TOKEN"])
      expect(secretVariable(withKey(other), runway, "RUNWAYML_API_SECRET")).toBe("RUNWAYML_API_SECRET");
  });

  test("of two accounts at one engine the books name the one whose key is used", () => {
    const account = (key: string) => ({ engine: "runway", key });
    const config = {
      engines: { accounts: { west: account("SHOTLOCK_KEY_WEST"), east: account("SHOTLOCK_KEY_EAST") } },
    };
    expect(secretVariable(config, runway, "RUNWAYML_API_SECRET")).toBe("SHOTLOCK_KEY_EAST");
    expect([accountOf(config, "runway")?.name, accountOf(config, "fal"), accountOf({}, "runway")]).toEqual([
      "east",
      undefined,
      undefined,
    ]);
  });

  test("an account that names another variable is a finding", () => {
    const codes = (key: string) => accountFindings(withKey(key), CATALOGUE).map(({ code, pointer }) => [code, pointer]);
    expect(codes("AWS_SECRET_ACCESS_KEY")).toEqual([["ACCOUNT_KEY", "/engines/accounts/main/key"]]);
    expect(codes("RUNWAYML_API_SECRET")).toEqual([]);
    expect(codes("SHOTLOCK_KEY_STUDIO")).toEqual([]);
  });
});
