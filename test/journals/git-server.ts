import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the server does to a request instead of, or after, answering it as git would. */
export type GitFault =
  | "none"
  /** Answers 500 and does nothing. */
  | "error"
  /** Git takes the push, the connection ends before the answer. */
  | "answer-lost"
  /** The connection ends before git has seen the request. */
  | "dropped"
  /** Git answers late. */
  | "slow";

export interface GitServer {
  /** Address of the folder of repositories. */
  readonly address: string;
  /** What becomes of the next requests of that path's end, one after another. */
  next(ending: string, ...faults: readonly GitFault[]): void;
  /** Pushes and other requests so far, by the end of their path. */
  count(ending: string): number;
  close(): Promise<void>;
}

const SLOW_MS = 1_500;

/** Real git over HTTP: `git http-backend` behind a server on loopback, with a password when one is given, and faults on cue. */
export async function startGitServer(folder: string, password?: string): Promise<GitServer> {
  const waiting: { readonly ending: string; readonly fault: GitFault }[] = [];
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (password !== undefined && passwordOf(request) !== password) {
      response.writeHead(401, { "WWW-Authenticate": 'Basic realm="git"' }).end();
      return;
    }
    seen.push(`${url.pathname}${url.search}`);
    const index = waiting.findIndex(({ ending }) => `${url.pathname}${url.search}`.endsWith(ending));
    const fault = index === -1 ? "none" : (waiting.splice(index, 1)[0]?.fault ?? "none");
    if (fault === "error") response.writeHead(500).end("no");
    else if (fault === "dropped") request.socket.destroy();
    else if (fault === "slow") setTimeout(() => answer(folder, request, response, url, false), SLOW_MS);
    else answer(folder, request, response, url, fault === "answer-lost");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    next: (ending, ...faults) => void waiting.push(...faults.map((fault) => ({ ending, fault }))),
    count: (ending) => seen.filter((path) => path.endsWith(ending)).length,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function passwordOf(request: IncomingMessage): string | undefined {
  const [scheme, value = ""] = (request.headers.authorization ?? "").split(" ");
  return scheme === "Basic" ? Buffer.from(value, "base64").toString().split(":")[1] : undefined;
}

function answer(folder: string, request: IncomingMessage, response: ServerResponse, url: URL, isLost: boolean): void {
  const backend = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env["PATH"],
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      REQUEST_METHOD: request.method,
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      CONTENT_LENGTH: request.headers["content-length"] ?? "",
      REMOTE_USER: "tester",
      REMOTE_ADDR: "127.0.0.1",
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  request.pipe(backend.stdin);
  backend.stdin.on("error", () => undefined);
  const chunks: Buffer[] = [];
  backend.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  backend.stdout.on("end", () => {
    if (isLost) {
      request.socket.destroy();
      return;
    }
    const output = Buffer.concat(chunks);
    const end = output.indexOf("\r\n\r\n");
    let status = 200;
    for (const line of output.subarray(0, end).toString().split("\r\n")) {
      const [name = "", value = ""] = line.split(/: ?(.*)/s);
      if (name.toLowerCase() === "status") status = Number.parseInt(value, 10);
      else if (name !== "") response.setHeader(name, value);
    }
    response.writeHead(status).end(output.subarray(end + 4));
  });
}
