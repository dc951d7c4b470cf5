import { type Brush, line, oval, points, soft } from "../brush.ts";
import { mix, shade } from "../text/colours.ts";
import type { FaceState } from "./draw-head.ts";
import { type Expression, expressionOf } from "./expression.ts";
import type { Person } from "./person.ts";

/** Eyes, brows, nose, mouth, beard, lines and glasses of a face that is seen; head of radius 1, y down. */
export function drawFeatures(c: Brush, person: Person, face: FaceState): void {
  const look = expressionOf(face.emotion === "" ? person.emotion : face.emotion);
  const shift = face.turn * 0.3;
  if (look.blush || person.rosy)
    for (const way of [-1, 1])
      oval(c, [way * 0.48 + shift, 0.26, 0.19, 0.13], person.rosy ? "rgba(214,70,60,0.34)" : "rgba(214,90,70,0.2)");
  for (const way of [-1, 1]) eye(c, { person, face, look, way, x: eyeX(way, face.turn) });
  nose(c, person, face);
  mouth(c, person, face, look);
  beard(c, person, face.turn);
  marks(c, person, face.turn, look);
  eyewear(c, person, face);
}

const eyeX = (way: number, turn: number): number => (way < 0 ? -0.36 + turn * 0.34 : 0.36 + turn * 0.24);

interface EyeRequest {
  readonly person: Person;
  readonly face: FaceState;
  readonly look: Expression;
  readonly way: number;
  readonly x: number;
}

function eye(c: Brush, { person, face, look, way, x }: EyeRequest): void {
  const narrow = way > 0 ? 1 - face.turn * 0.38 : 1;
  const [rx, ry] = [
    0.175 * narrow * (person.child || person.tiny ? 1.15 : 1),
    0.125 * look.eyes * (person.child || person.tiny ? 1.25 : 1),
  ];
  const lid = Math.max(0.06, 1 - face.blink);
  oval(c, [x, -0.06, rx + 0.02, ry * lid + 0.02], shade(person.skin, -0.28));
  c.save();
  c.beginPath();
  c.ellipse(x, -0.06, rx, Math.max(0.012, ry * lid), 0, 0, Math.PI * 2);
  c.clip();
  oval(c, [x, -0.06, rx, ry], "#f4efe6");
  const [ix, iy] = [x + face.gaze * rx * 0.42, -0.06];
  oval(c, [ix, iy, 0.105 * narrow, 0.115], person.eyes);
  oval(c, [ix, iy, 0.055 * narrow, 0.06], "#15100d");
  oval(c, [ix + 0.035, iy - 0.045, 0.03, 0.03], "#ffffff");
  oval(c, [x, -0.06 - ry, rx * 1.1, ry * 0.5], "rgba(40,20,10,0.28)");
  c.restore();
  const top = -0.06 - ry * lid;
  line(
    c,
    [
      [x - rx * 1.05, -0.05 - (person.woman ? 0 : 0)],
      [x - rx * 0.5, top + 0.015],
      [x + rx * 0.4, top + 0.005],
      [x + rx * 1.05, -0.06 - (person.woman && way > 0 ? 0.05 : 0)],
    ],
    {
      width: person.woman ? 0.05 : 0.034,
      colour: person.woman ? "#241511" : shade(person.skin, -0.6),
    },
  );
  const inner = look.browInner;
  const y = -0.32 - look.browLift - (look.eyes - 1) * 0.12;
  const brow = person.hairStyle === "bald" ? shade(person.skin, -0.5) : shade(person.hair, -0.3);
  line(
    c,
    [
      [x - way * 0.19 * narrow, y - inner],
      [x, y - 0.055 - inner * 0.25],
      [x + way * 0.21 * narrow, y + 0.03 + inner * 0.35],
    ],
    { width: person.woman ? 0.06 : 0.09, colour: brow },
  );
}

function nose(c: Brush, person: Person, { turn }: FaceState): void {
  const length = person.longNose ? 0.42 : person.child || person.tiny ? 0.22 : 0.3;
  const out = turn * (person.longNose ? 0.36 : 0.22);
  const x = turn * 0.36;
  soft(
    c,
    [
      [x - 0.05, 0],
      [x + out * 0.7 + 0.05, length * 0.5],
      [x + 0.12 + out, length],
      [x + 0.02, length + 0.08],
      [x - 0.12, length],
      [x - 0.05, length * 0.5],
    ],
    shade(person.skin, -0.09),
  );
  line(
    c,
    [
      [x - 0.1, length + 0.02],
      [x, length + 0.06],
      [x + 0.1 + out * 0.8, length + 0.01],
    ],
    { width: 0.035, colour: shade(person.skin, -0.38) },
  );
}

function mouth(c: Brush, person: Person, face: FaceState, look: Expression): void {
  const x = face.turn * 0.33;
  const y = 0.58;
  const open = Math.max(face.mouth, look.open);
  const wide = (person.child || person.tiny ? 0.2 : 0.25) * (1 - face.turn * 0.2);
  const { smile } = look;
  const lip = person.woman ? mix(person.skin, "#a8323a", 0.6) : mix(shade(person.skin, -0.3), "#8a2f2a", 0.4);
  if (open > 0.1) {
    const deep = 0.06 + open * 0.17;
    soft(
      c,
      [
        [x - wide, y - smile * 0.5],
        [x, y - 0.05],
        [x + wide, y - smile * 0.5],
        [x + wide * 0.7, y + deep],
        [x, y + deep * 1.35],
        [x - wide * 0.7, y + deep],
      ],
      "#4a1716",
    );
    if (open > 0.25)
      soft(
        c,
        [
          [x - wide * 0.7, y - 0.02],
          [x, y - 0.04],
          [x + wide * 0.7, y - 0.02],
          [x + wide * 0.5, y + 0.06],
          [x - wide * 0.5, y + 0.06],
        ],
        "#efe8dd",
      );
    oval(c, [x, y + deep * 0.95, wide * 0.5, deep * 0.3], "#b0554f");
    return;
  }
  const curve: readonly (readonly [number, number])[] = [
    [x - wide, y - smile * 0.55],
    [x - wide * 0.4, y + smile * 0.35],
    [x + wide * 0.4, y + smile * 0.35],
    [x + wide, y - smile * 0.55],
  ];
  if (person.woman)
    soft(
      c,
      [
        [x - wide * 0.9, y - smile * 0.3],
        [x, y - 0.07],
        [x + wide * 0.9, y - smile * 0.3],
        [x, y + 0.13],
      ],
      lip,
    );
  line(c, curve, { width: 0.05, colour: shade(lip, -0.25) });
}

function beard(c: Brush, person: Person, turn: number): void {
  const x = turn * 0.33;
  const { hair } = person;
  if (person.beard === "none") return;
  if (person.beard === "stubble") {
    soft(
      c,
      [
        [-0.78, 0.25],
        [-0.6, 0.8],
        [x, 1.08],
        [0.62 + x * 0.3, 0.8],
        [0.82, 0.25],
        [0.5 + x, 0.5],
        [x, 0.44],
        [-0.4 + x, 0.5],
      ],
      "rgba(40,30,25,0.28)",
    );
    return;
  }
  if (person.beard === "full" || person.beard === "long") {
    const drop = person.beard === "long" ? 2.3 : 1.32;
    soft(
      c,
      [
        [-0.86, 0.05],
        [-0.88, 0.75],
        [x - 0.35, drop],
        [x + 0.3, drop],
        [0.86, 0.75],
        [0.86, 0.05],
        [0.6, 0.4],
        [x + 0.3, 0.76],
        [x - 0.3, 0.76],
        [-0.6, 0.4],
      ],
      hair,
    );
    soft(
      c,
      [
        [x - 0.3, 0.86],
        [x, 0.8],
        [x + 0.3, 0.86],
        [x + 0.16, drop * 0.92],
        [x - 0.16, drop * 0.92],
      ],
      shade(hair, -0.12),
    );
  }
  if (person.beard === "goatee") soft(c, points("-0.2,0.74 0.2,0.74 0.16,1.2 -0.16,1.2", x), hair);
  soft(
    c,
    points("-0.03,0.38 0.34,0.42 0.5,0.68 0.28,0.56 0,0.53 -0.28,0.56 -0.5,0.68 -0.34,0.42", x),
    shade(hair, 0.05),
  );
}

function marks(c: Brush, person: Person, turn: number, look: Expression): void {
  const shift = turn * 0.3;
  if (person.freckles)
    for (let i = 0; i < 12; i += 1)
      oval(
        c,
        [shift + (i < 6 ? -0.5 : 0.3) + (i % 3) * 0.11, 0.14 + (i % 4) * 0.075, 0.024, 0.024],
        "rgba(150,80,40,0.6)",
      );
  if (person.scar)
    line(c, points("0.36,-0.36 0.48,0.1 0.44,0.42", shift), { width: 0.05, colour: mix(person.skin, "#a84a44", 0.55) });
  if (look.tears)
    for (const way of [-1, 1])
      line(
        c,
        [
          [shift + way * 0.38, 0.1],
          [shift + way * 0.42, 0.46],
        ],
        { width: 0.05, colour: "rgba(190,220,245,0.8)" },
      );
  if (!person.old) return;
  const stroke = { width: 0.026, colour: "rgba(70,35,20,0.4)" };
  // In profile the far cheek is out of sight.
  for (const way of turn > 0.5 ? [-1] : [-1, 1]) {
    line(
      c,
      [
        [way * 0.24 + shift, 0.32],
        [way * 0.4 + shift, 0.44],
        [way * 0.4 + shift, 0.62],
      ],
      stroke,
    );
    line(
      c,
      [
        [way * 0.6 + shift, -0.04],
        [way * 0.72 + shift, -0.1],
      ],
      stroke,
    );
    line(
      c,
      [
        [way * 0.28 + shift, 0.12],
        [way * 0.42 + shift, 0.15],
      ],
      stroke,
    );
  }
  for (const y of [-0.62, -0.74])
    line(
      c,
      [
        [-0.34 + shift, y],
        [shift, y - 0.04],
        [0.34 + shift, y],
      ],
      stroke,
    );
}

function eyewear(c: Brush, person: Person, face: FaceState): void {
  const { turn } = face;
  if (person.eyewear === "none") return;
  if (person.eyewear === "eyepatch") {
    oval(c, [eyeX(1, turn), -0.05, 0.24, 0.22], "#1d1816");
    line(c, points("-0.85,-0.35 0.9,-0.2"), { width: 0.06, colour: "#1d1816" });
    return;
  }
  const dark = person.eyewear === "sunglasses";
  const frame = { width: person.eyewear === "goggles" ? 0.1 : 0.05, colour: dark ? "#141414" : "#4b4640" };
  for (const way of [-1, 1]) {
    const x = eyeX(way, turn);
    const rx = 0.27 * (way > 0 ? 1 - turn * 0.3 : 1);
    c.beginPath();
    c.ellipse(x, -0.05, rx, dark ? 0.2 : 0.25, 0, 0, Math.PI * 2);
    c.fillStyle = dark ? "#15171b" : "rgba(235,245,255,0.16)";
    c.fill();
    c.strokeStyle = frame.colour;
    c.lineWidth = frame.width;
    c.stroke();
    line(
      c,
      [
        [x - rx * 0.5, -0.16],
        [x - rx * 0.1, 0.02],
      ],
      { width: 0.03, colour: "rgba(255,255,255,0.4)" },
    );
  }
  line(
    c,
    [
      [eyeX(-1, turn) + 0.26, -0.07],
      [eyeX(1, turn) - 0.22, -0.07],
    ],
    frame,
  );
  line(
    c,
    [
      [eyeX(-1, turn) - 0.27, -0.08],
      [-0.86 + turn * 0.4, -0.02],
    ],
    frame,
  );
}
