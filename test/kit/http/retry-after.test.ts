import fc from "fast-check";
import { expect, test } from "vitest";
import { retryAfterMs } from "../../../src/kit/http/retry-after.ts";

const NOW_MS = Date.parse("2026-11-28T03:00:00Z");

test.each([
  [{ "retry-after": "7" }, 7_000],
  [{ "retry-after": " 0 " }, 0],
  [{ "retry-after": "1.5" }, 1_500],
  [{ "retry-after-ms": "250", "retry-after": "9" }, 250],
  [{ "retry-after-ms": "soon", "retry-after": "9" }, 9_000],
  [{ "retry-after": "Sat, 28 Nov 2026 03:00:30 GMT" }, 30_000],
  // The server's clock is ten minutes ahead; both of its dates are.
  [{ "retry-after": "Sat, 28 Nov 2026 03:10:30 GMT", date: "Sat, 28 Nov 2026 03:10:00 GMT" }, 30_000],
  [{ "retry-after": "Sat, 28 Nov 2026 02:50:00 GMT" }, 0],
  [{ "retry-after": "99999999999" }, undefined],
  [{ "retry-after": "9999999999" }, 24 * 3_600_000],
  [{ "retry-after": "-5" }, undefined],
  [{ "retry-after": "tomorrow" }, undefined],
  [{ "retry-after": "12" + " seconds" }, undefined],
  [{}, undefined],
])("%j waits %s ms", (headers, waits) => {
  expect(retryAfterMs(headers, NOW_MS)).toBe(waits);
});

test("whatever a server says, the wait is a whole number from nothing to a day, or none", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (seconds, milliseconds, date) => {
      const wait = retryAfterMs({ "retry-after": seconds, "retry-after-ms": milliseconds, date }, NOW_MS);
      if (wait === undefined) return;
      expect(Number.isSafeInteger(wait)).toBe(true);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(24 * 3_600_000);
    }),
  );
});
