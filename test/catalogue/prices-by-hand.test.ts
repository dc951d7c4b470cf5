import { expect, test } from "vitest";
import { deliveryOf } from "../../src/core/route/delivery.ts";
import { offersOf } from "../../src/core/route/offer.ts";
import { needsOf } from "../../src/core/route/shot-needs.ts";
import { priced } from "../../src/core/route/take-price.ts";
import { requestWith, shotWith } from "../core/route/sample.ts";
import { shippedCatalogue } from "./shipped.ts";

/**
 * One take worked out with pencil and paper from the vendors' price lists, without any code of ours. `frames` at 24;
 * `lines` of the picture; `sound` asks for it; `pictures` are reference images.
 */
const BY_HAND: readonly {
  readonly endpoint: string;
  readonly frames: number;
  readonly lines?: "1280x720" | "3840x2160" | "854x480";
  readonly sound?: true;
  readonly pictures?: number;
  readonly start?: true;
  readonly dollars: string;
  readonly why: string;
}[] = [
  { endpoint: "runway/gen4.5", frames: 120, lines: "1280x720", dollars: "0.60", why: "5 s x 12 credits x $0.01" },
  {
    endpoint: "runway/gen4-turbo",
    frames: 168,
    lines: "1280x720",
    start: true,
    dollars: "0.35",
    why: "7 s x 5 credits",
  },
  { endpoint: "vertex/veo-3.1", frames: 120, dollars: "2.40", why: "5 s is no length of Veo: 6 s x $0.40" },
  { endpoint: "vertex/veo-3.1-fast", frames: 96, dollars: "0.60", why: "4 s x $0.15" },
  { endpoint: "vertex/veo-3.1-fast", frames: 96, pictures: 1, dollars: "1.20", why: "8 s with reference images" },
  { endpoint: "vertex/veo-3.1-lite", frames: 144, dollars: "0.48", why: "6 s x $0.08" },
  { endpoint: "fal/veo-3.1", frames: 192, dollars: "1.60", why: "8 s x $0.20 without sound" },
  { endpoint: "fal/veo-3.1", frames: 192, sound: true, dollars: "3.20", why: "8 s x $0.40 with sound" },
  { endpoint: "fal/veo-3.1", frames: 192, lines: "3840x2160", sound: true, dollars: "4.80", why: "8 s x $0.60, 4K" },
  { endpoint: "gemini/omni-1.1-flash", frames: 217, lines: "1280x720", dollars: "1.00", why: "9.04 s: 10 s x $0.10" },
  { endpoint: "kling/kling-3.0", frames: 72, lines: "1280x720", dollars: "0.252", why: "3 s x $0.084" },
  { endpoint: "kling/kling-3.0", frames: 288, dollars: "4.032", why: "12 s x $0.336, the dearer of two sources" },
  { endpoint: "kling/kling-v3", frames: 120, lines: "3840x2160", dollars: "2.10", why: "5 s x $0.42, 4K" },
  { endpoint: "fal/kling-3.0-pro", frames: 360, sound: true, dollars: "2.52", why: "15 s x $0.168" },
  { endpoint: "kling/kling-3.0-turbo", frames: 48, dollars: "0.42", why: "3 s at least x $0.14" },
  { endpoint: "kling/kling-2.1-master", frames: 120, dollars: "1.40", why: "5 s x $0.28" },
  { endpoint: "luma/ray-3.2", frames: 120, dollars: "1.20", why: "a clip of 5 s at 1080p" },
  {
    endpoint: "luma/ray-3.2",
    frames: 121,
    dollars: "3.60",
    why: "a frame more is a clip of 10 s: three times as much",
  },
  { endpoint: "luma/ray-3.2", frames: 240, lines: "1280x720", dollars: "0.90", why: "10 s at 720p" },
  { endpoint: "minimax/h3", frames: 120, dollars: "0.65", why: "1080p is not made: 2K, 5 s x $0.13" },
  { endpoint: "fal/hailuo-2.3-standard", frames: 144, lines: "1280x720", dollars: "0.28", why: "a clip of 6 s" },
  { endpoint: "fal/hailuo-02-standard", frames: 145, lines: "1280x720", dollars: "0.45", why: "10 s x $0.045" },
  { endpoint: "fal/seedance-2.0", frames: 120, lines: "1280x720", dollars: "1.517", why: "5 s x $0.3034" },
  { endpoint: "fal/pika-2.2", frames: 100, dollars: "0.45", why: "a clip of 5 s at 1080p" },
  { endpoint: "alibaba/wan-3.0", frames: 24, dollars: "1.00", why: "5 s at least x $0.20" },
  { endpoint: "xai/grok-imagine-1.5", frames: 144, lines: "1280x720", dollars: "0.84", why: "6 s x $0.14" },
  { endpoint: "ltx/ltx-2-fast", frames: 168, dollars: "0.32", why: "8 s x $0.04" },
  {
    endpoint: "fal/wan-2.2-lora",
    frames: 48,
    lines: "1280x720",
    dollars: "0.20625",
    why: "33 of 16 frames a second: 2.0625 s x $0.10",
  },
];

const offers = offersOf(shippedCatalogue());

test.each(BY_HAND)("$endpoint, $frames frames: $dollars ($why)", (one) => {
  const offer = offers.find(({ endpoint }) => endpoint.id === one.endpoint);
  const sha256 = `sha256:${"0".repeat(64)}` as const;
  const shot = shotWith({
    intent: {
      durationFrames: one.frames,
      resolution: one.lines ?? "1920x1080",
      ...(one.sound === undefined ? {} : { ambience: "rain" }),
      ...(one.start === undefined ? {} : { startFrame: { sha256 } }),
    },
    references: Array.from({ length: one.pictures ?? 0 }, () => ({
      owner: "character/tam",
      role: "identity" as const,
      path: "tam.png",
      sha256,
    })),
  });
  if (offer === undefined) throw new Error(`no endpoint ${one.endpoint}`);
  const { price } = priced(offer.endpoint.price, deliveryOf(offer.endpoint.limits, needsOf(requestWith(shot))));
  // The wire counts milliseconds: a grid of frames may round a price up by a ten-thousandth.
  expect(price.known ? Math.round(price.micros / 100) : price.says).toBe(Math.round(Number(one.dollars) * 10_000));
});
