import type { Catalogue } from "../core/catalogue.ts";
import { type Diagnostic, diagnostic } from "../core/diagnostic.ts";
import { unknownEngineNames } from "../core/route/engine-names.ts";
import { CONFIG_FILE } from "../kit/config-file.ts";
import type { ConfigDocument } from "../schema/generated/types.ts";

/** Engines that the configuration allows or refuses and the catalogue does not know: a misspelled refusal refuses nobody. */
export function ruleFindings(config: ConfigDocument, catalogue: Catalogue | undefined): readonly Diagnostic[] {
  if (catalogue === undefined) return [];
  return (["allow", "deny"] as const).flatMap((field) => {
    const names = config.engines?.[field] ?? [];
    return unknownEngineNames(names, catalogue).map(({ name, suggestions }) =>
      diagnostic("UNKNOWN_ENGINE", CONFIG_FILE, `no engine or model is called "${name}"`, {
        severity: "warning",
        hint:
          suggestions.length === 0
            ? "`shotlock engines` lists them all"
            : `did you mean ${suggestions.map((one) => `\`${one}\``).join(" or ")}?`,
        pointer: `/engines/${field}/${names.indexOf(name)}`,
      }),
    );
  });
}
