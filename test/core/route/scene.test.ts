import { describe, expect, test } from "vitest";
import type { EpisodeState } from "../../../src/core/episode-state.ts";
import type { RouteWish, Shot, Tier } from "../../../src/core/production.ts";
import { circledLook } from "../../../src/core/route/circled-look.ts";
import type { RouteRequest } from "../../../src/core/route/route-request.ts";
import { routeShot } from "../../../src/core/route/route-shot.ts";
import { CONTINUITY_MICROS } from "../../../src/core/route/score.ts";
import { basisFor, nothing, shotState, take } from "../plan/story.ts";
import { CATALOGUE, episodeWith, requestWith, shotWith } from "./sample.ts";

/** Three silent shots that Luma's and Veo's grids serve differently, and one with dialogue that must sound. */
function scene(sceneLock: RouteWish["sceneLock"] | undefined): readonly Shot[] {
  const route = { ...(sceneLock === undefined ? {} : { sceneLock }), order: undefined };
  const wish = Object.fromEntries(Object.entries(route).filter(([, value]) => value !== undefined));
  const shot = (id: string, durationFrames: number, require: readonly string[] = []) =>
    shotWith({ id, scene: "010", route: { ...wish, require }, intent: { durationFrames, resolution: "1280x720" } });
  return [shot("SH0010", 120), shot("SH0020", 120), shot("SH0030", 96, ["native-audio"])];
}

function looks(shots: readonly Shot[], change: Partial<RouteRequest> = {}): readonly (string | undefined)[] {
  const episode = episodeWith(shots);
  const only = ["luma", "veo-3.1-fast"];
  return shots.map((shot) => {
    const chosen = routeShot(requestWith(shot, { episode, only, ...change })).candidates[0]?.identity.model;
    return CATALOGUE.models.find((model) => model.id === chosen)?.lookGroup;
  });
}

describe("a scene", () => {
  test("without a lock each shot goes where it is cheapest", () => {
    expect(new Set(looks(scene(undefined), { priority: "cheap" })).size).toBe(2);
  });

  test("that prefers one look gets it: the group that can make most of its shots", () => {
    expect(looks(scene("prefer"), { priority: "cheap" })).toEqual(["veo-3", "veo-3", "veo-3"]);
  });

  test("another look costs a continuity term, with its sentence", () => {
    const shots = scene("prefer");
    const [first] = shots;
    const receipt = routeShot(
      requestWith(first as Shot, { episode: episodeWith(shots), only: ["luma", "veo-3.1-fast"] }),
    );
    const luma = receipt.candidates.find((one) => one.identity.model === "luma/ray-3.2");
    expect(luma?.terms.find((term) => term.name === "continuity")).toEqual({
      name: "continuity",
      micros: CONTINUITY_MICROS,
      says: "the scene is made in veo-3, this would look like luma-ray-3",
    });
  });

  test("that requires one look excludes every other", () => {
    const shots = scene("require");
    const [first] = shots;
    const receipt = routeShot(requestWith(first as Shot, { episode: episodeWith(shots), only: ["luma", "veo"] }));
    expect(new Set(receipt.candidates.map((one) => one.identity.model.split("/")[0]))).toEqual(new Set(["google"]));
    expect(receipt.excluded.find((one) => one.endpoint === "luma/ray-3.2")).toMatchObject({ constraint: "scene-lock" });
  });

  test("keeps the look its circled takes already have", () => {
    expect(looks(scene("prefer").slice(0, 2), { sceneLook: "luma-ray-3", priority: "cheap" })).toEqual([
      "luma-ray-3",
      "luma-ray-3",
    ]);
  });

  test("is judged anew when the question is another one", () => {
    const shots = scene("require");
    const episode = episodeWith(shots);
    const ask = (only: readonly string[]) =>
      routeShot(requestWith(shots[0] as Shot, { episode, only })).candidates[0]?.identity.model;
    expect(ask(["luma"])).toBe("luma/ray-3.2");
    expect(ask(["veo-3.1-fast"])).toBe("google/veo-3.1-fast");
  });

  test("is judged anew when its adapters can order from others", () => {
    const shots = scene("require").slice(0, 2);
    const episode = episodeWith(shots);
    const here = { requireAdapter: true, availableAdapters: ["luma", "vertex"] };
    const ask = (remotes: Readonly<Record<string, readonly string[]>>) =>
      routeShot(requestWith(shots[0] as Shot, { episode, ...here, remotes })).candidates[0]?.identity.engine;
    expect(ask({ vertex: [] })).toBe("luma");
    expect(ask({ luma: [] })).toBe("vertex");
  });
});

describe("the look that a locked scene has", () => {
  const shots = scene("prefer");
  const episode = episodeWith(shots);
  const made = (id: string, model: string, tier: Tier = "final") => {
    const shot = shots.find((one) => one.id === id) as Shot;
    const identity = { engine: "x", model, modelVersion: "1", endpoint: "x/x" };
    const takes = [{ ...take(shot, basisFor(shot), { tier }), identity }];
    return { [id]: shotState(id, { takes, circled: { [tier]: "v001" } }) };
  };
  const look = (states: object, all: readonly Shot[] = shots) =>
    circledLook(
      { shot: all[0] as Shot, episode: { ...episode, shots: all }, tier: "final", catalogue: CATALOGUE },
      { ...nothing(), shots: states as EpisodeState["shots"] },
    );

  test("is that of its other shots' circled takes in this tier, the first by name among equals", () => {
    expect(look({})).toBeUndefined();
    expect(look(made("SH0020", "luma/ray-3.2"))).toBe("luma-ray-3");
    expect(look({ ...made("SH0020", "google/veo-3.1-fast"), ...made("SH0030", "luma/ray-3.2") })).toBe("luma-ray-3");
    expect(look(made("SH0020", "luma/ray-3.2", "draft"))).toBeUndefined();
  });

  test("the shot itself does not count, and neither does one without a lock", () => {
    expect(look(made("SH0010", "luma/ray-3.2"))).toBeUndefined();
    expect(look(made("SH0020", "luma/ray-3.2"), scene(undefined))).toBeUndefined();
  });
});
