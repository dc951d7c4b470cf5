import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { basisOf } from "../core/basis-of.ts";
import type { Catalogue } from "../core/catalogue.ts";
import { canonicalJson } from "../core/digest.ts";
import { type Evidence, NO_EVIDENCE } from "../core/evidence/evidence.ts";
import { foldEvidence } from "../core/evidence/fold-evidence.ts";
import { engineFacts } from "../core/health/engine-facts.ts";
import type { Json } from "../core/json.ts";
import { judge } from "../core/judge.ts";
import type { ShotOrder } from "../core/order.ts";
import { endedBadly } from "../core/plan/attempts-so-far.ts";
import type { Episode, Shot, Tier } from "../core/production.ts";
import { needsParent, parentIngredient, shotManifest } from "../core/provenance/shot-manifest.ts";
import { endpointOrder } from "../core/recipe/endpoint-order.ts";
import type { Result } from "../core/result.ts";
import { fail, ok } from "../core/result.ts";
import { circledLook } from "../core/route/circled-look.ts";
import type { RouteRequest } from "../core/route/route-request.ts";
import { routeShot } from "../core/route/route-shot.ts";
import type { GateReading, Judgement, Take } from "../core/take.ts";
import { frameInFile } from "../core/time.ts";
import { engines } from "../engines/registry.ts";
import { gates } from "../gates/registry.ts";
import type { SigningKeys } from "../kit/keys/signing-keys.ts";
import { measuresOf } from "../kit/measure/measure-clip.ts";
import { frameAsPng, type Probe, type ProbeFailure, probeMedia } from "../kit/probe-media.ts";
import type { ApplyDesk } from "../operations/apply/desk.ts";
import type { JournalRecord } from "../operations/apply/journal-record.ts";
import { runningFold } from "../operations/apply/running-fold.ts";
import type { Assembler } from "../ports/assembler.ts";
import type { Clock } from "../ports/clock.ts";
import type { GateDesk } from "../ports/gate.ts";
import type { MediaTools } from "../ports/media.ts";
import type { ProcessRunner } from "../ports/process.ts";
import type { ReportProgress } from "../ports/progress.ts";
import type { Signer } from "../ports/signer.ts";
import type { Store } from "../ports/store.ts";
import { REMOTES } from "./engine-network.ts";

/** Width of the small pictures in pull requests and manifests. */
const POSTER_WIDTH = 480;

export interface DeskParts {
  readonly episode: Episode;
  readonly tier: Tier;
  readonly record: JournalRecord;
  readonly catalogue: Catalogue;
  readonly store: Store;
  readonly signer: Signer;
  readonly keys: SigningKeys;
  readonly media: MediaTools;
  readonly assembler: Assembler;
  readonly process: ProcessRunner;
  readonly clock: Clock;
  readonly report: ReportProgress;
  readonly signal: AbortSignal;
  readonly workFolder: string;
  readonly toolVersion: string;
  readonly asOf: string;
  /** Engines that can be asked here and now. */
  readonly availableAdapters: readonly string[];
  network: ApplyDesk["network"];
  /** Absolute path of a repository file. */
  fileInRepository(path: string): string;
  secret(name: string): string | undefined;
  account(engine: string): string | undefined;
}

/** Engines, gates, signer and store of this machine as apply sees them. */
export function applyDesk(parts: DeskParts): ApplyDesk {
  const { media, signal, store } = parts;
  const probes = new Map<string, Promise<Result<Probe, ProbeFailure>>>();
  const evidenceOf = runningFold(NO_EVIDENCE, (known, events) => events.reduce(foldEvidence, known));
  const evidence = (): Evidence => evidenceOf(parts.record.contents());
  const probe = (path: string): Promise<Result<Probe, ProbeFailure>> => {
    const known = probes.get(path) ?? probeMedia(path, media, signal);
    probes.set(path, known);
    return known;
  };
  return {
    record: parts.record,
    store,
    engines: new Map(engines.map((engine) => [engine.id, engine])),
    signer: parts.signer,
    media,
    process: parts.process,
    clock: parts.clock,
    report: parts.report,
    signal,
    workFolder: parts.workFolder,
    makeFolder: async (path) => void mkdirSync(path, { recursive: true }),
    removeFolder: async (path) => rmSync(path, { recursive: true, force: true }),
    async judge(path, order, shot, directory) {
      const desk = { media, signal, directory };
      const judgement = await judgeFile(path, order, shot, desk);
      // The gates have decoded the whole film: its facts need no second time.
      probes.set(path, Promise.resolve((await measuresOf(path, desk)).probe));
      return judgement;
    },
    async examine(path, order, directory) {
      const probed = await probe(path);
      if (!probed.ok) return fail({ message: probed.error.message });
      const { facts, essence } = probed.value;
      const last = frameInFile(order.headFrames + order.intent.durationFrames - 1, order.rate, facts.rate);
      mkdirSync(directory, { recursive: true });
      const lastFramePath = last < facts.frames ? await frameAsPng(path, last, directory, media, signal) : undefined;
      return ok({ facts, essence, ...(lastFramePath === undefined ? {} : { lastFramePath }) });
    },
    async poster(path, frame, rate, target) {
      const made = await parts.assembler.poster({ source: path, target, frame, rate, width: POSTER_WIDTH, signal });
      return made.ok && existsSync(made.value.path) ? made.value.path : undefined;
    },
    manifest: (take, shot, at) => manifestOf(parts, take, shot, at),
    route: (shot) => routeShot(routeRequest(parts, evidence(), shot)),
    endpointOrder: (shot, candidate, upstreamFrame) =>
      endpointOrder(routeRequest(parts, evidence(), shot), candidate, upstreamFrame),
    network: parts.network,
    facts: engineFacts(parts.catalogue),
    basisOf: (shot, upstream) =>
      basisOf(
        shot,
        upstream === undefined || shot.intent.chain === undefined ? {} : { [shot.intent.chain.from]: upstream },
      ),
    secret: parts.secret,
    account: parts.account,
    fileInRepository: parts.fileInRepository,
  };
}

/** The question as it is at this moment: what the journal taught, where the shot failed last, the look its scene has. */
function routeRequest({ record, clock, ...parts }: DeskParts, evidence: Evidence, shot: Shot): RouteRequest {
  const { episode, tier, catalogue, asOf, availableAdapters } = parts;
  const asked = {
    shot,
    episode,
    tier,
    catalogue,
    asOf,
    availableAdapters,
    remotes: REMOTES,
    requireAdapter: true,
    evidence,
  };
  const state = record.state();
  const last = state.shots[shot.id]?.attempts.filter((attempt) => attempt.tier === tier).at(-1);
  const look = circledLook(asked, state);
  return {
    ...asked,
    ...(last !== undefined && endedBadly(last) ? { failedAt: last.identity } : {}),
    ...(look === undefined ? {} : { sceneLook: look }),
    ...(episode.dueMs === undefined ? {} : { nowMs: clock.now() }),
  };
}

/** All gates over one file; passes over it are shared through the desk. */
async function judgeFile(path: string, order: ShotOrder, shot: Shot, desk: GateDesk): Promise<Judgement> {
  const readings: GateReading[] = [];
  for (const gate of gates) readings.push(await gate.measure({ path, order, policy: shot.gates }, desk));
  return judge(readings, shot.gates);
}

function manifestOf(parts: DeskParts, take: Take, shot: Shot, at: string): ReturnType<ApplyDesk["manifest"]> {
  const { episode } = parts;
  const definition = shotManifest({
    tool: { version: parts.toolVersion },
    at,
    show: episode.show,
    episode: { id: episode.id, title: episode.title },
    shot: shot.id,
    currency: episode.ceilings.currency,
    take,
    prompt: promptOf(take),
    salt: parts.keys.salt,
  });
  return { definition, ...(needsParent(take) ? { parent: parentIngredient(take) } : {}) };
}

/** What the engine was told, as text: an animatic gets the resolved shot itself. */
function promptOf(take: Take): string {
  const parts = Object.fromEntries(Object.entries(take.basis.parts).map(([key, part]) => [key, part.value]));
  return canonicalJson({ intent: take.basis.intent.value, parts } as unknown as Json);
}

/** Folder below the workshop's own for one thing. */
export function workPlace(root: string, ...names: readonly string[]): string {
  return join(root, ".shotlock", ...names);
}
