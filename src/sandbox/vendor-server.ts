import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Answer, Exchange } from "./exchange.ts";
import type { FaultBook } from "./faults/fault-book.ts";
import type { Attempted, RequestFaults } from "./request-faults.ts";
import type { VendorTime } from "./vendor-time.ts";

/** One vendor on one port of this machine, and nowhere else. */
export interface VendorServer {
  readonly address: string;
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly port: number;
  readonly time: VendorTime;
  readonly faults: FaultBook;
  /** Pages of the sandbox itself; undefined for the vendor's own paths. */
  control(exchange: Exchange): Answer | undefined;
  readonly requests: RequestFaults;
}

const HOST = "127.0.0.1";
/** The largest upload a vendor takes, and a little more, so that it can be refused properly. */
const BODY_BYTES_MAX = 224 * 1024 * 1024;

export async function openVendorServer(options: ServerOptions): Promise<VendorServer> {
  const sockets = new Set<Socket>();
  const closing = new AbortController();
  const server = createServer((request, response) => {
    handle(options, request, response, closing.signal).catch(() => request.socket.destroy());
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://${HOST}:${port}`,
    close: async () => {
      closing.abort(new Error("the sandbox was closed"));
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, () => resolve());
  });
}

async function handle(
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const exchange = await exchangeOf(request);
  if (exchange === undefined) return send(options, response, { status: 413, json: { error: "too large" } });
  if (exchange.path.startsWith("/__")) {
    const page = isLoopbackHost(request.headers.host) ? options.control(exchange) : { status: 403 };
    return send(options, response, page ?? { status: 404 });
  }
  const attempted = options.requests.attempt(exchange);
  await deliver(options, request, response, attempted, signal);
}

/** A page in a browser elsewhere must not reach the controls by a name that leads here. */
function isLoopbackHost(host: string | undefined): boolean {
  return /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(host ?? "");
}

async function exchangeOf(request: IncomingMessage): Promise<Exchange | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? HOST}`);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );
  return {
    method: request.method ?? "GET",
    path: decoded(url.pathname),
    query: url.searchParams,
    headers,
    body: Buffer.concat(chunks),
    origin: url.origin,
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

async function deliver(
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  attempted: Attempted,
  signal: AbortSignal,
): Promise<void> {
  if (attempted.line === "answered") return send(options, response, attempted.answer);
  if (attempted.line === "held") {
    // Nothing ever comes; the client's own patience ends first, or the line is closed.
    await options.time.sleep(attempted.holdMs, signal).catch(() => undefined);
    request.socket.destroy();
    return;
  }
  if (attempted.line === "half-sent") {
    // The head of the answer and no body: the client cannot know what became of its request.
    response.writeHead(200, { "content-type": "application/json", "content-length": "4096" });
    response.write('{"');
    await new Promise((resolve) => setImmediate(resolve));
  }
  request.socket.resetAndDestroy();
}

function send({ time, faults }: ServerOptions, response: ServerResponse, answer: Answer): void {
  const skew = faults.strike(["clock-skew"], { at: "answer" })?.skew_seconds ?? 0;
  const body = answer.bytes ?? Buffer.from(answer.json === undefined ? "" : JSON.stringify(answer.json));
  response.sendDate = false;
  response.writeHead(answer.status, {
    date: new Date(time.date() + skew * 1000).toUTCString(),
    ...(answer.json === undefined ? {} : { "content-type": "application/json" }),
    ...(answer.status === 204 ? {} : { "content-length": String(body.length) }),
    ...answer.headers,
  });
  if (answer.cutAfter === undefined) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, answer.cutAfter), () => response.socket?.destroy());
}
