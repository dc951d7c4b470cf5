import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Json } from "../../src/core/json.ts";
import type { EndpointOrder } from "../../src/core/order.ts";
import { attemptUuid } from "../../src/engines/comfyui/attempt-uuid.ts";
import { engine } from "../../src/engines/comfyui.ts";
import type { Desk, Job } from "../../src/ports/engine.ts";
import type { SeenRequest } from "../kit/http/local-server.ts";
import { stand } from "../sandbox/stand.ts";
import { scratchFolders } from "../scratch-folder.ts";
import { answering, FILM, type Said } from "./answering.ts";
import { type DeskWish, deskOn } from "./desk.ts";
import { endpointOrderOf } from "./endpoint-orders.ts";

const folder = scratchFolders("comfyui");
const ID = attemptUuid("SH0010-1");
const IDLE: Said = { json: { queue_running: [], queue_pending: [] } };
const NOT_YET: Said = { json: {} };
const wan = (endpoint: Partial<EndpointOrder> = {}, more = {}) =>
  endpointOrderOf(
    { remote: "wan2.2_14B", clipFrames: 81, clipRate: "16", resolution: "480p", takeMicros: 0, ...endpoint },
    more,
  );
const deskAt = (address: string, wish: DeskWish = {}): Desk =>
  deskOn(folder(), { address, clock: { now: () => 0, sleep: async () => undefined }, ...wish });
const jobAt = (address: string, gpuSecondMicros = 0): Job => ({
  engine: "comfyui",
  id: ID,
  attempt: "SH0010-1",
  handle: { address, takeMicros: 90_000, gpuSecondMicros },
});

interface Graph {
  readonly [id: string]: { readonly class_type: string; readonly inputs: { readonly [name: string]: Json } };
}

async function submitTo(answers: Record<string, readonly Said[]>, order = wan(), wish: DeskWish = {}) {
  const server = await answering({
    "GET /queue": [IDLE],
    [`GET /history/${ID}`]: [NOT_YET],
    "POST /prompt": [{ json: { prompt_id: ID, number: 1, node_errors: {} } }],
    ...answers,
  });
  const result = await engine.submit(order, deskAt(server.address, wish));
  const ordered = server.seen.filter(({ method, path }) => method === "POST" && path === "/prompt");
  return { server, result, ordered };
}
function graphOf(request: SeenRequest | undefined): Graph {
  return (JSON.parse(String(request?.body)) as { prompt: Graph }).prompt;
}
function nodesOf(graph: Graph, kind: string): Graph[string][] {
  return Object.values(graph).filter(({ class_type }) => class_type === kind);
}

test("an attempt has one id on every machine, a UUID of version 5", () => {
  expect(ID).toBe(attemptUuid("SH0010-1"));
  expect(ID).not.toBe(attemptUuid("SH0010-2"));
  expect(ID).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

describe("an order", () => {
  test("becomes a graph with everything filled in, the largest seed with all digits", async () => {
    const seed = "18446744073709551615";
    const { ordered, result } = await submitTo({}, wan({ avoid: "text" }, { order: { seed }, intent: { seed } }));
    expect(result).toMatchObject({ ok: true, value: { id: ID } });
    const body = String(ordered[0]?.body);
    expect(body.split(`"noise_seed":${seed}`)).toHaveLength(3);
    const graph = graphOf(ordered[0]);
    expect(JSON.stringify(graph)).not.toContain('"slot"');
    expect(nodesOf(graph, "EmptyHunyuanLatentVideo")[0]?.inputs).toMatchObject({ width: 864, height: 480, length: 81 });
    expect(nodesOf(graph, "CreateVideo")[0]?.inputs["fps"]).toBe(16);
    expect(nodesOf(graph, "CLIPTextEncode").map(({ inputs }) => inputs["text"])).toEqual([
      "A man waits at the window.",
      "text",
    ]);
  });

  test("a LoRA stands before both experts, each with its own file where it comes as a pair", async () => {
    const loras = [
      { file: "tam_high_noise.safetensors", sha256: "sha256:aa", scalePerMille: 800 },
      { file: "look.safetensors", sha256: "sha256:bb", scalePerMille: 1000 },
    ] as const;
    const names = ["film/tam_high_noise.safetensors", "film/tam_low_noise.safetensors", "look.safetensors"];
    const { ordered } = await submitTo({ "GET /models/loras": [{ json: names }] }, wan({ loras }));
    const graph = graphOf(ordered[0]);
    const loaders = nodesOf(graph, "LoraLoaderModelOnly").map(({ inputs }) => [
      inputs["lora_name"],
      inputs["strength_model"],
    ]);
    expect(loaders).toEqual([
      [names[0], 0.8],
      ["look.safetensors", 1],
      [names[1], 0.8],
      ["look.safetensors", 1],
    ]);
    expect(nodesOf(graph, "ModelSamplingSD3").map(({ inputs }) => inputs["model"])).toEqual([
      ["lora-1-2", 0],
      ["lora-2-2", 0],
    ]);
  });

  test.each<[string, Record<string, readonly Said[]>, Partial<EndpointOrder>]>([
    ["a model that is not there", { "GET /models/diffusion_models": [{ json: ["other.safetensors"] }] }, {}],
    [
      "a LoRA that is not there",
      { "GET /models/loras": [{ json: [] }] },
      { loras: [{ file: "tam.safetensors", sha256: "sha256:aa", scalePerMille: 1000 }] },
    ],
    [
      "a LoRA that could carry programs",
      {},
      { loras: [{ file: "tam.ckpt", sha256: "sha256:aa", scalePerMille: 1000 }] },
    ],
    ["a model without a workflow", {}, { remote: "hunyuan" }],
    ["a last picture alone", {}, { lastFrame: "sha256:aa" }],
  ])("%s is told before anything is ordered", async (_name, answers, endpoint) => {
    const { result, ordered } = await submitTo(answers, wan(endpoint));
    expect(result).toMatchObject({
      ok: false,
      error: { class: "invalid-request", advice: "next-route", charge: { certainty: "known", micros: 0 } },
    });
    expect(ordered).toHaveLength(0);
  });

  test("pictures are uploaded first, and the name that the server gives them counts", async () => {
    const picture = join(folder(), "p.png");
    writeFileSync(picture, Buffer.from("89504e470d0a1a0a0000", "hex"));
    const { ordered, server } = await submitTo(
      { "POST /upload/image": [{ json: { name: "p (1).png", subfolder: "shotlock", type: "input" } }] },
      wan({ firstFrame: "sha256:aa", lastFrame: "sha256:aa" }),
      { files: { "sha256:aa": picture } },
    );
    expect(server.seen.filter(({ path }) => path === "/upload/image")).toHaveLength(2);
    const graph = graphOf(ordered[0]);
    expect(nodesOf(graph, "LoadImage").map(({ inputs }) => inputs["image"])).toEqual([
      "shotlock/p (1).png",
      "shotlock/p (1).png",
    ]);
    expect(nodesOf(graph, "WanFirstLastFrameToVideo")).toHaveLength(1);
  });

  test("that the server has already is not given again", async () => {
    for (const known of [
      { "GET /queue": [{ json: { queue_running: [[1, ID, {}, {}, []]], queue_pending: [] } }] },
      { [`GET /history/${ID}`]: [{ json: { [ID]: { outputs: {} } } }] },
    ] as Record<string, readonly Said[]>[]) {
      const { result, ordered } = await submitTo(known);
      expect(result).toMatchObject({ ok: true, value: { id: ID } });
      expect(ordered).toHaveLength(0);
    }
  });

  const COMPLAINT = {
    "12": {
      class_type: "LoraLoaderModelOnly",
      errors: [{ type: "value_not_in_list", message: "no", details: "lora_name: 'x' not in []" }],
      dependent_outputs: ["14"],
    },
  };
  test("a graph that does not hold is quoted, also beside a yes, which is then taken back", async () => {
    const refused = await submitTo({
      "POST /prompt": [
        {
          status: 400,
          json: { error: { type: "prompt_outputs_failed_validation", message: "bad" }, node_errors: COMPLAINT },
        },
      ],
    });
    expect(refused.result).toMatchObject({
      ok: false,
      error: {
        class: "invalid-request",
        vendorCode: "prompt_outputs_failed_validation",
        message: expect.stringContaining("lora_name: 'x' not in []"),
      },
    });
    const half = await submitTo({
      "GET /queue": [IDLE, { json: { queue_running: [], queue_pending: [[1, ID, {}, {}, []]] } }],
      "POST /prompt": [{ json: { prompt_id: ID, number: 1, node_errors: COMPLAINT } }],
      "POST /queue": [{ json: {} }],
    });
    expect(half.result).toMatchObject({ ok: false, error: { class: "invalid-request" } });
    expect(JSON.parse(String(half.server.seen.at(-1)?.body))).toEqual({ delete: [ID] });
  });

  test("behind a closed gate it asks a person; an answer that is lost leaves it in doubt", async () => {
    expect((await submitTo({ "GET /queue": [{ status: 403 }] })).result).toMatchObject({ error: { class: "auth" } });
    expect((await submitTo({ "POST /prompt": [{ drop: true }] })).result).toMatchObject({
      error: { class: "ambiguous-submit" },
    });
  });
});

describe("a job", () => {
  const film = { "14": { images: [{ filename: "a.mp4", subfolder: "shotlock", type: "output" }], animated: [true] } };
  const message = (name: string, data: object = {}, timestamp = 1_000) => [name, { ...data, timestamp }];
  const entry = (word: string | null, messages: unknown[], outputs: object = {}): Said => ({
    json: { [ID]: { outputs, status: word === null ? null : { status_str: word, messages } } } as never,
  });
  const pollOf = async (answers: Record<string, readonly Said[]>, gpuSecondMicros = 0) => {
    const server = await answering({ "GET /queue": [IDLE], [`GET /history/${ID}`]: [NOT_YET], ...answers });
    return engine.poll(jobAt(server.address, gpuSecondMicros), deskAt(server.address));
  };
  const done = entry("success", [message("execution_start"), message("execution_success", {}, 31_001)], film);

  test.each<[string, Record<string, readonly Said[]>, object]>([
    [
      "waits",
      { "GET /queue": [{ json: { queue_running: [[1, "x"]], queue_pending: [[2, ID]] } }] },
      { state: "queued" },
    ],
    ["runs", { "GET /queue": [{ json: { queue_running: [[1, ID]], queue_pending: [] } }] }, { state: "running" }],
    ["is done, free", { [`GET /history/${ID}`]: [done] }, { state: "done", charge: { certainty: "known", micros: 0 } }],
    ["is done between two looks", { [`GET /history/${ID}`]: [NOT_YET, done] }, { state: "done" }],
    ["has a film and no status", { [`GET /history/${ID}`]: [entry(null, [], film)] }, { state: "done" }],
    ["has no status yet", { [`GET /history/${ID}`]: [entry(null, [])] }, { state: "running" }],
    [
      "made no film",
      { [`GET /history/${ID}`]: [entry("success", [])] },
      { state: "failed", failure: { class: "server" } },
    ],
    [
      "ran out of memory",
      {
        [`GET /history/${ID}`]: [
          entry("error", [
            message("execution_error", {
              exception_type: "torch.OutOfMemoryError",
              exception_message: "no room",
              node_type: "KSampler",
            }),
          ]),
        ],
      },
      { state: "failed", failure: { class: "server", advice: "next-route", vendorCode: "torch.OutOfMemoryError" } },
    ],
    [
      "failed",
      { [`GET /history/${ID}`]: [entry("error", [message("execution_error", { exception_type: "ValueError" })])] },
      { state: "failed", failure: { class: "server", advice: "retry-same" } },
    ],
    [
      "was interrupted",
      { [`GET /history/${ID}`]: [entry("error", [message("execution_interrupted")])] },
      { state: "failed", failure: { class: "lost-result", advice: "stop-and-ask" } },
    ],
    [
      "is forgotten",
      {},
      { state: "failed", failure: { class: "lost-result", advice: "retry-same", charge: { micros: 0 } } },
    ],
  ])("that %s", async (_name, answers, state) => {
    expect(await pollOf(answers)).toMatchObject({ ok: true, value: state });
  });

  test("costs the seconds of a machine that is paid by the second", async () => {
    expect(await pollOf({ [`GET /history/${ID}`]: [done] }, 500)).toMatchObject({
      value: { charge: { certainty: "known", micros: 15_001 } },
    });
  });

  test("its film is found under whatever word the saver chose; previews are none", async () => {
    for (const outputs of [
      film,
      {
        "9": { images: [{ filename: "p.png", type: "temp" }] },
        "14": { gifs: [{ filename: "a.mp4", subfolder: "shotlock", type: "output" }] },
      },
    ]) {
      const server = await answering({
        "GET /queue": [IDLE],
        [`GET /history/${ID}`]: [entry("success", [], outputs)],
        "GET /view": [{ bytes: FILM }],
      });
      expect(await engine.fetch(jobAt(server.address), deskAt(server.address))).toMatchObject({ ok: true });
      expect(server.seen.at(-1)?.path).toBe("/view?filename=a.mp4&subfolder=shotlock&type=output");
    }
  });

  test("is found by its attempt, or it is nowhere", async () => {
    const there = await answering({ "GET /queue": [{ json: { queue_running: [[1, ID]], queue_pending: [] } }] });
    expect(await engine.find(wan(), deskAt(there.address))).toMatchObject({ value: { found: "job", job: { id: ID } } });
    const gone = await answering({ "GET /queue": [IDLE], [`GET /history/${ID}`]: [NOT_YET] });
    expect(await engine.find(wan(), deskAt(gone.address))).toEqual({ ok: true, value: { found: "none" } });
  });
});

test.each(["wan2.2_14B", "ltx-2"])("every workflow of %s is taken by the emulator's own validation", async (remote) => {
  const picture = join(folder(), "p.png");
  writeFileSync(picture, Buffer.from("89504e470d0a1a0a0000", "hex"));
  const pictures: Partial<EndpointOrder>[] = [{}, { firstFrame: "sha256:aa" }];
  if (remote === "wan2.2_14B") pictures.push({ firstFrame: "sha256:aa", lastFrame: "sha256:aa" });
  for (const [index, some] of pictures.entries()) {
    const { sandbox } = await stand();
    const desk = deskAt(sandbox.addresses.comfyui, { files: { "sha256:aa": picture } });
    const order = wan(
      { remote, clipRate: remote === "ltx-2" ? "24" : "16", ...some },
      { order: { attempt: `SH0010-${index}` } },
    );
    const result = await engine.submit(order, desk);
    expect(result.ok ? undefined : result.error).toBeUndefined();
  }
});
