import { sha256 } from "../../src/core/digest.ts";
import { fail, ok } from "../../src/core/result.ts";
import type { ApplyDesk } from "../../src/operations/apply/desk.ts";
import type { Store } from "../../src/ports/store.ts";
import type { WorldClock } from "./clock.ts";

/** Files by path and the store's content by digest, as all machines share them. */
export interface Shelves {
  readonly files: Map<string, string>;
  readonly store: Map<string, { readonly content: string; readonly step: number }>;
  step(): number;
}

type Plain = Pick<
  ApplyDesk,
  | "media"
  | "process"
  | "makeFolder"
  | "removeFolder"
  | "judge"
  | "examine"
  | "poster"
  | "manifest"
  | "basisOf"
  | "secret"
  | "endpointOrder"
  | "network"
  | "fileInRepository"
>;

function contentOf({ files }: Shelves, path: string): string {
  const content = files.get(path);
  if (content === undefined) throw new Error(`there is no file ${path}`);
  return content;
}

export function sharedStore(shelves: Shelves): Store {
  const { files, store } = shelves;
  return {
    id: "shared",
    durable: true,
    async put(path) {
      const content = contentOf(shelves, path);
      const digest = sha256(content);
      if (!store.has(digest)) store.set(digest, { content, step: shelves.step() });
      files.set(`/store/${digest}`, content);
      return { sha256: digest, bytes: content.length };
    },
    pathOf: async (digest) => (store.has(digest) ? `/store/${digest}` : undefined),
    has: async (digest) => store.has(digest),
  };
}

/** The mark that only the signer makes. */
export const SIGNED_MARK = "\nsigned at ";

export function markingSigner(shelves: Shelves, clock: WorldClock): ApplyDesk["signer"] {
  return {
    id: "marking",
    development: true,
    async sign({ source, target }) {
      const content = `${contentOf(shelves, source)}${SIGNED_MARK}${clock.nowMs}`;
      shelves.files.set(target, content);
      const digest = sha256(content);
      return ok({
        path: target,
        sha256: digest,
        bytes: content.length,
        manifestUrn: `urn:c2pa:${digest.slice(7, 15)}`,
        manifestSha256: digest,
        signer: "simulated",
        development: true,
        manifestStore: new Uint8Array(),
      });
    },
  };
}

/** Gates that believe the file's first word, and tools that look at nothing. */
export function plainPorts(shelves: Shelves): Plain {
  const { files } = shelves;
  const noTool = async (): Promise<never> => {
    throw new Error("no tool is called here");
  };
  return {
    media: {
      kind: "native",
      version: "simulated",
      profile: "full",
      ffmpegCommand: ["ffmpeg"],
      ffmpeg: noTool,
      ffprobe: noTool,
    },
    process: {
      run: noTool,
      start: () => ({ pid: undefined, outcome: noTool(), kill: () => undefined }),
      alive: () => false,
    },
    makeFolder: async () => undefined,
    async removeFolder(path) {
      for (const file of files.keys()) if (file.startsWith(`${path}/`)) files.delete(file);
    },
    async judge(path) {
      const verdict = contentOf(shelves, path).startsWith("good") ? "pass" : "fail";
      return {
        verdict,
        scorePerMille: verdict === "pass" ? 900 : 400,
        readings: [
          { gate: "blur", verdict, unit: "px", direction: "lower-is-better", milli: 1, limitMilli: 2, says: "blurred" },
        ],
      };
    },
    async examine(path, order, directory) {
      const content = contentOf(shelves, path);
      if (content.startsWith("truncated")) return fail({ message: "no film" });
      const lastFramePath = `${directory}/last.png`;
      files.set(lastFramePath, `last frame of ${content}`);
      const facts = {
        sha256: sha256(content),
        bytes: content.length,
        container: "mp4",
        videoCodec: "h264",
        width: order.width,
        height: order.height,
        rate: order.intent.rate,
        frames: order.frames,
        audio: true,
      };
      return ok({ facts, essence: sha256(`essence of ${content}`), lastFramePath });
    },
    poster: async () => undefined,
    manifest: () => ({ definition: {} }),
    basisOf: () => {
      throw new Error("not asked for");
    },
    secret: () => undefined,
    // The simulated engines read the shot itself and speak no HTTP.
    endpointOrder: () => undefined,
    network: () => ({ http: { send: noTool, upload: noTool, download: noTool } }),
    fileInRepository: (path) => `/repository/${path}`,
  };
}
