import { readFile, stat } from "node:fs/promises";
import type { Digest } from "../../core/digest.ts";
import type { EngineFailure } from "../../core/failure.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Desk } from "../../ports/engine.ts";
import { engineFailure } from "./failures.ts";

export interface Picture {
  readonly bytes: Uint8Array;
  readonly mimeType: "image/png" | "image/jpeg" | "image/webp";
  /** A name that follows from the bytes. */
  readonly name: string;
}

/** A picture that the order names, read before anything is ordered: what is missing or too large costs nothing. */
export async function readPicture(
  desk: Desk,
  digest: Digest,
  bytesMax: number,
): Promise<Result<Picture, EngineFailure>> {
  const path = await desk.fileOf(digest);
  if (path === undefined)
    return fail(
      engineFailure({ class: "lost-result", advice: "stop-and-ask", message: `the picture ${digest} is not here` }),
    );
  const { size } = await stat(path);
  if (size > bytesMax)
    return fail(
      engineFailure({
        class: "invalid-request",
        advice: "next-route",
        message: `the picture ${digest} has ${size} bytes, ${bytesMax} are taken`,
      }),
    );
  const bytes = await readFile(path);
  const kind = kindOf(bytes);
  if (kind === undefined)
    return fail(
      engineFailure({ class: "invalid-request", advice: "stop-and-ask", message: `${digest} is no picture` }),
    );
  return ok({ bytes, mimeType: `image/${kind}`, name: `${digest.slice("sha256:".length)}.${kind}` });
}

export function dataUri({ bytes, mimeType }: Picture): string {
  return `data:${mimeType};base64,${Buffer.from(bytes).toString("base64")}`;
}

function kindOf(bytes: Buffer): "png" | "jpeg" | "webp" | undefined {
  if (bytes.toString("hex", 0, 4) === "89504e47") return "png";
  if (bytes.toString("hex", 0, 3) === "ffd8ff") return "jpeg";
  return bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP" ? "webp" : undefined;
}
