import { type Brush, line, oval, points, polygon, soft } from "../brush.ts";
import { shade } from "../text/colours.ts";
import type { FaceState } from "./draw-head.ts";
import type { HatKind } from "./garments.ts";

interface Worn {
  readonly colour: string;
  readonly kind: HatKind;
}
type Maker = (c: Brush, colour: string, turn: number) => void;

const band = (c: Brush, colour: string): void =>
  soft(
    c,
    points("-1.02,-0.5 -0.9,-0.76 0,-0.9 0.9,-0.76 1.02,-0.5 0.7,-0.42 0,-0.58 -0.7,-0.42"),
    shade(colour, -0.24),
  );

const MAKERS: Readonly<Record<HatKind, Maker>> = {
  pointed(c, colour, turn) {
    soft(
      c,
      [
        [-1.0, -0.5],
        [-0.75, -1.15],
        [-turn * 0.5 - 0.1, -2.35],
        [-turn * 0.5 + 0.06, -2.4],
        [0.75, -1.15],
        [1.0, -0.5],
        [0, -0.66],
      ],
      colour,
    );
    band(c, colour);
  },
  cap(c, colour, turn) {
    soft(c, points("-1.0,-0.5 -1.02,-1.15 -0.3,-1.48 0.4,-1.46 1.0,-1.1 1.0,-0.5 0,-0.64"), colour);
    const x = turn * 0.7;
    soft(
      c,
      [
        [x - 0.8, -0.62],
        [x, -0.78],
        [x + 0.85, -0.62],
        [x + 0.8 + turn * 0.3, -0.4],
        [x, -0.52],
        [x - 0.7, -0.44],
      ],
      shade(colour, -0.3),
    );
  },
  brimmed(c, colour) {
    soft(c, points("-0.85,-0.62 -0.9,-1.3 -0.35,-1.58 0,-1.48 0.35,-1.58 0.9,-1.3 0.85,-0.62"), colour);
    polygon(c, points("-0.86,-0.66 -0.88,-0.88 0.88,-0.88 0.86,-0.66"), shade(colour, -0.4));
    soft(c, points("-1.65,-0.56 -0.8,-0.78 0.8,-0.78 1.65,-0.56 0.8,-0.4 -0.8,-0.4"), shade(colour, -0.12));
  },
  "top-hat"(c, colour) {
    polygon(c, points("-0.78,-0.66 -0.82,-2.1 0.82,-2.1 0.78,-0.66"), colour);
    polygon(c, points("-0.79,-0.7 -0.8,-0.95 0.8,-0.95 0.79,-0.7"), shade(colour, 0.2));
    oval(c, [0, -0.64, 1.2, 0.16], shade(colour, -0.2));
  },
  hood(c, colour) {
    c.lineJoin = "round";
    soft(
      c,
      points(
        "-1.2,1.1 -1.25,-0.6 -0.7,-1.4 0,-1.62 0.7,-1.4 1.2,-0.6 1.15,1.1 0.84,0.9 0.88,-0.4 0.5,-0.86 -0.5,-0.86 -0.88,-0.4 -0.86,0.9",
      ),
      colour,
    );
    line(c, points("-0.86,0.7 -0.9,-0.4 -0.5,-0.9 0.5,-0.9 0.9,-0.4 0.86,0.7"), {
      width: 0.08,
      colour: shade(colour, -0.3),
    });
  },
  crown(c, colour) {
    polygon(c, points("-0.88,-0.72 -1.0,-1.5 -0.52,-1.16 0,-1.66 0.52,-1.16 1.0,-1.5 0.88,-0.72"), colour);
    polygon(c, points("-0.88,-0.7 -0.9,-0.9 0.9,-0.9 0.88,-0.7"), shade(colour, -0.2));
    for (const x of [-0.5, 0, 0.5]) oval(c, [x, -0.86, 0.09, 0.09], x === 0 ? "#b3283a" : "#2f6fb0");
  },
  helmet(c, colour) {
    soft(c, points("-1.06,-0.2 -1.1,-0.9 -0.5,-1.5 0.5,-1.5 1.1,-0.9 1.06,-0.2 0.9,-0.56 0,-0.66 -0.9,-0.56"), colour);
    line(c, points("-1.08,-0.42 0,-0.62 1.08,-0.42"), { width: 0.12, colour: shade(colour, -0.3) });
    line(c, points("-0.5,-1.2 0.1,-1.32"), { width: 0.09, colour: shade(colour, 0.35) });
  },
  headscarf(c, colour) {
    soft(
      c,
      points(
        "-1.05,0.9 -1.1,-0.5 -0.7,-1.25 0.5,-1.32 1.05,-0.6 1.02,0.8 0.8,0.8 0.82,-0.4 0.3,-0.82 -0.4,-0.8 -0.82,-0.3 -0.8,0.8",
      ),
      colour,
    );
  },
  beanie(c, colour) {
    soft(c, points("-1.0,-0.4 -1.02,-1.1 -0.4,-1.56 0.4,-1.56 1.02,-1.1 1.0,-0.4 0,-0.62"), colour);
    band(c, colour);
  },
  bonnet(c, colour) {
    soft(
      c,
      points("-1.1,0.5 -1.15,-0.7 -0.5,-1.4 0.5,-1.4 1.15,-0.7 1.1,0.5 0.88,0.3 0.8,-0.5 0,-0.86 -0.8,-0.5 -0.88,0.3"),
      colour,
    );
  },
  "space-helmet"(c, colour, turn) {
    c.strokeStyle = colour;
    c.lineWidth = 0.24;
    c.beginPath();
    c.arc(0, -0.05, 1.42, 0, Math.PI * 2);
    c.fillStyle = "rgba(150,200,235,0.16)";
    c.fill();
    c.stroke();
    line(
      c,
      [
        [-0.85 + turn * 0.2, -0.85],
        [-0.35, -1.15],
      ],
      { width: 0.12, colour: "rgba(255,255,255,0.55)" },
    );
  },
  chef(c, colour) {
    for (const [x, r] of [
      [-0.55, 0.5],
      [0.55, 0.5],
      [0, 0.62],
    ] as const)
      oval(c, [x, -1.6, r, r * 0.85], colour);
    polygon(c, points("-0.82,-0.6 -0.86,-1.5 0.86,-1.5 0.82,-0.6"), shade(colour, -0.06));
  },
};

export function drawHat(c: Brush, worn: Worn, face: FaceState): void {
  MAKERS[worn.kind](c, worn.colour, face.away ? 0 : face.turn);
}
