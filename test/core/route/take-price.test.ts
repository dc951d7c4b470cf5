import { describe, expect, test } from "vitest";
import type { Price, PriceRow } from "../../../src/core/catalogue.ts";
import type { Delivery } from "../../../src/core/route/delivery.ts";
import { routeShot } from "../../../src/core/route/route-shot.ts";
import { formatRate, formatTenths, priced, takePrice } from "../../../src/core/route/take-price.ts";
import { requestWith, shotWith } from "./sample.ts";

const SOURCED = { source: "a test", checkedOn: "2026-11-24", confidence: "vendor" as const };
const DELIVERY: Delivery = {
  plainMilliseconds: undefined,
  milliseconds: 5062,
  frames: 121,
  longestMs: 10_000,
  aspect: { name: "16:9", keptPerMille: 1000 },
  resolution: "720p",
  largerResolutions: ["1080p"],
  audio: false,
  references: 0,
};

function perSecond(...rows: PriceRow[]): Price {
  return { per: "second", rows, ...SOURCED };
}

describe("the price of a take", () => {
  test("where several rows fit, the dearest counts, wherever it stands", () => {
    const rows = [{ micros: 100_000 }, { resolution: "720p", micros: 300_000 }, { audio: false, micros: 200_000 }];
    for (const order of [rows, [...rows].reverse()]) {
      expect(takePrice(perSecond(...order), DELIVERY)).toMatchObject({
        known: true,
        micros: Math.ceil(0.3 * 5_062_000),
      });
    }
  });

  test("fractions of a micro are rounded up: a reserve must hold", () => {
    expect(takePrice(perSecond({ micros: 1 }), DELIVERY)).toMatchObject({ micros: 6 });
  });

  test("a short clip is billed as the shortest one billed", () => {
    const price: Price = { per: "second", rows: [{ micros: 1_000_000 }], minimumMs: 8000, ...SOURCED };
    expect(takePrice(price, DELIVERY)).toMatchObject({ micros: 8_000_000, billedMs: 8000 });
  });

  test("a clip has its own price, not a price a second", () => {
    const price: Price = {
      per: "clip",
      rows: [
        { seconds: 5, micros: 300_000 },
        { seconds: 10, micros: 900_000 },
      ],
      ...SOURCED,
    };
    expect(takePrice(price, { ...DELIVERY, milliseconds: 10_000 })).toMatchObject({ micros: 900_000 });
    expect(takePrice(price, { ...DELIVERY, milliseconds: 9000 })).toEqual({
      known: false,
      says: "no price is known for a clip of 9.0 s at 720p without sound",
    });
  });

  test("GPU seconds are counted whole", () => {
    const price: Price = { per: "gpu-second", micros: 400, gpuMsPerSecond: 60_000, ...SOURCED };
    expect(takePrice(price, DELIVERY)).toMatchObject({ known: true, micros: Math.ceil((400 * 303_720) / 1000) });
  });

  test("sound has its own row; no row is no price, never nothing", () => {
    const silent = perSecond({ audio: false, micros: 100_000 });
    expect(takePrice(silent, { ...DELIVERY, audio: true })).toMatchObject({ known: false });
    expect(takePrice({ per: "unknown", says: "nobody tells", ...SOURCED }, DELIVERY)).toEqual({
      known: false,
      says: "nobody tells",
    });
  });

  test("a size without a price gives way to a larger one, never to a smaller", () => {
    expect(priced(perSecond({ resolution: "1080p", micros: 5 }), DELIVERY).delivery.resolution).toBe("1080p");
    expect(priced(perSecond({ resolution: "480p", micros: 5 }), DELIVERY).price.known).toBe(false);
  });

  test("prices are written without losing their tenths of a cent, and never too low", () => {
    expect([formatRate(400_000), formatRate(112_000), formatRate(302_401), formatRate(0)]).toEqual([
      "$0.40",
      "$0.112",
      "$0.303",
      "$0.00",
    ]);
    expect([formatTenths(5062), formatTenths(7960), formatTenths(10_000)]).toEqual(["5.1", "8.0", "10.0"]);
  });
});

describe("the rating that counts", () => {
  test("is that of the board that fits how the shot starts", () => {
    const says = (chain: boolean) => {
      const intent = chain ? { chain: { from: "SH0005", mode: "last-frame" as const } } : {};
      const found = routeShot(requestWith(shotWith({ intent }), { only: ["kling-2.6"] })).candidates[0];
      return found?.terms.find((term) => term.name === "generation")?.says;
    };
    expect(says(false)).toContain("Arena text to video 1216, middle 1247");
    expect(says(true)).toContain("Arena image to video 1294, middle 1303");
  });
});
