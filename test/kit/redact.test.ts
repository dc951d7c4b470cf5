import fc from "fast-check";
import { expect, test } from "vitest";
import { createRedactor } from "../../src/kit/redact.ts";

const SECRET = 'k3y/with+odd"signs&more';

test.each([
  ["as it is", SECRET],
  ["in a URL", encodeURIComponent(SECRET)],
  ["in JSON", JSON.stringify({ key: SECRET })],
  ["in base64", Buffer.from(SECRET).toString("base64")],
  ["in base64url", Buffer.from(SECRET).toString("base64url")],
  ["as Basic", Buffer.from(`user:${SECRET}`).toString("base64")],
  ["in hex", Buffer.from(SECRET).toString("hex")],
])("a secret is hidden %s", (_how, said) => {
  const redactor = createRedactor();
  expect(redactor.handOut("FAL_KEY", SECRET)).toBe(SECRET);
  const clean = redactor.text(`before ${said} after`);
  expect(clean).toContain("[FAL_KEY]");
  expect(clean).toMatch(/^before .* after$/);
});

test("no form of a secret survives in the middle of anything", () => {
  const printable = fc.string({ unit: "grapheme-ascii", minLength: 0, maxLength: 12 });
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme-ascii", minLength: 8, maxLength: 60 }),
      printable,
      printable,
      (secret, before, after) => {
        const redactor = createRedactor();
        redactor.handOut("KEY", secret);
        expect(redactor.text(before + secret + after)).not.toContain(secret);
        const encoded = Buffer.from(before + secret + after).toString("base64");
        const clean = redactor.text(encoded);
        // What is left of the text no longer holds enough letters to spell the secret.
        if (secret.length >= 12) expect(clean.length).toBeLessThan(encoded.length);
        expect(Buffer.from(clean, "base64").toString()).not.toContain(secret);
      },
    ),
  );
});

test("values are cleaned in depth, names of fields too, and what holds no secret is as before", () => {
  const redactor = createRedactor();
  const event = { type: "x", list: [{ says: `bad ${SECRET}` }], n: 0, none: null, [SECRET]: true, absent: undefined };
  expect(redactor.value(event)).toBe(event);
  redactor.handOut("FAL_KEY", SECRET);
  expect(redactor.value(event)).toEqual({
    type: "x",
    list: [{ says: "bad [FAL_KEY]" }],
    n: 0,
    none: null,
    "[FAL_KEY]": true,
  });
});

test("one secret inside another: both are hidden whole", () => {
  const redactor = createRedactor();
  redactor.handOut("SHORT", "abcdefgh");
  redactor.handOut("LONG", "abcdefgh-ijklmnop");
  expect(redactor.text("x abcdefgh-ijklmnop y abcdefgh z")).toBe("x [LONG] y [SHORT] z");
});
