import type { EngineFailure } from "../../core/failure.ts";
import type { Micros } from "../../core/money.ts";
import type { EndpointOrder, ShotOrder } from "../../core/order.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Desk, Job } from "../../ports/engine.ts";
import { engineFailure } from "./failures.ts";

/** What is ordered, and where. */
export interface Ordered {
  readonly endpoint: EndpointOrder;
  readonly address: string;
}

/** An order of an older version tells neither what nor where. */
export function orderedAt(order: ShotOrder, desk: Desk): Result<Ordered, EngineFailure> {
  const { endpoint } = order;
  const { address } = desk;
  if (endpoint !== undefined && address !== undefined) return ok({ endpoint, address });
  const message = address === undefined ? "this engine has no address here" : "the order names no endpoint";
  return fail(engineFailure({ class: "invalid-request", advice: "stop-and-ask", message }));
}

/** The key, or why the engine cannot be asked. */
export function keyOf(desk: Desk, name: string): Result<string, EngineFailure> {
  const key = desk.secret(name);
  if (key !== undefined) return ok(key);
  return fail(engineFailure({ class: "auth", advice: "stop-and-ask", message: `${name} is not set` }));
}

/** A job is asked about where it was ordered: another server knows nothing of it, which must not be taken for an answer. */
export function sameAddress({ handle }: Job, desk: Desk): EngineFailure | undefined {
  const ordered = handle["address"];
  // A job that a person found by its id was ordered at an address that nobody kept: it is asked about where the engine is.
  if (ordered === undefined || ordered === desk.address) return undefined;
  return engineFailure({
    class: "server",
    advice: "stop-and-ask",
    message: `the job was ordered at ${String(ordered)}, and the engine is now at ${desk.address ?? "no address"}`,
  });
}

/** Most that the job may cost, as it was kept with it when it was ordered. */
export function takeMicrosOf({ handle }: Job): Micros {
  return Number(handle["takeMicros"] ?? 0);
}

/**
 * The order's seed as a vendor takes it. One of our own choice is folded into the vendor's range; one that the author wrote
 * is given as it is, or not at all.
 */
export function seedWithin(order: ShotOrder, largest: bigint): Result<bigint, EngineFailure> {
  const seed = BigInt(order.seed);
  if (seed <= largest) return ok(seed);
  if (order.intent.seed !== order.seed) return ok(seed % (largest + 1n));
  return fail(
    engineFailure({
      class: "invalid-request",
      advice: "next-route",
      message: `the seed ${order.seed} is larger than ${largest}, the largest it takes`,
    }),
  );
}
