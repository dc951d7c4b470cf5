import { expect, test } from "vitest";
import type { Digest } from "../../../src/core/digest.ts";
import type { JournalEvent } from "../../../src/core/journal-events.ts";
import { runningFold } from "../../../src/operations/apply/running-fold.ts";

const note = (says: string): JournalEvent => ({
  type: "note.written",
  says,
  at: "2026-11-24T10:00:00.000Z",
  run: "run-1",
  operator: "anna",
  show: "ESH",
  episode: "E101",
});
const contents = (events: readonly JournalEvent[], heads: readonly [number, Digest][] = []) => ({
  events,
  heads: new Map(heads),
});

/** Says what was folded, and counts how often an event was looked at. */
function folded() {
  let looked = 0;
  const state = runningFold("", (before, events) => {
    looked += events.length;
    return before + events.map((event) => (event.type === "note.written" ? event.says : "?")).join("");
  });
  return { state, looked: () => looked };
}

test("what is new is folded, what is known is not looked at again", () => {
  const { state, looked } = folded();
  const [one, two] = [note("a"), note("b")];
  expect(state(contents([]))).toBe("");
  expect(state(contents([one]))).toBe("a");
  expect(state(contents([one, two]))).toBe("ab");
  expect(state(contents([one, two]))).toBe("ab");
  expect(looked()).toBe(2);
});

test("what was decided and dropped is taken back, also when as many events stand in its place", () => {
  const { state, looked } = folded();
  const one = note("a");
  expect(state(contents([one]))).toBe("a");
  expect(state(contents([one, note("b")]))).toBe("ab");
  expect(state(contents([one, note("c")]))).toBe("ac");
  expect(state(contents([one]))).toBe("a");
  // From the last place that stands, not from the beginning.
  expect(looked()).toBe(3);
});

test("a journal that is read anew is known by its heads; one with other heads is not", () => {
  const { state, looked } = folded();
  const head = `sha256:${"1".repeat(64)}` as const;
  expect(state(contents([note("a"), note("b")], [[2, head]]))).toBe("ab");
  expect(state(contents([note("a"), note("b"), note("c")], [[2, head]]))).toBe("abc");
  expect(looked()).toBe(3);
  expect(state(contents([note("x"), note("y")], [[2, `sha256:${"2".repeat(64)}`]]))).toBe("xy");
});
