import { createFalClient } from "@fal-ai/client";
import { describe, expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { stand } from "./stand.ts";

/** The vendor's own client; its hosts are fixed, so its fetch is led to the emulator. */
function client({ addresses }: Sandbox, credentials = "sandbox:key") {
  return createFalClient({
    credentials,
    retry: { maxRetries: 0 },
    fetch: ((url: string | URL | Request, init?: RequestInit) => {
      const led = String(url).replace(/^https:\/\/(?:queue\.fal\.run|rest\.fal\.ai)/, addresses.fal);
      return fetch(led, init);
    }) as typeof fetch,
  });
}

const KLING = "fal-ai/kling-video/v3/pro/text-to-video";
const MINUTE = 60_000;
type Client = ReturnType<typeof client>;

const status = (fal: Client, model: string, requestId: string) => fal.queue.status(model, { requestId });
const result = (fal: Client, model: string, requestId: string) => fal.queue.result(model, { requestId });

describe("fal's own client", () => {
  test("a request goes through the queue, is charged when it is done, and its film can be fetched", async () => {
    const { sandbox, clock } = await stand();
    const fal = client(sandbox);
    const input = { prompt: "slow push in", duration: "5", generate_audio: false } as const;
    const { request_id, status_url } = await fal.queue.submit(KLING, { input });
    expect(status_url).toBe(`${sandbox.addresses.fal}/fal-ai/kling-video/requests/${request_id}/status`);
    expect(await status(fal, KLING, request_id)).toMatchObject({ status: "IN_QUEUE", queue_position: 0 });
    clock.move(20_000);
    expect(await status(fal, KLING, request_id)).toMatchObject({ status: "IN_PROGRESS" });
    await expect(result(fal, KLING, request_id)).rejects.toMatchObject({
      status: 400,
      body: { detail: "Request is still in progress" },
    });
    expect((await sandbox.bill()).micros).toBe(0);
    clock.move(3 * MINUTE);
    const done = await status(fal, KLING, request_id);
    expect(done).toMatchObject({ status: "COMPLETED" });
    expect(done).not.toHaveProperty("error");
    const { data, requestId } = await result(fal, KLING, request_id);
    expect(requestId).toBe(request_id);
    const film = await fetch(data.video.url);
    expect(await film.text()).toContain(`${request_id} normal 120`);
    expect(await sandbox.bill()).toMatchObject({ micros: 560_000, jobs: { [request_id]: 560_000 } });
  });

  test.each([
    [KLING, { prompt: "a", duration: "5" }, 840_000],
    ["fal-ai/kling-video/v3/standard/text-to-video", { prompt: "a", duration: "3", generate_audio: false }, 252_000],
    ["fal-ai/veo3.1", { prompt: "a", duration: "8s", resolution: "1080p", generate_audio: false }, 1_600_000],
    ["fal-ai/veo3.1", { prompt: "a", duration: "4s", resolution: "4k" }, 2_400_000],
    [
      "fal-ai/pika/v2.2/text-to-video",
      { prompt: "a", negative_prompt: "", duration: "5", resolution: "1080p" },
      450_000,
    ],
    [
      "fal-ai/pika/v2.2/pikaframes",
      { image_urls: ["https://a.example/1.png", "https://a.example/2.png"], transitions: [{ duration: 3 }] },
      200_000,
    ],
    [
      "fal-ai/wan/v2.2-a14b/text-to-video/lora",
      { prompt: "a", num_frames: 81, loras: [{ path: "https://a.example/tam.safetensors", scale: 1 }] },
      506_250,
    ],
  ])("%s with %j costs %i micros", async (model, input, micros) => {
    const { sandbox, clock } = await stand();
    const fal = client(sandbox);
    await fal.queue.submit(model, { input: input as never });
    clock.move(5 * MINUTE);
    expect((await sandbox.bill()).micros).toBe(micros);
  });

  test("two run, the third waits in the queue and is never refused", async () => {
    const { sandbox, clock } = await stand();
    const fal = client(sandbox);
    const input = { prompt: "a" };
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) ids.push((await fal.queue.submit(KLING, { input })).request_id);
    clock.move(10_000);
    const states = await Promise.all(ids.map((id) => status(fal, KLING, id)));
    expect(states.map((told) => told.status)).toEqual(["IN_PROGRESS", "IN_PROGRESS", "IN_QUEUE"]);
    await fal.queue.cancel(KLING, { requestId: String(ids[2]) });
    await expect(result(fal, KLING, String(ids[2]))).rejects.toMatchObject({ status: 499 });
    clock.move(10 * MINUTE);
    await expect(fal.queue.cancel(KLING, { requestId: String(ids[0]) })).rejects.toMatchObject({ status: 400 });
    await expect(fal.queue.cancel(KLING, { requestId: "nobody" })).rejects.toMatchObject({ status: 404 });
    expect((await sandbox.bill()).micros).toBe(2 * 840_000);
  });

  test("what a model has against its input is told by the result, and costs nothing", async () => {
    const { sandbox, clock } = await stand();
    const fal = client(sandbox);
    const wrong: readonly [string, object, string][] = [
      [KLING, { prompt: "a", duration: 5 }, "literal_error"],
      [KLING, { prompt: "a", duration: "16" }, "literal_error"],
      [KLING, {}, "value_error"],
      ["fal-ai/veo3.1", { prompt: "a", duration: "5s" }, "literal_error"],
      ["fal-ai/veo3.1/image-to-video", { prompt: "a" }, "missing"],
      ["fal-ai/veo3.1/image-to-video", { prompt: "a", image_url: "data:text/plain;base64,AA==" }, "image_load_error"],
      ["fal-ai/veo3.1/image-to-video", { prompt: "a", image_url: "http://127.0.0.1/x.png" }, "file_download_error"],
      ["fal-ai/wan/v2.2-a14b/text-to-video/lora", { prompt: "a", num_frames: 200 }, "out_of_range"],
    ];
    for (const [model, input, type] of wrong) {
      const { request_id } = await fal.queue.submit(model, { input: input as never });
      clock.move(5_000);
      const told = await status(fal, model, request_id);
      expect(told).toMatchObject({ status: "COMPLETED", error_type: type });
      await expect(result(fal, model, request_id)).rejects.toMatchObject({ status: 422, body: { detail: [{ type }] } });
    }
    expect(await sandbox.bill()).toMatchObject({ micros: 0, lines: [] });
  });

  test("a picture is uploaded, and its address is believed", async () => {
    const { sandbox, clock } = await stand();
    const fal = client(sandbox);
    const image_url = await fal.storage.upload(new Blob([new Uint8Array([137, 80])], { type: "image/png" }));
    const { request_id } = await fal.queue.submit("fal-ai/veo3.1/image-to-video", {
      input: { prompt: "a", image_url },
    });
    clock.move(5 * MINUTE);
    expect(await status(fal, "fal-ai/veo3.1/image-to-video", request_id)).not.toHaveProperty("error");
    expect(sandbox.events().filter(({ event }) => event === "key.exposed")).toEqual([]);
  });

  test("a wrong key and an unknown model are refused", async () => {
    const { sandbox } = await stand();
    const input = { prompt: "a" };
    await expect(client(sandbox, "other:key").queue.submit(KLING, { input })).rejects.toMatchObject({ status: 401 });
    await expect(client(sandbox).queue.submit("fal-ai/sora-3", { input: input as never })).rejects.toMatchObject({
      status: 404,
    });
  });

  test("a field that a model does not know is ignored there, and told here", async () => {
    const { sandbox } = await stand();
    await client(sandbox).queue.submit(KLING, { input: { prompt: "a", seed: 3 } as never });
    expect(sandbox.events()).toContainEqual(expect.objectContaining({ event: "input.ignored", says: "seed" }));
  });

  test("a request that did not start in the time it was given is ended by the platform", async () => {
    const { sandbox, clock } = await stand({ fal: { concurrent: 1 } });
    const fal = client(sandbox);
    await fal.queue.submit(KLING, { input: { prompt: "a" } });
    const { request_id } = await fal.queue.submit(KLING, { input: { prompt: "b" }, startTimeout: 30 });
    clock.move(31_000);
    expect(await status(fal, KLING, request_id)).toMatchObject({ status: "COMPLETED", error_type: "request_timeout" });
    // The client would ask a 504 again for eight seconds; this asks once.
    const url = `${sandbox.addresses.fal}/fal-ai/kling-video/requests/${request_id}`;
    const told = await fetch(url, { headers: { authorization: "Key sandbox:key" } });
    expect([told.status, told.headers.get("x-fal-error-type")]).toEqual([504, "request_timeout"]);
  });
});
