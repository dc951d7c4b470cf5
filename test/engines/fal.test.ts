import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EndpointOrder } from "../../src/core/order.ts";
import { PRESETS } from "../../src/engines/fal/presets.ts";
import { engine } from "../../src/engines/fal.ts";
import type { Desk, Job } from "../../src/ports/engine.ts";
import { scratchFolders } from "../scratch-folder.ts";
import { answering, FILM, type Said } from "./answering.ts";
import { type DeskWish, deskOn } from "./desk.ts";
import { endpointOrderOf } from "./endpoint-orders.ts";

const folder = scratchFolders("fal");
const KEY = "fal-key-id:fal-key-secret";
const PRO = "fal-ai/kling-video/v3/pro";
const deskAt = (address: string, wish: DeskWish = {}): Desk =>
  deskOn(folder(), { address, secrets: { FAL_KEY: KEY }, ...wish });
const kling = (endpoint: Partial<EndpointOrder> = {}) => endpointOrderOf({ remote: PRO, ...endpoint });
/** Addresses of a request drop a part of the path: whoever makes them up asks nowhere. */
const BASE = "/fal-ai/kling-video/requests/q1";

interface Told {
  readonly status?: readonly Said[];
  readonly result?: readonly Said[];
  readonly cancel?: readonly Said[];
  readonly film?: readonly Said[];
}

async function jobThat({
  status = [],
  result = [],
  cancel = [],
  film = [],
}: Told): Promise<{ job: Job; desk: Desk; seen: readonly { path: string; headers: object }[] }> {
  const place: { address?: string } = {};
  const server = await answering({
    [`POST /${PRO}/text-to-video`]: () => ({
      json: {
        status: "IN_QUEUE",
        request_id: "q1",
        status_url: `${place.address}${BASE}/status`,
        response_url: `${place.address}${BASE}`,
        cancel_url: `${place.address}${BASE}/cancel`,
      },
    }),
    [`GET ${BASE}/status`]: status,
    [`GET ${BASE}`]: () => JSON.parse(JSON.stringify(result[0] ?? {}).replaceAll("@", place.address ?? "")) as Said,
    [`PUT ${BASE}/cancel`]: cancel,
    "GET /film.mp4": film,
  });
  place.address = server.address;
  const desk = deskAt(server.address);
  const submitted = await engine.submit(kling(), desk);
  if (!submitted.ok) throw new Error(submitted.error.message);
  return { job: JSON.parse(JSON.stringify(submitted.value)) as Job, desk, seen: server.seen };
}

describe("a submit", () => {
  test("carries key, no repeats, no other model and the life of its output, and keeps the addresses it is given", async () => {
    const { job, seen } = await jobThat({});
    expect(seen[0]?.headers).toMatchObject({
      authorization: `Key ${KEY}`,
      "x-fal-no-retry": "1",
      "x-app-fal-disable-fallback": "true",
      "x-fal-object-lifecycle-preference": '{"expiration_duration_seconds":86400}',
    });
    expect(job).toMatchObject({ engine: "fal", id: "q1", handle: { takeMicros: 600_000 } });
    expect(String(job.handle["statusUrl"])).toContain(`${BASE}/status`);
  });

  test.each<[number, object, object]>([
    [401, { detail: "no" }, { class: "auth", advice: "stop-and-ask" }],
    [403, { detail: "no" }, { class: "auth" }],
    [403, { detail: "User is locked. Reason: Exhausted balance" }, { class: "quota", advice: "next-route" }],
    [404, { detail: "Path not found" }, { class: "gone" }],
    [422, { detail: [{ type: "missing", msg: "field required" }] }, { class: "invalid-request" }],
    [429, { detail: "slow down" }, { class: "rate-limit", advice: "retry-later" }],
    [503, { detail: "busy" }, { class: "server", advice: "retry-later" }],
  ])("%i %j costs nothing and is classed", async (status, json, failure) => {
    const server = await answering({ [`POST /${PRO}/text-to-video`]: [{ status, json: json as never }] });
    expect(await engine.submit(kling(), deskAt(server.address))).toMatchObject({
      ok: false,
      error: { ...failure, charge: { certainty: "known", micros: 0 } },
    });
    expect(server.seen).toHaveLength(1);
  });

  test.each<Said>([{ status: 500 }, { status: 504 }, { drop: true }, { json: { request_id: "q1" } }])(
    "%j leaves it in doubt and is not repeated",
    async (said) => {
      const server = await answering({ [`POST /${PRO}/text-to-video`]: [said] });
      expect(await engine.submit(kling(), deskAt(server.address))).toMatchObject({
        ok: false,
        error: { class: "ambiguous-submit", charge: { certainty: "unknown", atMostMicros: 600_000 } },
      });
      expect(server.seen).toHaveLength(1);
    },
  );
});

describe("presets", () => {
  const png = Buffer.from("89504e470d0a1a0a0000", "hex");
  const directory = folder();
  const picture = join(directory, "p.png");
  writeFileSync(picture, png);
  const files = { "sha256:aa": picture, "sha256:bb": picture };
  const uri = `data:image/png;base64,${png.toString("base64")}`;
  const FIRST: Partial<EndpointOrder> = { firstFrame: "sha256:aa" };
  const BOTH: Partial<EndpointOrder> = { ...FIRST, lastFrame: "sha256:bb" };

  async function inputOf(endpoint: Partial<EndpointOrder> & { remote: string }) {
    const server = await answering({});
    await engine.submit(endpointOrderOf(endpoint, { order: { seed: "0" } }), deskAt(server.address, { files }));
    const [request] = server.seen;
    return request === undefined
      ? undefined
      : { path: request.path.slice(1), input: JSON.parse(String(request.body)) as Record<string, unknown> };
  }

  test.each<[string, Partial<EndpointOrder> & { remote: string }, string, object]>([
    [
      "Kling from words",
      { remote: PRO },
      `${PRO}/text-to-video`,
      { duration: "5", aspect_ratio: "16:9", generate_audio: false, negative_prompt: "" },
    ],
    [
      "Kling from a picture",
      { remote: PRO, ...BOTH, avoid: "text" },
      `${PRO}/image-to-video`,
      { start_image_url: uri, end_image_url: uri, negative_prompt: "text" },
    ],
    [
      "Kling with a face",
      { remote: PRO, ...FIRST, references: ["sha256:bb"] },
      `${PRO}/image-to-video`,
      {
        prompt: "A man waits at the window. As in @Element1.",
        elements: [{ frontal_image_url: uri, reference_image_urls: [uri] }],
      },
    ],
    [
      "Veo from words",
      { remote: "fal-ai/veo3.1", clipMs: 8000, audio: true },
      "fal-ai/veo3.1",
      { duration: "8s", resolution: "720p", generate_audio: true, auto_fix: false, seed: 0 },
    ],
    [
      "Veo from a picture",
      { remote: "fal-ai/veo3.1/fast", clipMs: 4000, ...FIRST },
      "fal-ai/veo3.1/fast/image-to-video",
      { image_url: uri, auto_fix: false },
    ],
    [
      "Veo between two",
      { remote: "fal-ai/veo3.1", clipMs: 8000, ...BOTH },
      "fal-ai/veo3.1/first-last-frame-to-video",
      { first_frame_url: uri, last_frame_url: uri },
    ],
    [
      "Veo by references, in 4K",
      { remote: "fal-ai/veo3.1", clipMs: 8000, references: ["sha256:aa"], resolution: "2160p", avoid: "text" },
      "fal-ai/veo3.1/reference-to-video",
      { image_urls: [uri], resolution: "4k", prompt: "A man waits at the window. Avoid text." },
    ],
    [
      "Pika",
      { remote: "fal-ai/pika/v2.2/text-to-video", aspect: "4:5" },
      "fal-ai/pika/v2.2/text-to-video",
      { duration: "5", negative_prompt: "", seed: 0 },
    ],
    [
      "Pika from a picture",
      { remote: "fal-ai/pika/v2.2/text-to-video", ...FIRST },
      "fal-ai/pika/v2.2/image-to-video",
      { image_url: uri },
    ],
    [
      "Pikaframes",
      { remote: "fal-ai/pika/v2.2/pikaframes", ...BOTH },
      "fal-ai/pika/v2.2/pikaframes",
      { image_urls: [uri, uri], transitions: [{ duration: 5, prompt: "A man waits at the window." }] },
    ],
    [
      "Wan",
      { remote: "fal-ai/wan/v2.2-a14b/text-to-video/lora", clipFrames: 81, clipRate: "16" },
      "fal-ai/wan/v2.2-a14b/text-to-video/lora",
      { num_frames: 81, frames_per_second: 16, interpolator_model: "none", enable_prompt_expansion: false, seed: 0 },
    ],
  ])("%s", async (_name, endpoint, path, input) => {
    expect(await inputOf(endpoint)).toMatchObject({ path, input });
  });

  test("a length, a shape or a frame that a model cannot take is never sent", async () => {
    for (const endpoint of [
      { remote: PRO, clipMs: 2000 },
      { remote: PRO, aspect: "21:9" },
      { remote: PRO, lastFrame: "sha256:bb" },
      { remote: "fal-ai/veo3.1", clipMs: 5000 },
      { remote: "fal-ai/pika/v2.2/text-to-video", resolution: "480p" },
      { remote: "fal-ai/pika/v2.2/pikaframes", ...FIRST },
      { remote: "fal-ai/nobody/knows" },
      {
        remote: "fal-ai/wan/v2.2-a14b/text-to-video/lora",
        clipFrames: 81,
        clipRate: "16",
        loras: [{ file: "tam.safetensors", sha256: "sha256:cc", scalePerMille: 1000 }],
      },
    ] as const)
      expect(await inputOf(endpoint)).toBeUndefined();
  });

  test("the engine names every model it speaks", () => {
    expect(engine.remotes).toEqual(Object.keys(PRESETS));
  });
});

describe("a request", () => {
  const COMPLETED: Said = { json: { status: "COMPLETED" } };
  const FILMED: Said = { json: { video: { url: "@/film.mp4" } } };

  test.each<[string, Told, object]>([
    ["waits", { status: [{ status: 202, json: { status: "IN_QUEUE", queue_position: 2 } }] }, { state: "queued" }],
    ["runs", { status: [{ status: 202, json: { status: "IN_PROGRESS" } }] }, { state: "running" }],
    ["is in a state nobody knows", { status: [{ status: 202, json: { status: "PONDERING" } }] }, { state: "running" }],
    [
      "is done",
      { status: [COMPLETED], result: [FILMED] },
      { state: "done", charge: { certainty: "known", micros: 600_000 } },
    ],
    [
      "is done a moment too early",
      { status: [COMPLETED], result: [{ status: 400, json: { detail: "Request is still in progress" } }] },
      { state: "running" },
    ],
    [
      "is completed without a film",
      { status: [COMPLETED], result: [{ json: { video: null } }] },
      { state: "failed", failure: { class: "server", charge: { certainty: "unknown", atMostMicros: 600_000 } } },
    ],
    [
      "is not known",
      { status: [{ status: 404, json: { detail: "no" } }] },
      { state: "failed", failure: { class: "lost-result" } },
    ],
  ])("that %s", async (_name, told, state) => {
    const { job, desk } = await jobThat(told);
    expect(await engine.poll(job, desk)).toMatchObject({ ok: true, value: state });
  });

  const model = (type: string) => ({ detail: [{ loc: ["body", "prompt"], msg: "words", type }] });
  const free = { certainty: "known", micros: 0 };
  const perhaps = { certainty: "unknown", atMostMicros: 600_000 };
  test.each<[number, object, Record<string, string>, object]>([
    [
      422,
      model("content_policy_violation"),
      { "x-fal-retryable": "false" },
      { class: "refusal", advice: "stop-and-ask", charge: perhaps },
    ],
    [422, model("value_error"), {}, { class: "invalid-request", advice: "next-route", charge: perhaps }],
    [422, model("image_load_error"), {}, { class: "invalid-request", charge: perhaps }],
    [422, model("file_download_error"), {}, { class: "invalid-request", charge: perhaps }],
    [
      504,
      model("generation_timeout"),
      { "x-fal-retryable": "true" },
      { class: "server", advice: "retry-same", charge: free },
    ],
    [
      502,
      model("downstream_service_error"),
      { "x-fal-retryable": "false" },
      { class: "server", advice: "next-route", charge: free },
    ],
    [503, model("downstream_service_unavailable"), {}, { class: "server", advice: "next-route", charge: free }],
    [500, model("internal_server_error"), {}, { class: "server", advice: "retry-same", charge: free }],
    ...["request_timeout", "startup_timeout", "runner_scheduling_failure", "runner_disconnected"].map(
      (type): [number, object, Record<string, string>, object] => [
        503,
        { detail: "words", error_type: type },
        { "x-fal-error-type": type },
        { class: "server", advice: "retry-same", charge: free, vendorCode: type },
      ],
    ),
    [499, { detail: "words", error_type: "client_cancelled" }, {}, { class: "lost-result", charge: perhaps }],
    [422, model("something_new"), { "x-fal-retryable": "true" }, { class: "invalid-request", advice: "retry-same" }],
  ])("that failed with %i %j %j", async (status, json, headers, failure) => {
    const { job, desk } = await jobThat({
      status: [{ json: { status: "COMPLETED", error: "words", error_type: "x" } }],
      result: [{ status, json: json as never, headers }],
    });
    expect(await engine.poll(job, desk)).toMatchObject({
      ok: true,
      value: { state: "failed", failure: { message: "words", ...failure } },
    });
  });

  test("trouble of a gateway is not the end of a request", async () => {
    for (const status of [500, 502, 503, 429] as const) {
      const asked = await jobThat({ status: [{ status }] });
      expect(await engine.poll(asked.job, asked.desk)).toMatchObject({ ok: false, error: { advice: "retry-later" } });
      const read = await jobThat({ status: [COMPLETED], result: [{ status }] });
      expect(await engine.poll(read.job, read.desk)).toMatchObject({ ok: false, error: { advice: "retry-later" } });
    }
  });

  test("its film is fetched without the key", async () => {
    const { job, desk, seen } = await jobThat({ status: [COMPLETED], result: [FILMED], film: [{ bytes: FILM }] });
    expect(await engine.fetch(job, desk)).toMatchObject({ ok: true });
    expect(seen.at(-1)).toMatchObject({ path: "/film.mp4" });
    expect(seen.at(-1)?.headers).not.toHaveProperty("authorization");
  });

  test("an address in its answer that leads elsewhere never gets the key", async () => {
    const thief = await answering({});
    const { job, desk } = await jobThat({});
    const turned = { ...job, handle: { ...job.handle, statusUrl: `${thief.address}/status` } };
    expect(await engine.poll(turned, desk)).toMatchObject({ ok: false, error: { advice: "stop-and-ask" } });
    expect(thief.seen).toHaveLength(0);
  });

  test.each<[Said, object]>([
    [{ json: { status: "OK" } }, { cancelled: true, charge: perhaps }],
    [{ status: 202, json: { status: "CANCELLATION_REQUESTED" } }, { cancelled: false }],
    [{ status: 400, json: { status: "ALREADY_COMPLETED" } }, { cancelled: false }],
    [{ status: 404, json: { status: "NOT_FOUND" } }, { cancelled: false }],
  ])("cancelled with %j", async (said, outcome) => {
    const { job, desk } = await jobThat({ cancel: [said] });
    expect(await engine.cancel(job, desk)).toMatchObject({ ok: true, value: outcome });
  });
});

test("a job that a person found by its id is asked about where the engine is now, by owner and app", async () => {
  const asked: string[] = [];
  const order = endpointOrderOf({ remote: "fal-ai/kling-video/v3/pro" });
  const id = "50b8dab5-1716-4ecd-af2a-273a35dc146b";
  const job = engine.jobFromId?.(order, id);
  expect(job).toMatchObject({ engine: "fal", id, attempt: order.attempt });
  const desk = {
    address: "https://queue.fal.run",
    signal: new AbortController().signal,
    secret: () => "id:secret",
    http: {
      send: async ({ url }: { url: string }) => {
        asked.push(url);
        return { ok: true, value: { status: 202, headers: {}, text: "", json: { status: "IN_QUEUE" } } };
      },
    },
  } as unknown as Desk;
  expect(await engine.poll(job as Job, desk)).toEqual({ ok: true, value: { state: "queued" } });
  expect(asked).toEqual([`https://queue.fal.run/fal-ai/kling-video/requests/${id}/status`]);
  expect(engine.jobFromId?.(order, "../../x")).toBeUndefined();
});
