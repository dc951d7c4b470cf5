import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Digest, sha256 } from "../../../src/core/digest.ts";
import type { ConformEntry, ConformRecord, JournalEvent } from "../../../src/core/journal-events.ts";
import { type LockDocument, printLock } from "../../../src/core/lock.ts";
import { episodeManifest } from "../../../src/core/provenance/episode-manifest.ts";
import { essenceOfFrames } from "../../../src/core/provenance/essence.ts";
import type { FindingCode } from "../../../src/core/provenance/findings.ts";
import { readableCopy } from "../../../src/core/provenance/readable-copy.ts";
import type { Take } from "../../../src/core/take.ts";
import { type TrustDocument, trustFingerprint, withTrust } from "../../../src/core/trust.ts";
import { createC2paThread } from "../../../src/kit/c2pa/c2pa-thread.ts";
import { manifestReader, readerTrust } from "../../../src/kit/c2pa/manifest-reader.ts";
import { verifyTools } from "../../../src/kit/c2pa/verify-tools.ts";
import type { Authority } from "../../../src/kit/keys/authority.ts";
import { signLock } from "../../../src/kit/keys/dsse.ts";
import type { SigningKeys } from "../../../src/kit/keys/signing-keys.ts";
import { writeTrust } from "../../../src/kit/keys/trust-file.ts";
import {
  type VerifyDependencies,
  type VerifyReport,
  type VerifyRequest,
  verifyEpisode,
} from "../../../src/operations/verify.ts";
import type { Journal, JournalContents, JournalFailure } from "../../../src/ports/journal.ts";
import { shapeErrors } from "../../../src/schema/validators.ts";
import { createC2paSigner } from "../../../src/signers/c2pa.ts";
import { verifyAsJson, verifyAsText } from "../../../src/views/verify.ts";
import {
  authority,
  definitionOf,
  ffmpeg,
  frameHashes,
  HAS_FFMPEG,
  keysOf,
  makeClip,
  realClock,
  scratchFolder,
  takeOf,
  WHY_SKIPPED,
  YEAR,
} from "../../signers/studio.ts";

const SHOTS = ["SH0010", "SH0020"] as const;
const SHOW = { id: "elves", title: "The Elves" };
const EPISODE = { id: "E101", title: "The Elves and the Shoemaker" };

/** A small production, signed for real: two takes, a conformed episode, a lock with a predecessor, a journal. */
describe.skipIf(!HAS_FFMPEG)(`verify${WHY_SKIPPED}`, () => {
  const scratch = scratchFolder();
  const thread = createC2paThread();
  const lockFile = scratch.path("E101.lock.json");
  const signatureFile = scratch.path("E101.lock.dsse.json");
  const trustFile = scratch.path("trust.json");
  const copyOf = (shot: string): string => scratch.path(`provenance/${shot}.v001.json`);
  const posterOf = (shot: string): string => scratch.path(`posters/${shot}.v001.jpg`);
  const outOf = (name: string): string => scratch.path(`out.${name}`);
  const mediaOf = (digest: Digest): string => scratch.path(`store-${digest.slice(7, 27)}.mp4`);
  let studio: Authority;
  let keys: SigningKeys;
  let lock: LockDocument;
  let record: ConformRecord;
  let events: JournalEvent[] = [];
  let journal: Journal | undefined;
  const pristine = new Map<string, Buffer>();

  const stamp = { at: "2026-11-24T10:00:00Z", run: "r1", operator: "anna", show: SHOW.id, episode: EPISODE.id };

  function journalOf(contents: Partial<JournalContents>, failure?: JournalFailure): Journal {
    const heads = new Map([[40, sha256("head")]]);
    const value = { head: sha256("head"), sequence: 40, events, heads, ...contents };
    const fault = { ok: false, error: { code: "JOURNAL_BUSY", message: "", hint: "" } } as const;
    return {
      id: "fake",
      read: async () => (failure === undefined ? { ok: true, value } : { ok: false, error: failure }),
      append: async () => fault,
      setBrokenAside: async () => fault,
    };
  }

  async function signedTake(shot: string, signKeys: SigningKeys): Promise<Take> {
    const source = scratch.path(`${shot}.mp4`);
    const take = takeOf(shot, { essence: essenceOfFrames(frameHashes(source)) });
    const target = scratch.path(`${shot}.signed.mp4`);
    const signer = createC2paSigner({ keys: signKeys, clock: realClock, thread });
    const thumbnail = scratch.path(`${shot}.jpg`);
    ffmpeg("-i", source, "-frames:v", "1", thumbnail);
    const signed = await signer.sign({
      source,
      target,
      mimeType: "video/mp4",
      definition: definitionOf(take, shot),
      thumbnail,
      ingredients: [],
    });
    if (!signed.ok) throw new Error(signed.error.message);
    const { path: _path, manifestStore: _store, ...media } = signed.value;
    copyFileSync(target, mediaOf(media.sha256));
    const reading = await manifestReader(thread, readerTrust(signKeys.trust))(target);
    if (reading.kind !== "store") throw new Error("no manifest");
    writeFileSync(copyOf(shot), readableCopy(reading.store.active, media));
    copyFileSync(thumbnail, posterOf(shot));
    return { ...take, signed: media };
  }

  async function conformed(takes: readonly Take[], signKeys: SigningKeys): Promise<ConformRecord> {
    writeFileSync(scratch.path("list.txt"), SHOTS.map((shot) => `file ${shot}.signed.mp4`).join("\n"));
    ffmpeg("-f", "concat", "-safe", "0", "-i", scratch.path("list.txt"), "-c", "copy", scratch.path("joined.mp4"));
    const entries = takes.map((take, index): ConformEntry => {
      const media = take.signed === undefined ? {} : { media: take.signed.sha256 };
      const place = { recordInFrames: index * 24, durationFrames: 24, temporary: false };
      const shot = SHOTS[index] ?? "SH0000";
      return {
        shot,
        take: take.id,
        tier: "animatic",
        ...media,
        mezzanine: sha256(`mezzanine ${index}`),
        essence: take.essence,
        ...place,
      };
    });
    const manifest = episodeManifest({
      tool: { version: "0.1.0" },
      at: "2026-11-24T10:00:00Z",
      show: SHOW,
      episode: EPISODE,
      tier: "animatic",
      rate: { numerator: 24, denominator: 1 },
      frames: 48,
      entries,
      takes: Object.fromEntries(takes.map((take, index) => [SHOTS[index] ?? "", take])),
      decisions: [],
      joinedWith: { name: "ffmpeg", version: "5.1" },
    });
    const signer = createC2paSigner({ keys: signKeys, clock: realClock, thread });
    const ingredients = manifest.ingredients.map(({ media, definition }) => ({
      path: mediaOf(media),
      mimeType: "video/mp4",
      definition,
    }));
    const target = scratch.path("film.mp4");
    const signed = await signer.sign({
      source: scratch.path("joined.mp4"),
      target,
      mimeType: "video/mp4",
      definition: manifest.definition,
      ingredients,
    });
    if (!signed.ok) throw new Error(signed.error.message);
    const { sha256: media, bytes, manifestUrn, manifestSha256 } = signed.value;
    copyFileSync(target, mediaOf(media));
    copyFileSync(target, outOf("mp4"));
    return {
      media,
      bytes,
      contactSheet: sha256("sheet"),
      frames: 48,
      manifestUrn,
      manifestSha256,
      inputs: sha256("inputs"),
      entries,
    };
  }

  function lockOf(takes: readonly Take[], change: Partial<LockDocument> = {}): LockDocument {
    const shots = takes.map((take, index): [string, LockDocument["shots"][string]] => [
      SHOTS[index] ?? "",
      { circled: { animatic: take.id }, formerIds: [], kept: {}, retakes: [], takes: { [take.id]: take } },
    ]);
    return {
      schema: "shotlock/lock/1",
      show: SHOW.id,
      episode: EPISODE.id,
      serial: 2,
      previous: sha256("lock 1"),
      journal: { head: sha256("head"), sequence: 40 },
      shots: Object.fromEntries(shots),
      conformed: { animatic: record },
      ...change,
    };
  }

  function writeLock(document: LockDocument, signers = [keys.lock]): void {
    const text = printLock(document);
    writeFileSync(lockFile, text);
    const { serial, previous } = document;
    const statement = {
      lockFile: "E101.lock.json",
      lock: sha256(text),
      serial,
      previous,
      journalHead: document.journal.head,
      tool: "shotlock 0.1.0",
    };
    writeFileSync(signatureFile, signLock(statement, signers));
    // As apply does: a lock that follows the pristine one is journaled, once.
    if (serial <= 2) return;
    const former = events.findIndex((event) => event.type === "lock.signed" && event.serial === serial);
    if (former >= 0) events.splice(former, 1);
    events.push({ ...stamp, type: "lock.signed", serial, lock: sha256(text), previous, head: document.journal.head });
  }

  async function verify(
    change: Partial<VerifyRequest> = {},
    deps: Partial<VerifyDependencies> = {},
  ): Promise<VerifyReport> {
    const root = trustFingerprint(keys.trust);
    return verifyEpisode({ ...dependencies(), ...deps }, { ...request, root, ...change });
  }
  const request: Omit<VerifyRequest, "root"> = {
    lockFile,
    signatureFile,
    trustFile,
    production: false,
    places: {
      provenance: scratch.path("provenance"),
      posters: scratch.path("posters"),
      output: () => ({ film: outOf("mp4"), contactSheet: outOf("jpg") }),
    },
  };
  const dependencies = (): VerifyDependencies => ({
    clock: realClock,
    ...(journal === undefined ? {} : { journal }),
    ...verifyTools(thread),
    locateMedia: async (digest) => (existsSync(mediaOf(digest)) ? mediaOf(digest) : undefined),
    digestAt: async (path) => (existsSync(path) ? sha256(readFileSync(path)) : undefined),
    committedLocks: async () => [],
    frameHashes: async (path) => frameHashes(path),
  });
  const codesOf = (report: VerifyReport): FindingCode[] =>
    report.subjects
      .flatMap((subject) => subject.findings.map((found) => found.code))
      .filter((code) => code !== "timestamp-none");
  const media = (shot: string): string => {
    const digest = lock.shots[shot]?.takes["v001"]?.signed?.sha256;
    if (digest === undefined) throw new Error(`${shot} is not signed`);
    return mediaOf(digest);
  };
  const flipLast = (path: string, distance: number): void => {
    const bytes = readFileSync(path);
    bytes[bytes.length - distance] = (bytes[bytes.length - distance] ?? 0) ^ 1;
    writeFileSync(path, bytes);
  };

  beforeAll(async () => {
    studio = await authority("Example Studio");
    keys = keysOf(await studio.issueLeaf({ commonName: "takes and episodes", period: YEAR }), studio.rootPem);
    mkdirSync(scratch.path("provenance"));
    mkdirSync(scratch.path("posters"));
    for (const [index, shot] of SHOTS.entries()) {
      makeClip(scratch.path(`${shot}.mp4`), index * 60);
      for (const kept of [`raw ${shot}`, `last ${shot}`]) writeFileSync(mediaOf(sha256(kept)), kept);
    }
    writeFileSync(mediaOf(sha256("sheet")), "sheet");
    writeFileSync(outOf("jpg"), "sheet");
    const takes = [];
    for (const shot of SHOTS) takes.push(await signedTake(shot, keys));
    record = await conformed(takes, keys);
    lock = lockOf(takes);
    writeLock(lock);
    writeFileSync(trustFile, writeTrust(keys.trust));
    const files = [lockFile, signatureFile, trustFile, mediaOf(record.media), outOf("mp4"), outOf("jpg")];
    files.push(...SHOTS.flatMap((shot) => [media(shot), copyOf(shot), posterOf(shot), mediaOf(sha256(`raw ${shot}`))]));
    for (const path of files) pristine.set(path, readFileSync(path));
  });
  beforeEach(() => {
    for (const [path, bytes] of pristine) writeFileSync(path, bytes);
    const signed = { type: "lock.signed", serial: 1, lock: sha256("lock 1"), previous: null, head: null } as const;
    events = [
      { ...stamp, ...signed },
      {
        ...stamp,
        type: "lock.signed",
        serial: 2,
        lock: sha256(readFileSync(lockFile)),
        previous: sha256("lock 1"),
        head: sha256("head"),
      },
    ];
    journal = journalOf({});
  });
  afterAll(async () => {
    await thread.close();
    scratch.remove();
  });

  test("untouched: everything holds, and the words are apart", async () => {
    const report = await verify();
    expect(codesOf(report)).toEqual([]);
    expect(report).toMatchObject({ exitCode: 0, serial: 2, episode: "E101", root: { pinned: true } });
    const verdicts = report.subjects.flatMap((subject) =>
      subject.checks.map((check) => `${subject.kind} ${check.check} ${check.verdict}`),
    );
    expect(new Set(verdicts.filter((line) => !line.endsWith("holds")))).toEqual(
      new Set(["take timestamp none", "episode timestamp none"]),
    );
    const text = verifyAsText(report);
    expect(text).toContain("E101, lock 2: everything is as signed");
    expect(text).toContain(
      "2 takes: hash matches 2, manifest well formed 2, bytes as signed 2, signature valid 2, signer trusted 2, no time stamp 2, says what the lock says 2, readable copy matches 2, poster matches 2, kept files match 2",
    );
    expect(text).toContain("signed by: Example Studio, takes and episodes, 3 files\n");
    expect(text).toContain("pictures match");
    const json = verifyAsJson([report], 0);
    expect(JSON.parse(json)).toMatchObject({
      schema: "shotlock/verify/1",
      exitCode: 0,
      episodes: [{ episode: "E101" }],
    });
    expect(shapeErrors("verify", JSON.parse(json))).toEqual([]);
    expect(verifyAsJson([await verify()], 0)).toBe(json);
  });

  describe("files", () => {
    test("one byte of a take", async () => {
      flipLast(media("SH0020"), 3000);
      const report = await verify();
      expect(report.exitCode).toBe(2);
      expect(codesOf(report)).toEqual(["media-differs", "media-changed-after-signing"]);
      expect(verifyAsText(report)).toContain(
        "SH0020 v001: the file is not the one that was signed (bytes changed) [media-changed-after-signing]",
      );
    });

    test("a box that C2PA does not hash", async () => {
      const bytes = readFileSync(media("SH0010"));
      writeFileSync(media("SH0010"), Buffer.concat([bytes, Buffer.from([0, 0, 0, 8]), Buffer.from("free")]));
      expect(codesOf(await verify())).toEqual(["media-differs"]);
    });

    test("stripped, exchanged, damaged manifest", async () => {
      ffmpeg("-i", scratch.path("SH0010.signed.mp4"), "-c", "copy", media("SH0010"));
      expect(codesOf(await verify())).toEqual(["media-differs", "manifest-missing"]);
      writeFileSync(media("SH0010"), readFileSync(media("SH0020")));
      expect(codesOf(await verify())).toEqual(["media-differs", "manifest-other", "assertion-differs"]);
      for (const nothing of ["", "nothing at all", readFileSync(media("SH0020")).subarray(0, 100)]) {
        writeFileSync(media("SH0010"), nothing);
        expect(codesOf(await verify())).toEqual(["media-differs", "manifest-broken"]);
      }
    });

    test("not here is not a pass and not a mismatch", async () => {
      const report = await verify({}, { locateMedia: async () => undefined });
      expect(report.exitCode).toBe(1);
      expect(new Set(codesOf(report))).toEqual(new Set(["media-not-here"]));
      const takes = report.subjects.filter((subject) => subject.kind === "take");
      expect(takes.flatMap((take) => take.checks.map((check) => check.verdict))).not.toContain("holds");
      expect(verifyAsText(report)).toContain("file not here");
    });

    test("the same take signed again by a stranger, and put in its place with a lock that says so", async () => {
      const stranger = await authority("Stranger");
      const strange = keysOf(await stranger.issueLeaf({ commonName: "x", period: YEAR }), stranger.rootPem);
      const take = await signedTake("SH0010", strange);
      const other = lock.shots["SH0020"]?.takes["v001"];
      if (other === undefined) throw new Error("no take");
      writeLock(lockOf([take, other], { conformed: {}, serial: 3, previous: sha256(readFileSync(lockFile)) }));
      await signedTake("SH0010", keys);
      expect(codesOf(await verify())).toEqual(["signer-untrusted", "copy-differs"]);
    });

    test("a take that the lock describes otherwise", async () => {
      const [one, two] = SHOTS.map((shot) => lock.shots[shot]?.takes["v001"]);
      if (one === undefined || two === undefined) throw new Error("no take");
      const identity = { ...one.identity, model: "google/veo-3.1" };
      writeLock(
        lockOf([{ ...one, identity, costMicros: 1 }, two], { serial: 3, previous: sha256(readFileSync(lockFile)) }),
      );
      const report = await verify();
      expect(codesOf(report)).toEqual(["assertion-differs"]);
      expect(verifyAsText(report)).toContain("differ in model, costMicros");
      const { signed: _signed, ...unsigned } = one;
      writeLock(lockOf([unsigned, two], { conformed: {}, serial: 3, previous: sha256(pristine.get(lockFile) ?? "") }));
      expect(codesOf(await verify())).toEqual(["take-unsigned"]);
    });
  });

  describe("what lies beside", () => {
    const codesAfter = async (change: () => void): Promise<readonly (number | string)[]> => {
      change();
      const report = await verify();
      return [report.exitCode, ...codesOf(report)];
    };

    test("readable copy and poster say what the manifest says, or are called by name", async () => {
      const copy = copyOf("SH0010");
      const text = readFileSync(copy, "utf8");
      const write = (changed: string) => () => writeFileSync(copy, changed);
      expect(await codesAfter(write(text.replace('"scorePerMille": 910', '"scorePerMille": 999')))).toEqual([
        2,
        "copy-differs",
      ]);
      expect(await codesAfter(write("{"))).toEqual([2, "copy-differs"]);
      expect(await codesAfter(write(text.replaceAll("\n", "\r\n")))).toEqual([0]);
      expect(await codesAfter(() => rmSync(copy))).toEqual([1, "copy-missing"]);
      writeFileSync(copy, text);
      expect(await codesAfter(() => flipLast(posterOf("SH0010"), 50))).toEqual([2, "poster-differs"]);
      expect(await codesAfter(() => copyFileSync(posterOf("SH0020"), posterOf("SH0010")))).toEqual([
        2,
        "poster-differs",
      ]);
      expect(await codesAfter(() => rmSync(posterOf("SH0010")))).toEqual([1, "poster-missing"]);
    });

    test("what was delivered stays as it was delivered", async () => {
      const raw = mediaOf(sha256("raw SH0010"));
      expect(await codesAfter(() => writeFileSync(raw, "raw SH0011"))).toEqual([2, "kept-differs"]);
      expect(verifyAsText(await verify())).toContain("SH0010 v001: the file as delivered is not what was kept");
      expect(await codesAfter(() => rmSync(raw))).toEqual([1, "kept-not-here"]);
    });

    test("the copies that people open are the signed ones", async () => {
      expect(await codesAfter(() => flipLast(outOf("mp4"), 100))).toEqual([2, "output-differs"]);
      writeFileSync(outOf("mp4"), pristine.get(outOf("mp4")) ?? "");
      expect(await codesAfter(() => writeFileSync(outOf("jpg"), "another sheet"))).toEqual([2, "output-differs"]);
      expect(
        await codesAfter(() => {
          rmSync(outOf("mp4"));
          rmSync(outOf("jpg"));
        }),
      ).toEqual([0]);
    });

    test("no id in a lock leads out of its folder", async () => {
      const asked: string[] = [];
      writeLock({ ...lock, show: "../../etc", serial: 3, previous: sha256(pristine.get(lockFile) ?? "") });
      const output = (show: string): { film: string; contactSheet: string } => {
        asked.push(show);
        return { film: "", contactSheet: "" };
      };
      await verify({ places: { ...request.places, output } });
      expect(asked).toEqual([]);
    });
  });

  describe("episode", () => {
    test("one byte of the film", async () => {
      flipLast(mediaOf(record.media), 2000);
      const report = await verify();
      expect(codesOf(report)).toEqual(expect.arrayContaining(["media-differs", "media-changed-after-signing"]));
    });

    test("other takes inside than the lock names, another table, other pictures", async () => {
      const [first, second] = record.entries;
      const [one, two] = SHOTS.map((shot) => lock.shots[shot]?.takes["v001"]);
      if (first === undefined || second === undefined || one === undefined || two === undefined)
        throw new Error("no entries");
      const write = (entries: readonly ConformEntry[], frames = 48): void =>
        writeLock(
          lockOf([one, two], {
            serial: 3,
            previous: sha256(pristine.get(lockFile) ?? ""),
            conformed: { animatic: { ...record, entries, frames } },
          }),
        );
      write([first]);
      expect(codesOf(await verify())).toEqual(["components-differ", "table-differs"]);
      write([{ ...first, essence: sha256("other") }, second]);
      expect(codesOf(await verify())).toEqual(["table-differs", "pictures-differ"]);
      write([first, second], 47);
      expect(codesOf(await verify())).toEqual(["assertion-differs", "pictures-differ"]);
    });

    test("pictures that nobody decoded are not checked", async () => {
      const left = await verify({ pictures: false });
      expect(codesOf(left)).toEqual(["pictures-not-checked"]);
      expect(left.exitCode).toBe(0);
      expect(verifyAsText(left)).toContain("pictures not checked");
      const unreadable = await verify({}, { frameHashes: async () => undefined });
      expect([unreadable.exitCode, ...codesOf(unreadable)]).toEqual([1, "pictures-unreadable"]);
    });
  });

  describe("lock and signature", () => {
    const lockCodes = async (change: Partial<VerifyRequest> = {}): Promise<FindingCode[]> =>
      codesOf(await verify(change));

    test("one byte of the lock, and line ends", async () => {
      const text = readFileSync(lockFile, "utf8");
      writeFileSync(lockFile, text.replace('"costMicros": 120000', '"costMicros": 120001'));
      expect(await lockCodes()).toContain("lock-signature-stale");
      writeFileSync(lockFile, text.replaceAll("\n", "\r\n"));
      expect(await lockCodes()).toEqual(["lock-line-endings"]);
      writeFileSync(lockFile, `\ufeff${text}`);
      expect(await lockCodes()).toContain("lock-signature-stale");
      writeFileSync(lockFile, text.slice(0, -200));
      expect(await lockCodes()).toEqual(["lock-broken"]);
      // A digest becomes a file name, so a path in its place must go no further.
      const media = lock.shots["SH0010"]?.takes["v001"]?.signed?.sha256 ?? "none";
      writeFileSync(lockFile, text.replaceAll(`"${media}"`, '"sha256:../../../etc/passwd"'));
      expect(await lockCodes()).toEqual(["lock-broken"]);
      writeFileSync(lockFile, text.replace('"identity"', '"identify"'));
      expect(await lockCodes()).toEqual(["lock-broken"]);
    });

    test("the signature file", async () => {
      const envelope = JSON.parse(readFileSync(signatureFile, "utf8"));
      const [signature] = envelope.signatures;
      const write = (change: object): void => writeFileSync(signatureFile, JSON.stringify({ ...envelope, ...change }));
      const flipped = (signature.sig[4] === "A" ? "B" : "A") + signature.sig.slice(5);
      write({ signatures: [{ ...signature, sig: signature.sig.slice(0, 4) + flipped }] });
      expect(await lockCodes()).toEqual(["lock-signature-invalid"]);
      write({
        payload: Buffer.from(
          Buffer.from(envelope.payload, "base64").toString().replace('"serial":2', '"serial":3'),
        ).toString("base64"),
      });
      expect(await lockCodes()).toEqual(["lock-signature-invalid"]);
      write({ payloadType: "text/plain" });
      expect(await lockCodes()).toEqual(["lock-signature-invalid"]);
      write({ signatures: [] });
      expect(await lockCodes()).toEqual(["lock-unsigned"]);
      writeFileSync(signatureFile, "{");
      expect(await lockCodes()).toEqual(["lock-signature-broken"]);
      const missing = await verify({ signatureFile: scratch.path("no.dsse.json") });
      expect([missing.exitCode, ...codesOf(missing)]).toEqual([2, "lock-unsigned"]);
    });

    test("keys that do not count", async () => {
      const [key] = keys.trust.keys;
      if (key === undefined) throw new Error("no key");
      const codesWith = async (trust: TrustDocument): Promise<FindingCode[]> => {
        writeFileSync(trustFile, writeTrust(trust));
        return lockCodes({ root: trustFingerprint(trust) });
      };
      const other = keysOf(await studio.issueLeaf({ commonName: "y", period: YEAR }), studio.rootPem);
      expect(await codesWith({ ...keys.trust, keys: other.trust.keys })).toEqual(["lock-key-unknown"]);
      expect(await codesWith({ ...keys.trust, keys: [{ ...key, roles: ["journal"] }] })).toEqual([
        "lock-key-not-for-locks",
      ]);
      expect(await codesWith({ ...keys.trust, keys: [{ ...key, notAfter: "2020-01-01" }] })).toEqual([
        "lock-key-outdated",
      ]);
      expect(await codesWith({ ...keys.trust, keys: [{ ...key, notBefore: "2100-01-01" }] })).toEqual([
        "lock-key-outdated",
      ]);
      const two = { ...withTrust(keys.trust, other.trust), threshold: 2 };
      expect(await codesWith(two)).toEqual(["lock-too-few-signatures"]);
      writeLock(lock, [keys.lock, keys.lock]);
      expect(await codesWith(two)).toEqual(["lock-too-few-signatures"]);
      writeLock(lock, [keys.lock, other.lock]);
      expect(await codesWith(two)).toEqual([]);
    });

    test("an older lock put back, another lock in its place, a lock from another episode", async () => {
      const previous = sha256(readFileSync(lockFile));
      events.push({ ...stamp, type: "lock.signed", serial: 3, lock: sha256("lock 3"), previous, head: null });
      expect(await lockCodes()).toEqual(["lock-serial-back"]);
      events.pop();
      writeLock({ ...lock, previous: sha256("another lock 1") });
      expect(await lockCodes()).toEqual(["lock-chain-broken", "lock-chain-broken"]);
      writeFileSync(lockFile, pristine.get(lockFile) ?? "");
      const elsewhere = {
        lockFile: "E102.lock.json",
        lock: sha256(readFileSync(lockFile)),
        serial: 2,
        previous: lock.previous,
        journalHead: lock.journal.head,
        tool: "x",
      };
      writeFileSync(signatureFile, signLock(elsewhere, [keys.lock]));
      expect(await lockCodes()).toEqual(["lock-elsewhere"]);
    });

    test("without a record of earlier locks the chain is unavailable, and that is said", async () => {
      journal = undefined;
      const report = await verify();
      expect([report.exitCode, ...codesOf(report)]).toEqual([1, "chain-unavailable"]);
      expect(verifyAsText(report)).toContain("chain unavailable");
      mkdirSync(scratch.path("old"), { recursive: true });
      const older = { ...lock, serial: 1, previous: null };
      writeFileSync(scratch.path("old/E101.lock.json"), printLock(older));
      writeLock({ ...lock, previous: sha256(printLock(older)) });
      expect(codesOf(await verify({ olderLocks: [scratch.path("old/E101.lock.json")] }))).toEqual([]);
      expect(codesOf(await verify({ olderLocks: [scratch.path("no.json")] }))).toEqual(["chain-unavailable"]);
    });

    test("git's history speaks against a lock, never for it", async () => {
      journal = undefined;
      const text = (serial: number, change: Partial<LockDocument> = {}): string =>
        printLock({ ...lock, serial, previous: sha256("x"), ...change });
      const codesWith = async (...texts: readonly string[]): Promise<FindingCode[]> =>
        codesOf(await verify({}, { committedLocks: async () => texts }));
      expect(await codesWith()).toEqual(["chain-unavailable"]);
      expect(await codesWith(readFileSync(lockFile, "utf8"))).toEqual(["chain-unavailable"]);
      expect(await codesWith(text(3), readFileSync(lockFile, "utf8"))).toEqual([
        "chain-unavailable",
        "lock-serial-back",
      ]);
      expect(await codesWith(text(1))).toEqual(["chain-unavailable", "lock-chain-broken"]);
      expect(await codesWith(text(3, { episode: "E999" }), "{", "no lock")).toEqual(["chain-unavailable"]);
      journal = journalOf({});
      expect(await codesWith(text(3))).toEqual(["lock-serial-back"]);
    });

    test("journal broken, behind, or of no use", async () => {
      journal = journalOf({}, { code: "JOURNAL_BROKEN", message: "batch 3 was changed\u001b[2J", hint: "" });
      const broken = await verify();
      expect(codesOf(broken)).toEqual(["chain-unavailable", "journal-broken"]);
      expect(verifyAsText(broken)).not.toContain("\u001b");
      journal = journalOf({}, { code: "JOURNAL_UNSIGNED", message: "batch 3 is signed by nobody", hint: "" });
      const unsigned = await verify();
      expect([unsigned.exitCode, ...codesOf(unsigned)]).toEqual([2, "chain-unavailable", "journal-key-unknown"]);
      journal = journalOf({}, { code: "JOURNAL_UNWRITABLE", message: "no permission", hint: "" });
      const unread = await verify();
      expect([unread.exitCode, ...codesOf(unread)]).toEqual([1, "chain-unavailable", "journal-not-read"]);
      events.pop();
      journal = journalOf({});
      const lost = await verify();
      expect([lost.exitCode, ...codesOf(lost)]).toEqual([1, "lock-not-recorded"]);
      journal = journalOf({ sequence: 39, heads: new Map([[39, sha256("head")]]) });
      expect(await lockCodes()).toEqual(["lock-not-recorded", "journal-behind"]);
      journal = journalOf({ sequence: 50, heads: new Map([[40, sha256("another head")]]) });
      expect(await lockCodes()).toEqual(["lock-not-recorded", "journal-behind"]);
    });
  });

  test("any flipped bit in any file is found", async () => {
    const paths = [...pristine.keys()].filter((path) => path !== trustFile);
    const flip = fc.record({ path: fc.constantFrom(...paths), place: fc.nat(1_000_000), bit: fc.nat(7) });
    const law = fc.asyncProperty(flip, async ({ path, place, bit }) => {
      const original = pristine.get(path) ?? Buffer.alloc(1);
      const copy = Buffer.from(original);
      const offset = place % copy.length;
      copy[offset] = (copy[offset] ?? 0) ^ (1 << bit);
      writeFileSync(path, copy);
      const report = await verify({ pictures: false });
      writeFileSync(path, original);
      expect(report.exitCode).toBe(2);
    });
    await fc.assert(law, { seed: 20261124, numRuns: 60, endOnFailure: true });
  });

  describe("trust", () => {
    test("pinned, first use, another root, none, broken", async () => {
      const first = await verifyUnpinned();
      expect([first.exitCode, ...codesOf(first)]).toEqual([0, "root-not-pinned"]);
      expect(verifyAsText(first)).toContain(`--root ${trustFingerprint(keys.trust)}`);
      const other = await verify({ root: sha256("other") });
      expect([other.exitCode, ...codesOf(other)]).toEqual([2, "root-differs"]);
      const none = await verify({ trustFile: scratch.path("no-trust.json") });
      expect([none.exitCode, ...codesOf(none)]).toEqual([1, "trust-missing"]);
      writeFileSync(trustFile, Buffer.alloc(5_000_000, " "));
      const large = await verify();
      expect([large.exitCode, ...codesOf(large)]).toEqual([1, "trust-broken"]);
      const [anchor] = keys.trust.anchors;
      const pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
      writeFileSync(trustFile, JSON.stringify({ ...keys.trust, anchors: [{ ...anchor, certificatePem: pem }] }));
      const broken = await verify();
      expect([broken.exitCode, ...codesOf(broken)]).toEqual([1, "trust-broken"]);
    });

    const verifyUnpinned = (): Promise<VerifyReport> => verifyEpisode(dependencies(), request);

    test("a list that was changed after the lock was signed is no pass, until somebody pins it", async () => {
      const signUnder = (trust: TrustDocument): void =>
        writeFileSync(
          signatureFile,
          signLock(
            {
              lockFile: "E101.lock.json",
              lock: sha256(readFileSync(lockFile)),
              serial: lock.serial,
              previous: lock.previous,
              journalHead: lock.journal.head,
              trust: trustFingerprint(trust),
              tool: "x",
            },
            [keys.lock],
          ),
        );
      signUnder(keys.trust);
      expect(codesOf(await verifyUnpinned())).toEqual(["root-not-pinned"]);
      const [key] = keys.trust.keys;
      if (key === undefined) throw new Error("no key");
      const changed = { ...keys.trust, keys: [{ ...key, holder: "Somebody" }] };
      writeFileSync(trustFile, writeTrust(changed));
      const report = await verifyUnpinned();
      expect([report.exitCode, ...codesOf(report)]).toEqual([1, "root-not-pinned", "trust-changed"]);
      expect(codesOf(await verify({ root: trustFingerprint(changed) }))).toEqual([]);
      signUnder(changed);
      expect(codesOf(await verifyUnpinned())).toEqual(["root-not-pinned"]);
    });

    test("an authority that a person ended counts no more, and is named", async () => {
      const anchors = keys.trust.anchors.map((anchor) => ({ ...anchor, notAfter: "2020-01-01" }));
      const trust = { ...keys.trust, anchors };
      writeFileSync(trustFile, writeTrust(trust));
      const report = await verify({ root: trustFingerprint(trust) });
      expect(new Set(codesOf(report))).toEqual(
        new Set(["authority-outdated", "signer-untrusted", "component-untrusted"]),
      );
      expect(verifyAsText(report)).toContain("the authority Example Studio counts only from");
    });

    test("a signer vouched for only as a person or a clock", async () => {
      const [anchor] = keys.trust.anchors;
      if (anchor === undefined) throw new Error("no anchor");
      for (const list of ["peopleAnchors", "timeStampAnchors"]) {
        const trust: TrustDocument = { ...keys.trust, anchors: [], [list]: [anchor] };
        writeFileSync(trustFile, writeTrust(trust));
        const report = await verify({ root: trustFingerprint(trust) });
        expect(new Set(codesOf(report))).toEqual(new Set(["signer-wrong-list"]));
      }
    });

    test("development signatures are noted, and refused in production", async () => {
      const development = keysOf(await studio.issueLeaf({ commonName: "dev", period: YEAR }), studio.rootPem, true);
      const takes = [];
      for (const shot of SHOTS) takes.push(await signedTake(shot, development));
      const film = await conformed(takes, development);
      writeLock(
        lockOf(takes, { conformed: { animatic: film }, serial: 3, previous: sha256(pristine.get(lockFile) ?? "") }),
        [development.lock],
      );
      writeFileSync(trustFile, writeTrust(development.trust));
      const root = trustFingerprint(development.trust);
      const report = await verify({ root });
      expect(report.exitCode).toBe(0);
      expect(new Set(codesOf(report))).toEqual(new Set(["signer-development-note"]));
      const strict = await verify({ root, production: true });
      expect(strict.exitCode).toBe(2);
      expect(codesOf(strict)).toEqual(expect.arrayContaining(["lock-key-development", "signer-development"]));
      expect(new Set(codesOf(strict))).toEqual(new Set(["lock-key-development", "signer-development"]));
      expect(verifyAsText(strict)).toContain("signed with development keys, which do not count in production");
    });
  });
});
