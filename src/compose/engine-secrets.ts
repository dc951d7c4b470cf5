import type { Catalogue } from "../core/catalogue.ts";
import { type Diagnostic, diagnostic } from "../core/diagnostic.ts";
import { CONFIG_FILE } from "../kit/config-file.ts";
import type { ConfigDocument } from "../schema/generated/types.ts";
import type { Shop } from "./shop.ts";

/** Variables that hold keys of engines and nothing else, by their name. */
const OWN_KEY = /^SHOTLOCK_KEY_[A-Z0-9_]+$/;

interface NeedsSecrets {
  readonly id: string;
  readonly secrets: readonly string[];
}

/** The account of the configuration that an engine bills: of several the first by name, whose key is then the one that is used. */
export function accountOf(
  config: ConfigDocument,
  engine: string,
): { readonly name: string; readonly key: string | undefined } | undefined {
  const accounts = Object.entries(config.engines?.accounts ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  const found = accounts.find(([, account]) => account.engine === engine);
  return found === undefined ? undefined : { name: found[0], key: found[1].key };
}

/**
 * The variable that a secret is read from: the one that the engine's account names, else the vendor's own. The configuration
 * is part of the repository, so it can name no variable that might hold another secret.
 */
export function secretVariable(config: ConfigDocument, { id, secrets }: NeedsSecrets, name: string): string {
  const named = accountOf(config, id)?.key;
  return named !== undefined && secrets.length === 1 && OWN_KEY.test(named) ? named : name;
}

export function presentSecrets(shop: Pick<Shop, "config" | "environment">, engine: NeedsSecrets): readonly string[] {
  return engine.secrets.filter((name) => (shop.environment[secretVariable(shop.config, engine, name)] ?? "") !== "");
}

/** Accounts whose key is not read: it could be anybody's. */
export function accountFindings(config: ConfigDocument, catalogue: Catalogue | undefined): readonly Diagnostic[] {
  return Object.entries(config.engines?.accounts ?? {}).flatMap(([name, { engine, key }]) => {
    if (key === undefined || OWN_KEY.test(key)) return [];
    const known = catalogue?.engines.find((one) => one.id === engine);
    if (known === undefined || known.secrets.includes(key)) return [];
    return [
      diagnostic("ACCOUNT_KEY", CONFIG_FILE, `the account ${name} names a variable that is not for keys of ${engine}`, {
        hint: `name ${["a variable SHOTLOCK_KEY_...", ...known.secrets].join(" or ")}`,
        pointer: `/engines/accounts/${name}/key`,
      }),
    ];
  });
}
