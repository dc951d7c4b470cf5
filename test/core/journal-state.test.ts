import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { EpisodeState } from "../../src/core/episode-state.ts";
import type { JournalEvent } from "../../src/core/journal-events.ts";
import { IllegalTransition } from "../../src/core/journal-state/illegal-transition.ts";
import { continueFold, foldJournal, tryFold } from "../../src/core/journal-state.ts";
import { type LockDocument, printLock, projectLock, stateFromLock } from "../../src/core/lock.ts";
import { checkLockHead } from "../../src/core/lock-head.ts";
import { standingLock } from "../../src/core/standing-lock.ts";
import { failure } from "../operations/apply/vendor.ts";
import { type World, world } from "../operations/apply/world.ts";
import { episode, shot } from "./plan/story.ts";

const PLACE = { head: null, sequence: 0 };

/** The journal of a small production's life: takes that pass and do not, a refusal, options, a chain, a retake, a rename. */
async function life(): Promise<{ readonly of: World; readonly events: readonly JournalEvent[] }> {
  const of = world({
    episode: episode([
      shot("SH0010", { options: 2 }),
      shot("SH0020", { intent: { chain: { from: "SH0010", mode: "last-frame" } } }),
      shot("SH0030"),
    ]),
    vendors: [
      {
        course: (order, nth) => {
          if (order.shotName.endsWith("SH0010") && nth === 1) return { footage: "bad" };
          return order.shotName.endsWith("SH0030") && nth === 1 ? { submit: failure("rate-limit") } : {};
        },
      },
    ],
  });
  await of.run();
  const record = await of.record("decision");
  await record.append({ type: "retake.asked", shot: "SH0030", tier: "animatic", reason: "again" });
  await record.append({ type: "take.circled", shot: "SH0010", tier: "animatic", take: "v003", reason: "better" });
  await of.run();
  of.episode = episode([
    shot("SH0010", { options: 2 }),
    shot("SH0020", { intent: { chain: { from: "SH0010", mode: "last-frame" } } }),
    shot("SH0035", { intent: { action: shot("SH0030").intent.action } }),
  ]);
  await of.run();
  const contents = await of.journal.read();
  if (!contents.ok) throw new Error(contents.error.message);
  return { of, events: contents.value.events };
}

let events: readonly JournalEvent[] = [];
let of: World;
let state: EpisodeState;
beforeAll(async () => {
  ({ of, events } = await life());
  state = foldJournal(events, "ESH", "E101", PLACE);
});

describe("the fold", () => {
  test("tells the life of the production", () => {
    expect(Object.keys(state.shots).sort()).toEqual(["SH0010", "SH0020", "SH0035"]);
    expect(state.shots["SH0010"]?.takes.map((take) => [take.id, take.verdict])).toEqual([
      ["v001", "set-aside"],
      ["v002", "accepted"],
      ["v003", "accepted"],
    ]);
    expect(state.shots["SH0010"]?.circled).toEqual({ animatic: "v003" });
    expect(state.shots["SH0035"]).toMatchObject({ formerIds: ["SH0030"], circled: { animatic: "v002" }, retakes: [] });
    expect(new Set(events.map((event) => event.type)).size).toBeGreaterThan(10);
  });

  test("in two parts is the fold in one, wherever it is cut", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: events.length }), (cut) => {
        const half = foldJournal(events.slice(0, cut), "ESH", "E101", PLACE);
        expect(continueFold(half, events.slice(cut), PLACE)).toEqual(state);
      }),
    );
  });

  test("passes over other episodes and shows, wherever their events stand", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: events.length }), { maxLength: 20 }), (places) => {
        const mixed = [...events];
        for (const place of places)
          mixed.splice(place, 0, { ...(events[place] ?? events[0]), episode: "E102" } as JournalEvent);
        expect(foldJournal(mixed, "ESH", "E101", PLACE)).toEqual(state);
      }),
    );
  });

  test("forgets no take and no attempt, and circles only what is there", () => {
    let before = foldJournal([], "ESH", "E101", PLACE);
    const all = (one: EpisodeState, of: "takes" | "attempts"): number =>
      Object.values(one.shots).reduce((sum, next) => sum + next[of].length, 0);
    for (const event of events) {
      const after = continueFold(before, [event], PLACE);
      expect(all(after, "takes")).toBeGreaterThanOrEqual(all(before, "takes"));
      expect(all(after, "attempts")).toBeGreaterThanOrEqual(all(before, "attempts"));
      for (const one of Object.values(after.shots))
        for (const take of Object.values(one.circled)) expect(one.takes.map((known) => known.id)).toContain(take);
      before = after;
    }
  });

  test("changes nothing that it was given", () => {
    const frozen = deepFreeze(foldJournal(events.slice(0, 20), "ESH", "E101", PLACE));
    expect(continueFold(frozen, deepFreeze(events.slice(20)), PLACE)).toEqual(state);
  });
});

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}

describe("an order of events that the program never writes", () => {
  const legal: Readonly<Record<string, readonly string[]>> = {
    none: ["attempt.intended"],
    intent: ["attempt.submitted", "attempt.refused", "attempt.doubted", "attempt.abandoned"],
    submitted: ["attempt.done", "attempt.failed", "attempt.abandoned"],
    done: ["attempt.fetched", "attempt.failed", "attempt.abandoned"],
    fetched: ["attempt.judged", "attempt.failed", "attempt.abandoned"],
    judged: ["take.accepted", "take.set-aside", "attempt.failed", "attempt.abandoned"],
    accepted: [],
    "set-aside": [],
    refused: [],
    failed: [],
    "in-doubt": ["attempt.submitted", "attempt.abandoned"],
    abandoned: [],
  };
  const base = {
    at: "2026-11-24T10:00:00.000Z",
    run: "r",
    operator: "anna",
    show: "ESH",
    episode: "E101",
    shot: "SH0010",
  };

  test("every event after every standing: exactly the listed ones may follow", () => {
    const sample = (type: string): JournalEvent => {
      const known = events.find((event) => event.type === type && "attempt" in event && event.shot === "SH0010");
      const lost = { class: "server", advice: "retry-same", charge: { certainty: "known", micros: 0 }, message: "x" };
      const rest: Record<string, object> = {
        "attempt.refused": { failure: lost },
        "attempt.failed": { failure: lost },
        "attempt.doubted": { says: "?" },
        "attempt.abandoned": { reason: "?" },
        "take.set-aside": {
          take: accepted?.type === "take.accepted" ? { ...accepted.take, verdict: "set-aside" } : {},
        },
      };
      return { ...(known ?? { ...base, type, ...rest[type] }), ...rest[type], type, attempt: first } as JournalEvent;
    };
    const accepted = events.find((event) => event.type === "take.accepted" && event.shot === "SH0010");
    const first = accepted?.type === "take.accepted" ? (accepted.attempt ?? "") : "";
    const own = events.filter((event) => "attempt" in event && event.attempt === first);
    const to: Record<string, readonly JournalEvent[]> = {
      none: [],
      intent: own.slice(0, 1),
      submitted: own.slice(0, 2),
      done: own.slice(0, 3),
      fetched: own.slice(0, 4),
      judged: own.slice(0, 5),
      accepted: own.slice(0, 6),
      "set-aside": [...own.slice(0, 5), sample("take.set-aside")],
      refused: [...own.slice(0, 1), sample("attempt.refused")],
      failed: [...own.slice(0, 2), sample("attempt.failed")],
      "in-doubt": [...own.slice(0, 1), sample("attempt.doubted")],
      abandoned: [...own.slice(0, 1), sample("attempt.abandoned")],
    };
    const types = [...new Set(Object.values(legal).flat())];
    expect(own.map((event) => event.type)).toEqual([
      "attempt.intended",
      "attempt.submitted",
      "attempt.done",
      "attempt.fetched",
      "attempt.judged",
      "take.accepted",
    ]);
    for (const [standing, path] of Object.entries(to))
      for (const type of types) {
        const next =
          type === "attempt.intended"
            ? (own[0] as JournalEvent)
            : type === "take.accepted"
              ? (own[5] as JournalEvent)
              : sample(type);
        const folded = tryFold(foldJournal(path, "ESH", "E101", PLACE), [next], PLACE);
        expect(folded.ok, `${type} after ${standing}`).toBe(legal[standing]?.includes(type));
      }
  });

  test("a take that is there already, one that another attempt reserved, a circled take that is not there", () => {
    const accepted = events.find((event) => event.type === "take.accepted");
    if (accepted?.type !== "take.accepted") throw new Error();
    const { attempt: _attempt, ...brought } = accepted;
    const illegal = (event: object): void => {
      expect(() => continueFold(state, [{ ...base, ...event } as JournalEvent], PLACE)).toThrow(IllegalTransition);
    };
    illegal(brought);
    illegal({ type: "take.circled", tier: "animatic", take: "v099" });
    illegal({ type: "take.circled", tier: "final", take: "v001" });
    illegal({ type: "take.kept", tier: "animatic", take: "v099", basis: accepted.take.basis, reason: "x" });
    illegal({ type: "shot.renamed", was: "SH0999" });
    illegal({ type: "shot.renamed", was: "SH0020" });
    illegal({ type: "lock.signed", serial: 1, lock: "sha256:0", previous: null, head: null });
    illegal({ type: "no.such-event" });
    // A person's word takes in what the gates had set aside; the footage stays the same.
    const aside = state.shots["SH0010"]?.takes[0];
    const taken = { type: "take.accepted", take: { ...aside, verdict: "accepted" } };
    expect(tryFold(state, [{ ...base, ...taken } as JournalEvent], PLACE).ok).toBe(true);
    illegal({ type: "take.accepted", take: { ...aside, verdict: "accepted", raw: accepted.take.essence } });
  });
});

describe("the lock", () => {
  const place = { serial: 7, previous: null };

  test("is the same bytes for the same state, in whatever order its objects were filled", () => {
    const lock = projectLock(state, place);
    const text = printLock(lock);
    expect(printLock(shuffled(lock))).toBe(text);
    expect(printLock(JSON.parse(text) as LockDocument)).toBe(text);
    expect(text.endsWith("}\n")).toBe(true);
    expect(text).not.toMatch(/[ \t]\n|\r/);
  });

  test("one changed shot changes the lines of that shot alone", () => {
    const before = printLock(projectLock(state, place)).split("\n");
    const other = {
      ...state,
      shots: { ...state.shots, SH0020: { ...state.shots["SH0020"], circled: {} } },
    } as EpisodeState;
    const after = printLock(projectLock(other, place)).split("\n");
    const changed = after.filter((line) => !before.includes(line));
    expect(changed).toEqual(['      "circled": {},']);
  });

  test("tells a clone all but the attempts", () => {
    const known = stateFromLock(projectLock(state, place), "sha256:00");
    for (const [id, one] of Object.entries(state.shots)) {
      const { attempts: _attempts, ...rest } = one;
      expect(known.shots[id]).toEqual({ ...rest, attempts: [] });
    }
    const again = projectLock({ ...known, head: state.head, sequence: state.sequence }, place);
    expect(printLock(again)).toBe(printLock(projectLock(state, place)));
  });

  test("a life restored from its lock plans the same, and a later lock follows it", async () => {
    const lock = of.lock();
    const anew = world({ episode: of.episode });
    const record = await anew.record("restore");
    const digest = state.lock?.digest ?? "sha256:";
    await record.append({ type: "journal.restored", lock: digest, document: JSON.parse(JSON.stringify(lock)) });
    expect((await anew.plan()).steps.map((step) => step.kind)).toEqual(["reuse", "reuse", "reuse"]);
    const contents = await anew.journal.read();
    if (!contents.ok) throw new Error();
    expect(standingLock(await anew.state(), contents.value)?.text).toBe(printLock(lock));
    expect(checkLockHead(lock, contents.value)).toBe("extends");
    await (await anew.record("d")).append({ type: "retake.asked", shot: "SH0020", tier: "animatic", reason: "x" });
    await anew.run();
    expect(anew.lock()).toMatchObject({ serial: lock.serial + 1, previous: digest });
    expect((await anew.state()).shots["SH0020"]?.attempts[0]?.number).toBe(3);
  });

  test("of an attempt that the lock tells the end of, a restored journal does not wait", () => {
    const last = events.findIndex((event) => event.type === "take.accepted" && event.shot === "SH0020");
    const open = foldJournal(events.slice(0, last), "ESH", "E101", PLACE);
    expect(open.shots["SH0020"]?.attempts[0]?.standing).toBe("judged");
    const document = JSON.parse(JSON.stringify(projectLock(state, place)));
    const base = { at: "2026-11-24T10:00:00.000Z", run: "r", operator: "anna", show: "ESH", episode: "E101" };
    const restored = continueFold(open, [{ ...base, type: "journal.restored", lock: "sha256:00", document }], PLACE);
    expect(restored.shots["SH0020"]?.attempts).toEqual([]);
    // One that the lock knows nothing of is never forgotten.
    const { SH0020: _gone, ...others } = state.shots;
    const without = JSON.parse(JSON.stringify(projectLock({ ...state, shots: others }, place)));
    const kept = continueFold(
      open,
      [{ ...base, type: "journal.restored", lock: "sha256:00", document: without }],
      PLACE,
    );
    expect(kept.shots["SH0020"]?.attempts).toHaveLength(1);
  });
});

describe("the head that a lock names", () => {
  async function heads() {
    const contents = await of.journal.read();
    if (!contents.ok) throw new Error();
    return contents.value;
  }

  test("is in the journal it was made from, however much that has grown", async () => {
    expect(checkLockHead(of.lock(), await heads())).toBe("extends");
    expect(checkLockHead(undefined, { sequence: 0, heads: new Map(), events: [] })).toBe("extends");
  });

  test("missing, cut short, or another one there", async () => {
    const lock = of.lock();
    const all = await heads();
    expect(checkLockHead(lock, { sequence: 0, heads: new Map(), events: [] })).toBe("missing");
    const short = new Map([...all.heads].filter(([sequence]) => sequence < lock.journal.sequence));
    expect(checkLockHead(lock, { ...all, sequence: 3, heads: short })).toBe("other");
    const other = new Map(all.heads).set(lock.journal.sequence, "sha256:00");
    expect(checkLockHead(lock, { ...all, heads: other })).toBe("other");
    expect(checkLockHead({ ...lock, journal: { ...lock.journal, sequence: 1 } }, all)).toBe("other");
  });

  test("taken out of a lock that has takes does not make a fresh start", () => {
    const lock = { ...of.lock(), journal: { head: null, sequence: 0 } };
    const empty = { sequence: 0, heads: new Map(), events: [] };
    expect(checkLockHead(lock, empty)).toBe("other");
    expect(checkLockHead({ ...lock, shots: {}, conformed: {} }, empty)).toBe("extends");
  });
});

function shuffled<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(shuffled) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, shuffled(part)]),
  ) as Value;
}
