import type { Segment } from "../../core/cut/segments.ts";
import type { Cut } from "../../core/cut.ts";
import { CHANNELS, encodeArguments, rateText, SAMPLE_RATE, samplesAt, secondsText } from "./recipe.ts";

export interface PieceInput {
  readonly path: string;
  /** A picture that stands still for the whole piece. */
  readonly still: boolean;
  readonly audio: boolean;
  readonly fromFrame: number;
  /** Transparent picture laid over every frame. */
  readonly mark?: string;
}
export interface PieceFiles {
  readonly video: string;
  readonly sound: string;
}

/** One run of ffmpeg that makes picture and sound of a piece, frame-exact. */
export function pieceArguments(cut: Cut, segment: Segment, inputs: readonly PieceInput[], files: PieceFiles): string[] {
  const opened: string[] = [];
  const graph: string[] = [];
  let stream = 0;
  for (const [index, input] of inputs.entries()) {
    const picture = stream;
    if (input.still) opened.push("-loop", "1", "-framerate", rateText(cut.rate));
    opened.push("-i", input.path);
    stream += 1;
    const video = pictureChain(cut, segment, input);
    if (input.mark === undefined) graph.push(`[${picture}:v:0]${video}[v${index}]`);
    else {
      opened.push("-i", input.mark);
      graph.push(`[${picture}:v:0]${video}[u${index}]`, `[u${index}][${stream}:v:0]overlay=0:0[v${index}]`);
      stream += 1;
    }
    if (input.audio) graph.push(`[${picture}:a:0]${soundChain(cut, segment, input)}[a${index}]`);
    else {
      opened.push("-f", "lavfi", "-i", `anullsrc=r=${SAMPLE_RATE}:cl=stereo`);
      graph.push(`[${stream}:a:0]${endAt(samplesAt(segment.frames, cut.rate))}[a${index}]`);
      stream += 1;
    }
  }
  graph.push(...joined(cut, segment, inputs.length));
  const picture = ["-map", "[out]", ...encodeArguments(cut.rate), "-frames:v", String(segment.frames)];
  const sound = ["-map", "[sound]", "-c:a", "pcm_s16le", "-ar", String(SAMPLE_RATE), "-ac", String(CHANNELS)];
  return [
    ...["-v", "error", ...opened, "-filter_complex", graph.join(";")],
    ...[...picture, "-f", "mp4", files.video],
    ...[...sound, "-f", "s16le", files.sound],
  ];
}

/** Exact frames at the episode's rate, fitted into its picture with bars, tagged as HD video. */
function pictureChain(cut: Cut, segment: Segment, input: PieceInput): string {
  const { width, height } = cut;
  const last = input.fromFrame + segment.frames;
  return [
    `fps=${rateText(cut.rate)}:start_time=0`,
    // A file of another rate may end one frame early after conversion; more than that is an error, found afterwards.
    "tpad=stop_mode=clone:stop=1",
    `trim=start_frame=${input.fromFrame}:end_frame=${last}`,
    "setpts=PTS-STARTPTS",
    `scale=${width}:${height}:force_original_aspect_ratio=decrease:flags=bicubic`,
    `pad=${width}:${height}:-1:-1:black`,
    "setsar=1",
    "format=yuv420p",
    "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709",
  ].join(",");
}

function soundChain(cut: Cut, segment: Segment, input: PieceInput): string {
  const from = samplesAt(input.fromFrame, cut.rate);
  const samples = samplesAt(segment.frames, cut.rate);
  return [
    `aresample=${SAMPLE_RATE}:async=1:first_pts=0`,
    "aformat=sample_fmts=fltp:channel_layouts=stereo",
    `atrim=start_sample=${from}:end_sample=${from + samples}`,
    "asetpts=PTS-STARTPTS",
    `apad=whole_len=${samples}`,
    endAt(samples),
  ].join(",");
}

function endAt(samples: number): string {
  return `atrim=end_sample=${samples},asetpts=PTS-STARTPTS,aformat=sample_fmts=fltp:channel_layouts=stereo`;
}

function joined(cut: Cut, segment: Segment, inputs: number): string[] {
  const { rate } = cut;
  const samples = samplesAt(segment.frames, rate);
  if (inputs === 1 || segment.join === undefined) {
    const fades = fadeChains(cut, segment);
    return [`[v0]${fades.picture}[out]`, `[a0]${fades.sound}[sound]`];
  }
  const seconds = secondsText(segment.frames, rate);
  const kind = segment.join === "wipe" ? "wipeleft" : "fade";
  return [
    // xfade wants a common time base and may drop the very last frame, so one more is offered and the count is cut.
    `[v0]tpad=stop_mode=clone:stop=2,settb=AVTB[x0]`,
    `[v1]tpad=stop_mode=clone:stop=2,settb=AVTB[x1]`,
    `[x0][x1]xfade=transition=${kind}:duration=${seconds}:offset=0,fps=${rateText(rate)},trim=end_frame=${segment.frames},setpts=PTS-STARTPTS,format=yuv420p[out]`,
    `[a0]afade=t=out:st=0:d=${seconds}[y0]`,
    `[a1]afade=t=in:st=0:d=${seconds}[y1]`,
    `[y0][y1]amix=inputs=2:duration=first:normalize=0,atrim=end_sample=${samples}[sound]`,
  ];
}

function fadeChains(cut: Cut, { frames, fadeInFrames, fadeOutFrames }: Segment): { picture: string; sound: string } {
  const seconds = (count: number): string => secondsText(count, cut.rate);
  const picture = ["null"];
  const sound = ["anull"];
  if (fadeInFrames > 0) {
    picture.push(`fade=t=in:s=0:n=${fadeInFrames}`);
    sound.push(`afade=t=in:st=0:d=${seconds(fadeInFrames)}`);
  }
  if (fadeOutFrames > 0) {
    picture.push(`fade=t=out:s=${frames - fadeOutFrames}:n=${Math.max(1, fadeOutFrames - 1)}`);
    sound.push(`afade=t=out:st=${seconds(frames - fadeOutFrames)}:d=${seconds(fadeOutFrames)}`);
  }
  return { picture: picture.join(","), sound: sound.join(",") };
}
