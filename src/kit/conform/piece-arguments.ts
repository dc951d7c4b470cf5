import type { Segment } from "../../core/cut/segments.ts";
import type { Cut } from "../../core/cut.ts";
import { CHANNELS, encodeArguments, rateText, SAMPLE_RATE, samplesAt, samplesOfPiece, secondsText } from "./recipe.ts";
import type { SourceFacts } from "./source-facts.ts";

/** A film with what its header says, or a picture that stands still for the whole piece. */
export interface PieceInput {
  readonly path: string;
  readonly film?: SourceFacts;
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
    if (input.film === undefined) opened.push("-loop", "1", "-framerate", rateText(cut.rate));
    opened.push("-i", input.path);
    stream += 1;
    const video = pictureChain(cut, segment, input);
    if (input.mark === undefined) graph.push(`[${picture}:v:0]${video}[v${index}]`);
    else {
      opened.push("-i", input.mark);
      graph.push(`[${picture}:v:0]${video}[u${index}]`, `[u${index}][${stream}:v:0]overlay=0:0[v${index}]`);
      stream += 1;
    }
    if (input.film?.audio === true)
      graph.push(`[${picture}:a:0]${soundChain(cut, segment, input, input.film)}[a${index}]`);
    else {
      opened.push("-f", "lavfi", "-i", `anullsrc=r=${SAMPLE_RATE}:cl=stereo`);
      graph.push(`[${stream}:a:0]${endAt(samplesOfPiece(segment.frames, cut.rate))}[a${index}]`);
      stream += 1;
    }
  }
  graph.push(...joined(cut, segment, inputs.length));
  const picture = ["-map", "[out]", ...encodeArguments(cut.rate), "-frames:v", String(segment.frames)];
  const sound = ["-map", "[sound]", "-c:a", "pcm_f32le", "-ar", String(SAMPLE_RATE), "-ac", String(CHANNELS)];
  return [
    ...["-v", "error", ...opened, "-filter_complex", graph.join(";")],
    ...[...picture, "-f", "mp4", files.video],
    ...[...sound, "-f", "f32le", files.sound],
  ];
}

/** Exact frames at the episode's rate, fitted into its picture with bars, as HD video. */
function pictureChain(cut: Cut, segment: Segment, input: PieceInput): string {
  const { width, height, rate } = cut;
  const last = input.fromFrame + segment.frames;
  const matrix = input.film?.matrix ?? "bt709";
  return [
    // By number, or by time from the file's first picture: a header that starts late must not move the cut.
    ...(input.film?.isAtRate === true
      ? [`settb=${rate.denominator}/${rate.numerator}`, "setpts=N"]
      : ["setpts=PTS-STARTPTS"]),
    `fps=${rateText(rate)}:start_time=0`,
    // A file of another rate may end one frame early after conversion; more than that is an error, found afterwards.
    "tpad=stop_mode=clone:stop=1",
    `trim=start_frame=${input.fromFrame}:end_frame=${last}`,
    "setpts=PTS-STARTPTS",
    ...(input.film?.stretched === true ? ["scale=iw*sar:ih,setsar=1"] : []),
    [
      `scale=${width}:${height}:force_original_aspect_ratio=decrease:flags=bicubic`,
      `in_color_matrix=${matrix}:out_color_matrix=bt709`,
      `in_range=${input.film === undefined || input.film.fullRange ? "full" : "tv"}:out_range=tv`,
    ].join(":"),
    `pad=${width}:${height}:-1:-1:black`,
    "setsar=1",
    "format=yuv420p",
    "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709",
  ].join(",");
}

function soundChain(cut: Cut, segment: Segment, input: PieceInput, film: SourceFacts): string {
  const from = samplesAt(input.fromFrame, cut.rate);
  const samples = samplesOfPiece(segment.frames, cut.rate);
  return [
    ...(film.pictureStart === "0" ? [] : [`asetpts=PTS-(${film.pictureStart})/TB`]),
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
  if (inputs === 1 || segment.join === undefined) {
    const fades = fadeChains(cut, segment);
    return [`[v0]${fades.picture}[out]`, `[a0]${fades.sound}[sound]`];
  }
  const seconds = secondsText(segment.frames, rate);
  const kind = segment.join === "wipe" ? "wipeleft" : "fade";
  // Frame n of N is (n + 1) / (N + 1) of the way: even steps, and no frame that shows one shot alone.
  const steps = `duration=${secondsText(segment.frames + 1, rate)}:offset=${secondsText(-1, rate)}`;
  return [
    // xfade wants a common time base and may drop the very last frame, so one more is offered and the count is cut.
    `[v0]tpad=stop_mode=clone:stop=2,settb=AVTB[x0]`,
    `[v1]tpad=stop_mode=clone:stop=2,settb=AVTB[x1]`,
    `[x0][x1]xfade=transition=${kind}:${steps},fps=${rateText(rate)},trim=end_frame=${segment.frames},setpts=PTS-STARTPTS,format=yuv420p[out]`,
    // Equal power: two unlike sounds do not sag in the middle.
    `[a0]afade=t=out:st=0:d=${seconds}:curve=qsin[y0]`,
    `[a1]afade=t=in:st=0:d=${seconds}:curve=qsin[y1]`,
    // Both are equally long; `duration=first` would lose what is still waiting when the outgoing file ends.
    `[y0][y1]amix=inputs=2:duration=longest:normalize=0,atrim=end_sample=${samplesOfPiece(segment.frames, rate)}[sound]`,
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
