import { createServer } from "node:net";
import { expect, test } from "vitest";
import { systemClock } from "../../../src/kit/clock.ts";
import { openHttp } from "../../../src/kit/http/open-http.ts";
import { isPublicAddress } from "../../../src/kit/http/public-address.ts";
import type { HttpRequest } from "../../../src/ports/http.ts";
import { listening, localServer } from "./local-server.ts";

const signal = new AbortController().signal;
const clock = systemClock();
const at = (address: string) => openHttp({ address, isPrivate: true, clock });
const create = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "POST",
  url,
  headers: { authorization: "Bearer top-secret-key" },
  body: { kind: "json", text: '{"seed":18446744073709551615}' },
  signal,
  ...more,
});

test("a request arrives as it was written, once", async () => {
  const server = await localServer((_request, response) => response.end('{"id":"1"}'));
  const answer = await at(server.address).send(create(`${server.address}/v1/jobs?x=1`));
  expect(answer).toMatchObject({ ok: true, value: { status: 200, json: { id: "1" } } });
  expect(server.seen).toHaveLength(1);
  expect(server.seen[0]).toMatchObject({
    method: "POST",
    path: "/v1/jobs?x=1",
    headers: { authorization: "Bearer top-secret-key", "content-type": "application/json" },
  });
  expect(server.seen[0]?.body.toString()).toBe('{"seed":18446744073709551615}');
});

test.each([421, 429, 500, 502, 503, 504, 408, 409])("no status makes it ask a second time: %i", async (status) => {
  const server = await localServer((_request, response) => response.writeHead(status).end("busy"));
  const answer = await at(server.address).send(create(`${server.address}/`));
  expect(answer).toMatchObject({ ok: true, value: { status, json: undefined, text: "busy" } });
  expect(server.seen).toHaveLength(1);
});

test("nobody listens: surely not sent", async () => {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, "127.0.0.1", resolve));
  const { port } = gone.address() as { port: number };
  await new Promise((resolve) => gone.close(resolve));
  const address = `http://127.0.0.1:${port}`;
  expect(await at(address).send(create(`${address}/`))).toMatchObject({
    ok: false,
    error: { kind: "unreachable", sent: "no" },
  });
});

test("a name that does not exist: surely not sent", async () => {
  const address = "http://engine.invalid";
  expect(await at(address).send(create(`${address}/`))).toMatchObject({
    ok: false,
    error: { kind: "unreachable", sent: "no" },
  });
});

test("a door that is no TLS: surely not sent", async () => {
  const server = await localServer((_request, response) => response.end());
  const address = server.address.replace("http:", "https:");
  expect(await at(address).send(create(`${address}/`))).toMatchObject({ ok: false, error: { sent: "no" } });
  expect(server.seen).toHaveLength(0);
});

test("the connection drops before the body was read: it may have arrived", async () => {
  let heads = 0;
  const server = await listening((request) => {
    heads += 1;
    request.socket.destroy();
  });
  expect(await at(server.address).send(create(`${server.address}/`))).toMatchObject({
    ok: false,
    error: { kind: "broken-off", sent: "maybe" },
  });
  expect(heads).toBe(1);
});

test("the connection drops after the body was read: it may have been accepted, and it is not sent again", async () => {
  const server = await localServer((_request, response) => response.destroy());
  expect(await at(server.address).send(create(`${server.address}/`))).toMatchObject({
    ok: false,
    error: { kind: "broken-off", sent: "maybe" },
  });
  expect(server.seen).toHaveLength(1);
});

test("silence after accepting is a timeout that may have arrived", async () => {
  const server = await localServer(() => undefined);
  expect(await at(server.address).send(create(`${server.address}/`, { timeoutMs: 200 }))).toMatchObject({
    ok: false,
    error: { kind: "timeout", sent: "maybe" },
  });
  expect(server.seen).toHaveLength(1);
});

test("an answer that breaks off, and one that never ends", async () => {
  const torn = await localServer((_request, response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write('{"id":');
    setTimeout(() => response.destroy(), 20);
  });
  expect(await at(torn.address).send(create(`${torn.address}/`))).toMatchObject({
    ok: false,
    error: { kind: "broken-off", sent: "maybe" },
  });
  const endless = await localServer((_request, response) => {
    const pour = (): void => {
      while (!response.destroyed && response.write("x".repeat(10_000)));
    };
    response.on("drain", pour);
    pour();
  });
  expect(await at(endless.address).send(create(`${endless.address}/`, { answerBytesMax: 50_000 }))).toMatchObject({
    ok: false,
    error: { kind: "too-large", sent: "maybe" },
  });
});

test("a stopped run stops the request, and one that was stopped before sends nothing", async () => {
  const stop = new AbortController();
  const server = await localServer(() => stop.abort());
  const request = create(`${server.address}/`, { signal: stop.signal });
  expect(await at(server.address).send(request)).toMatchObject({
    ok: false,
    error: { kind: "stopped", sent: "maybe" },
  });
  expect(await at(server.address).send(request)).toMatchObject({ ok: false, error: { kind: "stopped", sent: "no" } });
  expect(server.seen).toHaveLength(1);
});

test("a redirect is an answer: the key goes nowhere else", async () => {
  const thief = await localServer((_request, response) => response.end());
  const server = await localServer((_request, response) =>
    response.writeHead(307, { location: `${thief.address}/steal` }).end(),
  );
  expect(await at(server.address).send(create(`${server.address}/`))).toMatchObject({
    ok: true,
    value: { status: 307 },
  });
  expect(thief.seen).toHaveLength(0);
});

test("only the engine's own address is asked, whatever a vendor's answer names", async () => {
  const own = await localServer((_request, response) => response.end());
  const other = await localServer((_request, response) => response.end());
  for (const url of [
    `${other.address}/`,
    "file:///etc/passwd",
    "not an address",
    own.address.replace("://", "://a:b@"),
  ])
    expect(await at(own.address).send(create(url))).toMatchObject({
      ok: false,
      error: { kind: "refused-address", sent: "no" },
    });
  expect(own.seen.length + other.seen.length).toBe(0);
});

test("without the user's word no engine lies on this machine: not by http, not by number, not by name", async () => {
  const server = await localServer((_request, response) => response.end());
  const port = new URL(server.address).port;
  const resolveName = async () => [{ address: "127.0.0.1", family: 4 }];
  for (const address of [
    server.address,
    `https://127.0.0.1:${port}`,
    `https://2130706433:${port}`,
    `https://[::1]:${port}`,
  ])
    expect(await openHttp({ address, isPrivate: false, clock }).send(create(`${address}/`))).toMatchObject({
      ok: false,
      error: { kind: "refused-address", sent: "no" },
    });
  const named = `https://engine.example:${port}`;
  expect(
    await openHttp({ address: named, isPrivate: false, clock, resolveName }).send(create(`${named}/`)),
  ).toMatchObject({
    ok: false,
    error: { kind: "refused-address", sent: "no" },
  });
  expect(server.seen).toHaveLength(0);
});

test("a form carries its file whole and cannot be broken by a name", async () => {
  const server = await localServer((_request, response) => response.end("{}"));
  const bytes = Buffer.from([0, 1, 2, 255]);
  await at(server.address).send(
    create(`${server.address}/upload/image`, {
      body: {
        kind: "form",
        fields: { overwrite: "true" },
        file: { field: "image", name: 'a"\r\nb.png', mimeType: "image/png", bytes },
      },
    }),
  );
  const [request] = server.seen;
  const form = await new Response(request?.body, {
    headers: { "content-type": String(request?.headers["content-type"]) },
  }).formData();
  expect(form.get("overwrite")).toBe("true");
  const file = form.get("image") as File;
  expect(file.name).toBe("a___b.png");
  expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
});

test("a server's wait is read from the answer", async () => {
  const server = await localServer((_request, response) => response.writeHead(429, { "retry-after": "7" }).end());
  expect(await at(server.address).send(create(`${server.address}/`))).toMatchObject({
    ok: true,
    value: { retryAfterMs: 7000 },
  });
});

test.each([
  ["8.8.8.8", true],
  ["1.1.1.1", true],
  ["2606:4700:4700::1111", true],
  ["10.1.2.3", false],
  ["100.64.0.1", false],
  ["127.9.9.9", false],
  ["169.254.169.254", false],
  ["172.31.255.255", false],
  ["192.168.0.1", false],
  ["0.0.0.0", false],
  ["224.0.0.1", false],
  ["255.255.255.255", false],
  ["::1", false],
  ["::", false],
  ["fe80::1", false],
  ["fd00::1", false],
  ["::ffff:10.0.0.1", false],
  ["64:ff9b::a00:1", false],
  ["2002:a00:1::", false],
  ["2001:db8::1", false],
  ["engine.example", false],
])("%s is on the open internet: %s", (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});
