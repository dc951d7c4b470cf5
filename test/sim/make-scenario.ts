import { type Dice, diceOf } from "./random.ts";
import {
  type Act,
  type Crash,
  DEATHS,
  EDIT_KINDS,
  type EndpointPlan,
  FAULT_KINDS,
  type Fault,
  PERSON_ACTS,
  type Scenario,
  type ShotPlan,
  type VendorPlan,
} from "./scenario.ts";

const MINUTE_MS = 60_000;
/** Faults and acts fall into this time. */
const HORIZON_MS = 150 * MINUTE_MS;
const VENDORS = ["alfa", "bravo", "charlie", "delta", "echo"] as const;
const MODELS = ["film/ash", "film/birch", "film/cedar"] as const;

/** The world of a seed. */
export function scenarioOf(seed: number): Scenario {
  const dice = diceOf(`scenario ${seed}`);
  const vendors = vendorsOf(dice);
  const shots = shotsOf(dice);
  const machines = dice.chance(350) ? 2 : 1;
  const dearest = 5 * Math.max(...vendors.flatMap((vendor) => vendor.endpoints.map((one) => one.secondMicros)));
  return {
    seed,
    shots,
    ceilings: {
      ...(dice.chance(250) ? { episodeMicros: dearest * dice.between(2, 3 * shots.length) } : {}),
      ...(dice.chance(200) ? { runMicros: dearest * dice.between(1, 2 * shots.length) } : {}),
      ...(dice.chance(200) ? { shotMicros: dearest * dice.between(1, 3) } : {}),
      ...(dice.chance(150) ? { monthMicros: dearest * dice.between(1, 2 * shots.length) } : {}),
      ...(dice.chance(150) ? {} : { autoMicros: dice.chance(800) ? 1_000_000_000 : dearest * dice.between(1, 6) }),
    },
    vendors,
    faults: faultsOf(dice, vendors),
    acts: actsOf(dice, machines),
    machines,
    parallel: dice.between(1, 4),
    isDiligent: dice.chance(500),
    calmAtMs: HORIZON_MS + 30 * MINUTE_MS,
  };
}

function shotsOf(dice: Dice): readonly ShotPlan[] {
  const count = dice.chance(700) ? dice.between(2, 4) : dice.between(5, 8);
  return Array.from({ length: count }, (_, index) => {
    const chained = index > 0 && dice.chance(250);
    const from = `SH${String(dice.between(1, index === 0 ? 1 : index) * 10).padStart(4, "0")}`;
    return {
      id: `SH${String((index + 1) * 10).padStart(4, "0")}`,
      durationFrames: dice.between(2, 8) * 24,
      action: `he looks at shoe ${index + 1}`,
      status: dice.chance(940) ? "active" : dice.pick(["hold", "omit"] as const),
      ...(chained ? { chainFrom: from } : {}),
      options: dice.chance(200) ? dice.between(2, 3) : 1,
      maxPaidTakes: dice.between(1, 4),
      ...(dice.chance(100) ? { maxShotMicros: dice.between(2, 30) * 100_000 } : {}),
      route: {
        priority: dice.pick(["quality", "balanced", "cheap", "fast"] as const),
        onRefusal: dice.pick(["ask", "failover"] as const),
        onSlow: dice.pick(["wait", "failover"] as const),
      },
    };
  });
}

function vendorsOf(dice: Dice): readonly VendorPlan[] {
  const count = dice.between(2, 5);
  return VENDORS.slice(0, count).map((id, index) => {
    const local = index === count - 1 && dice.chance(80);
    const lookup = dice.pick(["never", "at-once", "lagging"] as const);
    return {
      id,
      bills: dice.pick(["on-accept", "on-success", "refunds"] as const),
      billsModerated: dice.chance(400),
      tells: dice.chance(800),
      lookup: local ? "at-once" : lookup,
      lookupLagMs: dice.between(1, 40) * 30_000,
      dedupes: dice.chance(300),
      cancels: dice.pick(["refunds", "charges", "never"] as const),
      running: dice.between(1, 6),
      over: dice.pick(["reject", "queue"] as const),
      refusesPerMille: dice.chance(400) ? dice.between(50, 400) : 0,
      local,
      endpoints: endpointsOf(dice, id, local),
    };
  });
}

function endpointsOf(dice: Dice, vendor: string, local: boolean): readonly EndpointPlan[] {
  const models = MODELS.filter((_, index) => index === 0 || dice.chance(400));
  const chosen = dice.chance(500) ? models : models.slice(-1);
  return chosen.map((model) => ({
    id: `${vendor}/${model.split("/")[1]}`,
    model,
    secondMicros: local ? 0 : dice.between(2, 24) * 10_000,
    medianMs: dice.between(20, 300) * 1_000,
    goodPerMille: dice.pick([1000, 900, 700, 400]),
  }));
}

function faultsOf(dice: Dice, vendors: readonly VendorPlan[]): readonly Fault[] {
  const endpoints = vendors.flatMap((vendor) => vendor.endpoints.map((endpoint) => endpoint.id));
  const count = dice.chance(100) ? 0 : dice.between(1, 10);
  const faults: Fault[] = [];
  while (faults.length < count) {
    const kind = dice.pick(FAULT_KINDS);
    // What ends for ever is rarer, or little would be left to go on with.
    if (["retired", "model-gone", "auth"].includes(kind) && dice.chance(500)) continue;
    const fromMs = dice.chance(500) ? 0 : dice.between(0, 60) * MINUTE_MS;
    faults.push({
      kind,
      endpoint: dice.pick(endpoints),
      fromMs,
      untilMs: fromMs + dice.between(1, 120) * MINUTE_MS,
      perMille: dice.pick([1000, 700, 400, 200]),
    });
  }
  return faults;
}

function actsOf(dice: Dice, machines: 1 | 2): readonly Act[] {
  const acts: Act[] = [runOf(dice, 0, 0)];
  const count = dice.between(2, 9);
  for (let act = 0; act < count; act += 1) {
    const atMs = dice.chance(300) ? dice.between(1, 300) * 1_000 : dice.between(1, 150) * MINUTE_MS;
    const machine = machines === 1 ? 0 : dice.between(0, 1);
    const kind = dice.between(0, 99);
    if (kind < 46) acts.push(runOf(dice, atMs, machine));
    else if (kind < 68) acts.push({ atMs, kind: "person", does: dice.pick(PERSON_ACTS), pick: dice.between(0, 999) });
    else if (kind < 90) acts.push({ atMs, kind: "edit", edit: dice.pick(EDIT_KINDS), pick: dice.between(0, 999) });
    else acts.push({ atMs, kind: "clock", machine, byMs: dice.between(-120, 120) * MINUTE_MS });
  }
  return acts.sort((one, other) => one.atMs - other.atMs);
}

function runOf(dice: Dice, atMs: number, machine: number): Act {
  const crash = dice.chance(550) ? { crash: crashOf(dice) } : {};
  const stop = dice.chance(120) ? { stopAfterMs: dice.between(0, 600) * 1_000 } : {};
  return { atMs, kind: "run", machine, ...crash, ...stop };
}

function crashOf(dice: Dice): Crash {
  if (dice.chance(250)) return { afterMs: dice.between(0, 900) * 1_000 + dice.between(0, 999) };
  const moment = dice.pick(["before", "after"] as const);
  if (dice.chance(400)) return { port: dice.pick(DEATHS), call: dice.between(1, 6), moment };
  return { call: dice.chance(600) ? dice.between(1, 40) : dice.between(1, 250), moment };
}
