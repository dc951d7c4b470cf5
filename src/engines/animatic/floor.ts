import type { SKRSContext2D } from "@napi-rs/canvas";
import { project, type View } from "./camera.ts";
import type { Floor, Place } from "./places/place.ts";
import { randomFrom } from "./random.ts";
import { mix, shade } from "./text/colours.ts";

interface FloorRequest {
  readonly place: Place;
  readonly view: View;
  readonly width: number;
  readonly height: number;
  /** Colour that what is far takes: the horizon's. */
  readonly haze: string;
  readonly seconds: number;
}

const SPECKLES = (() => {
  const random = randomFrom("floor");
  return Array.from({ length: 220 }, () => [(random() - 0.5) * 16, random() ** 1.6, random()] as const);
})();

/** The ground in perspective, from the wall or the horizon to the feet of the camera; side walls of a room with it. */
export function drawFloor(c: SKRSContext2D, request: FloorRequest): void {
  const { place, view, width, height } = request;
  if (place.room !== undefined) drawSides(c, request);
  const { floor } = place;
  if (floor.kind === "none") return;
  const edge = project(view, request, [0, 0, place.wall]);
  if (edge.y >= height) return;
  const g = c.createLinearGradient(0, edge.y, 0, height + 1);
  const base = floor.verge ?? floor.colour;
  const far = place.room === undefined ? mix(base, request.haze, place.wall > 6 ? 0.6 : 0.15) : shade(base, -0.2);
  g.addColorStop(0, far);
  g.addColorStop(
    Math.min(0.6, 0.25 + place.wall * 0.004),
    place.room === undefined ? mix(base, request.haze, 0.12) : base,
  );
  g.addColorStop(1, shade(base, -0.14));
  c.fillStyle = g;
  c.fillRect(-width * 0.2, edge.y, width * 1.4, height * 1.3 - edge.y);
  if (floor.half !== undefined) drawStreet(c, request, floor.half);
  pattern(c, request);
}

/** Nearest depth that is still before the lens. */
const nearest = (view: View): number => -view.distance * 0.86;

function quad(
  c: SKRSContext2D,
  points: readonly { readonly x: number; readonly y: number }[],
  fill: string | ReturnType<SKRSContext2D["createLinearGradient"]>,
): void {
  c.fillStyle = fill;
  c.beginPath();
  points.forEach((point, index) => {
    if (index === 0) c.moveTo(point.x, point.y);
    else c.lineTo(point.x, point.y);
  });
  c.fill();
}

function drawSides(c: SKRSContext2D, request: FloorRequest): void {
  const { place, view } = request;
  const { room } = place;
  if (room === undefined) return;
  const front = nearest(view);
  for (const side of [-1, 1]) {
    const x = side * room.half;
    const [a, b, d, e] = [
      project(view, request, [x, 0, place.wall]),
      project(view, request, [x, room.height, place.wall]),
      project(view, request, [x, room.height, front]),
      project(view, request, [x, 0, front]),
    ];
    if ((side < 0 && a.x < 0 && d.x < 0) || (side > 0 && a.x > request.width && d.x > request.width)) continue;
    const g = c.createLinearGradient(a.x, 0, d.x, 0);
    g.addColorStop(0, shade(room.colour, -0.26));
    g.addColorStop(1, shade(room.colour, -0.5));
    quad(c, [a, b, d, e], g);
  }
  const ceiling = [
    project(view, request, [-room.half, room.height, place.wall]),
    project(view, request, [room.half, room.height, place.wall]),
    project(view, request, [room.half, room.height, front]),
    project(view, request, [-room.half, room.height, front]),
  ];
  if ((ceiling[0]?.y ?? 0) <= 0) return;
  quad(c, ceiling, shade(room.colour, -0.45));
  if (!room.beams) return;
  for (let x = -room.half; x <= room.half; x += 0.9)
    quad(
      c,
      [
        project(view, request, [x, room.height, place.wall]),
        project(view, request, [x + 0.14, room.height, place.wall]),
        project(view, request, [x + 0.14, room.height, front]),
        project(view, request, [x, room.height, front]),
      ],
      "#3d2a1a",
    );
}

function drawStreet(c: SKRSContext2D, request: FloorRequest, half: number): void {
  const { place, view } = request;
  const { floor } = place;
  // The street runs across the picture: near kerb, lanes, far kerb.
  const far = Math.min(place.wall, half);
  const strip = (from: number, to: number, colour: string): void =>
    quad(
      c,
      [
        project(view, request, [-60, 0, to]),
        project(view, request, [60, 0, to]),
        project(view, request, [60, 0, from]),
        project(view, request, [-60, 0, from]),
      ],
      colour,
    );
  strip(Math.max(nearest(view), -half), far, floor.colour);
  strip(far - 0.06, far + 0.05, shade(floor.verge ?? floor.colour, 0.14));
  const shift = ((place.passing ?? 0) * request.seconds) % 1.6;
  for (let i = -16; i < 17; i += 1) {
    const x = i * 1.6 - shift;
    quad(
      c,
      [
        project(view, request, [x, 0, half * 0.42 + 0.06]),
        project(view, request, [x + 0.8, 0, half * 0.42 + 0.06]),
        project(view, request, [x + 0.8, 0, half * 0.42 - 0.04]),
        project(view, request, [x, 0, half * 0.42 - 0.04]),
      ],
      "rgba(236,228,196,0.75)",
    );
  }
}

function pattern(c: SKRSContext2D, request: FloorRequest): void {
  const { place, view } = request;
  const { floor } = place;
  const front = nearest(view);
  const stroke = (points: readonly (readonly [number, number, number])[], colour: string): void => {
    c.strokeStyle = colour;
    c.lineWidth = Math.max(1, request.height / 540);
    c.beginPath();
    points.forEach((point, index) => {
      const at = project(view, request, point);
      if (index === 0) c.moveTo(at.x, at.y);
      else c.lineTo(at.x, at.y);
    });
    c.stroke();
  };
  const dark = shade(floor.colour, -0.3);
  const step = floor.kind === "boards" ? 0.3 : floor.kind === "metal" ? 0.7 : 0.45;
  if (["boards", "tiles", "stone", "metal"].includes(floor.kind)) {
    const half = place.room?.half ?? 8;
    for (let x = -half; x <= half; x += step)
      stroke(
        [
          [x, 0, Math.min(12, place.wall)],
          [x, 0, front],
        ],
        dark,
      );
    if (floor.kind !== "boards")
      for (let z = Math.min(place.wall, 8); z > front; z -= step)
        stroke(
          [
            [-half, 0, z],
            [half, 0, z],
          ],
          dark,
        );
  }
  if (["grass", "sand", "snow", "dirt", "water", "street"].includes(floor.kind)) speckles(c, request, floor);
}

function speckles(c: SKRSContext2D, request: FloorRequest, floor: Floor): void {
  const { view, place, seconds } = request;
  const depth = Math.min(place.wall, 9);
  const base = floor.verge ?? floor.colour;
  for (const [x, far, kind] of SPECKLES) {
    const z = nearest(view) * 0.8 + (depth - nearest(view) * 0.8) * far;
    const drift = floor.kind === "water" ? Math.sin(seconds * 1.1 + x * 3) * 0.16 : 0;
    const at = project(view, request, [x + drift, 0, z]);
    if (at.y > request.height || at.x < -40 || at.x > request.width + 40) continue;
    c.fillStyle = floor.kind === "water" ? "rgba(255,255,255,0.22)" : shade(base, kind < 0.5 ? -0.13 : 0.12);
    if (floor.kind === "grass") {
      tuft(c, at, kind);
      continue;
    }
    const wide = at.unit * (floor.kind === "water" ? 0.3 : 0.13);
    c.fillRect(at.x - wide / 2, at.y - at.unit * 0.011, wide, at.unit * 0.011);
  }
}

/** Three blades of grass. */
function tuft(
  c: SKRSContext2D,
  at: { readonly x: number; readonly y: number; readonly unit: number },
  kind: number,
): void {
  const tall = at.unit * (0.03 + kind * 0.025);
  c.beginPath();
  for (const lean of [-0.7, 0, 0.8]) {
    c.moveTo(at.x - tall * 0.14, at.y);
    c.lineTo(at.x + lean * tall, at.y - tall * (1 - Math.abs(lean) * 0.25));
    c.lineTo(at.x + tall * 0.14, at.y);
  }
  c.fill();
}
