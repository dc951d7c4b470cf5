import { generateKeyPairSync, sign, verify } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { batchBytes, batchHash, printBatch, type SignedBatch } from "../../src/core/journal-chain.ts";
import { directoryJournal } from "../../src/journals/directory.ts";
import { gitBranchJournal } from "../../src/journals/git-branch.ts";
import { systemClock } from "../../src/kit/clock.ts";
import { createProcessRunner } from "../../src/kit/process-runner.ts";
import type { BatchSigner, Journal } from "../../src/ports/journal.ts";
import { shapeErrors } from "../../src/schema/validators.ts";
import { BRANCH, gitRemote } from "../journals/git-remote.ts";
import { type GitServer, startGitServer } from "../journals/git-server.ts";
import { note } from "../journals/note.ts";

/** A place in which an adapter keeps its batches, as text, so that the suite can do it harm. */
interface Place {
  /** Whether a crash can leave half a batch here; where it cannot, half a batch was made by somebody. */
  readonly tears: boolean;
  /** Harmed batches that are tried, and writers at once; each look costs what it costs here. */
  readonly harms: number;
  readonly writers: number;
  /** A journal over the place, as another process would open it. */
  open(signer?: BatchSigner): Journal;
  names(): readonly string[];
  read(name: string): string;
  write(name: string, text: string): void;
  writeBytes(name: string, bytes: Uint8Array): void;
  remove(name: string): void;
  rename(from: string, to: string): void;
  /** Everything that is there, set-aside things included. */
  everything(): readonly string[];
  clear(): void;
}

function signerOf(keyId: string, trusted: readonly string[]): BatchSigner {
  return {
    sign: (bytes) => ({ keyId, signature: sign(null, bytes, pair(keyId).privateKey).toString("base64") }),
    verify: (bytes, id, signature) =>
      trusted.includes(id) && verify(null, bytes, pair(id).publicKey, Buffer.from(signature, "base64")),
  };
}
const pairs = new Map<string, ReturnType<typeof generateKeyPairSync>>();
function pair(keyId: string): {
  privateKey: import("node:crypto").KeyObject;
  publicKey: import("node:crypto").KeyObject;
} {
  const known = pairs.get(keyId) ?? generateKeyPairSync("ed25519");
  pairs.set(keyId, known);
  return known as never;
}
const OURS = signerOf("ours", ["ours"]);

function directoryPlace(): Place {
  const folder = join(mkdtempSync(join(tmpdir(), "shotlock-journal-")), "journal");
  const path = (name: string): string => join(folder, name);
  return {
    tears: true,
    harms: 150,
    writers: 20,
    open: (signer = OURS) =>
      directoryJournal({
        folder,
        signer,
        clock: systemClock(),
        process: createProcessRunner(),
        eventFault: (event) => shapeErrors("event", event)[0]?.keyword,
        leaseWaitMs: 50,
      }),
    names: () =>
      readdirSync(folder)
        .filter((name) => /^\d+\.json$/.test(name))
        .sort(),
    read: (name) => readFileSync(path(name), "utf8"),
    write: (name, text) => writeFileSync(path(name), text),
    writeBytes: (name, bytes) => writeFileSync(path(name), bytes),
    remove: (name) => rmSync(path(name)),
    rename: (from, to) => renameSync(path(from), path(to)),
    everything: () => readdirSync(folder).sort(),
    clear: () => rmSync(join(folder, ".."), { recursive: true, force: true }),
  };
}

/** A branch of a remote; every journal that is opened on it is another clone's. */
function branchPlace(addressOf: (remote: ReturnType<typeof gitRemote>) => Promise<string>): Place {
  const remote = gitRemote();
  const clones = mkdtempSync(join(tmpdir(), "shotlock-clones-"));
  let count = 0;
  return {
    tears: false,
    harms: 5,
    writers: 6,
    open(signer = OURS) {
      count += 1;
      return gitBranchJournal({
        folder: join(clones, `${count}.git`),
        remote: "origin",
        address: async () => ({ ok: true, value: await addressOf(remote) }),
        branch: BRANCH,
        signer,
        clock: systemClock(),
        process: createProcessRunner(),
        environment: process.env,
        eventFault: (event) => shapeErrors("event", event)[0]?.keyword,
        pushEveryMs: 0,
      });
    },
    names: () => remote.names().filter((name) => /^\d+\.json$/.test(name)),
    read: (name) => remote.read(name).toString("utf8"),
    write: (name, text) => remote.put(name, text),
    writeBytes: (name, bytes) => remote.put(name, bytes),
    remove: (name) => remote.put(name, null),
    rename(from, to) {
      const bytes = remote.read(from);
      remote.put(from, null);
      remote.put(to, bytes);
    },
    everything: () => remote.names(),
    clear() {
      remote.clear();
      rmSync(clones, { recursive: true, force: true });
    },
  };
}

const served = new Map<string, GitServer>();
async function servedAddress({ folder, name }: ReturnType<typeof gitRemote>): Promise<string> {
  const server = served.get(folder) ?? (await startGitServer(folder));
  served.set(folder, server);
  return `${server.address}/${name}`;
}

const PLACES: readonly (readonly [string, () => Place])[] = [
  ["directory", directoryPlace],
  ["git branch in a folder", () => branchPlace(async ({ path }) => path)],
  ["git branch over http", () => branchPlace(servedAddress)],
];

describe.each(PLACES)("journal contract: %s", (_name, makePlace) => {
  const places: Place[] = [];
  let place: Place;
  let journal: Journal;
  beforeEach(() => {
    place = makePlace();
    places.push(place);
    journal = place.open();
  });
  afterAll(async () => {
    for (const server of served.values()) await server.close();
    served.clear();
    for (const one of places) one.clear();
  });

  async function head() {
    const read = await journal.read();
    if (!read.ok) throw new Error(read.error.message);
    return read.value.head;
  }
  async function fill(count: number): Promise<void> {
    for (let index = 1; index <= count; index += 1) {
      const written = await journal.append([note(`event ${index}`), note(`and ${index}`)], await head());
      if (!written.ok) throw new Error(written.error.message);
    }
  }
  /** What somebody reads who opens the journal now. */
  const look = (signer?: BatchSigner) => place.open(signer).read();
  async function broken(name: string, code = "JOURNAL_BROKEN"): Promise<void> {
    const read = await look();
    expect(read).toMatchObject({ ok: false, error: { code, message: expect.stringContaining(name) } });
    // A journal in that state is not written to either, also not by who had read it before.
    const again = await journal.append([note("more")], null);
    expect(again).toMatchObject({ ok: false, error: { code } });
  }

  test("is empty before anything is written, and reading makes nothing", async () => {
    const read = await look();
    expect(read).toMatchObject({ ok: true, value: { head: null, sequence: 0, events: [] } });
    expect(() => place.everything()).toThrow();
  });

  test("gives back what was appended, in order, with the head after each batch", async () => {
    await fill(3);
    const read = await look();
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value.events.map((event) => event.type === "note.written" && event.says)).toEqual([
      "event 1",
      "and 1",
      "event 2",
      "and 2",
      "event 3",
      "and 3",
    ]);
    expect([...read.value.heads.keys()]).toEqual([2, 4, 6]);
    expect(read.value.heads.get(6)).toBe(read.value.head);
  });

  test("append is compare-and-swap: of two who saw the same head one wins, the other is told", async () => {
    await fill(1);
    const seen = await head();
    const other = place.open();
    await other.read();
    expect((await journal.append([note("mine")], seen)).ok).toBe(true);
    expect(await other.append([note("theirs")], seen)).toMatchObject({ ok: false, error: { code: "JOURNAL_MOVED" } });
    const read = await other.read();
    expect(read.ok && read.value.sequence).toBe(3);
  });

  test("many appends at once on one head: one gets in", async () => {
    await fill(1);
    const seen = await head();
    const answers = await Promise.all(
      Array.from({ length: place.writers }, (_, index) => place.open().append([note(`writer ${index}`)], seen)),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    for (const answer of answers)
      if (!answer.ok) expect(["JOURNAL_MOVED", "JOURNAL_BUSY"]).toContain(answer.error.code);
    expect((await look()).ok).toBe(true);
  });

  test("what was read does not grow under its reader", async () => {
    await fill(1);
    const before = await journal.read();
    if (!before.ok) throw new Error();
    await fill(1);
    expect([before.value.events.length, before.value.heads.size]).toEqual([2, 1]);
  });

  test("an event that could not be read again is not written", async () => {
    await expect(journal.append([{ ...note("x"), type: "no.such" } as never], null)).rejects.toThrow("shotlock bug");
    expect((await look()).ok).toBe(true);
  });

  test("a flipped byte in any batch is found, and the batch is named", async () => {
    await fill(3);
    for (const name of place.names()) {
      const text = place.read(name);
      const bytes = Buffer.from(text);
      const spots = [0, 10, Math.floor(bytes.length / 3), Math.floor(bytes.length / 2), bytes.length - 2];
      for (const at of place.harms < spots.length * 3 ? spots.slice(2, 4) : spots) {
        const harmed = Buffer.from(bytes);
        harmed[at] = (harmed[at] ?? 0) ^ 1;
        place.writeBytes(name, harmed);
        const read = await look();
        expect(read.ok, `${name} at ${at}`).toBe(false);
        if (!read.ok) {
          expect(["JOURNAL_BROKEN", "JOURNAL_UNSIGNED"]).toContain(read.error.code);
          expect(read.error.message).toContain(name);
        }
      }
      place.write(name, text);
      expect((await look()).ok).toBe(true);
    }
  });

  test("so is any other flipped bit", async () => {
    await fill(2);
    const texts = new Map(place.names().map((name) => [name, place.read(name)]));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...texts.keys()), fc.nat(), fc.nat({ max: 7 }), async (name, spot, bit) => {
        const bytes = Buffer.from(texts.get(name) ?? "");
        const at = spot % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        place.writeBytes(name, bytes);
        const read = await look();
        place.write(name, texts.get(name) ?? "");
        expect(read).toMatchObject({ ok: false, error: { message: expect.stringContaining(name) } });
      }),
      { numRuns: place.harms },
    );
  });

  test("so is a letter of a signature that decodes to the same bytes", async () => {
    await fill(2);
    for (const name of place.names()) {
      const text = place.read(name);
      // The last letter before the padding carries bits that belong to no byte.
      const [whole = "", letter = ""] = /([A-Za-z0-9+/])=="/.exec(text) ?? [];
      place.write(name, text.replace(whole, whole.replace(letter, String.fromCharCode(letter.charCodeAt(0) + 1))));
      await broken(name);
      place.write(name, text);
    }
  });

  test("a space more is a change, too: there is one spelling of a batch", async () => {
    await fill(2);
    const [first = ""] = place.names();
    place.write(first, place.read(first).replace('{"after"', '{ "after"'));
    await broken(first);
  });

  test("a batch that was removed from the middle is missed", async () => {
    await fill(3);
    const [, second = "", third = ""] = place.names();
    place.remove(second);
    await broken(third);
  });

  test("a missing batch is missed also when the rest is numbered anew", async () => {
    await fill(3);
    const [, second = "", third = ""] = place.names();
    place.remove(second);
    place.rename(third, second);
    await broken(second);
  });

  test("the last batch under another number leaves a gap", async () => {
    await fill(3);
    const [, , third = ""] = place.names();
    place.rename(third, "0000000004.json");
    const seen = await journal.read();
    expect(seen).toMatchObject({ ok: false, error: { code: "JOURNAL_BROKEN" } });
    await broken("0000000004.json");
  });

  test("the last batch removed: shorter, and the head says so", async () => {
    await fill(3);
    const before = await head();
    const [, , third = ""] = place.names();
    place.remove(third);
    const read = await look();
    expect(read.ok && read.value.sequence).toBe(4);
    expect(read.ok && read.value.heads.get(6)).toBeUndefined();
    expect(read.ok && read.value.head).not.toBe(before);
  });

  test("batches in another order do not count", async () => {
    await fill(3);
    const [first = "", second = ""] = place.names();
    const [one, two] = [place.read(first), place.read(second)];
    place.write(first, two);
    place.write(second, one);
    await broken(first);
  });

  test("unsigned, signed by a stranger, or with somebody else's signature: refused, and the batch is named", async () => {
    await fill(2);
    const [, second = ""] = place.names();
    const good = JSON.parse(place.read(second)) as SignedBatch;
    place.write(second, printBatch({ ...good, signature: "" }));
    await broken(second, "JOURNAL_UNSIGNED");
    const strangers = signerOf("stranger", ["stranger"]);
    place.write(second, printBatch({ ...good, ...strangers.sign(batchBytes(good.hash)) }));
    await broken(second, "JOURNAL_UNSIGNED");
    const [first = ""] = place.names();
    const { signature } = JSON.parse(place.read(first)) as SignedBatch;
    place.write(second, printBatch({ ...good, signature }));
    await broken(second, "JOURNAL_UNSIGNED");
  });

  test("rewritten history with right hashes needs the right key as well", async () => {
    await fill(1);
    const [first = ""] = place.names();
    const { after, previous, events, keyId, signature } = JSON.parse(place.read(first)) as SignedBatch;
    const other = { after, previous, events: events.map((event) => ({ ...event, operator: "eve" })) };
    place.write(first, printBatch({ ...other, hash: batchHash(other), keyId, signature }));
    await broken(first, "JOURNAL_UNSIGNED");
  });

  test("a torn last batch does not count, is named, and is kept when the next one is written", async () => {
    await fill(2);
    const [, second = ""] = place.names();
    const text = place.read(second);
    if (!place.tears) {
      place.write(second, text.slice(0, 40));
      await broken(second);
      return;
    }
    for (const cut of [0, 1, 9, Math.floor(text.length / 2), text.length - 2]) {
      place.write(second, text.slice(0, cut));
      const read = await look();
      expect(read.ok && [read.value.sequence, read.value.unfinished], `cut at ${cut}`).toEqual([2, second]);
    }
    place.write(second, `${text.slice(0, 40)}\0\0\0\0`);
    const own = place.open();
    const read = await own.read();
    if (!read.ok) throw new Error(read.error.message);
    expect((await own.append([note("after the crash")], read.value.head)).ok).toBe(true);
    expect(place.everything().some((name) => name.startsWith(`${second}.torn`))).toBe(true);
    const after = await look();
    expect(after.ok && [after.value.sequence, after.value.unfinished]).toEqual([3, undefined]);
  });

  test("a torn batch that is not the last was not left by a crash", async () => {
    await fill(3);
    const [, second = ""] = place.names();
    place.write(second, place.read(second).slice(0, 50));
    await broken(second);
  });

  test("a person may set what is broken aside: the good beginning stays and goes on", async () => {
    await fill(4);
    const [, second = ""] = place.names();
    place.write(second, place.read(second).replace("anna", "ANNA"));
    await broken(second);
    const own = place.open();
    const aside = await own.setBrokenAside();
    if (!aside.ok) throw new Error(aside.error.message);
    expect(aside.value.sequence).toBe(2);
    expect(aside.value.names).toHaveLength(3);
    for (const name of aside.value.names) expect(place.everything()).toContain(name);
    const read = await own.read();
    expect(read.ok && read.value.sequence).toBe(2);
    expect((await own.append([note("goes on")], read.ok ? read.value.head : null)).ok).toBe(true);
    // A second time there is nothing to do.
    expect(await place.open().setBrokenAside()).toMatchObject({ ok: true, value: { names: [], sequence: 3 } });
  });
});
