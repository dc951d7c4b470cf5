import type { Rate } from "../core/time.ts";
import type { VendorName } from "./vendor-names.ts";

/** What a vendor would film, and what a fault makes of it. */
export interface FootageRequest {
  readonly vendor: VendorName;
  readonly model: string;
  readonly job: string;
  readonly prompt: string;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly rate: Rate;
  readonly frames: number;
  readonly hasAudio: boolean;
  readonly look: "normal" | "black" | "frozen" | "blurred";
}

/**
 * Makes the MP4 of a job, as bytes. Handed in: drawn clips for people to look at, a tiny stock clip for tests that judge
 * takes, a few bytes for tests of the protocol. What is answered at once is there when the job ends, to the millisecond.
 */
export type Footage = (request: FootageRequest) => Uint8Array | Promise<Uint8Array>;

/** No film at all, for tests of the protocol: begins like an MP4 and names its job. */
export function noFootage({ job, look, frames }: FootageRequest): Uint8Array {
  const body = new TextEncoder().encode(`${job} ${look} ${frames}`);
  const box = new Uint8Array(24 + body.length);
  new DataView(box.buffer).setUint32(0, 16);
  box.set(new TextEncoder().encode("ftypisom"), 4);
  new DataView(box.buffer).setUint32(16, 8 + body.length);
  box.set(new TextEncoder().encode("mdat"), 20);
  box.set(body, 24);
  return box;
}
