import { describe, expect, test } from "vitest";
import { sha256 } from "../../../src/core/digest.ts";
import { episode, shot } from "../../core/plan/story.ts";
import { Killed, type World, world } from "./world.ts";

const FILM = "good footage of our own";
const provided = (content: string) =>
  shot("SH0010", { source: { kind: "provided", path: "own.mp4", sha256: sha256(content) } });

function production(of = FILM): World {
  const made = world({
    episode: episode([
      provided(FILM),
      shot("SH0020", { source: { kind: "take", episode: "E101", shot: "SH0010" } }),
      shot("SH0030"),
    ]),
    parallel: 1,
    vendors: [{ local: true }],
  });
  made.files.set("/repository/own.mp4", of);
  return made;
}

describe("footage that nobody generates", () => {
  test("is stored, judged, signed and circled, with no attempt and no money", async () => {
    const of = production();
    const { outcomes, state } = await of.run();
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(["made", "made", "made"]);
    const { takes = [], attempts, circled } = state.shots["SH0010"] ?? {};
    expect([takes[0]?.origin, takes[0]?.raw, takes[0]?.costMicros]).toEqual(["provided", sha256(FILM), 0]);
    expect([attempts, circled]).toEqual([[], { animatic: "v001" }]);
    expect(takes[0]?.signed).toBeDefined();
    expect(state.shots["SH0020"]?.takes[0]).toMatchObject({ origin: "take", raw: sha256(FILM) });
    expect(of.vendors[0]?.asked).toHaveLength(1);
    expect((await of.plan()).steps.every((step) => step.kind === "reuse")).toBe(true);
  });

  test("that the gates would refuse is taken all the same, with what they say", async () => {
    const of = world({ episode: episode([provided("bad but ours")]) });
    of.files.set("/repository/own.mp4", "bad but ours");
    await of.run();
    const [take] = (await of.state()).shots["SH0010"]?.takes ?? [];
    expect([take?.verdict, take?.judgement.verdict]).toEqual(["accepted", "fail"]);
  });

  test("that changed since the plan was made is refused, and so is a file that is no film", async () => {
    const changed = await production("good but another").run();
    expect(changed.outcomes[0]).toMatchObject({
      kind: "failed",
      says: expect.stringContaining("changed since the plan"),
    });
    // What starts from it waits for it; the rest is made.
    expect(changed.outcomes.map((outcome) => outcome.kind)).toEqual(["failed", "waits", "made"]);
    const of = world({ episode: episode([provided("broken")]) });
    of.files.set("/repository/own.mp4", "broken");
    expect((await of.run()).outcomes[0]).toMatchObject({ kind: "failed", says: expect.stringContaining("no film") });
    expect((await of.state()).shots["SH0010"]).toBeUndefined();
  });

  test("killed at any moment it is brought once", async () => {
    const { calls } = await production().run();
    for (let at = 1; at <= calls; at += 1)
      for (const moment of ["before", "after"] as const) {
        const of = production();
        await expect(of.run({ fuse: { at, moment } })).rejects.toThrow(Killed);
        await of.run();
        const { shots } = await of.state();
        expect(
          Object.values(shots).map((one) => one.takes.length),
          `${moment} call ${at}`,
        ).toEqual([1, 1, 1]);
        expect((await of.plan()).steps.every((step) => step.kind === "reuse")).toBe(true);
      }
  });
});
