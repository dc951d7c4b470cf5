import type { Plan, Step } from "../core/plan-steps.ts";
import { formatSeconds, parseRate } from "../core/time.ts";
import { rangeCells } from "./money-words.ts";
import { planSentences } from "./plan-sentences.ts";
import { counted, type Ink, oneLine, paint, type TextLook, table, wrapped } from "./text-layout.ts";

/** Columns of title and engine, on a wide terminal and on one of 80 columns. */
const WIDE = { title: 26, engine: 22 } as const;
const NARROW = { title: 14, engine: 14 } as const;
const WIDE_FROM_COLUMNS = 100;
const SIGNS: Readonly<Record<Step["kind"], readonly [string, Ink]>> = {
  render: ["+", "green"],
  retake: ["~", "yellow"],
  rename: [">", "blue"],
  keep: ["=", "grey"],
  reuse: ["=", "grey"],
  conform: ["#", "blue"],
  hold: ["-", "grey"],
  omit: ["-", "grey"],
  blocked: ["!", "red"],
  "in-doubt": ["?", "red"],
};
/** Reasons that the first sentence or the sign already tells. */
const SAID_ALREADY: ReadonlySet<string> = new Set(["new-shot"]);

/** The plan for a person: three sentences, a row for each shot with something to do, the rest folded to a count. */
export function planAsText(plan: Plan, look: TextLook): string {
  const heading = `${plan.show} ${plan.episode}, ${plan.tier}`;
  const blocks = [
    [paint(heading, "bold", look), ...wrapped(planSentences(plan).join(" "), "", look)],
    shotRows(plan, look),
    folded(plan),
    conformLines(plan, look),
    plan.notices.flatMap((notice) => hanging(notice.severity === "warning" ? "! " : "i ", notice.says, look)),
    [paint(`What next: ${nextCommands(plan).join(", ")}`, "grey", look)],
    [paint(footer(plan), "grey", look)],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

function hasRow(step: Step): boolean {
  return !["reuse", "keep", "hold", "omit"].includes(step.kind);
}

function shotRows(plan: Plan, look: TextLook): string[] {
  const steps = plan.steps.filter(hasRow);
  if (steps.length === 0) return [];
  const paid = steps.some((step) => step.cost.ceilingMicros > 0);
  const head = ["", "shot", "title", "engine", "wanted -> billed", ...(paid ? ["low", "expected", "never above"] : [])];
  const [first, ...rows] = table([head, ...steps.map((step) => cells(step, plan, paid, look))], paid ? [5, 6, 7] : []);
  const lines = steps.flatMap((step, index) => {
    const [sign, ink] = SIGNS[step.kind];
    const row = rows[index] ?? "";
    const coloured = paint(sign, ink, look) + row.slice(sign.length);
    const causes = step.causes.filter((cause) => !SAID_ALREADY.has(cause.code)).map((cause) => cause.says);
    const told = [...causes, ...(step.receipt?.candidates[0]?.quote.degradations ?? [])];
    return [coloured, ...(told.length === 0 ? [] : wrapped(told.join("; "), "     ", look))];
  });
  return [paint(first ?? "", "grey", look), ...lines];
}

function cells(step: Step, plan: Plan, paid: boolean, look: TextLook): string[] {
  const columns = look.width >= WIDE_FROM_COLUMNS ? WIDE : NARROW;
  const choice = step.receipt?.candidates[0];
  const billed = choice === undefined ? "" : ` -> ${tenths(choice.quote.billedMilliseconds)}`;
  const rate = parseRate(String(step.basis?.intent.value["rate"]));
  const wanted = rate === undefined ? "" : formatSeconds(step.wantedFrames, rate);
  const times = step.takes > 1 ? ` x ${step.takes}` : "";
  const makes = step.kind === "render" || step.kind === "retake";
  const free = makes && step.cost.ceilingMicros === 0;
  return [
    SIGNS[step.kind][0],
    step.shot,
    oneLine(step.title ?? "", columns.title),
    choice === undefined || !makes ? "" : oneLine(choice.identity.model, columns.engine),
    makes ? `${wanted}${billed}${times}` : "",
    ...(paid ? (makes && !free ? rangeCells(step.cost, plan.currency) : ["", makes ? "free" : "", ""]) : []),
  ];
}

function tenths(milliseconds: number): string {
  const rounded = Math.round(milliseconds / 100);
  return `${Math.floor(rounded / 10)}.${rounded % 10} s`;
}

function folded(plan: Plan): string[] {
  const of = (kind: Step["kind"]): readonly Step[] => plan.steps.filter((step) => step.kind === kind);
  const names = (steps: readonly Step[]): string => steps.map((step) => step.shot).join(", ");
  const lines: string[] = [];
  if (of("reuse").length > 0) lines.push(`= ${counted(of("reuse").length, "shot")} unchanged`);
  if (of("keep").length > 0)
    lines.push(`= ${counted(of("keep").length, "shot")} kept by a person: ${names(of("keep"))}`);
  if (of("hold").length > 0) lines.push(`- ${counted(of("hold").length, "shot")} on hold: ${names(of("hold"))}`);
  if (of("omit").length > 0) lines.push(`- ${counted(of("omit").length, "shot")} omitted: ${names(of("omit"))}`);
  return lines;
}

function conformLines(plan: Plan, look: TextLook): string[] {
  if (!plan.conform.needed) return [];
  const shown = plan.conform.causes.slice(0, 4).map((cause) => cause.says);
  const more = plan.conform.causes.length - shown.length;
  const causes = `${shown.join("; ")}${more > 0 ? `; ${more} more` : ""}`;
  return hanging("# ", `The episode is cut together: ${causes}`, look);
}

function hanging(mark: string, text: string, look: TextLook): string[] {
  return wrapped(text, "  ", look).map((line, index) => (index === 0 ? `${mark}${line.slice(2)}` : line));
}

function nextCommands(plan: Plan): string[] {
  const row = plan.steps.find(hasRow);
  const tier = plan.tier === "animatic" ? "" : ` --tier ${plan.tier}`;
  const makes = plan.steps.some((step) => (step.kind === "render" || step.kind === "retake") && hasRow(step));
  const renames = plan.steps.some((step) => step.kind === "rename");
  const commands: string[] = [];
  if (makes || renames) commands.push(`shotlock apply ${plan.episode}${tier}`);
  else if (plan.conform.needed) commands.push(`shotlock conform ${plan.episode}${tier}`);
  commands.push(row === undefined ? `shotlock status ${plan.episode}` : `shotlock why ${row.shot}${tier}`);
  if (commands.length === 1 && row === undefined) commands.push("shotlock verify");
  return commands;
}

function footer(plan: Plan): string {
  const journal = plan.journalHead === null ? "no journal yet" : `journal event ${plan.journalSequence}`;
  const lock = plan.lockSerial === 0 ? "no lock yet" : `lock serial ${plan.lockSerial}`;
  return `plan ${plan.digest.slice(7, 19)}, ${journal}, ${lock}, prices of ${plan.catalogueDate}`;
}
