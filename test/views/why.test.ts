import fc from "fast-check";
import { expect, test } from "vitest";
import { routeShot } from "../../src/core/route/route-shot.ts";
import { amountsThatAddUp } from "../../src/views/money-words.ts";
import { whyAsText } from "../../src/views/why.ts";
import {
  applied,
  attempt,
  basisFor,
  episode,
  nothing,
  PAID_ROUTE,
  plan,
  shotState,
  tamShot,
} from "../core/plan/story.ts";
import { requestWith, shotWith } from "../core/route/sample.ts";

const green = tamShot("SH0020", "green");
const red = tamShot("SH0020", "red");

test("causes, receipt in dollars, basis, takes and attempts of a retake", () => {
  const state = applied(episode([green]));
  const why = whyAsText({ shot: red, plan: plan(episode([red]), state, { route: PAID_ROUTE }), state });
  expect(why).toContain("retake in animatic: $0.40 to $1.80, expected $0.50".replace("$1.80", "$2.70"));
  expect(why).toContain('- elf-tam, look new-clothes, wardrobe "green" -> "red"');
  expect(why).toContain("engine: kuaishou/kling-3 at kling/direct, $0.50 per accepted take (80 % of takes accepted)");
  expect(why).toContain("runner-up: google/veo-3.1 at veo/vertex");
  expect(why).toMatch(/\$0\.50 {2}generation {2}price over acceptance/);
  expect(why).toContain("5.0 s wanted, 6.0 s billed, 144 frames delivered (24 to spare for handles), $0.40 a take");
  expect(why).toMatch(/elf-tam, look new-clothes {2}[0-9a-f]{12}/);
  expect(why).toMatch(/o {2}v001 {2}animatic {2}accepted {2}0\.91 {2}shotlock\/animatic {2}free/);
  expect(why).toMatch(/1 {2}animatic {2}accepted {2}animatic\/local {2}first {2}free/);
});

test("a shot with nothing to do says who made it and what a new take would cost today", () => {
  const state = applied(episode([green]));
  const why = whyAsText({ shot: green, plan: plan(episode([green]), state), state, receipt: PAID_ROUTE() });
  expect(why).toContain("nothing changed since v001");
  expect(why).toContain("made as v001 (ESH_E101_SQ010_SH0020_v001): shotlock/animatic at animatic/local, free.");
  expect(why).toContain("engine: kuaishou/kling-3");
});

test("every excluded engine with its reason, and hostile words made harmless", () => {
  const failed = attempt(green, basisFor(green), {
    standing: "failed",
    failure: {
      class: "server",
      advice: "retry-later",
      charge: { certainty: "unknown", atMostMicros: 400_000 },
      message: "\u001b[2Jboom",
    },
    charge: { certainty: "unknown", atMostMicros: 400_000 },
  });
  const state = { ...nothing(), shots: { SH0020: shotState("SH0020", { attempts: [failed] }) } };
  const route = () => ({
    ...PAID_ROUTE(),
    excluded: [{ model: "luma/ray-3", endpoint: "luma", constraint: "duration", says: "14 s wanted, 10 s at most" }],
    flips: ["veo below $0.45 a take"],
  });
  const why = whyAsText({ shot: green, plan: plan(episode([green]), state, { route }), state });
  expect(why).toContain("cannot make it\n  - luma: 14 s wanted, 10 s at most");
  expect(why).toContain("- veo below $0.45 a take");
  expect(why).toContain("at most $0.40");
  expect(why).not.toContain("\u001b");
});

test("the terms add up, in cents as they are printed", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9_000_000 }), { minLength: 1, maxLength: 6 }), (parts) => {
      const cents = amountsThatAddUp(parts, "USD").map((amount) => Math.round(Number(amount.slice(1)) * 100));
      const total = parts.reduce((sum, micros) => sum + micros, 0);
      expect(cents.reduce((sum, one) => sum + one, 0)).toBe(Math.ceil(total / 10_000));
      for (const [index, micros] of parts.entries())
        expect(Math.abs((cents[index] ?? 0) - micros / 10_000)).toBeLessThan(1.01);
    }),
  );
});

test("no endpoint is passed over in silence: candidates in order, then what cannot, then what was left out", () => {
  const request = requestWith(shotWith(), { only: ["veo", "kling", "luma"] });
  const routed = routeShot(request);
  const made = plan(episode([green]), nothing(), { tier: "final", route: () => routed });
  const why = whyAsText({ shot: green, plan: made, state: nothing() });
  for (const { identity } of routed.candidates) expect(why, identity.endpoint).toContain(identity.endpoint);
  for (const { endpoint, constraint } of routed.excluded)
    if (constraint !== "tier") expect(why, endpoint).toContain(endpoint);
  expect(why).toMatch(/- \d+ endpoints?: makes |- animatic\/local: makes animatic, not final/);
  expect(why).toContain("left out by choice");
  expect(why.split("\n").filter((line) => [...line].length > 100)).toEqual([]);
});

test("an animatic is free and does not list the engines that make other tiers", () => {
  const routed = routeShot(requestWith(shotWith(), { tier: "animatic" }));
  const why = whyAsText({
    shot: green,
    plan: plan(episode([green]), nothing(), { route: () => routed }),
    state: nothing(),
  });
  expect(why).toContain("engine: shotlock/animatic at animatic/local, free (95 % of takes accepted)\n");
  expect(why).toMatch(/ {2}- \d\d endpoints: makes draft and final, not animatic\n/);
  expect(why).not.toContain("$0.00");
});
