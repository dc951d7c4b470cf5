import { describe, expect, test } from "vitest";
import type { Charge } from "../../../src/core/failure.ts";
import { sumOfAmounts } from "../../../src/core/spending/ledger-entry.ts";
import { committedMicros, continueSpending, NOTHING_SPENT } from "../../../src/core/spending.ts";
import { type Resolution, resolveDoubt } from "../../../src/operations/spending/resolve-doubt.ts";
import { candidate, episode, receipt, shot } from "../../core/plan/story.ts";
import type { Course } from "../apply/vendor.ts";
import { type World, type WorldOptions, world } from "../apply/world.ts";

const PRICE = 400_000;
const KLING = { engine: "kling", model: "kuaishou/kling-3", modelVersion: "3", endpoint: "kling/direct" };

/** A vendor that has no list to look a job up in; the first answer of a shot is lost. */
function doubtful(first: Course, change: Partial<WorldOptions> = {}): World {
  return world({
    episode: episode([shot("SH0010", { maxPaidTakes: 1 })]),
    route: () => receipt(candidate(PRICE, KLING, 800)),
    vendors: [{ id: "kling", priceMicros: PRICE, finds: false, course: (_order, nth) => (nth === 1 ? first : {}) }],
    ...change,
  });
}

async function resolve(
  of: World,
  resolution: Resolution,
  change: { approvers?: readonly string[]; number?: number } = {},
) {
  const engines = new Map(of.vendors.map(({ engine }) => [engine.id, engine]));
  return resolveDoubt(await of.record("word"), {
    shot: "SH0010",
    resolution,
    reason: "seen in the list",
    operator: "anna",
    engines,
    addressOf: () => undefined,
    currency: "USD",
    ...change,
  });
}

async function books(of: World) {
  const contents = await of.journal.read();
  if (!contents.ok) throw new Error(contents.error.message);
  return continueSpending(NOTHING_SPENT, contents.value.events);
}
const known = (micros: number): Charge => ({ certainty: "known", micros });
const bill = (of: World): number =>
  of.vendors.flatMap(({ jobs }) => jobs).reduce((sum, job) => sum + job.billedMicros, 0);

describe("an order whose answer was lost", () => {
  test("waits, keeps its reserve, and no run ever repeats it", async () => {
    const of = doubtful({ submit: "lost" });
    for (let round = 0; round < 3; round += 1) {
      const { outcomes } = await of.run();
      expect(outcomes[0]).toMatchObject({ kind: "waits", says: expect.stringContaining("resolve") });
    }
    expect(of.vendors[0]?.asked).toHaveLength(1);
    expect(committedMicros(await books(of))).toBe(PRICE);
  });

  test("adopted, it is collected as if the answer had come, and paid once", async () => {
    const of = doubtful({ submit: "lost" });
    await of.run();
    expect((await resolve(of, { kind: "adopt", job: "job-1" })).ok).toBe(true);
    expect((await of.run()).outcomes[0]?.kind).toBe("made");
    expect(of.vendors[0]?.asked).toHaveLength(1);
    expect(committedMicros(await books(of))).toBe(bill(of));
    // It is in doubt no more.
    expect(await resolve(of, { kind: "drop" })).toMatchObject({ ok: false });
  });

  test("an id that is none, or another attempt's job, is not adopted", async () => {
    const of = doubtful({ submit: "lost" });
    await of.run();
    expect(await resolve(of, { kind: "adopt", job: "a good one" })).toMatchObject({ ok: false });
    const other = await of.record("other");
    const state = (await of.state()).shots["SH0010"]?.attempts[0];
    if (state === undefined) throw new Error();
    const { standing: _standing, intendedAt: _at, run: _run, operator: _operator, ...facts } = state;
    await other.append({ type: "attempt.intended", ...facts, attempt: "another", number: 2, take: "v009" });
    const job = { engine: "kling", id: "job-1", attempt: "another", handle: {} };
    await other.append({ type: "attempt.submitted", shot: "SH0010", attempt: "another", job });
    expect(await resolve(of, { kind: "adopt", job: "job-1" })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("another attempt's") },
    });
  });

  test("resubmitted under a person's licence: one more order, the old reserve is kept until the bill is known", async () => {
    const of = doubtful({ submit: "lost" });
    of.episode = episode([shot("SH0010", { maxPaidTakes: 2 })]);
    await of.run();
    expect(await resolve(of, { kind: "resubmit" }, { approvers: ["bo"] })).toMatchObject({ ok: false });
    expect((await resolve(of, { kind: "resubmit" })).ok).toBe(true);
    expect((await of.run()).outcomes[0]?.kind).toBe("made");
    const attempts = (await of.state()).shots["SH0010"]?.attempts ?? [];
    expect(attempts.map(({ licence, standing }) => [licence, standing])).toEqual([
      ["first", "abandoned"],
      ["person", "accepted"],
    ]);
    expect(committedMicros(await books(of))).toBe(2 * PRICE);
    expect((await resolve(of, { kind: "settle", charge: known(PRICE) })).ok).toBe(true);
    const { chargedMicros, wastedMicros, heldMicros } = sumOfAmounts([...(await books(of)).entries.values()]);
    expect([chargedMicros, wastedMicros, heldMicros]).toEqual([bill(of), PRICE, 0]);
    expect((await of.run()).outcomes).toEqual([]);
  });

  test.each([
    ["was charged", "lost", known(PRICE), "waits", 1],
    ["may still be charged", "lost", undefined, "waits", 1],
    ["was not charged", "unheard", known(0), "made", 2],
  ] as const)("one that %s: whether it counts against max_paid_takes", async (_, submit, charge, kind, asked) => {
    const of = doubtful({ submit });
    await of.run();
    expect((await resolve(of, { kind: "resubmit", ...(charge === undefined ? {} : { charge }) })).ok).toBe(true);
    expect((await of.run()).outcomes[0]?.kind).toBe(kind);
    expect(of.vendors[0]?.asked).toHaveLength(asked);
    expect(bill(of)).toBe(PRICE);
  });

  test("the old reserve counts against the ceilings until somebody says that it was not charged", async () => {
    const of = doubtful({ submit: "unheard" });
    const takes = (maxPaidTakes: number) => {
      const ceilings = { ...of.episode.ceilings, episodeMicros: PRICE };
      of.episode = episode([shot("SH0010", { maxPaidTakes })], { ceilings });
    };
    takes(1);
    await of.run();
    await resolve(of, { kind: "resubmit" });
    takes(2);
    expect((await of.run()).outcomes[0]).toMatchObject({ kind: "waits", says: expect.stringContaining("$0.40") });
    expect(of.vendors[0]?.asked).toHaveLength(1);
    takes(1);
    await resolve(of, { kind: "settle", charge: known(0) });
    expect((await of.run()).outcomes[0]?.kind).toBe("made");
    expect(committedMicros(await books(of))).toBe(bill(of));
  });

  test("dropped, the shot waits for a retake, and nothing is ordered before", async () => {
    const of = doubtful({ submit: "lost" });
    await of.run();
    expect((await resolve(of, { kind: "drop", charge: known(PRICE) })).ok).toBe(true);
    expect((await of.run()).outcomes[0]?.kind).toBe("waits");
    expect(of.vendors[0]?.asked).toHaveLength(1);
    await (await of.record("word")).append({ type: "retake.asked", shot: "SH0010", tier: "animatic", reason: "again" });
    expect((await of.run()).outcomes[0]?.kind).toBe("made");
    expect(committedMicros(await books(of))).toBe(bill(of));
  });
});

describe("a journal that was begun anew from the lock", () => {
  test("still knows the order in doubt, holds its money, and goes on only after a person's word", async () => {
    const of = doubtful(
      { submit: "lost" },
      {
        episode: episode([shot("SH0010"), shot("SH0020")]),
        vendors: [
          {
            id: "kling",
            priceMicros: PRICE,
            finds: false,
            course: (order) => (order.shotName.endsWith("SH0010") ? { submit: "lost" } : { footage: "bad" }),
          },
        ],
      },
    );
    await of.run();
    const lock = of.lock();
    expect(lock.shots["SH0010"]?.attempts).toMatchObject([{ outcome: "in-doubt" }]);
    const again = doubtful({}, { episode: of.episode });
    const record = await again.record("restore");
    const document = JSON.parse(JSON.stringify(lock));
    await record.append({ type: "journal.restored", lock: `sha256:${"1".repeat(64)}`, document });
    // What was wasted on the other shot is money, too.
    expect(committedMicros(await books(again))).toBe(committedMicros(await books(of)));
    expect((await again.run({ only: ["SH0010"] })).outcomes[0]).toMatchObject({ kind: "waits" });
    expect(again.vendors[0]?.asked).toEqual([]);
    expect((await resolve(again, { kind: "drop", charge: known(PRICE) })).ok).toBe(true);
    expect((await again.run({ only: ["SH0010"] })).outcomes[0]).toMatchObject({ kind: "made" });
  });
});

describe("submitting and collecting apart", () => {
  test("a run that does not wait orders everything and leaves it to a later one, on another machine too", async () => {
    const of = doubtful(
      {},
      {
        episode: episode([shot("SH0010"), shot("SH0020")]),
        vendors: [{ id: "kling", priceMicros: PRICE, finds: false, course: () => ({ polls: ["running", "running"] }) }],
      },
    );
    expect((await of.run({ waits: false })).outcomes.map(({ kind }) => kind)).toEqual(["under-way", "under-way"]);
    expect((await of.run({ waits: false })).outcomes.map(({ kind }) => kind)).toEqual(["under-way", "under-way"]);
    expect(of.vendors[0]?.asked).toHaveLength(2);
    expect((await of.run({ waits: false })).outcomes.map(({ kind }) => kind)).toEqual(["made", "made"]);
    expect(of.vendors[0]?.asked).toHaveLength(2);
  });

  test("what was ordered for a shot that the YAML no longer has is collected, kept and counted", async () => {
    const of = doubtful(
      {},
      {
        episode: episode([shot("SH0010"), shot("SH0020")]),
        vendors: [{ id: "kling", priceMicros: PRICE, finds: false, course: () => ({ polls: ["running"] }) }],
      },
    );
    await of.run({ waits: false });
    of.episode = episode([shot("SH0020")]);
    await of.run();
    const gone = (await of.state()).shots["SH0010"];
    expect(gone?.takes.map(({ verdict }) => verdict)).toEqual(["accepted"]);
    expect(of.vendors[0]?.asked).toHaveLength(2);
    expect(committedMicros(await books(of))).toBe(bill(of));
    expect((await of.run()).outcomes).toEqual([]);
  });
});
