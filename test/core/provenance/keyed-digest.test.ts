import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hmacSha256, keyedDigest } from "../../../src/core/provenance/keyed-digest.ts";
import { promptDigest } from "../../../src/core/provenance/shot-manifest.ts";

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));
const words = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("keyed digests", () => {
  test("RFC 4231, cases 1, 2 and 6", () => {
    const one = hmacSha256(hex("0b".repeat(20)), words("Hi There"));
    expect(one).toBe("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    const two = hmacSha256(words("Jefe"), words("what do ya want for nothing?"));
    expect(two).toBe("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    const six = hmacSha256(hex("aa".repeat(131)), words("Test Using Larger Than Block-Size Key - Hash Key First"));
    expect(six).toBe("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  });

  test("agree with node:crypto for every key and message", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (key, message) => {
        expect(hmacSha256(key, message)).toBe(createHmac("sha256", key).update(message).digest("hex"));
      }),
    );
  });

  test("another salt, purpose or value is another digest", () => {
    const salt = new Uint8Array(32).fill(1);
    const all = [
      keyedDigest(salt, "prompt", "a"),
      keyedDigest(salt, "prompt", "b"),
      keyedDigest(salt, "intent", "a"),
      keyedDigest(new Uint8Array(32).fill(2), "prompt", "a"),
    ];
    expect(new Set(all).size).toBe(4);
    expect(promptDigest(salt, "a")).toBe(all[0]);
    expect(all[0]).toMatch(/^hmac-sha256:[0-9a-f]{64}$/);
  });
});
