import type { Json } from "../core/json.ts";
import { type Answer, type Exchange, isObject, jsonBody } from "./exchange.ts";
import { readFaults } from "./faults/read-faults.ts";
import type { Vendor, VendorDesk } from "./vendor.ts";

/**
 * Pages of the sandbox itself beside the vendor's API; they need no key and answer on loopback only:
 * GET /__bill, /__events?since=N, /__jobs, /__faults; POST /__faults {faults}, POST /__reset {only?: "jobs"}.
 */
export function createControl(vendor: Vendor, desk: VendorDesk, retired: Set<string>) {
  const reset = (only: Json | undefined): Answer => {
    vendor.restart();
    if (only !== "jobs") {
      desk.bill.clear();
      desk.log.clear();
      desk.faults.set([]);
      retired.clear();
    }
    desk.log.add({
      event: "server.reset",
      says: only === "jobs" ? "the jobs are forgotten" : "everything is forgotten",
    });
    return { status: 200, json: {} };
  };
  return (exchange: Exchange): Answer | undefined => {
    vendor.advance();
    const page = `${exchange.method} ${exchange.path}`;
    if (page === "GET /__bill") return json(desk.bill.bill());
    if (page === "GET /__jobs") return json(vendor.jobs());
    if (page === "GET /__faults") return json(desk.faults.list());
    if (page === "GET /__events") {
      const since = Number(exchange.query.get("since") ?? "0");
      return Number.isSafeInteger(since) ? json(desk.log.since(since)) : { status: 400, json: { error: "since" } };
    }
    const body = jsonBody(exchange);
    if (page === "POST /__faults") {
      const faults = readFaults(body);
      if (!faults.ok) return { status: 400, json: { error: faults.error } };
      desk.faults.set(faults.value);
      return json(desk.faults.list());
    }
    if (page === "POST /__reset") return reset(isObject(body) ? body["only"] : undefined);
    return undefined;
  };
}

/** Values of ours are plain data; the type system cannot know it. */
function json(value: unknown): Answer {
  return { status: 200, json: value as Json };
}
