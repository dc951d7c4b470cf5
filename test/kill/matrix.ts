import type { VendorName } from "../../src/sandbox/vendor-names.ts";
import { resolveDoubts } from "./operator.ts";
import { eventsOf, numbers } from "./running.ts";
import {
  APPLY,
  booksOf,
  command,
  drawKill,
  inDoubt,
  openWorld,
  runAndKill,
  SHOT_IDS,
  violations,
  type World,
} from "./world.ts";

/** What became of one world. */
export interface Played {
  readonly kills: number;
  readonly orders: number;
  readonly doubts: number;
  readonly billMicros: number;
  readonly heldMicros: number;
}

/** Runs that may pass without a kill before a world is given up. */
const IDLE_RUNS_MAX = 3;
const FINISH_RUNS_MAX = 6;

/** Plays a world: kills until there were enough, looks at the laws after each, then lets it come to rest, doubts resolved as an operator would. Throws what is wrong, with how to see it again. */
export async function playWorld(seed: number, vendor: VendorName, kills: number): Promise<Played> {
  const world = await openWorld(seed, vendor);
  try {
    const done = await killAgainAndAgain(world, kills);
    await comeToRest(world);
    const events = eventsOf(world.repository);
    const { bill, money, accepted } = await booksOf(world, events);
    const doubts = events.filter((event) => event.type === "attempt.doubted").length;
    return { kills: done, orders: accepted, doubts, billMicros: bill, heldMicros: money.heldMicros };
  } catch (thrown) {
    const says = thrown instanceof Error ? thrown.message : String(thrown);
    const replay = `npm run test:kill -- --seed ${seed} --vendor ${vendor} --kills ${kills} --worlds 1`;
    throw new Error(`${says}\nreplay: ${replay}\n${world.story.join("\n")}`);
  } finally {
    await world.close();
  }
}

async function killAgainAndAgain(world: World, kills: number): Promise<number> {
  const random = numbers(world.seed);
  let done = 0;
  for (let idle = 0; done < kills && idle < IDLE_RUNS_MAX; ) {
    if (await runAndKill(world, drawKill(random))) {
      done += 1;
      idle = 0;
    } else {
      idle += 1;
      await resolveDoubts(world);
      // What was made before the kill came is wanted again by a person, which is the licence to pay again.
      const stuck = new Set(inDoubt(world).map(({ shot }) => shot));
      for (const shot of SHOT_IDS)
        if (!stuck.has(shot)) await command(world, "retake", `E1/${shot}`, "--tier", "final", "--reason", "once more");
    }
    await lawsHold(world);
  }
  return done;
}

async function lawsHold(world: World): Promise<void> {
  const broken = await violations(world);
  if (broken.length > 0) throw new Error(broken.join("\n"));
}

/** Let go, every shot is produced or waits for a person, everything that was ordered is a take, and nothing is held but doubts. */
async function comeToRest(world: World): Promise<void> {
  let code: number | null = null;
  for (let runs = 0; runs < FINISH_RUNS_MAX && code !== 0; runs += 1) {
    code = (await command(world, ...APPLY)).code;
    await lawsHold(world);
    if (inDoubt(world).length === 0) continue;
    await resolveDoubts(world);
  }
  const doubts = inDoubt(world);
  const expected = doubts.length > 0 ? 3 : 0;
  if (code !== expected) throw new Error(`the last run ended with ${code}, ${doubts.length} shots are in doubt`);
  const events = eventsOf(world.repository);
  const ended = new Set(
    events.flatMap((event) =>
      event.type === "take.accepted" || event.type === "take.set-aside" || event.type === "attempt.abandoned"
        ? [event.attempt]
        : [],
    ),
  );
  for (const event of events)
    if (event.type === "attempt.submitted" && !ended.has(event.attempt))
      throw new Error(`${event.attempt} was ordered and became nothing`);
  const stuck = new Set(doubts.map(({ shot }) => shot));
  const made = new Set(events.flatMap((event) => (event.type === "take.accepted" ? [event.shot] : [])));
  for (const shot of SHOT_IDS)
    if (!stuck.has(shot) && !made.has(shot)) throw new Error(`${shot} is neither produced nor in doubt`);
  const { bill, money } = await booksOf(world, events);
  const isEven = bill === money.chargedMicros && money.heldMicros === 0;
  if (doubts.length === 0 && !isEven)
    throw new Error(`bill ${bill}, books ${money.chargedMicros} paid and ${money.heldMicros} held: not equal`);
  const verified = await command(world, "verify", "E1");
  if (verified.code !== 0 && made.size > 0) throw new Error(`verify: ${verified.out}${verified.problem}`);
}
