import type { EpisodeState, ShotState } from "../core/episode-state.ts";
import { formatMicros } from "../core/money.ts";
import { spentOn } from "../core/plan/attempts-so-far.ts";
import { circledTake } from "../core/plan/standing-take.ts";
import type { Cause, Plan, Step } from "../core/plan-steps.ts";
import { type Episode, type Shot, TIERS, type Tier } from "../core/production.ts";
import { jsonText } from "./plan-json.ts";
import { counted, oneLine, PLAIN_LOOK, paint, type TextLook, table } from "./text-layout.ts";

const TITLE_COLUMNS = 26;
const WAITS_COLUMNS = 60;
const LAST_COLUMNS_MIN = 24;
const RESTING: ReadonlySet<Step["kind"]> = new Set(["reuse", "keep", "hold", "omit"]);

/** Where every shot of an episode stands, tier by tier: circled take, score, cost, what is next, who waits for whom. */
export function statusAsText(state: EpisodeState, episode: Episode, plan: Plan, look: TextLook = PLAIN_LOOK): string {
  const tiers = tiersOf(state, plan);
  const currency = episode.ceilings.currency;
  const head = ["shot", "title", ...tiers, "takes", "cost", "next"];
  const rows = episode.shots.map((shot) => shotRow({ shot, state: state.shots[shot.id], plan }, tiers, currency));
  const [first, ...lines] = table(lastFitted([head, ...rows], look.width));
  const title = `${episode.show.id} ${episode.id}  ${oneLine(episode.title, WAITS_COLUMNS)}${episode.status === "locked" ? " (locked)" : ""}`;
  return `${[
    paint(title, "bold", look),
    summary(episode, state, plan, tiers),
    "",
    paint(first ?? "", "grey", look),
    ...lines,
    "",
    ...conformLines(state, tiers),
    paint(footer(state), "grey", look),
  ].join("\n")}\n`;
}

/** Rows whose last cell is shortened to what is left of the line. */
function lastFitted(rows: readonly (readonly string[])[], width: number): string[][] {
  const last = (rows[0]?.length ?? 1) - 1;
  const longest = (column: number): number => Math.max(...rows.map((row) => [...(row[column] ?? "")].length));
  const others = Array.from({ length: last }, (_, column) => longest(column) + 2).reduce((sum, one) => sum + one, 0);
  const room = Math.max(LAST_COLUMNS_MIN, width - others);
  return rows.map((row) => row.map((cell, column) => (column === last ? oneLine(cell, room) : cell)));
}

/** The same for machines, in a stable order. */
export function statusAsJson(state: EpisodeState, episode: Episode, plan: Plan): string {
  const shots = episode.shots.map((shot) => {
    const known = state.shots[shot.id];
    return {
      shot: shot.id,
      name: shot.name,
      status: shot.status,
      circled: known?.circled ?? {},
      takes: known?.takes.length ?? 0,
      spentMicros: spentOn(known),
      next: plan.steps.filter((step) => step.shot === shot.id).map((step) => step.kind),
      waitsFor: waitsFor({ shot, state: known, plan }),
    };
  });
  const value = {
    show: episode.show.id,
    episode: episode.id,
    tier: plan.tier,
    currency: plan.currency,
    lockSerial: state.lock?.serial ?? 0,
    journalSequence: state.sequence,
    conformNeeded: plan.conform.needed,
    shots,
  };
  return jsonText(value);
}

function tiersOf(state: EpisodeState, plan: Plan): readonly Tier[] {
  const used = (tier: Tier): boolean => Object.values(state.shots).some((shot) => shot.circled[tier] !== undefined);
  return TIERS.filter((tier) => tier === plan.tier || used(tier));
}

/** One shot with what is known and planned of it. */
interface ShotStanding {
  readonly shot: Shot;
  readonly state: ShotState | undefined;
  readonly plan: Plan;
}

function summary(episode: Episode, state: EpisodeState, plan: Plan, tiers: readonly Tier[]): string {
  const active = episode.shots.filter((shot) => shot.status === "active");
  const made = tiers.map((tier) => {
    const count = active.filter((shot) => circledTake(state.shots[shot.id], tier) !== undefined).length;
    return `${count} of ${counted(active.length, "shot")} in ${tier}`;
  });
  const waits = active.filter((shot) => waitsFor({ shot, state: state.shots[shot.id], plan }) !== "").length;
  const spent = Object.values(state.shots).reduce((sum, shot) => sum + spentOn(shot), 0);
  const waiting = waits === 0 ? "" : `; ${waits} ${waits === 1 ? "waits" : "wait"} for a person`;
  const paid = spent === 0 ? "nothing paid" : formatMicros(spent, episode.ceilings.currency);
  return `${made.join(", ")}; ${paid} so far${waiting}.`;
}

function shotRow(standing: ShotStanding, tiers: readonly Tier[], currency: string): string[] {
  const { shot, state } = standing;
  return [
    shot.id,
    oneLine(shot.editorial.title ?? "", TITLE_COLUMNS),
    ...tiers.map((tier) => tierCell(shot, state, tier)),
    String(state?.takes.length ?? 0),
    cost(state, currency),
    next(standing),
  ];
}

/** What the plan would do with the shot; a person's part comes first. */
function next(standing: ShotStanding): string {
  const waits = waitsFor(standing);
  if (waits !== "") return waits;
  const busy = standing.plan.steps.filter((step) => step.shot === standing.shot.id && !RESTING.has(step.kind));
  return busy.map((step) => `${step.kind}: ${step.causes[0]?.says ?? ""}`).join(", ");
}

function tierCell(shot: Shot, state: ShotState | undefined, tier: Tier): string {
  const take = circledTake(state, tier);
  if (take !== undefined) {
    const score = String(take.judgement.scorePerMille).padStart(4, "0");
    return `${take.id} ${score.slice(0, 1)}.${score.slice(1, 3)}`;
  }
  if (shot.status !== "active") return shot.status === "hold" ? "on hold" : "omitted";
  const last = state?.attempts.filter((attempt) => attempt.tier === tier).at(-1);
  return last === undefined ? "-" : last.standing;
}

/** Why the shot waits for a person; empty when it does not. */
function waitsFor({ shot, state, plan }: ShotStanding): string {
  if (shot.status !== "active") return "";
  const step = plan.steps.find((candidate) => candidate.shot === shot.id && candidate.causes.some(needsPerson));
  const cause = step?.causes.find(needsPerson);
  if (cause !== undefined) return cause.says;
  const doubt = state?.attempts.find((attempt) => attempt.standing === "in-doubt");
  return doubt === undefined ? "" : `attempt ${doubt.number} at ${doubt.identity.endpoint} is in doubt`;
}

function needsPerson(cause: Cause): boolean {
  return ["person-needed", "no-engine", "over-ceiling", "reference-missing"].includes(cause.code);
}

function conformLines(state: EpisodeState, tiers: readonly Tier[]): string[] {
  return tiers.flatMap((tier) => {
    const record = state.conformed[tier];
    if (record === undefined) return [];
    const temporary = record.entries.filter((entry) => entry.temporary).length;
    const slates = record.entries.filter(
      (entry) => entry.take === undefined && /^SH\d+[A-Z]?$/.test(entry.shot),
    ).length;
    const notes = [temporary > 0 ? `${temporary} TEMP` : "", slates > 0 ? counted(slates, "slate") : ""].filter(
      (note) => note !== "",
    );
    return [`${tier} cut: ${record.frames} frames${notes.length === 0 ? "" : `, ${notes.join(", ")}`}`];
  });
}

function footer(state: EpisodeState): string {
  const lock = state.lock === null ? "no lock yet" : `lock serial ${state.lock.serial}`;
  return `${lock}, journal event ${state.sequence}`;
}

function cost(state: ShotState | undefined, currency: string): string {
  const spent = spentOn(state);
  if (spent > 0) return formatMicros(spent, currency);
  return state === undefined || state.takes.length + state.attempts.length === 0 ? "-" : "free";
}
