import type { Basis } from "../core/basis.ts";
import { partName } from "../core/causes/part-causes.ts";
import type { AttemptState, EpisodeState, ShotState } from "../core/episode-state.ts";
import { formatMicros, type Micros } from "../core/money.ts";
import type { Plan, Step } from "../core/plan-steps.ts";
import type { Shot } from "../core/production.ts";
import { CHOICES } from "../core/route/constraints.ts";
import { percent } from "../core/route/score.ts";
import type { Candidate, Receipt } from "../core/route-decision.ts";
import type { Take } from "../core/take.ts";
import { amountsThatAddUp } from "./money-words.ts";
import { counted, oneLine, PLAIN_LOOK, padded, paint, type TextLook, table, wrapped } from "./text-layout.ts";

const DIGEST_CHARACTERS = 12;
const WORDS_COLUMNS = 60;
/** More endpoints that make another tier than this are counted, not named: they were never asked. */
const ENDPOINTS_OF_OTHER_TIERS_MAX = 3;

/** How the receipt is written, and what it is measured against. */
interface ReceiptPage {
  readonly look: TextLook;
  readonly currency: string;
  /** Frames of the shot with its strict handles: what a clip has beyond them is to spare. */
  readonly wantedFrames: number;
}

export interface WhyQuestion {
  readonly shot: Shot;
  readonly plan: Plan;
  readonly state: EpisodeState;
  /** Today's routing of the shot, shown also when nothing has to be made. */
  readonly receipt?: Receipt;
}

/** Everything behind one shot's step: causes, the router's receipt in dollars, what it is made from, takes and tries. */
export function whyAsText({ shot, plan, state, receipt }: WhyQuestion, look: TextLook = PLAIN_LOOK): string {
  const steps = plan.steps.filter((candidate) => candidate.shot === shot.id);
  const step = steps.at(-1);
  if (step === undefined) return `${shot.id} is not in the plan of ${plan.episode} (${plan.tier})\n`;
  const known = shotStateOf(state, steps);
  const heading = `${step.name}${step.title === undefined ? "" : `  ${oneLine(step.title, WORDS_COLUMNS)}`}`;
  const routed = step.receipt ?? receipt;
  const wantedFrames = shot.intent.durationFrames + 2 * (typeof shot.handles === "number" ? shot.handles : 0);
  const blocks = [
    [paint(heading, "bold", look), ...steps.flatMap((each) => decision(each, plan, look))],
    ...(step.receipt === undefined ? madeBy(known, step, look, plan.currency) : []),
    ...(routed === undefined ? [] : receiptBlocks(routed, { look, currency: plan.currency, wantedFrames })),
    basisLines(step.basis ?? circledTake(known, step)?.basis, look),
    takeLines(known, look, plan.currency),
    attemptLines(known, look, plan.currency),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

/** A shot whose new number is not recorded yet is known to the journal under its former one. */
function shotStateOf(state: EpisodeState, steps: readonly Step[]): ShotState | undefined {
  const rename = steps.find((step) => step.kind === "rename")?.causes[0]?.was;
  return state.shots[rename ?? steps[0]?.shot ?? ""];
}

function decision(step: Step, plan: Plan, look: TextLook): string[] {
  const money =
    step.cost.ceilingMicros === 0
      ? ""
      : `: ${formatMicros(step.cost.lowMicros, plan.currency)} to ${formatMicros(step.cost.ceilingMicros, plan.currency)}, expected ${formatMicros(step.cost.expectedMicros, plan.currency)}`;
  const takes = step.takes > 1 ? ` ${step.takes} takes` : "";
  const causes = step.causes.flatMap((cause) => wrapped(`- ${cause.says}`, "  ", look));
  const unchanged = step.kind === "reuse" ? [`  - nothing changed since ${step.circled ?? "it was made"}`] : [];
  return [`${step.kind} in ${plan.tier}${takes}${money}`, ...causes, ...unchanged];
}

function receiptBlocks(receipt: Receipt, page: ReceiptPage): string[][] {
  const { look, currency } = page;
  const [choice, runnerUp, ...others] = receipt.candidates;
  const blocks: string[][] = [];
  if (choice !== undefined) blocks.push(candidateLines("engine", choice, page));
  if (runnerUp !== undefined) blocks.push(candidateLines("runner-up", runnerUp, page));
  if (others.length > 0) blocks.push(furtherLines(others, look, currency));
  if (receipt.flips.length > 0)
    blocks.push([
      paint("what would change the choice", "bold", look),
      ...receipt.flips.flatMap((flip) => wrapped(`- ${flip}`, "  ", look)),
    ]);
  blocks.push(...excludedBlocks(receipt, look));
  const learned = receipt.evidence === undefined ? "" : `, own history ${short(receipt.evidence)}`;
  blocks.push([
    paint(oneLine(`policy ${receipt.policy}, prices of ${receipt.catalogueDate}${learned}`, look.width), "grey", look),
  ]);
  return blocks;
}

/** Whom failover may reach after the first two, in order. */
function furtherLines(candidates: readonly Candidate[], look: TextLook, currency: string): string[] {
  const rows = candidates.map(({ identity, quote, totalMicros }) => [
    "  ",
    identity.endpoint,
    `${formatMicros(quote.takeMicros, currency)} a take`,
    `${formatMicros(totalMicros, currency)} per accepted take`,
  ]);
  return [paint("after these, in this order", "bold", look), ...table(rows, [2, 3])];
}

/** Every endpoint that is out, under its reason; what somebody chose to leave out comes last, other tiers by number. */
function excludedBlocks(receipt: Receipt, look: TextLook): string[][] {
  const cannot = new Map<string, string[]>();
  const chosen = new Map<string, string[]>();
  for (const { endpoint, constraint, says } of receipt.excluded) {
    const groups = CHOICES.has(constraint) ? chosen : cannot;
    groups.set(says, [...(groups.get(says) ?? []), endpoint]);
  }
  const otherTiers = new Set(receipt.excluded.flatMap((one) => (one.constraint === "tier" ? one.says : [])));
  const named = (says: string, endpoints: readonly string[]): string =>
    otherTiers.has(says) && endpoints.length > ENDPOINTS_OF_OTHER_TIERS_MAX
      ? counted(endpoints.length, "endpoint")
      : endpoints.join(", ");
  const block = (title: string, groups: ReadonlyMap<string, readonly string[]>): string[][] => {
    const lines = [...groups].flatMap(([says, endpoints]) =>
      wrapped(`- ${named(says, endpoints)}: ${says}`, "  ", look),
    );
    return lines.length === 0 ? [] : [[paint(title, "bold", look), ...lines]];
  };
  return [...block("cannot make it", cannot), ...block("left out by choice", chosen)];
}

function candidateLines(role: string, candidate: Candidate, page: ReceiptPage): string[] {
  const { look, currency } = page;
  const { identity, quote } = candidate;
  const money = (micros: Micros, unit: string): string =>
    micros === 0 ? "free" : `${formatMicros(micros, currency)} ${unit}`;
  const own = candidate.record === undefined ? "" : `, ${candidate.record.kept} of ${candidate.record.takes} own`;
  const acceptance = `${percent(candidate.acceptancePerMille)} of takes accepted${own}`;
  const head = `${role}: ${identity.model} at ${identity.endpoint}, ${money(candidate.totalMicros, "per accepted take")} (${acceptance})`;
  const spare = quote.deliveredFrames - page.wantedFrames;
  const delivered = `${seconds(quote.wantedMilliseconds)} wanted, ${seconds(quote.billedMilliseconds)} billed, ${quote.deliveredFrames} frames delivered${spare > 0 ? ` (${spare} to spare for handles)` : ""}, ${money(quote.takeMicros, "a take")}`;
  return [
    ...wrapped(head, "", look).map((line) => paint(line, "bold", look)),
    ...(candidate.totalMicros === 0 ? [] : termLines(candidate, look, currency)),
    ...wrapped(delivered, "  ", look),
    ...quote.degradations.flatMap((degradation) => wrapped(`- not fully honoured: ${degradation}`, "  ", look)),
    ...wrapped(`price: ${quote.source}`, "  ", look),
  ];
}

/** The terms in cents that add up to the total as it is printed; those that are nothing are named in one line. */
function termLines({ terms: all }: Candidate, look: TextLook, currency: string): string[] {
  const terms = all.filter((term) => term.micros !== 0);
  const nothing = all.filter((term) => term.micros === 0).map((term) => term.name);
  const amounts = amountsThatAddUp(
    terms.map((term) => term.micros),
    currency,
  );
  const columns = table(
    terms.map((term, index) => ["  ", amounts[index] ?? "", term.name]),
    [1],
  );
  const indent = Math.max(0, ...columns.map((line) => [...line].length)) + 2;
  const lines = columns.flatMap((column, index) => {
    const [first = "", ...rest] = wrapped(terms[index]?.says ?? "", " ".repeat(indent), look);
    return [(padded(column, indent) + first.slice(indent)).trimEnd(), ...rest];
  });
  return nothing.length === 0 ? lines : [...lines, ...wrapped(`nothing for ${nothing.join(", ")}`, "  ", look)];
}

/** A shot with nothing to do says first which engine made its circled take, for how much on that day. */
function madeBy(state: ShotState | undefined, step: Step, look: TextLook, currency: string): string[][] {
  const take = circledTake(state, step);
  if (take === undefined) return [];
  const price = take.costMicros === 0 ? "free" : formatMicros(take.costMicros, currency);
  const by =
    take.origin === "generated"
      ? `${take.identity.model} at ${take.identity.endpoint}`
      : `${take.origin} by ${take.operator}`;
  return [wrapped(`made as ${take.id} (${take.madeAs}): ${by}, ${price}. A new take today:`, "", look)];
}

function circledTake(state: ShotState | undefined, step: Step): Take | undefined {
  return state?.takes.find((take) => take.id === step.circled);
}

function basisLines(basis: Basis | undefined, look: TextLook): string[] {
  if (basis === undefined) return [];
  const rows = Object.entries(basis.parts).map(([key, part]) => [
    "  ",
    oneLine(partName(key), WORDS_COLUMNS),
    short(part.digest),
  ]);
  return [
    paint(`made from (digests of version ${basis.algorithm})`, "bold", look),
    ...table([["  ", "the shot itself", short(basis.intent.digest)], ...rows]),
  ];
}

function short(digest: string): string {
  return digest.slice("sha256:".length, "sha256:".length + DIGEST_CHARACTERS);
}

function takeLines(state: ShotState | undefined, look: TextLook, currency: string): string[] {
  const takes = state?.takes ?? [];
  if (takes.length === 0) return [];
  const circled = new Set(Object.values(state?.circled ?? {}));
  const rows = takes.map((take) => [
    circled.has(take.id) ? "  o" : "   ",
    take.id,
    take.tier,
    take.verdict,
    score(take.judgement.scorePerMille),
    oneLine(take.identity.model, WORDS_COLUMNS),
    take.costMicros === 0 ? "free" : formatMicros(take.costMicros, currency),
    state?.kept[take.id] === undefined ? "" : oneLine(`kept: ${state.kept[take.id]?.reason ?? ""}`, WORDS_COLUMNS),
  ]);
  return [paint("takes (o = circled)", "bold", look), ...table(rows)];
}

function attemptLines(state: ShotState | undefined, look: TextLook, currency: string): string[] {
  const attempts = state?.attempts ?? [];
  if (attempts.length === 0) return [];
  const rows = attempts.map((attempt) => [
    "  ",
    `${attempt.number}`,
    attempt.tier,
    attempt.standing,
    oneLine(attempt.identity.endpoint, WORDS_COLUMNS),
    attempt.licence,
    bill(attempt, currency),
    attempt.failure === undefined ? "" : oneLine(`${attempt.failure.class}: ${attempt.failure.message}`, WORDS_COLUMNS),
  ]);
  return [paint("attempts", "bold", look), ...table(rows)];
}

function bill(attempt: AttemptState, currency: string): string {
  if (attempt.charge === undefined)
    return attempt.reserveMicros === 0 ? "free" : `${formatMicros(attempt.reserveMicros, currency)} reserved`;
  if (attempt.charge.certainty === "unknown") return `at most ${formatMicros(attempt.charge.atMostMicros, currency)}`;
  return attempt.charge.micros === 0 ? "free" : formatMicros(attempt.charge.micros, currency);
}

function score(perMille: number): string {
  return `${Math.floor(perMille / 1000)}.${String(perMille % 1000)
    .padStart(3, "0")
    .slice(0, 2)}`;
}

function seconds(milliseconds: number): string {
  const tenths = Math.round(milliseconds / 100);
  return `${Math.floor(tenths / 10)}.${tenths % 10} s`;
}
