import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { shapeErrors } from "../../src/schema/validators.ts";
import { hasFfmpeg, SMALL_SHOW, type TestRepository, testRepository } from "./repository.ts";

/** The animatic with a price of its own: everything of money but a vendor. */
const PRICED = `schema: shotlock/catalogue/1
models:
  shotlock/animatic:
    endpoints:
      animatic/local:
        price: { per: second, source: here, rows: [{ amount: 0.20 }] }
`;
const CONFIG = (rest: string): string => `catalogue: [priced.yaml]\n${rest}`;

function digestIn(text: string): string {
  const found = /--plan ([0-9a-f]{12})/.exec(text)?.[1];
  if (found === undefined) throw new Error(`no digest in: ${text}`);
  return found;
}

describe.skipIf(!hasFfmpeg)("money at the command line", () => {
  let repository: TestRepository;

  beforeAll(() => {
    repository = testRepository({ ...SMALL_SHOW, "priced.yaml": PRICED, "shotlock.config.yaml": CONFIG("") });
    expect(repository.run("keys", "init").code).toBe(0);
  });

  test("what costs money and nobody approved is shown, waits, and is not ordered", () => {
    const plan = repository.run("plan", "E1", "--exit-code");
    expect(plan).toMatchObject({ code: 3, problem: "" });
    expect(plan.out).toMatch(/3 shots need approval before\s+anything is ordered/);
    expect(plan.out).toContain("shotlock approve E1");
    const applied = repository.run("apply", "E1");
    expect(applied.code).toBe(3);
    expect(applied.out).toContain("needs approval");
    expect(JSON.parse(repository.run("status", "E1", "--json").out)).toMatchObject({ shots: [{ takes: 0 }, {}, {}] });
  });

  test("approve shows first, refuses another plan, then permits exactly what was seen", () => {
    const shown = repository.run("approve", "E1", "--only", "SH0030");
    expect(shown.code).toBe(3);
    expect(shown.out).toContain("Nothing is approved yet");
    const digest = digestIn(shown.out);
    expect(repository.run("approve", "E1", "--plan", "0123456789ab").problem).toContain("the plan has changed");
    expect(repository.run("approve", "E1", "--plan", digest).problem).toContain("the plan has changed");
    expect(repository.run("approve", "E1", "--only", "SH0030", "--plan", digest, "--ceiling", "99").problem).toContain(
      "shows at most",
    );
    const approved = repository.run("approve", "E1", "--only", "SH0030", "--plan", digest);
    expect(approved).toMatchObject({ code: 0, problem: "" });
    expect(approved.out).toContain("tester approves SH0030");
  });

  test("a stop holds even what is approved, until somebody who may lets it go on", () => {
    expect(repository.run("stop", "--reason", "budget meeting").code).toBe(0);
    const held = repository.run("apply", "E1", "--only", "SH0030", "--no-conform");
    expect(held.code).toBe(3);
    expect(held.out).toContain("budget meeting");
    repository.write("shotlock.config.yaml", CONFIG("people: { producer: [bo] }\n"));
    expect(repository.run("start").problem).toContain("tester may not let orders go on");
    repository.write("shotlock.config.yaml", CONFIG("people: { producer: [tester] }\n"));
    expect(repository.run("start").code).toBe(0);
  });

  test("only the approved shot is made, and the next plan asks for the rest", () => {
    const applied = repository.run("apply", "E1", "--no-conform");
    expect(applied.code).toBe(3);
    const status = JSON.parse(repository.run("status", "E1", "--json").out) as { shots: { takes: number }[] };
    expect(status.shots.map((shot) => shot.takes)).toEqual([0, 0, 1]);
    expect(repository.run("plan", "E1").out).toContain("2 shots need approval");
  });

  test("a grant of somebody who may not spend does not count, and neither may they write one", () => {
    repository.write("shotlock.config.yaml", CONFIG("people: { producer: [bo] }\n"));
    const shown = repository.run("approve", "E1");
    expect(repository.run("approve", "E1", "--plan", digestIn(shown.out)).problem).toContain("tester may not approve");
  });

  test("below the auto line nobody is asked, and small pieces are not below it", () => {
    repository.write("shotlock.config.yaml", CONFIG("ceilings: { auto: 0.30 }\n"));
    expect(repository.run("plan", "E1", "--only", "SH0010").out).toContain("needs approval");
    repository.write("shotlock.config.yaml", CONFIG("ceilings: { auto: 5.00 }\n"));
    expect(repository.run("plan", "E1").out).not.toContain("approval");
    expect(repository.run("apply", "E1", "--no-conform").code).toBe(0);
  });

  test("the ledger sums what was reserved and given back, as text, JSON and CSV, and an invoice is held beside it", () => {
    const text = repository.run("ledger", "--by", "shot");
    expect(text).toMatchObject({ code: 0, problem: "" });
    expect(text.out).toContain("SML E1/SH0030");
    const json = JSON.parse(repository.run("ledger", "--json").out);
    expect(shapeErrors("ledger", json)).toEqual([]);
    expect(json.total).toMatchObject({ heldMicros: 0, chargedMicros: 0, refundedMicros: json.total.reservedMicros });
    const csv = repository.run("ledger", "--csv").out.trim().split("\r\n");
    expect(csv).toHaveLength(json.entries.length + 1);
    expect(repository.run("ledger", "--month", "2020-01").out).toContain("Nothing was paid");
    expect(repository.run("ledger", "--month", "May").code).toBe(1);
    repository.write("invoice.csv", "request_id,amount\nnot-ours,1.25\n");
    const match = repository.run("ledger", "match", join(repository.root, "invoice.csv"));
    expect(match.code).toBe(2);
    expect(match.out).toContain("only theirs: job not-ours, $1.25");
  });

  test("nothing is in doubt and nothing is under way: both say so", () => {
    expect(repository.run("resolve")).toMatchObject({ code: 0, out: expect.stringContaining("Nothing is in doubt") });
    expect(repository.run("collect")).toMatchObject({ code: 0, out: expect.stringContaining("Nothing is under way") });
  });
});
