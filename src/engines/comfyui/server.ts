import type { EngineFailure } from "../../core/failure.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { listOf, numberOf, objectOf, textOf } from "../../kit/engine/answer-fields.ts";
import { engineFailure, notAnswered, notNow } from "../../kit/engine/failures.ts";
import type { Desk } from "../../ports/engine.ts";
import type { HttpAnswer } from "../../ports/http.ts";

/** Where a job is: the queue knows it while it waits or runs, the history once it ended, and after a restart nobody. */
export type Whereabouts =
  | { readonly at: "pending"; readonly ahead: number }
  | { readonly at: "running" }
  | { readonly at: "history"; readonly entry: JsonObject }
  | { readonly at: "nowhere" };

/** A job leaves the queue a moment before it is in the history. */
const BETWEEN_MS = 2_000;

export async function askServer(
  desk: Desk,
  address: string,
  path: string,
  body?: string,
): Promise<Result<HttpAnswer, EngineFailure>> {
  const answer = await desk.http.send({
    method: body === undefined ? "GET" : "POST",
    url: `${address}${path}`,
    ...(body === undefined ? {} : { body: { kind: "json", text: body } }),
    signal: desk.signal,
  });
  if (!answer.ok) return fail(notAnswered(answer.error));
  const { status } = answer.value;
  if (status === 401 || status === 403) return fail(letsNobodyIn(status));
  return answer;
}

/** What stands before the server wants a key, or another one. */
export function letsNobodyIn(status: number): EngineFailure {
  return engineFailure({ class: "auth", advice: "stop-and-ask", message: `${status}: the server lets nobody in` });
}

/** Looks in queue and history, and once more when it is in neither. */
export async function whereIs(desk: Desk, address: string, id: string): Promise<Result<Whereabouts, EngineFailure>> {
  const first = await lookOnce(desk, address, id);
  if (!first.ok || first.value.at !== "nowhere") return first;
  await desk.clock.sleep(BETWEEN_MS, desk.signal);
  return lookOnce(desk, address, id);
}

export async function lookOnce(desk: Desk, address: string, id: string): Promise<Result<Whereabouts, EngineFailure>> {
  const queue = await askServer(desk, address, "/queue");
  if (!queue.ok) return queue;
  const lists = objectOf(queue.value.json);
  const { queue_running: running, queue_pending: pending } = lists;
  if (queue.value.status !== 200 || !Array.isArray(running) || !Array.isArray(pending))
    return fail(notNow(queue.value, "the queue could not be read"));
  if (running.some((entry: Json) => idOf(entry) === id)) return ok({ at: "running" });
  const own = pending.find((entry: Json) => idOf(entry) === id) as Json | undefined;
  if (own !== undefined) {
    const number = numberOf(listOf(own)[0]) ?? 0;
    const before = pending.filter((entry: Json) => (numberOf(listOf(entry)[0]) ?? 0) < number).length;
    return ok({ at: "pending", ahead: running.length + before });
  }
  const history = await askServer(desk, address, `/history/${id}`);
  if (!history.ok) return history;
  if (history.value.status !== 200 || typeof history.value.json !== "object")
    return fail(notNow(history.value, "the history could not be read"));
  const entry = objectOf(history.value.json)[id];
  return ok(entry === undefined ? { at: "nowhere" } : { at: "history", entry: objectOf(entry) });
}

function idOf(entry: Json): string | undefined {
  return textOf(listOf(entry)[1]);
}

/** Names in one of the server's model folders; undefined when it does not tell. */
export async function modelFiles(
  desk: Desk,
  address: string,
  folder: string,
): Promise<Result<readonly string[] | undefined, EngineFailure>> {
  const answer = await askServer(desk, address, `/models/${folder}`);
  if (!answer.ok) return answer;
  const { status, json } = answer.value;
  return ok(
    status === 200 && Array.isArray(json)
      ? json.filter((name: Json): name is string => typeof name === "string")
      : undefined,
  );
}

const FILM = /\.(mp4|webm|mov|mkv)$/i;

/** The film among a job's outputs, by its name: savers of different makers put it under different words. */
export function filmOf(entry: JsonObject): string | undefined {
  for (const node of Object.values(objectOf(entry["outputs"])))
    for (const kind of ["images", "gifs", "videos"])
      for (const item of listOf(objectOf(node)[kind])) {
        const { filename, subfolder, type } = objectOf(item);
        const name = textOf(filename);
        if (name === undefined || !FILM.test(name) || type === "temp") continue;
        const query = new URLSearchParams({
          filename: name,
          subfolder: textOf(subfolder) ?? "",
          type: textOf(type) ?? "output",
        });
        return `/view?${query.toString()}`;
      }
  return undefined;
}

/** Name and data of the last thing the server said of a job. */
export function lastMessage(entry: JsonObject): { readonly name: string | undefined; readonly data: JsonObject } {
  const last = listOf(listOf(objectOf(entry["status"])["messages"]).at(-1));
  return { name: textOf(last[0]), data: objectOf(last[1]) };
}

/** Milliseconds the machine worked; undefined when it does not tell. */
export function workedMs(entry: JsonObject): number | undefined {
  const times = listOf(objectOf(entry["status"])["messages"]).flatMap((message) => {
    const time = numberOf(objectOf(listOf(message)[1])["timestamp"]);
    return time === undefined ? [] : [time];
  });
  const [first, last] = [times[0], times.at(-1)];
  return first === undefined || last === undefined ? undefined : Math.max(0, Math.ceil(last - first));
}
