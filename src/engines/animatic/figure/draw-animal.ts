import { type Brush, line, oval, type Point, points, polygon, soft, taper } from "../brush.ts";
import { colourIn, shade } from "../text/colours.ts";
import type { Animal, AnimalKind } from "./animal.ts";

export interface AnimalState {
  readonly seconds: number;
  readonly way: 1 | -1;
  readonly moves: boolean;
}

type Maker = (c: Brush, colour: string, step: number) => void;

/** Four legs under a body; `step` swings them. */
function fourLegs(
  c: Brush,
  {
    colour,
    xs,
    top,
    step,
    thick,
  }: { colour: string; xs: readonly [number, number]; top: number; step: number; thick: number },
): void {
  for (const [index, x] of [xs[0] - 0.05, xs[1] - 0.05, xs[0] + 0.05, xs[1] + 0.05].entries()) {
    const swing = Math.sin(step + index * 1.9) * 0.16;
    const tone = index < 2 ? shade(colour, -0.28) : shade(colour, -0.06);
    const knee: Point = [x + swing * 0.5 - 0.02, top * 0.5];
    taper(c, [[x, top], knee], [thick * 1.3, thick * 0.8], tone);
    taper(c, [knee, [x + swing, 0.03]], [thick * 0.8, thick * 0.6], tone);
  }
}

/** Drawn around the origin, feet on y = 0, shoulder height 1, looking right. */
const MAKERS: Readonly<Record<AnimalKind, Maker>> = {
  dog(c, colour, step) {
    line(
      c,
      [
        [-0.78, 0.85],
        [-1.05, 1.1 + Math.sin(step * 2) * 0.12],
      ],
      { width: 0.12, colour: shade(colour, -0.12) },
    );
    fourLegs(c, { colour, xs: [-0.6, 0.5], top: 0.65, step, thick: 0.09 });
    soft(c, points("-0.8,0.95 0,1.02 0.6,1.08 0.7,0.7 0.3,0.46 -0.4,0.55 -0.82,0.6"), colour);
    soft(c, points("0.42,1.0 0.62,1.48 0.95,1.5 1.32,1.28 1.3,1.14 0.95,1.08 0.75,0.8"), colour);
    soft(c, points("0.6,1.5 0.5,1.62 0.44,1.1 0.68,1.2"), shade(colour, -0.34));
    oval(c, [1.31, 1.25, 0.06, 0.05], "#1d1614");
    oval(c, [0.95, 1.36, 0.045, 0.05], "#17110e");
  },
  cat(c, colour, step) {
    line(
      c,
      [
        [-0.7, 0.8],
        [-1.1, 1.1],
        [-1.0, 1.6 + Math.sin(step) * 0.1],
      ],
      { width: 0.13, colour: shade(colour, -0.1) },
    );
    fourLegs(c, { colour, xs: [-0.55, 0.5], top: 0.6, step, thick: 0.1 });
    soft(c, points("-0.8,0.9 -0.2,1.08 0.5,1.0 0.66,0.6 0.1,0.45 -0.6,0.5"), colour);
    oval(c, [0.75, 1.15, 0.36, 0.32], colour);
    for (const x of [0.52, 0.92]) polygon(c, points("-0.11,1.36 0.02,1.7 0.14,1.36", x), shade(colour, -0.15));
    for (const x of [0.7, 0.94]) oval(c, [x, 1.2, 0.06, 0.07], "#b9c94a");
    for (const x of [0.71, 0.95]) oval(c, [x, 1.2, 0.022, 0.06], "#14110f");
    line(c, points("0.85,1.03 1.2,1.06"), { width: 0.015, colour: "#e8e2d8" });
    line(c, points("0.85,1.0 1.18,0.94"), { width: 0.015, colour: "#e8e2d8" });
  },
  horse(c, colour, step) {
    soft(c, points("-0.62,0.95 -0.86,0.8 -0.84,0.35 -0.72,0.4 -0.6,0.8"), shade(colour, -0.45));
    fourLegs(c, { colour, xs: [-0.48, 0.42], top: 0.68, step, thick: 0.062 });
    soft(c, points("-0.62,1.0 0,0.94 0.5,1.02 0.6,0.75 0.2,0.54 -0.4,0.58 -0.66,0.72"), colour);
    soft(c, points("0.34,0.98 0.62,1.42 0.8,1.5 1.14,1.22 1.1,1.1 0.84,1.16 0.66,0.74"), colour);
    soft(c, points("0.28,1.0 0.5,1.44 0.72,1.54 0.6,1.3 0.46,1.0"), shade(colour, -0.5));
    polygon(c, points("0.66,1.46 0.7,1.62 0.78,1.46"), colour);
    oval(c, [0.85, 1.34, 0.026, 0.03], "#120d0a");
  },
  cow(c, colour, step) {
    fourLegs(c, { colour, xs: [-0.55, 0.45], top: 0.6, step, thick: 0.085 });
    soft(c, points("-0.75,1.0 0,1.02 0.6,1.0 0.66,0.6 0.1,0.42 -0.6,0.46 -0.8,0.7"), colour);
    soft(c, points("0.5,0.95 0.6,1.18 0.86,1.2 1.12,0.92 1.08,0.78 0.8,0.78"), shade(colour, -0.12));
    for (const x of [0.58, 0.82]) line(c, points("0,1.16 -0.04,1.32", x), { width: 0.05, colour: "#e6dcc4" });
    oval(c, [0.82, 1.04, 0.03, 0.035], "#120d0a");
  },
  rabbit(c, colour, step) {
    oval(c, [-0.7, 0.4, 0.18, 0.18], shade(colour, 0.4));
    soft(c, points("-0.7,0.1 -0.75,0.6 -0.2,0.95 0.4,0.75 0.5,0.1 0,0"), colour);
    oval(c, [0.55, 0.9, 0.32, 0.28], colour);
    for (const x of [0.4, 0.56])
      soft(
        c,
        [
          [x - 0.06, 1.1],
          [x - 0.14, 1.75 + Math.sin(step) * 0.03],
          [x + 0.04, 1.75],
          [x + 0.08, 1.1],
        ],
        shade(colour, -0.1),
      );
    oval(c, [0.66, 0.96, 0.05, 0.06], "#1a1210");
  },
  bear(c, colour, step) {
    fourLegs(c, { colour, xs: [-0.5, 0.45], top: 0.5, step, thick: 0.15 });
    soft(c, points("-0.8,0.9 0,1.15 0.6,1.05 0.72,0.5 0,0.34 -0.8,0.4"), colour);
    oval(c, [0.78, 1.02, 0.34, 0.3], colour);
    for (const x of [0.6, 0.92]) oval(c, [x, 1.28, 0.1, 0.1], shade(colour, -0.2));
    oval(c, [1.04, 0.94, 0.16, 0.12], shade(colour, 0.2));
    oval(c, [0.86, 1.1, 0.035, 0.04], "#120d0a");
  },
  bird(c, colour, step) {
    const flap = Math.sin(step * 2.2);
    soft(
      c,
      [
        [-0.1, 0.55],
        [-0.5, 0.55 + flap * 0.7],
        [-0.9, 0.7 + flap * 1.1],
        [-0.3, 0.42],
      ],
      shade(colour, -0.2),
    );
    soft(c, points("-0.9,0.5 -0.3,0.72 0.35,0.75 0.5,0.5 0.1,0.28 -0.5,0.34"), colour);
    oval(c, [0.5, 0.72, 0.2, 0.18], colour);
    polygon(c, points("0.66,0.76 0.95,0.68 0.66,0.64"), "#d9963a");
    oval(c, [0.56, 0.77, 0.035, 0.035], "#120d0a");
    soft(
      c,
      [
        [0.1, 0.62],
        [-0.2, 0.6 + flap * 0.9],
        [-0.55, 0.9 + flap * 1.3],
        [-0.05, 0.46],
      ],
      shade(colour, -0.06),
    );
  },
  fish(c, colour, step) {
    const sway = Math.sin(step) * 0.12;
    polygon(
      c,
      [
        [-0.7, 0.5],
        [-1.15, 0.8 + sway],
        [-1.1, 0.2 + sway],
      ],
      shade(colour, -0.2),
    );
    soft(c, points("-0.8,0.5 -0.2,0.85 0.6,0.72 0.95,0.5 0.6,0.28 -0.2,0.16"), colour);
    oval(c, [0.62, 0.56, 0.06, 0.06], "#101418");
  },
  dragon(c, colour, step) {
    const flap = Math.sin(step * 0.8) * 0.25;
    soft(
      c,
      [
        [-0.1, 0.9],
        [-0.9, 1.7 + flap],
        [-1.5, 1.3 + flap],
        [-1.1, 1.2 + flap],
        [-0.6, 0.95],
      ],
      shade(colour, -0.35),
    );
    soft(c, points("-0.7,0.7 -1.3,0.5 -1.8,0.7 -1.2,0.35 -0.6,0.45"), colour);
    fourLegs(c, { colour, xs: [-0.45, 0.4], top: 0.5, step: step * 0.4, thick: 0.12 });
    soft(c, points("-0.75,0.8 0,0.98 0.5,0.9 0.6,0.5 0,0.34 -0.7,0.42"), colour);
    soft(c, points("0.3,0.9 0.5,1.5 0.8,1.7 1.3,1.5 1.26,1.36 0.86,1.4 0.66,0.7"), colour);
    oval(c, [0.9, 1.56, 0.05, 0.05], "#f2c94a");
    soft(
      c,
      [
        [0, 0.92],
        [-0.4, 1.8 + flap],
        [-1, 1.9 + flap],
        [-0.5, 1.2],
        [0.2, 0.8],
      ],
      shade(colour, -0.2),
    );
  },
};

const USUAL: Readonly<Record<AnimalKind, string>> = {
  dog: "#8a5f3a",
  cat: "#7d7f86",
  horse: "#6e4428",
  cow: "#ddd6c8",
  rabbit: "#a58f78",
  bear: "#5a4030",
  bird: "#e6e6e2",
  fish: "#6f95a8",
  dragon: "#5a7d4a",
};

/** An animal with the feet at the origin, y up, in units of a grown person. */
export function drawAnimal(
  c: Brush,
  animal: Animal,
  { words, state }: { readonly words: string; readonly state: AnimalState },
): void {
  const colour =
    colourIn(words) ??
    (/\b(crow|raven|panther)\b/.test(words)
      ? "#2a2a2e"
      : /\b(lion|fox|tiger)\b/.test(words)
        ? "#c08a45"
        : /sheep|lamb|swan|goose/.test(words)
          ? "#ece8de"
          : /pig/.test(words)
            ? "#e0a79a"
            : USUAL[animal.kind]);
  c.save();
  c.scale(animal.height * state.way, animal.height);
  MAKERS[animal.kind](c, colour, state.moves || animal.flies ? state.seconds * 9 : Math.sin(state.seconds * 1.2) * 0.4);
  c.restore();
}
