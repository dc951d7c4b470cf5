import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../src/core/digest.ts";
import { createC2paThread } from "../../src/kit/c2pa/c2pa-thread.ts";
import { manifestReader, readerTrust } from "../../src/kit/c2pa/manifest-reader.ts";
import type { Authority } from "../../src/kit/keys/authority.ts";
import type { Signer, SignRequest } from "../../src/ports/signer.ts";
import { createC2paSigner } from "../../src/signers/c2pa.ts";
import {
  authority,
  definitionOf,
  HAS_FFMPEG,
  keysOf,
  makeClip,
  realClock,
  scratchFolder,
  takeOf,
  WHY_SKIPPED,
  YEAR,
} from "../signers/studio.ts";

/** What every signer must do, whatever it signs with. */
const SIGNERS = ["c2pa in memory", "c2pa for big files"] as const;

describe.skipIf(!HAS_FFMPEG).each(SIGNERS)(`signer contract: %s${WHY_SKIPPED}`, (name) => {
  const scratch = scratchFolder();
  const thread = createC2paThread();
  let studio: Authority;
  let signer: Signer;
  let request: SignRequest;

  beforeAll(async () => {
    studio = await authority("Example Studio");
    const leaf = await studio.issueLeaf({ commonName: "takes", period: YEAR });
    const keys = keysOf(leaf, studio.rootPem);
    signer = createC2paSigner({
      keys,
      clock: realClock,
      thread,
      ...(name === "c2pa in memory" ? {} : { inMemoryBytesMax: 0 }),
    });
    request = {
      source: makeClip(scratch.path("take.mp4"), 0, true),
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

  test("writes a file that reads back as the manifest it answered, and leaves the source alone", async () => {
    const before = sha256(readFileSync(request.source));
    const signed = await signer.sign(request);
    if (!signed.ok) throw new Error(`${signed.error.code} ${signed.error.message}`);
    expect(sha256(readFileSync(request.source))).toBe(before);
    const bytes = readFileSync(request.target);
    expect(signed.value).toMatchObject({ path: request.target, sha256: sha256(bytes), bytes: bytes.length });
    expect(signed.value.manifestSha256).toBe(sha256(signed.value.manifestStore));
    expect(signed.value.manifestUrn).toMatch(/^urn:c2pa:/);
    const read = manifestReader(
      thread,
      readerTrust(keysOf(await studio.issueLeaf({ commonName: "x", period: YEAR }), studio.rootPem).trust),
    );
    const reading = await read(request.target);
    if (reading.kind !== "store") throw new Error(JSON.stringify(reading));
    expect(reading.store.active.urn).toBe(signed.value.manifestUrn);
    expect(reading.storeSha256).toBe(signed.value.manifestSha256);
    expect(reading.store.state).toBe("Trusted");
  });

  test("a source that is not there, or is the target, is refused without leaving a file", async () => {
    const missing = await signer.sign({
      ...request,
      source: scratch.path("nothing.mp4"),
      target: scratch.path("no.mp4"),
    });
    expect(missing).toMatchObject({ ok: false, error: { code: "SIGNER_REFUSED" } });
    const same = await signer.sign({ ...request, target: request.source });
    expect(same).toMatchObject({ ok: false, error: { code: "SIGNER_REFUSED" } });
    expect(existsSync(scratch.path("no.mp4"))).toBe(false);
  });

  test("a definition that C2PA refuses fails with words and leaves no file", async () => {
    const definition = { ...request.definition, assertions: [] };
    const outcome = await signer.sign({ ...request, definition, target: scratch.path("no.mp4") });
    expect(outcome).toMatchObject({ ok: false, error: { code: "SIGNER_REFUSED" } });
    expect(existsSync(scratch.path("no.mp4"))).toBe(false);
  });

  test("something that is no mp4 is refused", async () => {
    writeFileSync(scratch.path("text.mp4"), "this is no film");
    const outcome = await signer.sign({ ...request, source: scratch.path("text.mp4"), target: scratch.path("no.mp4") });
    expect(outcome.ok).toBe(false);
    expect(existsSync(scratch.path("no.mp4"))).toBe(false);
  });

  test("signing a signed file again replaces its manifest", async () => {
    const first = await signer.sign(request);
    copyFileSync(request.target, scratch.path("again-source.mp4"));
    const second = await signer.sign({
      ...request,
      source: scratch.path("again-source.mp4"),
      target: scratch.path("again.mp4"),
    });
    if (!first.ok || !second.ok) throw new Error(JSON.stringify([first, second]).slice(0, 300));
    expect(second.value.manifestUrn).not.toBe(first.value.manifestUrn);
  });
});
