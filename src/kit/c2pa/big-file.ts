import { createHash, type Hash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import type { Json, JsonObject } from "../../core/json.ts";
import { MemoryBlob } from "./blob.ts";
import { BOX_PURPOSE, C2PA_UUID, STORE_OFFSET, type TopBox, topBoxes } from "./boxes.ts";
import { shiftChunkOffsets } from "./chunk-offsets.ts";
import { type SignWork, signInMemory } from "./wasm.ts";

/** Boxes that the hash leaves out (C2PA 2.x, c2pa.hash.bmff.v3, mandatory exclusions). */
const EXCLUDED = ["ftyp", "mfra", "free", "skip"];
const CHUNK_BYTES = 4 * 1024 * 1024;
const MOOV_BYTES_MAX = 256 * 1024 * 1024;
const EMPTY_FREE_BOX = Buffer.from("\0\0\0\x08free", "latin1");

/**
 * Signs an mp4 of any size in constant memory: the picture bytes are hashed here, the module signs a stub that carries
 * the finished hash, and the manifest box is written into the target. Not for fragmented files. Answers the manifest.
 */
export async function signBigFile(
  source: string,
  target: string,
  work: Omit<SignWork, "source" | "embed">,
): Promise<Uint8Array> {
  const input = openSync(source, "r");
  const output = openSync(target, "w");
  try {
    const [ftyp, ...rest] = contentBoxes(input);
    if (ftyp === undefined || ftyp.type !== "ftyp") throw new Error("this mp4 does not begin with ftyp");
    const ftypBytes = readBox(input, ftyp);
    const stub = new MemoryBlob(new Uint8Array(Buffer.concat([ftypBytes, EMPTY_FREE_BOX])));
    const manifestFor = async (hash: Uint8Array): Promise<Uint8Array> => {
      const definition = withHash(work.definition, hash);
      const { manifest } = await signInMemory({ ...work, definition, source: stub, embed: false });
      return manifest;
    };
    // First pass with a hash of the same length tells how much room the box needs; then every offset is known.
    const length = (await manifestFor(Buffer.alloc(32, 0xa5))).length;
    const boxSize = STORE_OFFSET + length;
    writeSync(output, ftypBytes);
    const hash = copyBoxes(input, output, rest, ftypBytes.length + boxSize);
    const manifest = await manifestFor(hash);
    if (manifest.length !== length) throw new Error(`the manifest's length moved from ${length} to ${manifest.length}`);
    writeSync(output, manifestBox(manifest), 0, boxSize, ftypBytes.length);
    return manifest;
  } finally {
    closeSync(input);
    closeSync(output);
  }
}

/** All boxes but a former manifest; they must lie side by side, because one shift is added to all chunk offsets. */
function contentBoxes(descriptor: number): TopBox[] {
  const boxes = topBoxes(descriptor, fstatSync(descriptor).size).filter((box) => !box.manifest);
  if (boxes.some((box) => box.type === "moof" || box.type === "sidx")) throw new Error("this mp4 is fragmented");
  const rest = boxes.slice(1);
  const gap = rest.some((box, index) => {
    const before = rest[index - 1];
    return before !== undefined && box.offset !== before.offset + before.size;
  });
  if (gap) throw new Error("a former manifest lies between other boxes");
  return boxes;
}

/** Copies and hashes the boxes to their new places; the hash takes each box's new offset, then its bytes. */
function copyBoxes(input: number, output: number, boxes: readonly TopBox[], start: number): Uint8Array {
  const hash = createHash("sha256");
  const delta = start - (boxes[0]?.offset ?? start);
  let position = start;
  for (const box of boxes) {
    const counted = EXCLUDED.includes(box.type) ? undefined : hash;
    counted?.update(bigEndian64(position));
    if (box.type === "moov") {
      const moov = readBox(input, box);
      shiftChunkOffsets(moov, delta);
      counted?.update(moov);
      writeSync(output, moov, 0, moov.length, position);
    } else copyBox(input, output, box, position, counted);
    position += box.size;
  }
  return hash.digest();
}

function copyBox(input: number, output: number, box: TopBox, position: number, hash: Hash | undefined): void {
  const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, box.size));
  for (let done = 0; done < box.size; ) {
    const count = readSync(input, buffer, 0, Math.min(buffer.length, box.size - done), box.offset + done);
    if (count === 0) throw new Error("this mp4 ends before its last box does");
    const part = buffer.subarray(0, count);
    hash?.update(part);
    writeSync(output, part, 0, count, position + done);
    done += count;
  }
}

function readBox(descriptor: number, box: TopBox): Buffer {
  if (box.size > MOOV_BYTES_MAX) throw new Error(`a ${box.type} box of ${box.size} bytes is not read`);
  const bytes = Buffer.alloc(box.size);
  readSync(descriptor, bytes, 0, box.size, box.offset);
  return bytes;
}

/** With this assertion in place the module does not hash the stub itself. */
function withHash(definition: JsonObject, hash: Uint8Array): JsonObject {
  const exclusions: Json[] = [
    { xpath: "/uuid", data: [{ offset: 8, value: [...C2PA_UUID] }] },
    ...EXCLUDED.map((type) => ({ xpath: `/${type}` })),
  ];
  const data = { exclusions, alg: "sha256", hash: [...hash], name: "jumbf manifest" };
  const assertions = (definition["assertions"] ?? []) as readonly Json[];
  return { ...definition, assertions: [...assertions, { label: "c2pa.hash.bmff.v3", data }] };
}

function manifestBox(manifest: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(STORE_OFFSET + manifest.length);
  head.write("uuid", 4, "latin1");
  return Buffer.concat([head, C2PA_UUID, Buffer.alloc(4), BOX_PURPOSE, bigEndian64(0), manifest]);
}

function bigEndian64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
