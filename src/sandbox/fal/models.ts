import type { Cost } from "../bill.ts";

/**
 * Inputs of some models behind fal's queue, as its published client types them (@fal-ai/client 1.10.1), with prices a second as their
 * pages told them in November 2026. A field that a model does not know is ignored there, so here too, and told in the log.
 */
export interface FalModel {
  readonly usualSeconds: number;
  readonly required: readonly string[];
  readonly fields: Readonly<Record<string, FieldShape>>;
  /** Length in frames and at which rate, once the input is in order. */
  film(input: Input): { readonly frames: number; readonly rate: number; readonly hasAudio: boolean };
  price(input: Input): Cost;
}
export type Input = Readonly<Record<string, unknown>>;
export type FieldShape =
  | { readonly words: readonly string[] }
  | { readonly whole: readonly [number, number] }
  | { readonly number: readonly [number, number] }
  | "text"
  | "switch"
  | "file"
  | "files"
  | "list";

const PROMPT_CHARACTERS_MAX = 20_000;
export const TEXT_MAX = PROMPT_CHARACTERS_MAX;
const SEED: FieldShape = { whole: [0, 4_294_967_295] };
const RATE = 24;

const words = (...list: readonly string[]): FieldShape => ({ words: list });
const span = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_none, index) => String(from + index));
const seconds = (input: Input, usual: string): number => Number.parseInt(String(input["duration"] ?? usual), 10);
const isOn = (input: Input, name: string): boolean => input[name] !== false;
const perSecond = (micros: number, length: number): Cost => ({ micros: micros * length });

function kling(silent: number, sound: number, isFromImage: boolean): FalModel {
  return {
    usualSeconds: 90,
    required: isFromImage ? ["start_image_url"] : [],
    fields: {
      prompt: "text",
      negative_prompt: "text",
      duration: words(...span(3, 15)),
      cfg_scale: { number: [0, 1] },
      generate_audio: "switch",
      multi_prompt: "list",
      shot_type: words("customize", "intelligent"),
      ...(isFromImage
        ? { start_image_url: "file", end_image_url: "file", elements: "list" }
        : { aspect_ratio: words("16:9", "9:16", "1:1") }),
    },
    film: (input) => ({ frames: seconds(input, "5") * RATE, rate: RATE, hasAudio: isOn(input, "generate_audio") }),
    price: (input) => perSecond(isOn(input, "generate_audio") ? sound : silent, seconds(input, "5")),
  };
}

function veo(silent: number, sound: number, pictures: readonly string[]): FalModel {
  const isLarge = (input: Input): boolean => input["resolution"] === "4k";
  return {
    usualSeconds: 120,
    required: ["prompt", ...pictures],
    fields: {
      prompt: "text",
      negative_prompt: "text",
      aspect_ratio: pictures.length === 0 ? words("16:9", "9:16") : words("auto", "16:9", "9:16"),
      duration: words("4s", "6s", "8s"),
      resolution: words("720p", "1080p", "4k"),
      generate_audio: "switch",
      auto_fix: "switch",
      safety_tolerance: words(...span(1, 6)),
      seed: SEED,
      ...Object.fromEntries(pictures.map((name) => [name, "file" as const])),
    },
    film: (input) => ({ frames: seconds(input, "8s") * RATE, rate: RATE, hasAudio: isOn(input, "generate_audio") }),
    price: (input) =>
      perSecond(
        (isOn(input, "generate_audio") ? sound : silent) + (isLarge(input) ? 200_000 : 0),
        seconds(input, "8s"),
      ),
  };
}

/** Five seconds have a published price; ten are taken as twice that. */
function pika(isFromImage: boolean): FalModel {
  return {
    usualSeconds: 60,
    required: isFromImage ? ["prompt", "image_url"] : ["prompt"],
    fields: {
      prompt: "text",
      negative_prompt: "text",
      duration: words("5", "10"),
      resolution: words("720p", "1080p"),
      seed: SEED,
      ...(isFromImage
        ? { image_url: "file" }
        : { aspect_ratio: words("16:9", "9:16", "1:1", "4:5", "5:4", "3:2", "2:3") }),
    },
    film: (input) => ({ frames: seconds(input, "5") * RATE, rate: RATE, hasAudio: false }),
    price: (input) => ({ micros: ((input["resolution"] === "1080p" ? 450_000 : 200_000) * seconds(input, "5")) / 5 }),
  };
}

/** Each way from one picture to the next has its length; five seconds are paid at least. */
function transitionSeconds(input: Input): number {
  const transitions = Array.isArray(input["transitions"]) ? input["transitions"] : [];
  const pictures = Array.isArray(input["image_urls"]) ? input["image_urls"].length : 2;
  if (transitions.length === 0) return 5 * Math.max(1, pictures - 1);
  return transitions.reduce((sum: number, entry: { duration?: number }) => sum + Number(entry?.duration ?? 5), 0);
}

const PIKAFRAMES: FalModel = {
  usualSeconds: 80,
  required: ["image_urls"],
  fields: {
    image_urls: "files",
    transitions: "list",
    prompt: "text",
    negative_prompt: "text",
    resolution: words("720p", "1080p"),
    seed: SEED,
  },
  film: (input) => ({ frames: transitionSeconds(input) * RATE, rate: RATE, hasAudio: false }),
  price: (input) => perSecond(input["resolution"] === "1080p" ? 60_000 : 40_000, Math.max(5, transitionSeconds(input))),
};

const WAN_RATE = 16;
/** Video seconds are counted at 16 frames. */
function wanLora(isFromImage: boolean): FalModel {
  const frames = (input: Input): number => Number(input["num_frames"] ?? 81);
  return {
    usualSeconds: 100,
    required: isFromImage ? ["prompt", "image_url"] : ["prompt"],
    fields: {
      prompt: "text",
      negative_prompt: "text",
      num_frames: { whole: [17, 161] },
      frames_per_second: { whole: [4, 60] },
      guidance_scale: { number: [0, 20] },
      guidance_scale_2: { number: [0, 20] },
      num_inference_steps: { whole: [2, 40] },
      shift: { number: [1, 10] },
      resolution: words("480p", "580p", "720p"),
      aspect_ratio: isFromImage ? words("auto", "16:9", "9:16", "1:1") : words("16:9", "9:16", "1:1"),
      enable_prompt_expansion: "switch",
      enable_safety_checker: "switch",
      enable_output_safety_checker: "switch",
      acceleration: words("none", "regular"),
      interpolator_model: words("none", "film", "rife"),
      num_interpolated_frames: { whole: [0, 4] },
      adjust_fps_for_interpolation: "switch",
      video_quality: words("low", "medium", "high", "maximum"),
      video_write_mode: words("fast", "balanced", "small"),
      loras: "list",
      reverse_video: "switch",
      seed: SEED,
      ...(isFromImage ? { image_url: "file", end_image_url: "file" } : {}),
    },
    film: (input) => ({ frames: frames(input), rate: Number(input["frames_per_second"] ?? WAN_RATE), hasAudio: false }),
    price: (input) => ({ micros: Math.ceil((frames(input) * 100_000) / WAN_RATE) }),
  };
}

export const FAL_MODELS: Readonly<Record<string, FalModel>> = {
  "fal-ai/kling-video/v3/standard/text-to-video": kling(84_000, 126_000, false),
  "fal-ai/kling-video/v3/standard/image-to-video": kling(84_000, 126_000, true),
  "fal-ai/kling-video/v3/pro/text-to-video": kling(112_000, 168_000, false),
  "fal-ai/kling-video/v3/pro/image-to-video": kling(112_000, 168_000, true),
  "fal-ai/kling-video/v3/turbo/pro/text-to-video": kling(140_000, 140_000, false),
  "fal-ai/kling-video/v3/turbo/pro/image-to-video": kling(140_000, 140_000, true),
  "fal-ai/veo3.1": veo(200_000, 400_000, []),
  "fal-ai/veo3.1/image-to-video": veo(200_000, 400_000, ["image_url"]),
  "fal-ai/veo3.1/first-last-frame-to-video": veo(200_000, 400_000, ["first_frame_url", "last_frame_url"]),
  // What the fast and the lite one cost was not read: the sandbox's own.
  "fal-ai/veo3.1/fast": veo(100_000, 150_000, []),
  "fal-ai/veo3.1/fast/image-to-video": veo(100_000, 150_000, ["image_url"]),
  "fal-ai/veo3.1/lite": veo(50_000, 80_000, []),
  "fal-ai/veo3.1/lite/image-to-video": veo(50_000, 80_000, ["image_url"]),
  "fal-ai/pika/v2.2/text-to-video": pika(false),
  "fal-ai/pika/v2.2/image-to-video": pika(true),
  "fal-ai/pika/v2.2/pikaframes": PIKAFRAMES,
  "fal-ai/wan/v2.2-a14b/text-to-video/lora": wanLora(false),
  "fal-ai/wan/v2.2-a14b/image-to-video/lora": wanLora(true),
};
