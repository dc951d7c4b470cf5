import { type Canvas, createCanvas, type Image, type SKRSContext2D } from "@napi-rs/canvas";
import type { ShotOrder } from "../../core/order.ts";
import { cameraOf, stageX, type View } from "./camera.ts";
import type { Turn } from "./draw-face.ts";
import { type Doing, doingOf, drawFigure } from "./draw-figure.ts";
import { paintPlace, WORLD } from "./draw-place.ts";
import { type Prop, propsOf } from "./draw-props.ts";
import { lightOf } from "./light.ts";
import { type Person, personOf } from "./person.ts";
import { randomFrom } from "./random.ts";
import { drawCaption, drawSlate, type SpokenSpan, spokenSpans } from "./slate.ts";
import { type Stage, stageOf } from "./stage.ts";

/** Everything about a shot that is worked out once. */
export interface Drawing {
  readonly canvas: Canvas;
  readonly stage: Stage;
  readonly spans: readonly SpokenSpan[];
  /** Draws frame `frame` of the file (handles included). */
  draw(frame: number): void;
}

/** Pixels of the painted set for one world unit, at a picture height of 720. */
const SET_PIXELS = 220;
/** How much slower what is far moves and grows. */
const FAR = 0.35;
const FADE_FRAMES = 8;

export function drawingOf(order: ShotOrder, upstream: Image | undefined): Drawing {
  const { width, height, intent } = order;
  const random = randomFrom(`${order.seed} ${order.shotName}`);
  const stage = stageOf(order);
  const people = intent.cast.map((member) => personOf(order, member));
  const camera = cameraOf(order, people, random);
  const palette = Object.entries(order.parts)
    .filter(([key]) => key.startsWith("style/"))
    .flatMap(([, part]) => (Array.isArray(part["palette"]) ? part["palette"].map(String) : []));
  const place = paintPlace(
    stage,
    Math.round((SET_PIXELS * Math.min(width, height)) / 720),
    randomFrom(`place ${stage.kind} ${intent.location ?? ""}`),
  );
  const light = lightOf(stage, width, height, palette, order.shotName);
  const canvas = createCanvas(width, height);
  const c = canvas.getContext("2d");
  const perSecond = order.rate.numerator / order.rate.denominator;
  const shotSeconds = intent.durationFrames / perSecond;
  const spans = spokenSpans(order, shotSeconds);
  const props = propsOf(order);
  const doing = doingOf(intent.action);
  return {
    canvas,
    stage,
    spans,
    draw(frame) {
      const seconds = (frame - order.headFrames) / perSecond;
      const view = camera(seconds / shotSeconds, seconds);
      c.save();
      c.fillStyle = "#000000";
      c.fillRect(0, 0, width, height);
      if (view.roll !== 0) {
        c.translate(width / 2, height / 2);
        c.rotate(view.roll);
        c.scale(1.18, 1.18);
        c.translate(-width / 2, -height / 2);
      }
      setLayer(c, place.far, place.pixelsPerUnit, view, width, height, FAR);
      setLayer(c, place.near, place.pixelsPerUnit, view, width, height, 0.85);
      const scene: SceneNow = { order, stage, people, props, doing, view, seconds, spans, width, height };
      drawPeople(c, scene, (person) => person.member.position !== "foreground");
      drawProps(c, scene);
      if (intent.framing.type === "insert") drawHands(c, scene);
      drawPeople(c, scene, (person) => person.member.position === "foreground");
      if (intent.framing.type === "ots" && !people.some((person) => person.member.position === "foreground"))
        shoulder(c, width, height);
      c.restore();
      light.paint(c, seconds + 20, frame);
      if (upstream !== undefined && frame - order.headFrames < FADE_FRAMES) {
        c.globalAlpha = 1 - Math.max(0, frame - order.headFrames) / FADE_FRAMES;
        c.drawImage(upstream, 0, 0, width, height);
        c.globalAlpha = 1;
      }
      if (order.burnIn) drawSlate(c, order, frame);
      const said = spans.find((span) => seconds >= span.from && seconds < span.to);
      if (said !== undefined && order.burnIn) drawCaption(c, order, said);
    },
  };
}

interface SceneNow {
  readonly order: ShotOrder;
  readonly stage: Stage;
  readonly people: readonly Person[];
  readonly props: readonly Prop[];
  readonly doing: Doing;
  readonly view: View;
  readonly seconds: number;
  readonly spans: readonly SpokenSpan[];
  readonly width: number;
  readonly height: number;
}

/** Draws a painted layer as the camera sees it; `depth` 1 moves with the people, 0 not at all. */
function setLayer(
  c: SKRSContext2D,
  layer: Canvas,
  pixelsPerUnit: number,
  view: View,
  width: number,
  height: number,
  depth: number,
): void {
  const seen = Math.max(0.9, view.height ** depth * 2.2 ** (1 - depth));
  const scale = height / seen / pixelsPerUnit;
  const x = width / 2 - (view.x * depth - WORLD.left) * pixelsPerUnit * scale;
  const lift = view.y * depth + 0.62 * (1 - depth);
  const y = height / 2 - (WORLD.top - lift) * pixelsPerUnit * scale;
  c.drawImage(layer, x, y, layer.width * scale, layer.height * scale);
}

function toScreen(scene: SceneNow, x: number, y: number): { x: number; y: number; unit: number } {
  const unit = scene.height / scene.view.height;
  return { x: scene.width / 2 + (x - scene.view.x) * unit, y: scene.height / 2 - (y - scene.view.y) * unit, unit };
}

function drawPeople(c: SKRSContext2D, scene: SceneNow, which: (person: Person) => boolean): void {
  for (const person of scene.people.filter(which)) {
    if (person.member.visible === "hands") continue;
    const near = person.member.position === "foreground";
    const far = person.member.position === "background";
    const runs = scene.doing === "run" || scene.doing === "walk";
    const way = person.member.facing === "left" ? -1 : 1;
    const travel =
      runs && ["FS", "LS", "ELS", "MLS"].includes(scene.order.intent.framing.size)
        ? way * (scene.seconds * 0.16 - 0.3) * person.height * (scene.doing === "run" ? 1.6 : 1)
        : 0;
    const at = toScreen(
      scene,
      stageX(person, scene.people) + travel,
      scene.stage.interior && person.height < 0.5 && scene.doing !== "run" ? 0 : 0,
    );
    c.save();
    c.translate(at.x, at.y);
    const scale = at.unit * (near ? 1.7 : far ? 0.72 : 1);
    if (near) c.translate(0, at.unit * 0.55 * person.height);
    c.scale(scale, scale);
    ground(c, person);
    drawFigure(c, person, {
      doing: near ? "stand" : scene.doing,
      turn: turnOf(person),
      seconds: scene.seconds + person.height * 3,
      face: faceOf(scene, person),
    });
    c.restore();
  }
}

function ground(c: SKRSContext2D, person: Person): void {
  c.fillStyle = "rgba(0,0,0,0.28)";
  c.beginPath();
  c.ellipse(0, 0, 0.24 * person.height, 0.035 * person.height, 0, 0, Math.PI * 2);
  c.fill();
}

function turnOf(person: Person): Turn {
  const { facing } = person.member;
  return facing === "left" ? -1 : facing === "right" ? 1 : facing === "away" ? 2 : 0;
}

function faceOf(scene: SceneNow, person: Person): { turn: Turn; blink: number; mouth: number; gaze: number } {
  const { seconds } = scene;
  const cycle = (seconds * 0.29 + person.height * 7.3 + person.width) % 1;
  const speaks = scene.spans.some(
    (span) =>
      span.line.character === person.id && span.line.kind === "dialogue" && seconds >= span.from && seconds < span.to,
  );
  const mouth = speaks ? Math.abs(Math.sin(seconds * 11)) * (0.6 + 0.4 * Math.sin(seconds * 3.7)) : 0;
  return {
    turn: turnOf(person),
    blink: cycle > 0.96 ? 1 : 0,
    mouth: Math.max(0, mouth),
    gaze: Math.sin(seconds * 0.8 + person.width * 5) * 0.7,
  };
}

function drawProps(c: SKRSContext2D, scene: SceneNow): void {
  const insert = scene.order.intent.framing.type === "insert";
  const small = Math.max(0.4, Math.min(1, scene.people[0]?.height ?? 1));
  for (const [index, prop] of scene.props.entries()) {
    const at = insert
      ? toScreen(scene, index * 0.2 - (scene.props.length - 1) * 0.1, 0.42)
      : toScreen(scene, (scene.people.length > 1 ? 0 : -0.3) * small + index * 0.25, 0.42 * (small < 0.5 ? 0.02 : 1));
    const size = at.unit * (insert ? 0.34 : 0.2);
    c.save();
    c.translate(at.x, at.y);
    c.scale(size, size);
    prop.draw(c);
    c.restore();
  }
}

/** An insert shows hands at the thing. */
function drawHands(c: SKRSContext2D, scene: SceneNow): void {
  const skin = scene.people[0]?.skin ?? "#e0b593";
  const at = toScreen(scene, 0.1 + Math.sin(scene.seconds * 0.9) * 0.05, 0.47);
  c.strokeStyle = skin;
  c.lineCap = "round";
  c.lineWidth = at.unit * 0.035;
  for (let finger = 0; finger < 4; finger += 1) {
    c.beginPath();
    c.moveTo(at.x + at.unit * 0.2, at.y + at.unit * (0.1 + finger * 0.012));
    c.quadraticCurveTo(
      at.x + at.unit * 0.1,
      at.y + at.unit * (0.0 + finger * 0.02),
      at.x + at.unit * finger * 0.012,
      at.y + at.unit * (0.01 + finger * 0.022),
    );
    c.stroke();
  }
}

function shoulder(c: SKRSContext2D, width: number, height: number): void {
  c.fillStyle = "#15110f";
  c.beginPath();
  c.ellipse(width * 0.1, height * 0.98, width * 0.2, height * 0.36, 0, 0, Math.PI * 2);
  c.ellipse(width * 0.13, height * 0.56, width * 0.07, height * 0.17, 0, 0, Math.PI * 2);
  c.fill();
}
