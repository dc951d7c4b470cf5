import { type Conditions, type Node, SIZE, slot, type Workflow } from "./workflow.ts";

/** Wan 2.2 14B: two experts share the steps, one for strong and one for weak noise; a LoRA goes into both. */
const STEPS = 20;
const HALF = 10;
const TEXT_ENCODER = "umt5_xxl_fp8_e4m3fn_scaled.safetensors";
const VAE = "wan_2.1_vae.safetensors";

function unet(mode: "t2v" | "i2v", noise: "high" | "low"): string {
  return `wan2.2_${mode}_${noise}_noise_14B_fp8_scaled.safetensors`;
}

/** The expert for strong noise makes the first half of the steps and hands on what is left of the noise. */
function samplers({ positive, negative, latent }: Conditions): Readonly<Record<string, Node>> {
  const both = {
    ...{ cfg: 3.5, sampler_name: "euler", scheduler: "simple", steps: STEPS, noise_seed: slot("seed") },
    ...{ positive, negative },
  };
  return {
    "10": {
      class_type: "KSamplerAdvanced",
      inputs: {
        ...both,
        model: ["8", 0],
        latent_image: latent,
        add_noise: "enable",
        start_at_step: 0,
        end_at_step: HALF,
        return_with_leftover_noise: "enable",
      },
    },
    "11": {
      class_type: "KSamplerAdvanced",
      inputs: {
        ...both,
        model: ["9", 0],
        latent_image: ["10", 0],
        add_noise: "disable",
        start_at_step: HALF,
        end_at_step: STEPS,
        return_with_leftover_noise: "disable",
      },
    },
  };
}

function wan(mode: "t2v" | "i2v", own: Readonly<Record<string, Node>>, conditions: Conditions): Workflow {
  return {
    nodes: {
      "1": { class_type: "UNETLoader", inputs: { unet_name: unet(mode, "high"), weight_dtype: "default" } },
      "2": { class_type: "UNETLoader", inputs: { unet_name: unet(mode, "low"), weight_dtype: "default" } },
      "3": { class_type: "CLIPLoader", inputs: { clip_name: TEXT_ENCODER, type: "wan", device: "default" } },
      "4": { class_type: "VAELoader", inputs: { vae_name: VAE } },
      "5": { class_type: "CLIPTextEncode", inputs: { text: slot("prompt"), clip: ["3", 0] } },
      "6": { class_type: "CLIPTextEncode", inputs: { text: slot("avoid"), clip: ["3", 0] } },
      "8": { class_type: "ModelSamplingSD3", inputs: { shift: 8, model: ["1", 0] } },
      "9": { class_type: "ModelSamplingSD3", inputs: { shift: 8, model: ["2", 0] } },
      ...samplers(conditions),
      "12": { class_type: "VAEDecode", inputs: { samples: ["11", 0], vae: ["4", 0] } },
      "13": { class_type: "CreateVideo", inputs: { images: ["12", 0], fps: slot("rate") } },
      "14": {
        class_type: "SaveVideo",
        inputs: { video: ["13", 0], filename_prefix: slot("file-prefix"), format: "mp4", codec: "h264" },
      },
      ...own,
    },
    loraPlaces: [
      { behind: "1", before: "8", noise: "high" },
      { behind: "2", before: "9", noise: "low" },
    ],
    files: [
      { folder: "diffusion_models", file: unet(mode, "high") },
      { folder: "diffusion_models", file: unet(mode, "low") },
      { folder: "text_encoders", file: TEXT_ENCODER },
      { folder: "vae", file: VAE },
    ],
    sizeStep: 16,
  };
}

const FROM_PICTURES: Conditions = { positive: ["7", 0], negative: ["7", 1], latent: ["7", 2] };
const PICTURE_INPUTS = { positive: ["5", 0], negative: ["6", 0], vae: ["4", 0], ...SIZE } as const;

export const WAN_FROM_WORDS = wan(
  "t2v",
  { "7": { class_type: "EmptyHunyuanLatentVideo", inputs: SIZE } },
  { positive: ["5", 0], negative: ["6", 0], latent: ["7", 0] },
);

export const WAN_FROM_PICTURE = wan(
  "i2v",
  {
    "7": { class_type: "WanImageToVideo", inputs: { ...PICTURE_INPUTS, start_image: ["15", 0] } },
    "15": { class_type: "LoadImage", inputs: { image: slot("first-picture") } },
  },
  FROM_PICTURES,
);

export const WAN_BETWEEN_PICTURES = wan(
  "i2v",
  {
    "7": {
      class_type: "WanFirstLastFrameToVideo",
      inputs: { ...PICTURE_INPUTS, start_image: ["15", 0], end_image: ["16", 0] },
    },
    "15": { class_type: "LoadImage", inputs: { image: slot("first-picture") } },
    "16": { class_type: "LoadImage", inputs: { image: slot("last-picture") } },
  },
  FROM_PICTURES,
);
