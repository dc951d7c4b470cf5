import { type Brush, box, line, oval, type Point, polygon, soft } from "../brush.ts";
import { shade } from "../text/colours.ts";
import type { Person } from "./person.ts";

/** The joints of a figure as they are seen, in units of its own height. First of each pair is the far or left one. */
export interface Body {
  readonly view: "side" | "front" | "back";
  readonly w: number;
  readonly lean: number;
  readonly hip: Point;
  readonly neck: Point;
  readonly shoulders: readonly [Point, Point];
  readonly hands: readonly [Point, Point];
  readonly feet: readonly [Point, Point];
  readonly nod: number;
}

/** Draws in the frame of the back: origin at the hips, y along the spine. */
function alongSpine(c: Brush, body: Body, draw: (length: number) => void): void {
  c.save();
  c.translate(body.hip[0], body.hip[1]);
  c.rotate(-Math.atan2(body.neck[0] - body.hip[0], body.neck[1] - body.hip[1]));
  draw(Math.hypot(body.neck[0] - body.hip[0], body.neck[1] - body.hip[1]));
  c.restore();
}

export function drawTorso(c: Brush, person: Person, body: Body): void {
  const { garments } = person;
  const side = body.view === "side";
  const w = body.w;
  const chest = (side ? 0.094 : person.woman ? 0.108 : 0.122) * w;
  const waist = (side ? 0.078 : person.woman ? 0.08 : 0.1) * (w > 1.1 ? w * 1.12 : w);
  const hips = (side ? 0.084 : person.woman ? 0.108 : 0.096) * w;
  const hem = garments.coat ? -0.2 : -0.055;
  alongSpine(c, body, (length) => {
    const fill = c.createLinearGradient(-chest, 0, chest, 0);
    fill.addColorStop(0, shade(garments.top, -0.22));
    fill.addColorStop(0.55, garments.top);
    fill.addColorStop(1, shade(garments.top, -0.1));
    const flare = garments.coat ? hips * 1.3 : hips;
    const outline: Point[] = [
      [-flare, hem],
      [-hips, 0.02],
      [-waist, 0.1],
      [-chest, length * 0.66],
      [-chest * 0.98, length - 0.035],
      [-chest * 0.4, length + 0.012],
      [chest * 0.4, length + 0.012],
      [chest * 0.98, length - 0.035],
      [chest * (side && person.woman ? 1.22 : 1), length * 0.66],
      [waist, 0.1],
      [hips, 0.02],
      [flare, hem],
    ];
    soft(
      c,
      garments.ragged ? [...outline, [flare * 0.5, hem + 0.03], [0, hem - 0.03], [-flare * 0.5, hem + 0.03]] : outline,
      fill,
    );
    c.save();
    c.beginPath();
    outline.forEach(([x, y], index) => {
      if (index === 0) c.moveTo(x, y);
      else c.lineTo(x, y);
    });
    c.clip();
    pattern(c, person, [chest, hem, length]);
    if (body.view !== "back") front(c, person, { chest, length, hem, side });
    c.restore();
  });
}

function pattern(c: Brush, { garments }: Person, [half, low, high]: readonly [number, number, number]): void {
  const dark = shade(garments.top, -0.3);
  const light = shade(garments.top, 0.35);
  if (garments.pattern === "stripes")
    for (let y = low; y < high; y += 0.045) box(c, [-half * 1.3, y, half * 2.6, 0.018], light);
  if (garments.pattern === "checks") {
    for (let y = low; y < high; y += 0.06) box(c, [-half * 1.3, y, half * 2.6, 0.014], dark);
    for (let x = -half; x < half; x += 0.05) box(c, [x, low, 0.012, high - low], dark);
  }
  if (garments.pattern === "dots")
    for (let i = 0; i < 40; i += 1)
      oval(c, [-half + ((i * 7) % 11) * half * 0.19, low + ((i * 5) % 13) * 0.035, 0.008, 0.008], light);
}

interface Front {
  readonly chest: number;
  readonly length: number;
  readonly hem: number;
  readonly side: boolean;
}

/** Shirt, tie, lapels, buttons, belt: what shows on the front. */
function front(c: Brush, { garments }: Person, { chest, length, hem, side }: Front): void {
  const x = side ? chest * 0.42 : 0;
  const open = side ? chest * 0.3 : chest * 0.34;
  shirtFront(c, garments, { x, open, length });
  if (garments.coat || garments.under !== undefined) {
    line(
      c,
      [
        [x, length * 0.44],
        [x, hem],
      ],
      { width: 0.008, colour: shade(garments.top, -0.4) },
    );
    for (let i = 0; i < 4; i += 1) oval(c, [x + 0.018, length * 0.4 - i * 0.075, 0.009, 0.009], "#cfae62");
  } else if (garments.armour) {
    line(
      c,
      [
        [-chest, length * 0.5],
        [x, length * 0.42],
        [chest, length * 0.5],
      ],
      { width: 0.012, colour: shade(garments.top, -0.35) },
    );
    line(
      c,
      [
        [x - 0.05, length * 0.85],
        [x + 0.02, length * 0.9],
      ],
      { width: 0.02, colour: shade(garments.top, 0.45) },
    );
  } else
    line(
      c,
      [
        [x - 0.025, length + 0.01],
        [x, length - 0.035],
        [x + 0.025, length + 0.01],
      ],
      { width: 0.01, colour: shade(garments.top, -0.35) },
    );
  if (garments.belt !== undefined) {
    box(c, [-chest * 1.4, 0.045, chest * 2.8, 0.026], garments.belt);
    box(c, [x - 0.015, 0.043, 0.03, 0.03], "#c9a54a");
  }
}

/** What an open coat or jacket shows: shirt, lapels, tie. */
function shirtFront(
  c: Brush,
  garments: Person["garments"],
  { x, open, length }: { readonly x: number; readonly open: number; readonly length: number },
): void {
  if (garments.under !== undefined) {
    polygon(
      c,
      [
        [x - open, length + 0.02],
        [x + open, length + 0.02],
        [x, length * 0.45],
      ],
      garments.under,
    );
    for (const way of [-1, 1])
      polygon(
        c,
        [
          [x + way * open, length + 0.02],
          [x + way * open * 1.5, length * 0.8],
          [x, length * 0.42],
        ],
        shade(garments.top, -0.3),
      );
  }
  if (garments.tie !== undefined)
    polygon(
      c,
      [
        [x - 0.012, length],
        [x + 0.012, length],
        [x + 0.02, length * 0.5],
        [x, length * 0.44],
        [x - 0.02, length * 0.5],
      ],
      garments.tie,
    );
}

/** Dress or skirt from the waist to its hem; on a seated body it lies over the knees. */
export function drawSkirt(c: Brush, person: Person, body: Body): void {
  const { garments } = person;
  const colour = garments.long ? garments.top : garments.bottom;
  const hem = garments.long ? 0.055 : 0.27;
  const w = body.w;
  const [fx, nx] = [body.feet[0][0], body.feet[1][0]];
  const waist = (body.view === "side" ? 0.08 : 0.088) * w;
  const [left, right] = [Math.min(fx, nx), Math.max(fx, nx)];
  const seat = body.hip[1] < 0.42;
  const top = body.hip[1] + 0.07;
  const g = c.createLinearGradient(left - 0.12, 0, right + 0.14, 0);
  g.addColorStop(0, shade(colour, -0.26));
  g.addColorStop(0.5, colour);
  g.addColorStop(1, shade(colour, -0.12));
  const outline: Point[] =
    seat && body.view === "side"
      ? [
          [-waist, top],
          [-0.11 * w, body.hip[1] - 0.04],
          [-0.06, body.hip[1] - 0.1],
          [0.17, 0.14],
          [left - 0.05, hem],
          [right + 0.08, hem],
          [0.3, body.hip[1]],
          [0.2, body.hip[1] + 0.06],
          [waist, top],
        ]
      : [
          [-waist, top],
          [-0.112 * w, body.hip[1] - 0.05],
          [left - 0.075 * w - (garments.long ? 0.035 : 0), hem],
          [(left + right) / 2, hem - 0.02],
          [right + 0.075 * w + (garments.long ? 0.035 : 0), hem],
          [0.112 * w, body.hip[1] - 0.05],
          [waist, top],
        ];
  soft(c, [...outline.slice(0, 1), ...outline], g);
  if (garments.ragged) return;
  const mid = (left + right) / 2;
  for (const x of [-0.05, 0.05])
    line(
      c,
      [
        [x * 0.8, body.hip[1] - 0.06],
        [mid + x * 1.5, hem + 0.03],
      ],
      { width: 0.009, colour: shade(colour, -0.3) },
    );
}

export function drawApron(c: Brush, { garments }: Person, body: Body): void {
  const colour = garments.apron ?? "#d9d2c3";
  const shift = body.view === "side" ? 0.045 * body.w : 0;
  const low = body.hip[1] < 0.42 ? body.hip[1] - 0.02 : body.hip[1] - 0.21;
  alongSpine(c, body, (length) => {
    soft(
      c,
      [
        [shift - 0.05 * body.w, length * 0.78],
        [shift - 0.05 * body.w, length * 0.82],
        [shift + 0.05 * body.w, length * 0.82],
        [shift + 0.055 * body.w, length * 0.5],
        [shift + 0.085 * body.w, 0.08],
        [shift + 0.09 * body.w, -0.05],
        [shift - 0.09 * body.w, -0.05],
        [shift - 0.085 * body.w, 0.08],
      ],
      colour,
    );
    line(
      c,
      [
        [-0.085 * body.w, 0.1],
        [0.09 * body.w, 0.1],
      ],
      { width: 0.012, colour: shade(colour, -0.25) },
    );
    for (const way of [-1, 1])
      line(
        c,
        [
          [shift + way * 0.045 * body.w, length * 0.8],
          [shift * 0.5 + way * 0.03, length],
        ],
        { width: 0.014, colour: shade(colour, -0.12) },
      );
  });
  const drop = body.view === "side" ? Math.max(0, body.feet[1][0]) * 0.3 : 0;
  soft(
    c,
    [
      [shift - 0.088 * body.w, body.hip[1] + 0.07],
      [shift + 0.088 * body.w, body.hip[1] + 0.07],
      [shift + 0.11 * body.w + drop, body.hip[1] - 0.08],
      [shift + 0.1 * body.w + drop, low],
      [shift - 0.1 * body.w + drop * 0.4, low],
      [shift - 0.1 * body.w, body.hip[1] - 0.08],
    ],
    shade(colour, -0.05),
  );
}

export function drawScarf(c: Brush, { garments }: Person, body: Body): void {
  const colour = garments.scarf ?? "#a8744f";
  const [x, y] = body.neck;
  soft(
    c,
    [
      [x - 0.07 * body.w, y - 0.015],
      [x - 0.05, y + 0.035],
      [x + 0.05, y + 0.035],
      [x + 0.075 * body.w, y - 0.015],
      [x + 0.03, y - 0.05],
      [x - 0.04, y - 0.05],
    ],
    colour,
  );
  if (body.view !== "back")
    soft(
      c,
      [
        [x + 0.01, y - 0.03],
        [x + 0.05, y - 0.03],
        [x + 0.06, y - 0.2],
        [x + 0.015, y - 0.2],
      ],
      shade(colour, -0.14),
    );
}

export function drawCape(c: Brush, { garments }: Person, body: Body): void {
  const colour = garments.cape ?? "#5a2a2a";
  const [x, y] = body.neck;
  const wide = (body.view === "side" ? 0.14 : 0.2) * body.w;
  const back = body.view === "side" ? -0.1 : 0;
  soft(
    c,
    [
      [x - wide * 0.7, y - 0.01],
      [x - wide * 0.2, y + 0.02],
      [x + wide * 0.6, y - 0.01],
      [wide + back, body.hip[1]],
      [wide * 1.1 + back, 0.14],
      [back * 1.4, 0.09],
      [-wide * 1.25 + back, 0.14],
      [-wide * 1.05 + back, body.hip[1]],
    ],
    shade(colour, body.view === "back" ? 0 : -0.22),
  );
}
