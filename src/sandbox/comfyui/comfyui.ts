import type { Json } from "../../core/json.ts";
import type { Micros } from "../../core/money.ts";
import { download } from "../download.ts";
import { drawUuid } from "../draw.ts";
import { type Answer, type Exchange, isObject, jsonBody } from "../exchange.ts";
import { type About, notices, type Vendor, type VendorDesk } from "../vendor.ts";
import { createWork, type Work } from "../work.ts";
import { checkGraph } from "./check-graph.ts";
import { graphFilm, modelOf } from "./graph-film.ts";
import { type Details, historyEntry, jobEntry, type Prompt, queueEntry } from "./history.ts";
import { type ModelFiles, type NodeClass, nodeClasses } from "./node-classes.ts";
import { objectInfo } from "./object-info.ts";
import { createUploads, type Uploads } from "./uploads.ts";

/**
 * ComfyUI's native server, as its routes and its validation are: one prompt at a time, the client's own `prompt_id`, a history in
 * memory, files by `/view`. It knows no keys. The socket for progress is left out: polling is the only reliable truth.
 */
export interface ComfyuiOptions {
  readonly version: string;
  readonly files: ModelFiles;
  /** Price of a second of its GPU; 0: the machine is ours. */
  readonly gpuSecondMicros: Micros;
}
export const COMFYUI_DEFAULTS: ComfyuiOptions = {
  version: "0.36.0",
  gpuSecondMicros: 0,
  files: {
    diffusion_models: [
      ...["wan2.2_t2v_high_noise_14B_fp8_scaled.safetensors", "wan2.2_t2v_low_noise_14B_fp8_scaled.safetensors"],
      ...["wan2.2_i2v_high_noise_14B_fp8_scaled.safetensors", "wan2.2_i2v_low_noise_14B_fp8_scaled.safetensors"],
    ],
    text_encoders: ["umt5_xxl_fp8_e4m3fn_scaled.safetensors", "t5xxl_fp16.safetensors"],
    vae: ["wan_2.1_vae.safetensors", "wan2.2_vae.safetensors"],
    loras: [
      "wan2.2_t2v_lightx2v_4steps_lora_v1.1_high_noise.safetensors",
      "wan2.2_t2v_lightx2v_4steps_lora_v1.1_low_noise.safetensors",
      "wan2.2_i2v_lightx2v_4steps_lora_v1_high_noise.safetensors",
      "wan2.2_i2v_lightx2v_4steps_lora_v1_low_noise.safetensors",
    ],
    checkpoints: ["ltx-2-19b-dev-fp8.safetensors"],
  },
};

const LINE = "gpu";
const ACCOUNT = "comfyui-1";
/** GPU seconds that one second of footage takes. */
const GPU_SECONDS = { wan: 60, ltx: 20 } as const;
/** From this version on a client may choose the id. */
const OWN_ID_SINCE = 25;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

interface Place {
  readonly desk: VendorDesk;
  readonly options: ComfyuiOptions;
  readonly work: Work<Details>;
  readonly uploads: Uploads;
  readonly classes: Readonly<Record<string, NodeClass>>;
  /** Prompts that the history has dropped. */
  readonly forgotten: WeakSet<Prompt>;
}

export function comfyui(desk: VendorDesk, options: ComfyuiOptions = COMFYUI_DEFAULTS): Vendor {
  const work = createWork<Details>({
    vendor: "comfyui",
    desk,
    // The GPU's time is gone whatever came of it.
    rules: { charges: "at-end", input: true, output: true, internal: true, cancelledRunning: true },
    slots: () => 1,
    costAtEnd: (ranMs) => ({ micros: Math.ceil(ranMs / 1000) * options.gpuSecondMicros }),
  });
  const place: Place = {
    ...{ desk, options, work, uploads: createUploads(), classes: nodeClasses(options.files) },
    forgotten: new WeakSet(),
  };
  return {
    name: "comfyui",
    about: (exchange) => aboutOf(place, exchange),
    error: (status, says) => ({
      status,
      json: { error: { type: "server_error", message: says, details: "", extra_info: {} }, node_errors: {} },
    }),
    retire: work.retire,
    advance: work.advance,
    // Queue and history live in memory.
    restart: () => work.queue.clear(),
    jobs: () => notices(work.queue),
    answer(exchange) {
      const origin = exchange.headers["origin"];
      if (origin !== undefined && !/^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(origin))
        return { status: 403 };
      return routeOf(place, { ...exchange, path: plainPath(exchange) }) ?? { status: 404 };
    },
  };
}

/** Every route stands under /api too; /api/jobs stands there alone. */
function plainPath({ path }: Exchange): string {
  return path.startsWith("/api/") && !path.startsWith("/api/jobs") ? path.slice("/api".length) : path;
}

function aboutOf(place: Place, exchange: Exchange): About {
  const path = plainPath(exchange);
  if (path === "/prompt" && exchange.method === "POST") {
    const body = jsonBody(exchange);
    const check = checkGraph(isObject(body) ? body["prompt"] : undefined, rulesOf(place));
    return check.verdict === "accepted" ? { at: "submit", model: modelOf(check.graph) } : { at: "submit" };
  }
  if (path === "/view") return withModel(place, "fetch", exchange.query.get("filename") ?? "");
  const id = /^\/(?:history|api\/jobs)\/([^/]+)$/.exec(path)?.[1];
  if (id !== undefined) return withModel(place, "poll", id);
  const isList = exchange.method === "GET" && ["/queue", "/history", "/api/jobs"].includes(path);
  return { at: isList ? "poll" : "other" };
}

function withModel({ work }: Place, at: About["at"], name: string): About {
  const found = work.queue.all().find(({ details }) => details.promptId === name || details.file.filename === name);
  return found === undefined ? { at } : { at, model: found.model };
}

function rulesOf({ classes, uploads }: Place) {
  return { classes, hasUpload: uploads.has };
}

function routeOf(place: Place, exchange: Exchange): Answer | undefined {
  const { options, uploads, work } = place;
  const route = `${exchange.method} ${exchange.path}`;
  const active = work.queue.all().filter(({ state }) => state !== "ended");
  if (route === "POST /prompt") return submit(place, exchange);
  if (route === "GET /prompt") return ok({ exec_info: { queue_remaining: active.length } });
  if (route === "GET /queue") {
    const entries = (state: Prompt["state"]): Json[] =>
      active.filter((prompt) => prompt.state === state).map(queueEntry);
    return ok({ queue_running: entries("running"), queue_pending: entries("waiting") });
  }
  if (route === "POST /queue") return changeQueue(place, jsonBody(exchange));
  if (route === "POST /interrupt") return interrupt(place, jsonBody(exchange));
  if (route === "POST /upload/image") return uploads.receive(exchange);
  if (route === "POST /free") return { status: 200 };
  if (route === "GET /system_stats")
    return ok({ system: { os: "posix", comfyui_version: options.version, python_version: "3.12" }, devices: [] });
  if (exchange.path.startsWith("/history")) return history(place, exchange);
  if (exchange.method !== "GET" && !exchange.path.startsWith("/api/jobs")) return undefined;
  if (exchange.path === "/view") return view(place, exchange);
  if (exchange.path.startsWith("/api/jobs")) return jobs(place, exchange);
  return about(place, exchange.path);
}

function ok(json: Json): Answer {
  return { status: 200, json };
}

/** What is installed: node classes and model files. */
function about({ classes, uploads, options }: Place, path: string): Answer | undefined {
  const folder = /^\/models\/([^/]+)$/.exec(path)?.[1];
  if (path === "/models") return ok(Object.keys(options.files));
  if (folder !== undefined) {
    const files = Object.entries(options.files).find(([name]) => name === folder)?.[1];
    return files === undefined ? undefined : ok([...files]);
  }
  const tell = (name: string): [string, Json] => [name, objectInfo(name, classes[name] as NodeClass, uploads.names())];
  if (path === "/object_info") return ok(Object.fromEntries(Object.keys(classes).map(tell)));
  const name = /^\/object_info\/([^/]+)$/.exec(path)?.[1];
  if (name === undefined) return undefined;
  return ok(classes[name] === undefined ? {} : Object.fromEntries([tell(name)]));
}

function submit(place: Place, exchange: Exchange): Answer {
  const { desk, work, options } = place;
  const body = jsonBody(exchange);
  if (!isObject(body)) return { status: 400 };
  const check = checkGraph(body["prompt"], rulesOf(place));
  const refuse = (error: { type: string; message: string; details: string }, node_errors: Json): Answer => ({
    status: 400,
    json: { error: { ...error, extra_info: {} }, node_errors },
  });
  if (check.verdict === "refused") return refuse(check.error, check.nodeErrors);
  const chosen = idOf(body["prompt_id"], options.version);
  if (chosen === undefined)
    return refuse({ type: "invalid_prompt_id", message: "prompt_id must be a canonical UUID", details: "" }, {});
  const saver =
    check.outputs.find((id) => check.graph.get(id)?.className === "SaveVideo") ?? (check.outputs[0] as string);
  const film = graphFilm(check.graph, saver);
  const number = work.accepted() + 1;
  const promptId = chosen.id ?? drawUuid(desk.seed, "comfyui", "prompt", number, desk.time.date());
  const prompt = work.accept({
    id: promptId,
    account: ACCOUNT,
    model: film.model,
    line: LINE,
    queuedMs: 0,
    usualMs: Math.round(
      (film.frames * 1000 * (/ltx/i.test(film.model) ? GPU_SECONDS.ltx : GPU_SECONDS.wan)) / film.rate,
    ),
    cost: { micros: 0 },
    film: { ...film, rate: { numerator: film.rate, denominator: 1 }, hasAudio: false },
    details: {
      ...{
        promptId,
        saver,
        graph: body["prompt"] as Json,
        extraData: body["extra_data"] ?? {},
        outputs: check.outputs,
      },
      file: fileOf(check.graph.get(saver)?.inputs["filename_prefix"], number),
    },
  });
  const skipped = desk.faults.strike(["invalid-outputs"], { at: "accept", model: film.model });
  const node_errors = skipped === undefined ? check.nodeErrors : { ...check.nodeErrors, [saver]: SKIPPED };
  return ok({ prompt_id: promptId, number: prompt.number, node_errors });
}

/** An output that was skipped though the answer is 200. */
const SKIPPED: Json = {
  errors: [
    {
      type: "exception_during_inner_validation",
      message: "Exception when validating inner node",
      details: "",
      extra_info: {},
    },
  ],
  dependent_outputs: [],
  class_type: "SaveVideo",
};

/** The client's id where this version honours it; undefined for one that is no canonical UUID. */
function idOf(value: Json | undefined, version: string): { readonly id?: string } | undefined {
  const minor = Number(/^0\.(\d+)/.exec(version)?.[1] ?? Number.MAX_SAFE_INTEGER);
  if (value === undefined || minor < OWN_ID_SINCE) return {};
  return typeof value === "string" && UUID.test(value) ? { id: value } : undefined;
}

function fileOf(prefix: Json | undefined, number: number): Details["file"] {
  const parts = String(prefix ?? "ComfyUI").split("/");
  const stem = parts.pop() ?? "ComfyUI";
  return { filename: `${stem}_${String(number).padStart(5, "0")}_.mp4`, subfolder: parts.join("/"), type: "output" };
}

function changeQueue(place: Place, body: Json | undefined): Answer {
  if (!isObject(body)) return { status: 400 };
  const ids = Array.isArray(body["delete"]) ? body["delete"] : [];
  for (const prompt of place.work.queue.all())
    if (prompt.state === "waiting" && (body["clear"] === true || ids.includes(prompt.details.promptId))) {
      place.work.cancel(prompt);
      place.work.queue.forget(prompt);
    }
  return { status: 200 };
}

function interrupt(place: Place, body: Json | undefined): Answer {
  const wanted = isObject(body) ? body["prompt_id"] : undefined;
  for (const prompt of place.work.queue.all())
    if (prompt.state === "running" && (wanted === undefined || wanted === prompt.details.promptId))
      place.work.cancel(prompt);
  return { status: 200 };
}

function history(place: Place, exchange: Exchange): Answer | undefined {
  const ended = place.work.queue.all().filter((prompt) => prompt.state === "ended" && !place.forgotten.has(prompt));
  if (exchange.method === "POST") {
    const body = jsonBody(exchange);
    if (!isObject(body)) return { status: 400 };
    const ids = Array.isArray(body["delete"]) ? body["delete"] : [];
    for (const prompt of ended)
      if (body["clear"] === true || ids.includes(prompt.details.promptId)) place.forgotten.add(prompt);
    return { status: 200 };
  }
  const id = /^\/history\/([^/]+)$/.exec(exchange.path)?.[1];
  if (exchange.method !== "GET" || (id === undefined && exchange.path !== "/history")) return undefined;
  const offset = Number(exchange.query.get("offset") ?? "0");
  const count = Number(exchange.query.get("max_items") ?? ended.length);
  const told =
    id === undefined ? ended.slice(offset, offset + count) : ended.filter(({ details }) => details.promptId === id);
  return ok(Object.fromEntries(told.map((prompt) => [prompt.details.promptId, historyEntry(prompt)])));
}

function jobs(place: Place, exchange: Exchange): Answer | undefined {
  const [, id, action] = /^\/api\/jobs(?:\/([^/]+))?(?:\/(cancel))?$/.exec(exchange.path) ?? [];
  if (id === undefined)
    return exchange.method === "GET" ? ok({ jobs: place.work.queue.all().map(jobEntry) }) : undefined;
  const prompt = place.work.queue.find(id);
  if (prompt === undefined) return { status: 404, json: { error: "Job not found" } };
  if (action === undefined) return exchange.method === "GET" ? ok(jobEntry(prompt)) : undefined;
  if (exchange.method !== "POST") return undefined;
  if (prompt.state !== "ended") place.work.cancel(prompt);
  return ok({ id });
}

function view({ desk, work }: Place, exchange: Exchange): Answer {
  const filename = exchange.query.get("filename");
  const subfolder = exchange.query.get("subfolder") ?? "";
  const prompt = work.queue
    .all()
    .findLast(({ details: { file } }) => file.filename === filename && file.subfolder === subfolder);
  if (prompt?.clip === undefined || prompt.state !== "ended" || exchange.query.get("type") !== "output")
    return { status: 404 };
  const film = {
    job: prompt.details.promptId,
    model: prompt.model,
    clip: prompt.clip,
    expiresMs: Number.MAX_SAFE_INTEGER,
  };
  // Whoever puts a proxy before it may ask for a key there.
  return download(desk, film, { ...exchange, headers: { ...exchange.headers, authorization: undefined } });
}
