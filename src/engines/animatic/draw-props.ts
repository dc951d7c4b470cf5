import type { SKRSContext2D } from "@napi-rs/canvas";
import type { ShotOrder } from "../../core/order.ts";
import { colourIn, shade } from "./colours.ts";

type Drawing = (c: SKRSContext2D, colour: string) => void;

const circle = (c: SKRSContext2D, x: number, y: number, r: number, fill: string): void => {
  c.fillStyle = fill;
  c.beginPath();
  c.arc(x, y, r, 0, Math.PI * 2);
  c.fill();
};

/** Things people hold or look at, drawn around the origin, one unit wide, standing on y = 0. */
const THINGS: readonly (readonly [RegExp, Drawing])[] = [
  [/shoe|boot/, (c, colour) => shoes(c, colour)],
  [/cloth|coat|gift|dress/, (c) => garments(c)],
  [/book|logbook|diary/, (c, colour) => book(c, colour)],
  [/letter|paper|map|note/, (c) => sheet(c)],
  [/candle/, (c) => candle(c)],
  [/lantern|lamp/, (c) => lantern(c)],
  [/sword|knife|dagger/, (c) => blade(c)],
  [/cup|mug|glass|bottle/, (c, colour) => cup(c, colour)],
  [/bag|sack|case/, (c, colour) => bag(c, colour)],
];

function shoes(c: SKRSContext2D, colour: string): void {
  for (const x of [-0.27, 0.27]) shoe(c, x, colour);
}

function garments(c: SKRSContext2D): void {
  for (const [index, colour] of ["#3c8a48", "#c2312b"].entries()) garment(c, index * 0.55 - 0.28, colour);
}

function shoe(c: SKRSContext2D, x: number, colour: string): void {
  c.fillStyle = colour;
  c.beginPath();
  c.moveTo(x - 0.2, 0);
  c.lineTo(x - 0.2, -0.3);
  c.quadraticCurveTo(x - 0.08, -0.36, x - 0.02, -0.26);
  c.quadraticCurveTo(x + 0.08, -0.16, x + 0.22, -0.13);
  c.quadraticCurveTo(x + 0.3, -0.08, x + 0.26, 0);
  c.fill();
  c.fillStyle = shade(colour, 0.35);
  c.fillRect(x - 0.16, -0.2, 0.2, 0.02);
  circle(c, x + 0.04, -0.2, 0.035, "#d9b04a");
  c.fillStyle = shade(colour, -0.5);
  c.fillRect(x - 0.2, -0.02, 0.46, 0.03);
  c.strokeStyle = "#e7d9b8";
  c.lineWidth = 0.006;
  c.setLineDash([0.016, 0.012]);
  c.beginPath();
  c.moveTo(x - 0.18, -0.05);
  c.lineTo(x + 0.24, -0.05);
  c.stroke();
  c.setLineDash([]);
}

function garment(c: SKRSContext2D, x: number, colour: string): void {
  c.fillStyle = colour;
  c.beginPath();
  c.moveTo(x - 0.1, -0.34);
  c.lineTo(x + 0.1, -0.34);
  c.lineTo(x + 0.24, -0.2);
  c.lineTo(x + 0.16, -0.14);
  c.lineTo(x + 0.15, 0);
  c.lineTo(x - 0.15, 0);
  c.lineTo(x - 0.16, -0.14);
  c.lineTo(x - 0.24, -0.2);
  c.fill();
  for (let i = 0; i < 3; i += 1) circle(c, x, -0.26 + i * 0.09, 0.016, "#e6c868");
}

function book(c: SKRSContext2D, colour: string): void {
  c.fillStyle = colour;
  c.fillRect(-0.35, -0.12, 0.7, 0.12);
  c.fillStyle = "#efe7d2";
  c.fillRect(-0.33, -0.16, 0.66, 0.05);
}

function sheet(c: SKRSContext2D): void {
  c.fillStyle = "#f3ead5";
  c.fillRect(-0.25, -0.36, 0.5, 0.36);
  c.fillStyle = "#6c5b45";
  for (let i = 0; i < 5; i += 1) c.fillRect(-0.19, -0.3 + i * 0.06, 0.38 - (i % 2) * 0.1, 0.012);
}

function candle(c: SKRSContext2D): void {
  c.fillStyle = "#efe3c6";
  c.fillRect(-0.06, -0.34, 0.12, 0.34);
  circle(c, 0, -0.42, 0.07, "#ffd56b");
}

function lantern(c: SKRSContext2D): void {
  c.fillStyle = "#4a4238";
  c.fillRect(-0.16, -0.44, 0.32, 0.44);
  c.fillStyle = "#ffd887";
  c.fillRect(-0.11, -0.38, 0.22, 0.3);
}

function blade(c: SKRSContext2D): void {
  c.fillStyle = "#c9ced3";
  c.fillRect(-0.45, -0.05, 0.7, 0.05);
  c.fillStyle = "#6a4a2c";
  c.fillRect(0.25, -0.07, 0.2, 0.09);
}

function cup(c: SKRSContext2D, colour: string): void {
  c.fillStyle = colour;
  c.fillRect(-0.14, -0.28, 0.28, 0.28);
  c.strokeStyle = colour;
  c.lineWidth = 0.04;
  c.beginPath();
  c.arc(0.16, -0.14, 0.08, -1.4, 1.4);
  c.stroke();
}

function bag(c: SKRSContext2D, colour: string): void {
  c.fillStyle = colour;
  c.beginPath();
  c.ellipse(0, -0.18, 0.26, 0.2, 0, 0, Math.PI * 2);
  c.fill();
}

function unknown(c: SKRSContext2D, colour: string): void {
  c.fillStyle = colour;
  c.fillRect(-0.2, -0.3, 0.4, 0.3);
}

export interface Prop {
  readonly id: string;
  draw(c: SKRSContext2D): void;
}

/** The props of a shot: what the bible calls them decides how they look. */
export function propsOf(order: ShotOrder): readonly Prop[] {
  return order.intent.props.map((id) => {
    const words = `${id} ${String(order.parts[`prop/${id}`]?.["descriptor"] ?? "")}`.toLowerCase();
    const colour = colourIn(words) ?? "#7a5a3c";
    const drawing =
      THINGS.find(([pattern]) => pattern.test(id.toLowerCase()))?.[1] ??
      THINGS.find(([pattern]) => pattern.test(words))?.[1] ??
      unknown;
    return { id, draw: (c) => drawing(c, colour) };
  });
}
