import type { Json, JsonObject } from "../json.ts";
import type { AttemptSummary, GateReading, Take } from "../take.ts";
import { type KeyedDigest, keyedDigest } from "./keyed-digest.ts";
import {
  drawnByProgram,
  type ManifestTool,
  manifestDefinition,
  PRIVATE_ASSERTION,
  SHOT_ASSERTION,
  SOURCE_TYPE,
  withoutAbsent,
} from "./manifest-parts.ts";

export interface ShotManifestInput {
  readonly tool: ManifestTool;
  /** ISO 8601 time of signing, in UTC. */
  readonly at: string;
  readonly show: { readonly id: string; readonly title: string };
  readonly episode: { readonly id: string; readonly title: string };
  readonly shot: string;
  /** Code of the currency that every amount is in: `USD`. */
  readonly currency: string;
  /** The take as it will stand in the lock, still without `signed`. */
  readonly take: Take;
  /** The words the engine was sent; only their keyed digest goes into the manifest, unless `disclosePrompt`. */
  readonly prompt: string;
  /** Secret of the production that keys every digest of intent and prompt. */
  readonly salt: Uint8Array;
  /** True: the prompt's words go into the redactable assertion. Default false. */
  readonly disclosePrompt?: boolean;
  /** True: the operator's name stands in the redactable assertion only, and here its keyed digest. Default false. */
  readonly operatorApart?: boolean;
  /** True: the delivered file carries its engine's own manifest, bound as `parentOf` by `parentIngredient`. */
  readonly engineManifest?: boolean;
}

/** Label that ties the first action to the parent file. */
const PARENT_LABEL = "parent";

/** Digest of a prompt as it stands in a manifest; who knows salt and prompt can check it. */
export function promptDigest(salt: Uint8Array, prompt: string): KeyedDigest {
  return keyedDigest(salt, "prompt", prompt);
}

/** True when the take was not made here but opened: a person's footage, another episode's take, a signed delivery. */
export function needsParent(take: Take, engineManifest = false): boolean {
  return take.origin !== "generated" || engineManifest;
}

/** Definition of the file that a take was opened from; give it to the signer with the raw file's path. */
export function parentIngredient(take: Take): JsonObject {
  return { title: `${take.madeAs} as delivered`, relationship: "parentOf", label: PARENT_LABEL };
}

/**
 * The C2PA manifest of one accepted take, as data: how it came to be, by which engine, with which readings, after which
 * attempts. All numbers are integers, so JSON and CBOR say the same. Same input, same definition.
 */
export function shotManifest(input: ShotManifestInput): JsonObject {
  const { take } = input;
  const personal = privateData(input);
  return manifestDefinition(
    input.tool,
    `${take.madeAs}.mp4`,
    [firstAction(input)],
    [
      { label: SHOT_ASSERTION, data: shotAssertion(input) },
      ...(personal === undefined ? [] : [{ label: PRIVATE_ASSERTION, data: personal }]),
    ],
  );
}

function firstAction(input: ShotManifestInput): JsonObject {
  const { identity } = input.take;
  if (needsParent(input.take, input.engineManifest))
    return { action: "c2pa.opened", when: input.at, parameters: { ingredientIds: [PARENT_LABEL] } };
  return {
    action: "c2pa.created",
    when: input.at,
    digitalSourceType: drawnByProgram(identity.engine) ? SOURCE_TYPE.drawn : SOURCE_TYPE.trained,
    softwareAgent: { name: identity.model, version: identity.modelVersion },
  };
}

/** What manifest and lock both know of a take, in the manifest's words; `verify` compares them field by field. */
export function comparableTakeFields(show: string, episode: string, take: Take): JsonObject {
  return withoutAbsent({
    show,
    episode,
    name: take.madeAs,
    take: take.id,
    tier: take.tier,
    origin: take.origin,
    engine: take.identity.engine,
    endpoint: take.identity.endpoint,
    model: take.identity.model,
    modelVersion: take.identity.modelVersion,
    digestAlgorithm: take.basis.algorithm,
    seed: take.seed,
    raw: take.raw,
    essence: take.essence,
    frames: take.facts.frames,
    rate: take.facts.rate,
    verdict: take.judgement.verdict,
    scorePerMille: take.judgement.scorePerMille,
    gates: take.judgement.readings.map(gateData),
    attempts: take.attempts.map(attemptData),
    costMicros: take.costMicros,
  });
}

/** What the take says about itself. */
function shotAssertion(input: ShotManifestInput): JsonObject {
  const { take, salt } = input;
  const parts = Object.entries(take.basis.parts).map(([key, part]): [string, Json] => [
    key,
    keyedDigest(salt, "part", part.digest),
  ]);
  return {
    ...comparableTakeFields(input.show.id, input.episode.id, take),
    schema: 1,
    production: input.show.title,
    episodeTitle: input.episode.title,
    shot: input.shot,
    currency: input.currency,
    keyedBy: "hmac-sha256, salt of the production",
    // Tells which salt, where several people sign with salts of their own; it gives nothing of the salt away.
    saltId: keyedDigest(salt, "salt", "id"),
    // Footage that was opened was never prompted for.
    ...(take.origin === "generated" ? { promptHash: promptDigest(salt, input.prompt) } : {}),
    intentDigest: keyedDigest(salt, "intent", take.basis.intent.digest),
    partDigests: Object.fromEntries(parts),
    operator: input.operatorApart === true ? keyedDigest(salt, "operator", take.operator) : take.operator,
  };
}

function gateData(reading: GateReading): JsonObject {
  return withoutAbsent({
    gate: reading.gate,
    decision: reading.verdict,
    unit: reading.unit,
    direction: reading.direction,
    milli: reading.milli,
    limitMilli: reading.limitMilli,
    says: reading.says,
  });
}

function attemptData(attempt: AttemptSummary): JsonObject {
  const { charge } = attempt;
  return withoutAbsent({
    attempt: attempt.attempt,
    number: attempt.number,
    engine: attempt.identity.engine,
    endpoint: attempt.identity.endpoint,
    model: attempt.identity.model,
    modelVersion: attempt.identity.modelVersion,
    licence: attempt.licence,
    outcome: attempt.outcome,
    failureClass: attempt.failure,
    costMicros: charge.certainty === "known" ? charge.micros : undefined,
    costAtMostMicros: charge.certainty === "unknown" ? charge.atMostMicros : undefined,
    scorePerMille: attempt.scorePerMille,
    media: attempt.media,
    reassignedFrom: attempt.reassignedFrom,
  });
}

/** The part that a later redaction may take out without touching the rest. */
function privateData(input: ShotManifestInput): JsonObject | undefined {
  const operator = input.operatorApart === true ? input.take.operator : undefined;
  const prompt = input.disclosePrompt === true ? input.prompt : undefined;
  if (operator === undefined && prompt === undefined) return undefined;
  return withoutAbsent({ schema: 1, operator, prompt });
}
