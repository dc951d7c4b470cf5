import type { Command } from "commander";
import type { Doubted, Workshop } from "../../compose.ts";
import type { Charge } from "../../core/failure.ts";
import { parseMicros } from "../../core/money.ts";
import { parseShotAddress } from "../../core/shot-address.ts";
import { holdsUp } from "../../core/spending/doubts.ts";
import type { Resolution } from "../../operations/spending/resolve-doubt.ts";
import { doubtAsText } from "../../views/doubts.ts";
import { type CommandContext, UsageProblem, withWorkshop } from "../context.ts";
import { episodesToWorkOn } from "../episodes.ts";
import { EXIT } from "../exit.ts";
import { tellProblem } from "../tell-problem.ts";
import type { Terminal } from "../terminal.ts";

interface ResolveOptions {
  readonly adopt?: string;
  readonly resubmit?: boolean;
  readonly drop?: boolean;
  readonly charged?: string;
  readonly notCharged?: boolean;
  readonly attempt?: string;
  readonly reason: string;
}

function readCharge({ charged, notCharged }: ResolveOptions): Charge | undefined {
  if (charged !== undefined && notCharged === true)
    throw new UsageProblem("it was charged or it was not", "give --charged AMOUNT or --not-charged");
  if (notCharged === true) return { certainty: "known", micros: 0 };
  if (charged === undefined) return undefined;
  const micros = parseMicros(charged);
  if (micros === undefined) throw new UsageProblem(`"${charged}" is no sum of money`, "write 0.60");
  return { certainty: "known", micros };
}

/** Undefined when only the list is asked for. */
function readResolution(options: ResolveOptions): Resolution | undefined {
  const charge = readCharge(options);
  const { adopt, resubmit = false, drop = false } = options;
  if ([adopt !== undefined, resubmit, drop].filter(Boolean).length > 1)
    throw new UsageProblem("--adopt, --resubmit and --drop exclude each other");
  if (adopt !== undefined) {
    if (charge !== undefined) throw new UsageProblem("what it costs is collected with the job", "leave the charge out");
    return { kind: "adopt", job: adopt };
  }
  const said = charge === undefined ? {} : { charge };
  if (resubmit) return { kind: "resubmit", ...said };
  if (drop) return { kind: "drop", ...said };
  return charge === undefined ? undefined : { kind: "settle", charge };
}

function readNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new UsageProblem("--attempt wants the number of an attempt");
  return number;
}

function show(terminal: Terminal, doubted: readonly Doubted[]): number {
  if (doubted.length === 0) terminal.out("Nothing is in doubt.");
  for (const { episode, doubt } of doubted)
    terminal.out(doubtAsText(doubt, `${episode.id}/${doubt.shot}`, episode.ceilings.currency));
  return doubted.some(({ doubt }) => holdsUp(doubt)) ? EXIT.waits : EXIT.done;
}

async function doubtedOf(workshop: Workshop, terminal: Terminal, text: string | undefined) {
  const address = text === undefined ? undefined : parseShotAddress(text);
  if (address?.ok === false) throw new UsageProblem(address.error);
  const wanted = address?.value;
  const episodes = await episodesToWorkOn(workshop, terminal, wanted?.episode);
  if (episodes === undefined) return undefined;
  const all: Doubted[] = [];
  for (const episode of episodes) {
    if (wanted?.show !== undefined && wanted.show !== episode.show.id) continue;
    const doubts = await workshop.doubts(episode);
    if (!doubts.ok) {
      tellProblem(terminal, doubts.error);
      return undefined;
    }
    all.push(...doubts.value.filter(({ doubt }) => wanted === undefined || doubt.shot === wanted.shot));
  }
  return all;
}

/** `shotlock resolve`: without an answer, what is in doubt and where to look; with one, a person's word, recorded. */
export function registerResolve(program: Command, context: CommandContext): void {
  program
    .command("resolve [shot]")
    .description("say what became of an order whose answer never came; without an answer, lists what is in doubt")
    .option("--adopt <job>", "the vendor has it under this id: it is collected")
    .option("--resubmit", "order another one in its place, under your licence")
    .option("--drop", "give it up; the shot waits for a retake")
    .option("--charged <amount>", "what the vendor's bill says")
    .option("--not-charged", "it is not on the vendor's bill")
    .option("--attempt <n>", "which attempt, where more than one is in doubt")
    .option("--reason <words>", "how you know, for whoever reads the journal", "looked up in the vendor's list")
    .action((shot: string | undefined, options: ResolveOptions, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const { terminal } = context;
        const resolution = readResolution(options);
        const number = readNumber(options.attempt);
        const doubted = await doubtedOf(workshop, terminal, shot);
        if (doubted === undefined) return EXIT.error;
        if (resolution === undefined) return show(terminal, doubted);
        if (shot === undefined) throw new UsageProblem("say of which shot", "shotlock resolve E101/SH0030 --drop");
        const [first, ...others] = doubted;
        if (first === undefined)
          throw new UsageProblem(`nothing of ${shot} is in doubt`, "shotlock resolve lists what is");
        if (others.some(({ episode }) => episode.id !== first.episode.id))
          throw new UsageProblem(`${shot} stands in more than one episode`, "write E101/SH0030");
        const done = await workshop.resolve(first.episode, {
          shot: first.doubt.shot,
          resolution,
          reason: options.reason,
          ...(number === undefined ? {} : { number }),
        });
        if (!done.ok) return tellProblem(terminal, done.error);
        terminal.out(done.value.says);
        return EXIT.done;
      }),
    );
}
