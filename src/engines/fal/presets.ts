import type { EndpointTypeMap } from "@fal-ai/client/endpoints";
import type { EndpointOrder } from "../../core/order.ts";

/** What one model behind the queue is asked: the path of the request and its input. */
export interface ModelRequest {
  readonly path: string;
  readonly input: object;
}
/** Pictures as data URIs. */
export interface ModelPictures {
  readonly first?: string;
  readonly last?: string;
  readonly references: readonly string[];
}
/** Undefined where the model cannot be asked for this length, shape or size. */
type Preset = (order: EndpointOrder, seed: number, pictures: ModelPictures) => ModelRequest | undefined;

type Input<Path extends keyof EndpointTypeMap> = EndpointTypeMap[Path]["input"];

/** The vendor's own list of words, as text: a length or a shape that is not on it is not asked for. */
function wordOf<Word extends string>(words: readonly Word[], said: string): Word | undefined {
  return words.find((word) => word === said);
}

const KLING_3_SECONDS = ["3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"] as const;
const KLING_ASPECTS = ["16:9", "9:16", "1:1"] as const;
const FIVE_OR_TEN = ["5", "10"] as const;
const VEO_SECONDS = ["4s", "6s", "8s"] as const;
const VEO_ASPECTS = ["16:9", "9:16"] as const;
const PIKA_ASPECTS = ["16:9", "9:16", "1:1", "4:5", "5:4", "3:2", "2:3"] as const;
const PIKA_RESOLUTIONS = ["720p", "1080p"] as const;
const WAN_RESOLUTIONS = ["480p", "580p", "720p"] as const;

const seconds = (order: EndpointOrder): string => String(order.clipMs / 1000);
/** Always sent: where a model is not told what to avoid it applies words of its own. */
const avoid = (order: EndpointOrder): { readonly negative_prompt: string } => ({ negative_prompt: order.avoid ?? "" });

function kling3(tier: "standard" | "pro"): Preset {
  return (order, _seed, { first, last, references }) => {
    const duration = wordOf(KLING_3_SECONDS, seconds(order));
    const aspect = wordOf(KLING_ASPECTS, order.aspect);
    if (duration === undefined || aspect === undefined) return undefined;
    const common = { prompt: order.prompt, duration, generate_audio: order.audio, ...avoid(order) };
    if (first === undefined) {
      const input: Input<"fal-ai/kling-video/v3/pro/text-to-video"> = { ...common, aspect_ratio: aspect };
      return last === undefined ? { path: `fal-ai/kling-video/v3/${tier}/text-to-video`, input } : undefined;
    }
    // Each picture is an element of its own; the prompt calls it in.
    const elements = references.map((url) => ({ frontal_image_url: url, reference_image_urls: [url] }));
    const names = elements.map((_element, index) => `@Element${index + 1}`);
    const input: Input<"fal-ai/kling-video/v3/pro/image-to-video"> = {
      ...common,
      ...(names.length === 0 ? {} : { prompt: `${order.prompt} As in ${names.join(", ")}.`, elements }),
      start_image_url: first,
      ...(last === undefined ? {} : { end_image_url: last }),
    };
    return { path: `fal-ai/kling-video/v3/${tier}/image-to-video`, input };
  };
}

const kling25: Preset = (order, _seed, { first, last }) => {
  const duration = wordOf(FIVE_OR_TEN, seconds(order));
  const aspect = wordOf(KLING_ASPECTS, order.aspect);
  if (duration === undefined || aspect === undefined) return undefined;
  const common = { prompt: order.prompt, duration, ...avoid(order) };
  if (first === undefined) {
    const input: Input<"fal-ai/kling-video/v2.5-turbo/pro/text-to-video"> = { ...common, aspect_ratio: aspect };
    return last === undefined ? { path: "fal-ai/kling-video/v2.5-turbo/pro/text-to-video", input } : undefined;
  }
  const input: Input<"fal-ai/kling-video/v2.5-turbo/pro/image-to-video"> = {
    ...common,
    image_url: first,
    ...(last === undefined ? {} : { tail_image_url: last }),
  };
  return { path: "fal-ai/kling-video/v2.5-turbo/pro/image-to-video", input };
};

/** `auto_fix` would rewrite a refused prompt: what was made would no longer be what was asked for. */
function veo(base: string): Preset {
  return (order, seed, { first, last, references }) => {
    const duration = wordOf(VEO_SECONDS, `${seconds(order)}s`);
    const aspect = wordOf(VEO_ASPECTS, order.aspect);
    const resolution = order.resolution === "2160p" ? "4k" : order.resolution;
    if (duration === undefined || aspect === undefined) return undefined;
    const common = {
      prompt: order.prompt,
      duration,
      aspect_ratio: aspect,
      generate_audio: order.audio,
      auto_fix: false,
    };
    const sized = resolution as "720p" | "1080p";
    if (references.length > 0) {
      // This one has no field for what to avoid.
      const prompt = order.avoid === undefined ? order.prompt : `${order.prompt} Avoid ${order.avoid}.`;
      const input: Input<"fal-ai/veo3.1/reference-to-video"> = {
        ...common,
        prompt,
        resolution: sized,
        image_urls: [...references],
      };
      return { path: `${base}/reference-to-video`, input };
    }
    const seeded = { ...common, ...avoid(order), seed, resolution: sized };
    if (first === undefined) {
      const input: Input<"fal-ai/veo3"> = seeded;
      return last === undefined ? { path: base, input } : undefined;
    }
    if (last === undefined) {
      const input: Input<"fal-ai/veo3.1/image-to-video"> = { ...seeded, image_url: first };
      return { path: `${base}/image-to-video`, input };
    }
    const input: Input<"fal-ai/veo3.1/first-last-frame-to-video"> = {
      ...seeded,
      first_frame_url: first,
      last_frame_url: last,
    };
    return { path: `${base}/first-last-frame-to-video`, input };
  };
}

const pika22: Preset = (order, seed, { first, last }) => {
  const duration = wordOf(FIVE_OR_TEN, seconds(order));
  const aspect = wordOf(PIKA_ASPECTS, order.aspect);
  const resolution = wordOf(PIKA_RESOLUTIONS, order.resolution);
  if (duration === undefined || aspect === undefined || resolution === undefined || last !== undefined)
    return undefined;
  const common = { prompt: order.prompt, duration, resolution, seed, ...avoid(order) };
  if (first === undefined) {
    const input: Input<"fal-ai/pika/v2.2/text-to-video"> = { ...common, aspect_ratio: aspect };
    return { path: "fal-ai/pika/v2.2/text-to-video", input };
  }
  const input: Input<"fal-ai/pika/v2.2/image-to-video"> = { ...common, image_url: first };
  return { path: "fal-ai/pika/v2.2/image-to-video", input };
};

/** One way from the first picture to the last; five seconds are billed at least. */
const pikaframes: Preset = (order, seed, { first, last }) => {
  const resolution = wordOf(PIKA_RESOLUTIONS, order.resolution);
  if (first === undefined || last === undefined || resolution === undefined) return undefined;
  const input: Input<"fal-ai/pika/v2.2/pikaframes"> = {
    prompt: order.prompt,
    image_urls: [first, last],
    transitions: [{ duration: order.clipMs / 1000, prompt: order.prompt }],
    resolution,
    seed,
    ...avoid(order),
  };
  return { path: "fal-ai/pika/v2.2/pikaframes", input };
};

/** Frames as ordered: no interpolation, no expansion of the prompt, all of it can be repeated. */
const wan22: Preset = (order, seed, { first, last }) => {
  const aspect = wordOf(KLING_ASPECTS, order.aspect);
  const resolution = wordOf(WAN_RESOLUTIONS, order.resolution);
  const { clipFrames, clipRate } = order;
  if (aspect === undefined || resolution === undefined || last !== undefined) return undefined;
  if (clipFrames === undefined || clipRate === undefined) return undefined;
  const input: Input<"fal-ai/wan/v2.2-a14b/text-to-video/lora"> = {
    prompt: order.prompt,
    num_frames: clipFrames,
    frames_per_second: Number(clipRate),
    interpolator_model: "none",
    num_interpolated_frames: 0,
    enable_prompt_expansion: false,
    aspect_ratio: aspect,
    resolution,
    seed,
    ...avoid(order),
  };
  if (first === undefined) return { path: "fal-ai/wan/v2.2-a14b/text-to-video/lora", input };
  return { path: "fal-ai/wan/v2.2-a14b/image-to-video/lora", input: { ...input, image_url: first } };
};

/** Models that this adapter speaks, by the catalogue's name of the endpoint. */
export const PRESETS: Readonly<Record<string, Preset>> = {
  "fal-ai/kling-video/v3/standard": kling3("standard"),
  "fal-ai/kling-video/v3/pro": kling3("pro"),
  "fal-ai/kling-video/v2.5-turbo/pro": kling25,
  "fal-ai/veo3.1": veo("fal-ai/veo3.1"),
  "fal-ai/veo3.1/fast": veo("fal-ai/veo3.1/fast"),
  "fal-ai/veo3.1/lite": veo("fal-ai/veo3.1/lite"),
  "fal-ai/veo3": veo("fal-ai/veo3"),
  "fal-ai/pika/v2.2/text-to-video": pika22,
  "fal-ai/pika/v2.2/pikaframes": pikaframes,
  "fal-ai/wan/v2.2-a14b/text-to-video/lora": wan22,
};
