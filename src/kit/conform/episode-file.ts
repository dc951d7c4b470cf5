import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cut } from "../../core/cut.ts";
import { plainText } from "../../core/plain-text.ts";
import { essenceOfFrames } from "../../core/provenance/essence.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { timecode } from "../../core/time.ts";
import type { AssemblyDesk, AssemblyFailure } from "../../ports/assembler.ts";
import type { MediaTools } from "../../ports/media.ts";
import { FRAME_HASHES, packetsOf } from "./essence.ts";
import type { Piece } from "./piece.ts";
import { CHANNELS, SAMPLE_RATE, ticksPerFrame, timescaleOf } from "./recipe.ts";
import { type Loudness, masterFilter, measureLoudness } from "./sound/loudness.ts";
import { writeSoundtrack } from "./sound/soundtrack.ts";
import { runFfmpeg } from "./tools.ts";

/** Highest true peak of the finished sound: what streaming services ask for. */
const TRUE_PEAK_MAX_DB = -1;
/** Room for what the AAC encoder adds to peaks; widened when it was not enough. */
const CEILING_DB = -1.5;
const CEILING_STEP_DB = 0.2;
/** Limiter and encoder take some loudness away; more than this is made up for. */
const TOLERANCE_LU = 0.3;
const ROUNDS_MAX = 6;

const RAW_SOUND = ["-f", "f32le", "-ar", String(SAMPLE_RATE), "-ac", String(CHANNELS)] as const;

export interface EpisodeFile {
  readonly path: string;
  /** As measured on the finished sound; absent when it is silent. */
  readonly integratedLufs?: number;
}

/** Joins the pieces by copy, brings the sound to its loudness, and looks at the finished file before it gets its name. */
export async function makeEpisodeFile(
  media: MediaTools,
  cut: Cut,
  pieces: readonly Piece[],
  desk: AssemblyDesk,
): Promise<Result<EpisodeFile, AssemblyFailure>> {
  const soundtrack = join(desk.directory, "soundtrack.f32");
  const part = join(desk.directory, "episode.part.mp4");
  const path = join(desk.directory, "episode.mp4");
  await writeSoundtrack(cut, pieces, soundtrack);
  const heard = await joinAtLoudness(media, cut, pieces, { sound: soundtrack, target: part, desk });
  if (!heard.ok) return heard;
  const checked = await checkPackets(media, cut, pieces, part, desk.signal);
  if (!checked.ok) return checked;
  await rm(soundtrack, { force: true });
  await rename(part, path);
  const { integratedLufs } = heard.value;
  return ok({ path, ...(integratedLufs === undefined ? {} : { integratedLufs }) });
}

interface JoinWork {
  readonly sound: string;
  readonly target: string;
  readonly desk: AssemblyDesk;
}

/**
 * Joins, listens to what a player will decode, and joins again with another gain where the limiter or the encoder took
 * loudness away or raised a peak. A silent programme stays as it is.
 */
async function joinAtLoudness(
  media: MediaTools,
  cut: Cut,
  pieces: readonly Piece[],
  work: JoinWork,
): Promise<Result<Loudness, AssemblyFailure>> {
  const { signal } = work.desk;
  const before = await measureLoudness(media, [...RAW_SOUND, "-i", work.sound], signal);
  if (!before.ok) return before;
  const { integratedLufs, truePeakDb } = before.value;
  if (integratedLufs === undefined || truePeakDb === undefined) {
    const joined = await joinPieces(media, cut, pieces, { ...work, filter: "anull" });
    return joined.ok ? ok({}) : joined;
  }
  let [gainDb, ceilingDb] = [cut.loudnessLufs - integratedLufs, CEILING_DB];
  for (let round = 1; ; round += 1) {
    const limits = truePeakDb + gainDb > ceilingDb;
    const filter = masterFilter(gainDb, limits ? ceilingDb : undefined);
    const joined = await joinPieces(media, cut, pieces, { ...work, filter });
    if (!joined.ok) return joined;
    const heard = await measureLoudness(media, ["-i", work.target], signal);
    if (!heard.ok) return heard;
    const over = (heard.value.truePeakDb ?? TRUE_PEAK_MAX_DB) - TRUE_PEAK_MAX_DB;
    const short = cut.loudnessLufs - (heard.value.integratedLufs ?? cut.loudnessLufs);
    if ((over <= 0 && Math.abs(short) <= TOLERANCE_LU) || round === ROUNDS_MAX) return heard;
    if (over > 0) ceilingDb -= over + CEILING_STEP_DB;
    // Behind a limiter a decibel of gain gives less than one of loudness.
    if (Math.abs(short) > TOLERANCE_LU) gainDb += limits ? short * 1.5 : short;
  }
}

/** Picture by copy with exact time stamps, sound encoded once, a chapter for each shot, index at the front. */
async function joinPieces(
  media: MediaTools,
  cut: Cut,
  pieces: readonly Piece[],
  { sound, target, desk, filter }: JoinWork & { readonly filter: string },
): Promise<Result<unknown, AssemblyFailure>> {
  const list = join(desk.directory, "pieces.txt");
  const chapters = join(desk.directory, "chapters.txt");
  const quoted = (path: string): string => `file '${path.replaceAll("'", "'\\''")}'`;
  await writeFile(list, `${pieces.map((piece) => quoted(piece.files.video)).join("\n")}\n`);
  await writeFile(chapters, chapterText(cut));
  const ticks = ticksPerFrame(cut.rate);
  const start = cut.startTimecodeFrames;
  return runFfmpeg(
    media,
    [
      ...["-v", "error", "-f", "concat", "-safe", "0", "-auto_convert", "0", "-i", list],
      ...[...RAW_SOUND, "-i", sound, "-i", chapters],
      ...["-map", "0:v:0", "-map", "1:a:0", "-map_metadata", "2", "-map_chapters", "2", "-c:v", "copy"],
      // Durations of the list are rounded to microseconds; without this a long episode's frames would drift.
      ...["-bsf:v", `setts=pts=N*${ticks}:dts=N*${ticks}:duration=${ticks}`],
      ...[
        "-af",
        filter,
        "-c:a",
        "aac",
        "-aac_coder",
        "fast",
        "-b:a",
        "192k",
        "-video_track_timescale",
        String(timescaleOf(cut.rate)),
      ],
      ...(start === 0 ? [] : ["-timecode", timecode(start, cut.rate)]),
      ...["-fflags", "+bitexact", "-flags:a", "+bitexact", "-movflags", "+faststart", "-f", "mp4", target],
    ],
    desk.signal,
    "episode",
  );
}

function chapterText(cut: Cut): string {
  const escaped = (text: string): string => plainText(text.replace(/\s+/g, " ")).replace(/[=;#\\]/g, "\\$&");
  const chapters = cut.entries.map((entry) => {
    const title = `${entry.shot}${entry.title === undefined ? "" : ` ${entry.title}`}`;
    const end = entry.recordInFrames + entry.durationFrames;
    return `[CHAPTER]\nTIMEBASE=${cut.rate.denominator}/${cut.rate.numerator}\nSTART=${entry.recordInFrames}\nEND=${end}\ntitle=${escaped(title)}`;
  });
  return `;FFMETADATA1\ntitle=${escaped(`${cut.show} ${cut.episode} ${cut.title}`)}\n${chapters.join("\n")}\n`;
}

/**
 * The joined picture holds exactly the packets of the pieces, frame by frame at its time, under one set of decoder
 * parameters: so it decodes to the pictures that were hashed piece by piece, without decoding the whole episode again.
 */
async function checkPackets(
  media: MediaTools,
  cut: Cut,
  pieces: readonly Piece[],
  path: string,
  signal: AbortSignal,
): Promise<Result<undefined, AssemblyFailure>> {
  const args = ["-v", "error", "-i", path, "-map", "0:v:0", "-c", "copy", ...FRAME_HASHES, "-"];
  const run = await runFfmpeg(media, args, signal, "packets of the episode");
  if (!run.ok) return run;
  const { hashes, times, parameters } = packetsOf(run.value.stdout);
  const ticks = ticksPerFrame(cut.rate);
  const strayed = times.findIndex((time, frame) => time !== frame * ticks);
  const wrong = pieces.find(({ segment: { recordInFrames, frames }, record }) => {
    const packets = essenceOfFrames(hashes.slice(recordInFrames, recordInFrames + frames));
    return packets !== record.packets || parameters !== record.parameters;
  });
  if (wrong === undefined && strayed === -1 && hashes.length === cut.frames) return ok(undefined);
  const where = wrong === undefined ? `frame ${strayed}` : wrong.segment.name;
  return fail({
    code: "ASSEMBLY_WRONG_FRAMES",
    message: `the joined episode has ${hashes.length} of ${cut.frames} frames and differs from its pieces at ${where}`,
    hint: "delete .shotlock/cache and conform again; when it happens again, report it with the version of ffmpeg",
  });
}
