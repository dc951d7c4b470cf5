import fc from "fast-check";
import { expect, test } from "vitest";
import { isBase64 } from "../../src/core/base64.ts";

test("bytes have one spelling", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), fc.nat(), fc.nat(63), (bytes, spot, letter) => {
      const text = Buffer.from(bytes).toString("base64");
      expect(isBase64(text)).toBe(true);
      if (text === "") return;
      const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
      const at = spot % text.length;
      const other = `${text.slice(0, at)}${alphabet[letter]}${text.slice(at + 1)}`;
      // Whatever letter is put in: it is another value, or no value.
      if (other !== text && isBase64(other))
        expect(Buffer.from(other, "base64").equals(Buffer.from(bytes))).toBe(false);
    }),
  );
  for (const wrong of ["A", "AB=", "====", "AB==C", "A-B=", "AA==\n"]) expect(isBase64(wrong), wrong).toBe(false);
});
