import { expect, test } from "vitest";
import { BASIS_ALGORITHMS, type BasisAlgorithms, basisOf, sameBasis } from "../../src/core/basis-of.ts";
import { digestOf, sha256 } from "../../src/core/digest.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { applied, basisFor, episode, kindsOf, nothing, plan, shot, shotState, take, tamShot } from "./plan/story.ts";

test("holds intent and every part with digest and value, and the upstream frame of a chained shot", () => {
  const frame = sha256("frame");
  const chained = tamShot("SH0040", "green", { intent: { chain: { from: "SH0030", mode: "last-frame" } } });
  const basis = basisOf(chained, { SH0030: frame });
  expect(basis.algorithm).toBe(1);
  expect(basis.intent).toEqual({ digest: digestOf(chained.intent as unknown as JsonObject), value: chained.intent });
  expect(Object.keys(basis.parts)).toEqual([
    "character/elf-tam#identity",
    "character/elf-tam#look.new-clothes",
    "upstream/SH0030",
  ]);
  expect(basis.parts["upstream/SH0030"]?.value).toEqual({ frame });
  expect(basisOf(chained, {}).parts["upstream/SH0030"]?.value).toEqual({ frame: null });
});

// Computed by another program from the canonical JSON: a change here would make every shot of every lock stale.
test("a digest never changes between versions of the program", () => {
  expect(basisFor(shot("SH0010")).intent.digest).toBe(
    "sha256:dc8bb9168e5e058263c051cf72d62a8429ca7c2204c8415c6008daf1b4c59634",
  );
});

test("the path of provided footage is a label, its bytes are not", () => {
  const provided = (path: string, bytes: string) =>
    basisFor(shot("SH0010", { source: { kind: "provided", path, sha256: sha256(bytes) } }));
  expect(sameBasis(provided("a.mp4", "x"), provided("b.mp4", "x"))).toBe(true);
  expect(sameBasis(provided("a.mp4", "x"), provided("a.mp4", "y"))).toBe(false);
});

/** An older algorithm that knew only the action and digested it under another name. */
const WITH_OLD: BasisAlgorithms = {
  ...BASIS_ALGORITHMS,
  0: (of) => {
    const value = { words: of.intent.action };
    return { algorithm: 0, intent: { digest: digestOf(value), value }, parts: {} };
  },
};

test("an upgrade buys nothing: a take is compared by the algorithm it names", () => {
  const of = episode([tamShot("SH0010", "green")]);
  const old = basisOf(of.shots[0] ?? shot("SH0010"), {}, 0, WITH_OLD);
  const state = {
    ...nothing(),
    shots: { SH0010: shotState("SH0010", { takes: [take(shot("SH0010"), old)], circled: { animatic: "v001" } }) },
  };
  expect(kindsOf(plan(of, state, { algorithms: WITH_OLD }))).toEqual({ SH0010: "reuse" });
  expect(kindsOf(plan(episode([tamShot("SH0010", "red")]), state, { algorithms: WITH_OLD }))).toEqual({
    SH0010: "reuse",
  });
  const reworded = episode([tamShot("SH0010", "green", { intent: { action: "other words" } })]);
  const next = plan(reworded, state, { algorithms: WITH_OLD });
  expect(kindsOf(next)).toEqual({ SH0010: "retake" });
  expect(next.steps[0]?.basis?.algorithm).toBe(1);
});

test("a take of a newer program is not guessed about", () => {
  const of = episode([shot("SH0010")]);
  const newer = { ...basisFor(shot("SH0010")), algorithm: 9 };
  const state = {
    ...nothing(),
    shots: { SH0010: shotState("SH0010", { takes: [take(shot("SH0010"), newer)], circled: { animatic: "v001" } }) },
  };
  const [step] = plan(of, state).steps;
  expect(step?.kind).toBe("blocked");
  expect(step?.causes[0]?.says).toContain("newer shotlock");
});

test("a state that was applied knows its basis", () => {
  const of = episode([tamShot("SH0010", "green")]);
  const made = applied(of).shots["SH0010"]?.takes[0];
  expect(made?.basis).toEqual(basisFor(of.shots[0] ?? shot("SH0010")));
});
