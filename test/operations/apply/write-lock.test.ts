import { expect, test } from "vitest";
import { sha256 } from "../../../src/core/digest.ts";
import { lockPaths, writeLock } from "../../../src/operations/apply/write-lock.ts";
import { askRetake } from "../../../src/operations/take-decisions.ts";
import { episode, shot } from "../../core/plan/story.ts";
import { PLAIN_SIGNATURE } from "./memory-ports.ts";
import { world } from "./world.ts";

test("a lock that somebody else signs in between takes the serial; ours follows, of what stands there then", async () => {
  const of = world({ episode: episode([shot("SH0010")]) });
  await of.run();
  const [ours, theirs] = [await of.record("ours"), await of.record("theirs")];
  const desk = (record: typeof ours, before: () => Promise<void> = async () => undefined) => ({
    record,
    read: async (path: string) => of.repository.get(path),
    write: async (path: string, text: string) => {
      await before();
      of.repository.set(path, text);
    },
    ...PLAIN_SIGNATURE,
    tool: "shotlock test",
  });
  await askRetake(ours, shot("SH0010"), "animatic", "ours");
  let isFirst = true;
  const written = await writeLock(
    desk(ours, async () => {
      if (!isFirst) return;
      isFirst = false;
      await askRetake(theirs, shot("SH0010"), "animatic", "theirs");
      await writeLock(desk(theirs), of.episode);
    }),
    of.episode,
  );
  // Theirs says all that ours would have said, so no third one is due.
  expect(written.lock.serial).toBe(2);
  expect(of.lock().shots["SH0010"]?.retakes.map((retake) => retake.reason)).toEqual(["ours", "theirs"]);
  const state = await of.state();
  expect(state.lock).toEqual({ serial: 2, digest: sha256(of.repository.get(lockPaths(of.episode).lock) ?? "") });
});
