import { describe, expect, test } from "vitest";
import { stand } from "./stand.ts";

/** A Wan 2.2 graph in API format with one expert, enough to be valid. */
function wan(changes: { readonly lora?: string; readonly seed?: number; readonly length?: number } = {}) {
  return {
    "1": {
      class_type: "UNETLoader",
      inputs: { unet_name: "wan2.2_t2v_high_noise_14B_fp8_scaled.safetensors", weight_dtype: "default" },
    },
    "2": {
      class_type: "LoraLoaderModelOnly",
      inputs: { model: ["1", 0], lora_name: changes.lora ?? "tam_high.safetensors", strength_model: 1 },
    },
    "3": { class_type: "CLIPLoader", inputs: { clip_name: "umt5_xxl_fp8_e4m3fn_scaled.safetensors", type: "wan" } },
    "4": { class_type: "CLIPTextEncode", inputs: { text: "an elf in a felt coat", clip: ["3", 0] } },
    "5": { class_type: "CLIPTextEncode", inputs: { text: "blurred", clip: ["3", 0] } },
    "6": { class_type: "VAELoader", inputs: { vae_name: "wan_2.1_vae.safetensors" } },
    "7": {
      class_type: "EmptyHunyuanLatentVideo",
      inputs: { width: 832, height: 480, length: changes.length ?? 81, batch_size: 1 },
    },
    "8": {
      class_type: "KSampler",
      inputs: {
        ...{ model: ["2", 0], positive: ["4", 0], negative: ["5", 0], latent_image: ["7", 0] },
        ...{ seed: changes.seed ?? 0, steps: 4, cfg: 1, sampler_name: "euler", scheduler: "simple", denoise: 1 },
      },
    },
    "9": { class_type: "VAEDecode", inputs: { samples: ["8", 0], vae: ["6", 0] } },
    "10": { class_type: "CreateVideo", inputs: { images: ["9", 0], fps: 16 } },
    "11": {
      class_type: "SaveVideo",
      inputs: { video: ["10", 0], filename_prefix: "E101/SH0030", format: "auto", codec: "auto" },
    },
  };
}

const ID = "0b6fd7ab-5a5c-5f63-9a53-2d54a1a6c001";
const OTHER = "0b6fd7ab-5a5c-5f63-9a53-2d54a1a6c002";
const FILES = {
  diffusion_models: ["wan2.2_t2v_high_noise_14B_fp8_scaled.safetensors"],
  text_encoders: ["umt5_xxl_fp8_e4m3fn_scaled.safetensors"],
  vae: ["wan_2.1_vae.safetensors"],
  loras: ["tam_high.safetensors"],
  checkpoints: [],
};

async function server(options: Parameters<typeof stand>[0] = {}) {
  const standing = await stand({ comfyui: { files: FILES, gpuSecondMicros: 300 }, ...options });
  const base = standing.sandbox.addresses.comfyui;
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${base}${path}`, { method: "POST", body: JSON.stringify(body), headers });
    const text = await answer.text();
    return { status: answer.status, json: text === "" ? undefined : JSON.parse(text) };
  };
  const get = async (path: string) => JSON.parse(await (await fetch(`${base}${path}`)).text());
  return { ...standing, base, post, get };
}

describe("ComfyUI", () => {
  test("a prompt under the client's own id runs alone, lands in the history, and its file can be viewed", async () => {
    const { sandbox, clock, base, post, get } = await server();
    expect(await post("/prompt", { prompt: wan(), prompt_id: ID })).toEqual({
      status: 200,
      json: { prompt_id: ID, number: 1, node_errors: {} },
    });
    await post("/api/prompt", { prompt: wan({ seed: 1 }), prompt_id: OTHER });
    const queue = await get("/queue");
    expect(queue.queue_running.map((entry: unknown[]) => entry[1])).toEqual([ID]);
    expect(queue.queue_pending.map((entry: unknown[]) => entry[1])).toEqual([OTHER]);
    expect(await get(`/history/${ID}`)).toEqual({});
    expect(await get(`/api/jobs/${ID}`)).toMatchObject({ id: ID, status: "in_progress" });
    clock.move(500_000);
    const entry = (await get(`/history/${ID}`))[ID];
    expect(entry.status).toMatchObject({ status_str: "success", completed: true });
    const [file] = entry.outputs["11"].images;
    expect(file).toEqual({ filename: "SH0030_00001_.mp4", subfolder: "E101", type: "output" });
    const film = await fetch(`${base}/view?${new URLSearchParams(file)}`);
    expect(await film.text()).toContain(`${ID} normal 81`);
    const [first] = (await sandbox.bill()).lines;
    expect(first).toMatchObject({ job: ID, kind: "charge" });
    expect(first?.micros).toBeGreaterThan(0);
    expect((first?.micros ?? 0) % 300).toBe(0);
    expect(sandbox.jobs().comfyui[0]).toMatchObject({ prompt: "an elf in a felt coat", seed: 0, state: "done" });
  });

  test("a LoRA that is not there is a value that is not in the list; so is one spelt with the other slash", async () => {
    const { sandbox, post, get } = await server();
    expect(await get("/models/loras")).toEqual(["tam_high.safetensors"]);
    const info = await get("/object_info/LoraLoaderModelOnly");
    expect(info.LoraLoaderModelOnly.input.required.lora_name[0]).toEqual(["tam_high.safetensors"]);
    const { status, json } = await post("/prompt", { prompt: wan({ lora: "tam\\high.safetensors" }), prompt_id: ID });
    expect(status).toBe(400);
    expect(json.error.type).toBe("prompt_outputs_failed_validation");
    expect(json.node_errors["2"]).toMatchObject({ errors: [{ type: "value_not_in_list" }], dependent_outputs: ["11"] });
    expect(sandbox.jobs().comfyui).toEqual([]);
  });

  test("an output that cannot run is skipped beside a 200", async () => {
    const { post } = await server();
    const graph = { ...wan(), "12": { class_type: "PreviewImage", inputs: { images: ["99", 0] } } };
    const { status, json } = await post("/prompt", { prompt: graph, prompt_id: ID });
    expect(status).toBe(200);
    expect(Object.keys(json.node_errors)).toEqual(["12"]);
  });

  test.each([
    ["nothing", undefined, "no_prompt"],
    ["the editor's own format", { nodes: [], links: [] }, "invalid_prompt"],
    ["an unknown class", { "1": { class_type: "Nonsense", inputs: {} } }, "missing_node_type"],
    ["no output", { "1": wan()["1"] }, "prompt_no_outputs"],
    [
      "a link of the wrong kind",
      { ...wan(), "9": { class_type: "VAEDecode", inputs: { samples: ["4", 0], vae: ["6", 0] } } },
      "return_type_mismatch",
    ],
    [
      "a missing input",
      { ...wan(), "10": { class_type: "CreateVideo", inputs: { images: ["9", 0] } } },
      "required_input_missing",
    ],
    [
      "too many frames a second",
      { ...wan(), "10": { class_type: "CreateVideo", inputs: { images: ["9", 0], fps: 400 } } },
      "value_bigger_than_max",
    ],
  ])("refuses %s", async (_name, prompt, type) => {
    const { post } = await server();
    const { status, json } = await post("/prompt", { prompt, prompt_id: ID });
    expect(status).toBe(400);
    expect(JSON.stringify(json)).toContain(type);
  });

  test("4n+1 frames are made, whatever was asked for", async () => {
    const { clock, base, post, get } = await server();
    await post("/prompt", { prompt: wan({ length: 80 }), prompt_id: ID });
    clock.move(500_000);
    const [file] = (await get(`/history/${ID}`))[ID].outputs["11"].images;
    expect(await (await fetch(`${base}/view?${new URLSearchParams(file)}`)).text()).toContain("normal 77");
  });

  test("an interrupted prompt and a failed one differ only in the last message; both cost the GPU's time", async () => {
    const { sandbox, clock, post, get } = await server({ faults: [{ fault: "failed", nth: 2 }] });
    await post("/prompt", { prompt: wan(), prompt_id: ID });
    clock.move(10_000);
    await post("/interrupt", { prompt_id: ID });
    await post("/prompt", { prompt: wan({ seed: 1 }), prompt_id: OTHER });
    clock.move(500_000);
    const last = async (id: string) => (await get(`/history/${id}`))[id].status.messages.at(-1)[0];
    expect([await last(ID), await last(OTHER)]).toEqual(["execution_interrupted", "execution_error"]);
    const { jobs } = await sandbox.bill();
    expect(jobs[ID]).toBe(3_000);
    expect(jobs[OTHER]).toBeGreaterThan(0);
  });

  test("the same id twice is two jobs: nothing on the server protects a client that does not look first", async () => {
    const { sandbox, clock, post } = await server();
    await post("/prompt", { prompt: wan(), prompt_id: ID });
    await post("/prompt", { prompt: wan(), prompt_id: ID });
    clock.move(2_000_000);
    expect((await sandbox.bill()).lines.filter(({ job }) => job === ID)).toHaveLength(2);
  });

  test("a restart forgets queue and history, and the bill stays", async () => {
    const { sandbox, clock, post, get } = await server();
    await post("/prompt", { prompt: wan(), prompt_id: ID });
    clock.move(500_000);
    const { micros } = await sandbox.bill();
    await post("/__reset", { only: "jobs" });
    expect(await get(`/history/${ID}`)).toEqual({});
    expect((await sandbox.bill()).micros).toBe(micros);
  });

  test("an old server chooses the id itself, a new one wants a canonical one", async () => {
    const old = await server({ comfyui: { files: FILES, version: "0.24.1" } });
    expect((await old.post("/prompt", { prompt: wan(), prompt_id: ID })).json.prompt_id).not.toBe(ID);
    const { post } = await server();
    expect((await post("/prompt", { prompt: wan(), prompt_id: ID.toUpperCase() })).status).toBe(400);
  });

  test("a picture is uploaded, renamed where its name is taken, and known to LoadImage", async () => {
    const { base, get } = await server();
    const upload = async () => {
      const form = new FormData();
      form.append("image", new Blob([new Uint8Array([137, 80])]), "frame.png");
      return await (await fetch(`${base}/upload/image`, { method: "POST", body: form })).json();
    };
    expect(await upload()).toEqual({ name: "frame.png", subfolder: "", type: "input" });
    expect(await upload()).toEqual({ name: "frame (1).png", subfolder: "", type: "input" });
    const info = await get("/object_info/LoadImage");
    expect(info.LoadImage.input.required.image[0]).toEqual(["frame.png", "frame (1).png"]);
  });

  test("a page of another host is refused", async () => {
    const { post } = await server();
    expect((await post("/prompt", { prompt: wan() }, { origin: "https://elsewhere.example" })).status).toBe(403);
  });
});
