import type { Shot } from "../../core/production.ts";
import type { RunContext, ShotOutcome } from "./desk.ts";

/** Makes one shot; `upstream` is how the shot it starts from ended in this run, if it was part of it. */
export type MakeShot = (shot: Shot, upstream: ShotOutcome | undefined) => Promise<ShotOutcome>;

/**
 * All shots at once, each after the shot it is chained to: who gets an engine or a core next is decided where they wait for
 * it. After a stop (the signal, or a journal or signer that refuses) nothing new begins and what runs comes to its end; the
 * cause is thrown then, a plain stop is not.
 */
export async function inOrder(
  { desk, turnstile }: Pick<RunContext, "desk" | "turnstile">,
  work: readonly Shot[],
  make: MakeShot,
): Promise<readonly ShotOutcome[]> {
  const results = new Map<string, ShotOutcome>();
  const waiting = [...work];
  const running = new Set<Promise<void>>();
  const faults: unknown[] = [];
  const upstreamOf = (shot: Shot): string | undefined => {
    const from = shot.intent.chain?.from;
    return work.some((candidate) => candidate.id === from) ? from : undefined;
  };
  const isReady = (shot: Shot): boolean => {
    const from = upstreamOf(shot);
    return from === undefined || results.has(from);
  };
  const start = (shot: Shot): void => {
    desk.report({ kind: "shot-phase", shot: shot.id, phase: "queued" });
    const one = make(shot, results.get(upstreamOf(shot) ?? ""))
      .then((outcome) => void results.set(shot.id, outcome))
      .catch((thrown: unknown) => {
        results.set(shot.id, { kind: "stopped", shot: shot.id });
        if (desk.signal.aborted) return;
        faults.push(thrown);
        turnstile.close(thrown);
      })
      .finally(() => running.delete(one));
    running.add(one);
  };
  for (;;) {
    while (faults.length === 0 && !desk.signal.aborted) {
      const next = waiting.find(isReady);
      if (next === undefined) break;
      waiting.splice(waiting.indexOf(next), 1);
      start(next);
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (faults.length > 0) throw faults[0];
  for (const shot of waiting) results.set(shot.id, { kind: "stopped", shot: shot.id });
  return work.flatMap((shot) => results.get(shot.id) ?? []);
}
