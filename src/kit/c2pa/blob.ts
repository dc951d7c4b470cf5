import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/**
 * Stand-ins for the browser's Blob. The WASM module touches only `size`, `slice(a, b)` and
 * `new FileReaderSync().readAsArrayBuffer(blob)`, so these few lines replace a browser.
 */
export interface ReadableBlob {
  readonly size: number;
  readonly type: string;
  slice(from?: number, to?: number): ReadableBlob;
  readWhole(): ArrayBuffer;
}

/**
 * Files above 50 MB are read by slices; a short slice is legal and keeps memory low, so the cap stands in `slice`.
 * Smaller files are read whole and must not be cut short.
 */
const SLICE_BYTES_MAX = 4 * 1024 * 1024;

/** A file, read only where it is asked for. */
export class FileBlob implements ReadableBlob {
  readonly type = "";
  readonly size: number;
  readonly #descriptor: number;
  readonly #start: number;

  private constructor(descriptor: number, start: number, end: number) {
    this.#descriptor = descriptor;
    this.#start = start;
    this.size = end - start;
  }

  static open(path: string): FileBlob {
    const descriptor = openSync(path, "r");
    return new FileBlob(descriptor, 0, fstatSync(descriptor).size);
  }

  slice(from = 0, to = this.size): FileBlob {
    const end = this.#start + this.size;
    const start = Math.min(this.#start + from, end);
    const stop = Math.min(this.#start + Math.min(to, from + SLICE_BYTES_MAX), end);
    return new FileBlob(this.#descriptor, start, Math.max(start, stop));
  }

  readWhole(): ArrayBuffer {
    const bytes = new Uint8Array(this.size);
    let done = 0;
    while (done < bytes.length) {
      const count = readSync(this.#descriptor, bytes, done, bytes.length - done, this.#start + done);
      if (count === 0) break;
      done += count;
    }
    return bytes.buffer;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** Bytes that are in memory already. */
export class MemoryBlob implements ReadableBlob {
  readonly type = "";
  readonly size: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.size = bytes.byteLength;
  }

  slice(from = 0, to = this.size): MemoryBlob {
    return new MemoryBlob(this.#bytes.subarray(from, to));
  }

  readWhole(): ArrayBuffer {
    return new Uint8Array(this.#bytes).buffer;
  }
}

/** Gives the WASM module the one browser class it constructs itself. */
export function installFileReader(): void {
  const scope = globalThis as { FileReaderSync?: unknown };
  scope.FileReaderSync ??= class FileReaderSync {
    readAsArrayBuffer(blob: ReadableBlob): ArrayBuffer {
      return blob.readWhole();
    }
  };
}
