import type { Act, Scenario, ShotPlan, VendorPlan } from "./scenario.ts";
import { simulate } from "./simulate.ts";

/** Worlds that are tried for a smaller one. */
const TRIES_MAX = 600;

/** A smaller scenario that still breaks the same law: parts are left out one by one while it does. */
export async function shrink(scenario: Scenario, law: string): Promise<Scenario> {
  let smallest = scenario;
  let tries = 0;
  const breaks = async (candidate: Scenario): Promise<boolean> => {
    tries += 1;
    return (await simulate(candidate)).breaches.some((breach) => breach.law === law);
  };
  for (let isSmaller = true; isSmaller && tries < TRIES_MAX; ) {
    isSmaller = false;
    for (const candidate of smallerOnes(smallest)) {
      if (tries >= TRIES_MAX) break;
      if (!(await breaks(candidate))) continue;
      smallest = candidate;
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

function* smallerOnes(scenario: Scenario): Generator<Scenario> {
  const { acts, faults, shots, vendors } = scenario;
  for (const one of without(shots, 1)) yield { ...scenario, shots: unchained(one) };
  for (const one of without(acts)) yield { ...scenario, acts: one };
  for (const one of without(faults)) yield { ...scenario, faults: one };
  for (const one of without(vendors, 1)) yield withVendors(scenario, one);
  for (const [index, vendor] of vendors.entries())
    for (const endpoints of without(vendor.endpoints, 1))
      yield withVendors(scenario, vendors.with(index, { ...vendor, endpoints }));
  if (scenario.machines > 1)
    yield { ...scenario, machines: 1, acts: acts.map((act) => ("machine" in act ? { ...act, machine: 0 } : act)) };
  if (scenario.parallel > 1) yield { ...scenario, parallel: 1 };
  if (Object.keys(scenario.ceilings).length > 0) yield { ...scenario, ceilings: {} };
  for (const [index, act] of acts.entries()) {
    const plainer = plainerAct(act);
    if (plainer !== undefined) yield { ...scenario, acts: acts.with(index, plainer) };
  }
  for (const [index, shot] of shots.entries())
    if (shot.options > 1) yield { ...scenario, shots: shots.with(index, { ...shot, options: 1 }) };
}

/** All lists with one item less that still have so many. */
function* without<Item>(items: readonly Item[], itemsMin = 0): Generator<readonly Item[]> {
  if (items.length <= itemsMin) return;
  for (const index of items.keys()) yield items.toSpliced(index, 1);
}

function withVendors(scenario: Scenario, vendors: readonly VendorPlan[]): Scenario {
  const served = vendors.flatMap((vendor) => vendor.endpoints.map((endpoint) => endpoint.id));
  return { ...scenario, vendors, faults: scenario.faults.filter((fault) => served.includes(fault.endpoint)) };
}

function unchained(shots: readonly ShotPlan[]): readonly ShotPlan[] {
  return shots.map((shot) => {
    if (shot.chainFrom === undefined || shots.some((other) => other.id === shot.chainFrom)) return shot;
    const { chainFrom: _gone, ...rest } = shot;
    return rest;
  });
}

function plainerAct(act: Act): Act | undefined {
  if (act.kind !== "run") return undefined;
  const { crash, stopAfterMs, ...rest } = act;
  if (crash === undefined && stopAfterMs === undefined) return undefined;
  return rest;
}
