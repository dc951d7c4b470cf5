import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { beforeAll, describe, expect, test } from "vitest";
import type { Parts, ReferenceFile } from "../../src/core/production.ts";
import { drawReference, type ReferenceRequest } from "../../src/engines/animatic/draw-reference.ts";
import { repositoryFiles } from "../../src/kit/repository-files.ts";
import { loadProductions } from "../../src/operations/load.ts";

/**
 * The sample's reference pictures are what the animatic's own artwork draws of its bible. `UPDATE_GOLDEN=1` draws them anew
 * after the artwork or the bible has changed; look at them before they are committed.
 */
const ROOT = realpathSync(fileURLToPath(new URL("../..", import.meta.url)));
/** Mean difference of a picture, 0..255, that another machine's rounding may make. */
const DIFFERENCE_MAX = 1.5;

const parts: Record<string, Parts[string]> = {};
const looks = new Map<string, string>();
const references = new Map<string, ReferenceFile>();

beforeAll(async () => {
  const loaded = await loadProductions({ files: repositoryFiles(ROOT), episode: "elves/E101" });
  for (const shot of loaded.episodes.flatMap((episode) => episode.shots)) {
    for (const [key, part] of Object.entries(shot.parts)) {
      parts[key] ??= part;
      const [, owner, look] = /^(character\/[^#]+)#look\.(.+)$/.exec(key) ?? [];
      // The first look that an episode shows is the usual one.
      if (owner !== undefined && look !== undefined && !looks.has(owner)) looks.set(owner, look);
    }
    for (const file of shot.references) references.set(file.path, file);
  }
});

function requestOf({ owner, view }: ReferenceFile): ReferenceRequest {
  const [kind = "", id = ""] = owner.split("#")[0]?.split("/") ?? [];
  if (kind === "character") {
    const look = looks.get(`${kind}/${id}`);
    return { kind, id, view: view === "profile" ? "profile" : "front", parts, ...(look === undefined ? {} : { look }) };
  }
  const own = Object.fromEntries(Object.entries(parts).filter(([key]) => key === `${kind}/${id}`));
  if (kind === "location" || kind === "prop" || kind === "style") return { kind, id, parts: own };
  throw new Error(`nothing draws ${owner}`);
}

async function pixels(png: Buffer): Promise<Uint8ClampedArray> {
  const image = await loadImage(png);
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.getContext("2d").getImageData(0, 0, image.width, image.height).data;
}

describe("reference pictures of the sample", () => {
  test("are what the artwork draws", async () => {
    expect(references.size).toBeGreaterThan(7);
    const stale: string[] = [];
    for (const [path, file] of references) {
      const drawn = drawReference(requestOf(file));
      const place = join(ROOT, path);
      if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(place, drawn);
      const [wanted, found] = [await pixels(drawn), existsSync(place) ? await pixels(readFileSync(place)) : undefined];
      const sum =
        found?.length === wanted.length
          ? wanted.reduce((total, value, at) => total + Math.abs(value - (found[at] ?? 0)), 0)
          : Number.POSITIVE_INFINITY;
      if (sum / wanted.length > DIFFERENCE_MAX) stale.push(path);
    }
    expect(stale, "run with UPDATE_GOLDEN=1 and look at the pictures").toEqual([]);
  });
});
