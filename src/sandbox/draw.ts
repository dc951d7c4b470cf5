import { sha256 } from "../core/digest.ts";

const RANGE = 1_000_000;

/** A number from 0 to 999,999 that follows from the words alone: the same seed and requests go the same way again. */
export function draw(...words: readonly (string | number)[]): number {
  const hex = sha256(words.join("\n")).slice("sha256:".length, "sha256:".length + 12);
  return Number.parseInt(hex, 16) % RANGE;
}

/** An id that follows from the words alone, written as a UUID. */
export function drawUuid(...words: readonly (string | number)[]): string {
  const hex = sha256(words.join("\n")).slice("sha256:".length);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join("-");
}
