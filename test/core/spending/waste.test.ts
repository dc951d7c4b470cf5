import { expect, test } from "vitest";
import { payment } from "../../../src/core/admission/payment.ts";
import type { Charge } from "../../../src/core/failure.ts";
import type { Ceilings } from "../../../src/core/production.ts";
import { grantedBasis } from "../../../src/core/spending/granted-basis.ts";
import type { LedgerEntry } from "../../../src/core/spending/ledger-entry.ts";
import { wasteReached } from "../../../src/core/spending/waste.ts";
import { type Grant, NOTHING_SPENT, type Spending } from "../../../src/core/spending.ts";
import { ANIMATIC, basisFor, candidate, shot } from "../plan/story.ts";

const CEILINGS: Ceilings = { currency: "USD", autoMicros: 1_000_000_000 };
const known = (micros: number): Charge => ({ certainty: "known", micros });

interface Try {
  readonly standing: LedgerEntry["standing"];
  readonly charge?: Charge;
  readonly hour?: number;
  readonly episode?: string;
}

function books(tries: readonly Try[], grants: readonly Grant[] = []): Spending {
  const entries = tries.map(
    ({ standing, charge = known(500_000), hour = 10, episode = "E101" }, index): LedgerEntry => {
      const attempt = `a${index}`;
      return {
        attempt,
        number: index + 1,
        show: "ESH",
        episode,
        shot: "SH0010",
        identity: ANIMATIC,
        account: "runway",
        licence: "first",
        grant: "auto",
        operator: "anna",
        run: "run-1",
        at: `2026-11-24T${hour}:00:00.000Z`,
        month: "2026-11",
        reserveMicros: 500_000,
        standing,
        charge,
        restored: false,
      };
    },
  );
  return { ...NOTHING_SPENT, grants, entries: new Map(entries.map((entry) => [entry.attempt, entry])) };
}

const reached = (tries: readonly Try[], ceilings: Partial<Ceilings>, grants: readonly Grant[] = []) =>
  wasteReached(books(tries, grants), {
    show: "ESH",
    episode: "E101",
    tier: "draft",
    ceilings: { ...CEILINGS, ...ceilings },
  });

const BAD: Try = { standing: "set-aside" };
const GOOD: Try = { standing: "accepted" };

test("an amount is reached by what was paid and gave no accepted take", () => {
  const wish = { wasteMicros: 1_000_000 };
  expect(reached([BAD, GOOD, GOOD], wish)).toBeUndefined();
  expect(reached([BAD, GOOD, BAD], wish)).toBe(
    "$1.00 of $1.50 were paid for what gave no accepted take, and the waste budget is $1.00: look at the takes, then let it go on: shotlock approve E101 --tier draft",
  );
  // What was free is no waste, what may still be billed is.
  expect(reached([BAD, { standing: "failed", charge: known(0) }], wish)).toBeUndefined();
  expect(
    reached([BAD, { standing: "failed", charge: { certainty: "unknown", atMostMicros: 500_000 } }], wish),
  ).toBeDefined();
  // Another episode has its own.
  expect(reached([BAD, { ...BAD, episode: "E102" }], wish)).toBeUndefined();
  expect(reached([], { wasteMicros: 0 })).toBeUndefined();
});

test("a share says something from five paid tries on", () => {
  const wish = { wastePerMille: 200 };
  expect(reached([BAD, BAD, BAD, BAD], wish)).toBeUndefined();
  expect(reached([BAD, GOOD, GOOD, GOOD, GOOD], wish)).toContain("the waste budget is 20 %");
  expect(reached([BAD, GOOD, GOOD, GOOD, GOOD, GOOD], wish)).toBeUndefined();
});

test("a grant is a person's word that it may go on: what was wasted before it does not count", () => {
  const grant: Grant = {
    type: "grant.written",
    at: "2026-11-24T11:00:00.000Z",
    run: "word",
    operator: "bo",
    show: "ESH",
    episode: "E101",
    grant: "grant-1",
    plan: `sha256:${"0".repeat(64)}`,
    tier: "draft",
    expectedMicros: 1,
    ceilingMicros: 1,
    expiresAt: "2026-12-24T11:00:00.000Z",
    shots: [],
  };
  const wish = { wasteMicros: 1_000_000 };
  expect(reached([BAD, BAD], wish, [grant])).toBeUndefined();
  expect(reached([BAD, { ...BAD, hour: 12 }, { ...BAD, hour: 13 }], wish, [grant])).toBeDefined();
  expect(reached([BAD, BAD], wish, [{ ...grant, episode: "E102" }])).toBeDefined();
});

test("nothing more is ordered once it is reached; what is free still is", () => {
  const one = shot("SH0010");
  const asked = (micros: number) =>
    payment(
      {
        ceilings: { ...CEILINGS, wasteMicros: 1_000_000 },
        show: "ESH",
        episode: "E101",
        shot: one,
        tier: "draft",
        basis: grantedBasis(basisFor(one)),
        spending: books([BAD, BAD]),
        run: "run-2",
        at: "2026-11-24T14:00:00.000Z",
        approval: { kind: "auto" },
      },
      candidate(micros),
    );
  expect(asked(500_000)).toMatchObject({ kind: "asks", says: expect.stringContaining("the waste budget is $1.00") });
  expect(asked(0)).toEqual({ kind: "pays", grant: "free" });
});
