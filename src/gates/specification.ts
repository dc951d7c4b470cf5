import { formatRate, framesAtRate, parseRate } from "../core/time.ts";
import { measuresOf } from "../kit/measure/measure-clip.ts";
import { limitOf, notMeasured, reading } from "../kit/measure/read-gate.ts";
import type { Probe } from "../kit/probe-media.ts";
import type { Gate, TakeUnderJudgement } from "../ports/gate.ts";

/** Size, rate, length and sound against the order. Frames are counted, never taken from the header. */
export const gate: Gate = {
  id: "specification",
  title: "Size, rate, length and sound as ordered",
  limits: {
    frames_missing_max: { value: "0", says: "frames that may be missing; more than ordered are handles" },
    frames_over_max: { value: "480", says: "frames over the order before the clip counts as another one" },
  },
  async measure(take, desk) {
    const measures = await measuresOf(take.path, desk);
    const { probe } = measures;
    if (!probe.ok) return notMeasured(gate, "faults", measures);
    const faults = faultsOf(take, probe.value);
    return reading(gate, take, {
      value: faults.length,
      limit: 0,
      direction: "lower-is-better",
      unit: "faults",
      verdict: faults.length > 0 ? "fail" : "pass",
      says: faults.length > 0 ? faults.join("; ") : `${sizeOf(take)}, ${probe.value.facts.frames} frames, as ordered`,
    });
  },
};

function sizeOf({ order }: TakeUnderJudgement): string {
  return order.endpoint?.resolution ?? `${order.width}x${order.height}`;
}

function faultsOf(take: TakeUnderJudgement, { facts, header }: Probe): readonly string[] {
  const { order, policy } = take;
  // A vendor's clip may run at its own rate and be longer than it has to be: it keeps its speed in the cut.
  const frames = order.endpoint === undefined ? facts.frames : framesAtRate(facts.frames, facts.rate, order.rate);
  const missing = (order.endpoint === undefined ? order.frames : order.frames - order.tailFrames) - frames;
  return [
    ...sizeFaults(take, facts),
    ...(header.anamorphic ? ["its pixels are not square"] : []),
    ...rateFaults(take, facts),
    ...(missing > limitOf(gate, "frames_missing_max", policy)
      ? [`${missing} of ${missing + frames} frames are missing`]
      : []),
    ...(frames - order.frames > limitOf(gate, "frames_over_max", policy)
      ? [`${frames - order.frames} frames more than ordered`]
      : []),
    ...(order.audio === "required" && !facts.audio ? ["no sound, though the shot has some"] : []),
  ];
}

/** Lines of which a vendor's clip may have less than ordered, per mille: 704 lines are sold as 720p. */
const FEWER_LINES_MAX = 50;
/** How far its shape may be off, per mille: 832x480 is sold as 16:9. */
const SHAPE_OFF_MAX = 30;
/** Slowest rate that is still film. */
const RATE_MIN = { numerator: 12, denominator: 1 } as const;

/** Our own drawing has every pixel it was ordered with; a vendor's clip the lines and the shape that it is sold by. */
function sizeFaults({ order }: TakeUnderJudgement, facts: Probe["facts"]): readonly string[] {
  const { width, height } = facts;
  const { endpoint } = order;
  if (endpoint === undefined)
    return width === order.width && height === order.height
      ? []
      : [`${width}x${height} instead of ${order.width}x${order.height}`];
  const lines = Number.parseInt(endpoint.resolution, 10);
  const [across = 1, down = 1] = endpoint.aspect.split(":").map(Number);
  const isSmall = Math.min(width, height) * 1000 < lines * (1000 - FEWER_LINES_MAX);
  const isOff = Math.abs(width * down - height * across) * 1000 > SHAPE_OFF_MAX * height * across;
  return isSmall || isOff ? [`${width}x${height} instead of ${endpoint.resolution} in ${endpoint.aspect}`] : [];
}

function rateFaults({ order }: TakeUnderJudgement, { rate }: Probe["facts"]): readonly string[] {
  const wanted = formatRate(order.rate);
  if (order.endpoint === undefined)
    return isSameRate(rate, wanted) ? [] : [`${rate} frames a second instead of ${wanted}`];
  const own = parseRate(rate);
  const isFilm = own !== undefined && own.numerator >= RATE_MIN.numerator * own.denominator;
  return isFilm ? [] : [`${rate} frames a second are no film`];
}

/** 24/1 and 24 are the same; a file may carry a rate as another fraction. */
function isSameRate(left: string, right: string): boolean {
  const [a = 0, b = 1] = left.split("/").map(Number);
  const [c = 0, d = 1] = right.split("/").map(Number);
  return Math.abs(a * d - c * b) * 2000 <= c * b;
}
