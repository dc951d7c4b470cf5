import { type Conditions, type Node, SIZE, slot, type Workflow } from "./workflow.ts";

/** LTX-2: one model in one checkpoint, a text encoder of its own. */
const CHECKPOINT = "ltx-2-19b-dev-fp8.safetensors";
const TEXT_ENCODER = "t5xxl_fp16.safetensors";

function ltx(own: Readonly<Record<string, Node>>, { positive, negative, latent }: Conditions): Workflow {
  return {
    nodes: {
      "1": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: CHECKPOINT } },
      "2": { class_type: "CLIPLoader", inputs: { clip_name: TEXT_ENCODER, type: "ltxv", device: "default" } },
      "3": { class_type: "CLIPTextEncode", inputs: { text: slot("prompt"), clip: ["2", 0] } },
      "4": { class_type: "CLIPTextEncode", inputs: { text: slot("avoid"), clip: ["2", 0] } },
      "6": { class_type: "LTXVConditioning", inputs: { positive, negative, frame_rate: slot("rate") } },
      "7": {
        class_type: "LTXVScheduler",
        inputs: { steps: 30, max_shift: 2.05, base_shift: 0.95, stretch: true, terminal: 0.1, latent },
      },
      "8": { class_type: "KSamplerSelect", inputs: { sampler_name: "euler" } },
      "9": {
        class_type: "SamplerCustom",
        inputs: {
          add_noise: true,
          noise_seed: slot("seed"),
          cfg: 3,
          model: ["1", 0],
          positive: ["6", 0],
          negative: ["6", 1],
          sampler: ["8", 0],
          sigmas: ["7", 0],
          latent_image: latent,
        },
      },
      "10": { class_type: "VAEDecode", inputs: { samples: ["9", 0], vae: ["1", 2] } },
      "11": { class_type: "CreateVideo", inputs: { images: ["10", 0], fps: slot("rate") } },
      "12": {
        class_type: "SaveVideo",
        inputs: { video: ["11", 0], filename_prefix: slot("file-prefix"), format: "mp4", codec: "h264" },
      },
      ...own,
    },
    loraPlaces: [{ behind: "1", before: "9" }],
    files: [
      { folder: "checkpoints", file: CHECKPOINT },
      { folder: "text_encoders", file: TEXT_ENCODER },
    ],
    sizeStep: 32,
  };
}

export const LTX_FROM_WORDS = ltx(
  { "5": { class_type: "EmptyLTXVLatentVideo", inputs: SIZE } },
  { positive: ["3", 0], negative: ["4", 0], latent: ["5", 0] },
);

export const LTX_FROM_PICTURE = ltx(
  {
    "5": {
      class_type: "LTXVImgToVideo",
      inputs: { positive: ["3", 0], negative: ["4", 0], vae: ["1", 2], image: ["13", 0], ...SIZE, strength: 1 },
    },
    "13": { class_type: "LoadImage", inputs: { image: slot("first-picture") } },
  },
  { positive: ["5", 0], negative: ["5", 1], latent: ["5", 2] },
);
