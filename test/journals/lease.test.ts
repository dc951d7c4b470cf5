import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir, uptime } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../src/kit/clock.ts";
import { type LeaseRequest, takeLease } from "../../src/kit/lease.ts";
import { createProcessRunner } from "../../src/kit/process-runner.ts";

const BUILT = new URL("../../dist/", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "shotlock-lease-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let path = "";
let count = 0;
beforeEach(() => {
  count += 1;
  path = join(folder, String(count), "run.lease");
});

const asked = (change: Partial<LeaseRequest> = {}): LeaseRequest => ({
  path,
  clock: systemClock(),
  process: createProcessRunner(),
  waitMs: 0,
  uptimeSeconds: uptime(),
  ...change,
});

interface Child {
  readonly pid: number;
  readonly said: Promise<string>;
  readonly ended: Promise<number | null>;
  kill(): void;
}

/** A program of a few lines in a process of its own, with the built parts at hand. */
function child(program: string): Child {
  const kit = (name: string): string => JSON.stringify(new URL(name, BUILT).href);
  const text = `
    import { takeLease } from ${kit("kit/lease.js")};
    import { systemClock } from ${kit("kit/clock.js")};
    import { createProcessRunner } from ${kit("kit/process-runner.js")};
    import { directoryJournal } from ${kit("journals/directory.js")};
    import { readFileSync, writeFileSync } from "node:fs";
    import { uptime } from "node:os";
    const clock = systemClock();
    const request = (path, waitMs) => ({ path, clock, process: createProcessRunner(), waitMs, uptimeSeconds: uptime() });
    ${program}`;
  const started = spawn(process.execPath, ["--input-type=module", "-e", text], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return {
    pid: started.pid ?? 0,
    said: new Promise((resolve) => started.stdout.setEncoding("utf8").once("data", resolve)),
    ended: new Promise((resolve) => started.once("close", resolve)),
    kill: () => void started.kill("SIGKILL"),
  };
}

const holder = () =>
  child(`
  const lease = await takeLease(request(${JSON.stringify(path)}, 5_000));
  console.log(lease.ok ? "held" : "busy");
  await clock.sleep(60_000);`);

describe("lease", () => {
  test("is held by one, given back, and leaves nothing behind", async () => {
    const first = await takeLease(asked());
    if (!first.ok) throw new Error(first.error.holder);
    expect(await takeLease(asked({ waitMs: 150 }))).toMatchObject({
      ok: false,
      error: { holder: `process ${process.pid} on ${hostname()}` },
    });
    first.value.release();
    const second = await takeLease(asked());
    expect(second.ok).toBe(true);
    if (second.ok) second.value.release();
    expect(readdirSync(join(path, ".."))).toEqual([]);
  });

  test("a living process keeps it; of one that was killed it is taken over at once", async () => {
    const other = holder();
    expect((await other.said).trim()).toBe("held");
    expect(await takeLease(asked({ waitMs: 200 }))).toMatchObject({
      ok: false,
      error: { holder: `process ${other.pid} on ${hostname()}` },
    });
    other.kill();
    await other.ended;
    const taken = await takeLease(asked());
    expect(taken.ok).toBe(true);
    if (taken.ok) taken.value.release();
  });

  /** The holder's file as a process of this machine writes it, changed. */
  async function left(change: Readonly<Record<string, unknown>>): Promise<void> {
    const own = await takeLease(asked());
    if (!own.ok) throw new Error("busy");
    const file = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    own.value.release();
    writeFileSync(path, JSON.stringify({ ...file, nonce: "another", ...change }));
  }
  const isTaken = async (): Promise<boolean> => (await takeLease(asked())).ok;

  test("a process number that was given out again holds nothing", async () => {
    // Our parent lives, but it did not begin when the file says.
    await left({ pid: process.ppid, started: "1" });
    expect(await isTaken()).toBe(true);
  });

  test("neither does one from before the machine was started anew", async () => {
    await left({ pid: process.ppid, boot: "another start" });
    expect(await isTaken()).toBe(true);
  });

  test("nor one of our own number that we do not hold", async () => {
    await left({});
    expect(await isTaken()).toBe(true);
  });

  test("another machine's holder is never judged from here", async () => {
    await left({ host: "another-machine", pid: 1, boot: "another start" });
    expect(await isTaken()).toBe(false);
  });

  test("a half-written file counts for a while, then it was left behind", async () => {
    await left({});
    writeFileSync(path, '{"pid": 1');
    expect(await takeLease(asked())).toMatchObject({ ok: false, error: { holder: "another process" } });
    const longAgo = Date.now() / 1000 - 60;
    utimesSync(path, longAgo, longAgo);
    expect(await isTaken()).toBe(true);
  });

  test("of many who see the same dead holder one gets it", async () => {
    await left({ boot: "another start" });
    const answers = await Promise.all(Array.from({ length: 20 }, () => takeLease(asked())));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  });

  test("several processes count up one number under it and lose nothing", async () => {
    const number = join(folder, `${count}-number`);
    writeFileSync(number, "0");
    const children = Array.from({ length: 3 }, () =>
      child(`
        for (let index = 0; index < 8; index += 1) {
          const lease = await takeLease(request(${JSON.stringify(path)}, 30_000));
          if (!lease.ok) process.exit(1);
          const before = Number(readFileSync(${JSON.stringify(number)}, "utf8"));
          await clock.sleep(3);
          writeFileSync(${JSON.stringify(number)}, String(before + 1));
          lease.value.release();
        }`),
    );
    expect(await Promise.all(children.map((one) => one.ended))).toEqual([0, 0, 0]);
    expect(readFileSync(number, "utf8")).toBe("24");
  });
});

describe("two processes and one journal", () => {
  const journal = (signerOf: string): string => `
    const journal = directoryJournal({
      folder: ${JSON.stringify(join(folder, "journal"))}, clock, process: createProcessRunner(), leaseWaitMs: 30_000,
      signer: { sign: () => ({ keyId: "k", signature: "c2lnbmVk" }), verify: () => true } });
    const note = (says) => ({ type: "note.written", says, at: "2026-11-24T10:00:00.000Z", run: ${JSON.stringify(signerOf)}, operator: "anna", show: "ESH", episode: "E101" });
    for (let index = 0; index < 10; ) {
      const read = await journal.read();
      if (!read.ok) process.exit(2);
      const written = await journal.append([note(String(index))], read.value.head);
      if (written.ok) index += 1;
      else if (written.error.code !== "JOURNAL_MOVED") process.exit(3);
    }
    const read = await journal.read();
    console.log(read.ok ? "whole" : read.error.message);`;

  test("write in turn: nothing is lost, nothing is doubled, the chain holds", async () => {
    const children = ["one", "two"].map((name) => child(journal(name)));
    expect(await Promise.all(children.map((one) => one.ended))).toEqual([0, 0]);
    const names = readdirSync(join(folder, "journal")).sort();
    expect(names).toHaveLength(20);
    expect(names.at(-1)).toBe("0000000020.json");
    const said = names.map(
      (name) =>
        (JSON.parse(readFileSync(join(folder, "journal", name), "utf8")) as { events: { run: string; says: string }[] })
          .events[0],
    );
    for (const run of ["one", "two"])
      expect(said.filter((event) => event?.run === run).map((event) => event?.says)).toEqual(
        Array.from({ length: 10 }, (_, index) => String(index)),
      );
  });

  test("while another process holds it, an append is refused as busy and names it", async () => {
    path = join(folder, "journal", "writer.lease");
    const other = holder();
    expect((await other.said).trim()).toBe("held");
    const { directoryJournal } = await import("../../src/journals/directory.ts");
    const journalHere = directoryJournal({
      folder: join(folder, "journal"),
      clock: systemClock(),
      process: createProcessRunner(),
      leaseWaitMs: 100,
      signer: { sign: () => ({ keyId: "k", signature: "c2lnbmVk" }), verify: () => true },
    });
    const read = await journalHere.read();
    expect(read.ok).toBe(true);
    const event = {
      type: "note.written",
      says: "x",
      at: "2026-11-24T10:00:00.000Z",
      run: "r",
      operator: "anna",
      show: "ESH",
      episode: "E101",
    } as const;
    expect(await journalHere.append([event], read.ok ? read.value.head : null)).toMatchObject({
      ok: false,
      error: { code: "JOURNAL_BUSY", message: expect.stringContaining(`process ${other.pid} on`) },
    });
    other.kill();
    await other.ended;
    expect((await journalHere.append([event], read.ok ? read.value.head : null)).ok).toBe(true);
  });
});
