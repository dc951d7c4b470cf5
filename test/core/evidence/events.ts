import type { Digest } from "../../../src/core/digest.ts";
import { digestOf } from "../../../src/core/digest.ts";
import type { EngineFailure } from "../../../src/core/failure.ts";
import type { JournalEvent } from "../../../src/core/journal-events.ts";
import type { Receipt } from "../../../src/core/route-decision.ts";
import type { EngineIdentity } from "../../../src/core/take.ts";

/** Journal events of single attempts, written directly. */
export const START_MS = Date.parse("2026-11-24T08:00:00.000Z");
export const RUN = "run-1";
export const VEO: EngineIdentity = {
  engine: "gemini",
  model: "google/veo-3.1",
  modelVersion: "veo-3.1-generate-001",
  endpoint: "gemini/veo-3.1",
};

export interface Story {
  readonly shot: string;
  readonly take: string;
  /** `pass` and `fail` are verdicts; the others end before one. */
  readonly ends: "pass" | "fail" | "server" | "refusal" | "abandoned" | "open";
  readonly identity?: EngineIdentity;
  readonly size?: string;
  readonly expectedPerMille?: number;
  readonly atMs?: number;
  readonly runMs?: number;
  readonly clipMs?: number;
  readonly run?: string;
}

type Unstamped<Event> = Event extends JournalEvent
  ? Omit<Event, "run" | "operator" | "show" | "episode" | "at">
  : never;

export function event(atMs: number, one: Unstamped<JournalEvent>, run = RUN): JournalEvent {
  return {
    at: new Date(atMs).toISOString(),
    run,
    operator: "anna",
    show: "ESH",
    episode: "E101",
    ...one,
  } as JournalEvent;
}

export function runStarted(run = RUN): JournalEvent {
  return event(
    START_MS,
    { type: "run.started", tool: "shotlock", fencing: 1, tier: "final", plan: digestOf("plan") },
    run,
  );
}

/** All events of one attempt. */
export function attemptEvents(story: Story): readonly JournalEvent[] {
  const { shot, take, ends } = story;
  const attempt = `${shot}-${take}`;
  const identity = story.identity ?? VEO;
  const atMs = story.atMs ?? START_MS;
  const doneMs = atMs + (story.runMs ?? 60_000);
  const run = story.run ?? RUN;
  const write = (at: number, one: Unstamped<JournalEvent>): JournalEvent => event(at, one, run);
  const begun = [
    write(atMs, {
      type: "attempt.intended",
      shot,
      attempt,
      number: 1,
      tier: "final",
      take,
      identity,
      licence: "first",
      reserveMicros: 0,
      grant: "free",
      seed: "1",
      basis: basisWith(story.size ?? "MCU"),
      orderDigest: digestOf("order"),
      order: {},
      receipt: receiptWith(identity, story.expectedPerMille ?? 800, story.clipMs ?? 6_000),
    }),
  ];
  if (ends === "refusal")
    return [...begun, write(atMs, { type: "attempt.refused", shot, attempt, failure: failed("refusal") })];
  const submitted = [...begun, write(atMs, { type: "attempt.submitted", shot, attempt, job: { id: attempt } })];
  if (ends === "open") return submitted;
  if (ends === "abandoned")
    return [...submitted, write(doneMs, { type: "attempt.abandoned", shot, attempt, reason: "asked to" })];
  if (ends === "server")
    return [...submitted, write(doneMs, { type: "attempt.failed", shot, attempt, failure: failed("server") })];
  return [
    ...submitted,
    write(doneMs, { type: "attempt.done", shot, attempt, charge: { certainty: "known", micros: 0 } }),
    write(doneMs, {
      type: "attempt.judged",
      shot,
      attempt,
      judgement: { verdict: ends, scorePerMille: 900, readings: [] },
    }),
  ];
}

function failed(kind: "server" | "refusal"): EngineFailure {
  return { class: kind, advice: "next-route", charge: { certainty: "known", micros: 0 }, message: "no" };
}

function basisWith(size: string) {
  const digest: Digest = digestOf(size);
  return { algorithm: 1, intent: { digest, value: { framing: { size }, cast: ["tam"], dialogue: [] } }, parts: {} };
}

function receiptWith(identity: EngineIdentity, acceptancePerMille: number, clipMs: number): Receipt {
  return {
    candidates: [
      {
        identity,
        quote: {
          takeMicros: 0,
          billedMilliseconds: clipMs,
          wantedMilliseconds: clipMs,
          deliveredFrames: 144,
          degradations: [],
          source: "",
        },
        acceptancePerMille,
        terms: [],
        totalMicros: 0,
      },
    ],
    excluded: [],
    flips: [],
    policy: "balanced@2",
    catalogueDate: "2026-11-22",
  };
}
