import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import type { GitBranchJournalOptions } from "../../src/journals/git-branch/place.ts";
import { gitBranchJournal } from "../../src/journals/git-branch.ts";
import { systemClock } from "../../src/kit/clock.ts";
import { createProcessRunner } from "../../src/kit/process-runner.ts";
import { openRecord } from "../../src/operations/apply/journal-record.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { Journal } from "../../src/ports/journal.ts";
import type { ProcessRequest, ProcessRunner } from "../../src/ports/process.ts";
import { testSigner } from "./batch-signer.ts";
import { BRANCH, type GitRemote, gitRemote } from "./git-remote.ts";
import { type GitServer, startGitServer } from "./git-server.ts";
import { note } from "./note.ts";

const PUSH = "/git-receive-pack";
const ASK = "service=git-upload-pack";
const PASSWORD = "a-token-that-nobody-may-see";

const clones = mkdtempSync(join(tmpdir(), "shotlock-clones-"));
let count = 0;
let remote: GitRemote;
let server: GitServer;
beforeEach(async () => {
  remote = gitRemote();
  server = await startGitServer(remote.folder);
});
afterEach(async () => {
  await server.close();
  remote.clear();
});
afterAll(() => rmSync(clones, { recursive: true, force: true }));

/** A journal as a clone of its own opens it; waits are short and the same each time. */
function open(options: Partial<GitBranchJournalOptions> & { readonly at?: string } = {}): Journal {
  count += 1;
  const clock = systemClock();
  return gitBranchJournal({
    folder: join(clones, `${count}.git`),
    remote: "origin",
    address: async () => ({ ok: true, value: options.at ?? `${server.address}/${remote.name}` }),
    branch: BRANCH,
    signer: testSigner(),
    clock: { ...clock, sleep: (milliseconds) => clock.sleep(milliseconds / 20) },
    process: createProcessRunner(),
    environment: process.env,
    random: () => 0.5,
    pushEveryMs: 0,
    ...options,
  });
}
/** Git as it is, and somebody who sees every call of it. */
function watched(see: (request: ProcessRequest) => void): ProcessRunner {
  const runner = createProcessRunner();
  return {
    ...runner,
    run(request) {
      see(request);
      return runner.run(request);
    },
  };
}
async function headOf(journal: Journal) {
  const read = await journal.read();
  if (!read.ok) throw new Error(read.error.message);
  return read.value.head;
}
async function fill(journal: Journal, batches: number, from = 1): Promise<void> {
  let head = await headOf(journal);
  for (let index = from; index < from + batches; index += 1) {
    const written = await journal.append([note(`event ${index}`)], head);
    if (!written.ok) throw new Error(written.error.message);
    head = written.value.head;
  }
}
async function says(journal: Journal): Promise<readonly string[]> {
  const read = await journal.read();
  if (!read.ok) throw new Error(read.error.message);
  return read.value.events.map((event) => (event.type === "note.written" ? event.says : event.type));
}

describe("pushes over a bad line", () => {
  test("the push stood and its answer was lost: it is found, and not pushed again", async () => {
    const journal = open();
    await fill(journal, 1);
    server.next(PUSH, "answer-lost");
    const before = server.count(PUSH);
    expect(await journal.append([note("once")], await headOf(journal))).toMatchObject({ ok: true });
    // One push of ours; curl may send it again by itself on a connection that it had kept, and the remote refuses the second.
    expect(server.count(PUSH)).toBeLessThanOrEqual(before + 2);
    expect(await says(open())).toEqual(["event 1", "once"]);
  });

  test("the answer was lost and another clone has gone on from ours: still ours stands once", async () => {
    const journal = open();
    await fill(journal, 1);
    const head = await headOf(journal);
    server.next(PUSH, "answer-lost");
    // The first look after the push comes late, so that another clone can be quicker than it.
    server.next(ASK, "slow");
    const other = open({ at: remote.path });
    const own = journal.append([note("once")], head);
    for (;;) {
      const seen = await says(other);
      if (seen.includes("once")) break;
    }
    await fill(other, 1, 9);
    expect(await own).toMatchObject({ ok: true, value: { sequence: 2 } });
    expect(await says(open())).toEqual(["event 1", "once", "event 9"]);
  });

  test.each(["error", "dropped", "slow"] as const)("%s: tried again, and it stands once", async (fault) => {
    const journal = open();
    await fill(journal, 1);
    server.next(PUSH, fault);
    expect(await journal.append([note("once")], await headOf(journal))).toMatchObject({ ok: true });
    expect(await says(open())).toEqual(["event 1", "once"]);
  });

  test("a remote that takes nothing: an answer after a bounded number of tries, and nothing stands", async () => {
    const journal = open();
    await fill(journal, 1);
    const head = await headOf(journal);
    server.next(PUSH, ...Array.from({ length: 20 }, () => "error" as const));
    const before = server.count(PUSH);
    expect(await journal.append([note("never")], head)).toMatchObject({
      ok: false,
      error: { code: "JOURNAL_UNWRITABLE" },
    });
    expect(server.count(PUSH) - before).toBe(5);
    expect(await says(open({ at: remote.path }))).toEqual(["event 1"]);
  });

  test("a remote that does not answer at all is not an empty journal", async () => {
    const journal = open();
    await fill(journal, 1);
    await server.close();
    expect(await open().read()).toMatchObject({ ok: false, error: { code: "JOURNAL_UNREACHABLE" } });
    expect(await journal.append([note("x")], null)).toMatchObject({
      ok: false,
      error: { code: "JOURNAL_UNREACHABLE" },
    });
    // What was read before can still be looked at, and says that it is a copy.
    expect(await journal.readHere?.()).toMatchObject({ ok: true, value: { sequence: 1, isCopy: true } });
    server = await startGitServer(remote.folder);
  });
});

describe("writers at the same time", () => {
  test("twelve processes lose no event", { timeout: 300_000 }, async () => {
    const dist = fileURLToPath(new URL("../../dist", import.meta.url));
    const program = fileURLToPath(new URL("branch-writer.mjs", import.meta.url));
    const names = Array.from({ length: 12 }, (_, index) => String(index + 101));
    const ended = names.map((name) => {
      count += 1;
      const words = [program, dist, join(clones, `${count}.git`), `${server.address}/${remote.name}`, name, "2"];
      const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "pipe"] });
      let said = "";
      child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
      return new Promise<string>((resolve) => child.on("close", () => resolve(said)));
    });
    expect(await Promise.all(ended)).toEqual(names.map(() => "done\n"));
    const all = await says(open());
    expect([...all].sort()).toEqual(names.flatMap((name) => [1, 2].map((index) => `${name}-${index}`)).sort());
    // Of each writer in its own order.
    for (const name of names)
      expect(all.filter((said) => said.startsWith(name))).toEqual([1, 2].map((index) => `${name}-${index}`));
  });

  test("shots that wait while a push is under way go together in the next one, at most one push a second", async () => {
    let nowMs = Date.UTC(2026, 10, 24);
    const clock: Clock = {
      now: () => nowMs,
      async sleep(milliseconds) {
        nowMs += milliseconds;
      },
    };
    const pushes: number[] = [];
    const watching = watched((request) => {
      if (request.arguments[0] === "push") pushes.push(nowMs);
    });
    const journal = open({ pushEveryMs: 1_000, clock, process: watching });
    const stamp = { run: "run-1", operator: "anna", show: "ESH", episode: "E101" };
    const record = await openRecord(journal, clock, stamp);
    if (!record.ok) throw new Error(record.error.message);
    await record.value.append({ type: "note.written", says: "first" });
    await Promise.all(
      Array.from({ length: 24 }, async (_, shot) => {
        for (const step of [1, 2]) await record.value.append({ type: "note.written", says: `${shot}: ${step}` });
      }),
    );
    expect(pushes.map((at) => at - (pushes[0] ?? 0))).toEqual([0, 1_000, 2_000]);
    expect(await says(open())).toHaveLength(49);
  });

  test("a run that a newer one on the episode has overtaken writes nothing more", async () => {
    const stamp = (run: string) => ({ run, operator: "anna", show: "ESH", episode: "E101" });
    const started = { type: "run.started", tool: "t", fencing: 1, tier: "animatic", plan: PLAN } as const;
    const one = await openRecord(open(), systemClock(), stamp("run-1"));
    if (!one.ok) throw new Error(one.error.message);
    await one.value.append(started);
    const two = await openRecord(open(), systemClock(), stamp("run-2"));
    if (!two.ok) throw new Error(two.error.message);
    await two.value.append(started);
    await expect(one.value.append({ type: "note.written", says: "late" })).rejects.toMatchObject({
      failure: { code: "JOURNAL_MOVED" },
    });
    expect(await says(open())).toEqual(["run.started", "run.started"]);
  });
});
const PLAN = `sha256:${"0".repeat(64)}` as const;

describe("what somebody does to the branch", () => {
  test("deleted, put back to an older commit, or replaced: this clone notices, and a person decides", async () => {
    const journal = open();
    await fill(journal, 2);
    const [old, head] = [remote.git(["rev-parse", `${remote.tip()}^`]).trim(), await headOf(journal)];
    const refused = async (words: string) => {
      for (const answer of [await journal.read(), await journal.append([note("x")], head)])
        expect(answer).toMatchObject({
          ok: false,
          error: { code: "JOURNAL_BROKEN", message: expect.stringContaining(words) },
        });
    };
    remote.git(["update-ref", `refs/heads/${BRANCH}`, old]);
    await refused("rewritten");
    remote.git(["update-ref", "-d", `refs/heads/${BRANCH}`]);
    await refused("gone");
    await fill(open(), 3, 7);
    await refused("rewritten");
    expect(await journal.setBrokenAside()).toMatchObject({ ok: true, value: { names: [], sequence: 3 } });
    expect(await says(journal)).toEqual(["event 7", "event 8", "event 9"]);
  });

  test("a link, a program or a folder where a batch belongs does not count, and reaches no disk", async () => {
    const before = open();
    await fill(before, 2);
    const name = "0000000002.json";
    const bytes = remote.read(name);
    for (const mode of ["120000", "100755"]) {
      remote.put(name, mode === "120000" ? "/etc/passwd" : bytes, mode);
      // Also for who has read the same bytes before.
      for (const reader of [open(), before])
        expect(await reader.read()).toMatchObject({
          ok: false,
          error: { code: "JOURNAL_BROKEN", message: expect.stringContaining(`${name} on`) },
        });
    }
    remote.put(name, bytes);
    // Other files are nobody's batch; they stay where they are.
    remote.put("notes.txt", "hello");
    await fill(open(), 1, 3);
    expect(remote.names()).toContain("notes.txt");
    expect(await says(open())).toEqual(["event 1", "event 2", "event 3"]);
  });

  test("a password in the address or a token never stands in a message, an argument or a file", async () => {
    await server.close();
    server = await startGitServer(remote.folder, PASSWORD);
    const seen: ProcessRequest[] = [];
    const watching = watched((request) => void seen.push(request));
    const withPassword = server.address.replace("http://", `http://anna:${PASSWORD}@`);
    const journals = [
      open({ process: watching, token: PASSWORD }),
      open({ process: watching, at: `${withPassword}/${remote.name}` }),
    ];
    await fill(journals[0] as Journal, 1);
    await fill(journals[1] as Journal, 1, 2);
    expect(await journals[0]?.writable?.()).toMatchObject({ ok: true });
    const failures = [
      await open({ process: watching }).read(),
      await open({ process: watching, at: `${withPassword.replace(PASSWORD, `${PASSWORD}x`)}/show.git` }).read(),
      await open({ process: watching, at: `${withPassword}/no-such.git` }).read(),
    ];
    for (const failure of failures) {
      expect(failure).toMatchObject({ ok: false, error: { code: "JOURNAL_UNREACHABLE" } });
      expect(JSON.stringify(failure)).not.toContain(PASSWORD);
    }
    expect(JSON.stringify(seen.map((request) => request.arguments))).not.toContain(PASSWORD);
    for (const path of readdirSync(clones, { recursive: true, withFileTypes: true }))
      if (path.isFile()) expect(readFileSync(join(path.parentPath, path.name), "latin1")).not.toContain(PASSWORD);
  });

  test("addresses that would start a program or a line of their own are refused before git sees them", async () => {
    for (const at of ["ext::sh -c true", "--upload-pack=touch /tmp/x", "fd::3", "https://x\nfetch"])
      expect(await open({ at }).read()).toMatchObject({ ok: false, error: { code: "JOURNAL_UNREACHABLE" } });
  });
});

describe("a long journal", () => {
  test("lies in few files, its newest commit is enough, and it is checked from end to end", {
    timeout: 300_000,
  }, async () => {
    const journal = open({ at: remote.path });
    await fill(journal, 67);
    const names = remote.names();
    expect(names.length).toBeLessThan(6);
    const [segment = ""] = names;
    expect(segment).toMatch(/^0000000001-\d{10}\.jsonl$/);
    const fresh = open({ at: `file://${remote.path}` });
    expect(await says(fresh)).toEqual(Array.from({ length: 67 }, (_, index) => `event ${index + 1}`));
    // Depth 1: the clone has the one commit.
    expect(readFileSync(join(clones, `${count}.git`, "shallow"), "utf8").trim()).toBe(remote.tip());
    const text = remote.read(segment).toString();
    remote.put(segment, text.replace('"event 33"', '"event 34"'));
    expect(await open({ at: remote.path }).read()).toMatchObject({
      ok: false,
      error: { code: "JOURNAL_BROKEN", message: expect.stringContaining(`0000000033.json in ${segment}`) },
    });
    // The good beginning of a segment stays.
    const mended = open({ at: remote.path });
    const aside = await mended.setBrokenAside();
    if (!aside.ok) throw new Error(aside.error.message);
    expect(aside.value.sequence).toBe(32);
    expect(aside.value.names[0]).toBe(`${segment}.broken`);
    await fill(mended, 1, 33);
    expect(await says(open({ at: remote.path }))).toHaveLength(33);
  });

  test("what a killed git or a bad disk left in our own copy does not matter", async () => {
    const folder = join(clones, "harmed.git");
    await fill(open({ folder }), 2);
    writeFileSync(join(folder, "shallow.lock"), "");
    await fill(open(), 1, 3);
    expect(await says(open({ folder }))).toHaveLength(3);
    for (const path of readdirSync(join(folder, "objects"), { recursive: true, withFileTypes: true }))
      if (path.isFile()) rmSync(join(path.parentPath, path.name), { force: true });
    await fill(open(), 1, 4);
    expect(await says(open({ folder }))).toHaveLength(4);
  });
});
