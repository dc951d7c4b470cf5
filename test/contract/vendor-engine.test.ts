import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FAILURE_CLASSES } from "../../src/core/failure.ts";
import { engines } from "../../src/engines/registry.ts";
import type { Desk, Engine, Job } from "../../src/ports/engine.ts";
import type { Fault } from "../../src/sandbox/faults/fault-book.ts";
import { deskOn } from "../engines/desk.ts";
import { type HandClock, stand } from "../sandbox/stand.ts";
import { scratchFolders } from "../scratch-folder.ts";
import { VENDOR_STANDS, type VendorStand } from "./vendor-stands.ts";

const folder = scratchFolders("vendor");
const MINUTE = 60_000;

/** Time goes on while an engine waits: the emulator's clock is moved by what it would sleep. */
function movingClock(clock: HandClock): HandClock {
  return { ...clock, sleep: async (milliseconds) => clock.move(milliseconds) };
}

async function setUp(own: VendorStand, faults: readonly Fault[] = []) {
  const { sandbox, clock } = await stand({ faults });
  const address = sandbox.addresses[own.vendor];
  const log: string[] = [];
  const desk = (wish = {}): Desk =>
    deskOn(folder(), { address, secrets: own.secrets, clock: movingClock(clock), log, ...wish });
  return { sandbox, clock, desk, log };
}

async function submitted(engine: Engine, own: VendorStand, desk: Desk, seed?: string): Promise<Job> {
  const answer = await engine.submit(own.order(seed), desk);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

async function ended(engine: Engine, job: Job, desk: Desk, clock: HandClock) {
  for (let minutes = 0; minutes < 120; minutes += 1) {
    const state = await engine.poll(job, desk);
    if (state.ok && state.value.state !== "running" && state.value.state !== "queued") return state.value;
    clock.move(MINUTE);
  }
  throw new Error("it never ends");
}

const ENGINES = engines.flatMap((engine) => {
  const own = VENDOR_STANDS[engine.id];
  return own === undefined ? [] : [[engine.id, engine, own] as const];
});

describe.each(ENGINES)("vendor contract: %s at its emulator", (_id, engine, own) => {
  test("a job survives JSON, ends in another process's hands, and costs what the vendor bills", async () => {
    const { sandbox, clock, desk } = await setUp(own);
    const job = await submitted(engine, own, desk());
    const later = JSON.parse(JSON.stringify(job)) as Job;
    expect(later).toEqual(job);
    const end = await ended(engine, later, desk(), clock);
    expect(end).toMatchObject({ state: "done", charge: { certainty: "known", micros: own.takeMicros } });
    expect((await sandbox.bill()).micros).toBe(own.takeMicros);
    const other = desk();
    const fetched = await engine.fetch(later, other);
    expect(fetched.ok && existsSync(fetched.value.path)).toBe(true);
    expect(await engine.fetch(later, desk())).toMatchObject({ ok: true });
    expect(await engine.poll(later, desk())).toMatchObject({ ok: true, value: { state: "done" } });
  });

  test("a seed of 0 is a seed, and another one is another", async () => {
    const { sandbox, desk } = await setUp(own);
    await submitted(engine, own, desk(), "0");
    await engine.submit({ ...own.order("7"), attempt: "SH0010-2" }, desk());
    expect(sandbox.jobs()[own.vendor].map(({ seed }) => seed)).toEqual([0, 7]);
  });

  test.each<Fault>([{ fault: "answer-lost" }, { fault: "drop-after-accept" }, { fault: "error-after-accept" }])(
    "an order that was taken and not answered is in doubt, and was sent once: $fault",
    async (fault) => {
      const { sandbox, desk } = await setUp(own, [{ ...fault, times: 1 }]);
      const stop = AbortSignal.timeout(3_000);
      const answer = await engine.submit(own.order(), desk({ signal: stop }));
      expect(answer).toMatchObject({
        ok: false,
        error: { class: "ambiguous-submit", charge: { certainty: "unknown", atMostMicros: own.takeMicros } },
      });
      expect(sandbox.jobs()[own.vendor]).toHaveLength(1);
      const found = await engine.find(own.order(), desk());
      expect(found).toMatchObject({ ok: true, value: { found: own.finds ? "job" : "cannot-look" } });
    },
  );

  test("a connection that drops before it is read may have arrived, and nothing was made", async () => {
    const { sandbox, desk } = await setUp(own, [{ fault: "drop", at: "submit", times: 1 }]);
    expect(await engine.submit(own.order(), desk())).toMatchObject({ ok: false, error: { class: "ambiguous-submit" } });
    expect(sandbox.jobs()[own.vendor]).toHaveLength(0);
    expect((await sandbox.bill()).micros).toBe(0);
  });

  test("asked less often when it says so, in seconds or as a date", async () => {
    for (const retry_after_as of ["seconds", "date"] as const) {
      const { desk } = await setUp(own, [
        { fault: "rate-limit", at: "submit", retry_after_seconds: 30, retry_after_as, times: 1 },
      ]);
      const answer = await engine.submit(own.order(), desk());
      expect(answer).toMatchObject({
        ok: false,
        error: { class: "rate-limit", advice: "retry-later", charge: { certainty: "known", micros: 0 } },
      });
      const waitMs = answer.ok ? undefined : answer.error.retryAfterMs;
      expect(Math.abs((waitMs ?? 0) - 30_000)).toBeLessThanOrEqual(1_000);
    }
  });

  test("errors of asking never end a job", async () => {
    const { sandbox, clock, desk } = await setUp(own);
    const job = await submitted(engine, own, desk());
    sandbox.setFaults([{ fault: "error", at: "poll", status: 503, times: 5 }]);
    for (let time = 0; time < 3; time += 1)
      expect(await engine.poll(job, desk())).toMatchObject({ ok: false, error: { advice: "retry-later" } });
    expect(await ended(engine, job, desk(), clock)).toMatchObject({ state: "done" });
  });

  test("a stuck job runs on", async () => {
    const { clock, desk } = await setUp(own, [{ fault: "stuck" }]);
    const job = await submitted(engine, own, desk());
    clock.move(180 * MINUTE);
    const state = await engine.poll(job, desk());
    expect(state.ok && ["running", "queued"].includes(state.value.state)).toBe(true);
  });

  test.each<[Fault, string]>([
    [{ fault: "failed" }, "server"],
    [{ fault: "no-file" }, "server"],
  ])("%j is classed, and what it may cost covers the vendor's bill", async (fault, kind) => {
    const { sandbox, clock, desk } = await setUp(own, [fault]);
    const job = await submitted(engine, own, desk());
    const end = await ended(engine, job, desk(), clock);
    if (end.state !== "failed") throw new Error(`it is ${end.state}`);
    expect(end.failure.class).toBe(kind);
    const { charge } = end.failure;
    const covered = charge.certainty === "known" ? charge.micros : charge.atMostMicros;
    expect(covered).toBeGreaterThanOrEqual((await sandbox.bill()).micros);
  });

  test.each<Fault>([
    { fault: "truncated", times: 1 },
    { fault: "html", times: 1 },
  ])("a download that is no film is asked for again: $fault", async (fault) => {
    const { clock, desk } = await setUp(own, [fault]);
    const job = await submitted(engine, own, desk());
    await ended(engine, job, desk(), clock);
    expect(await engine.fetch(job, desk())).toMatchObject({
      ok: false,
      error: { class: "server", advice: "retry-later" },
    });
    expect(await engine.fetch(job, desk())).toMatchObject({ ok: true });
  });

  test("a job that waits can be cancelled, a finished one stays", async () => {
    const { sandbox, clock, desk } = await setUp(own);
    const first = await submitted(engine, own, desk());
    expect(await engine.cancel(first, desk())).toMatchObject({ ok: true });
    // Some vendors keep it in their list, some do not; none goes on with it.
    expect(sandbox.jobs()[own.vendor].filter(({ state }) => state !== "cancelled")).toEqual([]);
    const second = await engine.submit({ ...own.order(), attempt: "SH0010-2" }, desk());
    if (!second.ok) throw new Error(second.error.message);
    await ended(engine, second.value, desk(), clock);
    expect(await engine.cancel(second.value, desk())).toMatchObject({ ok: true, value: { cancelled: false } });
    expect(await engine.fetch(second.value, desk())).toMatchObject({ ok: true });
  });

  test("a job nobody knows is a classed failure", async () => {
    const { desk } = await setUp(own);
    const job = await submitted(engine, own, desk());
    const handle = JSON.parse(JSON.stringify(job.handle).replaceAll(job.id, "0f0f0f0f-0000-4000-8000-000000000000"));
    const state = await engine.poll({ ...job, id: "0f0f0f0f-0000-4000-8000-000000000000", handle }, desk());
    const failure = state.ok ? (state.value.state === "failed" ? state.value.failure : undefined) : state.error;
    expect(FAILURE_CLASSES).toContain(failure?.class);
    expect(failure?.class).toBe("lost-result");
  });

  test("a stopped run sends nothing", async () => {
    const { sandbox, desk } = await setUp(own);
    const answer = await engine.submit(own.order(), desk({ signal: AbortSignal.abort() }));
    expect(answer).toMatchObject({ ok: false, error: { charge: { certainty: "known", micros: 0 } } });
    expect(sandbox.jobs()[own.vendor]).toHaveLength(0);
  });

  test("the key is in no job, no failure and no line of the log", async () => {
    const { clock, desk, log, sandbox } = await setUp(own, [{ fault: "failed", times: 1 }]);
    const job = await submitted(engine, own, desk());
    const end = await ended(engine, job, desk(), clock);
    const said = JSON.stringify([log, job, end]);
    for (const secret of Object.values(own.secrets)) expect(said).not.toContain(secret);
    expect(sandbox.events().filter(({ event }) => event === "key.exposed")).toEqual([]);
  });
});
