import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JournalEvent } from "../../src/core/journal-events.ts";
import { foldJournal } from "../../src/core/journal-state.ts";
import { atMost, spentOn } from "../../src/core/plan/attempts-so-far.ts";
import type { Ceilings } from "../../src/core/production.ts";
import { amountsOf } from "../../src/core/spending/ledger-entry.ts";
import { committedMicros, continueSpending, NOTHING_SPENT } from "../../src/core/spending.ts";
import { candidate, episode, receipt, shot } from "../core/plan/story.ts";
import { memoryJournal } from "../operations/apply/memory-journal.ts";
import { type Course, failure, known } from "../operations/apply/vendor.ts";
import { virtualClock } from "../operations/apply/virtual-clock.ts";
import { type Fuse, Killed, type World, world } from "../operations/apply/world.ts";

const PRICE = 400_000;
const KLING = { engine: "kling", model: "kuaishou/kling-3", modelVersion: "3", endpoint: "kling/direct" };
const VEO = { engine: "veo", model: "google/veo-3.1", modelVersion: "3.1", endpoint: "veo/vertex" };
const ROUTE = () => receipt(candidate(PRICE, KLING, 800), candidate(2 * PRICE, VEO, 900));

/** A bill that nobody knows is at most the price of whoever was asked. */
function billedBy(course: Course, priceMicros: number): Course {
  return course.fails?.charge.certainty === "unknown"
    ? { fails: failure("server", { charge: { certainty: "unknown", atMostMicros: priceMicros } }) }
    : course;
}

const courses: fc.Arbitrary<Course> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Course>({}) },
  { weight: 4, arbitrary: fc.constant<Course>({ footage: "bad" }) },
  fc.constant<Course>({ submit: "lost" }),
  fc.constant<Course>({ submit: failure("server") }),
  fc.constant<Course>({ fails: failure("server", { charge: known(PRICE) }) }),
  fc.constant<Course>({ fails: failure("server", { charge: { certainty: "unknown", atMostMicros: PRICE } }) }),
  fc.constant<Course>({ polls: ["running", "running"] }),
);
const amount = fc.option(
  fc.integer({ min: 1, max: 7 }).map((takes) => takes * PRICE - 1),
  { nil: undefined },
);

/** What runs are made of: which episode, when it is killed, how long it waits before. */
const rounds = fc.array(
  fc.record({
    episodes: fc.subarray([0, 1, 2], { minLength: 1 }),
    fuse: fc.option(
      fc.record({ at: fc.integer({ min: 1, max: 40 }), moment: fc.constantFrom("before" as const, "after" as const) }),
      { nil: undefined },
    ),
    sameRun: fc.boolean(),
    pauseMs: fc.constantFrom(0, 60_000, 3 * 86_400_000),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Money owed after each event, by a second count that shares nothing with the books: shot, episode, run and month. */
function countsOf(events: readonly JournalEvent[]): readonly ReadonlyMap<string, number>[] {
  const attempts = new Map<string, { owed: number; keys: readonly string[] }>();
  return events.map((event) => {
    if ("attempt" in event && event.attempt !== undefined) {
      const id = `${event.episode} ${event.attempt}`;
      const before = attempts.get(id);
      if (event.type === "attempt.intended") {
        const month = event.at.slice(0, 7);
        const keys = [`shot ${event.episode} ${event.shot}`, `episode ${event.episode}`, `run ${event.run}`, month];
        attempts.set(id, { owed: event.reserveMicros, keys });
      } else if (before !== undefined) {
        const charge =
          event.type === "attempt.done"
            ? event.charge
            : event.type === "attempt.failed" || event.type === "attempt.refused"
              ? event.failure.charge
              : undefined;
        const owed =
          charge === undefined
            ? event.type === "attempt.abandoned"
              ? 0
              : before.owed
            : charge.certainty === "known"
              ? charge.micros
              : charge.atMostMicros;
        attempts.set(id, { ...before, owed });
      }
    }
    const sums = new Map<string, number>();
    for (const { owed, keys } of attempts.values()) for (const key of keys) sums.set(key, (sums.get(key) ?? 0) + owed);
    return sums;
  });
}

function ceilingOf(key: string, ceilings: Ceilings): number {
  const [kind] = key.split(" ");
  const of = { shot: ceilings.shotMicros, episode: ceilings.episodeMicros, run: ceilings.runMicros }[kind ?? ""];
  return (/^\d{4}-/.test(key) ? ceilings.monthMicros : of) ?? Number.MAX_SAFE_INTEGER;
}

async function eventsOf(of: World): Promise<readonly JournalEvent[]> {
  const contents = await of.journal.read();
  if (!contents.ok) throw new Error(contents.error.message);
  return contents.value.events;
}

async function runOrDie(of: World, fuse: Fuse | undefined): Promise<void> {
  try {
    await of.run(fuse === undefined ? {} : { fuse });
  } catch (thrown) {
    if (!(thrown instanceof Killed)) throw thrown;
  }
}

describe("money over the whole repository", () => {
  test("no interleaving of runs, episodes and crashes passes a ceiling; charges stay within reserves", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(courses, { minLength: 1, maxLength: 12 }),
        rounds,
        fc.record({ shotMicros: amount, episodeMicros: amount, runMicros: amount, monthMicros: amount }),
        async (ways, plan, amounts) => {
          const set = Object.entries(amounts).filter(([, micros]) => micros !== undefined);
          const ceilings: Ceilings = { currency: "USD", autoMicros: 1_000_000_000, ...Object.fromEntries(set) };
          const clock = virtualClock(Date.UTC(2026, 10, 29, 23, 50));
          const journal = memoryJournal();
          let round = 0;
          let runs = 0;
          const shared = {
            clock,
            journal,
            nextRun: () => {
              runs += 1;
              return plan[round]?.sameRun === true ? `round-${round}` : `run-${runs}`;
            },
          };
          let orders = 0;
          const course = (priceMicros: number) => (): Course => {
            orders += 1;
            return billedBy(ways[orders % ways.length] ?? {}, priceMicros);
          };
          const worlds = ["E101", "E102", "E103"].map((id) =>
            world({
              episode: episode([shot("SH0010"), shot("SH0020", { maxPaidTakes: 4, options: 2 })], { id, ceilings }),
              route: ROUTE,
              vendors: [
                { id: "kling", priceMicros: PRICE, course: course(PRICE), finds: false },
                { id: "veo", priceMicros: 2 * PRICE, course: course(2 * PRICE), finds: false },
              ],
              shared,
            }),
          );
          for (const [index, { episodes, fuse, pauseMs }] of plan.entries()) {
            round = index;
            clock.advance(pauseMs);
            await Promise.all(episodes.map((one) => runOrDie(worlds[one] as World, fuse)));
          }
          const events = await eventsOf(worlds[0] as World);
          for (const [index, sums] of countsOf(events).entries())
            for (const [key, micros] of sums)
              expect(micros, `${key} after event ${index}, ${events[index]?.type}`).toBeLessThanOrEqual(
                ceilingOf(key, ceilings),
              );
          const spending = continueSpending(NOTHING_SPENT, events);
          // What vendors billed is what the books say, or may still say of what is open and in doubt.
          for (const vendorJob of worlds.flatMap((of) => of.vendors.flatMap((vendor) => vendor.jobs))) {
            const entry = [...spending.entries.values()].find(({ attempt }) => attempt === vendorJob.order.attempt);
            expect(entry === undefined ? -1 : amountsOf(entry).committedMicros).toBeGreaterThanOrEqual(
              vendorJob.billedMicros,
            );
            expect(vendorJob.billedMicros).toBeLessThanOrEqual(entry?.reserveMicros ?? -1);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  test("the books and the episodes' own states tell the same money, and every amount adds up", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(courses, { minLength: 1, maxLength: 8 }), async (ways) => {
        let orders = 0;
        const course = (): Course => {
          orders += 1;
          return ways[orders % ways.length] ?? {};
        };
        const of = world({
          episode: episode([shot("SH0010"), shot("SH0020", { options: 2 })]),
          route: ROUTE,
          vendors: ["kling", "veo"].map((id) => ({
            id,
            priceMicros: PRICE,
            finds: false,
            course,
          })),
        });
        await of.run();
        const events = await eventsOf(of);
        const spending = continueSpending(NOTHING_SPENT, events);
        const state = foldJournal(events, "ESH", "E101", { head: null, sequence: 0 });
        for (const [id, one] of Object.entries(state.shots)) {
          expect(committedMicros(spending, { show: "ESH", episode: "E101", shot: id })).toBe(spentOn(one));
          for (const own of one.attempts) {
            const entry = [...spending.entries.values()].find(({ attempt }) => attempt === own.attempt);
            expect(entry === undefined ? undefined : amountsOf(entry).committedMicros).toBe(atMost(own));
          }
        }
        for (const entry of spending.entries.values()) {
          const { reservedMicros, overMicros, heldMicros, chargedMicros, refundedMicros } = amountsOf(entry);
          expect(reservedMicros + overMicros).toBe(heldMicros + chargedMicros + refundedMicros);
        }
        // In pieces or at once, the books are the same.
        const halves = continueSpending(continueSpending(NOTHING_SPENT, events.slice(0, 9)), events.slice(9));
        expect(halves).toEqual(spending);
      }),
      { numRuns: 30 },
    );
  });
});
