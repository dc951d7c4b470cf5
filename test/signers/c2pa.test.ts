import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/core/json.ts";
import { judgeManifestStore } from "../../src/core/provenance/judge-manifest.ts";
import { PRIVATE_ASSERTION, SHOT_ASSERTION } from "../../src/core/provenance/manifest-parts.ts";
import type { ManifestStore } from "../../src/core/provenance/manifest-store.ts";
import { comparableTakeFields, parentIngredient, shotManifest } from "../../src/core/provenance/shot-manifest.ts";
import { createC2paThread } from "../../src/kit/c2pa/c2pa-thread.ts";
import { coseSigner } from "../../src/kit/c2pa/cose.ts";
import { readManifest } from "../../src/kit/c2pa/manifest-reader.ts";
import { c2paSettings } from "../../src/kit/c2pa/settings.ts";
import type { Authority } from "../../src/kit/keys/authority.ts";
import { signWithCommand, signWithKey } from "../../src/kit/keys/raw-signer.ts";
import type { SignRequest } from "../../src/ports/signer.ts";
import { createC2paSigner } from "../../src/signers/c2pa.ts";
import { secondRead } from "./second-reader.ts";
import {
  authority,
  definitionOf,
  ffmpeg,
  frameHashes,
  HAS_FFMPEG,
  keysOf,
  LAST_MONTH,
  type Leaf,
  makeClip,
  realClock,
  SALT,
  scratchFolder,
  selfSigned,
  takeOf,
  WHY_SKIPPED,
  YEAR,
} from "./studio.ts";

describe.skipIf(!HAS_FFMPEG)(`the C2PA signer${WHY_SKIPPED}`, () => {
  const scratch = scratchFolder();
  const thread = createC2paThread();
  let studio: Authority;
  let good: Leaf;
  let settings: string;
  let request: SignRequest;

  beforeAll(async () => {
    studio = await authority("Example Studio");
    good = await studio.issueLeaf({ commonName: "takes", period: YEAR });
    settings = c2paSettings({ claimSigners: studio.rootPem });
    const source = makeClip(scratch.path("take.mp4"), 0, true);
    request = {
      source,
      target: scratch.path("signed.mp4"),
      mimeType: "video/mp4",
      definition: definitionOf(takeOf("SH0010"), "SH0010"),
      ingredients: [],
    };
  });
  afterAll(async () => {
    await thread.close();
    scratch.remove();
  });

  const signerWith = (leaf: Leaf, anchors: string | undefined = studio.rootPem) =>
    createC2paSigner({ keys: keysOf(leaf, anchors), clock: realClock, thread });

  async function signed(change: Partial<SignRequest> = {}, signer = signerWith(good)): Promise<ManifestStore> {
    const outcome = await signer.sign({ ...request, ...change });
    if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
    const reading = await readManifest(thread, outcome.value.path, settings);
    if (reading.kind !== "store") throw new Error(JSON.stringify(reading));
    return reading.store;
  }

  test("a drawn take says so, with everything about it, and the second reader agrees", async () => {
    ffmpeg("-i", request.source, "-frames:v", "1", scratch.path("thumb.jpg"));
    const store = await signed({ thumbnail: scratch.path("thumb.jpg") });
    const actions = store.active.assertions.find((assertion) => assertion.label.startsWith("c2pa.actions"))?.data[
      "actions"
    ];
    expect(actions).toMatchObject([
      {
        action: "c2pa.created",
        digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia",
        softwareAgent: { name: "shotlock/animatic", version: "1.0.0" },
      },
    ]);
    const shot = store.active.assertions.find((assertion) => assertion.label === SHOT_ASSERTION)?.data;
    expect(shot).toMatchObject(comparableTakeFields("elves", "E101", takeOf("SH0010")));
    expect(shot).toMatchObject({ operator: "anna", shot: "SH0010", seed: "18446744073709551615", currency: "USD" });
    expect(JSON.stringify(shot)).not.toContain("candle light");
    expect(readFileSync(request.target).includes("candle light")).toBe(false);
    expect(store.active.assertions.map((assertion) => assertion.label)).toContain("cawg.training-mining");
    const reading = await readManifest(thread, request.target, settings);
    const picture = readFileSync(scratch.path("thumb.jpg"));
    expect(reading.kind === "store" && reading.thumbnail !== undefined && picture.equals(reading.thumbnail)).toBe(true);
    expect(await secondRead(request.target)).toEqual({ verdict: "valid", bad: [] });
    expect(frameHashes(request.target)).toEqual(frameHashes(request.source));
  });

  test("big files: same pictures, same verdicts, also by the second reader", async () => {
    const keys = keysOf(good, studio.rootPem);
    const target = scratch.path("big.mp4");
    const store = await signed({ target }, createC2paSigner({ keys, clock: realClock, thread, inMemoryBytesMax: 0 }));
    expect(judgeManifestStore(store)).toEqual([]);
    expect(await secondRead(target)).toEqual({ verdict: "valid", bad: [] });
    expect(frameHashes(target)).toEqual(frameHashes(request.source));
    const bytes = readFileSync(target);
    bytes[bytes.length - 500] = (bytes[bytes.length - 500] ?? 0) ^ 1;
    writeFileSync(target, bytes);
    const reading = await readManifest(thread, target, settings);
    expect(reading.kind === "store" && judgeManifestStore(reading.store).map((found) => found.code)).toEqual([
      "media-changed-after-signing",
    ]);
  });

  test("a person's own footage is opened, not created", async () => {
    const take = takeOf("SH0010", { origin: "adopted" });
    const target = scratch.path("adopted.mp4");
    const ingredients = [{ path: request.source, mimeType: "video/mp4", definition: parentIngredient(take) }];
    const store = await signed({ target, definition: definitionOf(take, "SH0010"), ingredients });
    expect(judgeManifestStore(store)).toEqual([]);
    expect(store.active.ingredients).toMatchObject([{ relationship: "parentOf", manifestUrn: undefined }]);
    expect(JSON.stringify(store.active.assertions)).toContain("c2pa.opened");
    expect(JSON.stringify(store.active.assertions)).not.toContain("c2pa.created");
  });

  test("an engine's own manifest is kept inside, though its signer is a stranger here", async () => {
    const vendor = await authority("Vendor");
    const raw = scratch.path("vendor.mp4");
    const vendorSigner = signerWith(await vendor.issueLeaf({ commonName: "engine", period: YEAR }), vendor.rootPem);
    await vendorSigner.sign({ ...request, target: raw });
    const take = takeOf("SH0010");
    const definition = shotManifest({
      tool: { version: "0.1.0" },
      at: "2026-11-24T10:00:00Z",
      show: { id: "elves", title: "The Elves" },
      episode: { id: "E101", title: "The Elves" },
      shot: "SH0010",
      currency: "USD",
      take,
      prompt: "p",
      salt: SALT,
      engineManifest: true,
    });
    const ingredients = [{ path: raw, mimeType: "video/mp4", definition: parentIngredient(take) }];
    const store = await signed({ source: raw, target: scratch.path("kept.mp4"), definition, ingredients });
    expect(judgeManifestStore(store)).toEqual([]);
    expect(Object.keys(store.manifests)).toHaveLength(2);
  });

  test("names and prompts can stand apart, where a later redaction reaches them", async () => {
    const take = takeOf("SH0010");
    const base = {
      tool: { version: "0.1.0" },
      at: "2026-11-24T10:00:00Z",
      show: { id: "elves", title: "The Elves" },
      shot: "SH0010",
      currency: "USD",
    };
    const definition = shotManifest({
      ...base,
      episode: { id: "E101", title: "E" },
      take,
      prompt: "by candle light",
      salt: SALT,
      disclosePrompt: true,
      operatorApart: true,
    });
    const store = await signed({ target: scratch.path("private.mp4"), definition });
    const data = (label: string): JsonObject | undefined =>
      store.active.assertions.find((assertion) => assertion.label === label)?.data;
    expect(data(PRIVATE_ASSERTION)).toEqual({ schema: 1, operator: "anna", prompt: "by candle light" });
    expect(JSON.stringify(data(SHOT_ASSERTION))).not.toMatch(/anna|candle light/);
  });

  describe("refuses", () => {
    const refusal = async (leaf: Leaf, anchors: string | undefined = studio.rootPem): Promise<string> => {
      const target = scratch.path("refused.mp4");
      const outcome = await signerWith(leaf, anchors).sign({ ...request, target });
      expect(existsSync(target) || existsSync(`${target}.signing`)).toBe(false);
      return outcome.ok ? "signed" : outcome.error.code;
    };

    test("an expired certificate, before it signs", async () => {
      const leaf = await studio.issueLeaf({ commonName: "old", period: LAST_MONTH });
      expect(await refusal(leaf)).toBe("SIGNER_CERTIFICATE_EXPIRED");
      expect(signerWith(leaf).daysLeft()).toBeLessThan(0);
      expect(signerWith(good).daysLeft()).toBeGreaterThan(360);
    });

    test("a certificate that its own readers would not trust", async () => {
      const stranger = await authority("Stranger");
      expect(await refusal(await stranger.issueLeaf({ commonName: "x", period: YEAR }))).toBe("SIGNER_REFUSED");
      expect(await refusal(await selfSigned(true), undefined)).toBe("SIGNER_REFUSED");
      expect(
        await refusal({
          ...(await studio.issueLeaf({ commonName: "x", period: YEAR })),
          privateKeyPem: good.privateKeyPem,
        }),
      ).toBe("SIGNER_REFUSED");
    });

    test("a key that fails, with its own words", async () => {
      const keys = keysOf(good, studio.rootPem);
      const rawSign = signWithCommand(
        [process.execPath, "-e", "console.error('token is locked\\n  at line 1'); process.exit(3)"],
        "es256",
      );
      const signer = createC2paSigner({
        keys: { ...keys, claim: { ...keys.claim, rawSign } },
        clock: realClock,
        thread,
      });
      const outcome = await signer.sign({ ...request, target: scratch.path("refused.mp4") });
      expect(outcome).toMatchObject({
        ok: false,
        error: { code: "SIGNER_KEY_FAILED", message: "the signing command failed (3): token is locked" },
      });
    });
  });

  test("a key that lives in another program signs as well", async () => {
    const keys = keysOf(good, studio.rootPem);
    const keyFile = scratch.path("key.pem");
    writeFileSync(keyFile, good.privateKeyPem, { mode: 0o600 });
    const script =
      "process.stdout.write(require('node:crypto').sign('sha256', require('node:fs').readFileSync(0), require('node:fs').readFileSync(process.argv[1])))";
    const rawSign = signWithCommand([process.execPath, "-e", script, keyFile], "es256");
    const store = await signed(
      { target: scratch.path("outside.mp4") },
      createC2paSigner({ keys: { ...keys, claim: { ...keys.claim, rawSign } }, clock: realClock, thread }),
    );
    expect(judgeManifestStore(store)).toEqual([]);
  });

  describe("the thread", () => {
    const broken = (body: string) => {
      const path = scratch.path(`worker-${body.length}.mjs`);
      writeFileSync(path, body);
      return createC2paThread(pathToFileURL(path));
    };

    test("that dies takes neither the program nor the next take with it", async () => {
      const flag = scratch.path("died-once");
      const real = new URL("../../dist/kit/c2pa/worker-program.js", import.meta.url).href;
      // First life: an exception nobody catches, as an out-of-memory trap is; second life: the real program.
      const dying = broken(
        `import fs from "node:fs"; import { parentPort } from "node:worker_threads";
        if (fs.existsSync(${JSON.stringify(flag)})) await import(${JSON.stringify(real)});
        else parentPort.on("message", () => { fs.writeFileSync(${JSON.stringify(flag)}, ""); queueMicrotask(() => { throw new WebAssembly.RuntimeError("unreachable"); }); });`,
      );
      const signer = createC2paSigner({ keys: keysOf(good, studio.rootPem), clock: realClock, thread: dying });
      const first = await signer.sign({ ...request, target: scratch.path("twice.mp4") });
      expect(first).toMatchObject({ ok: false, error: { code: "SIGNER_BROKEN" } });
      const second = await signer.sign({ ...request, target: scratch.path("twice.mp4") });
      expect(second.ok).toBe(true);
      await signer.close();
    });

    test("that cannot start is broken, not silent", async () => {
      const signer = createC2paSigner({
        keys: keysOf(good, studio.rootPem),
        clock: realClock,
        thread: broken("throw new Error('no module')"),
      });
      expect(await signer.sign(request)).toMatchObject({ ok: false, error: { code: "SIGNER_BROKEN" } });
    });

    test("is stopped by the signal, before and while it signs", async () => {
      const silent = broken(
        "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => undefined);",
      );
      const signer = createC2paSigner({ keys: keysOf(good, studio.rootPem), clock: realClock, thread: silent });
      const stop = new AbortController();
      const waiting = signer.sign({ ...request, target: scratch.path("stopped.mp4"), signal: stop.signal });
      stop.abort();
      expect(await waiting).toMatchObject({ ok: false, error: { code: "SIGNER_BROKEN" } });
      expect(await signer.sign({ ...request, signal: AbortSignal.abort() })).toMatchObject({ ok: false });
      const closing = signer.sign({ ...request, target: scratch.path("stopped.mp4") });
      await signer.close();
      expect(await closing).toMatchObject({ ok: false, error: { code: "SIGNER_BROKEN" } });
      expect(existsSync(scratch.path("stopped.mp4"))).toBe(false);
    });

    test("serves many takes at once, one after the other", async () => {
      const signer = signerWith(good);
      const outcomes = await Promise.all(
        Array.from({ length: 6 }, (_, index) => signer.sign({ ...request, target: scratch.path(`many-${index}.mp4`) })),
      );
      expect(outcomes.every((outcome) => outcome.ok)).toBe(true);
      expect(new Set(outcomes.map((outcome) => outcome.ok && outcome.value.manifestUrn)).size).toBe(6);
    });
  });
});

/** What we rely on in c2pa-wasm 0.13.3; a new version must show here first. */
describe.skipIf(!HAS_FFMPEG)(`the module itself${WHY_SKIPPED}`, () => {
  const scratch = scratchFolder();
  const thread = createC2paThread();
  afterAll(async () => {
    await thread.close();
    scratch.remove();
  });

  test("is the pinned version", () => {
    const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect(manifest.dependencies["@contentauth/c2pa-wasm"]).toBe("0.13.3");
    const installed = new URL("../../node_modules/@contentauth/c2pa-wasm/package.json", import.meta.url);
    expect(JSON.parse(readFileSync(installed, "utf8")).version).toBe("0.13.3");
  });

  test("needs the list of key usages, ignores unknown settings, and calls an unlisted root only Valid", async () => {
    const studio = await authority("Example Studio");
    const keys = keysOf(
      await studio.issueLeaf({ commonName: "x", period: YEAR, usages: ["1.3.6.1.4.1.62558.2.1"] }),
      studio.rootPem,
    );
    const signer = createC2paSigner({ keys, clock: realClock, thread });
    const target = scratch.path("signed.mp4");
    const source = makeClip(scratch.path("take.mp4"), 30);
    const outcome = await signer.sign({
      source,
      target,
      mimeType: "video/mp4",
      definition: definitionOf(takeOf("SH0010"), "SH0010"),
      ingredients: [],
    });
    expect(outcome.ok).toBe(true);
    const stateWith = async (change: (settings: { trust: Record<string, unknown> }) => void): Promise<string> => {
      const settings = JSON.parse(c2paSettings({ claimSigners: studio.rootPem }));
      change(settings);
      const reading = await readManifest(thread, target, JSON.stringify(settings));
      return reading.kind === "store" ? reading.store.state : reading.kind;
    };
    expect(await stateWith(() => undefined)).toBe("Trusted");
    expect(await stateWith((settings) => delete settings.trust["trust_config"])).toBe("Invalid");
    expect(await stateWith((settings) => Object.assign(settings, { cawg_trust: { nonsense: true } }))).toBe("Trusted");
    expect(await stateWith((settings) => delete settings.trust["trust_anchors"])).toBe("Valid");
  });
});

describe("COSE", () => {
  test("fills the reserved room exactly, for chains of every length", async () => {
    const rawSign = async (): Promise<Uint8Array> => new Uint8Array(64);
    for (let length = 1; length < 1200; length += 7) {
      const signer = coseSigner([new Uint8Array(length), new Uint8Array(300)], "es256", rawSign);
      expect((await signer.sign(new Uint8Array(500))).length).toBe(signer.reserveSize);
    }
  });

  test("a signature that does not fit is an error, not a broken file", async () => {
    const signer = coseSigner([new Uint8Array(10)], "es256", async () => new Uint8Array(5000));
    await expect(signer.sign(new Uint8Array(10))).rejects.toThrow("longer than the room");
    expect(() => coseSigner([], "es256", signWithKey("", "es256"))).toThrow();
  });
});
