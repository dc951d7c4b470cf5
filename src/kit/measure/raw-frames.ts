import { open } from "node:fs/promises";
import type { RawFile } from "./read-clip.ts";

/** Grey pictures of a raw file one after the other; what is over at its end is no picture. Each is the reader's to keep. */
export async function* framesOf({ path, width, height }: RawFile): AsyncGenerator<Uint8Array> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return;
  try {
    for (;;) {
      const frame = new Uint8Array(width * height);
      let filled = 0;
      while (filled < frame.length) {
        const { bytesRead } = await file.read(frame, filled, frame.length - filled);
        if (bytesRead === 0) return;
        filled += bytesRead;
      }
      yield frame;
    }
  } finally {
    await file.close();
  }
}
