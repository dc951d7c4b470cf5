import type { Plan, Step } from "../core/plan-steps.ts";
import { formatSeconds, parseRate } from "../core/time.ts";
import { rangeCells } from "./money-words.ts";
import { outlookLines } from "./outlook-lines.ts";
import { planSentences } from "./plan-sentences.ts";
import { counted, type Ink, oneLine, paint, type TextLook, table, wrapped } from "./text-layout.ts";

/** Widest and narrowest columns of title and engine; between them the terminal decides. */
const TITLE = { widest: 28, narrowest: 10 } as const;
const ENGINE = { widest: 26, narrowest: 14 } as const;
const GAP = 2;
/** Columns from which all three costs have room. */
const LOW_FROM_COLUMNS = 96;
/** Shots named behind something that an engine cannot honour, before the rest is counted. */
const SHOTS_NAMED_MAX = 8;
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
/** Reasons that the heading, the first sentence or the sign already tell. */
const SAID_ALREADY: ReadonlySet<string> = new Set(["new-shot", "tier-missing"]);

/**
 * The plan for a person: three sentences, a row for each shot with something to do and why, what the engines cannot
 * honour, the rest folded to a count. Everything else stands behind `why`.
 */
export function planAsText(plan: Plan, look: TextLook): string {
  const heading = `${plan.show} ${plan.episode}, ${plan.tier}`;
  const blocks = [
    [paint(heading, "bold", look), ...wrapped(planSentences(plan).join(" "), "", look)],
    shotRows(plan, look),
    outlookLines(plan, look),
    notHonoured(plan, look),
    folded(plan),
    conformLines(plan, look),
    noticeLines(plan, look),
    wrapped(`What next: ${nextCommands(plan).join(", ")}`, "", look).map((line) => paint(line, "grey", look)),
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

function makes(step: Step): boolean {
  return step.kind === "render" || step.kind === "retake";
}

function shotRows(plan: Plan, look: TextLook): string[] {
  const steps = plan.steps.filter(hasRow);
  if (steps.length === 0) return [];
  const money = moneyColumns(steps, look);
  const head = ["", "shot", "title", "engine", "wanted, billed", ...money];
  const rowsOfCells = [head, ...steps.map((step) => cells(step, plan, money.length))];
  const [first, ...rows] = table(
    fitted(rowsOfCells, look.width),
    money.map((_, index) => head.length - money.length + index),
  );
  const told = new Map<string, string>();
  const lines = steps.flatMap((step, index) => {
    const [sign, ink] = SIGNS[step.kind];
    const row = rows[index] ?? "";
    return [paint(sign, ink, look) + row.slice(sign.length), ...causeLines(step, told, look)];
  });
  return [paint(first ?? "", "grey", look), ...lines];
}

/** Causes below the row; a long text that another shot has word for word is pointed at, not repeated. */
function causeLines(step: Step, told: Map<string, string>, look: TextLook): string[] {
  const causes = step.causes.filter((cause) => !SAID_ALREADY.has(cause.code)).map((cause) => cause.says);
  if (causes.length === 0) return [];
  const text = causes.join("; ");
  // The shot's own name inside a command does not make it another reason.
  const key = text.replaceAll(step.shot, "");
  const before = told.get(key);
  if (before === undefined) told.set(key, step.shot);
  const lines = wrapped(text, "     ", look);
  return before === undefined || lines.length === 1 ? lines : [`     as ${before}`];
}

/** Headings of the money: none for a free plan; on a narrow terminal the lowest cost is left to `why`. */
function moneyColumns(steps: readonly Step[], look: TextLook): readonly string[] {
  if (!steps.some((step) => step.cost.ceilingMicros > 0)) return [];
  return look.width < LOW_FROM_COLUMNS ? ["expected", "at most"] : ["low", "expected", "at most"];
}

function cells(step: Step, plan: Plan, moneyCells: number): string[] {
  const choice = step.receipt?.candidates[0];
  const billed = choice === undefined ? "" : ` -> ${tenths(choice.quote.billedMilliseconds)}`;
  const rate = parseRate(String(step.basis?.intent.value["rate"]));
  const wanted = rate === undefined ? "" : formatSeconds(step.wantedFrames, rate);
  const times = step.takes > 1 ? ` x ${step.takes}` : "";
  const free = ["", makes(step) ? "free" : "", ""];
  const money = makes(step) && step.cost.ceilingMicros > 0 ? rangeCells(step.cost, plan.currency) : free;
  return [
    SIGNS[step.kind][0],
    step.shot,
    step.title ?? "",
    choice === undefined || !makes(step) ? "" : choice.identity.endpoint,
    makes(step) ? `${wanted}${billed}${times}` : "",
    ...money.slice(money.length - moneyCells),
  ];
}

/** Rows whose titles and engines are shortened until the table fits: the engine keeps its name, the title gives way. */
function fitted(rows: readonly (readonly string[])[], width: number): string[][] {
  const longest = (column: number): number => Math.max(...rows.map((row) => [...(row[column] ?? "")].length));
  const columns = rows[0]?.length ?? 0;
  let others = 0;
  for (let column = 0; column < columns; column += 1) if (column !== 2 && column !== 3) others += longest(column);
  const room = width - others - GAP * (columns - 1);
  const engine = Math.min(longest(3), ENGINE.widest, Math.max(ENGINE.narrowest, room - TITLE.narrowest));
  const title = Math.min(TITLE.widest, Math.max(TITLE.narrowest, room - engine));
  return rows.map((row) =>
    row.map((cell, column) => (column === 2 ? oneLine(cell, title) : column === 3 ? oneLine(cell, engine) : cell)),
  );
}

function tenths(milliseconds: number): string {
  const rounded = Math.round(milliseconds / 100);
  return `${Math.floor(rounded / 10)}.${rounded % 10} s`;
}

/** What the chosen engines leave out or do in their own way, each said once with the shots it is true of. */
function notHonoured(plan: Plan, look: TextLook): string[] {
  const steps = plan.steps.filter((step) => makes(step) && step.receipt?.candidates[0] !== undefined);
  const shots = new Map<string, string[]>();
  for (const step of steps)
    for (const says of step.receipt?.candidates[0]?.quote.degradations ?? [])
      shots.set(says, [...(shots.get(says) ?? []), step.shot]);
  if (shots.size === 0) return [];
  return [
    paint("What the chosen engines cannot honour, or do in their own way:", "grey", look),
    ...[...shots].flatMap(([says, names]) => hanging("- ", `${says}: ${named(names, steps.length)}`, look)),
  ];
}

function named(shots: readonly string[], all: number): string {
  if (shots.length === all && all > SHOTS_NAMED_MAX) return `all ${all} shots`;
  const more = shots.length - SHOTS_NAMED_MAX;
  return more > 1 ? `${shots.slice(0, SHOTS_NAMED_MAX).join(", ")} and ${more} more` : shots.join(", ");
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

function noticeLines(plan: Plan, look: TextLook): string[] {
  const of = (severity: "warning" | "info"): Plan["notices"] =>
    plan.notices.filter((notice) => notice.severity === severity);
  return [
    ...of("warning").flatMap((notice) => hanging("! ", notice.says, look)),
    ...of("info").flatMap((notice) => hanging("i ", notice.says, look)),
  ];
}

function hanging(mark: string, text: string, look: TextLook): string[] {
  return wrapped(text, "  ", look).map((line, index) => (index === 0 ? `${mark}${line.slice(2)}` : line));
}

function nextCommands(plan: Plan): string[] {
  const row = plan.steps.find(hasRow);
  const tier = plan.tier === "animatic" ? "" : ` --tier ${plan.tier}`;
  const making = plan.steps.some((step) => makes(step));
  const renames = plan.steps.some((step) => step.kind === "rename");
  const outOfReach = plan.notices.some((notice) => notice.code === "ENGINE_NOT_HERE");
  const commands: string[] = [];
  const [approve] = plan.steps.flatMap((step) => (step.approval?.kind === "needed" ? step.approval.command : []));
  if (approve !== undefined && !outOfReach) commands.push(approve);
  else if ((making && !outOfReach) || renames) commands.push(`shotlock apply ${plan.episode}${tier}`);
  else if (plan.conform.needed && !making) commands.push(`shotlock conform ${plan.episode}${tier}`);
  commands.push(
    row === undefined ? `shotlock status ${plan.episode}` : `shotlock why ${plan.episode}/${row.shot}${tier}`,
  );
  if (outOfReach) commands.push("shotlock engines");
  if (commands.length === 1 && row === undefined) commands.push("shotlock verify");
  return commands;
}

function footer(plan: Plan): string {
  const journal = plan.journalHead === null ? "no journal yet" : `journal event ${plan.journalSequence}`;
  const lock = plan.lockSerial === 0 ? "no lock yet" : `lock serial ${plan.lockSerial}`;
  return `plan ${plan.digest.slice(7, 19)}, ${journal}, ${lock}, prices of ${plan.catalogueDate}`;
}
