import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EndpointOrder } from "../../src/core/order.ts";
import { engine } from "../../src/engines/runway.ts";
import type { Desk, Job } from "../../src/ports/engine.ts";
import type { LocalServer } from "../kit/http/local-server.ts";
import { scratchFolders } from "../scratch-folder.ts";
import { answering, FILM, type Said } from "./answering.ts";
import { type DeskWish, deskOn } from "./desk.ts";
import { endpointOrderOf } from "./endpoint-orders.ts";

const folder = scratchFolders("runway");
const KEY = "key_of_runway_0123456789";
const deskAt = (address: string, wish: DeskWish = {}): Desk =>
  deskOn(folder(), { address, secrets: { RUNWAYML_API_SECRET: KEY }, ...wish });
const gen45 = (endpoint: Partial<EndpointOrder> = {}, more = {}) =>
  endpointOrderOf({ remote: "gen4.5", ...endpoint }, more);
const CREATED: Said = { json: { id: "task-1", estimatedCost: { credits: 60 } } };
const png = (bytes: number): Buffer => Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(bytes)]);

async function submitTo(answers: Parameters<typeof answering>[0], order = gen45(), wish: DeskWish = {}) {
  const server = await answering(answers);
  return { server, result: await engine.submit(order, deskAt(server.address, wish)) };
}
const jobAt = (server: LocalServer): Job => ({
  engine: "runway",
  id: "task-1",
  attempt: "SH0010-1",
  handle: { address: server.address, takeMicros: 600_000 },
});
async function pollOf(task: Said, ...later: Said[]) {
  const server = await answering({ "GET /v1/tasks/task-1": [task, ...later] });
  return engine.poll(jobAt(server), deskAt(server.address));
}

describe("a create", () => {
  test("says exactly what the model takes, once, with key and version", async () => {
    const { server, result } = await submitTo(
      { "POST /v1/text_to_video": [CREATED] },
      gen45({}, { order: { seed: "0" } }),
    );
    expect(result).toEqual({
      ok: true,
      value: {
        engine: "runway",
        id: "task-1",
        attempt: "SH0010-1",
        handle: { address: server.address, takeMicros: 600_000, estimatedMicros: 600_000 },
      },
    });
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]?.headers).toMatchObject({ authorization: `Bearer ${KEY}`, "x-runway-version": "2024-11-06" });
    expect(JSON.parse(String(server.seen[0]?.body))).toEqual({
      model: "gen4.5",
      promptText: "A man waits at the window.",
      duration: 5,
      seed: 0,
      ratio: "1280:720",
    });
  });

  test("a first picture goes along as data, a large one is uploaded without the key", async () => {
    const directory = folder();
    const small = join(directory, "small.png");
    const large = join(directory, "large.png");
    writeFileSync(small, png(100));
    writeFileSync(large, png(4_000_000));
    const files = { "sha256:aa": small, "sha256:bb": large };
    const inline = await submitTo(
      { "POST /v1/image_to_video": [CREATED] },
      gen45({ firstFrame: "sha256:aa", aspect: "4:3" }),
      { files },
    );
    expect(inline.result.ok).toBe(true);
    expect(JSON.parse(String(inline.server.seen[0]?.body))).toMatchObject({
      ratio: "1104:832",
      promptImage: `data:image/png;base64,${png(100).toString("base64")}`,
    });
    const place: { address?: string } = {};
    const server = await answering({
      "POST /v1/uploads": () => ({
        json: { uploadUrl: `${place.address}/bucket`, fields: { policy: "p" }, runwayUri: "runway://up-1" },
      }),
      "POST /bucket": [{ status: 204 }],
      "POST /v1/image_to_video": [CREATED],
    });
    place.address = server.address;
    const result = await engine.submit(gen45({ firstFrame: "sha256:bb" }), deskAt(server.address, { files }));
    expect(result.ok).toBe(true);
    expect(server.seen.map(({ path }) => path)).toEqual(["/v1/uploads", "/bucket", "/v1/image_to_video"]);
    expect(server.seen[1]?.headers["authorization"]).toBeUndefined();
    expect(JSON.parse(String(server.seen[2]?.body))).toMatchObject({ promptImage: "runway://up-1" });
  });

  test.each<[string, Said, object]>([
    ["no key", { status: 401, json: { error: "bad key" } }, { class: "auth", advice: "stop-and-ask" }],
    ["a bad body", { status: 400, json: { error: "bad" } }, { class: "invalid-request", advice: "next-route" }],
    ["a retired model", { status: 404, json: { error: "gone" } }, { class: "gone" }],
    [
      "the daily cap",
      { status: 429, headers: { "retry-after": "30" }, json: { error: "cap" } },
      { class: "rate-limit", advice: "retry-later", retryAfterMs: 30_000 },
    ],
    ["no credits", { status: 400, json: { error: "You do not have not enough credits" } }, { class: "quota" }],
    [
      "an account that is empty, in Runway's own words",
      { status: 400, json: { error: "You do not have enough credits to run this task." } },
      { class: "quota", advice: "next-route" },
    ],
    ["load that is shed", { status: 503 }, { class: "server", advice: "retry-later" }],
  ])("%s costs nothing and is classed", async (_name, said, failure) => {
    const { server, result } = await submitTo({ "POST /v1/text_to_video": [said] });
    expect(result).toMatchObject({ ok: false, error: { ...failure, charge: { certainty: "known", micros: 0 } } });
    expect(server.seen).toHaveLength(1);
  });

  test.each<[string, Said]>([
    ["a connection that drops after it was read", { drop: true }],
    ["an error of theirs", { status: 500 }],
    ["an error of a gateway", { status: 502 }],
    ["a gateway that did not wait", { status: 504 }],
    ["a yes without a name", { json: { status: "fine" } }],
  ])("%s leaves it in doubt, at most at its price, and is not repeated", async (_name, said) => {
    const { server, result } = await submitTo({ "POST /v1/text_to_video": [said] });
    expect(result).toMatchObject({
      ok: false,
      error: { class: "ambiguous-submit", charge: { certainty: "unknown", atMostMicros: 600_000 } },
    });
    expect(server.seen).toHaveLength(1);
  });

  test("what cannot be said is refused before anything is sent", async () => {
    for (const order of [
      gen45({ aspect: "2.39:1" }),
      gen45({ remote: "gen9" }),
      gen45({ firstFrame: "sha256:none" }),
      gen45({}, { order: { seed: "4294967296" }, intent: { seed: "4294967296" } }),
    ]) {
      const { server, result } = await submitTo({ "POST /v1/text_to_video": [CREATED] }, order);
      expect(result.ok).toBe(false);
      expect(server.seen).toHaveLength(0);
    }
    const server = await answering({});
    expect(await engine.submit(gen45(), deskAt(server.address, { secrets: {} }))).toMatchObject({
      ok: false,
      error: { class: "auth" },
    });
    expect(server.seen).toHaveLength(0);
  });

  test("a seed of our own is folded into the range, the author's is kept", async () => {
    const { server } = await submitTo(
      { "POST /v1/text_to_video": [CREATED] },
      gen45({}, { order: { seed: "4294967298" } }),
    );
    expect(JSON.parse(String(server.seen[0]?.body))).toMatchObject({ seed: 2 });
  });
});

describe("a task", () => {
  test.each<[object, object]>([
    [{ status: "PENDING" }, { state: "queued" }],
    [{ status: "THROTTLED" }, { state: "queued" }],
    [
      { status: "RUNNING", progress: 0.31 },
      { state: "running", progressPerMille: 310 },
    ],
    [{ status: "DREAMING" }, { state: "running" }],
    [
      { status: "SUCCEEDED", cost: { credits: 60 }, output: ["https://x/y"] },
      { state: "done", charge: { certainty: "known", micros: 600_000 } },
    ],
    [
      { status: "SUCCEEDED", output: ["https://x/y"] },
      { state: "done", charge: { certainty: "unknown", atMostMicros: 600_000 } },
    ],
    [
      { status: "SUCCEEDED", cost: { credits: 60 }, output: [] },
      { state: "failed", failure: { class: "server", charge: { certainty: "known", micros: 600_000 } } },
    ],
    [
      { status: "CANCELLED", cost: { credits: 0 } },
      { state: "failed", failure: { class: "lost-result" } },
    ],
  ])("%j", async (task, state) => {
    expect(await pollOf({ json: { id: "task-1", ...task } as never })).toMatchObject({ ok: true, value: state });
  });

  test.each<[string | null, string, string]>([
    ["SAFETY.INPUT.TEXT", "refusal", "stop-and-ask"],
    ["INPUT_PREPROCESSING.SAFETY.TEXT", "refusal", "stop-and-ask"],
    ["SAFETY.OUTPUT.VIDEO", "refusal", "next-route"],
    ["INPUT_PREPROCESSING.INTERNAL", "server", "retry-same"],
    ["ASSET.INVALID", "invalid-request", "next-route"],
    ["INTERNAL.BAD_OUTPUT.CODE01", "server", "retry-same"],
    ["INTERNAL", "server", "retry-same"],
    [null, "server", "retry-same"],
    ["THIRD_PARTY.UNAVAILABLE", "server", "next-route"],
    ["INTERNALLY.NEW", "server", "next-route"],
  ])("failed with %s is %s, %s, at the cost it names", async (failureCode, kind, advice) => {
    const json = { id: "task-1", status: "FAILED", failure: "words", failureCode, cost: { credits: 60 } };
    expect(await pollOf({ json })).toMatchObject({
      ok: true,
      value: {
        state: "failed",
        failure: { class: kind, advice, message: "words", charge: { certainty: "known", micros: 600_000 } },
      },
    });
  });

  test("an error of asking says nothing about the job", async () => {
    for (const said of [{ status: 500 }, { status: 429 }, { drop: true }, { bytes: Buffer.from("<html>") }] as Said[])
      expect(await pollOf(said)).toMatchObject({ ok: false, error: { advice: "retry-later" } });
  });

  test("a job is asked about where it was ordered, and the key goes nowhere else", async () => {
    const [old, now] = [await answering({}), await answering({})];
    expect(await engine.poll(jobAt(old), deskAt(now.address))).toMatchObject({
      ok: false,
      error: { advice: "stop-and-ask" },
    });
    expect(old.seen.length + now.seen.length).toBe(0);
  });
});

describe("its film", () => {
  const done = (address: string | undefined, name: string): Said => ({
    json: { id: "task-1", status: "SUCCEEDED", cost: { credits: 60 }, output: [`${address}/${name}.mp4`] },
  });

  test("is fetched without the key; an address that expired is asked for anew, once", async () => {
    const place: { address?: string; times: number } = { times: 0 };
    const server = await answering({
      "GET /v1/tasks/task-1": () => {
        place.times += 1;
        return done(place.address, `v${place.times}`);
      },
      "GET /v1.mp4": [{ status: 403 }],
      "GET /v2.mp4": [{ bytes: FILM }],
    });
    place.address = server.address;
    const desk = deskAt(server.address);
    const fetched = await engine.fetch(jobAt(server), desk);
    expect(fetched).toEqual({ ok: true, value: { path: join(desk.directory, "footage.mp4"), attachments: {} } });
    const film = server.seen.filter(({ path }) => path.endsWith(".mp4"));
    expect(film.map(({ headers }) => headers["authorization"])).toEqual([undefined, undefined]);
  });

  test("that is gone for good is lost, a web page is asked for again", async () => {
    const place: { address?: string } = {};
    const server = await answering({
      "GET /v1/tasks/task-1": () => done(place.address, "x"),
      "GET /x.mp4": [{ status: 403 }, { status: 403 }, { bytes: Buffer.from("<html>no</html>") }],
    });
    place.address = server.address;
    const desk = deskAt(server.address);
    expect(await engine.fetch(jobAt(server), desk)).toMatchObject({ ok: false, error: { class: "lost-result" } });
    expect(await engine.fetch(jobAt(server), desk)).toMatchObject({
      ok: false,
      error: { class: "server", advice: "retry-later" },
    });
    expect(existsSync(join(desk.directory, "footage.mp4.part"))).toBe(false);
  });

  test("an address inside the house is not asked, and the paid job is not given up", async () => {
    const server = await answering({ "GET /v1/tasks/task-1": [done("http://169.254.169.254", "x")] });
    expect(await engine.fetch(jobAt(server), deskAt(server.address))).toMatchObject({
      ok: false,
      error: { class: "server", advice: "stop-and-ask" },
    });
  });
});

describe("cancelling", () => {
  test("reads the task first: a finished one is never deleted", async () => {
    for (const status of ["SUCCEEDED", "FAILED", "CANCELLED"]) {
      const server = await answering({
        "GET /v1/tasks/task-1": [{ json: { status, output: ["https://x/y"], cost: { credits: 1 } } }],
        "DELETE /v1/tasks/task-1": [{ status: 204 }],
      });
      expect(await engine.cancel(jobAt(server), deskAt(server.address))).toMatchObject({
        ok: true,
        value: { cancelled: false },
      });
      expect(server.seen.map(({ method }) => method)).toEqual(["GET"]);
    }
  });

  test("one that waits or runs is deleted; what it costs is not known", async () => {
    const server = await answering({
      "GET /v1/tasks/task-1": [{ json: { status: "THROTTLED" } }],
      "DELETE /v1/tasks/task-1": [{ status: 204 }],
    });
    expect(await engine.cancel(jobAt(server), deskAt(server.address))).toMatchObject({
      ok: true,
      value: { cancelled: true, charge: { certainty: "unknown", atMostMicros: 600_000 } },
    });
  });
});
