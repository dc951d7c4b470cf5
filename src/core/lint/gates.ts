import type { GateOverride, GateRules } from "../../schema/generated/types.ts";
import { didYouMean } from "../nearest-word.ts";
import { type Place, quoted, within } from "../resolve/findings.ts";
import type { LintRequest } from "./lint-episode.ts";

/** A limit of a gate that is not installed is no fault: it is not measured. It is said, for most of them are slips. */
export function lintGates(request: LintRequest): void {
  const { known, show, declared } = request;
  if (known.gates === undefined) return;
  if (show?.document.gates !== undefined)
    lintRules(request, show.document.gates, within({ file: show.file, pointer: "" }, "gates"));
  for (const { entry, place } of declared)
    if (entry.gates !== undefined) lintOverride(request, entry.gates, within(place, "gates"));
}

function lintRules(request: LintRequest, rules: GateRules, place: Place): void {
  lintOverride(request, rules, place);
  for (const [light, override] of Object.entries(rules.lighting ?? {}))
    lintOverride(request, override, within(place, "lighting", light));
}

function lintOverride({ known, findings }: LintRequest, override: GateOverride, place: Place): void {
  const gates = known.gates ?? {};
  const words = [...Object.keys(gates), ...(known.allowWords ?? [])];
  for (const [index, word] of (override.allow ?? []).entries())
    if (known.allowWords !== undefined && !words.includes(word))
      findings.warning(
        "UNKNOWN_GATE",
        within(place, "allow", index),
        `no gate here is called ${quoted(word)}, so nothing is allowed by it`,
        didYouMean(word, words) ?? `one of ${words.join(", ")}`,
      );
  for (const limit of Object.keys(override.limits ?? {})) {
    const [gate = "", name = ""] = limit.split(".");
    const names = Object.hasOwn(gates, gate) ? (gates[gate] ?? []) : undefined;
    if (names?.includes(name) === true) continue;
    const all = Object.entries(gates).flatMap(([id, own]) => own.map((one) => `${id}.${one}`));
    const others = names === undefined || names.length === 0 ? undefined : `${gate} has ${names.join(", ")}`;
    findings.warning(
      "UNKNOWN_GATE",
      { ...within(place, "limits", limit), of: "name" },
      `no gate here measures ${quoted(limit)}`,
      didYouMean(limit, all) ?? others ?? "what nothing measures is not judged",
    );
  }
}
