import type { LockDocument } from "../../../src/core/lock.ts";
import type { Take } from "../../../src/core/take.ts";
import type { Evidence } from "../evidence.ts";
import type { Law } from "./law.ts";

/** A take stands in a lock because the gates passed it, by the file itself, or because a person said so. */
export const lockNeedsVerdict: Law = {
  name: "the lock changes only with a passing verdict",
  check(evidence) {
    return circledInLocks(evidence).flatMap(({ take, step, shot }) => {
      const isPassed = take.judgement.verdict === "pass" && take.verdict === "accepted";
      const footage = evidence.history.store.get(take.raw)?.content ?? "";
      if (isPassed && footage.startsWith("good")) return [];
      const isChosen = evidence.history.people.some(
        (person) => person.take === take.id && ["circle", "adopt"].includes(person.does) && take.verdict === "accepted",
      );
      return isChosen ? [] : [`${shot} ${take.id} was locked at step ${step}; it did not pass`];
    });
  },
};

interface CircledTake {
  readonly shot: string;
  readonly take: Take;
  readonly step: number;
}

/** Every circled take of every lock that was ever written. */
export function circledInLocks({ history }: Evidence): readonly CircledTake[] {
  const seen = new Set<string>();
  return history.locks
    .filter(({ path }) => path.endsWith(".lock.json"))
    .flatMap(({ text, step }) => {
      const lock = JSON.parse(text) as LockDocument;
      return Object.entries(lock.shots).flatMap(([shot, { circled, takes }]) =>
        Object.values(circled).flatMap((id) => {
          const take = takes[id];
          if (take === undefined) throw new Error(`the lock circles ${id} of ${shot} and has no such take`);
          const key = `${shot} ${id} ${take.signed?.sha256}`;
          if (seen.has(key)) return [];
          seen.add(key);
          return [{ shot, take, step }];
        }),
      );
    });
}
