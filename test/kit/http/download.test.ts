import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sha256 } from "../../../src/core/digest.ts";
import { systemClock } from "../../../src/kit/clock.ts";
import { openHttp } from "../../../src/kit/http/open-http.ts";
import type { DownloadRequest } from "../../../src/ports/http.ts";
import { scratchFolders } from "../../scratch-folder.ts";
import { type Answer, localServer } from "./local-server.ts";

const folder = scratchFolders("download");
const film = Buffer.alloc(300_000, "film");

async function fetchFrom(answer: Answer, more: Partial<DownloadRequest> = {}, headers: Record<string, string> = {}) {
  const server = await localServer(answer);
  const directory = folder();
  const path = join(directory, "film.mp4");
  const http = openHttp({ address: server.address, isPrivate: true, clock: systemClock(), headers });
  const signal = new AbortController().signal;
  const result = await http.download({ url: `${server.address}/x.mp4?sig=1`, path, signal, ...more });
  return { result, server, path, left: readdirSync(directory) };
}

test("a whole file is stored and hashed, and the server sees no key", async () => {
  const { result, server, path } = await fetchFrom((_request, response) =>
    response.writeHead(200, { "content-type": "video/mp4", "content-length": String(film.length) }).end(film),
  );
  expect(result).toEqual({
    ok: true,
    value: { sha256: sha256(film), bytes: film.length, mimeType: "video/mp4" },
  });
  expect(readFileSync(path).equals(film)).toBe(true);
  expect(server.seen[0]?.headers["authorization"]).toBeUndefined();
});

test("a file of unknown length is taken when it ends as it should", async () => {
  const { result } = await fetchFrom((_request, response) => {
    response.write(film.subarray(0, 1000));
    response.end(film.subarray(1000));
  });
  expect(result).toMatchObject({ ok: true, value: { bytes: film.length } });
});

test.each<[string, Answer, string]>([
  [
    "a file that breaks off",
    (_request, response) => {
      response.writeHead(200, { "content-length": String(film.length) });
      response.write(film.subarray(0, 1000));
      setTimeout(() => response.destroy(), 20);
    },
    "truncated",
  ],
  [
    "a stream of unknown length that breaks off",
    (_request, response) => {
      response.write(film.subarray(0, 1000));
      setTimeout(() => response.destroy(), 20);
    },
    "truncated",
  ],
  ["an empty file", (_request, response) => response.end(), "truncated"],
  ["a file that expired", (_request, response) => response.writeHead(403).end("no"), "gone"],
  ["a file that was deleted", (_request, response) => response.writeHead(410).end(), "gone"],
  ["a server in trouble", (_request, response) => response.writeHead(503, { "retry-after": "3" }).end(), "server"],
])("%s leaves nothing behind", async (_name, answer, kind) => {
  const { result, left } = await fetchFrom(answer);
  expect(result).toMatchObject({ ok: false, error: { kind } });
  if (kind === "server") expect(result).toMatchObject({ error: { retryAfterMs: 3000 } });
  expect(left).toEqual([]);
});

test("more than the limit is not taken, whether the server says so or not", async () => {
  for (const promised of [true, false]) {
    const { result, left } = await fetchFrom(
      (_request, response) => {
        if (promised) response.setHeader("content-length", String(film.length));
        else response.setHeader("transfer-encoding", "chunked");
        response.end(film);
      },
      { bytesMax: 1000 },
    );
    expect(result).toMatchObject({ ok: false, error: { kind: "too-large" } });
    expect(left).toEqual([]);
  }
});

test("a redirect inside the same address is followed, one to elsewhere inside the house is not", async () => {
  const inside = await fetchFrom((request, response) =>
    request.path.startsWith("/x") ? response.writeHead(302, { location: "/y.mp4" }).end() : response.end(film),
  );
  expect(inside.result).toMatchObject({ ok: true, value: { bytes: film.length } });
  const victim = await localServer((_request, response) => response.end("metadata"));
  for (const location of [
    `${victim.address}/secrets`,
    "https://169.254.169.254/latest",
    "https://[::1]/",
    "file:///etc/passwd",
  ]) {
    const { result, path } = await fetchFrom((_request, response) => response.writeHead(302, { location }).end());
    expect(result).toMatchObject({ ok: false, error: { kind: "unsafe" } });
    expect(existsSync(path)).toBe(false);
  }
  expect(victim.seen).toHaveLength(0);
});

test("redirects in a circle end", async () => {
  const { result, server } = await fetchFrom((_request, response) =>
    response.writeHead(302, { location: "/x.mp4" }).end(),
  );
  expect(result).toMatchObject({ ok: false, error: { kind: "unsafe" } });
  expect(server.seen).toHaveLength(6);
});

test("an address that a vendor names leads only to the open internet, also by name", async () => {
  const victim = await localServer((_request, response) => response.end(film));
  const { port } = new URL(victim.address);
  const asked: string[] = [];
  const http = openHttp({
    address: "https://vendor.example",
    isPrivate: false,
    clock: systemClock(),
    resolveName: async (name) => {
      asked.push(name);
      return [
        { address: "93.184.216.34", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ];
    },
  });
  const request = { path: join(folder(), "film.mp4"), signal: new AbortController().signal };
  for (const url of [victim.address, `https://127.0.0.1:${port}/`, `https://rebound.example:${port}/x.mp4`, ""])
    expect(await http.download({ ...request, url })).toMatchObject({ ok: false, error: { kind: "unsafe" } });
  expect(asked).toEqual(["rebound.example"]);
  expect(victim.seen).toHaveLength(0);
});

test("the header that opens the user's own gate goes to that address only", async () => {
  const elsewhere = await localServer((_request, response) => response.end(film));
  const { server } = await fetchFrom(
    (_request, response) => response.writeHead(302, { location: `${elsewhere.address}/` }).end(),
    {},
    { "x-gate": "opens" },
  );
  expect(server.seen[0]?.headers["x-gate"]).toBe("opens");
  expect(elsewhere.seen).toHaveLength(0);
});

test("a stopped run leaves no half file", async () => {
  const stop = new AbortController();
  const { result, left } = await fetchFrom(
    (_request, response) => {
      response.writeHead(200, { "content-length": String(film.length) });
      response.write(film.subarray(0, 1000), () => stop.abort());
    },
    { signal: stop.signal },
  );
  expect(result).toMatchObject({ ok: false, error: { kind: "stopped" } });
  expect(left).toEqual([]);
});
