import type { ScenarioFault } from "../../schema/generated/types.ts";
import { draw } from "../draw.ts";
import type { VendorName } from "../vendor-names.ts";

export type Fault = ScenarioFault;
export type FaultName = Fault["fault"];

/** Where a fault may strike. */
export interface FaultPlace {
  /** `accept`: a job was accepted; `download`: its footage is asked for; `answer`: any answer goes out. */
  readonly at: "submit" | "poll" | "fetch" | "accept" | "download" | "answer";
  readonly model?: string;
}

/** The faults of one vendor and how often each was met: what strikes follows from seed, faults and requests. */
export interface FaultBook {
  set(faults: readonly Fault[]): void;
  /** The first of these that fits and strikes now. All that fit are counted, so that `nth` means what it says. */
  strike(names: readonly FaultName[], place: FaultPlace): Fault | undefined;
  list(): readonly { readonly fault: Fault; readonly met: number; readonly struck: number }[];
}

interface Entry {
  readonly fault: Fault;
  readonly setMs: number;
  readonly number: number;
  met: number;
  struck: number;
}

/** Faults that may strike at more than one kind of request. */
const REQUEST_FAULTS: readonly FaultName[] = ["error", "rate-limit", "drop"];
const CERTAIN = 100;

export function createFaultBook(vendor: VendorName, seed: number, now: () => number): FaultBook {
  let entries: Entry[] = [];
  const strikes = (entry: Entry): boolean => {
    const { fault } = entry;
    entry.met += 1;
    if (fault.nth !== undefined && fault.nth !== entry.met) return false;
    if (fault.times !== undefined && entry.struck >= fault.times) return false;
    const chance = draw(seed, vendor, "fault", entry.number, entry.met) % CERTAIN;
    return chance < (fault.percent ?? CERTAIN);
  };
  return {
    set(faults) {
      const setMs = now();
      const own = faults.filter((fault) => fault.vendor === undefined || fault.vendor === vendor);
      entries = own.map((fault, number) => ({ fault, setMs, number, met: 0, struck: 0 }));
    },
    strike(names, place) {
      const fitting = entries.filter((entry) => names.includes(entry.fault.fault) && fits(entry, place, now()));
      const striking = fitting.filter(strikes)[0];
      if (striking !== undefined) striking.struck += 1;
      return striking?.fault;
    },
    list: () => entries.map(({ fault, met, struck }) => ({ fault, met, struck })),
  };
}

function fits({ fault, setMs }: Entry, place: FaultPlace, nowMs: number): boolean {
  const beginsMs = setMs + (fault.after_seconds ?? 0) * 1000;
  if (nowMs < beginsMs) return false;
  if (fault.for_seconds !== undefined && nowMs >= beginsMs + fault.for_seconds * 1000) return false;
  if (REQUEST_FAULTS.includes(fault.fault)) {
    const at = fault.at ?? "submit";
    if (at !== "any" && at !== place.at) return false;
  }
  return fault.model === undefined || (place.model !== undefined && isModel(fault.model, place.model));
}

function isModel(pattern: string, model: string): boolean {
  return pattern.endsWith("*") ? model.startsWith(pattern.slice(0, -1)) : pattern === model;
}
