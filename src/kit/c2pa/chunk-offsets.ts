/** Boxes on the way from `moov` to the tables of chunk offsets. */
const CONTAINERS = new Set(["moov", "trak", "mdia", "minf", "stbl"]);
const OFFSET_32_MAX = 0xffffffff;

/**
 * Adds `delta` bytes to every chunk offset of a whole `moov` box, in place: the samples moved by that much when a box
 * was put before them. Throws when a 32-bit table cannot hold the new place.
 */
export function shiftChunkOffsets(moov: Buffer, delta: number): void {
  shiftWithin(moov, 0, moov.length, delta);
}

function shiftWithin(moov: Buffer, from: number, to: number, delta: number): void {
  for (let offset = from; offset + 8 <= to; ) {
    const stated = moov.readUInt32BE(offset);
    const size = stated === 0 ? to - offset : stated;
    if (size < 8 || offset + size > to) throw new Error("broken box inside moov");
    const type = moov.toString("latin1", offset + 4, offset + 8);
    if (CONTAINERS.has(type)) shiftWithin(moov, offset + 8, offset + size, delta);
    else if (type === "stco") shift32(moov, offset, delta);
    else if (type === "co64") shift64(moov, offset, delta);
    offset += size;
  }
}

function shift32(moov: Buffer, box: number, delta: number): void {
  const count = moov.readUInt32BE(box + 12);
  for (let index = 0; index < count; index += 1) {
    const place = box + 16 + index * 4;
    const moved = moov.readUInt32BE(place) + delta;
    if (moved < 0 || moved > OFFSET_32_MAX) throw new Error("a chunk offset does not fit in 32 bits");
    moov.writeUInt32BE(moved, place);
  }
}

function shift64(moov: Buffer, box: number, delta: number): void {
  const count = moov.readUInt32BE(box + 12);
  for (let index = 0; index < count; index += 1) {
    const place = box + 16 + index * 8;
    moov.writeBigUInt64BE(moov.readBigUInt64BE(place) + BigInt(delta), place);
  }
}
