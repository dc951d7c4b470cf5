import type { Basis } from "../../../src/core/basis.ts";
import { basisOf } from "../../../src/core/basis-of.ts";
import { type Digest, digestOf, sha256 } from "../../../src/core/digest.ts";
import {
  type AttemptState,
  type EpisodeState,
  emptyEpisodeState,
  type ShotState,
} from "../../../src/core/episode-state.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { type PlanRequest, planEpisode } from "../../../src/core/plan/plan-episode.ts";
import type { Plan } from "../../../src/core/plan-steps.ts";
import type { Episode, Shot, ShotIntent, Tier } from "../../../src/core/production.ts";
import type { Candidate, Receipt } from "../../../src/core/route-decision.ts";
import type { LedgerEntry } from "../../../src/core/spending/ledger-entry.ts";
import { NOTHING_SPENT } from "../../../src/core/spending.ts";
import type { EngineIdentity, Take } from "../../../src/core/take.ts";

/** Core values written directly, for tests of plan, causes and cut. */
export const ANIMATIC: EngineIdentity = {
  engine: "animatic",
  model: "shotlock/animatic",
  modelVersion: "1",
  endpoint: "animatic/local",
};

export type ShotChange = Omit<Partial<Shot>, "intent" | "editorial"> & {
  readonly intent?: Partial<ShotIntent>;
  readonly editorial?: Partial<Shot["editorial"]>;
};

export function shot(id: string, change: ShotChange = {}): Shot {
  const { intent, editorial, ...rest } = change;
  return {
    id,
    name: `ESH_E101_SQ010_${id}`,
    sequence: "SQ010",
    scene: "1",
    status: "active",
    importance: "normal",
    approval: "none",
    intent: {
      durationFrames: 120,
      rate: "24",
      aspect: "16:9",
      resolution: "1920x1080",
      framing: { size: "MCU" },
      camera: { movement: "static" },
      cast: [],
      props: [],
      action: `${id}: he picks up the left shoe and looks at it`,
      dialogue: [],
      soundEffects: [],
      avoid: [],
      ...intent,
    },
    parts: {},
    references: [],
    handles: "auto",
    source: { kind: "generated" },
    route: { deny: [], require: [], priority: "balanced", onRefusal: "ask", onSlow: "wait" },
    gates: { allow: [], limits: {} },
    options: 1,
    maxPaidTakes: 3,
    editorial: {
      transitionIn: { kind: "cut", frames: 0 },
      transitionOut: { kind: "cut", frames: 0 },
      trimInFrames: 0,
      trimOutFrames: 0,
      ...editorial,
    },
    at: { file: "productions/elves/episodes/E101.yaml", pointer: `/shots/${id}` },
    ...rest,
  };
}

/** A shot with Tam in his new clothes. */
export function tamShot(id: string, wardrobe: string, change: ShotChange = {}): Shot {
  return shot(id, {
    parts: {
      "character/elf-tam#identity": { descriptor: "small elf, quick hands" },
      "character/elf-tam#look.new-clothes": { wardrobe, hair: "combed" },
    },
    ...change,
    intent: { cast: [{ character: "elf-tam", look: "new-clothes" }], ...change.intent },
  });
}

export function episode(shots: readonly Shot[], change: Partial<Episode> = {}): Episode {
  return {
    id: "E101",
    title: "The Elves and the Shoemaker",
    show: { id: "ESH", title: "Elves" },
    status: "open",
    format: {
      rate: { numerator: 24, denominator: 1 },
      width: 1920,
      height: 1080,
      aspect: "16:9",
      startTimecodeFrames: 0,
    },
    scenes: [{ id: "1", slugline: "INT. WORKSHOP - NIGHT" }],
    shots,
    engines: { deny: [] },
    ceilings: { currency: "USD", autoMicros: 1_000_000_000 },
    conform: { loudnessLufs: -16, slate: true },
    burnIn: true,
    folder: "productions/elves",
    file: "productions/elves/episodes/E101.yaml",
    consents: {},
    ...change,
  };
}

export function candidate(
  takeMicros: number,
  identity: EngineIdentity = ANIMATIC,
  acceptancePerMille = 1000,
): Candidate {
  const totalMicros = Math.ceil((takeMicros * 1000) / acceptancePerMille);
  return {
    identity,
    quote: {
      takeMicros,
      billedMilliseconds: 6000,
      wantedMilliseconds: 5000,
      deliveredFrames: 144,
      degradations: [],
      source: "catalogue 2026-11-22",
    },
    acceptancePerMille,
    terms: [{ name: "generation", micros: totalMicros, says: "price over acceptance" }],
    totalMicros,
  };
}

export function receipt(...candidates: readonly Candidate[]): Receipt {
  return { candidates, excluded: [], flips: [], policy: "balanced@1", catalogueDate: "2026-11-22" };
}

export const FREE_ROUTE = (): Receipt => receipt(candidate(0));
export const PAID_ROUTE = (): Receipt =>
  receipt(
    candidate(
      400_000,
      { engine: "kling", model: "kuaishou/kling-3", modelVersion: "3", endpoint: "kling/direct" },
      800,
    ),
    candidate(900_000, { engine: "veo", model: "google/veo-3.1", modelVersion: "3.1", endpoint: "veo/vertex" }, 900),
  );

export interface TakeWish {
  readonly id?: string;
  readonly tier?: Tier;
  readonly costMicros?: number;
  readonly verdict?: Take["verdict"];
  readonly lastFrame?: Digest;
  readonly frames?: number;
  readonly headFrames?: number;
  readonly tailFrames?: number;
  readonly width?: number;
}

export function take(of: Shot, basis: Basis, wish: TakeWish = {}): Take {
  const id = wish.id ?? "v001";
  const media = sha256(`${of.id} ${id} ${wish.tier ?? "animatic"}`);
  const head = wish.headFrames ?? 0;
  const tail = wish.tailFrames ?? 0;
  return {
    id,
    tier: wish.tier ?? "animatic",
    madeAs: `${of.name}_${id}`,
    origin: "generated",
    identity: ANIMATIC,
    basis,
    orderDigest: digestOf({ order: of.id }),
    raw: media,
    signed: {
      sha256: media,
      bytes: 1000,
      manifestUrn: `urn:c2pa:${id}`,
      manifestSha256: media,
      signer: "development",
      development: true,
    },
    facts: {
      sha256: media,
      bytes: 1000,
      container: "mp4",
      videoCodec: "h264",
      width: wish.width ?? 1280,
      height: 720,
      rate: of.intent.rate,
      frames: wish.frames ?? of.intent.durationFrames + head + tail,
      audio: true,
    },
    headFrames: head,
    tailFrames: tail,
    judgement: { verdict: "pass", scorePerMille: 912, readings: [] },
    verdict: wish.verdict ?? "accepted",
    attempts: [],
    costMicros: wish.costMicros ?? 0,
    operator: "anna",
    essence: sha256(`essence ${of.id} ${id}`),
    lastFrame: wish.lastFrame ?? sha256(`last ${of.id} ${id}`),
  };
}

export function shotState(of: string, change: Partial<ShotState> = {}): ShotState {
  return { shot: of, takes: [], attempts: [], circled: {}, kept: {}, retakes: [], formerIds: [], ...change };
}

export function attempt(of: Shot, basis: Basis, change: Partial<AttemptState> = {}): AttemptState {
  return {
    attempt: `${of.id}-1`,
    number: 1,
    shot: of.id,
    tier: "animatic",
    take: "v001",
    standing: "set-aside",
    identity: ANIMATIC,
    licence: "first",
    reserveMicros: 0,
    grant: "free",
    seed: "1",
    basis,
    orderDigest: digestOf({ order: of.id }),
    order: {},
    receipt: FREE_ROUTE(),
    operator: "anna",
    intendedAt: "2026-11-22T10:00:00.000Z",
    run: "run-1",
    ...change,
  };
}

export function request(of: Episode, state: EpisodeState, change: Partial<PlanRequest> = {}): PlanRequest {
  return {
    episode: of,
    state,
    tier: "animatic",
    route: FREE_ROUTE,
    catalogueDate: "2026-11-22",
    catalogueNotices: [],
    mediaPresent: () => true,
    ...change,
  };
}

export function plan(of: Episode, state: EpisodeState = nothing(), change: Partial<PlanRequest> = {}): Plan {
  return planEpisode(request(of, state, change));
}

export function nothing(): EpisodeState {
  return emptyEpisodeState("ESH", "E101");
}

/** State after everything the plans want was made, chain by chain: one accepted, circled take for each option. */
export function applied(of: Episode, state: EpisodeState = nothing(), change: Partial<PlanRequest> = {}): EpisodeState {
  let now = state;
  for (let round = 0; round < of.shots.length + 2; round += 1) {
    const steps = plan(of, now, change).steps;
    const shots: Record<string, ShotState> = { ...now.shots };
    for (const step of steps.filter((candidateStep) => candidateStep.kind === "rename")) {
      const was = step.causes[0]?.was ?? "";
      const earlier = shots[was];
      delete shots[was];
      if (earlier !== undefined)
        shots[step.shot] = { ...earlier, shot: step.shot, formerIds: [...earlier.formerIds, was] };
    }
    const makes = steps.filter(
      (one) => (one.kind === "render" || one.kind === "retake") && one.after.length === 0 && one.takes > 0,
    );
    for (const step of makes) {
      const target = of.shots.find((candidateShot) => candidateShot.id === step.shot);
      const earlier = shots[step.shot] ?? shotState(step.shot);
      if (target === undefined || step.basis === undefined) continue;
      const basis = step.basis;
      const tier = change.tier ?? "animatic";
      const made = Array.from({ length: step.takes }, (_, index) =>
        take(target, basis, { id: `v${String(earlier.takes.length + index + 1).padStart(3, "0")}`, tier }),
      );
      const attempts = made.map((one, index) =>
        attempt(target, basis, {
          number: earlier.attempts.length + index + 1,
          take: one.id,
          tier,
          standing: "accepted",
        }),
      );
      const circledId = made[0]?.id ?? "v001";
      shots[step.shot] = {
        ...earlier,
        takes: [...earlier.takes, ...made],
        attempts: [...earlier.attempts, ...attempts],
        circled: { ...earlier.circled, [tier]: circledId },
        retakes: earlier.retakes.filter((retake) => retake.tier !== tier),
      };
    }
    now = { ...now, shots, sequence: now.sequence + 1 };
    if (makes.length === 0) break;
  }
  return now;
}

export function kindsOf(of: Plan): Record<string, string> {
  const kinds: Record<string, string> = {};
  for (const step of of.steps)
    kinds[step.shot] = kinds[step.shot] === undefined ? step.kind : `${kinds[step.shot]}+${step.kind}`;
  return kinds;
}

export function basisFor(of: Shot, upstream: Record<string, Digest | null> = {}): Basis {
  return basisOf(of, upstream);
}

export function withPart(of: Shot, key: string, value: JsonObject): Shot {
  return { ...of, parts: { ...of.parts, [key]: value } };
}

/** Books in which one attempt of another show took the amount this month. */
export function spentNow(micros: number): NonNullable<PlanRequest["books"]> {
  const at = "2026-11-24T10:00:00.000Z";
  const entry: LedgerEntry = {
    attempt: "other-1",
    number: 1,
    show: "OTHER",
    episode: "E1",
    shot: "SH0010",
    identity: ANIMATIC,
    account: "animatic",
    licence: "first",
    grant: "auto",
    operator: "anna",
    run: "run-0",
    at,
    month: "2026-11",
    reserveMicros: micros,
    standing: "accepted",
    charge: { certainty: "known", micros },
    restored: false,
  };
  return { spending: { ...NOTHING_SPENT, entries: new Map([["other", entry]]) }, at };
}
