/** Frame rate as a rational: 24/1, 24000/1001. Film time is whole frames at a rate, never seconds as a float. */
export interface Rate {
  readonly numerator: number;
  readonly denominator: number;
}

/** `24`, `"25"`, `"24000/1001"` and the names people say (`23.976`, `29.97`) -> Rate. */
export function parseRate(text: string | number): Rate | undefined {
  const spoken: Record<string, string> = { "23.976": "24000/1001", "23.98": "24000/1001", "29.97": "30000/1001" };
  const match = /^(\d{1,6})(?:\/(\d{1,5}))?$/.exec(spoken[String(text)] ?? String(text));
  if (match === null) return undefined;
  const rate = { numerator: Number(match[1]), denominator: Number(match[2] ?? "1") };
  return rate.numerator > 0 && rate.denominator > 0 ? rate : undefined;
}

export function formatRate(rate: Rate): string {
  return rate.denominator === 1 ? String(rate.numerator) : `${rate.numerator}/${rate.denominator}`;
}

/** Whole frames nearest to a number of milliseconds; halves go up. */
export function framesOfMilliseconds(milliseconds: number, rate: Rate): number {
  return Math.floor((milliseconds * rate.numerator + rate.denominator * 500) / (rate.denominator * 1000));
}

/** Milliseconds (rounded down) at which frame number `frames` begins. */
export function millisecondsOfFrames(frames: number, rate: Rate): number {
  return Math.floor((frames * rate.denominator * 1000) / rate.numerator);
}

/** Smallest whole number of seconds that holds `frames`. */
export function wholeSecondsFor(frames: number, rate: Rate): number {
  return Math.ceil((frames * rate.denominator) / rate.numerator);
}

/** Frames -> `5.0 s`, for people only. */
export function formatSeconds(frames: number, rate: Rate): string {
  const tenths = Math.round((frames * rate.denominator * 10) / rate.numerator);
  return `${Math.floor(tenths / 10)}.${tenths % 10} s`;
}

/** Non-drop timecode `HH:MM:SS:FF` counted at the rounded rate, as slates and EDLs show it. */
export function timecode(frames: number, rate: Rate): string {
  const nominal = Math.round(rate.numerator / rate.denominator);
  const total = Math.floor(frames / nominal);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(total / 3600))}:${two(Math.floor(total / 60) % 60)}:${two(total % 60)}:${two(frames % nominal)}`;
}

/**
 * Frames of a file at another rate; rounded down, so that a frame that is not there is never asked for. A rate as a file
 * states it may be any fraction (`14385/599` of a phone); one that cannot be read counts as the episode's.
 */
export function framesAtRate(frames: number, from: string, to: Rate): number {
  const file = fractionOf(from);
  if (file === undefined) return frames;
  return Number((BigInt(frames) * BigInt(to.numerator) * file.denominator) / (BigInt(to.denominator) * file.numerator));
}

/** The frame of a file that is seen at a frame of the episode; the other way round than `framesAtRate`. */
export function frameInFile(frame: number, rate: Rate, of: string): number {
  const file = fractionOf(of);
  if (file === undefined) return frame;
  return Number(
    (BigInt(frame) * file.numerator * BigInt(rate.denominator)) / (file.denominator * BigInt(rate.numerator)),
  );
}

function fractionOf(text: string): { readonly numerator: bigint; readonly denominator: bigint } | undefined {
  const [numerator = 0n, denominator = 1n] = /^\d{1,12}(\/\d{1,12})?$/.test(text) ? text.split("/").map(BigInt) : [];
  return numerator === 0n || denominator === 0n ? undefined : { numerator, denominator };
}
