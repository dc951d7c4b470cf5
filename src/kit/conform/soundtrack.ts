import { open } from "node:fs/promises";
import type { Cut } from "../../core/cut.ts";
import type { Piece } from "./piece.ts";
import { BYTES_PER_SAMPLE_FRAME, CHANNELS, SAMPLE_RATE, samplesAt } from "./recipe.ts";

const COPY_BYTES = 1 << 20;
const WAV_HEADER_BYTES = 44;

/**
 * Lays the pieces' samples at their exact places in one WAV. At 30000/1001 a frame is no whole number of samples: a
 * piece then has up to one sample less than its place, which stays silent, and nothing drifts.
 */
export async function writeSoundtrack(cut: Cut, pieces: readonly Piece[], path: string): Promise<void> {
  const bytes = samplesAt(cut.frames, cut.rate) * BYTES_PER_SAMPLE_FRAME;
  const target = await open(path, "w");
  try {
    await target.write(wavHeader(bytes), 0, WAV_HEADER_BYTES, 0);
    // The file is as long as the programme even where a piece ends a sample early.
    await target.truncate(WAV_HEADER_BYTES + bytes);
    const buffer = Buffer.alloc(COPY_BYTES);
    for (const piece of pieces) {
      let position = WAV_HEADER_BYTES + samplesAt(piece.segment.recordInFrames, cut.rate) * BYTES_PER_SAMPLE_FRAME;
      const end = Math.min(
        WAV_HEADER_BYTES + bytes,
        position + samplesAt(piece.segment.frames, cut.rate) * BYTES_PER_SAMPLE_FRAME,
      );
      const source = await open(piece.sound, "r");
      try {
        while (position < end) {
          const { bytesRead } = await source.read(buffer, 0, Math.min(COPY_BYTES, end - position));
          if (bytesRead === 0) break;
          await target.write(buffer, 0, bytesRead, position);
          position += bytesRead;
        }
      } finally {
        await source.close();
      }
    }
  } finally {
    await target.close();
  }
}

function wavHeader(bytes: number): Buffer {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write("RIFF", 0, "ascii");
  header.writeUInt32LE(WAV_HEADER_BYTES - 8 + bytes, 4);
  header.write("WAVEfmt ", 8, "ascii");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(CHANNELS, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * BYTES_PER_SAMPLE_FRAME, 28);
  header.writeUInt16LE(BYTES_PER_SAMPLE_FRAME, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36, "ascii");
  header.writeUInt32LE(bytes, 40);
  return header;
}
