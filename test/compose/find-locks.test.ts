import { describe, expect, test } from "vitest";
import { type FindLocksRequest, findLocks } from "../../src/compose/find-locks.ts";
import { sha256 } from "../../src/core/digest.ts";
import type { JournalEvent } from "../../src/core/journal-events.ts";

const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  productions: ["elves", "minimal"],
  "productions/elves/episodes": [
    "E101.yaml",
    "E101.lock.json",
    "E101.lock.dsse.json",
    "E102.yaml",
    "E103.lock.dsse.json",
  ],
  "productions/minimal/episodes": ["E101.lock.json"],
};
const files = {
  list: async (folder: string) =>
    (FOLDERS[folder] ?? []).map((name) => ({ name, kind: name.includes(".") ? "file" : "folder" }) as const),
};
const elves = { folder: "productions/elves", show: { id: "ELV" } };
const episodes = [
  { ...elves, id: "E101" },
  { ...elves, id: "E102" },
];
const signed: JournalEvent = {
  type: "lock.signed",
  at: "2026-11-24T10:00:00Z",
  run: "r",
  operator: "anna",
  show: "ELV",
  episode: "E102",
  serial: 1,
  lock: sha256("lock"),
  previous: null,
  head: null,
};

describe("which episodes are verified", () => {
  const find = async (change: Partial<FindLocksRequest>): Promise<readonly string[]> => {
    const request = { files, patterns: undefined, episodes, events: [], name: undefined, ...change };
    return (await findLocks(request)).map(({ paths }) => paths.lock.replace("productions/", ""));
  };

  test("those with a lock or a signature, and those whose lock the journal knows", async () => {
    const there = ["elves/episodes/E101.lock.json", "elves/episodes/E103.lock.json", "minimal/episodes/E101.lock.json"];
    expect(await find({})).toEqual(there);
    expect(await find({ episodes: [] })).toEqual(there);
    expect(await find({ events: [signed] })).toEqual([...there, "elves/episodes/E102.lock.json"].sort());
    expect(await find({ patterns: ["productions/minimal"] })).toEqual(["minimal/episodes/E101.lock.json"]);
  });

  test("one by its name, also when it has no lock yet; nothing by a name that nobody has", async () => {
    expect(await find({ name: "E102" })).toEqual(["elves/episodes/E102.lock.json"]);
    expect(await find({ name: "E101" })).toHaveLength(2);
    expect(await find({ name: "minimal/E101" })).toEqual(["minimal/episodes/E101.lock.json"]);
    expect(await find({ name: "E999" })).toEqual([]);
  });
});
