import type { Digest } from "../../core/digest.ts";
import type { EngineFailure } from "../../core/failure.ts";
import type { EndpointOrder } from "../../core/order.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { objectOf, textOf } from "../../kit/engine/answer-fields.ts";
import { engineFailure, notAnswered, notNow } from "../../kit/engine/failures.ts";
import { readPicture } from "../../kit/engine/picture.ts";
import type { Desk } from "../../ports/engine.ts";
import type { LoadedLora } from "./fill-workflow.ts";
import { modelFiles } from "./server.ts";
import type { Workflow } from "./workflow.ts";

const PICTURE_BYTES_MAX = 64 * 1024 * 1024;
const FOLDER = "shotlock";

function missing(says: string): { readonly ok: false; readonly error: EngineFailure } {
  return fail(engineFailure({ class: "invalid-request", advice: "next-route", message: says }));
}

/** Looks for the model's files on the server before anything is ordered. A server that does not list them finds out itself. */
export async function checkModels(
  desk: Desk,
  address: string,
  workflow: Workflow,
): Promise<Result<undefined, EngineFailure>> {
  for (const folder of new Set(workflow.files.map((file) => file.folder))) {
    const there = await modelFiles(desk, address, folder);
    if (!there.ok) return there;
    const names = there.value;
    const absent = workflow.files.find(
      (wanted) =>
        wanted.folder === folder && names !== undefined && !names.some((name) => baseOf(name) === wanted.file),
    );
    if (absent !== undefined) return missing(`the server has no ${absent.file} in models/${folder}`);
  }
  return ok(undefined);
}

/** LoRAs as the server names them. Only .safetensors: other forms can carry programs. */
export async function findLoras(
  desk: Desk,
  address: string,
  { loras }: EndpointOrder,
): Promise<Result<readonly LoadedLora[], EngineFailure>> {
  if (loras.length === 0) return ok([]);
  const there = await modelFiles(desk, address, "loras");
  if (!there.ok) return there;
  const nameOf = (file: string): string | undefined =>
    there.value === undefined ? file : there.value.find((name) => baseOf(name) === file);
  const found: LoadedLora[] = [];
  for (const { file, scalePerMille } of loras) {
    if (!file.toLowerCase().endsWith(".safetensors")) return missing(`${file} is no .safetensors file`);
    const [high, low] = [
      nameOf(file.replace("low_noise", "high_noise")),
      nameOf(file.replace("high_noise", "low_noise")),
    ];
    if (high === undefined || low === undefined)
      return missing(`the server has no ${file} in models/loras: copy it there and refresh`);
    found.push({ high, low, strength: scalePerMille / 1000 });
  }
  return ok(found);
}

/** The server lists files below folders with its system's own separator. */
function baseOf(name: string): string {
  return name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1);
}

/** Puts a picture where the server's graphs can load it; it may choose another name, which then counts. */
export async function uploadPicture(
  desk: Desk,
  address: string,
  digest: Digest | undefined,
): Promise<Result<string | undefined, EngineFailure>> {
  if (digest === undefined) return ok(undefined);
  const picture = await readPicture(desk, digest, PICTURE_BYTES_MAX);
  if (!picture.ok) return picture;
  const answer = await desk.http.send({
    method: "POST",
    url: `${address}/upload/image`,
    body: {
      kind: "form",
      fields: { type: "input", subfolder: FOLDER, overwrite: "true" },
      file: { field: "image", ...picture.value },
    },
    signal: desk.signal,
  });
  if (!answer.ok) return fail(notAnswered(answer.error));
  const { name, subfolder } = objectOf(answer.value.json);
  const stored = textOf(name);
  if (answer.value.status !== 200 || stored === undefined)
    return fail(notNow(answer.value, "the picture was not taken"));
  const folder = textOf(subfolder) ?? "";
  return ok(folder === "" ? stored : `${folder}/${stored}`);
}
