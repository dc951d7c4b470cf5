import type { Digest } from "../digest.ts";
import type { ConformEntry, ConformRecord } from "../journal-events.ts";
import type { JsonObject } from "../json.ts";
import type { Tier } from "../production.ts";
import type { Take } from "../take.ts";
import { formatRate, type Rate } from "../time.ts";
import {
  drawnByProgram,
  EPISODE_ASSERTION,
  type ManifestTool,
  manifestDefinition,
  SOURCE_TYPE,
  withoutAbsent,
} from "./manifest-parts.ts";

/** A person's word on a take, as journaled. */
export interface PersonDecision {
  readonly shot: string;
  readonly take: string;
  readonly media?: Digest;
  readonly decision: "circled" | "kept" | "approved";
  readonly who: string;
  readonly at: string;
  readonly reason?: string;
}

export interface EpisodeManifestInput {
  readonly tool: ManifestTool;
  /** ISO 8601 time of the conform, in UTC. */
  readonly at: string;
  readonly show: { readonly id: string; readonly title: string };
  readonly episode: { readonly id: string; readonly title: string };
  readonly tier: Tier;
  readonly rate: Rate;
  readonly frames: number;
  /** In cut order; an entry without `media` is a slate, or a dissolve between two shots. */
  readonly entries: readonly ConformEntry[];
  /** The takes used, by shot. */
  readonly takes: { readonly [shot: string]: Pick<Take, "madeAs" | "origin" | "identity"> | undefined };
  readonly decisions: readonly PersonDecision[];
  /** The program that joined the pictures: `ffmpeg`, `7.1`. */
  readonly joinedWith: { readonly name: string; readonly version: string };
}

/** The definition, and the files that must be bound as ingredients, in this order. */
export interface EpisodeManifest {
  readonly definition: JsonObject;
  readonly ingredients: readonly { readonly shot: string; readonly media: Digest; readonly definition: JsonObject }[];
}

/** Decimal places of a time in `npt` seconds; frames are the truth, this is for other readers. */
const NPT_PLACES = 6;

/**
 * The C2PA manifest of a conformed episode: every signed take a component, where each stands, which places are slates
 * or TEMP, and what persons decided. The table take -> mezzanine -> range ties the takes' files to these pictures.
 */
export function episodeManifest(input: EpisodeManifestInput): EpisodeManifest {
  const placed = input.entries.flatMap((entry) => {
    if (entry.media === undefined) return [];
    return [{ entry, media: entry.media, label: `component-${entry.shot}-${entry.recordInFrames}` }];
  });
  const created = {
    action: "c2pa.created",
    when: input.at,
    digitalSourceType: sourceTypeOf(input),
    softwareAgent: { name: input.joinedWith.name, version: input.joinedWith.version },
  };
  const actions = placed.map(({ entry, label }) => ({
    action: "c2pa.placed",
    when: input.at,
    parameters: { ingredientIds: [label] },
    changes: [{ region: [{ type: "temporal", time: { type: "npt", ...range(entry, input.rate) } }] }],
  }));
  const title = `${input.show.id}_${input.episode.id}_${input.tier}.mp4`;
  const assertion = { label: EPISODE_ASSERTION, data: episodeAssertion(input) };
  return {
    definition: manifestDefinition(input.tool, title, [created, ...actions], [assertion]),
    ingredients: placed.map(({ entry, media, label }) => ({
      shot: entry.shot,
      media,
      definition: { title: input.takes[entry.shot]?.madeAs ?? entry.shot, relationship: "componentOf", label },
    })),
  };
}

/** What manifest and lock both know of a conformed episode, the table of pictures among it. */
export function comparableEpisodeFields(
  show: string,
  episode: string,
  tier: Tier,
  record: Pick<ConformRecord, "frames" | "entries">,
): JsonObject {
  return { show, episode, tier, frames: record.frames, shots: record.entries.map(entryData) };
}

function episodeAssertion(input: EpisodeManifestInput): JsonObject {
  return {
    ...comparableEpisodeFields(input.show.id, input.episode.id, input.tier, input),
    schema: 1,
    production: input.show.title,
    episodeTitle: input.episode.title,
    rate: formatRate(input.rate),
    slates: input.entries.filter(isSlate).map((entry) => entry.shot),
    temporary: input.entries.filter((entry) => entry.temporary).map((entry) => entry.shot),
    decisions: input.decisions.map((decision) => withoutAbsent({ ...decision })),
  };
}

/** A dissolve is an entry of its own, named by both its shots; its pictures belong to neither alone. */
function isSlate(entry: ConformEntry): boolean {
  return entry.media === undefined && !entry.shot.includes("+");
}

/** One row of the table that ties takes to pictures. */
function entryData(entry: ConformEntry): JsonObject {
  return withoutAbsent({
    shot: entry.shot,
    take: entry.take,
    tier: entry.tier,
    media: entry.media,
    mezzanine: entry.mezzanine,
    essence: entry.essence,
    recordInFrames: entry.recordInFrames,
    durationFrames: entry.durationFrames,
    temporary: entry.temporary,
  });
}

/**
 * A trained model in any shot makes the whole a composite with it; a person's own footage alone does not. A take reused
 * from another episode no longer says what made it: above an animatic it counts as a model's.
 */
function sourceTypeOf(input: EpisodeManifestInput): string {
  const trained = input.entries.some((entry) => {
    if (entry.media === undefined) return false;
    const take = input.takes[entry.shot];
    if (take === undefined) return true;
    if (take.origin === "take") return entry.tier !== "animatic";
    return take.origin === "generated" && !drawnByProgram(take.identity.engine);
  });
  return trained ? SOURCE_TYPE.compositeWithTrained : SOURCE_TYPE.composite;
}

function range(entry: ConformEntry, rate: Rate): { start: string; end: string } {
  return {
    start: nptSeconds(entry.recordInFrames, rate),
    end: nptSeconds(entry.recordInFrames + entry.durationFrames, rate),
  };
}

/** Frames as decimal seconds without floating point: 72 frames at 24 -> `3.000000`. */
function nptSeconds(frames: number, rate: Rate): string {
  const scale = 10n ** BigInt(NPT_PLACES);
  const scaled = (BigInt(frames) * BigInt(rate.denominator) * scale) / BigInt(rate.numerator);
  return `${scaled / scale}.${String(scaled % scale).padStart(NPT_PLACES, "0")}`;
}
