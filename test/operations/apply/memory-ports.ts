import { sha256 } from "../../../src/core/digest.ts";
import { fail, ok } from "../../../src/core/result.ts";
import type { ApplyDesk } from "../../../src/operations/apply/desk.ts";

/** Files by absolute path. */
type Files = Map<string, string>;

export function contentOf(files: Files, path: string): string {
  const content = files.get(path);
  if (content === undefined) throw new Error(`there is no file ${path}`);
  return content;
}

/** Signs a file by a mark after its content. */
export function memorySigner(files: Files, mark: () => string): ApplyDesk["signer"] {
  return {
    id: "memory",
    development: true,
    async sign({ source, target }) {
      const content = `${contentOf(files, source)}${mark()}`;
      files.set(target, content);
      const digest = sha256(content);
      return ok({
        path: target,
        sha256: digest,
        bytes: content.length,
        manifestUrn: `urn:c2pa:${digest.slice(7, 15)}`,
        manifestSha256: sha256(`manifest of ${content}`),
        signer: "test",
        development: true,
        manifestStore: new Uint8Array(),
      });
    },
  };
}

/** A lock's signature that anybody can make and see. */
export const PLAIN_SIGNATURE = {
  sign: (statement: unknown): string => `signed ${JSON.stringify(statement)}`,
  signatureHolds: (signature: string, lock: string): boolean =>
    signature.startsWith("signed ") && signature.includes(lock),
};

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

/** The rest of the desk: a file that begins with `noFilm` is none, gates that believe the file's first word, and tools that look at nothing. */
export function memoryPorts(files: Files, noFilm: string): Plain {
  const noTool = async (): Promise<never> => {
    throw new Error("no tool is called here");
  };
  return {
    media: {
      kind: "native",
      version: "test",
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
      const verdict = contentOf(files, path).startsWith("good") ? "pass" : "fail";
      return {
        verdict,
        scorePerMille: verdict === "pass" ? 900 : 400,
        readings: [
          { gate: "blur", verdict, unit: "px", direction: "lower-is-better", milli: 1, limitMilli: 2, says: "blurred" },
        ],
      };
    },
    async examine(path, order, directory) {
      const content = contentOf(files, path);
      if (content.startsWith(noFilm)) return fail({ message: "no film" });
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
    // Engines in memory read the shot itself and speak no HTTP.
    endpointOrder: () => undefined,
    network: () => ({ http: { send: noTool, upload: noTool, download: noTool } }),
    fileInRepository: (path) => `/repository/${path}`,
  };
}
