import type { ImageToVideoCreateParams } from "@runwayml/sdk/resources/image-to-video";
import type { TextToVideoCreateParams } from "@runwayml/sdk/resources/text-to-video";
import type { EngineFailure } from "../../core/failure.ts";
import type { EndpointOrder } from "../../core/order.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { engineFailure } from "../../kit/engine/failures.ts";
import { entryOf, PICTURE_RATIOS, TEXT_RATIOS, VEO_RATIOS, VEO_SECONDS } from "./ratios.ts";

/** A create as Runway takes it: every model is a closed shape of its own, an unknown field is refused. */
export type TaskBody =
  | { readonly path: "/v1/text_to_video"; readonly body: TextToVideoCreateParams }
  | { readonly path: "/v1/image_to_video"; readonly body: ImageToVideoCreateParams };

/** Pictures as Runway gets them: a data URI, or the name of an upload. */
export interface TaskPictures {
  readonly first?: string;
  readonly last?: string;
}

/** Undefined where this adapter knows the model, but not in that shape or size. */
type Shape = (order: EndpointOrder, seed: number, pictures: TaskPictures) => TaskBody | undefined;

const SHAPES: Readonly<Record<string, Shape>> = {
  "gen4.5": (order, seed, { first }) => {
    const common = { model: "gen4.5" as const, promptText: order.prompt, duration: order.clipMs / 1000, seed };
    if (first === undefined) {
      const ratio = entryOf(TEXT_RATIOS, order.aspect);
      return ratio && { path: "/v1/text_to_video", body: { ...common, ratio } };
    }
    const ratio = entryOf(PICTURE_RATIOS, order.aspect);
    return ratio && { path: "/v1/image_to_video", body: { ...common, ratio, promptImage: first } };
  },
  gen4_turbo: (order, seed, { first }) => {
    const ratio = entryOf(PICTURE_RATIOS, order.aspect);
    if (first === undefined || ratio === undefined) return undefined;
    const common = { model: "gen4_turbo" as const, promptText: order.prompt, duration: order.clipMs / 1000, seed };
    return { path: "/v1/image_to_video", body: { ...common, ratio, promptImage: first } };
  },
  "veo3.1": (order, seed, pictures) => veo("veo3.1", order, seed, pictures),
  "veo3.1_fast": (order, seed, pictures) => veo("veo3.1_fast", order, seed, pictures),
};

/** Models that this adapter speaks. */
export const MODELS = Object.keys(SHAPES);

function veo(
  model: "veo3.1" | "veo3.1_fast",
  order: EndpointOrder,
  seed: number,
  { first, last }: TaskPictures,
): TaskBody | undefined {
  const ratio = entryOf(VEO_RATIOS, `${order.aspect} ${order.resolution}`);
  const duration = VEO_SECONDS.find((seconds) => seconds * 1000 === order.clipMs);
  if (ratio === undefined || duration === undefined || (first === undefined && last !== undefined)) return undefined;
  const avoid = order.avoid === undefined ? {} : { negativePrompt: order.avoid };
  const common = { promptText: order.prompt, ratio, duration, seed, audio: order.audio, ...avoid };
  if (first === undefined) {
    const body: TextToVideoCreateParams.Veo3_1 = { model: "veo3.1", ...common };
    return { path: "/v1/text_to_video", body: model === "veo3.1" ? body : { ...body, model } };
  }
  const promptImage = [
    { position: "first" as const, uri: first },
    ...(last === undefined ? [] : [{ position: "last" as const, uri: last }]),
  ];
  const body: ImageToVideoCreateParams.Veo3_1 = { model: "veo3.1", ...common, promptImage };
  return { path: "/v1/image_to_video", body: model === "veo3.1" ? body : { ...body, model } };
}

/** The create for an order; a model or a size that this adapter cannot say is refused before anything is sent. */
export function taskBody(order: EndpointOrder, seed: number, pictures: TaskPictures): Result<TaskBody, EngineFailure> {
  const body = SHAPES[order.remote]?.(order, seed, pictures);
  if (body !== undefined) return ok(body);
  return fail(
    engineFailure({
      class: "invalid-request",
      advice: "next-route",
      message: `${order.remote} cannot be asked for ${order.aspect} at ${order.resolution}, ${order.clipMs / 1000} s`,
    }),
  );
}
