/** One input of a node class, as far as validation looks at it. */
export type NodeInput =
  | { readonly kind: "link"; readonly type: string }
  | { readonly kind: "list"; readonly values: readonly string[] }
  | { readonly kind: "whole" | "number"; readonly minimum: number; readonly maximum: number; readonly usual: number }
  | { readonly kind: "text" }
  | { readonly kind: "switch" }
  /** A file that was uploaded. */
  | { readonly kind: "upload" };

export interface NodeClass {
  readonly required: Readonly<Record<string, NodeInput>>;
  readonly optional?: Readonly<Record<string, NodeInput>>;
  readonly outputs: readonly string[];
  /** True for a node that ends a graph: it saves something. */
  readonly isOutput?: boolean;
}

/** Model files that lie on the server, by folder. */
export interface ModelFiles {
  readonly diffusion_models: readonly string[];
  readonly text_encoders: readonly string[];
  readonly vae: readonly string[];
  readonly loras: readonly string[];
  readonly checkpoints: readonly string[];
}

const link = (type: string): NodeInput => ({ kind: "link", type });
const list = (...values: readonly string[]): NodeInput => ({ kind: "list", values });
const whole = (usual: number, minimum: number, maximum: number): NodeInput => ({
  kind: "whole",
  usual,
  minimum,
  maximum,
});
const number = (usual: number, minimum: number, maximum: number): NodeInput => ({
  kind: "number",
  usual,
  minimum,
  maximum,
});
const TEXT: NodeInput = { kind: "text" };
const SIDE = 16_384;
const SEED_MAX = Number.MAX_SAFE_INTEGER;
const LATENT = {
  width: whole(832, 16, SIDE),
  height: whole(480, 16, SIDE),
  length: whole(81, 1, SIDE),
  batch_size: whole(1, 1, 4096),
};
const SAMPLERS = ["euler", "euler_ancestral", "dpmpp_2m", "uni_pc", "res_multistep"] as const;
const SCHEDULERS = ["simple", "normal", "sgm_uniform", "beta", "karras"] as const;
const CONDITIONING = { positive: link("CONDITIONING"), negative: link("CONDITIONING") };
const CONDITIONED = ["CONDITIONING", "CONDITIONING", "LATENT"] as const;

/** Node classes of the native server that video graphs of Wan and LTX are made of, with their limits. */
export function nodeClasses(files: ModelFiles): Readonly<Record<string, NodeClass>> {
  return {
    UNETLoader: {
      required: {
        unet_name: list(...files.diffusion_models),
        weight_dtype: list("default", "fp8_e4m3fn", "fp8_e4m3fn_fast", "fp8_e5m2"),
      },
      outputs: ["MODEL"],
    },
    CLIPLoader: {
      required: { clip_name: list(...files.text_encoders), type: list("wan", "ltxv", "hunyuan_video", "sd3") },
      optional: { device: list("default", "cpu") },
      outputs: ["CLIP"],
    },
    VAELoader: { required: { vae_name: list(...files.vae) }, outputs: ["VAE"] },
    CheckpointLoaderSimple: { required: { ckpt_name: list(...files.checkpoints) }, outputs: ["MODEL", "CLIP", "VAE"] },
    LoraLoaderModelOnly: {
      required: { model: link("MODEL"), lora_name: list(...files.loras), strength_model: number(1, -100, 100) },
      outputs: ["MODEL"],
    },
    LoraLoader: {
      required: {
        ...{ model: link("MODEL"), clip: link("CLIP"), lora_name: list(...files.loras) },
        ...{ strength_model: number(1, -100, 100), strength_clip: number(1, -100, 100) },
      },
      outputs: ["MODEL", "CLIP"],
    },
    ModelSamplingSD3: { required: { model: link("MODEL"), shift: number(3, 0, 100) }, outputs: ["MODEL"] },
    CLIPTextEncode: { required: { text: TEXT, clip: link("CLIP") }, outputs: ["CONDITIONING"] },
    LoadImage: { required: { image: { kind: "upload" } }, outputs: ["IMAGE", "MASK"] },
    ...latentClasses(),
    ...samplerClasses(),
    VAEDecode: { required: { samples: link("LATENT"), vae: link("VAE") }, outputs: ["IMAGE"] },
    CreateVideo: {
      required: { images: link("IMAGE"), fps: number(30, 1, 120) },
      optional: { audio: link("AUDIO") },
      outputs: ["VIDEO"],
    },
    SaveVideo: {
      required: {
        video: link("VIDEO"),
        filename_prefix: TEXT,
        format: list("auto", "mp4"),
        codec: list("auto", "h264"),
      },
      outputs: [],
      isOutput: true,
    },
    PreviewImage: { required: { images: link("IMAGE") }, outputs: [], isOutput: true },
  };
}

function latentClasses(): Readonly<Record<string, NodeClass>> {
  return {
    EmptyHunyuanLatentVideo: { required: LATENT, outputs: ["LATENT"] },
    EmptyLTXVLatentVideo: { required: LATENT, outputs: ["LATENT"] },
    WanImageToVideo: {
      required: { ...CONDITIONING, vae: link("VAE"), ...LATENT },
      optional: { start_image: link("IMAGE"), clip_vision_output: link("CLIP_VISION_OUTPUT") },
      outputs: CONDITIONED,
    },
    WanFirstLastFrameToVideo: {
      required: { ...CONDITIONING, vae: link("VAE"), ...LATENT },
      optional: { start_image: link("IMAGE"), end_image: link("IMAGE") },
      outputs: CONDITIONED,
    },
    LTXVImgToVideo: {
      required: { ...CONDITIONING, vae: link("VAE"), image: link("IMAGE"), ...LATENT, strength: number(1, 0, 1) },
      outputs: CONDITIONED,
    },
    LTXVConditioning: {
      required: { ...CONDITIONING, frame_rate: number(25, 0, 1000) },
      outputs: ["CONDITIONING", "CONDITIONING"],
    },
  };
}

function samplerClasses(): Readonly<Record<string, NodeClass>> {
  const settings = {
    steps: whole(20, 1, 10_000),
    cfg: number(8, 0, 100),
    sampler_name: list(...SAMPLERS),
    scheduler: list(...SCHEDULERS),
  };
  return {
    KSampler: {
      required: {
        ...{ model: link("MODEL"), seed: whole(0, 0, SEED_MAX), ...settings, ...CONDITIONING },
        ...{ latent_image: link("LATENT"), denoise: number(1, 0, 1) },
      },
      outputs: ["LATENT"],
    },
    KSamplerAdvanced: {
      required: {
        ...{
          model: link("MODEL"),
          add_noise: list("enable", "disable"),
          noise_seed: whole(0, 0, SEED_MAX),
          ...settings,
        },
        ...{ ...CONDITIONING, latent_image: link("LATENT"), start_at_step: whole(0, 0, 10_000) },
        ...{ end_at_step: whole(10_000, 0, 10_000), return_with_leftover_noise: list("disable", "enable") },
      },
      outputs: ["LATENT"],
    },
    KSamplerSelect: { required: { sampler_name: list(...SAMPLERS) }, outputs: ["SAMPLER"] },
    LTXVScheduler: {
      required: {
        ...{ steps: whole(20, 1, 10_000), max_shift: number(2.05, 0, 100), base_shift: number(0.95, 0, 100) },
        ...{ stretch: { kind: "switch" }, terminal: number(0.1, 0, 0.99) },
      },
      optional: { latent: link("LATENT") },
      outputs: ["SIGMAS"],
    },
    SamplerCustom: {
      required: {
        ...{
          model: link("MODEL"),
          add_noise: { kind: "switch" },
          noise_seed: whole(0, 0, SEED_MAX),
          cfg: number(8, 0, 100),
        },
        ...{ ...CONDITIONING, sampler: link("SAMPLER"), sigmas: link("SIGMAS"), latent_image: link("LATENT") },
      },
      outputs: ["LATENT", "LATENT"],
    },
  };
}
