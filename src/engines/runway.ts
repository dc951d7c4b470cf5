import type { Charge, EngineFailure } from "../core/failure.ts";
import type { Json, JsonObject } from "../core/json.ts";
import { MICROS_PER_UNIT } from "../core/money.ts";
import type { EndpointOrder } from "../core/order.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { listOf, numberOf, objectOf, textOf } from "../kit/engine/answer-fields.ts";
import {
  ambiguous,
  atMost,
  createNotAnswered,
  engineFailure,
  NOTHING_CHARGED,
  notAnswered,
  notNow,
  waitOf,
} from "../kit/engine/failures.ts";
import { fetchFootage } from "../kit/engine/footage.ts";
import { keyOf, orderedAt, sameAddress, seedWithin, takeMicrosOf } from "../kit/engine/order-parts.ts";
import { dataUri, readPicture } from "../kit/engine/picture.ts";
import type { Desk, Engine, Job, JobState } from "../ports/engine.ts";
import type { HttpAnswer } from "../ports/http.ts";
import { MODELS, type TaskPictures, taskBody } from "./runway/task-body.ts";
import { taskFailure } from "./runway/task-failure.ts";

const SECRET = "RUNWAYML_API_SECRET";
const VERSION = "2024-11-06";
const SEED_MAX = 4_294_967_295n;
const CREDIT_MICROS = MICROS_PER_UNIT / 100;
/** A data URI holds 5 MB of text; a larger picture is uploaded. */
const INLINE_BYTES_MAX = 3_700_000;
const PICTURE_BYTES_MAX = 16 * 1024 * 1024;
/** Load that is shed before anything was taken; 502 and 504 are a gateway's word, behind which a task may have begun. */
const SHED_LOAD = 503;

/**
 * Runway's developer API. It knows no key that makes a create safe to repeat and lists no tasks, so a create without an
 * answer stays in doubt. A refused generation costs like a good one: what was charged is read from the task.
 */
export const engine: Engine = {
  contract: 1,
  id: "runway",
  secrets: [SECRET],
  address: "https://api.dev.runwayml.com",
  remotes: MODELS,
  async submit(order, desk) {
    const place = orderedAt(order, desk);
    if (!place.ok) return place;
    const { endpoint, address } = place.value;
    const headers = headersFor(desk);
    if (!headers.ok) return headers;
    const seed = seedWithin(order, SEED_MAX);
    if (!seed.ok) return seed;
    const pictures = await picturesFor(endpoint, desk, address, headers.value);
    if (!pictures.ok) return pictures;
    const task = taskBody(endpoint, Number(seed.value), pictures.value);
    if (!task.ok) return task;
    const answer = await desk.http.send({
      method: "POST",
      url: `${address}${task.value.path}`,
      headers: headers.value,
      body: { kind: "json", text: JSON.stringify(task.value.body) },
      signal: desk.signal,
    });
    if (!answer.ok) return fail(createNotAnswered(answer.error, endpoint.takeMicros));
    return created(answer.value, { attempt: order.attempt, address, takeMicros: endpoint.takeMicros });
  },
  async poll(job, desk) {
    const task = await readTask(job, desk);
    if (!task.ok) return task;
    return ok(task.value === "unknown" ? { state: "failed", failure: unknownTask(job) } : stateOf(task.value, job));
  },
  async fetch(job, desk) {
    // The address of an output lives a day or two; asked again, the task names a fresh one.
    let brought = await fetchOnce(job, desk);
    if (!brought.ok && brought.error.class === "lost-result") brought = await fetchOnce(job, desk);
    return brought;
  },
  async cancel(job, desk) {
    const task = await readTask(job, desk);
    if (!task.ok) return task;
    const state = task.value === "unknown" ? undefined : stateOf(task.value, job);
    // The same call deletes a finished task together with its film, so it is sent only where there is none.
    if (state?.state !== "queued" && state?.state !== "running")
      return ok({
        cancelled: false,
        says: state === undefined ? "the task is not there any more" : `it is ${state.state}`,
      });
    const headers = headersFor(desk);
    if (!headers.ok) return headers;
    const answer = await desk.http.send({
      method: "DELETE",
      url: taskUrl(job),
      headers: headers.value,
      signal: desk.signal,
    });
    if (!answer.ok) return fail(notAnswered(answer.error));
    const { status } = answer.value;
    if (status >= 200 && status < 300) return ok({ cancelled: true, charge: atMost(takeMicrosOf(job)) });
    return ok({ cancelled: false, says: `Runway answered ${status}` });
  },
  jobFromId({ attempt, endpoint }, id, address) {
    if (endpoint === undefined || address === undefined || !TASK_ID.test(id)) return undefined;
    return { engine: "runway", id, attempt, handle: { address, takeMicros: endpoint.takeMicros } };
  },
  async find() {
    return ok({ found: "cannot-look", says: "Runway lists no tasks: look at its dashboard" });
  },
};

/** Tasks are named by a UUID. */
const TASK_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function headersFor(desk: Desk): Result<Readonly<Record<string, string>>, EngineFailure> {
  const key = keyOf(desk, SECRET);
  return key.ok ? ok({ authorization: `Bearer ${key.value}`, "x-runway-version": VERSION }) : key;
}

interface Ordered {
  readonly attempt: string;
  readonly address: string;
  readonly takeMicros: number;
}

function created(answer: HttpAnswer, { attempt, address, takeMicros }: Ordered): Result<Job, EngineFailure> {
  const body = objectOf(answer.json);
  const id = textOf(body["id"]);
  if (answer.status >= 200 && answer.status < 300) {
    // It took the order, and did not say under which name.
    if (id === undefined) return fail(ambiguous("Runway took it and named no task", takeMicros));
    const estimated = credits(body["estimatedCost"]);
    const handle = { address, takeMicros, ...(estimated === undefined ? {} : { estimatedMicros: estimated }) };
    return ok({ engine: "runway", id, attempt, handle });
  }
  return fail(refused(answer, textOf(body["error"]) ?? "", takeMicros));
}

/** A create that was answered with no. An out-of-credits answer has no code of its own, so its text is looked at. */
function refused(answer: HttpAnswer, words: string, takeMicros: number): EngineFailure {
  const { status } = answer;
  const base = { message: `${status}: ${words}`, vendorCode: String(status), ...waitOf(answer) };
  if (status === 401 || status === 403) return engineFailure({ ...base, class: "auth", advice: "stop-and-ask" });
  if (status === 429) return engineFailure({ ...base, class: "rate-limit", advice: "retry-later" });
  if (/not (?:have )?enough credits/i.test(words) && status >= 400 && status < 500)
    return engineFailure({ ...base, class: "quota", advice: "next-route" });
  if (status === 404) return engineFailure({ ...base, class: "gone", advice: "next-route" });
  if (status === SHED_LOAD) return engineFailure({ ...base, class: "server", advice: "retry-later" });
  if (status >= 500 || status < 400) return ambiguous(base.message, takeMicros);
  return engineFailure({ ...base, class: "invalid-request", advice: "next-route" });
}

async function picturesFor(
  endpoint: EndpointOrder,
  desk: Desk,
  address: string,
  headers: Readonly<Record<string, string>>,
): Promise<Result<TaskPictures, EngineFailure>> {
  const uris: { first?: string; last?: string } = {};
  for (const [place, digest] of [["first", endpoint.firstFrame] as const, ["last", endpoint.lastFrame] as const]) {
    if (digest === undefined) continue;
    const picture = await readPicture(desk, digest, PICTURE_BYTES_MAX);
    if (!picture.ok) return picture;
    if (picture.value.bytes.byteLength <= INLINE_BYTES_MAX) {
      uris[place] = dataUri(picture.value);
      continue;
    }
    const slot = await desk.http.send({
      method: "POST",
      url: `${address}/v1/uploads`,
      headers,
      body: { kind: "json", text: JSON.stringify({ filename: picture.value.name, type: "ephemeral" }) },
      signal: desk.signal,
    });
    if (!slot.ok) return fail(notAnswered(slot.error));
    const { uploadUrl, fields, runwayUri } = objectOf(slot.value.json);
    if (slot.value.status !== 200 || textOf(uploadUrl) === undefined || textOf(runwayUri) === undefined)
      return fail(notNow(slot.value, "no place for an upload was given"));
    const stored = await desk.http.upload({
      url: textOf(uploadUrl) ?? "",
      body: {
        kind: "form",
        fields: Object.fromEntries(Object.entries(objectOf(fields)).map(([name, value]) => [name, String(value)])),
        file: { field: "file", ...picture.value },
      },
      signal: desk.signal,
    });
    if (!stored.ok) return fail(notAnswered(stored.error));
    if (stored.value.status >= 300) return fail(notNow(stored.value, "the upload was not taken"));
    uris[place] = textOf(runwayUri) ?? "";
  }
  return ok(uris);
}

function taskUrl(job: Job): string {
  return `${String(job.handle["address"])}/v1/tasks/${encodeURIComponent(job.id)}`;
}

/** The task as Runway has it now; `unknown` when there is no such task. */
async function readTask(job: Job, desk: Desk): Promise<Result<JsonObject | "unknown", EngineFailure>> {
  const moved = sameAddress(job, desk);
  if (moved !== undefined) return fail(moved);
  const headers = headersFor(desk);
  if (!headers.ok) return headers;
  const answer = await desk.http.send({
    method: "GET",
    url: taskUrl(job),
    headers: headers.value,
    signal: desk.signal,
  });
  if (!answer.ok) return fail(notAnswered(answer.error));
  const { status, json } = answer.value;
  if (status === 404) return ok("unknown");
  if (status === 401 || status === 403)
    return fail(engineFailure({ class: "auth", advice: "stop-and-ask", message: `${status}: the key is not taken` }));
  const task = objectOf(json);
  return status === 200 && textOf(task["status"]) !== undefined
    ? ok(task)
    : fail(notNow(answer.value, "the task could not be read"));
}

/** A word that nobody knows yet is not an end: it runs until it is said to be done. */
function stateOf(task: JsonObject, job: Job): JobState {
  const status = textOf(task["status"]) ?? "";
  const charge = chargeOf(task["cost"], job);
  switch (status) {
    case "PENDING":
      return { state: "queued" };
    case "THROTTLED":
      return { state: "queued", says: "Runway makes as many at once as the account may" };
    case "SUCCEEDED":
      return outputOf(task) === undefined
        ? { state: "failed", failure: taskFailure(undefined, "it succeeded and there is no film", charge) }
        : { state: "done", charge };
    case "FAILED":
      return {
        state: "failed",
        failure: taskFailure(textOf(task["failureCode"]), textOf(task["failure"]) ?? "", charge),
      };
    case "CANCELLED":
      return {
        state: "failed",
        failure: engineFailure({ class: "lost-result", advice: "stop-and-ask", charge, message: "it was cancelled" }),
      };
    case "RUNNING": {
      const progress = numberOf(task["progress"]);
      return progress === undefined
        ? { state: "running" }
        : { state: "running", progressPerMille: Math.round(Math.min(1, Math.max(0, progress)) * 1000) };
    }
    default:
      return { state: "running", says: `Runway calls it ${status}` };
  }
}

function outputOf(task: JsonObject): string | undefined {
  return textOf(listOf(task["output"])[0]);
}

/** What Runway says it took; 0 is what a refunded task says. */
function chargeOf(cost: Json | undefined, job: Job): Charge {
  const micros = credits(cost);
  return micros === undefined ? atMost(takeMicrosOf(job)) : { certainty: "known", micros };
}

function credits(cost: Json | undefined): number | undefined {
  const told = numberOf(objectOf(cost)["credits"]);
  return told === undefined || told < 0 ? undefined : Math.ceil(told * CREDIT_MICROS);
}

/** Deleted by somebody, or never there: what it cost is not known any more. */
function unknownTask(job: Job): EngineFailure {
  return engineFailure({
    class: "lost-result",
    advice: "stop-and-ask",
    charge: atMost(takeMicrosOf(job)),
    message: `Runway knows no task ${job.id}`,
  });
}

async function fetchOnce(job: Job, desk: Desk): ReturnType<Engine["fetch"]> {
  const task = await readTask(job, desk);
  if (!task.ok) return task;
  if (task.value === "unknown") return fail({ ...unknownTask(job), charge: NOTHING_CHARGED });
  const url = outputOf(task.value);
  if (url !== undefined) return fetchFootage(desk, url);
  const isDone = textOf(task.value["status"]) === "SUCCEEDED";
  return fail(
    isDone
      ? engineFailure({ class: "lost-result", advice: "retry-same", message: "Runway names no film of this task" })
      : engineFailure({ class: "server", advice: "retry-later", message: "the task is not done" }),
  );
}
