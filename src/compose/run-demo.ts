import type { Episode } from "../core/production.ts";
import { ok, type Result } from "../core/result.ts";
import { lockPaths } from "../operations/apply/write-lock.ts";
import type { DemoResult } from "../operations/demo-result.ts";
import type { Problem } from "./problem.ts";
import { outputPath } from "./run-apply.ts";
import type { Shop } from "./shop.ts";

/** Keys and tools of the demo, with a line for each thing a newcomer should know. */
export async function prepareDemo(shop: Shop): Promise<Result<{ readonly says: readonly string[] }, Problem>> {
  const says: string[] = [];
  const media = await shop.media();
  if (!media.ok) return media;
  const { tools, refused } = media.value;
  if (refused !== undefined) says.push(`The ffmpeg of this system is not used: ${refused}.`);
  says.push(
    tools.kind === "native"
      ? `ffmpeg ${tools.version} of this system: pictures of 1280x720.`
      : `No ffmpeg >= 5 on this machine: the bundled WASM build works, slower, in a draft profile of 640x360. \`npx shotlock doctor\` says how to get the fast one.`,
  );
  const keys = await shop.keys.init(shop.clock.now());
  if (!keys.ok) return keys;
  if (keys.value.made)
    says.push(
      `Made development keys in ${shop.keys.folder}, outside the repository. What they sign is marked as such.`,
    );
  const published = shop.keys.publish(keys.value.keys);
  return published.ok ? ok({ says }) : published;
}

/** The look whose word the closing lines suggest to change. */
const SUGGESTION = {
  file: "productions/elves/bible/people.yaml",
  part: "character/elf-tam#look.new-clothes",
  from: "green felt coat",
  to: "red felt coat",
};

export function demoResult(shop: Shop, episode: Episode): DemoResult {
  const paths = lockPaths(episode);
  const film = outputPath(episode, "animatic");
  const things = [
    { what: "the episode", path: film },
    { what: "contact sheet", path: film.replace(/\.mp4$/, ".jpg") },
    { what: "the lock", path: paths.lock },
    { what: "its signature", path: paths.signature },
    { what: "what each take says", path: `${paths.provenance}/` },
    { what: "posters", path: `${paths.posters}/` },
  ].filter((thing) => shop.repository.has(thing.path));
  const shots = episode.shots.filter(
    (shot) => shot.status === "active" && shot.parts[SUGGESTION.part] !== undefined,
  ).length;
  const text = shop.repository.read(SUGGESTION.file);
  const applies = shots > 0 && text?.includes(SUGGESTION.from) === true;
  return {
    things,
    episodeId: episode.id,
    ...(applies ? { change: { file: SUGGESTION.file, from: SUGGESTION.from, to: SUGGESTION.to, shots } } : {}),
  };
}
