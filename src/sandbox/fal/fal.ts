import { download } from "../download.ts";
import { type Answer, credential, type Exchange, isObject, jsonBody } from "../exchange.ts";
import { filmMade, type SandboxJob } from "../job-queue.ts";
import { type About, accountOf, notices, type Vendor, type VendorDesk } from "../vendor.ts";
import { createWork, type Work } from "../work.ts";
import { type Complaint, checkInput } from "./check-input.ts";
import { failedResult } from "./failed-result.ts";
import { FAL_MODELS, type FalModel, type Input } from "./models.ts";
import { pictureSize } from "./picture-size.ts";
import { createStorage, type Storage } from "./storage.ts";

/**
 * fal's queue, as its published client and its documentation describe it: submit, status, result, cancel, uploads. One
 * protocol for many models; what a model has against its input is told by its result, never at the submit.
 */
export interface FalOptions {
  /** Jobs of one account at once; the rest waits IN_QUEUE and is never refused. */
  readonly concurrent: number;
}
export const FAL_DEFAULTS: FalOptions = { concurrent: 2 };

const QUEUED_MS = 1_000;
/** An input that is refused is refused at once. */
const REFUSED_MS = 500;
const OUTPUT_LIFE_SECONDS = 24 * 3_600;

interface Details {
  /** `fal-ai/kling-video`: addresses of a request drop the rest of the path. */
  readonly app: string;
  readonly complaints: readonly Complaint[];
  readonly outputLifeMs: number;
  /** Vendor's milliseconds it may wait for its start. */
  readonly startWithinMs: number | undefined;
}
type Request = SandboxJob<Details>;

interface Place {
  readonly desk: VendorDesk;
  readonly work: Work<Details>;
  readonly storage: Storage;
}

export function fal(desk: VendorDesk, options: FalOptions = FAL_DEFAULTS): Vendor {
  const work = createWork<Details>({
    vendor: "fal",
    desk,
    // Server errors are free; a refusal of the result is charged, because GPU time was spent.
    rules: { charges: "at-end", input: false, output: true, internal: false, cancelledRunning: true },
    slots: () => options.concurrent,
  });
  const place: Place = { desk, work, storage: createStorage(desk) };
  return {
    name: "fal",
    about: (exchange) => aboutOf(place, exchange),
    error: (status, says) => ({ status, json: { detail: says } }),
    retire: work.retire,
    advance: () => {
      work.advance();
      giveUpWaiting(place);
    },
    restart: () => work.queue.clear(),
    jobs: () => notices(work.queue),
    answer(exchange) {
      if (exchange.path.startsWith("/media/")) return download(desk, filmOf(place, exchange), exchange);
      if (exchange.path.startsWith("/upload/")) return place.storage.put(exchange);
      const account = accountOf(desk, credential(exchange, "Key"));
      if (account === undefined)
        return { status: 401, json: { detail: "Authentication is required to access this application." } };
      if (exchange.path === "/storage/upload/initiate") return place.storage.initiate(exchange);
      const asked = askedRequest(exchange);
      return asked === undefined ? submit(place, account, exchange) : requestAnswer(place, account, asked, exchange);
    },
  };
}

interface Asked {
  readonly app: string;
  readonly id: string;
  readonly about: "status" | "result" | "cancel";
}

function askedRequest({ path }: Exchange): Asked | undefined {
  const [, app, id, about] = /^\/([^/]+\/[^/]+)\/requests\/([^/]+)(?:\/(status|cancel))?$/.exec(path) ?? [];
  if (app === undefined || id === undefined) return undefined;
  return { app, id, about: about === "status" || about === "cancel" ? about : "result" };
}

function aboutOf({ work }: Place, exchange: Exchange): About {
  const media = /^\/media\/([^/]+)\//.exec(exchange.path)?.[1];
  const asked = askedRequest(exchange);
  if (media !== undefined || asked !== undefined) {
    const model = work.queue.find(media ?? asked?.id ?? "")?.model;
    const at = media !== undefined ? "fetch" : asked?.about === "cancel" ? "other" : "poll";
    return model === undefined ? { at } : { at, model };
  }
  if (exchange.method !== "POST" || exchange.path.startsWith("/storage/")) return { at: "other" };
  return { at: "submit", model: exchange.path.slice(1) };
}

function submit(place: Place, account: string, exchange: Exchange): Answer {
  const { desk, work, storage } = place;
  const name = exchange.path.slice(1);
  const model = FAL_MODELS[name];
  if (model === undefined) return { status: 404, json: { detail: `Path /${name} not found` } };
  if (exchange.method !== "POST") return { status: 405, json: { detail: "Method Not Allowed" } };
  const input = jsonBody(exchange);
  if (!isObject(input)) return { status: 400, json: { detail: "The body is not a JSON object" } };
  const { complaints, ignored } = checkInput(model, input, storage.has);
  for (const field of ignored) desk.log.add({ event: "input.ignored", model: name, says: field });
  const isRefused = complaints.length > 0;
  const request = work.accept({
    account,
    model: name,
    line: account,
    queuedMs: QUEUED_MS,
    usualMs: isRefused ? REFUSED_MS : model.usualSeconds * 1000,
    cost: isRefused ? { micros: 0 } : model.price(input),
    film: filmWanted(name, model, input, isRefused),
    details: {
      app: name.split("/").slice(0, 2).join("/"),
      complaints,
      outputLifeMs: outputLifeSeconds(exchange) * 1000,
      startWithinMs: startWithinMs(exchange),
    },
    ...(isRefused ? { ending: { kind: "failed", why: "invalid", code: complaints[0]?.type ?? "value_error" } } : {}),
  });
  return {
    status: 200,
    headers: { "x-fal-request-id": request.id },
    json: { status: "IN_QUEUE", queue_position: work.queue.ahead(request), ...links(request, exchange.origin) },
  };
}

function filmWanted(name: string, model: FalModel, input: Input, isRefused: boolean) {
  const size = pictureSize(name, input);
  const length = isRefused ? { frames: 1, rate: 24, hasAudio: false } : model.film(input);
  return {
    ...size,
    prompt: typeof input["prompt"] === "string" ? input["prompt"] : "",
    seed: typeof input["seed"] === "number" ? input["seed"] : 0,
    rate: { numerator: length.rate, denominator: 1 },
    frames: length.frames,
    hasAudio: length.hasAudio,
  };
}

function outputLifeSeconds({ headers }: Exchange): number {
  try {
    const wish: unknown = JSON.parse(headers["x-fal-object-lifecycle-preference"] ?? "{}");
    const seconds = isObject(wish) ? wish["expiration_duration_seconds"] : undefined;
    return typeof seconds === "number" && seconds > 0 ? seconds : OUTPUT_LIFE_SECONDS;
  } catch {
    return OUTPUT_LIFE_SECONDS;
  }
}

function startWithinMs({ headers }: Exchange): number | undefined {
  const seconds = Number(headers["x-fal-request-timeout"]);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}

/** A request that was to start within some time and did not is ended by the platform. */
function giveUpWaiting({ desk, work }: Place): void {
  const nowMs = desk.time.now();
  for (const request of work.queue.all()) {
    const limitMs = request.details.startWithinMs;
    if (request.state === "waiting" && limitMs !== undefined && nowMs - request.acceptedMs > limitMs)
      work.queue.end(request, { kind: "failed", why: "internal", code: "request_timeout" }, nowMs);
  }
}

function links({ id, details }: Request, origin: string) {
  const base = `${origin}/${details.app}/requests/${id}`;
  return { request_id: id, response_url: base, status_url: `${base}/status`, cancel_url: `${base}/cancel` };
}

function requestAnswer(place: Place, account: string, { id, app, about }: Asked, exchange: Exchange): Answer {
  const request = place.work.queue.find(id);
  if (request === undefined || request.account !== account || request.details.app !== app)
    return about === "cancel"
      ? { status: 404, json: { status: "NOT_FOUND" } }
      : { status: 404, json: { detail: "Request not found" } };
  if (about === "cancel") return exchange.method === "PUT" ? cancel(place, request) : { status: 405 };
  if (exchange.method !== "GET") return { status: 405, json: { detail: "Method Not Allowed" } };
  return about === "status" ? statusOf(place, request, exchange.origin) : resultOf(request, exchange.origin);
}

function cancel({ work }: Place, request: Request): Answer {
  if (request.state === "ended") return { status: 400, json: { status: "ALREADY_COMPLETED" } };
  // A running job only gets a signal; these models finish and are charged all the same.
  if (request.state === "waiting") work.cancel(request);
  return { status: 202, json: { status: "CANCELLATION_REQUESTED" } };
}

function statusOf({ work }: Place, request: Request, origin: string): Answer {
  const known = links(request, origin);
  if (request.state === "waiting")
    return { status: 202, json: { status: "IN_QUEUE", queue_position: work.queue.ahead(request), ...known } };
  if (request.state === "running") return { status: 202, json: { status: "IN_PROGRESS", logs: [], ...known } };
  const seconds = ((request.endedMs ?? 0) - (request.startedMs ?? request.endedMs ?? 0)) / 1000;
  const completed = { status: "COMPLETED", logs: [], metrics: { inference_time: seconds }, ...known };
  const failure = failureOf(request);
  if (failure === undefined) return { status: 200, json: completed };
  return { status: 200, json: { ...completed, error: failure.says, error_type: failure.errorType } };
}

function failureOf({ ended, details }: Request) {
  return ended === undefined || ended.kind === "done" ? undefined : failedResult(ended, details.complaints);
}

function resultOf(request: Request, origin: string): Answer {
  const headers = { "x-fal-request-id": request.id };
  if (request.state !== "ended") return { status: 400, headers, json: { detail: "Request is still in progress" } };
  const failure = failureOf(request);
  if (failure !== undefined) return { ...failure.answer, headers: { ...headers, ...failure.answer.headers } };
  const film = filmMade(request);
  if (film === undefined) return { status: 200, headers, json: { video: null } };
  const video = {
    url: `${origin}/media/${request.id}/output.mp4`,
    content_type: "video/mp4",
    file_name: "output.mp4",
    file_size: film.length,
  };
  return { status: 200, headers, json: { video, seed: request.seed } };
}

/** Footage lies at a public address for as long as was asked for. */
function filmOf({ work }: Place, exchange: Exchange) {
  const request = work.queue.find(exchange.path.split("/")[2] ?? "");
  if (request?.clip === undefined || request.endedMs === undefined) return undefined;
  const { id: job, model, clip, endedMs, details } = request;
  return { job, model, clip, expiresMs: endedMs + details.outputLifeMs };
}
