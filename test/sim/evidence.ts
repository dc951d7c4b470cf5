import type { JournalEvent } from "../../src/core/journal-events.ts";
import { REPOSITORY } from "../../src/core/spending.ts";
import type { History, RunRecord } from "./history.ts";
import type { SubmitRecord, VendorJob } from "./vendor-log.ts";

type Intended = Extract<JournalEvent, { type: "attempt.intended" }>;

export interface PlacedEvent {
  readonly step: number;
  readonly atMs: number;
  /** Place in the journal, from 0. */
  readonly place: number;
  readonly event: JournalEvent;
  /** The shot under all the names it had; undefined for an event of no shot. */
  readonly film: string | undefined;
}

/** One attempt as the journal tells it beside what its vendor knows of it. */
export interface AttemptFacts {
  readonly key: string;
  readonly film: string;
  readonly place: number;
  readonly step: number;
  readonly atMs: number;
  readonly intent: Intended;
  /** What was to be made: intent and parts, under whatever names. */
  readonly picture: string;
  readonly events: readonly PlacedEvent[];
  readonly submits: readonly SubmitRecord[];
  readonly job: VendorJob | undefined;
  /** What the vendor took in the end. */
  readonly billedMicros: number;
  /** What the vendor had taken at most at any time. */
  readonly billedAtMostMicros: number;
}

/** A history put side by side, for the laws to read. Nothing here uses the program's own folds. */
export interface Evidence {
  readonly history: History;
  readonly events: readonly PlacedEvent[];
  readonly attempts: readonly AttemptFacts[];
  readonly byKey: ReadonlyMap<string, AttemptFacts>;
  readonly byFilm: ReadonlyMap<string, readonly AttemptFacts[]>;
  readonly runs: ReadonlyMap<string, RunRecord>;
}

export function evidenceOf(history: History): Evidence {
  const events = placed(history);
  const [submits, jobs, lines] = [
    grouped(history.vendors.flatMap((vendor) => vendor.submits)),
    grouped(history.vendors.flatMap((vendor) => vendor.jobs)),
    grouped(history.vendors.flatMap((vendor) => vendor.bill)),
  ];
  const own = new Map<string, PlacedEvent[]>();
  for (const one of events) {
    const key = "attempt" in one.event ? one.event.attempt : undefined;
    if (key !== undefined) own.set(key, [...(own.get(key) ?? []), one]);
  }
  const attempts = events.flatMap((one): AttemptFacts[] => {
    const { event } = one;
    if (event.type !== "attempt.intended") return [];
    const bill = lines.get(event.attempt) ?? [];
    let sum = 0;
    let most = 0;
    for (const { micros } of bill) {
      sum += micros;
      most = Math.max(most, sum);
    }
    return [
      {
        key: event.attempt,
        film: one.film ?? event.shot,
        place: one.place,
        step: one.step,
        atMs: one.atMs,
        intent: event,
        picture: pictureOf(event),
        events: own.get(event.attempt) ?? [],
        submits: submits.get(event.attempt) ?? [],
        job: jobs.get(event.attempt)?.[0],
        billedMicros: sum,
        billedAtMostMicros: most,
      },
    ];
  });
  const byFilm = new Map<string, AttemptFacts[]>();
  for (const attempt of attempts) byFilm.set(attempt.film, [...(byFilm.get(attempt.film) ?? []), attempt]);
  return {
    history,
    events,
    attempts,
    byKey: new Map(attempts.map((attempt) => [attempt.key, attempt])),
    byFilm,
    runs: new Map(history.runs.map((run) => [run.run, run])),
  };
}

/** Events of the episode; those of the whole repository have none. */
export function ofEpisode(events: readonly PlacedEvent[]): readonly PlacedEvent[] {
  return events.filter(({ event }) => event.episode !== REPOSITORY);
}

function placed(history: History): readonly PlacedEvent[] {
  const films = new Map<string, string>();
  let shots = 0;
  const filmOf = (shot: string): string => {
    const known = films.get(shot) ?? `film ${++shots} (${shot})`;
    films.set(shot, known);
    return known;
  };
  const events: PlacedEvent[] = [];
  for (const { step, atMs, events: more } of history.batches)
    for (const event of more) {
      if (event.type === "shot.renamed") {
        const film = filmOf(event.was);
        films.delete(event.was);
        films.set(event.shot, film);
      }
      const film = "shot" in event ? filmOf(event.shot) : undefined;
      events.push({ step, atMs, place: events.length, event, film });
    }
  return events;
}

function pictureOf({ basis, tier }: Intended): string {
  const { chain: _chain, ...intent } = basis.intent.value;
  const parts = Object.entries(basis.parts).map(([key, part]) =>
    key.startsWith("upstream/") ? `upstream ${part.digest}` : `${key} ${part.digest}`,
  );
  return JSON.stringify([tier, intent, parts.sort()]);
}

function grouped<Item extends { readonly key: string }>(items: readonly Item[]): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(item.key);
    if (group === undefined) groups.set(item.key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Retakes that were asked for a film before a place and that no take begun after them has answered. */
export function openRetakeBefore(evidence: Evidence, film: string, place: number): PlacedEvent | undefined {
  let open: PlacedEvent | undefined;
  for (const one of evidence.events) {
    if (one.place >= place) break;
    if (one.film !== film) continue;
    const { event } = one;
    if (event.type === "retake.asked") open = one;
    if (event.type !== "take.accepted" || open === undefined) continue;
    const begun = event.attempt === undefined ? undefined : evidence.byKey.get(event.attempt)?.place;
    if (begun === undefined || begun > open.place) open = undefined;
  }
  return open;
}

/** The tries at the same picture before this one, oldest first. */
export function triesBefore(evidence: Evidence, attempt: AttemptFacts): readonly AttemptFacts[] {
  return (evidence.byFilm.get(attempt.film) ?? []).filter(
    (other) => other.place < attempt.place && other.picture === attempt.picture,
  );
}

/** What the vendor took, once the journal knows the end of it; until then all that was reserved. */
export function atStake(attempt: AttemptFacts, place: number): number {
  return chargeBefore(attempt, place) === undefined ? attempt.intent.reserveMicros : attempt.billedMicros;
}

/** A machine counts by its own clock: so much of a wait may be missing where clocks were set. */
export function clocksSetByMs({ scenario }: History): number {
  return scenario.acts.reduce((sum, act) => sum + (act.kind === "clock" ? Math.abs(act.byMs) : 0), 0);
}

/** The last word on a charge in the journal before a place; undefined while it is open. */
export function chargeBefore(
  attempt: AttemptFacts,
  place: number,
): { readonly micros: number; readonly isKnown: boolean } | undefined {
  let charge: { readonly micros: number; readonly isKnown: boolean } | undefined;
  for (const { event, place: at } of attempt.events) {
    if (at >= place) break;
    const said =
      event.type === "attempt.done" || event.type === "attempt.settled" || event.type === "attempt.abandoned"
        ? event.charge
        : event.type === "attempt.failed" || event.type === "attempt.refused"
          ? event.failure.charge
          : undefined;
    if (said !== undefined)
      charge =
        said.certainty === "known"
          ? { micros: said.micros, isKnown: true }
          : { micros: said.atMostMicros, isKnown: false };
    else if (event.type === "attempt.abandoned") charge = { micros: 0, isKnown: true };
  }
  return charge;
}
