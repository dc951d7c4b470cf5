import type { Clock } from "../ports/clock.ts";
import { type Bill, createBillBook, totalOf } from "./bill.ts";
import { COMFYUI_DEFAULTS, type ComfyuiOptions, comfyui } from "./comfyui/comfyui.ts";
import { createControl } from "./control.ts";
import { createEventLog, type SandboxEvent } from "./event-log.ts";
import { FAL_DEFAULTS, type FalOptions, fal } from "./fal/fal.ts";
import { createFaultBook, type Fault } from "./faults/fault-book.ts";
import type { Footage } from "./footage.ts";
import { requestFaults } from "./request-faults.ts";
import { RUNWAY_DEFAULTS, type RunwayOptions, runway } from "./runway/runway.ts";
import type { JobNotice, Vendor, VendorDesk } from "./vendor.ts";
import { VENDOR_NAMES, type VendorName } from "./vendor-names.ts";
import { openVendorServer, type VendorServer } from "./vendor-server.ts";
import { vendorTime } from "./vendor-time.ts";

/**
 * Local servers that speak three vendors' wire protocols, film, fail on cue and keep their own bill. Written from the
 * vendors' documentation and published clients, never from our adapters: what both agree on is then the vendor's word.
 */
export interface Sandbox {
  readonly addresses: Readonly<Record<VendorName, string>>;
  /** What all vendors charged and gave back. */
  bill(): Promise<Bill>;
  events(): readonly SandboxEvent[];
  /** What the vendors' dashboards show. */
  jobs(): Readonly<Record<VendorName, readonly JobNotice[]>>;
  /** In place of all that were set before; without a vendor a fault is set at each. */
  setFaults(faults: readonly Fault[]): void;
  close(): Promise<void>;
}

export interface SandboxOptions {
  readonly clock: Clock;
  readonly seed: number;
  /** How much faster than the clock the vendors' time runs; default 1. */
  readonly speed?: number;
  readonly footage: Footage;
  readonly faults?: readonly Fault[];
  /** Keys that open an account, by vendor; the default ones are in `DUMMY_KEYS`. */
  readonly keys?: Partial<Record<VendorName, readonly string[]>>;
  /** Ports of this machine; 0 or none: any that is free. */
  readonly ports?: Partial<Record<VendorName, number>>;
  readonly runway?: Partial<RunwayOptions>;
  readonly fal?: Partial<FalOptions>;
  readonly comfyui?: Partial<ComfyuiOptions>;
  /** Told each event as it happens. */
  told?(event: SandboxEvent): void;
}

/** Keys that open an account here and nowhere else. */
export const DUMMY_KEYS: Readonly<Record<VendorName, readonly string[]>> = {
  runway: ["key_sandbox"],
  fal: ["sandbox:key"],
  comfyui: [],
};

interface Counter {
  readonly vendor: Vendor;
  readonly desk: VendorDesk;
  readonly server: VendorServer;
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const counters: Record<string, Counter> = {};
  const opened = (name: VendorName): Counter => counters[name] as Counter;
  try {
    for (const name of VENDOR_NAMES) counters[name] = await openCounter(name, options);
  } catch (thrown) {
    await Promise.all(Object.values(counters).map(({ server }) => server.close()));
    throw thrown;
  }
  const all = Object.values(counters);
  const advance = (): void => {
    for (const { vendor } of all) vendor.advance();
  };
  const byName = <Value>(of: (counter: Counter) => Value): Readonly<Record<VendorName, Value>> =>
    Object.fromEntries(VENDOR_NAMES.map((name) => [name, of(opened(name))])) as Record<VendorName, Value>;
  const setFaults = (faults: readonly Fault[]): void => {
    for (const { desk } of all) desk.faults.set(faults);
  };
  return {
    addresses: byName(({ server }) => server.address),
    bill: async () => {
      advance();
      return totalOf(all.flatMap(({ desk }) => desk.bill.bill().lines));
    },
    events: () => {
      advance();
      const events = all.flatMap(({ desk }) => desk.log.since(0));
      return events.sort((one, other) => one.atMs - other.atMs);
    },
    jobs: () => {
      advance();
      return byName(({ vendor }) => vendor.jobs());
    },
    setFaults,
    close: async () => {
      await Promise.all(all.map(({ server }) => server.close()));
    },
  };
}

async function openCounter(name: VendorName, options: SandboxOptions): Promise<Counter> {
  const time = vendorTime(options.clock, options.speed ?? 1);
  const keys = options.keys?.[name] ?? DUMMY_KEYS[name];
  const retired = new Set<string>();
  const desk: VendorDesk = {
    time,
    seed: options.seed,
    bill: createBillBook(name),
    log: createEventLog(name, time, options.told ?? (() => undefined)),
    faults: createFaultBook(name, options.seed, () => time.now()),
    footage: options.footage,
    accounts: new Map(keys.map((key, index) => [key, `${name}-${index + 1}`])),
  };
  desk.faults.set(options.faults ?? []);
  const vendor = VENDORS[name](desk, options);
  const server = await openVendorServer({
    port: options.ports?.[name] ?? 0,
    time,
    faults: desk.faults,
    control: createControl(vendor, desk, retired),
    requests: requestFaults(vendor, desk, retired),
  });
  return { vendor, desk, server };
}

const VENDORS: Readonly<Record<VendorName, (desk: VendorDesk, options: SandboxOptions) => Vendor>> = {
  runway: (desk, options) => runway(desk, { ...RUNWAY_DEFAULTS, ...options.runway }),
  fal: (desk, options) => fal(desk, { ...FAL_DEFAULTS, ...options.fal }),
  comfyui: (desk, options) => comfyui(desk, { ...COMFYUI_DEFAULTS, ...options.comfyui }),
};
