import { open } from "node:fs/promises";
import { CHANNELS } from "../recipe.ts";

/** Sample frames handed out at a time. */
const CHUNK_FRAMES = 48_000;

/** Raw interleaved 32-bit samples of a file, a second at a time; a chunk is only good until the next one. */
export async function* samplesIn(path: string, frameMax = Number.MAX_SAFE_INTEGER): AsyncGenerator<Float32Array> {
  const file = await open(path, "r");
  const buffer = new Float32Array(CHUNK_FRAMES * CHANNELS);
  const bytes = new Uint8Array(buffer.buffer);
  const frameBytes = CHANNELS * Float32Array.BYTES_PER_ELEMENT;
  try {
    for (let frame = 0; frame < frameMax; ) {
      const wanted = Math.min(CHUNK_FRAMES, frameMax - frame) * frameBytes;
      let filled = 0;
      while (filled < wanted) {
        const { bytesRead } = await file.read(bytes, filled, wanted - filled, frame * frameBytes + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      const frames = Math.floor(filled / frameBytes);
      if (frames === 0) return;
      yield buffer.subarray(0, frames * CHANNELS);
      frame += frames;
    }
  } finally {
    await file.close();
  }
}

/** Writes raw samples one after the other. */
export async function writeSamples(path: string, chunks: AsyncIterable<Float32Array>): Promise<void> {
  const file = await open(path, "w");
  try {
    for await (const chunk of chunks) {
      const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      for (let done = 0; done < bytes.length; )
        done += (await file.write(bytes, done, bytes.length - done)).bytesWritten;
    }
  } finally {
    await file.close();
  }
}
