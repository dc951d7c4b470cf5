import { createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import type { ShotOrder } from "../../core/order.ts";
import type { Parts } from "../../core/production.ts";
import { drawingOf } from "./draw-frame.ts";
import { drawFigure } from "./figure/draw-figure.ts";
import { personOf } from "./figure/person.ts";
import { jointsOf } from "./figure/poses.ts";
import { propsOf } from "./props/prop.ts";
import { shade } from "./text/colours.ts";

/** One picture of something the bible names, in the animatic's own artwork. */
export type ReferenceRequest =
  | {
      readonly kind: "character";
      readonly id: string;
      readonly look?: string;
      readonly view: "front" | "three-quarter" | "profile";
      readonly parts: Parts;
    }
  | { readonly kind: "location"; readonly id: string; readonly parts: Parts }
  | { readonly kind: "prop"; readonly id: string; readonly parts: Parts }
  | { readonly kind: "style"; readonly id: string; readonly parts: Parts };

const SIDE = 512;
const WIDE = { width: 768, height: 432 } as const;

/** Draws a reference as PNG bytes; the same request gives the same picture. */
export function drawReference(request: ReferenceRequest): Buffer {
  if (request.kind === "location") {
    const drawing = drawingOf(
      orderWith(request.parts, { location: request.id, timeOfDay: "day", interior: isInside(request.parts) }, WIDE),
      undefined,
      { hasGrain: false },
    );
    drawing.draw(0);
    return drawing.canvas.toBuffer("image/png");
  }
  const canvas = request.kind === "style" ? createCanvas(WIDE.width, WIDE.height) : createCanvas(SIDE, SIDE);
  const c = canvas.getContext("2d");
  if (request.kind === "style") paintPalette(c, request.parts, canvas);
  else {
    const backdrop = c.createLinearGradient(0, 0, 0, SIDE);
    backdrop.addColorStop(0, "#d8d2c6");
    backdrop.addColorStop(1, "#b7ae9f");
    c.fillStyle = backdrop;
    c.fillRect(0, 0, SIDE, SIDE);
    if (request.kind === "character") paintPerson(c, request);
    else paintProp(c, request);
  }
  return canvas.toBuffer("image/png");
}

/** Head and shoulders, the head in the upper half of the picture. */
function paintPerson(c: SKRSContext2D, request: ReferenceRequest & { readonly kind: "character" }): void {
  const member = { character: request.id, ...(request.look === undefined ? {} : { look: request.look }) };
  const person = personOf(orderWith(request.parts, { cast: [member] }, { width: SIDE, height: SIDE }), member);
  const front = request.view === "front";
  const scale = (SIDE * 0.2) / person.head / person.height;
  const middle = (0.855 + person.head * 1.1) * person.height;
  c.translate(SIDE / 2, SIDE * 0.44 + middle * scale);
  c.scale(scale, -scale);
  drawFigure(c, person, {
    joints: jointsOf("stand", { seconds: 0, progress: 0 }),
    view: front ? "front" : "side",
    way: 1,
    face: {
      turn: front ? 0 : request.view === "profile" ? 0.95 : 0.6,
      away: false,
      blink: 0,
      mouth: 0,
      gaze: front ? 0 : 0.4,
      light: -0.5,
      emotion: "",
    },
    held: undefined,
  });
}

function paintProp(c: SKRSContext2D, request: ReferenceRequest): void {
  c.translate(SIDE / 2, SIDE * 0.66);
  c.scale(SIDE * 0.72, -SIDE * 0.72);
  for (const prop of propsOf(orderWith(request.parts, { props: [request.id] }, { width: SIDE, height: SIDE })))
    prop.draw(c);
}

function paintPalette(
  c: SKRSContext2D,
  parts: Parts,
  { width, height }: { readonly width: number; readonly height: number },
): void {
  const palette = Object.values(parts).flatMap((part) =>
    Array.isArray(part["palette"]) ? part["palette"].map(String) : [],
  );
  const colours = palette.length > 0 ? palette : ["#c79a5b"];
  for (const [index, colour] of colours.entries()) {
    const fade = c.createLinearGradient(0, 0, 0, height);
    fade.addColorStop(0, shade(colour, 0.15));
    fade.addColorStop(1, shade(colour, -0.2));
    c.fillStyle = fade;
    c.fillRect((index * width) / colours.length, 0, width / colours.length + 1, height);
  }
}

function isInside(parts: Parts): boolean {
  return /workshop|room|kitchen|office|interior|hall|cabin|window/i.test(
    JSON.stringify(Object.values(parts).map((part) => part["descriptor"] ?? "")),
  );
}

/** A whole order around the few fields that drawing a reference reads. */
function orderWith(
  parts: Parts,
  intent: Partial<ShotOrder["intent"]>,
  size: { readonly width: number; readonly height: number },
): ShotOrder {
  return {
    attempt: "reference",
    shotName: "reference",
    takeName: "reference",
    tier: "animatic",
    identity: { engine: "animatic", model: "animatic", endpoint: "animatic" } as unknown as ShotOrder["identity"],
    intent: {
      durationFrames: 24,
      rate: "24",
      aspect: "16:9",
      resolution: `${size.width}x${size.height}`,
      framing: { size: "LS" },
      camera: { movement: "static" },
      cast: [],
      props: [],
      dialogue: [],
      soundEffects: [],
      avoid: [],
      action: "",
      ...intent,
    },
    parts,
    references: [],
    seed: "0",
    rate: { numerator: 24, denominator: 1 },
    ...size,
    frames: 24,
    headFrames: 0,
    tailFrames: 0,
    audio: "none",
    burnIn: false,
    startTimecodeFrames: 0,
  };
}
