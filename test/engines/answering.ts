import type { Json } from "../../src/core/json.ts";
import { type LocalServer, localServer, type SeenRequest } from "../kit/http/local-server.ts";

export interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: Json;
  readonly bytes?: Uint8Array;
  /** The connection is dropped in place of an answer. */
  readonly drop?: true;
}

/** A vendor that answers what the test says, by `METHOD /path` without the query; the last answer is repeated. */
export async function answering(
  answers: Readonly<Record<string, readonly Said[] | ((request: SeenRequest) => Said)>>,
): Promise<LocalServer> {
  const given = new Map<string, number>();
  return localServer((request, response) => {
    const name = `${request.method} ${request.path.split("?")[0]}`;
    const times = given.get(name) ?? 0;
    given.set(name, times + 1);
    const entry = answers[name];
    const said =
      typeof entry === "function" ? entry(request) : (entry?.[Math.min(times, entry.length - 1)] ?? undefined);
    if (said?.drop === true) {
      response.destroy();
      return;
    }
    response.writeHead(said?.status ?? (said === undefined ? 404 : 200), {
      "content-type": "application/json",
      ...said?.headers,
    });
    response.end(said?.bytes ?? JSON.stringify(said?.json ?? {}));
  });
}

/** Begins like a film, and is none. */
export const FILM = Buffer.from("00000010667479706d7034320000000000", "hex");
