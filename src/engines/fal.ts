import type { EngineFailure } from "../core/failure.ts";
import type { JsonObject } from "../core/json.ts";
import type { EndpointOrder } from "../core/order.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { numberOf, objectOf, textOf } from "../kit/engine/answer-fields.ts";
import { ambiguous, atMost, createNotAnswered, engineFailure, notAnswered, notNow } from "../kit/engine/failures.ts";
import { fetchFootage } from "../kit/engine/footage.ts";
import { keyOf, orderedAt, sameAddress, seedWithin, takeMicrosOf } from "../kit/engine/order-parts.ts";
import { dataUri, readPicture } from "../kit/engine/picture.ts";
import type { Desk, Engine, Job, JobState } from "../ports/engine.ts";
import type { HttpAnswer } from "../ports/http.ts";
import { type ModelPictures, type ModelRequest, PRESETS } from "./fal/presets.ts";
import { requestFailure, submitRefused } from "./fal/request-failure.ts";

const SECRET = "FAL_KEY";
const SEED_MAX = 4_294_967_295n;
const PICTURE_BYTES_MAX = 10 * 1024 * 1024;
const OUTPUT_LIFE_SECONDS = 24 * 3_600;

/** A request's id: a UUID. */
const REQUEST_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * fal's queue: one protocol before many models, which stand as data in presets. It knows no key that makes a submit safe to
 * repeat and lists no requests. It has no word for failed: a completed request is good when its result has a film.
 */
export const engine: Engine = {
  contract: 1,
  id: "fal",
  secrets: [SECRET],
  address: "https://queue.fal.run",
  remotes: Object.keys(PRESETS),
  async submit(order, desk) {
    const place = orderedAt(order, desk);
    if (!place.ok) return place;
    const { endpoint, address } = place.value;
    const headers = headersFor(desk);
    if (!headers.ok) return headers;
    const seed = seedWithin(order, SEED_MAX);
    if (!seed.ok) return seed;
    if (endpoint.loras.length > 0) return fail(loraElsewhere());
    const pictures = await picturesFor(endpoint, desk);
    if (!pictures.ok) return pictures;
    const request = requestFor(endpoint, Number(seed.value), pictures.value);
    if (!request.ok) return request;
    const answer = await desk.http.send({
      method: "POST",
      url: `${address}/${request.value.path}`,
      headers: {
        ...headers.value,
        // The platform repeats requests and may hand them to another model: both would be a take that nobody ordered.
        "x-fal-no-retry": "1",
        "x-app-fal-disable-fallback": "true",
        "x-fal-object-lifecycle-preference": JSON.stringify({ expiration_duration_seconds: OUTPUT_LIFE_SECONDS }),
      },
      body: { kind: "json", text: JSON.stringify(request.value.input) },
      signal: desk.signal,
    });
    if (!answer.ok) return fail(createNotAnswered(answer.error, endpoint.takeMicros));
    return submitted(answer.value, order.attempt, { address, takeMicros: endpoint.takeMicros });
  },
  async poll(job, desk) {
    const status = await ask(job, desk, "statusUrl");
    if (!status.ok) return status;
    if (status.value.status === 404) return ok({ state: "failed", failure: unknownRequest(job) });
    const told = objectOf(status.value.json);
    const word = textOf(told["status"]);
    if ((status.value.status !== 200 && status.value.status !== 202) || word === undefined)
      return fail(notNow(status.value, "the request could not be read"));
    if (word === "COMPLETED") return completed(told, job, desk);
    return ok(underWay(word, told));
  },
  async fetch(job, desk) {
    const result = await ask(job, desk, "responseUrl");
    if (!result.ok) return result;
    const url = filmOf(result.value);
    if (url !== undefined) return fetchFootage(desk, url);
    if (result.value.status === 200)
      return fail(engineFailure({ class: "lost-result", advice: "retry-same", message: "fal names no film" }));
    return fail(notNow(result.value, "the result could not be read"));
  },
  async cancel(job, desk) {
    const answer = await ask(job, desk, "cancelUrl", "PUT");
    if (!answer.ok) return answer;
    const word = textOf(objectOf(answer.value.json)["status"]) ?? `answer ${answer.value.status}`;
    if (word === "OK") return ok({ cancelled: true, charge: atMost(takeMicrosOf(job)) });
    if (answer.value.status >= 500 || answer.value.status === 429)
      return fail(notNow(answer.value, "it could not be cancelled"));
    // A running model only gets a signal: it may finish and be billed, so the request is asked about later.
    return ok({ cancelled: false, says: `fal says ${word}` });
  },
  async find() {
    return ok({ found: "cannot-look", says: "fal lists no requests: look at its dashboard" });
  },
  jobFromId({ attempt, endpoint }, id) {
    if (endpoint === undefined || !REQUEST_ID.test(id)) return undefined;
    // fal's own client, too, finds a request by owner and app, without the rest of the model's path.
    const request = `${endpoint.remote.split("/").slice(0, 2).join("/")}/requests/${id}`;
    return { engine: "fal", id, attempt, handle: { takeMicros: endpoint.takeMicros, request } };
  },
};

/** fal loads a LoRA from a public address; a face that somebody consented to is not put on one by us. */
function loraElsewhere(): EngineFailure {
  const message = "fal loads a LoRA only from a public address, and this one is a file of the production";
  return engineFailure({ class: "invalid-request", advice: "next-route", message });
}

function headersFor(desk: Desk): Result<Readonly<Record<string, string>>, EngineFailure> {
  const key = keyOf(desk, SECRET);
  return key.ok ? ok({ authorization: `Key ${key.value}` }) : key;
}

async function picturesFor(endpoint: EndpointOrder, desk: Desk): Promise<Result<ModelPictures, EngineFailure>> {
  const uris: string[] = [];
  const wanted = [endpoint.firstFrame, endpoint.lastFrame, ...endpoint.references];
  for (const digest of wanted) {
    if (digest === undefined) uris.push("");
    else {
      const picture = await readPicture(desk, digest, PICTURE_BYTES_MAX);
      if (!picture.ok) return picture;
      uris.push(dataUri(picture.value));
    }
  }
  const [first = "", last = "", ...references] = uris;
  return ok({ references, ...(first === "" ? {} : { first }), ...(last === "" ? {} : { last }) });
}

function requestFor(order: EndpointOrder, seed: number, pictures: ModelPictures): Result<ModelRequest, EngineFailure> {
  const request = PRESETS[order.remote]?.(order, seed, pictures);
  if (request !== undefined) return ok(request);
  const message = `${order.remote} cannot be asked for ${order.aspect} at ${order.resolution}, ${order.clipMs / 1000} s`;
  return fail(engineFailure({ class: "invalid-request", advice: "next-route", message }));
}

interface Place {
  readonly address: string;
  readonly takeMicros: number;
}

/** The addresses of a request are kept as fal gives them: they drop a part of the path and cannot be made up. */
function submitted(answer: HttpAnswer, attempt: string, place: Place): Result<Job, EngineFailure> {
  const body = objectOf(answer.json);
  const id = textOf(body["request_id"]);
  const urls = {
    statusUrl: textOf(body["status_url"]),
    responseUrl: textOf(body["response_url"]),
    cancelUrl: textOf(body["cancel_url"]),
  };
  const { statusUrl, responseUrl, cancelUrl } = urls;
  if (answer.status < 200 || answer.status >= 300) {
    const refused = submitRefused(answer);
    return fail(refused ?? ambiguous(`fal answered ${answer.status}`, place.takeMicros));
  }
  if (id === undefined || statusUrl === undefined || responseUrl === undefined || cancelUrl === undefined)
    return fail(ambiguous("fal took it and did not say where it is", place.takeMicros));
  return ok({ engine: "fal", id, attempt, handle: { ...place, statusUrl, responseUrl, cancelUrl } });
}

const ENDINGS = { statusUrl: "/status", responseUrl: "", cancelUrl: "/cancel" } as const;

/** As fal gave it; of a job that a person found, where fal's client looks for it. */
function urlOf({ handle }: Job, desk: Desk, which: keyof typeof ENDINGS): string {
  const given = handle[which];
  return typeof given === "string" ? given : `${desk.address}/${String(handle["request"])}${ENDINGS[which]}`;
}

async function ask(
  job: Job,
  desk: Desk,
  which: "statusUrl" | "responseUrl" | "cancelUrl",
  method: "GET" | "PUT" = "GET",
): Promise<Result<HttpAnswer, EngineFailure>> {
  const moved = sameAddress(job, desk);
  if (moved !== undefined) return fail(moved);
  const headers = headersFor(desk);
  if (!headers.ok) return headers;
  const url = urlOf(job, desk, which);
  const answer = await desk.http.send({ method, url, headers: headers.value, signal: desk.signal });
  if (!answer.ok) return fail(notAnswered(answer.error));
  if (answer.value.status === 401 || answer.value.status === 403)
    return fail(engineFailure({ class: "auth", advice: "stop-and-ask", message: `${answer.value.status} from fal` }));
  return answer;
}

function underWay(word: string, told: JsonObject): JobState {
  if (word === "IN_PROGRESS") return { state: "running" };
  if (word !== "IN_QUEUE") return { state: "running", says: `fal calls it ${word}` };
  const ahead = numberOf(told["queue_position"]);
  return ahead === undefined ? { state: "queued" } : { state: "queued", says: `${ahead} before it at fal` };
}

/** Completed says only that it is over: whether there is a film stands in the result. */
async function completed(told: JsonObject, job: Job, desk: Desk): Promise<Result<JobState, EngineFailure>> {
  const result = await ask(job, desk, "responseUrl");
  if (!result.ok) return result;
  const { status } = result.value;
  const takeMicros = takeMicrosOf(job);
  if (filmOf(result.value) !== undefined)
    return ok({ state: "done", charge: { certainty: "known", micros: takeMicros } });
  if (status === 400 && told["error"] === undefined)
    return ok({ state: "running", says: "the result is not there yet" });
  const isTheirWord = told["error"] !== undefined || told["error_type"] !== undefined || isComplaint(result.value);
  if (status !== 200 && !isTheirWord) return fail(notNow(result.value, "the result could not be read"));
  const failure = requestFailure(told, result.value, takeMicros);
  if (status !== 200) return ok({ state: "failed", failure });
  const message = "it is completed and there is no film";
  return ok({ state: "failed", failure: { ...failure, class: "server", charge: atMost(takeMicros), message } });
}

/** An answer about this request, and not of a gateway that stands before it. */
function isComplaint({ status, headers, json }: HttpAnswer): boolean {
  if (headers["x-fal-error-type"] !== undefined || headers["x-fal-retryable"] !== undefined) return true;
  return status === 422 && objectOf(json)["detail"] !== undefined;
}

function filmOf({ status, json }: HttpAnswer): string | undefined {
  return status === 200 ? textOf(objectOf(objectOf(json)["video"])["url"]) : undefined;
}

function unknownRequest(job: Job): EngineFailure {
  return engineFailure({
    class: "lost-result",
    advice: "stop-and-ask",
    charge: atMost(takeMicrosOf(job)),
    message: `fal knows no request ${job.id}`,
  });
}
