import type { Rate } from "../../core/time.ts";
import type { MediaTools } from "../../ports/media.ts";

/** What the way of a file into a piece depends on, read from its header. */
export interface SourceFacts {
  readonly audio: boolean;
  /** Every decoded frame is one frame of the episode: frames are then taken by number, whatever their time stamps say. */
  readonly isAtRate: boolean;
  /** How much later the picture starts than the file, in seconds as ffprobe prints them; the sound moves with the picture. */
  readonly pictureStart: string;
  /** Pixels that are not square (anamorphic footage). */
  readonly stretched: boolean;
  readonly matrix: "bt709" | "bt601" | "bt2020";
  readonly fullRange: boolean;
}

interface ProbedStream {
  readonly codec_type?: string;
  readonly avg_frame_rate?: string;
  readonly r_frame_rate?: string;
  readonly start_time?: string;
  readonly sample_aspect_ratio?: string;
  readonly color_space?: string;
  readonly color_range?: string;
  readonly pix_fmt?: string;
}

const SHOWN =
  "format=start_time:stream=codec_type,avg_frame_rate,r_frame_rate,start_time,sample_aspect_ratio,color_space,color_range,pix_fmt";
/** Rates count as equal within this share: headers round (23.98 for 24000/1001). 24 and 24000/1001 differ by 0.001. */
const RATE_TOLERANCE = 0.0004;
/** Less than this is rounding of a header. */
const START_TOLERANCE_SECONDS = 0.0005;

/** Undefined when the header cannot be read or there is no picture. */
export async function sourceFacts(
  media: MediaTools,
  path: string,
  rate: Rate,
  signal: AbortSignal,
): Promise<SourceFacts | undefined> {
  const asked = await media.ffprobe(["-v", "error", "-show_entries", SHOWN, "-of", "json", path], { signal });
  const file = parsed(asked.stdout);
  const picture = file?.streams?.find((stream) => stream.codec_type === "video");
  if (asked.exitCode !== 0 || picture === undefined) return undefined;
  const start = Number(picture.start_time ?? "0") - Number(file?.format?.start_time ?? "0");
  const aspect = picture.sample_aspect_ratio ?? "1:1";
  return {
    audio: file?.streams?.some((stream) => stream.codec_type === "audio") === true,
    isAtRate: [picture.avg_frame_rate, picture.r_frame_rate].every((text) => isRate(text, rate)),
    pictureStart: Math.abs(start) > START_TOLERANCE_SECONDS ? start.toFixed(6) : "0",
    stretched: !["1:1", "0:1", "N/A"].includes(aspect),
    matrix: matrixOf(picture.color_space),
    fullRange: picture.color_range === "pc" || picture.pix_fmt?.startsWith("yuvj") === true,
  };
}

interface ProbedFile {
  readonly format?: { readonly start_time?: string };
  readonly streams?: readonly ProbedStream[];
}

function parsed(text: string): ProbedFile | undefined {
  try {
    return JSON.parse(text) as ProbedFile;
  } catch {
    return undefined;
  }
}

function isRate(text: string | undefined, rate: Rate): boolean {
  const [numerator = 0, denominator = 0] = (text ?? "").split("/").map(Number);
  const wanted = rate.numerator / rate.denominator;
  return denominator > 0 && Math.abs(numerator / denominator - wanted) <= wanted * RATE_TOLERANCE;
}

/** What says nothing counts as HD video, which is what engines deliver. */
function matrixOf(space: string | undefined): SourceFacts["matrix"] {
  if (space === "smpte170m" || space === "bt470bg") return "bt601";
  return space?.startsWith("bt2020") === true ? "bt2020" : "bt709";
}
