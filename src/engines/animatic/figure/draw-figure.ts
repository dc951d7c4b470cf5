import { type Brush, oval, type Point, taper } from "../brush.ts";
import { shade } from "../text/colours.ts";
import { type Body, drawApron, drawCape, drawScarf, drawSkirt, drawTorso } from "./draw-clothes.ts";
import { drawHead, type FaceState } from "./draw-head.ts";
import type { Person } from "./person.ts";
import type { Joints } from "./poses.ts";

export interface FigureState {
  readonly joints: Joints;
  readonly view: "side" | "front" | "back";
  /** -1 mirrors the whole figure: it faces left. */
  readonly way: 1 | -1;
  readonly face: FaceState;
  /** Drawn at the leading hand, in units of the person's height. */
  readonly held: ((c: Brush) => void) | undefined;
}

const ARM = 0.185;
const LEG = 0.2345;
const SPINE = 0.335;

/** The middle joint of two bones of length `bone` from `a` to `b`; `bend` says to which side it gives. */
function bendAt(
  a: Point,
  b: Point,
  { bone, bend }: { readonly bone: number; readonly bend: 1 | -1 },
): { middle: Point; end: Point } {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const distance = Math.max(1e-6, Math.hypot(dx, dy));
  const reach = Math.min(distance, bone * 1.995);
  const end: Point = [a[0] + (dx / distance) * reach, a[1] + (dy / distance) * reach];
  const height = Math.sqrt(Math.max(0, bone * bone - (reach / 2) ** 2)) * bend;
  return {
    middle: [(a[0] + end[0]) / 2 - (dy / distance) * height, (a[1] + end[1]) / 2 + (dx / distance) * height],
    end,
  };
}

/** A person with the feet at the origin, y up, in units of a grown person; the caller scales and places. */
export function drawFigure(c: Brush, person: Person, state: FigureState): void {
  const { joints } = state;
  c.save();
  c.scale(person.height * state.way, person.height);
  c.translate(0, joints.lift);
  if (joints.roll !== 0) {
    c.translate(0, Math.abs(joints.roll) > 1 ? 0.09 : 0.5);
    c.rotate(joints.roll);
    c.translate(0, -0.5);
  }
  const body = bodyOf(person, state);
  if (person.garments.cape !== undefined && state.view !== "back") drawCape(c, person, body);
  const { garments } = person;
  const sleeves = garments.sleeveless ? person.skin : garments.top;
  arm(c, body, { side: -1, person, colour: shade(sleeves, -0.24) });
  legs(c, person, body);
  drawTorso(c, person, body);
  if (garments.long || garments.bottomKind === "skirt") drawSkirt(c, person, body);
  if (garments.apron !== undefined && state.view !== "back") drawApron(c, person, body);
  neck(c, person, body);
  if (garments.scarf !== undefined) drawScarf(c, person, body);
  head(c, person, body, state.face);
  if (person.garments.cape !== undefined && state.view === "back") drawCape(c, person, body);
  arm(c, body, { side: 1, person, colour: shade(sleeves, 0.03), held: state.held });
  c.restore();
}

function bodyOf(person: Person, { joints, view }: FigureState): Body {
  const w = person.width;
  const lean = joints.lean + (person.stooped ? 0.12 : 0);
  const hip: Point = [0, joints.hip];
  const neckPoint: Point = [
    Math.sin(lean) * SPINE,
    joints.hip + Math.cos(lean) * SPINE * (view === "side" ? 1 : 1 - Math.max(0, lean) * 0.18),
  ];
  const spread = (view === "side" ? 0.03 : 0.104) * w * (person.woman ? 0.9 : 1);
  const shoulder = (side: number): Point => [
    neckPoint[0] * 0.94 - side * (view === "side" ? spread : -spread),
    neckPoint[1] - 0.035 + (view === "side" ? 0 : 0),
  ];
  const hand = (side: number, [forward, up]: Point): Point => {
    const [sx, sy] = shoulder(side);
    if (view === "side") return [sx + forward, sy + up];
    const out =
      0.035 + Math.max(0, up + 0.1) * 0.28 + Math.max(0, up) * 0.3 - Math.max(0, forward) * (up > 0 ? 0.04 : 0.34);
    return [sx + side * out, sy + up];
  };
  const foot = (side: number, [forward, up]: Point): Point =>
    view === "side"
      ? [forward + side * 0.012, up]
      : [
          side * (0.062 * w + Math.max(0, joints.hip < 0.4 ? 0.02 : 0)) + forward * 0.1,
          up + Math.max(0, -forward) * 0.06,
        ];
  return {
    view,
    w,
    lean,
    hip,
    neck: neckPoint,
    shoulders: [shoulder(-1), shoulder(1)],
    hands: [hand(-1, joints.far), hand(1, joints.near)],
    feet: [foot(-1, joints.farFoot), foot(1, joints.nearFoot)],
    nod: joints.nod,
  };
}

function legs(c: Brush, person: Person, body: Body): void {
  const { garments } = person;
  const hidden = garments.long && body.hip[1] > 0.4;
  for (const index of [0, 1] as const) {
    const side = index === 0 ? -1 : 1;
    const from: Point = body.view === "side" ? [side * -0.012, body.hip[1]] : [side * 0.055 * body.w, body.hip[1]];
    const target = body.feet[index];
    const ankle: Point = [target[0], target[1] + 0.035];
    const bend = body.view === "side" ? 1 : index === 0 ? -1 : 1;
    const { middle, end } = bendAt(from, ankle, { bone: LEG, bend: body.view === "side" ? 1 : bend });
    const knee: Point =
      body.view !== "side" && body.hip[1] < 0.4 ? [side * 0.115 * body.w, body.hip[1] - 0.03] : middle;
    const tone = index === 0 ? -0.26 : -0.04;
    const bare = garments.bottomKind !== "trousers" || garments.long;
    const cloth = shade(garments.long ? shade(person.skin, -0.08) : garments.bottom, tone);
    const skin = shade(person.skin, tone);
    if (!hidden || body.view === "side") {
      taper(
        c,
        [from, knee],
        [0.062 * body.w, 0.046 * body.w],
        garments.bottomKind === "skirt" || garments.long ? skin : cloth,
      );
      taper(c, [knee, end], [0.045 * body.w, 0.029], bare ? skin : cloth);
    } else taper(c, [[end[0], 0.16], end], [0.03, 0.028], skin);
    shoe(c, end, { person, side, front: body.view !== "side", tone });
  }
}

function shoe(
  c: Brush,
  [x, y]: Point,
  { person, side, front, tone }: { person: Person; side: number; front: boolean; tone: number },
): void {
  const colour = shade(person.garments.barefoot ? person.skin : person.garments.shoes, tone * 0.6);
  const sole = y - 0.035;
  c.fillStyle = colour;
  c.beginPath();
  if (front) c.ellipse(x + side * 0.01, sole + 0.02, 0.036, 0.024, 0, 0, Math.PI * 2);
  else {
    c.moveTo(x - 0.034, sole);
    c.lineTo(x - 0.03, y + 0.012);
    c.lineTo(x + 0.03, y + 0.012);
    c.quadraticCurveTo(x + 0.05, sole + 0.034, x + 0.088, sole + 0.022);
    c.quadraticCurveTo(x + 0.1, sole, x + 0.09, sole);
  }
  c.fill();
}

interface ArmLook {
  readonly side: -1 | 1;
  readonly person: Person;
  readonly colour: string;
  readonly held?: ((c: Brush) => void) | undefined;
}

function arm(c: Brush, body: Body, look: ArmLook): void {
  const index = look.side < 0 ? 0 : 1;
  const from = body.shoulders[index];
  const raised = body.hands[index][1] > from[1];
  const bend = body.view === "side" ? (raised ? -1 : -1) : look.side < 0 ? -1 : 1;
  const target = body.hands[index];
  // An arm that comes towards the camera is foreshortened.
  const reach = Math.hypot(target[0] - from[0], target[1] - from[1]);
  const bone = body.view === "side" ? ARM : Math.min(ARM, Math.max(0.09, reach * 0.56));
  const { middle, end } = bendAt(from, target, { bone, bend });
  const w = body.w;
  const { garments } = look.person;
  taper(c, [from, middle], [0.047 * w, 0.036 * w], look.colour);
  const bareForearm = garments.ragged || garments.sleeveless || garments.apron !== undefined;
  taper(
    c,
    [middle, end],
    [0.035 * w, 0.024],
    bareForearm ? shade(look.person.skin, look.side < 0 ? -0.2 : -0.04) : look.colour,
  );
  const skin = garments.gloves ?? shade(look.person.skin, look.side < 0 ? -0.16 : 0.02);
  const angle = Math.atan2(end[1] - middle[1], end[0] - middle[0]);
  c.save();
  c.translate(end[0], end[1]);
  const drawHand = (): void => {
    c.save();
    c.rotate(angle);
    oval(c, [0.022, 0, 0.034, 0.024], skin);
    taper(
      c,
      [
        [0.012, 0.014],
        [0.034, 0.03],
      ],
      [0.011, 0.008],
      skin,
    );
    taper(
      c,
      [
        [0.04, -0.004],
        [0.062, -0.006],
      ],
      [0.013, 0.009],
      skin,
    );
    c.restore();
  };
  if (look.held === undefined) drawHand();
  else {
    c.save();
    c.translate(Math.cos(angle) * 0.03, Math.sin(angle) * 0.03);
    look.held(c);
    c.restore();
    drawHand();
  }
  c.restore();
}

function neck(c: Brush, person: Person, body: Body): void {
  const [x, y] = body.neck;
  taper(
    c,
    [
      [x * 0.98, y - 0.02],
      [x + Math.sin(body.lean + body.nod * 0.5) * 0.05, y + 0.045],
    ],
    [0.04 * body.w ** 0.5, 0.036],
    shade(person.skin, -0.2),
  );
}

function head(c: Brush, person: Person, body: Body, face: FaceState): void {
  const r = person.head;
  const tilt = body.lean * 0.45 + body.nod * (body.view === "side" ? 1 : 0.15);
  c.save();
  c.translate(body.neck[0] + Math.sin(body.lean) * 0.03, body.neck[1] + 0.002);
  c.rotate(-tilt);
  c.translate(0, r * 1.05);
  // A bowed head that is seen from the front shows more of its top.
  if (body.view !== "side") c.translate(0, -body.nod * r * 0.35);
  c.scale(r, -r);
  drawHead(c, person, face);
  c.restore();
}
