import { basisOf } from "../../src/core/basis-of.ts";
import { upstreamFrame } from "../../src/core/plan/upstream-frame.ts";
import type { Plan } from "../../src/core/plan-steps.ts";
import { programmeStart } from "../../src/operations/apply/apply-plan.ts";
import { bringTake } from "../../src/operations/apply/bring-take.ts";
import type { JournalRecord } from "../../src/operations/apply/journal-record.ts";
import { signSetAside } from "../../src/operations/apply/sign-set-aside.ts";
import { startSpending, stopSpending } from "../../src/operations/spending/stop-spending.ts";
import { writeGrant } from "../../src/operations/spending/write-grant.ts";
import { askRetake, circleTake, keepTake } from "../../src/operations/take-decisions.ts";
import type { Shelves } from "./desk.ts";
import type { PersonRecord } from "./history.ts";
import type { Act } from "./scenario.ts";
import type { Bench } from "./world.ts";

/** A person stops all orders of the repository, or lets them go on; undefined when that is so already. */
export async function stopOrStart(
  record: JournalRecord,
  does: "stop" | "start",
): Promise<Omit<PersonRecord, "step"> | undefined> {
  const before = record.state().sequence;
  const why = "the producer says so";
  const said = await (does === "stop" ? stopSpending(record, why) : startSpending(record, why, { operator: "anna" }));
  return said.ok && record.contents().sequence > before ? { does, shot: "" } : undefined;
}

/** A person approves the plan that is shown, or one that was shown too long ago; undefined when that is refused. */
export async function approve(
  { record, desk }: Bench,
  plan: Plan,
  pick: number,
): Promise<Omit<PersonRecord, "step"> | undefined> {
  const expiresAt = new Date(desk.clock.now() + (1 + (pick % 48)) * 3_600_000).toISOString();
  const isStale = pick % 10 === 0;
  const granted = await writeGrant(record, {
    plan,
    seen: isStale ? "0123456789" : plan.digest,
    operator: "anna",
    expiresAt,
    ...(pick % 3 === 0 ? { ceilingMicros: Math.floor(plan.cost.ceilingMicros / 2) } : {}),
  });
  if (granted.ok && isStale) throw new Error("a plan that nobody saw was approved");
  return granted.ok ? { does: "approve", shot: "" } : undefined;
}

/** Keeps the first take, counted from the picked shot, that is not what the YAML says any more. */
async function keepOne({ record, run, episode }: Bench, pick: number): Promise<Omit<PersonRecord, "step"> | undefined> {
  const { tier } = run;
  for (const index of episode.shots.keys()) {
    const shot = episode.shots[(pick + index) % episode.shots.length];
    if (shot === undefined) continue;
    const before = record.contents().sequence;
    const upstream = upstreamFrame({ episode, state: record.state(), tier }, shot);
    const kept = await keepTake(record, shot, tier, basisOf(shot, upstream), "good enough");
    if (kept.ok && record.contents().sequence > before) return { does: "keep", shot: shot.id };
  }
  return undefined;
}

/** What a person says of a shot, by the command's own operation; undefined when there is nothing to say it of. */
export async function decideAsPerson(
  bench: Bench,
  { does, pick }: Extract<Act, { kind: "person" }>,
  shelves: Shelves,
): Promise<Omit<PersonRecord, "step"> | undefined> {
  const { record, desk, run, episode } = bench;
  const shot = episode.shots[pick % episode.shots.length];
  if (shot === undefined) return undefined;
  const { tier } = run;
  switch (does) {
    case "stop":
    case "start":
    case "approve":
    case "resolve":
      return undefined;
    case "retake": {
      const asked = await askRetake(record, shot, tier, "another one");
      return asked.ok ? { does, shot: shot.id } : undefined;
    }
    case "circle": {
      const takes = record.shot(shot.id)?.takes ?? [];
      const take = takes[Math.floor(pick / 7) % Math.max(1, takes.length)];
      if (take === undefined) return undefined;
      const circled = await circleTake(record, shot, take.id, "chosen", (one) => signSetAside(desk, shot, one));
      return circled.ok ? { does, shot: shot.id, take: take.id } : undefined;
    }
    case "keep":
      return keepOne(bench, pick);
    case "adopt": {
      const upstream = upstreamFrame({ episode, state: record.state(), tier }, shot);
      const path = `/desktop/${shot.id}-${pick}.mp4`;
      shelves.files.set(path, `${pick % 2 === 0 ? "good" : "below-quality"} footage of a person ${pick}`);
      const brought = await bringTake(desk, run, {
        shot,
        basis: basisOf(shot, upstream),
        path,
        origin: "adopted",
        startTimecodeFrames: programmeStart({ episode }, shot),
        reason: "shot on location",
      });
      return brought.ok ? { does, shot: shot.id, take: brought.value.id } : undefined;
    }
  }
}
