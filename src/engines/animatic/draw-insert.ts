import type { SKRSContext2D } from "@napi-rs/canvas";
import type { ShotOrder } from "../../core/order.ts";
import type { Actor } from "./blocking.ts";
import { box, line, type Point, points, soft, taper, wash } from "./brush.ts";
import type { View } from "./camera.ts";
import { personOf } from "./figure/person.ts";
import type { PlacedProp } from "./props/place-props.ts";
import { shade } from "./text/colours.ts";
import type { Stage } from "./text/stage.ts";

const CLOSE: ReadonlySet<string> = new Set(["ECU", "BCU", "CU", "MCU"]);

/** A picture of a thing: an insert, or a close shot in which nobody is and something is. */
export function isInsert(order: ShotOrder, actors: readonly Actor[], props: readonly PlacedProp[]): boolean {
  const { framing } = order.intent;
  const small = props.some(({ prop }) => prop.place !== "ground");
  if (framing.type === "insert") return actors.length === 0 || CLOSE.has(framing.size) || small;
  return actors.length === 0 && small && (CLOSE.has(framing.size) || framing.type === "cutaway");
}

export interface InsertNow {
  readonly order: ShotOrder;
  readonly stage: Stage;
  readonly view: View;
  readonly seconds: number;
  readonly progress: number;
  readonly props: readonly PlacedProp[];
  readonly actors: readonly Actor[];
}

/** Height of the picture in the insert's own units: the thing is about one wide. */
const SPAN = 1.25;

export function drawInsert(c: SKRSContext2D, now: InsertNow): void {
  const { order, view, seconds } = now;
  const { width, height, intent } = order;
  const isOverhead = intent.framing.angle === "overhead" || intent.framing.angle === "high";
  const zoom = 1 + 0.1 * Math.sin(seconds * 0.3) * 0 + (intent.camera.movement === "push-in" ? 0.14 * now.progress : 0);
  const unit = (height / SPAN) * zoom * Math.min(1, (width / height) * 0.9);
  c.save();
  c.translate(width / 2 + view.pan * width, height * (isOverhead ? 0.56 : 0.68) + view.tilt * height);
  c.scale(unit, -unit);
  const wide = (width / unit) * 0.8;
  surface(c, { wide, isOverhead, outside: !now.stage.interior });
  const declared = new Set(intent.props);
  const small = now.props.filter(({ prop }) => prop.place !== "ground");
  const things = (declared.size > 0 ? small.filter(({ prop }) => declared.has(prop.id)) : small).slice(0, 2);
  for (const [index, { prop }] of things.entries()) {
    const size = things.length === 1 ? 1.02 : 0.6;
    const x = things.length === 1 ? -0.06 : (index - 0.5) * 0.85;
    const tall = prop.place === "hand" && prop.size < 0.11 ? 0.32 : prop.size < 0.18 ? 0.7 : 1;
    c.save();
    c.translate(x, isOverhead ? -0.16 : 0.02);
    c.fillStyle = "rgba(0,0,0,0.3)";
    c.beginPath();
    c.ellipse(0.03, 0, 0.42 * size * tall + 0.08, 0.06, 0, 0, Math.PI * 2);
    c.fill();
    c.scale(size * tall, size * tall);
    prop.draw(c);
    c.restore();
  }
  if (
    order.intent.cast.length > 0 ||
    /\b(hand|hands|thumb|finger|fingers|holds?|picks?|writes?|opens?|turns?|touch|reach|pours?|cuts?)\b/.test(
      intent.action.toLowerCase(),
    )
  )
    hand(c, now);
  c.restore();
}

function surface(
  c: SKRSContext2D,
  { wide, isOverhead, outside }: { readonly wide: number; readonly isOverhead: boolean; readonly outside: boolean },
): void {
  const wood = outside ? "#8a8577" : "#96683d";
  const top = isOverhead ? 2 : 0.16;
  wash(c, [-wide, -2, wide * 2, top + 2], [shade(wood, isOverhead ? 0.02 : -0.2), shade(wood, 0.06)]);
  for (let i = 0; i < 9; i += 1) {
    const y = isOverhead ? 1 - i * 0.24 : 0.13 - i ** 1.5 * 0.045;
    line(
      c,
      [
        [-wide, y],
        [-wide * 0.3, y + 0.01],
        [wide * 0.4, y - 0.006],
        [wide, y + 0.004],
      ],
      { width: i % 3 === 0 ? 0.012 : 0.005, colour: shade(wood, i % 3 === 0 ? -0.4 : -0.18) },
    );
  }
  if (!isOverhead) box(c, [-wide, 0.155, wide * 2, 0.012], shade(wood, 0.3));
}

/** A hand that comes in from the side of the picture, with its sleeve; it moves along the thing. */
function hand(c: SKRSContext2D, { order, seconds, progress, actors }: InsertNow): void {
  const [member] = order.intent.cast;
  const person = actors[0]?.person ?? (member === undefined ? undefined : personOf(order, member));
  const skin = person?.skin ?? "#d9a883";
  const sleeve = person?.garments.top ?? "#5a6b7d";
  const glide = -0.14 + 0.3 * Math.max(0, Math.min(1, progress)) + Math.sin(seconds * 1.6) * 0.012;
  c.save();
  c.translate(0.36 + glide, 0.27 + Math.sin(seconds * 0.9) * 0.008);
  c.rotate(-0.42);
  taper(
    c,
    [
      [0.34, -0.02],
      [1.6, -0.1],
    ],
    [0.12, 0.2],
    skin,
  );
  taper(
    c,
    [
      [0.62, -0.04],
      [1.8, -0.12],
    ],
    [0.165, 0.24],
    sleeve,
  );
  box(c, [0.5, -0.2, 0.07, 0.32], shade(sleeve, 0.25));
  const finger = (points: readonly Point[], radius: number, tone: number): void => {
    for (let i = 1; i < points.length; i += 1) {
      const [a, b] = [points[i - 1], points[i]];
      if (a !== undefined && b !== undefined) taper(c, [a, b], [radius, radius * 0.86], shade(skin, tone));
    }
  };
  finger(points("0.08,-0.1 -0.1,-0.15 -0.2,-0.22"), 0.04, -0.16);
  finger(points("0.07,-0.04 -0.15,-0.06 -0.29,-0.14"), 0.043, -0.1);
  soft(c, points("0.4,0.1 0.2,0.15 0.02,0.1 -0.02,-0.06 0.1,-0.16 0.4,-0.13"), skin);
  finger(points("0.06,0.03 -0.16,0.04 -0.32,-0.05"), 0.044, -0.03);
  finger(points("0.2,0.1 0.02,0.17 -0.16,0.1 -0.24,0.02"), 0.048, 0.03);
  soft(c, points("-0.22,0.05 -0.2,0.08 -0.26,0.06 -0.28,0.01"), shade(skin, 0.35));
  line(c, points("0.06,0.02 0.12,0.03"), { width: 0.008, colour: shade(skin, -0.3) });
  c.restore();
}
