import type { GatePolicy } from "../../core/production.ts";
import type { GateReading } from "../../core/take.ts";
import { timecode } from "../../core/time.ts";
import type { Gate, TakeUnderJudgement } from "../../ports/gate.ts";
import type { ClipMeasures } from "./measure-clip.ts";

/** `allow: [static]` names what is so on purpose in a gate's own words; the gate's id works as well. */
function isAllowed(gate: Pick<Gate, "id" | "allowances">, policy: GatePolicy): boolean {
  return policy.allow.some((word) => word === gate.id || gate.allowances?.includes(word) === true);
}

/** A limit as a number: the shot's own (`black.share_max: 0.2`), else the gate's. */
export function limitOf(gate: Pick<Gate, "id" | "limits">, name: string, policy: GatePolicy): number {
  const own = Number(policy.limits[`${gate.id}.${name}`]);
  if (policy.limits[`${gate.id}.${name}`] !== undefined && Number.isFinite(own)) return own;
  return Number(gate.limits[name]?.value);
}

export interface Measured {
  readonly value: number;
  readonly limit: number;
  readonly direction: GateReading["direction"];
  readonly unit: string;
  readonly verdict: "pass" | "warn" | "fail";
  readonly says: string;
  readonly frames?: readonly number[];
}

/** A measured value as a reading: thousandths, and a fail that a person allowed is `allowed`. */
export function reading(
  gate: Pick<Gate, "id" | "allowances">,
  take: TakeUnderJudgement,
  measured: Measured,
): GateReading {
  const failed = measured.verdict === "fail" && isAllowed(gate, take.policy);
  return {
    gate: gate.id,
    verdict: failed ? "allowed" : measured.verdict,
    unit: measured.unit,
    direction: measured.direction,
    milli: thousandths(measured.value),
    limitMilli: thousandths(measured.limit),
    says: failed ? `${measured.says} (allowed for this shot)` : measured.says,
    ...(measured.frames === undefined ? {} : { frames: measured.frames.slice(0, 20) }),
  };
}

/** No pass and no fail: what is not measured is said to be so, and why. */
export function notMeasured(gate: Pick<Gate, "id">, unit: string, why: ClipMeasures | string): GateReading {
  return {
    gate: gate.id,
    verdict: "not-measured",
    unit,
    direction: "exact",
    says: `not measured: ${typeof why === "string" ? why : reasonOf(why)}`,
  };
}

function reasonOf({ probe, broken, levels }: ClipMeasures): string {
  if (!probe.ok) return "the file is no film";
  if (broken.length > 0) return "this build of ffmpeg could not run the pass";
  return levels.length === 0 ? "no frame could be decoded" : "nothing in the picture shows it";
}

function thousandths(value: number): number {
  return Number.isFinite(value) ? Math.round(Math.max(-9e9, Math.min(9e9, value)) * 1000) : 0;
}

/** `3.2 s (00:00:03:05)`: where in the file. */
export function at(frame: number, take: TakeUnderJudgement): string {
  const { rate } = take.order;
  const tenths = Math.round((frame * rate.denominator * 10) / rate.numerator);
  return `${Math.floor(tenths / 10)}.${tenths % 10} s (${timecode(frame, rate)})`;
}

export function median(numbers: readonly number[]): number | undefined {
  if (numbers.length === 0) return undefined;
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

export function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

export function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
