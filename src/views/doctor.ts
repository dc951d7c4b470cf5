import { plainText } from "../core/plain-text.ts";
import { TIERS } from "../core/production.ts";
import type { DoctorCheck } from "../operations/doctor.ts";

const MARK = { ok: "ok     ", limited: "limited", missing: "missing" } as const;

/** The checks as lines with their fixes, then one sentence a tier. */
export function doctorAsText(checks: readonly DoctorCheck[]): string {
  const lines = checks.flatMap((check) => [
    `  ${MARK[check.verdict]}  ${plainText(check.says)}`,
    ...(check.fix === undefined ? [] : [`           fix: ${plainText(check.fix)}`]),
  ]);
  for (const tier of TIERS) {
    const missing = checks.filter((check) => check.tiers.includes(tier) && check.verdict === "missing").length;
    const limited = checks.filter((check) => check.tiers.includes(tier) && check.verdict === "limited").length;
    const verdict = missing > 0 ? `${missing} missing` : limited > 0 ? `works, ${limited} limited` : "ready";
    lines.push(`${tier}: ${verdict}`);
  }
  return `${lines.join("\n")}\n`;
}
