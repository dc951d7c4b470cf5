import { type Brush, line, oval, points, soft } from "../brush.ts";
import { shade } from "../text/colours.ts";
import type { FaceState } from "./draw-head.ts";
import type { Person } from "./person.ts";

/** Hair behind the face. Head of radius 1, y down. */
export function drawBackHair(c: Brush, person: Person, { turn }: FaceState): void {
  const dark = shade(person.hair, -0.22);
  const s = -turn * 0.2;
  switch (person.hairStyle) {
    case "long":
      soft(c, points("-1,-0.4 -0.7,-1.2 0.7,-1.2 1,-0.3 1.02,1 0.75,1.9 -0.75,1.95 -1.12,1", s * 1.3), dark);
      break;
    case "bob":
      soft(c, points("-1,-0.4 -0.7,-1.2 0.7,-1.2 1,-0.3 1.04,0.75 0.7,0.95 -0.75,0.98 -1.1,0.7", s), dark);
      break;
    case "bun":
      oval(c, [-turn * 0.85, -1.12 + turn * 0.25, 0.42, 0.4], person.hair);
      oval(c, [-turn * 0.85, -1.06 + turn * 0.25, 0.28, 0.24], dark);
      break;
    case "ponytail":
      soft(
        c,
        [
          [-turn * 0.7, -0.9],
          [-turn * 1.5 - 0.25, -0.6],
          [-turn * 1.5 - 0.3, 0.7],
          [-turn * 1.1, 1.3],
          [-turn * 1.0 + 0.15, 0.2],
        ],
        dark,
      );
      break;
    case "braids":
      braids(c, person, { turn, dark });
      break;
    case "afro":
      oval(c, [s, -0.42, 1.42, 1.3], dark);
      break;
    case "curly":
      curls(c, [s, 1.04, 0.95], { count: 13, size: 0.34, colours: [dark, dark] });
      break;
    default:
      break;
  }
}

function braids(c: Brush, person: Person, { turn, dark }: { readonly turn: number; readonly dark: string }): void {
  for (const way of turn > 0.4 ? [-1] : [-1, 1])
    for (let knot = 0; knot < 5; knot += 1) {
      const thick = 0.2 - knot * 0.012;
      const x = way * (0.86 - knot * 0.02) + turn * 0.25;
      oval(c, [x, 0.45 + knot * 0.34, thick, 0.22], knot % 2 === 0 ? dark : person.hair);
    }
}

interface Curls {
  readonly count: number;
  readonly size: number;
  readonly colours: readonly [string, string];
}

/** Locks in a half circle over the head: its shift, half width and height. */
function curls(
  c: Brush,
  [shift, wide, high]: readonly [number, number, number],
  { count, size, colours }: Curls,
): void {
  for (let i = 0; i < count; i += 1) {
    const angle = Math.PI * (i / (count - 1));
    const drop = count > 10 && (i < 2 || i > count - 3) ? 0.3 : -0.1;
    oval(
      c,
      [Math.cos(angle) * wide + shift, drop - Math.sin(angle) * high, size, size * 0.9],
      colours[i % 2 === 0 ? 0 : 1],
    );
  }
}

/** Hair over the skull and the forehead, or the whole back of the head. */
export function drawHair(c: Brush, person: Person, { turn, away }: FaceState): void {
  const { hairStyle, hair } = person;
  if (hairStyle === "bald") {
    if (person.old) line(c, points("-0.84,0.1 -0.9,-0.2"), { width: 0.12, colour: hair });
    return;
  }
  if (away) {
    backOfHead(c, person);
    return;
  }
  const thin = hairStyle === "thin";
  const s = turn * 0.22;
  const fringe = person.woman || person.child ? -0.52 : thin ? -0.9 : -0.66;
  if (hairStyle === "afro") curls(c, [0, 0.86, 1.02], { count: 9, size: 0.36, colours: [hair, hair] });
  else if (hairStyle === "curly")
    curls(c, [s * 0.3, 0.84, 0.92], { count: 9, size: 0.3, colours: [hair, shade(hair, -0.08)] });
  else combed(c, person, { turn, s, fringe, thin });
}

interface Combed {
  readonly turn: number;
  /** Shift of the parting with the turn of the head. */
  readonly s: number;
  /** Where the hair ends on the forehead. */
  readonly fringe: number;
  readonly thin: boolean;
}

function combed(c: Brush, person: Person, { turn, s, fringe, thin }: Combed): void {
  const { hairStyle, hair } = person;
  const low = hairStyle === "long" || hairStyle === "bob" || hairStyle === "braids" ? 0.5 : 0.05;
  const back = -0.9 - turn * 0.06;
  soft(
    c,
    [
      [back, low],
      [back - 0.04, -0.6],
      [-0.6, thin ? -1.16 : -1.3],
      [0.2, thin ? -1.2 : -1.36],
      [0.86, -0.95],
      [0.95, -0.3],
      [0.86, thin ? -0.2 : low * 0.5 - 0.15],
      [0.78, fringe + 0.1],
      [0.3 + s, fringe - 0.12],
      [-0.15 + s, fringe],
      [-0.6 + s * 1.6, fringe + 0.12],
      [-0.78 + turn * 0.35, low * 0.8],
    ],
    hair,
  );
  if (turn > 0.4)
    soft(
      c,
      [
        [back, -0.7],
        [-0.4, -0.9],
        [-0.35, -0.1],
        [-0.62, low + 0.1],
        [back, low + 0.15],
      ],
      shade(hair, -0.06),
    );
  if (hairStyle === "spiky")
    for (let i = 0; i < 6; i += 1)
      soft(
        c,
        [
          [-0.75 + i * 0.28, -0.85],
          [-0.72 + i * 0.29 + s, -1.62],
          [-0.45 + i * 0.28, -0.9],
        ],
        hair,
      );
  if (!thin) line(c, points("-0.5,-1.05 0.05,-1.16 0.5,-1.02"), { width: 0.05, colour: shade(hair, 0.16) });
}

function backOfHead(c: Brush, person: Person): void {
  const { hair, hairStyle } = person;
  const long = hairStyle === "long" ? 1.9 : hairStyle === "bob" ? 1.0 : 0.72;
  soft(
    c,
    [
      [-0.95, 0.2],
      [-0.95, -0.7],
      [-0.4, -1.28],
      [0.4, -1.28],
      [0.95, -0.7],
      [0.95, 0.2],
      [0.6, long],
      [-0.6, long],
    ],
    hair,
  );
  soft(c, points("-0.3,-1.1 0.1,-1.15 0.2,0.5 -0.1,0.6"), shade(hair, 0.07));
  if (hairStyle === "bun") oval(c, [0, -0.5, 0.45, 0.42], shade(hair, -0.14));
  if (hairStyle === "ponytail") soft(c, points("-0.22,-0.5 0.22,-0.5 0.3,0.8 0,1.5 -0.3,0.8"), shade(hair, -0.14));
}
