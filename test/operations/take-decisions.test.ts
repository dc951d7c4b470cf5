import { beforeEach, describe, expect, test } from "vitest";
import { ok } from "../../src/core/result.ts";
import type { JournalRecord } from "../../src/operations/apply/journal-record.ts";
import { askRetake, circleTake, keepTake } from "../../src/operations/take-decisions.ts";
import { basisFor, episode, shot } from "../core/plan/story.ts";
import { failure } from "./apply/vendor.ts";
import { type World, world } from "./apply/world.ts";

const ONE = shot("SH0010", { options: 2 });
const STOPPED = shot("SH0020");
const NEW = shot("SH0030");

describe("a person's decisions", () => {
  let of: World;
  let record: JournalRecord;
  beforeEach(async () => {
    of = world({
      episode: episode([ONE, STOPPED]),
      vendors: [
        {
          course: (order, nth) => {
            if (order.shotName.endsWith("SH0020")) return { submit: failure("server", { advice: "stop-and-ask" }) };
            return nth === 1 ? { footage: "bad" } : {};
          },
        },
      ],
    });
    await of.run();
    record = await of.record("decision");
  });
  const circled = () => record.shot("SH0010")?.circled;

  test("circle: another take, the same one again, one that is not there", async () => {
    expect(circled()).toEqual({ animatic: "v002" });
    expect(await circleTake(record, ONE, "v003", "she looks better")).toMatchObject({ ok: true });
    expect(circled()).toEqual({ animatic: "v003" });
    const before = record.state().sequence;
    expect(await circleTake(record, ONE, "v003", undefined)).toMatchObject({
      ok: true,
      value: expect.stringContaining("already"),
    });
    expect(await circleTake(record, ONE, "v009", undefined)).toMatchObject({
      ok: false,
      error: { hint: "it has v001, v002, v003" },
    });
    expect(await circleTake(record, ONE, "v002", " ")).toMatchObject({ ok: false });
    expect(await circleTake(record, ONE, "v002", "x".repeat(401))).toMatchObject({ ok: false });
    expect(record.state().sequence).toBe(before);
  });

  test("circle: a take that the gates had set aside is signed first, and the answer says why it was", async () => {
    const answer = await circleTake(record, ONE, "v001", "we like the blur", async (take) =>
      ok({ ...take, verdict: "accepted", signed: record.shot("SH0010")?.takes[1]?.signed ?? never() }),
    );
    expect(answer).toMatchObject({ ok: true, value: expect.stringContaining("set it aside: blurred") });
    expect(circled()).toEqual({ animatic: "v001" });
    expect(record.shot("SH0010")?.takes[0]).toMatchObject({
      id: "v001",
      verdict: "accepted",
      judgement: { verdict: "fail" },
    });
    expect((await of.plan()).steps[0]?.kind).toBe("reuse");
  });

  test("circle: without a signer a set-aside take stays aside", async () => {
    expect(await circleTake(record, ONE, "v001", undefined)).toMatchObject({
      ok: false,
      error: { hint: expect.stringContaining("adopt") },
    });
    expect(circled()).toEqual({ animatic: "v002" });
  });

  test("keep: the take counts for the new intent, and nothing is rendered", async () => {
    const changed = shot("SH0010", { options: 2, intent: { action: "he drops the shoe" } });
    of.episode = episode([changed]);
    expect((await of.plan()).steps[0]?.kind).toBe("retake");
    expect(await keepTake(record, changed, "animatic", basisFor(changed), "it is not seen")).toMatchObject({
      ok: true,
    });
    expect((await of.plan()).steps[0]?.kind).toBe("keep");
    expect(await keepTake(record, changed, "animatic", basisFor(changed), "again")).toMatchObject({
      value: expect.stringContaining("Nothing to keep"),
    });
    expect(await keepTake(record, STOPPED, "animatic", basisFor(STOPPED), "x")).toMatchObject({ ok: false });
  });

  test("retake: asked for once a take is there, or a try was made; never for what cannot be retaken", async () => {
    expect(await askRetake(record, ONE, "animatic", "look left")).toMatchObject({ ok: true });
    expect(await keepTake(record, ONE, "animatic", basisFor(ONE), "x")).toMatchObject({ ok: false });
    expect(await askRetake(record, STOPPED, "animatic", "the key is there now")).toMatchObject({ ok: true });
    expect((await of.plan()).steps.map((step) => step.kind)).toEqual(["retake", "render"]);
    expect(await askRetake(record, NEW, "animatic", "x")).toMatchObject({
      ok: false,
      error: { hint: expect.stringContaining("apply") },
    });
    expect(await askRetake(record, ONE, "final", "x")).toMatchObject({ ok: false });
    expect(await askRetake(record, { ...ONE, status: "hold" }, "animatic", "x")).toMatchObject({ ok: false });
    const given = { ...ONE, source: { kind: "provided", path: "own.mp4", sha256: "sha256:0" } } as const;
    expect(await askRetake(record, given, "animatic", "x")).toMatchObject({ ok: false });
  });
});

function never(): never {
  throw new Error("the second take is signed");
}
