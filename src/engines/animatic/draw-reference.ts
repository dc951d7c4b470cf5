import { createCanvas } from "@napi-rs/canvas";
import type { ShotOrder } from "../../core/order.ts";
import type { Parts } from "../../core/production.ts";
import { COLOURS, shade } from "./colours.ts";
import type { Turn } from "./draw-face.ts";
import { drawFigure } from "./draw-figure.ts";
import { paintPlace, WORLD } from "./draw-place.ts";
import { propsOf } from "./draw-props.ts";
import { personOf } from "./person.ts";
import { randomFrom } from "./random.ts";
import { stageOf } from "./stage.ts";

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

/** Draws a reference as PNG bytes; the same request gives the same bytes. */
export function drawReference(request: ReferenceRequest): Buffer {
  const wide = request.kind === "location" || request.kind === "style";
  const canvas = createCanvas(wide ? 768 : SIDE, wide ? 432 : SIDE);
  const c = canvas.getContext("2d");
  const { width, height } = canvas;
  const backdrop = c.createLinearGradient(0, 0, 0, height);
  backdrop.addColorStop(0, "#d8d2c6");
  backdrop.addColorStop(1, "#b7ae9f");
  c.fillStyle = backdrop;
  c.fillRect(0, 0, width, height);
  if (request.kind === "character") {
    const order = orderWith(request.parts, {
      cast: [{ character: request.id, ...(request.look === undefined ? {} : { look: request.look }) }],
    });
    const person = personOf(order, {
      character: request.id,
      ...(request.look === undefined ? {} : { look: request.look }),
    });
    const turn: Turn = request.view === "front" ? 0 : 1;
    // Head and shoulders: small folk with large heads and caps need more room above.
    const room = person.height < 0.5 ? 1.2 : 1.34;
    c.translate(width / 2, height * (room + 0.04));
    const scale = (height * room) / person.height / (person.height < 0.5 ? 1.12 : 1.02);
    c.scale(scale, scale);
    drawFigure(c, person, {
      doing: "stand",
      turn,
      seconds: 0.4,
      face: { turn, blink: 0, mouth: 0, gaze: request.view === "profile" ? 1 : 0 },
    });
  } else if (request.kind === "location") {
    const stage = stageOf(orderWith(request.parts, { location: request.id, timeOfDay: "day" }));
    const layers = paintPlace(stage, 150, randomFrom(`reference ${request.id}`));
    for (const layer of [layers.far, layers.near])
      c.drawImage(
        layer,
        width / 2 - (0 - WORLD.left) * 150 * 1.05,
        height * 0.86 - WORLD.top * 150 * 1.05,
        layer.width * 1.05,
        layer.height * 1.05,
      );
  } else if (request.kind === "prop") {
    c.translate(width / 2, height * 0.68);
    c.scale(width * 0.72, width * 0.72);
    for (const prop of propsOf(orderWith(request.parts, { props: [request.id] }))) prop.draw(c);
  } else {
    const palette = Object.values(request.parts).flatMap((part) =>
      Array.isArray(part["palette"]) ? part["palette"].map(String) : [],
    );
    const colours = palette.length > 0 ? palette : [COLOURS["ochre"] ?? "#c79a5b"];
    for (const [index, colour] of colours.entries()) {
      const left = (index * width) / colours.length;
      const fade = c.createLinearGradient(0, 0, 0, height);
      fade.addColorStop(0, shade(colour, 0.15));
      fade.addColorStop(1, shade(colour, -0.2));
      c.fillStyle = fade;
      c.fillRect(left, 0, width / colours.length + 1, height);
    }
  }
  return canvas.toBuffer("image/png");
}

/** The few fields of an order that drawing a reference reads. */
function orderWith(parts: Parts, intent: Partial<ShotOrder["intent"]>): ShotOrder {
  const whole = {
    cast: [],
    props: [],
    dialogue: [],
    soundEffects: [],
    avoid: [],
    action: "",
    framing: { size: "MS" },
    camera: { movement: "static" },
    ...intent,
  };
  return { parts, intent: whole, seed: "0", shotName: "reference" } as unknown as ShotOrder;
}
