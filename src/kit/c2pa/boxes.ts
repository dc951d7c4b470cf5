import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** UUID of the box that carries a manifest store in ISO base media files (C2PA 2.x, "Embedding in BMFF"). */
export const C2PA_UUID = Buffer.from("d8fec3d61b0e483c92975828877ec481", "hex");
/** Box purpose, then an 8-byte offset that is 0 for an unfragmented file. */
export const BOX_PURPOSE = Buffer.from("manifest\0", "latin1");
/** Bytes before the manifest store: size and type, UUID, version and flags, purpose, offset. */
export const STORE_OFFSET = 8 + 16 + 4 + BOX_PURPOSE.length + 8;
/** Top-level boxes we walk at most; a whole feature has a handful, a fragmented one thousands. */
const BOXES_MAX = 100_000;
/** A manifest store of an episode with forty shots is below 1 MB. */
const STORE_BYTES_MAX = 256 * 1024 * 1024;
const HEAD_BYTES = 32;

export interface TopBox {
  readonly type: string;
  readonly offset: number;
  readonly size: number;
  /** True for the box that holds the manifest store. */
  readonly manifest: boolean;
}

/** The top-level boxes of an open mp4 in file order. Throws when a size makes no sense. */
export function topBoxes(descriptor: number, fileSize: number): TopBox[] {
  const found: TopBox[] = [];
  const head = Buffer.alloc(HEAD_BYTES);
  for (let offset = 0; offset < fileSize; ) {
    head.fill(0);
    readSync(descriptor, head, 0, HEAD_BYTES, offset);
    let size = head.readUInt32BE(0);
    let headSize = 8;
    if (size === 1) {
      size = Number(head.readBigUInt64BE(8));
      headSize = 16;
    } else if (size === 0) size = fileSize - offset;
    if (size < headSize || found.length >= BOXES_MAX) throw new Error("broken mp4 box");
    const type = head.toString("latin1", 4, 8);
    const manifest = type === "uuid" && head.subarray(headSize, headSize + C2PA_UUID.length).equals(C2PA_UUID);
    found.push({ type, offset, size, manifest });
    offset += size;
  }
  return found;
}

/** What stands in the place of a manifest: its store's bytes, nothing, or a file that is no mp4 any more. */
export type StoreBytes =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "none" }
  | { readonly kind: "broken"; readonly says: string };

/** The manifest store inside an mp4. A last box that is cut short is left to whoever checks the hashes. */
export function manifestStoreBytes(path: string): StoreBytes {
  const descriptor = openSync(path, "r");
  try {
    const fileSize = fstatSync(descriptor).size;
    const boxes = boxesOrNone(descriptor, fileSize);
    const box = boxes.find((candidate) => candidate.manifest);
    const last = boxes.at(-1);
    if (box === undefined)
      return boxes[0]?.type !== "ftyp" || last === undefined || last.offset + last.size > fileSize
        ? { kind: "broken", says: "the file is no whole mp4" }
        : { kind: "none" };
    if (box.size <= STORE_OFFSET || box.size > STORE_BYTES_MAX)
      return { kind: "broken", says: "the manifest's box does not make sense" };
    const bytes = Buffer.alloc(box.size - STORE_OFFSET);
    const count = readSync(descriptor, bytes, 0, bytes.length, box.offset + STORE_OFFSET);
    if (count !== bytes.length) return { kind: "broken", says: "the file ends within its manifest" };
    return { kind: "bytes", bytes: new Uint8Array(bytes) };
  } finally {
    closeSync(descriptor);
  }
}

function boxesOrNone(descriptor: number, fileSize: number): readonly TopBox[] {
  try {
    return topBoxes(descriptor, fileSize);
  } catch {
    return [];
  }
}
