import type { Tier } from "../production.ts";

/** What to type to look at a plan and to permit it. */
export function approveCommand(episode: string, tier: Tier, only?: readonly string[]): string {
  const words = ["shotlock approve", episode];
  if (tier !== "animatic") words.push(`--tier ${tier}`);
  if (only !== undefined) words.push(`--only ${only.join(",")}`);
  return words.join(" ");
}
