import { describe, expect, test } from "vitest";
import { fail, ok } from "../../../src/core/result.ts";
import { JournalStopped, openRecord } from "../../../src/operations/apply/journal-record.ts";
import type { Journal } from "../../../src/ports/journal.ts";
import { memoryJournal } from "./memory-journal.ts";
import { virtualClock } from "./virtual-clock.ts";

const stamp = (run: string) => ({ run, operator: "anna", show: "ESH", episode: "E101" });

async function record(journal: Journal, run = "run-1", clock = virtualClock()) {
  const opened = await openRecord(journal, clock, stamp(run));
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}
const asked = (reason: string) => ({ type: "retake.asked", shot: "SH0010", tier: "animatic", reason }) as const;
const started = {
  type: "run.started",
  tool: "shotlock",
  fencing: 1,
  tier: "animatic",
  plan: `sha256:${"0".repeat(64)}`,
} as const;

async function eventsOf(journal: Journal) {
  const read = await journal.read();
  if (!read.ok) throw new Error();
  return read.value.events;
}

describe("the record of a run", () => {
  test("folds what it writes, in the order in which it was asked", async () => {
    const journal = memoryJournal();
    const one = await record(journal);
    await Promise.all([one.append(asked("a")), one.append(asked("b")), one.append(asked("c"))]);
    expect(one.shot("SH0010")?.retakes.map((retake) => retake.reason)).toEqual(["a", "b", "c"]);
    expect(one.state().sequence).toBe(3);
    expect((await record(journal)).state()).toEqual(one.state());
  });

  test("time never runs backwards, whatever the clock does", async () => {
    const journal = memoryJournal();
    await (await record(journal, "run-1", virtualClock(Date.UTC(2030, 0, 1)))).append(asked("in the future"));
    await (await record(journal, "run-2", virtualClock(Date.UTC(2026, 0, 1)))).append(
      asked("later all the same"),
      asked("at once"),
    );
    const times = (await eventsOf(journal)).map((event) => event.at);
    expect(times).toEqual(["2030-01-01T00:00:00.000Z", "2030-01-01T00:00:00.001Z", "2030-01-01T00:00:00.001Z"]);
  });

  test("decides anew on what another writer has added meanwhile", async () => {
    const journal = memoryJournal();
    const [one, other] = [await record(journal, "run-1"), await record(journal, "decision")];
    await other.append(asked("by a person"));
    const seen: number[] = [];
    await one.decide((state) => {
      seen.push(state.shots["SH0010"]?.retakes.length ?? 0);
      return { events: [asked("by the run")], answer: undefined };
    });
    expect(seen).toEqual([0, 1]);
    expect(await eventsOf(journal)).toHaveLength(2);
  });

  test("decides on the newest events of all episodes, not of its own alone", async () => {
    const journal = memoryJournal();
    const one = await record(journal);
    const opened = await openRecord(journal, virtualClock(), { ...stamp("run-2"), episode: "E102" });
    if (!opened.ok) throw new Error(opened.error.message);
    await opened.value.append(asked("by the other episode"));
    const seen: (readonly string[])[] = [];
    await one.decide((_state, { events }) => {
      seen.push(events.map((event) => event.episode));
      return { events: [asked("by this one")], answer: undefined };
    });
    expect(seen).toEqual([[], ["E102"]]);
  });

  test("a decision to write nothing writes nothing", async () => {
    const journal = memoryJournal();
    expect(await (await record(journal)).decide(() => ({ events: [], answer: 7 }))).toBe(7);
    expect(await eventsOf(journal)).toEqual([]);
  });

  test("an older run may write nothing after a newer one on the episode has begun", async () => {
    const journal = memoryJournal();
    const [one, other] = [await record(journal, "run-1"), await record(journal, "run-2")];
    await one.append(started);
    const late = await record(journal, "run-3");
    await late.append(started);
    await expect(one.append(asked("too late"))).rejects.toMatchObject({ failure: { code: "JOURNAL_MOVED" } });
    await expect(other.append(asked("too late"))).rejects.toBeInstanceOf(JournalStopped);
    // It has stopped for good.
    await expect(one.append(asked("and again"))).rejects.toBeInstanceOf(JournalStopped);
    expect(await eventsOf(journal)).toHaveLength(2);
  });

  test("a journal that refuses stops everything that is queued", async () => {
    const journal = memoryJournal();
    const one = await record({
      ...journal,
      append: async () => fail({ code: "JOURNAL_UNWRITABLE", message: "the disk is full", hint: "" }),
    });
    const answers = await Promise.allSettled([one.append(asked("a")), one.append(asked("b"))]);
    expect(answers.map((answer) => answer.status)).toEqual(["rejected", "rejected"]);
    expect(one.state().sequence).toBe(0);
  });

  test("what is asked while a batch is written goes together in the next one, and each caller hears its own answer", async () => {
    const journal = memoryJournal();
    const sizes: number[] = [];
    const one = await record({
      ...journal,
      async append(events, head) {
        sizes.push(events.length);
        await new Promise((resolve) => setTimeout(resolve, 5));
        return journal.append(events, head);
      },
    });
    const first = one.append(asked("a"));
    await new Promise((resolve) => setTimeout(resolve, 1));
    const answers = ["b", "c", "d"].map((reason) =>
      one.decide((state, { events }) => {
        const before = state.shots["SH0010"]?.retakes.length;
        if (reason === "c") throw new Error("c changes its mind");
        return { events: [asked(reason)], answer: `${reason} after ${before} of ${events.length}` };
      }),
    );
    await first;
    expect(one.state().sequence).toBe(1);
    expect(await Promise.allSettled(answers)).toMatchObject([
      { value: "b after 1 of 1" },
      { reason: { message: "c changes its mind" } },
      { value: "d after 2 of 2" },
    ]);
    expect(sizes).toEqual([1, 2]);
    expect((await record(journal)).state()).toEqual(one.state());
  });

  test("a group that somebody else was quicker than is decided anew, all of it", async () => {
    const journal = memoryJournal();
    const [one, other] = [await record(journal, "run-1"), await record(journal, "decision")];
    await other.append(asked("by a person"));
    const answers = ["a", "b"].map((reason) =>
      one.decide((state) => ({ events: [asked(reason)], answer: state.shots["SH0010"]?.retakes.length ?? 0 })),
    );
    expect(await Promise.all(answers)).toEqual([1, 2]);
    expect(await eventsOf(journal)).toHaveLength(3);
  });

  test("a journal that was replaced by another while a run works stops the run", async () => {
    const [journal, stranger] = [memoryJournal(), memoryJournal()];
    let now = journal;
    const moving: Journal = { ...journal, read: () => now.read(), append: (...words) => now.append(...words) };
    const one = await record(moving);
    await one.append(asked("a"));
    await (await record(stranger, "run-9")).append(asked("in another journal"));
    now = stranger;
    await expect(one.append(asked("b"))).rejects.toMatchObject({ failure: { code: "JOURNAL_BROKEN" } });
    expect(await eventsOf(stranger)).toHaveLength(1);
  });

  test("what could not be read again is refused before it is written", async () => {
    const journal = memoryJournal();
    const one = await record(journal);
    await expect(one.append({ type: "take.circled", shot: "SH0010", tier: "animatic", take: "v009" })).rejects.toThrow(
      "no take v009",
    );
    expect(await eventsOf(journal)).toEqual([]);
    await one.append(asked("and the record goes on"));
    expect(await eventsOf(journal)).toHaveLength(1);
  });

  test("a batch that a crash left unfinished is told of by the next one, once", async () => {
    const journal = memoryJournal();
    let torn = true;
    const one = await record({
      ...journal,
      async read() {
        const read = await journal.read();
        return read.ok && torn ? ok({ ...read.value, unfinished: "0000000001.json" }) : read;
      },
      async append(events, head) {
        torn = false;
        return journal.append(events, head);
      },
    });
    await one.append(asked("a"));
    await one.append(asked("b"));
    expect((await eventsOf(journal)).map((event) => event.type)).toEqual([
      "note.written",
      "retake.asked",
      "retake.asked",
    ]);
  });

  test("a journal that tells an impossible story is broken, however well it is signed", async () => {
    const journal = memoryJournal();
    const at = "2026-11-24T10:00:00.000Z";
    await journal.append(
      [{ type: "take.circled", shot: "SH0010", tier: "animatic", take: "v001", at, ...stamp("forger") }],
      null,
    );
    const opened = await openRecord(journal, virtualClock(), stamp("run-1"));
    expect(opened).toMatchObject({ ok: false, error: { code: "JOURNAL_BROKEN" } });
  });
});
