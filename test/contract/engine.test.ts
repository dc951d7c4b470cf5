import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FAILURE_CLASSES } from "../../src/core/failure.ts";
import type { ShotOrder } from "../../src/core/order.ts";
import { engines } from "../../src/engines/registry.ts";
import type { Desk, Engine, Job } from "../../src/ports/engine.ts";
import { deskOn, HAS_FFMPEG, WITHOUT_FFMPEG } from "../engines/desk.ts";
import { orderOf } from "../engines/orders.ts";
import { scratchFolders } from "../scratch-folder.ts";
import { VENDOR_STANDS } from "./vendor-stands.ts";

/** What every engine must do, whatever makes its pictures. An engine that needs a vendor is run against its emulator. */
const LOCAL = engines.filter((engine) => engine.pollEveryMs !== undefined && engine.secrets.length === 0);

const folder = scratchFolders("engine");

const LONG: Parameters<typeof orderOf>[0] = { frames: 2_000 };

async function submitted(engine: Engine, order: ShotOrder, desk: Desk): Promise<Job> {
  const answer = await engine.submit(order, desk);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

async function settled(engine: Engine, job: Job, desk: Desk) {
  for (;;) {
    const state = await engine.poll(job, desk);
    if (!state.ok || (state.value.state !== "running" && state.value.state !== "queued")) return state;
    await desk.clock.sleep(50);
  }
}

test("the registry has engines, each under an id of its own", () => {
  expect(engines.length).toBeGreaterThan(0);
  expect(new Set(engines.map((engine) => engine.id)).size).toBe(engines.length);
  expect(LOCAL.length).toBeGreaterThan(0);
  // The others are engines of vendors: vendor-engine.test.ts runs each of them at its emulator.
  expect([...LOCAL.map((engine) => engine.id), ...Object.keys(VENDOR_STANDS)].sort()).toEqual(
    engines.map((engine) => engine.id).sort(),
  );
});

describe.skipIf(!HAS_FFMPEG).each(LOCAL.map((engine) => [engine.id, engine] as const))(
  `engine contract: %s${WITHOUT_FFMPEG}`,
  (id, engine) => {
    test("a job survives JSON and is finished by another desk", async () => {
      const directory = folder();
      const job = await submitted(engine, orderOf(), deskOn(directory));
      const later = JSON.parse(JSON.stringify(job)) as Job;
      expect(later).toEqual(job);
      expect(job).toMatchObject({ engine: id, attempt: orderOf().attempt });
      const desk = deskOn(directory);
      expect(await settled(engine, later, desk)).toMatchObject({
        ok: true,
        value: { state: "done", charge: { certainty: "known", micros: 0 } },
      });
      const [once, twice] = [await engine.fetch(later, desk), await engine.fetch(later, desk)];
      expect(once).toEqual(twice);
      expect(once.ok && existsSync(once.value.path)).toBe(true);
      // Asked again, it still knows.
      expect(await engine.poll(later, desk)).toMatchObject({ ok: true, value: { state: "done" } });
      expect(await engine.find(orderOf(), desk)).toMatchObject({
        ok: true,
        value: { found: "job", job: { attempt: job.attempt } },
      });
    });

    test("a process that knows only the job's JSON can take it over", async () => {
      const directory = folder();
      const job = await submitted(engine, orderOf(), deskOn(directory));
      await settled(engine, job, deskOn(directory));
      const program = `
      const { engine } = await import(process.argv[1]);
      const job = JSON.parse(process.argv[2]);
      const desk = { clock: { now: () => Date.now() }, process: { alive: () => false }, signal: new AbortController().signal };
      const state = await engine.poll(job, desk);
      const made = await engine.fetch(job, desk);
      console.log(JSON.stringify([state.ok && state.value.state, made.ok]));`;
      const module = new URL(`../../dist/engines/${id}.js`, import.meta.url).href;
      const said = execFileSync(process.execPath, ["--input-type=module", "-e", program, module, JSON.stringify(job)], {
        encoding: "utf8",
      });
      expect(JSON.parse(said)).toEqual(["done", true]);
    });

    test("a seed of 0 is a seed", async () => {
      const desks = [deskOn(folder()), deskOn(folder())] as const;
      const films: string[] = [];
      for (const [index, seed] of ["0", "1"].entries()) {
        const desk = desks[index] ?? desks[0];
        const job = await submitted(engine, orderOf({ frames: 2, order: { seed } }), desk);
        await settled(engine, job, desk);
        const made = await engine.fetch(job, desk);
        films.push(
          made.ok
            ? execFileSync("ffmpeg", ["-v", "error", "-i", made.value.path, "-f", "framemd5", "-"], {
                encoding: "utf8",
              })
            : "",
        );
      }
      expect(films[0]).not.toBe("");
      expect(films[0]).not.toBe(films[1]);
    });

    test("a cancelled job ends, leaves no film and no process", async () => {
      const desk = deskOn(folder());
      const job = await submitted(engine, orderOf(LONG), desk);
      await expect.poll(async () => (await engine.poll(job, desk)).ok, { timeout: 20_000 }).toBe(true);
      expect(await engine.cancel(job, desk)).toMatchObject({ ok: true, value: { cancelled: true } });
      const end = await settled(engine, job, desk);
      expect(end).toMatchObject({ ok: true, value: { state: "failed" } });
      expect(await engine.fetch(job, desk)).toMatchObject({ ok: false });
      expect(await engine.find(orderOf(LONG), desk)).toMatchObject({ ok: true, value: { found: "none" } });
      expect(readdirSync(desk.directory).filter((name) => name.endsWith(".mp4"))).toEqual([]);
      // A second time does no harm.
      expect(await engine.cancel(job, desk)).toMatchObject({ ok: true });
    });

    test("a stopped run stops the job", async () => {
      const stop = new AbortController();
      const desk = deskOn(folder(), { signal: stop.signal });
      const job = await submitted(engine, orderOf(LONG), desk);
      stop.abort();
      expect(await settled(engine, job, desk)).toMatchObject({ ok: true, value: { state: "failed" } });
      expect(await engine.submit(orderOf(), desk)).toMatchObject({ ok: false });
    });

    test("a job nobody knows is a classed failure, not a hang and not a kill", async () => {
      const desk = deskOn(folder());
      const strange: Job = {
        engine: id,
        id: "?",
        attempt: "?",
        handle: { pid: process.pid, directory: join(desk.directory, "gone") },
      };
      const state = await engine.poll(strange, desk);
      const failure = state.ok ? (state.value.state === "failed" ? state.value.failure : undefined) : state.error;
      expect(FAILURE_CLASSES).toContain(failure?.class);
      const fetched = await engine.fetch(strange, desk);
      expect(fetched.ok).toBe(false);
      if (!fetched.ok) expect(FAILURE_CLASSES).toContain(fetched.error.class);
      // This very process has the number of the job: it must live.
      await engine.cancel(strange, desk);
      expect(await engine.find(orderOf(), desk)).toMatchObject({ ok: true });
    });

    test("a secret is never said", async () => {
      const log: string[] = [];
      const secrets = Object.fromEntries(
        [...engine.secrets, "SHOTLOCK_KEY_TEST"].map((name) => [name, `secret-of-${name}`]),
      );
      const desk = deskOn(folder(), { log, secrets });
      const job = await submitted(engine, orderOf({ frames: 2 }), desk);
      const end = await settled(engine, job, desk);
      const said = JSON.stringify([log, job, end]);
      for (const secret of Object.values(secrets)) expect(said).not.toContain(secret);
    });
  },
);
