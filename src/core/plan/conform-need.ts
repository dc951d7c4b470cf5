import { type Cut, type CutEntry, cutInputs } from "../cut.ts";
import type { EpisodeState } from "../episode-state.ts";
import type { ConformEntry, ConformRecord } from "../journal-events.ts";
import type { Cause, Plan, Step } from "../plan-steps.ts";
import type { Tier } from "../production.ts";
import { knownRenames } from "./renames.ts";

/** Whether the episode must be cut together again, and why: takes to come, or a cut that differs from the last one. */
export function conformNeed(cut: Cut, state: EpisodeState, tier: Tier, steps: readonly Step[]): Plan["conform"] {
  const coming = steps.filter((step) => (step.kind === "render" || step.kind === "retake") && comes(step));
  const causes: Cause[] = coming.length === 0 ? [] : [newTakes(coming)];
  const last = state.conformed[tier];
  if (cut.entries.length === 0) return { needed: coming.length > 0, causes };
  const nothingToShow = cut.entries.every((entry) => entry.source.kind !== "take");
  if (last === undefined && nothingToShow && coming.length === 0) return { needed: false, causes };
  if (last === undefined) causes.push({ code: "editorial", subject: "episode", says: `the first cut in ${tier}` });
  else if (last.inputs !== cutInputs(cut)) causes.push(...cutCauses(last, cut, knownRenames(state)));
  return { needed: causes.length > 0, causes };
}

/** A take is to be made, or one that is under way will come. */
function comes(step: Step): boolean {
  return step.takes > 0 || step.causes.some((cause) => cause.code === "in-flight");
}

function newTakes(steps: readonly Step[]): Cause {
  const says = steps.length === 1 ? `new take of ${steps[0]?.shot}` : `new takes of ${steps.length} shots`;
  return { code: "new-take", subject: "takes", says };
}

function cutCauses(last: ConformRecord, cut: Cut, renamed: ReadonlyMap<string, string>): Cause[] {
  // Entries of joins name two shots; only the shots themselves are compared, under the numbers they have today.
  const before = last.entries
    .filter((entry) => /^SH\d+[A-Z]?$/.test(entry.shot))
    .map((entry) => ({ ...entry, shot: renamed.get(entry.shot) ?? entry.shot }));
  const was = new Map(before.map((entry) => [entry.shot, entry]));
  const now = new Map(cut.entries.map((entry) => [entry.shot, entry]));
  const causes: Cause[] = [];
  for (const [shot, entry] of now) causes.push(...entryCauses(shot, was.get(shot), entry));
  for (const shot of was.keys())
    if (!now.has(shot)) causes.push({ code: "editorial", subject: shot, says: `${shot} leaves the cut` });
  const order = before.map((entry) => entry.shot).filter((shot) => now.has(shot));
  const newOrder = [...now.keys()].filter((shot) => was.has(shot));
  if (order.join() !== newOrder.join())
    causes.push({ code: "editorial", subject: "order", says: "shots in another order" });
  for (const { shot } of last.entries) {
    const today = renamed.get(shot);
    if (today !== undefined && now.has(today))
      causes.push({ code: "editorial", subject: today, says: `${shot} is now ${today}` });
  }
  if (causes.length > 0) return causes;
  return [{ code: "editorial", subject: "cut", says: "trims, transitions, titles or sound changed" }];
}

function entryCauses(shot: string, was: ConformEntry | undefined, now: CutEntry): Cause[] {
  if (was === undefined) return [{ code: "editorial", subject: shot, says: `${shot} joins the cut` }];
  const media = now.source.kind === "take" ? now.source.media : undefined;
  if (was.media === media) return [];
  const take = now.source.kind === "take" ? now.source.take : "a slate";
  return [{ code: "new-take", subject: shot, says: `${shot}: ${was.take ?? "a slate"} -> ${take}` }];
}
