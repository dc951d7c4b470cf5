import type { JournalEvent } from "../journal-events.ts";
import type { LockDocument } from "../lock.ts";
import type { EngineIdentity, Take } from "../take.ts";
import { takeNumber } from "../take-names.ts";
import {
  currentVersion,
  type Evidence,
  NO_EVIDENCE,
  type Observation,
  type OpenAttempt,
  type ShotRecord,
  type VersionRecord,
  type Watch,
} from "./evidence.ts";
import { withLatency } from "./latency-samples.ts";
import { openAttempt } from "./open-attempt.ts";
import { stagingOf } from "./staging.ts";
import { bucketOf, countObservation } from "./tally.ts";
import { CALM, watchTake, watchTrialBegun, watchTrialJudged, watchTrialLost, watchWord } from "./watch.ts";

/** Evidence of a whole journal, all episodes. */
export function evidenceOf(events: readonly JournalEvent[]): Evidence {
  return events.reduce(foldEvidence, NO_EVIDENCE);
}

/**
 * Evidence after one more event. Only a judged take says something about a model's quality, only a finished job about an
 * endpoint's time: what failed in between touches neither. Never throws: what it does not know, it passes over.
 */
export function foldEvidence(evidence: Evidence, event: JournalEvent): Evidence {
  switch (event.type) {
    case "run.started":
      return { ...evidence, runs: { ...evidence.runs, [placeOf(event)]: event.run } };
    case "attempt.intended":
      return event.tier === "animatic" ? evidence : begun(evidence, event);
    case "attempt.submitted":
      return withAttempt(evidence, event.attempt, (attempt) => ({
        ...attempt,
        submitted: { atMs: Date.parse(event.at), run: event.run },
      }));
    case "attempt.running":
      return withAttempt(evidence, event.attempt, (attempt) => ({ runningMs: Date.parse(event.at), ...attempt }));
    case "attempt.done":
      return finished(evidence, event);
    case "attempt.judged":
      return judged(evidence, event);
    case "attempt.refused":
    case "attempt.abandoned":
      return ended(evidence, event.attempt);
    case "attempt.failed": {
      const late = event.failure.class === "slow" && event.failure.charge.certainty === "unknown";
      return late ? evidence : ended(evidence, event.attempt);
    }
    case "take.accepted":
      return event.attempt === undefined ? worded(evidence, event, event.take.id, true) : evidence;
    case "take.circled": {
      const circled = withShot(evidence, event, (shot) => ({
        ...shot,
        circled: { ...shot.circled, [event.tier]: event.take },
      }));
      return isPersons(evidence, event) ? worded(circled, event, event.take, true) : circled;
    }
    case "retake.asked":
      return isPersons(evidence, event) ? unwanted(evidence, event) : evidence;
    case "shot.renamed":
      return renamed(evidence, event);
    case "journal.restored":
      return restored(evidence, event);
    default:
      return evidence;
  }
}

type EventOf<Type extends JournalEvent["type"]> = Extract<JournalEvent, { type: Type }>;
type ShotEvent = Pick<EventOf<"take.circled">, "show" | "episode" | "shot" | "at">;

const NEW_VERSION: VersionRecord = { tallies: {}, watch: CALM };
const NEW_SHOT: ShotRecord = { takes: {}, newest: {}, circled: {} };

function placeOf({ show, episode }: { readonly show: string; readonly episode: string }): string {
  return `${show}/${episode}`;
}

/** A run circles what passed and asks for what is missing; a decision of a person is written outside of a run. */
function isPersons(evidence: Evidence, event: JournalEvent): boolean {
  return evidence.runs[placeOf(event)] !== event.run;
}

function begun(evidence: Evidence, event: EventOf<"attempt.intended">): Evidence {
  const { model, modelVersion } = event.identity;
  const version = currentVersion(evidence, model, modelVersion);
  return begunAs(evidence, event.attempt, { ...openAttempt(event), version });
}

/** An attempt at a version; while an alarm is on that one, it is a trial. */
function begunAs(evidence: Evidence, id: string, attempt: OpenAttempt): Evidence {
  const name = { model: attempt.identity.model, version: attempt.version };
  const trial = versionOf(evidence, name).watch.alarm !== undefined;
  const begun = { ...evidence, attempts: { ...evidence.attempts, [id]: { ...attempt, trial } } };
  return trial ? withWatch(begun, name, watchTrialBegun) : begun;
}

function finished(evidence: Evidence, event: EventOf<"attempt.done">): Evidence {
  const attempt = evidence.attempts[event.attempt];
  if (attempt === undefined) return evidence;
  const after = { ...evidence, latencies: withLatency(evidence.latencies, attempt, event) };
  const version = event.modelVersion;
  if (version === undefined) return after;
  const told = withReported(after, attempt.identity, version);
  if (version === attempt.version) return told;
  return begunAs(trialLost(told, attempt), event.attempt, { ...attempt, version });
}

function withReported(evidence: Evidence, { model, modelVersion }: EngineIdentity, version: string): Evidence {
  if (currentVersion(evidence, model, modelVersion) === version) return evidence;
  const names = { ...evidence.reported[model], [modelVersion]: version };
  return { ...evidence, reported: { ...evidence.reported, [model]: names } };
}

function judged(evidence: Evidence, event: EventOf<"attempt.judged">): Evidence {
  const attempt = evidence.attempts[event.attempt];
  if (attempt === undefined) return evidence;
  const { [event.attempt]: _judged, ...attempts } = evidence.attempts;
  const kept = event.judgement.verdict === "pass";
  const day = event.at.slice(0, 10);
  const { take, tier, expectedPerMille, trial, version, staging } = attempt;
  const name = { model: attempt.identity.model, version };
  const observation: Observation = {
    ...name,
    staging,
    bucket: bucketOf(versionOf(evidence, name).watch.era, day),
    kept,
    by: "gates",
    ...(expectedPerMille === undefined ? {} : { expectedPerMille }),
  };
  const indexed = withShot({ ...evidence, attempts }, event, (shot) => ({
    ...shot,
    takes: { ...shot.takes, [take]: observation },
    newest: { ...shot.newest, [tier]: take },
  }));
  return withVersion(indexed, name, (record) => ({
    ...countObservation(record, observation, 1),
    watch: trial ? watchTrialJudged(record.watch, kept, day) : watchTake(record.watch, { kept, expectedPerMille, day }),
  }));
}

/** Nothing will be judged of it. */
function ended(evidence: Evidence, id: string): Evidence {
  const attempt = evidence.attempts[id];
  if (attempt === undefined) return evidence;
  const { [id]: _ended, ...attempts } = evidence.attempts;
  return trialLost({ ...evidence, attempts }, attempt);
}

function trialLost(evidence: Evidence, { trial, identity, version }: OpenAttempt): Evidence {
  return trial ? withWatch(evidence, { model: identity.model, version }, watchTrialLost) : evidence;
}

/** A retake speaks of the take that is in the cut, and only if nothing newer was made since. */
function unwanted(evidence: Evidence, event: EventOf<"retake.asked">): Evidence {
  const shot = evidence.shots[placeOf(event)]?.[event.shot];
  const circled = shot?.circled[event.tier];
  if (circled === undefined || circled !== shot?.newest[event.tier]) return evidence;
  return worded(evidence, event, circled, false);
}

/** A person's word takes the place of the verdict before it. */
function worded(evidence: Evidence, event: ShotEvent, take: string, kept: boolean): Evidence {
  const before = evidence.shots[placeOf(event)]?.[event.shot]?.takes[take];
  if (before === undefined || (before.by === "person" && before.kept === kept)) return evidence;
  const after: Observation = { ...before, kept, by: "person" };
  const indexed = withShot(evidence, event, (shot) => ({ ...shot, takes: { ...shot.takes, [take]: after } }));
  return withVersion(indexed, before, (record) => {
    const counted = countObservation(countObservation(record, before, -1), after, 1);
    if (before.kept === kept || before.expectedPerMille === undefined) return counted;
    return { ...counted, watch: watchWord(counted.watch, kept, event.at.slice(0, 10)) };
  });
}

function renamed(evidence: Evidence, event: EventOf<"shot.renamed">): Evidence {
  const { [event.was]: shot, ...others } = evidence.shots[placeOf(event)] ?? {};
  if (shot === undefined) return evidence;
  return { ...evidence, shots: { ...evidence.shots, [placeOf(event)]: { ...others, [event.shot]: shot } } };
}

/** A clone without a journal learns from the lock what it tells: who made which take, and whether it passed. */
function restored(evidence: Evidence, event: EventOf<"journal.restored">): Evidence {
  // The document was validated against schemas/lock.schema.json before the event was written.
  const { shots } = event.document as unknown as LockDocument;
  let known = evidence;
  for (const [shot, locked] of Object.entries(shots)) {
    const takes = Object.values(locked.takes).sort((one, other) => takeNumber(one.id) - takeNumber(other.id));
    for (const take of takes) known = withRestoredTake(known, { ...event, shot }, take);
    if (takes.some((take) => take.tier !== "animatic"))
      known = withShot(known, { ...event, shot }, (record) => ({ ...record, circled: locked.circled }));
  }
  return known;
}

function withRestoredTake(evidence: Evidence, event: ShotEvent, take: Take): Evidence {
  const present = evidence.shots[placeOf(event)]?.[event.shot]?.takes[take.id];
  if (present !== undefined || take.origin !== "generated" || take.tier === "animatic") return evidence;
  const name = { model: take.identity.model, version: take.identity.modelVersion };
  const observation: Observation = {
    ...name,
    staging: stagingOf(take.basis.intent.value),
    bucket: bucketOf(versionOf(evidence, name).watch.era, event.at.slice(0, 10)),
    kept: take.judgement.verdict === "pass",
    by: "gates",
  };
  const indexed = withShot(evidence, event, (shot) => ({
    ...shot,
    takes: { ...shot.takes, [take.id]: observation },
    newest: { ...shot.newest, [take.tier]: take.id },
  }));
  return withVersion(indexed, name, (record) => countObservation(record, observation, 1));
}

type VersionName = Pick<Observation, "model" | "version">;

function versionOf(evidence: Evidence, { model, version }: VersionName): VersionRecord {
  return evidence.models[model]?.[version] ?? NEW_VERSION;
}

function withVersion(
  evidence: Evidence,
  name: VersionName,
  change: (record: VersionRecord) => VersionRecord,
): Evidence {
  const versions = { ...evidence.models[name.model], [name.version]: change(versionOf(evidence, name)) };
  return { ...evidence, models: { ...evidence.models, [name.model]: versions } };
}

function withWatch(evidence: Evidence, name: VersionName, change: (watch: Watch) => Watch): Evidence {
  return withVersion(evidence, name, (record) => ({ ...record, watch: change(record.watch) }));
}

function withAttempt(evidence: Evidence, id: string, change: (attempt: OpenAttempt) => OpenAttempt): Evidence {
  const attempt = evidence.attempts[id];
  if (attempt === undefined) return evidence;
  return { ...evidence, attempts: { ...evidence.attempts, [id]: change(attempt) } };
}

function withShot(
  evidence: Evidence,
  event: Pick<ShotEvent, "show" | "episode" | "shot">,
  change: (shot: ShotRecord) => ShotRecord,
): Evidence {
  const place = placeOf(event);
  const shots = evidence.shots[place] ?? {};
  const after = change(shots[event.shot] ?? NEW_SHOT);
  return { ...evidence, shots: { ...evidence.shots, [place]: { ...shots, [event.shot]: after } } };
}
