import { describe, expect, test } from "vitest";
import { sha256 } from "../../src/core/digest.ts";
import type { JournalEvent } from "../../src/core/journal-events.ts";
import { fail, ok } from "../../src/core/result.ts";
import { type ConformDesk, type ConformRequest, conformEpisode } from "../../src/operations/conform.ts";
import type { Assembly } from "../../src/ports/assembler.ts";
import type { SignRequest } from "../../src/ports/signer.ts";
import { applied, episode, nothing, shot } from "../core/plan/story.ts";

const of = episode([shot("SH0010"), shot("SH0020")]);
const state = applied(of);
const signedBytes = sha256("signed episode");

/** Ports that remember what they were asked. */
function desk(change: Partial<ConformDesk> = {}) {
  const log = { assembled: 0, signed: [] as SignRequest[], events: [] as JournalEvent[], copied: [] as string[] };
  const assembly: Assembly = {
    path: "/work/episode.mp4",
    contactSheet: "/work/sheet.jpg",
    frames: 240,
    entries: ["SH0010", "SH0020"].map((id, index) => ({
      shot: id,
      take: "v001",
      tier: "animatic",
      media: state.shots[id]?.takes[0]?.raw ?? sha256(""),
      mezzanine: sha256(`mezzanine ${id}`),
      essence: sha256(`essence ${id}`),
      recordInFrames: index * 120,
      durationFrames: 120,
      temporary: false,
    })),
    loudnessMilli: -16_012,
    remade: 2,
    pieces: 2,
  };
  const ports: ConformDesk = {
    assembler: {
      assemble: async () => {
        log.assembled += 1;
        return ok(assembly);
      },
      poster: async () => ok({ path: "" }),
    },
    signer: {
      id: "fake",
      development: true,
      sign: async (request) => {
        log.signed.push(request);
        return ok({
          path: request.target,
          sha256: signedBytes,
          bytes: 9,
          manifestUrn: "urn:c2pa:e",
          manifestSha256: signedBytes,
          signer: "s",
          development: true,
          manifestStore: new Uint8Array(),
        });
      },
    },
    store: {
      id: "memory",
      durable: true,
      put: async (path) => ({ sha256: path.endsWith(".signed.mp4") ? signedBytes : sha256(path), bytes: 9 }),
      pathOf: async (digest) => `/store/${digest.slice(7, 15)}`,
      has: async () => true,
    },
    clock: { now: () => Date.UTC(2026, 10, 24), sleep: async () => undefined },
    append: async (event) => {
      log.events.push(event);
      return ok(undefined);
    },
    copy: async (from, to) => void log.copied.push(`${from} -> ${to}`),
    report: () => undefined,
    signal: new AbortController().signal,
    ...change,
  };
  return { ports, log };
}

const request: ConformRequest = {
  episode: of,
  state,
  tier: "animatic",
  run: "run-1",
  operator: "anna",
  decisions: [],
  tool: { version: "0.1.0" },
  joinedWith: { name: "ffmpeg", version: "5.1" },
  directory: "/work",
  cache: "/cache",
  output: "/out/E101.animatic.mp4",
};

describe("conform", () => {
  test("assembles, signs with every take as a component, stores, journals and copies", async () => {
    const { ports, log } = desk();
    const done = await conformEpisode(ports, request);
    if (!done.ok) throw new Error(done.error.message);
    expect(log.signed[0]?.ingredients.map((ingredient) => ingredient.definition["title"])).toEqual([
      "ESH_E101_SQ010_SH0010_v001",
      "ESH_E101_SQ010_SH0020_v001",
    ]);
    expect(
      log.signed[0]?.ingredients.every((ingredient) => ingredient.definition["relationship"] === "componentOf"),
    ).toBe(true);
    expect(log.events).toMatchObject([
      {
        type: "episode.conformed",
        tier: "animatic",
        operator: "anna",
        at: "2026-11-24T00:00:00.000Z",
        record: { media: signedBytes, frames: 240 },
      },
    ]);
    expect(log.copied).toEqual(["/work/episode.mp4.signed.mp4 -> /out/E101.animatic.mp4"]);
    expect(done.value.says).toBe("E101 animatic: 2 shots, 10.0 s, 2 of 2 pieces cut anew, -16.0 LUFS");
  });

  test("does nothing but copy when nothing changed, and works again when the file is gone or a trim changed", async () => {
    const first = await conformEpisode(desk().ports, request);
    if (!first.ok) throw new Error(first.error.message);
    const conformed = { ...state, conformed: { animatic: first.value.record } };
    const again = desk();
    const second = await conformEpisode(again.ports, { ...request, state: conformed });
    expect(second.ok && second.value.unchanged).toBe(true);
    expect([again.log.assembled, again.log.events.length, again.log.copied.length]).toEqual([0, 0, 1]);
    const gone = desk({
      store: { ...desk().ports.store, pathOf: async (digest) => (digest === signedBytes ? undefined : "/store/x") },
    });
    await conformEpisode(gone.ports, { ...request, state: conformed });
    expect(gone.log.assembled).toBe(1);
    const trimmed = episode([shot("SH0010"), shot("SH0020", { editorial: { trimInFrames: 2 } })]);
    const edited = desk();
    await conformEpisode(edited.ports, { ...request, state: conformed, episode: trimmed });
    expect(edited.log.assembled).toBe(1);
  });

  test("when nothing changed people get their copy and the contact sheet again, from the store", async () => {
    const first = await conformEpisode(desk().ports, request);
    if (!first.ok) throw new Error(first.error.message);
    const conformed = { ...state, conformed: { animatic: first.value.record } };
    const again = await conformEpisode(desk().ports, { ...request, state: conformed });
    expect(again.ok && again.value.contactSheet).toBe(`/store/${sha256("/work/sheet.jpg").slice(7, 15)}`);
  });

  test("what the cut could not do as asked is told, every time", async () => {
    const dissolving = episode([
      shot("SH0010"),
      shot("SH0020", { editorial: { transitionIn: { kind: "dissolve", frames: 12 } } }),
    ]);
    const told: string[] = [];
    const { ports } = desk({ report: (progress) => void (progress.kind === "note" && told.push(progress.says)) });
    const done = await conformEpisode(ports, { ...request, episode: dissolving });
    expect(done.ok && done.value.notices.map((notice) => notice.code)).toEqual(["dissolve-shortened"]);
    expect(told[0]).toContain("dissolve SH0010 to SH0020 wants 12 frames of handles");
  });

  test("a failure anywhere journals nothing", async () => {
    const failure = { message: "m", hint: "h" };
    const cases = [
      desk({
        assembler: {
          ...desk().ports.assembler,
          assemble: async () => fail({ code: "ASSEMBLY_TOOL_FAILED" as const, ...failure }),
        },
      }),
      desk({
        signer: { ...desk().ports.signer, sign: async () => fail({ code: "SIGNER_REFUSED" as const, ...failure }) },
      }),
      desk({ store: { ...desk().ports.store, pathOf: async () => undefined } }),
      desk({ store: { ...desk().ports.store, put: async () => ({ sha256: sha256("other"), bytes: 1 }) } }),
    ];
    const codes: string[] = [];
    for (const { ports, log } of cases) {
      const result = await conformEpisode(ports, request);
      codes.push(result.ok ? "ok" : result.error.code);
      expect([log.events.length, log.copied.length]).toEqual([0, 0]);
    }
    expect(codes).toEqual(["ASSEMBLY_TOOL_FAILED", "SIGNER_REFUSED", "ASSEMBLY_MEDIA_MISSING", "STORE_DIFFERS"]);
  });

  test("an episode with nothing made at all is all slates and still conforms", async () => {
    const { ports, log } = desk();
    expect((await conformEpisode(ports, { ...request, state: nothing() })).ok).toBe(true);
    expect(log.assembled).toBe(1);
  });
});
