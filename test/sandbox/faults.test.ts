import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fault } from "../../src/sandbox/faults/fault-book.ts";
import { createFaultBook } from "../../src/sandbox/faults/fault-book.ts";
import { stand } from "./stand.ts";

const HEADERS = { authorization: "Bearer key_sandbox", "x-runway-version": "2024-11-06" };
const GEN45 = { model: "gen4.5", promptText: "slow push in", ratio: "1280:720", duration: 5 };
const KLING = "fal-ai/kling-video/v3/pro/text-to-video";
const MINUTE = 60_000;

async function desk(faults: readonly Fault[], options: Parameters<typeof stand>[0] = {}) {
  const standing = await stand({ ...options, faults });
  const { runway, fal } = standing.sandbox.addresses;
  const create = async (body: object = GEN45) =>
    await fetch(`${runway}/v1/text_to_video`, { method: "POST", headers: HEADERS, body: JSON.stringify(body) });
  const task = async (id: string) =>
    JSON.parse(await (await fetch(`${runway}/v1/tasks/${id}`, { headers: HEADERS })).text());
  const submit = async (model = KLING) =>
    JSON.parse(
      await (
        await fetch(`${fal}/${model}`, {
          method: "POST",
          headers: { authorization: "Key sandbox:key" },
          body: JSON.stringify({ prompt: "a" }),
        })
      ).text(),
    );
  const fetchFal = async (url: string) => await fetch(url, { headers: { authorization: "Key sandbox:key" } });
  const done = async () => {
    const { id } = JSON.parse(await (await create()).text());
    standing.clock.move(5 * MINUTE);
    return await task(id);
  };
  return { ...standing, create, task, submit, fetchFal, done };
}

describe("before a job is accepted", () => {
  test.each([
    [{ fault: "error" }, 503, null],
    [{ fault: "error", status: 500 }, 500, null],
    [{ fault: "rate-limit" }, 429, null],
    [{ fault: "rate-limit", retry_after_seconds: 7 }, 429, "7"],
    [{ fault: "rate-limit", retry_after_seconds: 90, retry_after_as: "date" }, 429, "Sun, 22 Nov 2026 12:01:30 GMT"],
    [{ fault: "gone" }, 404, null],
    [{ fault: "gone", status: 410, model: "gen4.5" }, 410, null],
  ] as const)("%j answers %i, and nothing is made or charged", async (fault, status, retryAfter) => {
    const { sandbox, create } = await desk([fault]);
    const answer = await create();
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([status, retryAfter]);
    expect(sandbox.jobs().runway).toEqual([]);
    expect((await sandbox.bill()).lines).toEqual([]);
  });

  test("milliseconds stand in a header of their own, and a vendor that runs faster asks for less", async () => {
    const { create } = await desk([{ fault: "rate-limit", retry_after_seconds: 3, retry_after_as: "milliseconds" }], {
      speed: 20,
    });
    expect((await create()).headers.get("retry-after-ms")).toBe("150");
  });

  test("a dropped line leaves nothing behind", async () => {
    const { sandbox, create } = await desk([{ fault: "drop", times: 1 }]);
    await expect(create()).rejects.toThrow();
    expect(sandbox.jobs().runway).toEqual([]);
    expect((await create()).status).toBe(200);
  });
});

describe("after a job was accepted", () => {
  test.each([[{ fault: "drop-after-accept" }], [{ fault: "error-after-accept" }]] as const)(
    "%j: the job is there and charged, and the client does not know it",
    async (fault) => {
      const { sandbox, create } = await desk([fault]);
      const answer = await create().then(
        async (response) => `${response.status} ${await response.text().catch(() => "broken")}`,
        () => "broken",
      );
      expect(answer).toMatch(/^(?:broken|200 broken|502 .*)$/);
      expect(sandbox.jobs().runway).toHaveLength(1);
      expect((await sandbox.bill()).micros).toBe(600_000);
    },
  );

  test("a lost answer holds the line until the vendor closes it", async () => {
    const { sandbox, clock, create } = await desk([{ fault: "answer-lost", hold_seconds: 30 }]);
    const asked = create().then(
      () => "answered",
      () => "closed",
    );
    while (sandbox.jobs().runway.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const unanswered = new Promise((resolve) => setImmediate(() => resolve("waiting")));
    expect(await Promise.race([asked, unanswered])).toBe("waiting");
    clock.move(30_000);
    expect(await asked).toBe("closed");
    expect((await sandbox.bill()).micros).toBe(600_000);
  });
});

describe("while a job works", () => {
  test("THROTTLED holds it back, stuck never ends, slow takes its time", async () => {
    const held = await desk([{ fault: "throttled", hold_seconds: 120 }]);
    const { id } = JSON.parse(await (await held.create()).text());
    held.clock.move(119_000);
    expect((await held.task(id)).status).toBe("THROTTLED");
    held.clock.move(2_000);
    expect((await held.task(id)).status).toBe("RUNNING");
    const stuck = await desk([{ fault: "stuck" }]);
    expect((await stuck.done()).status).toBe("RUNNING");
    stuck.clock.move(1_000 * MINUTE);
    expect((await stuck.task(stuck.sandbox.jobs().runway[0]?.job ?? "")).status).toBe("RUNNING");
    const slow = await desk([{ fault: "slow", pace_percent: 1000 }]);
    expect((await slow.done()).status).toBe("RUNNING");
    slow.clock.move(12 * MINUTE);
    expect((await slow.task(slow.sandbox.jobs().runway[0]?.job ?? "")).status).toBe("SUCCEEDED");
  });

  test.each([
    [{ fault: "refused-input" }, "SAFETY.INPUT.TEXT", 60],
    [{ fault: "refused-output" }, "SAFETY.OUTPUT.VIDEO", 60],
    [{ fault: "failed" }, "INTERNAL.BAD_OUTPUT.CODE01", 0],
    [{ fault: "failed", code: "THIRD_PARTY.UNAVAILABLE", charged: true }, "THIRD_PARTY.UNAVAILABLE", 60],
  ] as const)("Runway, %j: %s at %i credits", async (fault, failureCode, credits) => {
    const { sandbox, done } = await desk([fault]);
    expect(await done()).toMatchObject({ status: "FAILED", failureCode, cost: { credits } });
    expect((await sandbox.bill()).micros).toBe(credits * 10_000);
  });

  test.each([
    [{ fault: "refused-input" }, 422, "content_policy_violation", "false", 0],
    [{ fault: "refused-output" }, 422, "content_policy_violation", "false", 840_000],
    [{ fault: "failed" }, 500, "internal_server_error", "true", 0],
    [{ fault: "failed", code: "runner_disconnected" }, 503, "runner_disconnected", null, 0],
  ] as const)("fal, %j: COMPLETED, and the result is %i %s", async (fault, status, errorType, retryable, micros) => {
    const { sandbox, clock, submit, fetchFal } = await desk([fault]);
    const { status_url, response_url } = await submit();
    clock.move(5 * MINUTE);
    expect(JSON.parse(await (await fetchFal(status_url)).text())).toMatchObject({
      status: "COMPLETED",
      error_type: errorType,
    });
    const result = await fetchFal(response_url);
    expect([result.status, result.headers.get("x-fal-retryable")]).toEqual([status, retryable]);
    expect((await sandbox.bill()).micros).toBe(micros);
  });

  test("a model that is retired takes nothing new, and what runs fails unpaid", async () => {
    const { sandbox, clock, create, task } = await desk([{ fault: "retired", after_seconds: 60, model: "gen4.5" }]);
    const { id } = JSON.parse(await (await create()).text());
    clock.move(20_000);
    expect((await create()).status).toBe(200);
    clock.move(41_000);
    expect((await create()).status).toBe(404);
    expect((await create()).status).toBe(404);
    expect(await task(id)).toMatchObject({ status: "FAILED", cost: { credits: 0 } });
    expect((await sandbox.bill()).micros).toBe(0);
  });
});

describe("when the film is fetched", () => {
  test("a job that is done may have no file, and is charged", async () => {
    const { sandbox, clock, done, submit, fetchFal } = await desk([{ fault: "no-file" }]);
    expect(await done()).toMatchObject({ status: "SUCCEEDED", output: [] });
    const { response_url } = await submit();
    clock.move(5 * MINUTE);
    expect(JSON.parse(await (await fetchFal(response_url)).text())).toEqual({ video: null });
    expect((await sandbox.bill()).micros).toBe(600_000 + 840_000);
  });

  test.each([
    [{ fault: "expired", times: 1 }, 403],
    [{ fault: "html", times: 1 }, 200],
  ] as const)("%j once, and the film the second time", async (fault, status) => {
    const { done } = await desk([fault]);
    const [url] = (await done()).output;
    const first = await fetch(url);
    expect(first.status).toBe(status);
    expect(await first.text()).not.toContain("ftyp");
    expect(await (await fetch(url)).text()).toContain("ftyp");
  });

  test("a truncated download breaks off before its length", async () => {
    const { done } = await desk([{ fault: "truncated", times: 1 }]);
    const [url] = (await done()).output;
    const cut = await fetch(url);
    expect(Number(cut.headers.get("content-length"))).toBeGreaterThan(24);
    await expect(cut.arrayBuffer()).rejects.toThrow();
  });

  test("an address expires after a day, and a fresh one is told by the task", async () => {
    const { clock, done, task, sandbox } = await desk([]);
    const [url] = (await done()).output;
    clock.move(24 * 60 * MINUTE);
    expect((await fetch(url)).status).toBe(403);
    const [fresh] = (await task(sandbox.jobs().runway[0]?.job ?? "")).output;
    expect((await fetch(fresh)).status).toBe(200);
  });

  test("length and look of the film can be wrong", async () => {
    const { done } = await desk([{ fault: "wrong-duration", length_percent: 50 }]);
    expect(await (await fetch((await done()).output[0])).text()).toContain("normal 60");
    const frozen = await desk([{ fault: "quality", look: "frozen" }]);
    expect(await (await fetch((await frozen.done()).output[0])).text()).toContain("frozen 120");
  });

  test("a key that comes to a storage host is told", async () => {
    const { sandbox, done } = await desk([]);
    const [url] = (await done()).output;
    await fetch(url, { headers: HEADERS });
    expect(sandbox.events().filter(({ event }) => event === "key.exposed")).toHaveLength(1);
  });
});

describe("faults on cue", () => {
  test("live, by POST, without any key; nonsense is refused and changes nothing", async () => {
    const { sandbox, create } = await desk([]);
    const set = async (faults: unknown) =>
      await fetch(`${sandbox.addresses.runway}/__faults`, { method: "POST", body: JSON.stringify({ faults }) });
    expect((await set([{ fault: "error", times: 1 }])).status).toBe(200);
    expect((await set([{ fault: "outage" }])).status).toBe(400);
    expect((await set([{ fault: "error", hold_seconds: 3 }])).status).toBe(400);
    expect((await set([{ fault: "error", reason: "x" }])).status).toBe(400);
    expect((await create()).status).toBe(503);
    expect((await create()).status).toBe(200);
    const told = await fetch(`${sandbox.addresses.runway}/__faults`);
    expect(JSON.parse(await told.text())).toEqual([{ fault: { fault: "error", times: 1 }, met: 2, struck: 1 }]);
  });

  test("bill, jobs and events are pages; a reset forgets them", async () => {
    const { sandbox, done } = await desk([]);
    await done();
    const page = async (name: string) =>
      JSON.parse(await (await fetch(`${sandbox.addresses.runway}/__${name}`)).text());
    expect((await page("bill")).micros).toBe(600_000);
    expect(await page("jobs")).toHaveLength(1);
    const events = await page("events");
    expect(events.map(({ event }: { event: string }) => event)).toContain("money.charged");
    expect(await page(`events?since=${events.length}`)).toEqual([]);
    await fetch(`${sandbox.addresses.runway}/__reset`, { method: "POST" });
    expect([(await page("bill")).micros, (await page("jobs")).length]).toEqual([0, 0]);
  });

  test("the controls answer to a name of this machine only", async () => {
    const { sandbox } = await desk([]);
    const { request } = await import("node:http");
    const { port } = new URL(sandbox.addresses.runway);
    const status = await new Promise((resolve) => {
      request({ host: "127.0.0.1", port, path: "/__bill", headers: { host: `rebound.example:${port}` } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });

  test("a vendor's clock may be wrong", async () => {
    const { create } = await desk([{ fault: "clock-skew", skew_seconds: -3600 }]);
    expect((await create()).headers.get("date")).toBe("Sun, 22 Nov 2026 11:00:00 GMT");
  });

  test("a fault at the second poll strikes there and nowhere else", async () => {
    const { create, sandbox } = await desk([{ fault: "error", at: "poll", nth: 2 }]);
    const { id } = JSON.parse(await (await create()).text());
    const statuses: number[] = [];
    for (let count = 0; count < 3; count += 1)
      statuses.push((await fetch(`${sandbox.addresses.runway}/v1/tasks/${id}`, { headers: HEADERS })).status);
    expect(statuses).toEqual([200, 503, 200]);
  });

  test("an outage of one family ends by itself", async () => {
    const { clock, submit } = await desk([
      { fault: "error", model: "fal-ai/kling-video/*", after_seconds: 10, for_seconds: 60 },
    ]);
    expect((await submit()).status).toBe("IN_QUEUE");
    clock.move(10_000);
    expect((await submit()).status).toBeUndefined();
    expect((await submit("fal-ai/veo3.1")).status).toBe("IN_QUEUE");
    clock.move(60_000);
    expect((await submit()).status).toBe("IN_QUEUE");
  });

  test("what strikes follows from the seed and the requests alone", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 60 }),
        (seed, percent, count) => {
          const run = () => {
            const book = createFaultBook("fal", seed, () => 0);
            book.set([
              { fault: "error", percent },
              { fault: "failed", percent },
            ]);
            const place = { at: "submit", model: "a" } as const;
            return Array.from({ length: count }, () => book.strike(["error"], place) !== undefined);
          };
          const first = run();
          expect(run()).toEqual(first);
          if (percent === 100) expect(first.every(Boolean)).toBe(true);
        },
      ),
    );
  });

  test("so many of a hundred strike, within chance", () => {
    const book = createFaultBook("runway", 11, () => 0);
    book.set([{ fault: "error", percent: 30 }]);
    const struck = Array.from({ length: 2_000 }, () => book.strike(["error"], { at: "submit" })).filter(Boolean).length;
    // Three standard deviations about 600.
    expect(Math.abs(struck - 600)).toBeLessThan(62);
  });
});
