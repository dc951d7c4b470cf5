import { type Command, Option } from "commander";
import { FOOTAGE_KINDS, type FootageKind, runSandbox } from "../../compose.ts";
import { sandboxBill, sandboxLine } from "../../views/sandbox-text.ts";
import { type CommandContext, finishing, UsageProblem } from "../context.ts";
import { EXIT } from "../exit.ts";
import { tellProblem } from "../tell-problem.ts";

const PORT = 4100;
const PORT_MAX = 65_533;
const SPEED_MAX = 10_000;
/** Polls are many and say little. */
const QUIET: readonly string[] = ["request.answered"];

interface Words {
  readonly port: string;
  readonly scenario?: string;
  readonly speed: string;
  readonly seed?: string;
  readonly footage: FootageKind;
  readonly all?: boolean;
}

/** `shotlock sandbox`: vendors on this machine that film, fail on cue and keep their own bill, until Ctrl-C. */
export function registerSandbox(program: Command, context: CommandContext): void {
  program
    .command("sandbox")
    .description("Runway, fal and ComfyUI on this machine: free clips, faults on cue, their own bill")
    .option("--port <number>", "first of three ports; 0: any that are free", String(PORT))
    .option("--scenario <file>", "YAML file that says what goes wrong (schemas/scenario.schema.json)")
    .option("--speed <times>", "how much faster than the clock the vendors work", "20")
    .option("--seed <number>", "the same seed, faults and requests go the same way again")
    .addOption(
      new Option("--footage <kind>", "drawn clips, one stock clip, or none").choices(FOOTAGE_KINDS).default("drawn"),
    )
    .option("--all", "show every request, polls too")
    .action((words: Words) => finishing(context, () => play(words, context)));
}

async function play(words: Words, { terminal }: CommandContext): Promise<number> {
  const port = wholeNumber("--port", words.port, 0, PORT_MAX);
  const speed = wholeNumber("--speed", words.speed, 1, SPEED_MAX);
  const seed = words.seed === undefined ? Date.now() % 1_000_000 : wholeNumber("--seed", words.seed, 0, 1_000_000_000);
  const started = await runSandbox({
    ...{ environment: process.env, speed, seed, footage: words.footage },
    ...(words.scenario === undefined ? {} : { scenario: words.scenario }),
    ports: port === 0 ? {} : { runway: port, fal: port + 1, comfyui: port + 2 },
    told: (event) => {
      if (words.all === true || !QUIET.includes(event.event)) terminal.out(sandboxLine(event));
    },
  });
  if (!started.ok) return tellProblem(terminal, started.error);
  const { sandbox, environment, close } = started.value;
  for (const [vendor, address] of Object.entries(sandbox.addresses)) terminal.out(`${vendor.padEnd(8)} ${address}`);
  terminal.out(`\nSeed ${seed}, speed ${speed}. To use it in another terminal:\n`);
  for (const [name, value] of Object.entries(environment)) terminal.out(`  export ${name}=${value}`);
  terminal.out(
    "\nFaults live: POST /__faults on each port; GET /__bill, /__jobs, /__events. Ctrl-C prints the bill.\n",
  );
  // Jobs end by the clock; looked at once a second, the log is told in time.
  const look = setInterval(() => void sandbox.events(), 1_000);
  await new Promise<void>((resolve) => {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => resolve());
  });
  clearInterval(look);
  terminal.out(`\n${sandboxBill(await sandbox.bill())}`);
  await close();
  return EXIT.done;
}

function wholeNumber(name: string, text: string, minimum: number, maximum: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= minimum && value <= maximum) return value;
  throw new UsageProblem(`${name} ${text} is no whole number from ${minimum} to ${maximum}`);
}
