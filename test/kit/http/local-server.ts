import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}
export interface LocalServer {
  readonly address: string;
  /** Requests whose body was read whole, in order. */
  readonly seen: readonly SeenRequest[];
}
export type Answer = (request: SeenRequest, response: ServerResponse, times: number) => void;

/** A real server on loopback that reads the whole request before it answers. */
export async function localServer(answer: Answer): Promise<LocalServer> {
  const seen: SeenRequest[] = [];
  return listening((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const whole = { method, path: url, headers, body: Buffer.concat(pieces) };
      seen.push(whole);
      answer(whole, response, seen.length);
    });
  }, seen);
}

/** One that does what it likes with the request. */
export async function listening(listener: RequestListener, seen: readonly SeenRequest[] = []): Promise<LocalServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}
