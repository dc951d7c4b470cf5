import { describe, expect, test } from "vitest";
import { normalShotId, parseShotAddress } from "../../src/core/shot-address.ts";

describe("shot addresses", () => {
  test.each([
    ["30", { shot: "SH0030" }],
    ["sh030", { shot: "SH0030" }],
    ["SH0095A", { shot: "SH0095A" }],
    ["E101/SH0030", { episode: "E101", shot: "SH0030" }],
    ["elves/E101/30", { episode: "elves/E101", shot: "SH0030" }],
    ["ESH_E101_SQ010_SH0040", { show: "ESH", episode: "E101", shot: "SH0040" }],
    ["ESH_E101_SH0040", { show: "ESH", episode: "E101", shot: "SH0040" }],
  ])("%s", (text, address) => {
    expect(parseShotAddress(text)).toEqual({ ok: true, value: address });
  });

  test.each(["", "shot", "E101/", "a/b/c/SH0010", "SH12345678", "SH0030; rm"])("%j is none", (text) => {
    expect(parseShotAddress(text)).toMatchObject({ ok: false, error: expect.stringContaining("is not a shot") });
  });

  test("zeros and case do not count", () => {
    expect(["40", "040", "SH40", "sh0040"].map(normalShotId)).toEqual(Array(4).fill("SH0040"));
    expect(normalShotId("SH00400")).toBe("SH0400");
  });
});
