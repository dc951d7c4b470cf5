import { join } from "node:path";
import type { Basis } from "../../core/basis.ts";
import { type Digest, digestOf } from "../../core/digest.ts";
import type { Json } from "../../core/json.ts";
import { makeOrder } from "../../core/make-order.ts";
import type { ShotOrder } from "../../core/order.ts";
import type { Shot } from "../../core/production.ts";
import { fail, invariant, ok, type Result } from "../../core/result.ts";
import type { Candidate } from "../../core/route-decision.ts";
import type { EngineIdentity, Take } from "../../core/take.ts";
import { nextTakeId } from "../../core/take-names.ts";
import { framesAtRate } from "../../core/time.ts";
import type { ApplyDesk, ApplyRun, Examined } from "./desk.ts";
import { signTake, type TakeWork } from "./finish-take.ts";

export interface BringRequest {
  readonly shot: Shot;
  readonly basis: Basis;
  readonly path: string;
  readonly origin: "provided" | "take" | "adopted";
  readonly startTimecodeFrames: number;
  /** Digest the plan was made with; other bytes are refused. */
  readonly expected?: Digest;
  /** A person insists although gates fail: the readings are recorded all the same. */
  readonly reason?: string;
}

export interface BringFailure {
  readonly message: string;
  readonly hint: string;
}

/** Footage that nobody generated here: examined, judged, signed as opened, circled. It costs nothing. */
export async function bringTake(
  desk: ApplyDesk,
  run: ApplyRun,
  request: BringRequest,
): Promise<Result<Take, BringFailure>> {
  const { shot } = request;
  const raw = await desk.store.put(request.path);
  if (request.expected !== undefined && raw.sha256 !== request.expected)
    return fail({ message: `${shot.id}: its footage changed since the plan was made`, hint: "plan again" });
  // From here on the stored copy counts: nobody can change it while it is judged and signed.
  const path = await desk.store.pathOf(raw.sha256);
  invariant(path !== undefined, "what was just stored is there");
  const id = nextTakeId(desk.record.shot(shot.id));
  const folder = join(desk.workFolder, `${run.episode.show.id}-${run.episode.id}-${shot.id}-${id}`);
  await desk.makeFolder(folder);
  const order = orderFor(desk, run, request, id);
  const examined = await desk.examine(path, order, folder);
  desk.signal.throwIfAborted();
  if (!examined.ok)
    return fail({
      message: `${shot.id}: the file is no film that can be read: ${examined.error.message}`,
      hint: "give an mp4 that plays",
    });
  const { frames, rate } = examined.value.facts;
  // The file keeps its speed in the cut, so it is counted there at the episode's rate.
  const lasting = framesAtRate(frames, rate, order.rate);
  if (lasting < shot.intent.durationFrames)
    return fail({
      message: `${shot.id}: the file lasts ${lasting} frames at the episode's rate, the shot is ${shot.intent.durationFrames} long`,
      hint: "shorten the shot in the YAML or give a longer file",
    });
  // A person's file may be longer than the shot: what is over stands behind it as a handle.
  const fitted: ShotOrder = { ...order, frames, tailFrames: lasting - shot.intent.durationFrames };
  const work: TakeWork = { desk, shot, order: fitted, path, folder };
  const unsigned = await unsignedTake(run, request, work, { id, raw: raw.sha256, examined: examined.value });
  const take = await signTake(work, unsigned);
  const reason = request.reason === undefined ? {} : { reason: request.reason };
  await desk.record.append(
    { type: "take.accepted", shot: shot.id, take },
    { type: "take.circled", shot: shot.id, tier: run.tier, take: take.id, ...reason },
  );
  await desk.removeFolder(folder);
  const says = `${take.id} taken over, signed`;
  desk.report({ kind: "shot-finished", shot: shot.id, outcome: "accepted", says, costMicros: 0 });
  return ok(take);
}

interface Brought {
  readonly id: string;
  readonly raw: Digest;
  readonly examined: Examined;
}

async function unsignedTake(run: ApplyRun, request: BringRequest, work: TakeWork, brought: Brought): Promise<Take> {
  const { origin, basis } = request;
  const { desk, shot, order, path, folder } = work;
  const { id, raw, examined } = brought;
  const { facts, essence, lastFramePath } = examined;
  const judgement = await desk.judge(path, order, shot, folder);
  desk.signal.throwIfAborted();
  const lastFrame: Digest = lastFramePath === undefined ? essence : (await desk.store.put(lastFramePath)).sha256;
  return {
    id,
    tier: run.tier,
    madeAs: order.takeName,
    origin,
    identity: identityOf(origin),
    basis,
    orderDigest: digestOf(order as unknown as Json),
    raw,
    facts,
    headFrames: 0,
    tailFrames: order.tailFrames,
    judgement,
    verdict: "accepted",
    attempts: [],
    costMicros: 0,
    operator: run.operator,
    essence,
    lastFrame,
  };
}

function identityOf(origin: BringRequest["origin"]): EngineIdentity {
  return { engine: origin, model: `shotlock/${origin}`, modelVersion: "1", endpoint: `${origin}/file` };
}

function orderFor(desk: ApplyDesk, run: ApplyRun, request: BringRequest, take: string): ShotOrder {
  const { shot } = request;
  const frames = shot.intent.durationFrames;
  const candidate: Candidate = {
    identity: identityOf(request.origin),
    quote: {
      takeMicros: 0,
      billedMilliseconds: 0,
      wantedMilliseconds: 0,
      deliveredFrames: frames,
      degradations: [],
      source: "a person's file",
    },
    acceptancePerMille: 1000,
    terms: [],
    totalMicros: 0,
  };
  return makeOrder({
    episode: run.episode,
    shot: { ...shot, handles: "auto" },
    tier: run.tier,
    candidate,
    attempt: `${run.episode.show.id}-${run.episode.id}-${shot.id}-${take}`,
    take,
    seed: "0",
    profile: desk.media.profile,
    startTimecodeFrames: request.startTimecodeFrames,
  });
}
