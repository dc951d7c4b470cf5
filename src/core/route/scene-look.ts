import type { Catalogue } from "../catalogue.ts";
import { evidenceDigest } from "../evidence/evidence-digest.ts";
import type { Micros } from "../money.ts";
import type { Episode, Shot } from "../production.ts";
import { evaluate } from "./evaluate.ts";
import type { RouteRequest } from "./route-request.ts";

/** Asked once for each shot of a scene and always answered alike: remembered while the episode itself is in use. */
const REMEMBERED = new WeakMap<Episode, WeakMap<Catalogue, Map<string, string | null>>>();

/**
 * The look group a locked scene is best made in: the one that can make most of its shots, and among those the cheapest
 * for them all together. Undefined when the shot's scene has no lock, or nothing can be made at all.
 */
export function sceneLookOf(request: RouteRequest): string | undefined {
  const { shot, episode, catalogue } = request;
  if (shot.route.sceneLock === undefined || shot.scene === undefined || request.tier === "animatic") return undefined;
  if (request.sceneLook !== undefined) return request.sceneLook;
  const byCatalogue = REMEMBERED.get(episode) ?? new WeakMap<Catalogue, Map<string, string | null>>();
  REMEMBERED.set(episode, byCatalogue);
  const known = byCatalogue.get(catalogue) ?? new Map<string, string | null>();
  byCatalogue.set(catalogue, known);
  const key = JSON.stringify([
    shot.scene,
    request.tier,
    request.asOf.slice(0, 10),
    request.only ?? null,
    request.availableAdapters ?? null,
    request.requireAdapter ?? false,
    request.remotes ?? null,
    request.priority ?? null,
    request.evidence === undefined ? null : (evidenceDigest(request.evidence) ?? null),
  ]);
  const answer = known.get(key) ?? bestLook(request, shotsOfScene(episode, shot.scene));
  known.set(key, answer ?? null);
  return answer ?? undefined;
}

function shotsOfScene(episode: Episode, scene: string): readonly Shot[] {
  return episode.shots.filter(
    (shot) => shot.scene === scene && shot.status === "active" && shot.source.kind === "generated",
  );
}

function bestLook(request: RouteRequest, shots: readonly Shot[]): string | undefined {
  // A look is chosen for the whole scene: the hour and what one of its shots met do not change it.
  const { nowMs: _nowMs, failedAt: _failedAt, ...scene } = request;
  const looks = new Map<string, { shots: number; micros: Micros }>();
  for (const shot of shots) {
    for (const [look, micros] of cheapestByLook({ ...scene, shot })) {
      const sum = looks.get(look) ?? { shots: 0, micros: 0 };
      looks.set(look, { shots: sum.shots + 1, micros: sum.micros + micros });
    }
  }
  const ranked = [...looks].sort(
    ([a, one], [b, other]) => other.shots - one.shots || one.micros - other.micros || (a < b ? -1 : 1),
  );
  return ranked[0]?.[0];
}

function cheapestByLook(request: RouteRequest): ReadonlyMap<string, Micros> {
  const cheapest = new Map<string, Micros>();
  for (const fit of evaluate(request).fits) {
    const look = fit.offer.model.lookGroup;
    cheapest.set(look, Math.min(cheapest.get(look) ?? fit.plainMicros, fit.plainMicros));
  }
  return cheapest;
}
