import { formatMicros } from "../core/money.ts";
import { plainText } from "../core/plain-text.ts";
import type { ApplySummary } from "../operations/apply/apply-summary.ts";

function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A few lines: what was made, what it cost, what waits for whom. */
export function applyAsText(summary: ApplySummary): string {
  const lines: string[] = [];
  const { made, waiting, failed, stopped } = summary;
  const nothing = [made, summary.underWay, waiting, failed, stopped].every((list) => list.length === 0);
  if (nothing)
    lines.push(`${summary.episode}: nothing to render, nothing was charged (${duration(summary.elapsedMs)})`);
  if (summary.made.length > 0) {
    const shots = new Set(summary.made.map((one) => one.shot)).size;
    lines.push(
      `${summary.episode}: ${summary.made.length} take${summary.made.length === 1 ? "" : "s"} of ${shots} shot${shots === 1 ? "" : "s"} made in ${duration(summary.elapsedMs)}, ${formatMicros(summary.chargedMicros, summary.currency)} charged`,
    );
  }
  if (made.length === 0 && summary.chargedMicros > 0)
    lines.push(`${summary.episode}: no new take, ${formatMicros(summary.chargedMicros, summary.currency)} charged`);
  if (stopped.length > 0)
    lines.push(
      `${summary.episode}: stopped before ${stopped.join(", ")}. What was made is kept; shotlock apply ${summary.episode} goes on here`,
    );
  for (const { shot, takes } of summary.options)
    lines.push(
      `  ${shot}: ${takes.length} options; the first is in the cut. Choose: shotlock circle ${summary.episode}/${shot} ${takes.at(-1) ?? ""}`,
    );
  if (summary.underWay.length > 0)
    lines.push(
      `  under way: ${summary.underWay.map(({ shot }) => shot).join(", ")}. They go on without this program; shotlock collect brings them`,
    );
  for (const { shot, says } of summary.waiting) lines.push(`  ${shot} waits: ${plainText(says)}`);
  for (const { shot, says } of summary.failed) lines.push(`  ${shot} failed: ${plainText(says)}`);
  if (summary.lock !== undefined)
    lines.push(
      `  lock: ${summary.lock.path}, serial ${summary.lock.serial}, ${summary.lock.development ? "signed with a DEVELOPMENT key" : "signed"}`,
    );
  if (summary.conformed !== undefined)
    lines.push(`  episode: ${summary.conformed.path}  ${plainText(summary.conformed.says)}`);
  return `${lines.join("\n")}\n`;
}
