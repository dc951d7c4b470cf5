import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { basisOf } from "../core/basis-of.ts";
import { upstreamFrame } from "../core/plan/upstream-frame.ts";
import { ok, type Result } from "../core/result.ts";
import { programmeStart } from "../operations/apply/apply-plan.ts";
import { bringTake } from "../operations/apply/bring-take.ts";
import { signSetAside } from "../operations/apply/sign-set-aside.ts";
import { askRetake, circleTake, keepTake } from "../operations/take-decisions.ts";
import { workPlace } from "./apply-desk.ts";
import { type Problem, problem } from "./problem.ts";
import { writeReadableCopies } from "./readable-copies.ts";
import { asProblem, type OpenRun, openRun } from "./run-apply.ts";
import type { Shop } from "./shop.ts";
import type { Decision, Said } from "./workshop.ts";

/** Records a person's decision, projects it into the lock and signs that. */
export async function runDecision(shop: Shop, decision: Decision): Promise<Result<Said, Problem>> {
  const opened = await openRun(shop, {
    episode: decision.episode,
    tier: decision.tier,
    report: () => undefined,
    signal: new AbortController().signal,
  });
  if (!opened.ok) return opened;
  try {
    const decided = await decide(shop, opened.value, decision);
    if (!decided.ok) return problem(decided.error.message, decided.error.hint);
    const lock = await opened.value.writeLock();
    await writeReadableCopies(shop, decision.episode, lock.lock);
    return ok({ says: decided.value });
  } catch (thrown) {
    return asProblem(thrown);
  } finally {
    opened.value.release();
  }
}

async function decide(
  shop: Shop,
  open: OpenRun,
  decision: Decision,
): Promise<Result<string, { readonly message: string; readonly hint: string }>> {
  const { shot, tier, episode } = decision;
  const { record } = open;
  const upstream = upstreamFrame({ episode, state: record.state(), tier }, shot);
  switch (decision.kind) {
    case "retake":
      return askRetake(record, shot, tier, decision.reason);
    case "circle":
      return circleTake(record, shot, decision.take, decision.reason ?? "chosen by a person", (take) =>
        signSetAside(open.desk, shot, take),
      );
    case "keep":
      return keepTake(record, shot, tier, basisOf(shot, upstream), decision.reason);
    case "adopt": {
      const source = resolve(decision.file);
      if (!existsSync(source))
        return {
          ok: false,
          error: { message: `${decision.file} is not there`, hint: "give the path of your footage" },
        };
      // A copy of our own: the person's file may change while it is judged and signed.
      const own = workPlace(shop.repository.root, "work", `adopt-${episode.id}-${shot.id}.mp4`);
      mkdirSync(dirname(own), { recursive: true });
      copyFileSync(source, own);
      const brought = await bringTake(open.desk, open.run, {
        shot,
        basis: basisOf(shot, upstream),
        path: own,
        origin: "adopted",
        startTimecodeFrames: programmeStart({ episode }, shot),
        reason: decision.reason ?? "adopted by a person",
      });
      if (!brought.ok) return brought;
      const failed = brought.value.judgement.readings.filter((reading) => reading.verdict === "fail");
      const gates =
        failed.length === 0
          ? "all gates pass"
          : `gates would refuse it: ${failed.map((reading) => reading.says).join("; ")}`;
      return ok(`${shot.id}: ${brought.value.id} is your footage, signed as opened and circled; ${gates}`);
    }
  }
}
