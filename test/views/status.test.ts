import { expect, test } from "vitest";
import { statusAsJson, statusAsText } from "../../src/views/status.ts";
import { applied, attempt, basisFor, episode, plan, shot, shotState } from "../core/plan/story.ts";

const of = episode([shot("SH0010"), shot("SH0020"), shot("SH0030", { status: "hold" }), shot("SH0040")]);
const made = applied(episode([shot("SH0010")]));
const waiting = shot("SH0020");
const doubt = attempt(waiting, basisFor(waiting), { standing: "in-doubt", reserveMicros: 400_000 });
const state = { ...made, shots: { ...made.shots, SH0020: shotState("SH0020", { attempts: [doubt] }) } };

test("where every shot stands, what is next and who is waited for", () => {
  const lines = statusAsText(state, of, plan(of, state)).split("\n");
  expect(lines[1]).toBe("1 of 3 shots in animatic; $0.40 so far; 1 waits for a person.");
  expect(lines.find((line) => line.startsWith("SH0010"))).toMatch(/v001 0\.91 {2}1 +free$/);
  expect(lines.find((line) => line.startsWith("SH0020"))).toMatch(
    /in-doubt .*nobody knows whether animatic\/local took attempt 1/,
  );
  expect(lines.find((line) => line.startsWith("SH0030"))).toContain("on hold");
  expect(lines.find((line) => line.startsWith("SH0040"))).toMatch(/render: new$/);
});

test("the same for machines", () => {
  const json = JSON.parse(statusAsJson(state, of, plan(of, state)));
  expect(json.shots.map((one: { next: string[] }) => one.next)).toEqual([
    ["reuse"],
    ["in-doubt"],
    ["hold"],
    ["render"],
  ]);
  expect(json.shots[1].waitsFor).toContain("resolve");
});
