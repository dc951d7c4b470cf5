import { MICROS_PER_UNIT } from "../../core/money.ts";
import { download } from "../download.ts";
import { drawUuid } from "../draw.ts";
import { type Answer, credential, type Exchange, isObject, jsonBody } from "../exchange.ts";
import { filmMade, type SandboxJob } from "../job-queue.ts";
import { type About, accountOf, notices, type Vendor, type VendorDesk } from "../vendor.ts";
import { createWork, type Work } from "../work.ts";
import { checkBody } from "./check-body.ts";
import { createUploads, type Uploads } from "./uploads.ts";
import { ENDPOINTS, type EndpointName, VARIANTS, type Variant } from "./variants.ts";

/**
 * Runway's developer API, as its published client and its documentation describe it: tasks, organization, uploads. Written
 * from those, not from our adapter.
 */
export interface RunwayOptions {
  /** Jobs of one model at once in one account; the rest is accepted as THROTTLED. */
  readonly concurrent: number;
  /** Jobs of one model a day; one more is refused with 429. */
  readonly daily: number;
  readonly creditBalance: number;
}
export const RUNWAY_DEFAULTS: RunwayOptions = { concurrent: 2, daily: 200, creditBalance: 100_000 };

const VERSION = "2024-11-06";
const CREDIT_MICROS = MICROS_PER_UNIT / 100;
const OUTPUT_LIFE_MS = 24 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
/** A task is PENDING for a moment before a free slot takes it. */
const PENDING_MS = 3_000;

interface Details {
  /** How often the output's address was minted, and when last. */
  readonly minted: Map<string, number>;
}
type Task = SandboxJob<Details>;

export function runway(desk: VendorDesk, options: RunwayOptions = RUNWAY_DEFAULTS): Vendor {
  const work = createWork<Details>({
    vendor: "runway",
    desk,
    // A moderated run is charged like a success; what failed on their side is given back.
    rules: { charges: "at-accept", input: true, output: true, internal: false, cancelledRunning: true },
    slots: () => options.concurrent,
  });
  const uploads = createUploads(desk);
  const place: Place = { desk, options, work, uploads };
  return {
    name: "runway",
    about: (exchange) => aboutOf(place, exchange),
    error: (status, says) => ({ status, json: { error: says } }),
    retire: work.retire,
    advance: work.advance,
    restart: () => work.queue.clear(),
    jobs: () => notices(work.queue),
    answer(exchange) {
      if (exchange.path.startsWith("/media/")) return download(desk, filmOf(place, exchange), exchange);
      if (exchange.path.startsWith("/storage/")) return uploads.store(exchange);
      const account = accountOf(desk, credential(exchange, "Bearer"));
      if (account === undefined) return problem(401, "The API key is not valid.");
      if (exchange.headers["x-runway-version"] !== VERSION)
        return problem(400, `The X-Runway-Version header must be ${VERSION}.`);
      if (exchange.path === "/v1/uploads") return uploads.create(exchange);
      if (exchange.path === "/v1/organization") return organization(place, account, exchange);
      const task = /^\/v1\/tasks\/([^/]+)$/.exec(exchange.path)?.[1];
      if (task !== undefined) return taskAnswer(place, account, task, exchange);
      const endpoint = endpointOf(exchange);
      return endpoint === undefined ? problem(404, "Not found.") : create(place, account, endpoint, exchange);
    },
  };
}

interface Place {
  readonly desk: VendorDesk;
  readonly options: RunwayOptions;
  readonly work: Work<Details>;
  readonly uploads: Uploads;
}

function problem(status: number, error: string): Answer {
  return { status, json: { error } };
}

function endpointOf({ path }: Exchange): EndpointName | undefined {
  return ENDPOINTS.find((name) => path === `/v1/${name}`);
}

function aboutOf({ work }: Place, exchange: Exchange): About {
  const media = /^\/media\/([^/]+)\//.exec(exchange.path)?.[1];
  const id = media ?? /^\/v1\/tasks\/([^/]+)$/.exec(exchange.path)?.[1];
  if (id !== undefined) {
    const model = work.queue.find(id)?.model;
    const at = media !== undefined ? "fetch" : exchange.method === "GET" ? "poll" : "other";
    return model === undefined ? { at } : { at, model };
  }
  if (endpointOf(exchange) === undefined) return { at: "other" };
  const body = jsonBody(exchange);
  const model = isObject(body) ? body["model"] : undefined;
  return typeof model === "string" ? { at: "submit", model } : { at: "submit" };
}

function create(place: Place, account: string, endpoint: EndpointName, exchange: Exchange): Answer {
  const { desk, options, work, uploads } = place;
  if (exchange.method !== "POST") return problem(405, "Method not allowed.");
  const body = jsonBody(exchange);
  if (!isObject(body)) return problem(400, "The body is not a JSON object.");
  const model = String(body["model"]);
  const variant = VARIANTS[endpoint][model];
  if (variant === undefined)
    return invalid([{ path: ["model"], message: `"${model}" is not served by ${endpoint}`, code: "invalid_value" }]);
  const issues = checkBody(variant, body);
  if (issues.length > 0) return invalid(issues);
  if (ofToday(place, account, model) >= options.daily)
    return problem(429, "You have reached your daily limit for this model.");
  const credits = creditsOf(variant, body);
  if (spentCredits(desk) + credits > options.creditBalance)
    return problem(400, "You do not have enough credits to run this task.");
  const missing = uploadsOf(body).some((uri) => !uploads.has(uri));
  const task = work.accept({
    ...(missing ? { ending: { kind: "failed", why: "invalid", code: "ASSET.INVALID" } } : {}),
    account,
    model,
    line: `${account} ${model}`,
    queuedMs: PENDING_MS,
    usualMs: variant.usualSeconds * 1000,
    cost: { credits, micros: credits * CREDIT_MICROS },
    film: filmWanted(variant, body),
    details: { minted: new Map() },
  });
  return { status: 200, json: { id: task.id, estimatedCost: { credits } } };
}

/** Generations of a model that an account began in the last day. */
function ofToday({ desk, work }: Place, account: string, model: string): number {
  const sinceMs = desk.time.now() - DAY_MS;
  return work.queue
    .all()
    .filter((task) => task.account === account && task.model === model && task.acceptedMs > sinceMs).length;
}

function invalid(issues: readonly { path: readonly (string | number)[]; message: string; code: string }[]): Answer {
  return {
    status: 400,
    json: {
      error: "Validation of body failed",
      issues: issues.map(({ path, message, code }) => ({ path: [...path], message, code })),
      docUrl: "https://docs.dev.runwayml.com/api",
    },
  };
}

/** Addresses of uploads that the body names. */
function uploadsOf(body: Readonly<Record<string, unknown>>): readonly string[] {
  const image = body["promptImage"];
  const uris =
    typeof image === "string" ? [image] : Array.isArray(image) ? image.map((entry) => String(entry?.uri)) : [];
  return uris.filter((uri) => uri.startsWith("runway://"));
}

function lengthOf(variant: Variant, body: Readonly<Record<string, unknown>>): number {
  return typeof body["duration"] === "number" ? body["duration"] : variant.usualLength;
}

function creditsOf(variant: Variant, body: Readonly<Record<string, unknown>>): number {
  const hasSound = variant.optional.includes("audio") && body["audio"] !== false;
  const rate = hasSound ? variant.credits.sound : variant.credits.silent;
  return Math.max(variant.minimumCredits ?? 0, rate * lengthOf(variant, body));
}

function spentCredits({ bill }: VendorDesk): number {
  return Math.round(bill.bill().micros / CREDIT_MICROS);
}

function filmWanted(variant: Variant, body: Readonly<Record<string, unknown>>) {
  const [width = 1280, height = 720] = String(body["ratio"]).split(":").map(Number);
  return {
    prompt: typeof body["promptText"] === "string" ? body["promptText"] : "",
    seed: typeof body["seed"] === "number" ? body["seed"] : 0,
    width,
    height,
    rate: { numerator: 24, denominator: 1 },
    frames: lengthOf(variant, body) * 24,
    hasAudio: variant.optional.includes("audio") && body["audio"] !== false,
  };
}

function taskAnswer({ desk, work }: Place, account: string, id: string, exchange: Exchange): Answer {
  const task = work.queue.find(id);
  if (task === undefined || task.account !== account) return problem(404, "Task not found.");
  if (exchange.method === "GET") return { status: 200, json: taskJson(desk, task, exchange.origin) };
  if (exchange.method !== "DELETE") return problem(405, "Method not allowed.");
  // On a job that goes on it cancels; on a finished one it destroys the output. Either way the task is gone.
  if (task.state !== "ended") work.cancel(task);
  work.queue.forget(task);
  return { status: 204 };
}

const FAILURE_CODES = {
  input: "SAFETY.INPUT.TEXT",
  output: "SAFETY.OUTPUT.VIDEO",
  internal: "INTERNAL.BAD_OUTPUT.CODE01",
  retired: "INTERNAL",
  invalid: "ASSET.INVALID",
} as const;

function taskJson(desk: VendorDesk, task: Task, origin: string) {
  const estimatedCost = { credits: task.cost.credits ?? 0 };
  const known = { id: task.id, createdAt: new Date(task.acceptedAtMs).toISOString() };
  if (task.state === "waiting") return { ...known, status: waitingWord(desk, task), estimatedCost };
  if (task.state === "running") return { ...known, status: "RUNNING", estimatedCost, progress: progressOf(desk, task) };
  const cost = { credits: desk.bill.costOf(task.id).credits ?? 0 };
  if (task.ended?.kind === "cancelled") return { ...known, status: "CANCELLED", cost };
  if (task.ended?.kind === "failed") {
    const failureCode = task.ended.code ?? FAILURE_CODES[task.ended.why];
    return { ...known, status: "FAILED", cost, failure: "The generation did not succeed.", failureCode };
  }
  const output = filmMade(task) === undefined ? [] : [mint(desk, task, origin)];
  return { ...known, status: "SUCCEEDED", cost, output };
}

/** Above the account's limit, or held back by a fault, a task is THROTTLED; else it is about to start. */
function waitingWord(desk: VendorDesk, task: Task): "THROTTLED" | "PENDING" {
  return !task.isThrottled && desk.time.now() < task.acceptedMs + task.holdMs ? "PENDING" : "THROTTLED";
}

function progressOf({ time }: VendorDesk, { startedMs, workMs }: Task): number {
  if (startedMs === undefined || workMs === undefined || workMs === 0) return 0.5;
  return Math.min(99, Math.floor(((time.now() - startedMs) * 100) / workMs)) / 100;
}

/** A fresh address each time the task is read. */
function mint(desk: VendorDesk, task: Task, origin: string): string {
  const { minted } = task.details;
  const token = drawUuid(desk.seed, "runway", "output", task.id, minted.size);
  minted.set(token, desk.time.now());
  return `${origin}/media/${task.id}/output.mp4?_jwt=${token}`;
}

function filmOf({ work }: Place, exchange: Exchange) {
  const task = work.queue.find(exchange.path.split("/")[2] ?? "");
  const mintedMs = task?.details.minted.get(exchange.query.get("_jwt") ?? "");
  if (task?.clip === undefined || mintedMs === undefined) return undefined;
  return { job: task.id, model: task.model, clip: task.clip, expiresMs: mintedMs + OUTPUT_LIFE_MS };
}

function organization(place: Place, account: string, exchange: Exchange): Answer {
  const { desk, options } = place;
  if (exchange.method !== "GET") return problem(405, "Method not allowed.");
  const names = [...new Set(Object.values(VARIANTS).flatMap((models) => Object.keys(models)))];
  const limits = { maxConcurrentGenerations: options.concurrent, maxDailyGenerations: options.daily };
  return {
    status: 200,
    json: {
      creditBalance: options.creditBalance - spentCredits(desk),
      tier: {
        maxMonthlyCreditSpend: options.creditBalance,
        models: Object.fromEntries(names.map((model) => [model, limits])),
      },
      usage: {
        models: Object.fromEntries(names.map((model) => [model, { dailyGenerations: ofToday(place, account, model) }])),
      },
    },
  };
}
