import type { GateOverride, GateRules } from "../../schema/generated/types.ts";
import type { GateVocabulary } from "../gate-vocabulary.ts";
import { didYouMean } from "../nearest-word.ts";
import { type Findings, type Place, quoted, within } from "../resolve/findings.ts";
import type { LintRequest } from "./lint-episode.ts";

const CONFIG_FILE = "shotlock.config.yaml";

/** Limits and allowances of the configuration, the show and every shot name gates that are there. */
export function lintGateNames(request: LintRequest): void {
  const { known, gates, show, declared } = request;
  if (known.gates === undefined) return;
  const vocabulary = known.gates;
  const check = (rules: GateRules | GateOverride | undefined, place: Place): void =>
    checkGateNames(rules, place, { vocabulary, findings: request.findings });
  check(gates, { file: CONFIG_FILE, pointer: "/gates" });
  if (show !== undefined) check(show.document.gates, within({ file: show.file, pointer: "" }, "gates"));
  for (const { entry, place } of declared) check(entry.gates, within(place, "gates"));
}

/**
 * Names in the gates of one document: a limit that its gate does not have is an error, a gate that is not installed a
 * warning, because what nobody measures neither passes nor fails.
 */
function checkGateNames(
  rules: GateRules | GateOverride | undefined,
  place: Place,
  { vocabulary, findings }: { readonly vocabulary: GateVocabulary; readonly findings: Findings },
): void {
  if (rules === undefined) return;
  const known = Object.keys(vocabulary.gates);
  for (const [index, word] of (rules.allow ?? []).entries())
    if (!vocabulary.allowances.includes(word))
      findings.warning(
        "UNKNOWN_GATE",
        within(place, "allow", index),
        `${quoted(word)} is no installed gate and no word of one, so nothing is allowed by it`,
        didYouMean(word, vocabulary.allowances) ?? `known are ${vocabulary.allowances.join(", ")}`,
      );
  for (const name of Object.keys(rules.limits ?? {})) {
    const [gate = "", limit = ""] = name.split(".", 2);
    const limits = Object.hasOwn(vocabulary.gates, gate) ? vocabulary.gates[gate]?.limits : undefined;
    if (limits === undefined)
      findings.warning(
        "UNKNOWN_GATE",
        { ...within(place, "limits", name), of: "name" },
        `no installed gate is called ${quoted(gate)}: this is not measured, so it neither passes nor fails`,
        didYouMean(gate, known) ?? `installed are ${known.join(", ")}`,
      );
    else if (!limits.includes(limit))
      findings.error(
        "UNKNOWN_GATE_LIMIT",
        { ...within(place, "limits", name), of: "name" },
        `the gate ${gate} has no limit ${quoted(limit)}`,
        didYouMean(limit, limits) ??
          (limits.length === 0 ? "it has none" : `it has ${limits.map((one) => `${gate}.${one}`).join(", ")}`),
      );
  }
  const lighting = "lighting" in rules && typeof rules.lighting === "object" ? rules.lighting : {};
  for (const [light, override] of Object.entries(lighting as Record<string, GateOverride>))
    checkGateNames(override, within(place, "lighting", light), { vocabulary, findings });
}
