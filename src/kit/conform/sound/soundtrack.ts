import type { SegmentInput } from "../../../core/cut/segments.ts";
import type { Cut } from "../../../core/cut.ts";
import type { Piece } from "../piece.ts";
import { CHANNELS, samplesAt } from "../recipe.ts";
import { samplesIn, writeSamples } from "./sample-file.ts";

/** 5 ms: long enough that a cut in the middle of a wave does not click, too short to be heard as a fade. */
const SEAM_SAMPLES = 240;

/**
 * The pieces' samples one after the other, each at the very sample its first frame stands at. At a cut both sounds go
 * through zero within 5 ms; where the next piece goes on with the same sound (a shot and its dissolve) nothing is touched.
 */
export async function writeSoundtrack(cut: Cut, pieces: readonly Piece[], path: string): Promise<void> {
  await writeSamples(path, soundtrack(cut, pieces));
}

async function* soundtrack(cut: Cut, pieces: readonly Piece[]): AsyncGenerator<Float32Array> {
  for (const [index, piece] of pieces.entries()) {
    const { recordInFrames, frames } = piece.segment;
    const length = samplesAt(recordInFrames + frames, cut.rate) - samplesAt(recordInFrames, cut.rate);
    const [isCutBefore, isCutBehind] = [isCut(pieces[index - 1], piece), isCut(piece, pieces[index + 1])];
    let place = 0;
    for await (const chunk of samplesIn(piece.files.sound, length)) {
      const count = chunk.length / CHANNELS;
      for (let sample = 0; sample < count; sample += 1) {
        const [fromStart, fromEnd] = [place + sample, length - 1 - place - sample];
        if (fromStart >= SEAM_SAMPLES && fromEnd >= SEAM_SAMPLES) continue;
        const gain = (isCutBefore ? seam(fromStart) : 1) * (isCutBehind ? seam(fromEnd) : 1);
        for (let channel = 0; channel < CHANNELS; channel += 1) {
          const at = sample * CHANNELS + channel;
          chunk[at] = (chunk[at] ?? 0) * gain;
        }
      }
      yield chunk;
      place += count;
    }
  }
}

/** Raised cosine from silence to full over the seam. */
function seam(samplesFromCut: number): number {
  if (samplesFromCut >= SEAM_SAMPLES) return 1;
  return 0.5 - 0.5 * Math.cos((Math.PI * (samplesFromCut + 0.5)) / SEAM_SAMPLES);
}

/** Whether the sound jumps between two pieces; also at both ends of the programme. */
function isCut(before: Piece | undefined, behind: Piece | undefined): boolean {
  const [last, first] = [before?.segment.inputs.at(-1), behind?.segment.inputs[0]];
  if (before === undefined || last === undefined || first === undefined) return true;
  return !goesOn(last, before.segment.frames, first);
}

function goesOn(last: SegmentInput, frames: number, first: SegmentInput): boolean {
  const [from, to] = [last.entry.source, first.entry.source];
  if (from.kind === "slate" || to.kind === "slate") return from.kind === to.kind;
  return from.media === to.media && last.sourceInFrames + frames === first.sourceInFrames;
}
