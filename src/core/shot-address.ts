import { fail, ok, type Result } from "./result.ts";

/** `SH0030`, `30`, `E101/SH0030`, `elves/E101/SH0030` or a full name `ESH_E101_SQ010_SH0030`, as people type it. */
export interface ShotAddress {
  /** Show code, when a full name was given. */
  readonly show?: string;
  /** `E101`, or with the production's folder `elves/E101`. */
  readonly episode?: string;
  readonly shot: string;
}

/** Normal form of a shot number: `40`, `040`, `SH040`, `sh0040` -> `SH0040`; a capital suffix stays. */
export function normalShotId(text: string): string | undefined {
  const match = /^(?:SH)?(\d{1,5})([A-Z]?)$/i.exec(text.trim());
  if (match === null) return undefined;
  return `SH${(match[1] ?? "").replace(/^0+(?=\d)/, "").padStart(4, "0")}${(match[2] ?? "").toUpperCase()}`;
}

/** Reads an address; the failure is a sentence for the person who typed it. */
export function parseShotAddress(text: string): Result<ShotAddress, string> {
  const named = /^([A-Z0-9]{2,8})_([A-Za-z0-9]+)(?:_[A-Z0-9]+)?_(SH\d+[A-Z]?)$/.exec(text.trim());
  const words = text.split("/");
  const [show, episode] = named === null ? [undefined, words.slice(0, -1).join("/")] : [named[1], named[2]];
  const id = words.length > 3 ? undefined : normalShotId(named?.[3] ?? words.at(-1) ?? "");
  if (id === undefined) return fail(`"${text.slice(0, 60)}" is not a shot: write SH0030, or E101/SH0030`);
  return ok({
    ...(show === undefined ? {} : { show }),
    ...(episode === undefined || episode === "" ? {} : { episode }),
    shot: id,
  });
}
