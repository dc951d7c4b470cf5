/** Longest wait that is believed; who asks for more is asked again then. */
const WAIT_MS_MAX = 24 * 3_600_000;

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * How long a server asks to wait: `retry-after-ms`, else `Retry-After` as seconds or as a date. A date counts from the
 * answer's own Date, so that two clocks that differ do not matter. Undefined when nothing usable is said.
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const milliseconds = wholeNumber(headers["retry-after-ms"]);
  if (milliseconds !== undefined) return Math.min(milliseconds, WAIT_MS_MAX);
  const said = headers["retry-after"]?.trim();
  if (said === undefined) return undefined;
  const seconds = /^\d{1,10}(\.\d{1,6})?$/.test(said) ? Number(said) : undefined;
  if (seconds !== undefined) return Math.min(Math.ceil(seconds * 1000), WAIT_MS_MAX);
  const until = dateMs(said);
  if (until === undefined) return undefined;
  const from = dateMs(headers["date"]) ?? nowMs;
  return Math.min(Math.max(0, until - from), WAIT_MS_MAX);
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}$/.test(text.trim()) ? Number(text) : undefined;
}

/** Only the form of HTTP dates: `Sat, 28 Nov 2026 03:00:00 GMT`. What else a date parser takes is a guess. */
function dateMs(text: string | undefined): number | undefined {
  if (
    text === undefined ||
    !/^[A-Z][a-z]{2,8}, ?\d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT$/.test(text.trim())
  )
    return undefined;
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? undefined : parsed;
}
