import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../src/core/digest.ts";
import type { ConformEntry } from "../../src/core/journal-events.ts";
import { episodeManifest } from "../../src/core/provenance/episode-manifest.ts";
import type { FindingCode } from "../../src/core/provenance/findings.ts";
import { judgeManifestStore } from "../../src/core/provenance/judge-manifest.ts";
import { EPISODE_ASSERTION, SHOT_ASSERTION } from "../../src/core/provenance/manifest-parts.ts";
import type { ManifestStore } from "../../src/core/provenance/manifest-store.ts";
import type { TrustAnchor } from "../../src/core/trust.ts";
import { createC2paThread } from "../../src/kit/c2pa/c2pa-thread.ts";
import { readManifest } from "../../src/kit/c2pa/manifest-reader.ts";
import { c2paSettings } from "../../src/kit/c2pa/settings.ts";
import type { Authority } from "../../src/kit/keys/authority.ts";
import { createC2paSigner } from "../../src/signers/c2pa.ts";
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
  scratchFolder,
  takeOf,
  WHY_SKIPPED,
  YEAR,
} from "./studio.ts";

const SHOTS = ["SH0010", "SH0020", "SH0030"] as const;

/** An episode of three takes, honest and otherwise. The reader's own word stays `Trusted` over most of the frauds. */
describe.skipIf(!HAS_FFMPEG)(`an episode and its takes${WHY_SKIPPED}`, () => {
  const scratch = scratchFolder();
  const thread = createC2paThread();
  let studio: Authority;
  let good: Leaf;
  let settings: string;

  async function signTake(shot: string, leaf: Leaf): Promise<void> {
    const keys = keysOf(leaf, studio.rootPem);
    const chain = keys.claim.chain.map((certificate) => new Uint8Array(certificate.raw));
    const task = {
      source: scratch.path(`${shot}.mp4`),
      target: scratch.path(`${shot}.signed.mp4`),
      mimeType: "video/mp4",
    };
    const definition = definitionOf(takeOf(shot), shot);
    await thread.sign(
      { ...task, definition, settings, ingredients: [], chain, alg: keys.claim.alg, big: false },
      keys.claim.rawSign,
    );
  }

  function entriesOf(): ConformEntry[] {
    return SHOTS.map((shot, index) => ({
      shot,
      take: "v001",
      tier: "animatic",
      media: sha256(readFileSync(scratch.path(`${shot}.signed.mp4`))),
      mezzanine: sha256(`mezzanine ${shot}`),
      essence: sha256(frameHashes(scratch.path(`${shot}.mp4`)).join("\n")),
      recordInFrames: index * 24,
      durationFrames: 24,
      temporary: shot === "SH0030",
    }));
  }

  async function assemble(name: string, leafOf: (shot: string) => Leaf, damage?: () => void): Promise<string> {
    for (const shot of SHOTS) await signTake(shot, leafOf(shot));
    const joined = scratch.path("joined.mp4");
    writeFileSync(scratch.path("list.txt"), SHOTS.map((shot) => `file ${shot}.signed.mp4`).join("\n"));
    ffmpeg("-f", "concat", "-safe", "0", "-i", scratch.path("list.txt"), "-c", "copy", joined);
    const entries = entriesOf();
    damage?.();
    const manifest = episodeManifest({
      tool: { version: "0.1.0" },
      at: "2026-11-24T10:00:00Z",
      show: { id: "elves", title: "The Elves" },
      episode: { id: "E101", title: "The Elves and the Shoemaker" },
      tier: "animatic",
      rate: { numerator: 24, denominator: 1 },
      frames: 72,
      entries,
      takes: Object.fromEntries(SHOTS.map((shot) => [shot, takeOf(shot)])),
      decisions: [{ shot: "SH0010", take: "v001", decision: "circled", who: "anna", at: "2026-11-24T09:00:00Z" }],
      joinedWith: { name: "ffmpeg", version: "5.1" },
    });
    const keys = keysOf(good, studio.rootPem);
    const target = scratch.path(name);
    const task = {
      source: joined,
      target,
      mimeType: "video/mp4",
      definition: manifest.definition,
      settings,
      ingredients: manifest.ingredients.map(({ shot, definition }) => ({
        path: scratch.path(`${shot}.signed.mp4`),
        mimeType: "video/mp4",
        definition,
      })),
      chain: keys.claim.chain.map((certificate) => new Uint8Array(certificate.raw)),
      alg: keys.claim.alg,
      big: false,
    };
    await thread.sign(task, keys.claim.rawSign);
    return target;
  }

  async function storeOf(path: string): Promise<ManifestStore> {
    const reading = await readManifest(thread, path, settings);
    if (reading.kind !== "store") throw new Error(JSON.stringify(reading));
    return reading.store;
  }
  const urnsOf = (store: ManifestStore): string[] => store.active.ingredients.flatMap((part) => part.manifestUrn ?? []);
  const codesOf = (store: ManifestStore, components = urnsOf(store)): FindingCode[] =>
    judgeManifestStore(store, { components }).map((entry) => entry.code);

  beforeAll(async () => {
    studio = await authority("Example Studio");
    good = await studio.issueLeaf({ commonName: "takes and episodes", period: YEAR });
    settings = c2paSettings({ claimSigners: studio.rootPem });
    for (const [index, shot] of SHOTS.entries()) makeClip(scratch.path(`${shot}.mp4`), index * 60);
  });
  afterAll(async () => {
    await thread.close();
    scratch.remove();
  });

  test("honest: accepted, with every take inside, its own words, and where it stands", async () => {
    const film = await assemble("film.mp4", () => good);
    const store = await storeOf(film);
    expect(codesOf(store)).toEqual([]);
    expect(Object.keys(store.manifests)).toHaveLength(4);
    const labels = Object.values(store.manifests).map((manifest) =>
      manifest.assertions.map((assertion) => assertion.label),
    );
    expect(labels.filter((list) => list.includes(SHOT_ASSERTION))).toHaveLength(3);
    const table = store.active.assertions.find((assertion) => assertion.label === EPISODE_ASSERTION)?.data;
    expect(table).toMatchObject({ tier: "animatic", frames: 72, slates: [], temporary: ["SH0030"] });
    expect(table?.["shots"]).toEqual(entriesOf());
    expect(store.active.ingredients.map((part) => part.title)).toEqual(SHOTS.map((shot) => `ELV_E101_${shot}_v001`));
  });

  test("the decoded pictures of a range are those of its take", () => {
    const whole = frameHashes(scratch.path("film.mp4"));
    for (const entry of entriesOf()) {
      const range = whole.slice(entry.recordInFrames, entry.recordInFrames + entry.durationFrames);
      expect(sha256(range.join("\n"))).toBe(entry.essence);
    }
  });

  test("other takes than the lock names", async () => {
    const store = await storeOf(scratch.path("film.mp4"));
    const urns = urnsOf(store);
    expect(codesOf(store, urns.slice(1))).toEqual(["components-differ"]);
    expect(codesOf(store, [...urns, "urn:c2pa:other"])).toEqual(["components-differ"]);
    expect(codesOf(store, [urns[0], urns[0], urns[2]] as string[])).toEqual(["components-differ"]);
    expect(codesOf(store, [...urns].reverse())).toEqual([]);
    expect(judgeManifestStore(store).map((entry) => entry.code)).toEqual(["components-differ"]);
  });

  test("a take's manifest changed inside the finished episode", async () => {
    const film = readFileSync(scratch.path("film.mp4"));
    for (const [words, by] of [
      ["engine-y", "engine-z"],
      ["E101_SH0020_v001.mp4", "E101_SH0020_v002.mp4"],
    ] as const) {
      const copy = Buffer.from(film);
      const place = copy.indexOf(words);
      expect(place).toBeGreaterThan(0);
      copy.write(by, place, "latin1");
      writeFileSync(scratch.path("bent.mp4"), copy);
      const store = await storeOf(scratch.path("bent.mp4"));
      expect(new Set(codesOf(store))).toEqual(new Set(["component-changed"]));
      const shot = words === "engine-y" ? "SH0010" : "SH0020";
      for (const found of judgeManifestStore(store, { components: urnsOf(store) })) expect(found.says).toContain(shot);
    }
  });

  test.each<[string, FindingCode, () => Promise<Leaf>]>([
    [
      "a stranger",
      "component-untrusted",
      async () => (await authority("Stranger")).issueLeaf({ commonName: "x", period: YEAR }),
    ],
    ["an expired certificate", "component-expired", () => studio.issueLeaf({ commonName: "x", period: LAST_MONTH })],
  ])("one take signed by %s before the conform", async (_name, code, makeLeaf) => {
    const bad = await makeLeaf();
    const film = await assemble("fraud.mp4", (shot) => (shot === "SH0020" ? bad : good));
    const store = await storeOf(film);
    // Why the reader's own word is not enough.
    expect(store.state).toBe("Trusted");
    expect(new Set(codesOf(store))).toEqual(new Set([code]));
  });

  test("one take damaged before the conform", async () => {
    const path = scratch.path("SH0020.signed.mp4");
    const film = await assemble(
      "fraud.mp4",
      () => good,
      () => {
        const bytes = readFileSync(path);
        bytes[bytes.length - 3000] = (bytes[bytes.length - 3000] ?? 0) ^ 1;
        writeFileSync(path, bytes);
      },
    );
    const store = await storeOf(film);
    expect(store.state).toBe("Trusted");
    expect(codesOf(store)).toEqual(["component-damaged"]);
  });

  test("one take without a manifest, and what the signer says to all of this", async () => {
    const film = await assemble(
      "fraud.mp4",
      () => good,
      () => {
        ffmpeg("-i", scratch.path("SH0020.mp4"), "-c", "copy", scratch.path("SH0020.signed.mp4"));
      },
    );
    expect(codesOf(await storeOf(film))).toEqual(["component-unsigned", "components-differ"]);
    const signer = createC2paSigner({ keys: keysOf(good, studio.rootPem), clock: realClock, thread });
    const outcome = await signer.sign({
      source: scratch.path("joined.mp4"),
      target: scratch.path("refused.mp4"),
      mimeType: "video/mp4",
      definition: definitionOf(takeOf("SH0010"), "SH0010"),
      ingredients: [
        {
          path: scratch.path("SH0020.signed.mp4"),
          mimeType: "video/mp4",
          definition: { title: "x", relationship: "componentOf" },
        },
      ],
    });
    expect(outcome).toMatchObject({ ok: false, error: { code: "SIGNER_REFUSED" } });
  });

  test.each([
    ["in memory", undefined],
    ["as a big file", 0],
  ])("a colleague's take stands beside ours when the trust list names his authority, %s", async (_how, limit) => {
    const colleague = await authority("Colleague");
    const his = await colleague.issueLeaf({ commonName: "x", period: YEAR });
    await assemble("mixed.mp4", (shot) => (shot === "SH0020" ? his : good));
    ffmpeg("-i", scratch.path("SH0010.mp4"), "-frames:v", "1", scratch.path("thumb.jpg"));
    const sign = (trusted: readonly TrustAnchor[]) =>
      createC2paSigner({
        keys: keysOf(good, studio.rootPem),
        clock: realClock,
        thread,
        trusted,
        ...(limit === undefined ? {} : { inMemoryBytesMax: limit }),
      }).sign({
        source: scratch.path("joined.mp4"),
        target: scratch.path("together.mp4"),
        mimeType: "video/mp4",
        definition: definitionOf(takeOf("SH0010"), "SH0010"),
        thumbnail: scratch.path("thumb.jpg"),
        ingredients: SHOTS.map((shot) => ({
          path: scratch.path(`${shot}.signed.mp4`),
          mimeType: "video/mp4",
          definition: { title: shot, relationship: "componentOf" },
        })),
      });
    const alone = await sign([]);
    expect(!alone.ok && alone.error.message).toContain("SH0020, when the episode was put together: signed by somebody");
    const both = await sign(keysOf(his, colleague.rootPem).trust.anchors);
    if (!both.ok) throw new Error(both.error.message);
    const how = c2paSettings({ claimSigners: studio.rootPem + colleague.rootPem });
    const reading = await readManifest(thread, both.value.path, how);
    if (reading.kind !== "store") throw new Error(reading.kind);
    expect(codesOf(reading.store)).toEqual([]);
    expect(reading.thumbnail).toEqual(new Uint8Array(readFileSync(scratch.path("thumb.jpg"))));
    expect(frameHashes(both.value.path)).toEqual(frameHashes(scratch.path("joined.mp4")));
    // By our authority alone his take counts for nothing, whatever was recorded at assembly.
    expect(new Set(codesOf(await storeOf(both.value.path)))).toEqual(new Set(["component-untrusted"]));
  });
});
