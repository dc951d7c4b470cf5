import type { Charge, EngineFailure } from "../core/failure.ts";
import type { Json, JsonObject } from "../core/json.ts";
import type { ShotOrder } from "../core/order.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { listOf, objectOf, textOf } from "../kit/engine/answer-fields.ts";
import {
  ambiguous,
  atMost,
  createNotAnswered,
  engineFailure,
  NOTHING_CHARGED,
  notNow,
} from "../kit/engine/failures.ts";
import { fetchFootage } from "../kit/engine/footage.ts";
import { type Ordered, orderedAt, sameAddress, seedWithin, takeMicrosOf } from "../kit/engine/order-parts.ts";
import type { Desk, Engine, Job, JobState } from "../ports/engine.ts";
import type { HttpAnswer } from "../ports/http.ts";
import { attemptUuid } from "./comfyui/attempt-uuid.ts";
import { fillWorkflow, REMOTES, workflowFor } from "./comfyui/fill-workflow.ts";
import { checkModels, findLoras, uploadPicture } from "./comfyui/preflight.ts";
import { askServer, filmOf, lastMessage, letsNobodyIn, lookOnce, whereIs, workedMs } from "./comfyui/server.ts";

const SEED_MAX = 2n ** 64n - 1n;
/** Node errors that are quoted. */
const ERRORS_MAX = 3;

/**
 * The user's own ComfyUI, with LoRAs. A job has the id that follows from its attempt, so it is looked for before it is
 * ordered and can be found when an answer was lost; what the server does not know it does not make.
 */
export const engine: Engine = {
  contract: 1,
  id: "comfyui",
  secrets: [],
  remotes: REMOTES,
  knowsAllJobs: true,
  async submit(order, desk) {
    const place = orderedAt(order, desk);
    if (!place.ok) return place;
    const { endpoint, address } = place.value;
    const id = attemptUuid(order.attempt);
    const job = jobOf(order, id, address);
    const there = await lookOnce(desk, address, id);
    if (!there.ok) return there;
    if (there.value.at !== "nowhere") return ok(job);
    const graph = await graphFor(order, place.value, desk, id);
    if (!graph.ok) return graph;
    const answer = await desk.http.send({
      method: "POST",
      url: `${address}/prompt`,
      body: {
        kind: "json",
        text: `{"prompt":${graph.value},"prompt_id":${JSON.stringify(id)},"client_id":"shotlock"}`,
      },
      signal: desk.signal,
    });
    if (!answer.ok) return fail(createNotAnswered(answer.error, endpoint.takeMicros));
    return queued(answer.value, job, desk);
  },
  async poll(job, desk) {
    const moved = sameAddress(job, desk);
    if (moved !== undefined) return fail(moved);
    const there = await whereIs(desk, addressOf(job), job.id);
    if (!there.ok) return there;
    switch (there.value.at) {
      case "pending":
        return ok({ state: "queued", says: `${there.value.ahead} before it` });
      case "running":
        return ok({ state: "running" });
      case "history":
        return ok(endOf(there.value.entry, job));
      case "nowhere":
        return ok({ state: "failed", failure: lost("the server was started anew and knows no such job") });
    }
  },
  async fetch(job, desk) {
    const moved = sameAddress(job, desk);
    if (moved !== undefined) return fail(moved);
    const there = await whereIs(desk, addressOf(job), job.id);
    if (!there.ok) return there;
    if (there.value.at === "nowhere")
      return fail(lost("the server was started anew and does not know where the film is"));
    const film = there.value.at === "history" ? filmOf(there.value.entry) : undefined;
    if (film !== undefined) return fetchFootage(desk, `${addressOf(job)}${film}`);
    return there.value.at === "history"
      ? fail(lost("the job made no film"))
      : fail(engineFailure({ class: "server", advice: "retry-later", message: "the job is not done" }));
  },
  async cancel(job, desk) {
    const moved = sameAddress(job, desk);
    if (moved !== undefined) return fail(moved);
    return cancel(job, desk);
  },
  jobFromId(order, id, address) {
    return address === undefined || !/^[\w-]{8,64}$/.test(id) ? undefined : jobOf(order, id, address);
  },
  async find(order, desk) {
    const place = orderedAt(order, desk);
    if (!place.ok) return place;
    const id = attemptUuid(order.attempt);
    const there = await whereIs(desk, place.value.address, id);
    if (!there.ok) return there;
    return ok(
      there.value.at === "nowhere" ? { found: "none" } : { found: "job", job: jobOf(order, id, place.value.address) },
    );
  },
};

function jobOf({ attempt, endpoint }: ShotOrder, id: string, address: string): Job {
  const { takeMicros = 0, gpuSecondMicros = 0 } = endpoint ?? {};
  return { engine: "comfyui", id, attempt, handle: { address, takeMicros, gpuSecondMicros } };
}

function addressOf(job: Job): string {
  return String(job.handle["address"]);
}

/** Everything that can be missing is looked for first; then the graph with all that it names. */
async function graphFor(
  order: ShotOrder,
  { endpoint, address }: Ordered,
  desk: Desk,
  id: string,
): Promise<Result<string, EngineFailure>> {
  const workflow = workflowFor(endpoint);
  if (workflow === undefined || endpoint.clipFrames === undefined || endpoint.clipRate === undefined)
    return fail(
      engineFailure({
        class: "invalid-request",
        advice: "next-route",
        message: `there is no workflow for ${endpoint.remote} with these pictures`,
      }),
    );
  const seed = seedWithin(order, SEED_MAX);
  if (!seed.ok) return seed;
  const models = await checkModels(desk, address, workflow);
  if (!models.ok) return models;
  const loras = await findLoras(desk, address, endpoint);
  if (!loras.ok) return loras;
  const first = await uploadPicture(desk, address, endpoint.firstFrame);
  if (!first.ok) return first;
  const last = await uploadPicture(desk, address, endpoint.lastFrame);
  if (!last.ok) return last;
  return ok(
    fillWorkflow(workflow, {
      order: endpoint,
      seed: seed.value,
      ...(first.value === undefined ? {} : { first: first.value }),
      ...(last.value === undefined ? {} : { last: last.value }),
      filePrefix: `shotlock/${order.takeName}_${id.slice(0, 8)}`,
      loras: loras.value,
    }),
  );
}

/** A yes is not yet a whole yes: outputs that do not hold are left out of the job and told beside it. */
async function queued(answer: HttpAnswer, job: Job, desk: Desk): Promise<Result<Job, EngineFailure>> {
  const body = objectOf(answer.json);
  const errors = nodeErrors(body["node_errors"]);
  const { status } = answer;
  if (status === 200) {
    // An older server gives an id of its own.
    const id = textOf(body["prompt_id"]);
    if (id === undefined) return fail(ambiguous("the server took it and named no job", takeMicrosOf(job)));
    const own = { ...job, id };
    if (errors.length === 0) return ok(own);
    await cancel(own, desk);
    return fail(notValid(errors, "node_errors"));
  }
  const error = objectOf(body["error"]);
  const words = [textOf(error["message"]) ?? `${status}`, ...errors];
  if (status === 401 || status === 403) return fail(letsNobodyIn(status));
  // What stands before the server wants to be asked less: the graph itself was not looked at.
  if (status === 429) return fail(notNow(answer, "the order was not taken"));
  if (status >= 400 && status < 500) return fail(notValid(words, textOf(error["type"]) ?? String(status)));
  return fail(ambiguous(`the server answered ${status}`, takeMicrosOf(job)));
}

function notValid(words: readonly string[], vendorCode: string): EngineFailure {
  return engineFailure({
    class: "invalid-request",
    advice: "next-route",
    message: `the graph does not hold: ${words.slice(0, ERRORS_MAX).join("; ")}`,
    vendorCode,
  });
}

/** `LoraLoaderModelOnly: lora_name: 'x' not in [...]` */
function nodeErrors(errors: Json | undefined): readonly string[] {
  return Object.values(objectOf(errors)).flatMap((node) => {
    const { class_type: kind, errors: list } = objectOf(node);
    return listOf(list).map((error) => {
      const { details, message } = objectOf(error);
      return `${textOf(kind) ?? "a node"}: ${textOf(details) ?? textOf(message) ?? "does not hold"}`;
    });
  });
}

/** The machine's own seconds, where they cost something. */
function chargeOf(entry: JsonObject, job: Job): Charge {
  const perSecond = Number(job.handle["gpuSecondMicros"] ?? 0);
  if (perSecond === 0) return NOTHING_CHARGED;
  const worked = workedMs(entry);
  return worked === undefined
    ? atMost(takeMicrosOf(job))
    : { certainty: "known", micros: Math.ceil((worked * perSecond) / 1000) };
}

/** How an ended job ended; failed and interrupted ones look alike but for the last message. */
function endOf(entry: JsonObject, job: Job): JobState {
  const charge = chargeOf(entry, job);
  const word = textOf(objectOf(entry["status"])["status_str"]);
  if (word === "error") return { state: "failed", failure: failureOf(entry, charge) };
  if (filmOf(entry) !== undefined) return { state: "done", charge };
  if (word !== "success") return { state: "running", says: "the server has not said how it ended" };
  return {
    state: "failed",
    failure: engineFailure({
      class: "server",
      advice: "next-route",
      charge,
      message: "it ended well and made no film",
    }),
  };
}

function failureOf(entry: JsonObject, charge: Charge): EngineFailure {
  const { name, data } = lastMessage(entry);
  if (name === "execution_interrupted")
    return { ...lost("somebody interrupted it on the server"), charge, advice: "stop-and-ask" };
  const kind = textOf(data["exception_type"]);
  const words = textOf(data["exception_message"]) ?? "it failed";
  // The same graph runs out of the same memory again.
  const advice = kind?.includes("OutOfMemory") === true ? "next-route" : "retry-same";
  return engineFailure({
    class: "server",
    advice,
    charge,
    message: `${textOf(data["node_type"]) ?? "the graph"}: ${words}`,
    ...(kind === undefined ? {} : { vendorCode: kind }),
  });
}

function lost(message: string): EngineFailure {
  return engineFailure({ class: "lost-result", advice: "retry-same", message });
}

/** Takes a waiting job out of the queue, or interrupts it; what has ended stays. */
async function cancel(job: Job, desk: Desk): ReturnType<Engine["cancel"]> {
  const address = addressOf(job);
  const there = await lookOnce(desk, address, job.id);
  if (!there.ok) return there;
  const { at } = there.value;
  if (at === "nowhere" || at === "history")
    return ok({ cancelled: false, says: at === "history" ? "it has ended" : "the server does not know it" });
  const asked =
    at === "pending"
      ? await askServer(desk, address, "/queue", JSON.stringify({ delete: [job.id] }))
      : await askServer(desk, address, "/interrupt", JSON.stringify({ prompt_id: job.id }));
  if (!asked.ok) return asked;
  if (asked.value.status !== 200) return ok({ cancelled: false, says: `the server answered ${asked.value.status}` });
  const isFree = at === "pending" || Number(job.handle["gpuSecondMicros"] ?? 0) === 0;
  return ok({ cancelled: true, charge: isFree ? NOTHING_CHARGED : atMost(takeMicrosOf(job)) });
}
