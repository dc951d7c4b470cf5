import type { Cause, Plan, Step } from "../core/plan-steps.ts";
import { parseRate } from "../core/time.ts";
import { moneySentence } from "./money-words.ts";
import { plainReason } from "./plain-reason.ts";
import { counted } from "./text-layout.ts";

/** Steps grouped by what a reader does about them. */
export interface PlanGroups {
  readonly fresh: readonly Step[];
  readonly changed: readonly Step[];
  /** Made again only if the shot before them ends on another picture. */
  readonly perhaps: readonly Step[];
  readonly underWay: readonly Step[];
  readonly renamed: readonly Step[];
  readonly waiting: readonly Step[];
  readonly kept: readonly Step[];
}

export function groupSteps(steps: readonly Step[]): PlanGroups {
  const making = steps.filter((step) => (step.kind === "render" || step.kind === "retake") && step.takes > 0);
  const perhaps = making.filter((step) => step.causes.every((cause) => cause.code === "upstream-unknown"));
  const fresh = making.filter((step) => step.causes.some(isFirst));
  return {
    fresh,
    perhaps,
    changed: making.filter((step) => !perhaps.includes(step) && !fresh.includes(step)),
    underWay: steps.filter((step) => (step.kind === "render" || step.kind === "retake") && step.takes === 0),
    renamed: steps.filter((step) => step.kind === "rename"),
    waiting: steps.filter((step) => step.kind === "blocked" || step.kind === "in-doubt"),
    kept: steps.filter((step) => step.kind === "reuse" || step.kind === "keep"),
  };
}

function isFirst(cause: Cause): boolean {
  return cause.code === "new-shot" || cause.code === "tier-missing";
}

/** Three plain sentences: what changes, what it costs, what stays or waits. */
export function planSentences(plan: Plan): readonly string[] {
  const groups = groupSteps(plan.steps);
  return [workSentence(plan, groups), costSentence(plan, groups), restSentence(plan, groups)].filter(
    (sentence) => sentence !== "",
  );
}

function workSentence(plan: Plan, groups: PlanGroups): string {
  const { fresh, changed, perhaps, underWay, renamed, waiting, kept } = groups;
  const parts: string[] = [];
  if (fresh.length > 0) parts.push(`${counted(fresh.length, "shot")} to make, ${seconds(fresh)} of picture`);
  if (changed.length > 0)
    parts.push(
      `${counted(changed.length, "shot")} ${verb(changed.length, "changes", "change")}${because(changed, plan.names)}`,
    );
  if (perhaps.length > 0) {
    const after = [...new Set(perhaps.flatMap((step) => step.after))].join(", ");
    parts.push(`${perhaps.length} more may change after ${after}`);
  }
  if (underWay.length > 0)
    parts.push(`${counted(underWay.length, "shot")} ${verb(underWay.length, "is", "are")} under way`);
  if (parts.length > 0) return `${parts.join("; ")}.`;
  if (renamed.length > 0)
    return `Nothing to render: ${counted(renamed.length, "shot")} only changed ${verb(renamed.length, "its number", "their numbers")}.`;
  if (waiting.length > 0)
    return `Nothing can be made now: ${counted(waiting.length, "shot")} ${verb(waiting.length, "waits", "wait")} for a person.`;
  const made = `${counted(kept.length, "shot")} ${verb(kept.length, "is", "are")} made${plan.lockSerial > 0 ? ", as locked" : ""}`;
  return plan.conform.needed ? `Nothing to render: ${made}.` : `Nothing changes: ${made}.`;
}

function costSentence(plan: Plan, groups: PlanGroups): string {
  const making = [...groups.fresh, ...groups.changed, ...groups.perhaps];
  const onlyCut = plan.conform.needed && groups.waiting.length === 0;
  if (making.length === 0) return onlyCut ? "Cutting the episode together is free." : "";
  if (plan.cost.ceilingMicros > 0) return `${moneySentence(plan.cost, plan.currency)}${approvalWords(plan)}`;
  const engines = [...new Set(making.flatMap((step) => step.receipt?.candidates[0]?.identity.engine ?? []))];
  return engines.length === 1 && engines[0] === "animatic"
    ? "Free: the animatic engine runs on this machine."
    : "Free.";
}

/** Said with the money: whether it may be spent already. */
function approvalWords({ steps }: Plan): string {
  const needed = steps.filter((step) => step.approval?.kind === "needed").length;
  if (needed > 0)
    return ` ${needed === 1 ? "1 shot needs" : `${needed} shots need`} approval before anything is ordered.`;
  const by = new Set(steps.flatMap((step) => (step.approval?.kind === "granted" ? step.approval.by : [])));
  return by.size === 0 ? "" : ` Approved by ${[...by].join(", ")}.`;
}

function restSentence(plan: Plan, groups: PlanGroups): string {
  const busy = groups.fresh.length + groups.changed.length + groups.perhaps.length + groups.underWay.length;
  const omitted = plan.steps.filter((step) => step.kind === "omit").length;
  const held = plan.steps.filter((step) => step.kind === "hold").length;
  const parts: string[] = [];
  if (busy > 0 && groups.kept.length > 0)
    parts.push(
      `${counted(groups.kept.length, "shot")} ${verb(groups.kept.length, "stays", "stay")} as ${verb(groups.kept.length, "it is", "they are")}`,
    );
  if (busy > 0 && groups.renamed.length > 0)
    parts.push(
      `${counted(groups.renamed.length, "shot")} only changed ${verb(groups.renamed.length, "its number", "their numbers")}`,
    );
  if (busy + groups.renamed.length > 0 && groups.waiting.length > 0)
    parts.push(
      `${counted(groups.waiting.length, "shot")} ${verb(groups.waiting.length, "waits", "wait")} for a person`,
    );
  if (held > 0) parts.push(`${held} on hold`);
  if (omitted > 0) parts.push(`${omitted} omitted`);
  return parts.length === 0 ? "" : `${parts.join(", ")}.`;
}

/** The reason that most of the shots share, said once. */
function because(steps: readonly Step[], names: Plan["names"]): string {
  const shared = new Map<string, { cause: Cause; count: number }>();
  for (const step of steps)
    for (const cause of step.causes.filter((candidate) => candidate.code !== "upstream-unknown")) {
      const key = `${cause.code} ${cause.says}`;
      shared.set(key, { cause, count: (shared.get(key)?.count ?? 0) + 1 });
    }
  const [first] = [...shared.values()].sort((one, other) => other.count - one.count);
  if (first === undefined) return "";
  if (first.count === steps.length) return plainReason(first.cause, names);
  if (first.count === 1) return ", each for its own reason";
  return `, ${first.count} of them${plainReason(first.cause, names)}`;
}

function seconds(steps: readonly Step[]): string {
  let tenths = 0;
  for (const step of steps) {
    const rate = parseRate(String(step.basis?.intent.value["rate"] ?? "24"));
    if (rate !== undefined) tenths += (step.wantedFrames * rate.denominator * 10) / rate.numerator;
  }
  const rounded = Math.round(tenths);
  return rounded % 10 === 0 ? `${rounded / 10} s` : `${Math.floor(rounded / 10)}.${rounded % 10} s`;
}

function verb(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}
