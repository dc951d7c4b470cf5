import { ok, type Result } from "../core/result.ts";
import { engines } from "../engines/registry.ts";
import { openHttp } from "../kit/http/open-http.ts";
import type { Desk, Engine } from "../ports/engine.ts";
import { type Addresses, addressOf, readAddresses } from "./addresses-file.ts";
import { presentSecrets, secretVariable } from "./engine-secrets.ts";
import type { Problem } from "./problem.ts";
import type { Shop } from "./shop.ts";

/** What each adapter of this build can order from. */
export const REMOTES: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  engines.flatMap(({ id, remotes }) => (remotes === undefined ? [] : [[id, remotes] as const])),
);

/** What a run needs to reach engines. */
export interface EngineNetwork {
  /** Engines that can be asked here and now: their address is known and their secrets are set. */
  readonly availableAdapters: readonly string[];
  network(engine: Engine): Pick<Desk, "http" | "address">;
  secret(name: string): string | undefined;
}

export function engineNetwork(shop: Shop): Result<EngineNetwork, Problem> {
  const read = readAddresses(shop.environment, process.platform);
  if (!read.ok) return read;
  const addresses = read.value;
  return ok({
    availableAdapters: engines
      .filter(
        (engine) =>
          hasAddress(shop, engine, addresses) && presentSecrets(shop, engine).length === engine.secrets.length,
      )
      .map((engine) => engine.id),
    network: (engine) => networkOf(shop, engine, addresses),
    secret: (name) => secretOf(shop, name),
  });
}

/** Adapters of this build whose address is known; a plan needs no more, it is made without keys. */
export function addressedEngines(shop: Shop): Result<readonly string[], Problem> {
  const read = readAddresses(shop.environment, process.platform);
  if (!read.ok) return read;
  return ok(engines.filter((engine) => hasAddress(shop, engine, read.value)).map((engine) => engine.id));
}

/** One that runs where the user says is here when its address is told; all others are at home. */
export function hasAddress(shop: Shop, engine: Engine, addresses: Addresses): boolean {
  const catalogue = shop.catalogue();
  const needs = catalogue.ok && catalogue.value.engines.some((one) => one.id === engine.id && one.needsAddress);
  return !needs || addresses[engine.id] !== undefined;
}

function networkOf(shop: Shop, engine: Engine, addresses: Addresses): Pick<Desk, "http" | "address"> {
  const entry = addresses[engine.id];
  const address = addressOf(engine, addresses);
  const headers = Object.entries(entry?.headers ?? {}).flatMap(([name, variable]) => {
    const value = shop.environment[variable];
    return value === undefined || value === "" ? [] : [[name.toLowerCase(), shop.redactor.handOut(variable, value)]];
  });
  const http = openHttp({
    clock: shop.clock,
    isPrivate: entry?.private === true,
    headers: Object.fromEntries(headers),
    ...(address === undefined ? {} : { address }),
  });
  return { http, ...(address === undefined ? {} : { address }) };
}

function secretOf(shop: Shop, name: string): string | undefined {
  const engine = engines.find((one) => one.secrets.includes(name));
  if (engine === undefined) return undefined;
  const variable = secretVariable(shop.config, engine, name);
  const value = shop.environment[variable];
  return value === undefined || value === "" ? undefined : shop.redactor.handOut(variable, value);
}
