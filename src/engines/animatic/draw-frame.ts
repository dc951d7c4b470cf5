import { type Canvas, createCanvas, type Image, type SKRSContext2D } from "@napi-rs/canvas";
import type { ShotOrder } from "../../core/order.ts";
import { type Actor, blockActors, peopleOf, wantsTable } from "./blocking.ts";
import { type Camera, cameraOf, project, type View } from "./camera.ts";
import { drawActor, xNow } from "./draw-actor.ts";
import { drawInsert, isInsert } from "./draw-insert.ts";
import { drawFloor } from "./floor.ts";
import { type PaintedLayer, paintLayers } from "./layers.ts";
import { type KeyFace, type Light, lightOf } from "./light.ts";
import type { Lamp, Place } from "./places/place.ts";
import { placeOf } from "./places/registry.ts";
import { skyColours } from "./places/sky.ts";
import { type PlacedProp, placeProps } from "./props/place-props.ts";
import { propsOf } from "./props/prop.ts";
import { randomFrom } from "./random.ts";
import { drawCaption, drawSlate } from "./slate.ts";
import { type SpokenSpan, spokenSpans } from "./spoken.ts";
import { type Stage, stageOf } from "./text/stage.ts";
import { type Weather, weatherOf } from "./weather.ts";

/** Everything about a shot that is worked out once. */
export interface Drawing {
  readonly canvas: Canvas;
  readonly stage: Stage;
  readonly spans: readonly SpokenSpan[];
  /** Draws frame `frame` of the file (handles included). */
  draw(frame: number): void;
}

/** A chained shot comes out of the other shot's picture within this many frames. */
const FADE_FRAMES = 8;
const VIEWS = 17;

/** All that one frame is drawn from. */
interface Scene {
  readonly order: ShotOrder;
  readonly stage: Stage;
  readonly place: Place;
  readonly actors: readonly Actor[];
  readonly props: readonly PlacedProp[];
  readonly camera: Camera;
  readonly layers: readonly PaintedLayer[];
  readonly light: Light;
  readonly weather: Weather;
  readonly spans: readonly SpokenSpan[];
  readonly shotSeconds: number;
  readonly haze: string;
  readonly people: Canvas | undefined;
}

/** A still picture needs no grain; a film without it would count as frozen. */
export function drawingOf(order: ShotOrder, upstream: Image | undefined, { hasGrain = true } = {}): Drawing {
  const scene = sceneOf(order);
  const canvas = createCanvas(order.width, order.height);
  const c = canvas.getContext("2d");
  return {
    canvas,
    stage: scene.stage,
    spans: scene.spans,
    draw(frame) {
      const seconds = ((frame - order.headFrames) * order.rate.denominator) / order.rate.numerator;
      drawScene(c, scene, { seconds, canvas });
      if (hasGrain) scene.weather.grain(c, frame);
      if (upstream !== undefined && frame - order.headFrames < FADE_FRAMES) {
        c.globalAlpha = 1 - Math.max(0, frame - order.headFrames) / FADE_FRAMES;
        c.drawImage(upstream, 0, 0, order.width, order.height);
        c.globalAlpha = 1;
      }
      if (!order.burnIn) return;
      drawSlate(c, order, frame);
      const said = scene.spans.find((span) => seconds >= span.from && seconds < span.to);
      if (said !== undefined) drawCaption(c, order, said);
    },
  };
}

function sceneOf(order: ShotOrder): Scene {
  const { width, height, intent } = order;
  const people = peopleOf(order);
  const read = stageOf(order);
  const humans = people.filter((person) => person.animal === undefined);
  const stage = { ...read, giant: read.interior && humans.length > 0 && humans.every((person) => person.tiny) };
  const shotSeconds = (intent.durationFrames * order.rate.denominator) / order.rate.numerator;
  const set = placeOf({ stage, random: randomFrom(`place ${stage.kind}`), atTable: wantsTable(order) });
  const props = propsOf(order);
  const drives =
    props.some((prop) => prop.place === "ground" && prop.size > 0.9) &&
    /\b(driv|chas|speed|rac(es|ing)|pursu|escap|pass(es)?\b|skid|roars?|rides?|gallop|cycl)/.test(
      intent.action.toLowerCase(),
    );
  const place: Place = drives && set.room === undefined && set.passing === undefined ? { ...set, passing: 3 } : set;
  const actors = withShoulder(order, blockActors({ order, stage, place, people }));
  const vehicles = props.filter((prop) => prop.place === "ground").reduce((sum, prop) => sum + prop.size * 1.05, 0);
  const camera = cameraOf({ order, actors, random: randomFrom(`${order.seed} ${order.shotName}`), vehicles });
  const seed = `${order.seed} ${order.shotName}`;
  return {
    order,
    stage,
    place,
    actors,
    props: placeProps({ props, actors, place, stage, drives }),
    camera,
    layers: layersOf({ order, place, camera, shotSeconds }),
    light: lightOf(stage, place, { width, height, palette: paletteOf(order) }),
    weather: weatherOf(stage, { width, height, seed }),
    spans: spokenSpans(order, shotSeconds),
    shotSeconds,
    haze: skyColours(stage)[1],
    people: intent.camera.movement === "rack-focus" ? createCanvas(width, height) : undefined,
  };
}

function paletteOf(order: ShotOrder): readonly string[] {
  return Object.entries(order.parts)
    .filter(([key]) => key.startsWith("style/"))
    .flatMap(([, part]) => (Array.isArray(part["palette"]) ? part["palette"].map(String) : []));
}

/** An over-the-shoulder shot has a shoulder: the second of the cast turns its back. */
function withShoulder(order: ShotOrder, actors: readonly Actor[]): readonly Actor[] {
  if (order.intent.framing.type !== "ots" || actors.some((actor) => actor.foreground)) return actors;
  const [first, second] = actors.filter((actor) => actor.person.animal === undefined);
  if (first === undefined) return actors;
  const shoulder = second ?? first;
  const turned: Actor = {
    ...shoulder,
    foreground: true,
    facing: "away",
    doing: "stand",
    isSeated: false,
    needsStool: false,
    travel: 0,
    x: first.member.position === "left" ? 1 : -1,
    z: Number.NaN,
  };
  return second === undefined ? [...actors, turned] : actors.map((actor) => (actor === second ? turned : actor));
}

function layersOf({
  order,
  place,
  camera,
  shotSeconds,
}: {
  readonly order: ShotOrder;
  readonly place: Place;
  readonly camera: Camera;
  readonly shotSeconds: number;
}): readonly PaintedLayer[] {
  const { framing, camera: move } = order.intent;
  const perSecond = order.rate.numerator / order.rate.denominator;
  const from = -order.headFrames / perSecond / shotSeconds;
  const to = 1 + order.tailFrames / perSecond / shotSeconds;
  const views = Array.from({ length: VIEWS }, (_, index) => {
    const t = from + ((to - from) * index) / (VIEWS - 1);
    return camera(t, t * shotSeconds);
  });
  const view = views[Math.floor(VIEWS / 2)] as View;
  const lens = (view.distance * 20.25) / view.span;
  const stop = framing.depthOfField === "shallow" ? 2 : framing.depthOfField === "deep" ? 16 : 4.5;
  return paintLayers({
    layers: place.layers,
    width: order.width,
    height: order.height,
    views,
    passes: (place.passing ?? 0) * shotSeconds * (to - from),
    blurAt: (z) =>
      Math.min(
        order.height / 40,
        ((((lens * lens) / (stop * view.distance * 1700)) * Math.abs(z)) / Math.max(0.3, view.distance + z) / 20.25) *
          order.height *
          0.7,
      ),
    rackFocus: move.movement === "rack-focus",
  });
}

interface Now {
  readonly seconds: number;
  readonly canvas: Canvas;
}

function drawScene(c: SKRSContext2D, scene: Scene, { seconds, canvas }: Now): void {
  const { order, stage, place } = scene;
  const { width, height } = order;
  const progress = seconds / scene.shotSeconds;
  const view = scene.camera(progress, seconds);
  c.save();
  c.fillStyle = place.room === undefined ? scene.haze : "#0b0a0c";
  c.fillRect(0, 0, width, height);
  if (view.roll !== 0) {
    c.translate(width / 2, height / 2);
    c.rotate(view.roll);
    c.translate(-width / 2, -height / 2);
  }
  drawBack(c, scene, { view, seconds });
  const moment = { view, seconds, progress };
  drawFocused(c, scene, {
    view,
    draw: isInsert(order, scene.actors, scene.props)
      ? (brush) => drawInsert(brush, { order, stage, ...moment, props: scene.props, actors: scene.actors })
      : (brush) => drawPeople(brush, scene, moment),
  });
  if (!isInsert(order, scene.actors, scene.props)) drawNear(c, scene, moment);
  c.restore();
  scene.light.paint(c, {
    view,
    seconds: seconds + 20,
    faces: facesOf(scene, view, progress),
    lamps: litProps(scene, progress),
  });
  scene.weather.paint(c, seconds);
  if (view.smear > 0.004) smear(c, canvas, view.smear * width);
}

/** What a layer's depth moves by: outside a car the town goes by, the car itself does not. */
function shiftOf({ place }: Scene, z: number, seconds: number): number {
  if (place.passing === undefined || (place.seats === true && z < 3)) return 0;
  return place.passing * (seconds + 1);
}

function drawBack(
  c: SKRSContext2D,
  scene: Scene,
  { view, seconds }: { readonly view: View; readonly seconds: number },
): void {
  const { place, order } = scene;
  let isFloorDrawn = false;
  const floor = (): void =>
    drawFloor(c, { place, view, width: order.width, height: order.height, haze: scene.haze, seconds });
  for (const layer of scene.layers) {
    // Far things stand behind the ground's edge, near ones on it.
    if (!isFloorDrawn && layer.z <= place.wall - 0.001) {
      floor();
      isFloorDrawn = true;
    }
    if (layer.z >= 0) layer.draw(c, view, shiftOf(scene, layer.z, seconds));
  }
  if (!isFloorDrawn) floor();
}

interface Moment {
  readonly view: View;
  readonly seconds: number;
  readonly progress: number;
}

/** In a rack focus what stands in the middle is drawn apart, so that it can be out of focus as a whole. */
function drawFocused(
  c: SKRSContext2D,
  { people, order }: Scene,
  { view, draw }: { readonly view: View; draw(brush: SKRSContext2D): void },
): void {
  const blur = view.focus * order.height * 0.012;
  if (people === undefined || blur < 0.4) {
    draw(c);
    return;
  }
  const p = people.getContext("2d");
  p.clearRect(0, 0, order.width, order.height);
  draw(p);
  c.filter = `blur(${blur.toFixed(1)}px)`;
  c.drawImage(people, 0, 0);
  c.filter = "none";
}

function drawNear(c: SKRSContext2D, scene: Scene, moment: Moment): void {
  const { view, seconds } = moment;
  for (const layer of scene.layers) if (layer.z < 0) layer.draw(c, view, shiftOf(scene, layer.z, seconds));
  for (const prop of scene.props) if (prop.where === "front") drawProp(c, scene, { prop, moment });
  for (const actor of scene.actors) if (actor.foreground) actorAt(c, scene, { actor, moment });
}

/** Everybody behind the front table, far to near, with the things among them. */
function drawPeople(c: SKRSContext2D, scene: Scene, moment: Moment): void {
  for (const prop of scene.props) if (prop.where === "behind") drawProp(c, scene, { prop, moment });
  const actors = scene.actors.filter((actor) => !actor.foreground).sort((left, right) => right.z - left.z);
  for (const actor of actors) {
    if (scene.props.some((prop) => prop.rider === actor && prop.hidesRider)) continue;
    actorAt(c, scene, { actor, moment });
  }
  for (const prop of scene.props) if (prop.where === "before") drawProp(c, scene, { prop, moment });
}

function actorAt(
  c: SKRSContext2D,
  scene: Scene,
  { actor, moment }: { readonly actor: Actor; readonly moment: Moment },
): void {
  const { order } = scene;
  const { width, height } = order;
  const { view, seconds, progress } = moment;
  const placed = actor.foreground ? atEdge(actor, view, width / height) : { actor, z: actor.z };
  const held = scene.props.find((prop) => prop.holder === actor)?.prop;
  drawActor(c, {
    ...placed,
    view,
    width,
    height,
    seconds,
    progress,
    spans: scene.spans,
    light: scene.light.sideAt(xNow(actor, progress)),
    held,
    overhead: order.intent.framing.angle === "overhead",
  });
}

/** Share of the picture that the head of one in the foreground takes, and how far its top lies below the upper edge. */
const NEAR_HEAD = 0.4;
const NEAR_TOP = 0.13;

/** Who stands in the foreground keeps to the edge of the picture, with the head inside it, whatever the size of the shot. */
function atEdge(actor: Actor, view: View, aspect: number): { readonly actor: Actor; readonly z: number } {
  const head = (actor.person.head * 2.2 * actor.person.height) / view.span;
  const z = Math.max(-0.45, Math.min(-0.1, Math.min(1, head / NEAR_HEAD) - 1)) * view.distance;
  // World units of half a picture at that depth.
  const half = (view.span / 2) * ((view.distance + z) / view.distance);
  const centre = view.y + (view.middle - view.y) * ((view.distance + z) / view.distance);
  const top = centre + half * (1 - 2 * NEAR_TOP);
  return { actor: { ...actor, x: view.x + actor.x * half * aspect * 0.6, y: top - actor.top }, z };
}

function drawProp(
  c: SKRSContext2D,
  scene: Scene,
  { prop, moment }: { readonly prop: PlacedProp; readonly moment: Moment },
): void {
  const { view, seconds, progress } = moment;
  if (view.distance + prop.z < 0.13) return;
  const x =
    prop.rider === undefined ? prop.x + prop.sway * Math.sin(seconds * 0.9 + prop.x * 3) : xNow(prop.rider, progress);
  const at = project(view, scene.order, [
    x,
    prop.y + (prop.sway > 0 ? Math.abs(Math.sin(seconds * 11 + prop.x)) * 0.008 : 0),
    prop.z,
  ]);
  c.save();
  c.translate(at.x, at.y);
  c.scale(at.unit * prop.size * prop.way, -at.unit * prop.size);
  prop.draw(c);
  c.restore();
}

function facesOf(scene: Scene, view: View, progress: number): readonly KeyFace[] {
  return scene.actors
    .filter((actor) => !actor.foreground)
    .slice(0, 4)
    .map((actor) => {
      const at = project(view, scene.order, [xNow(actor, progress), actor.top - 0.13 * actor.person.height, actor.z]);
      return { x: at.x, y: at.y, radius: at.unit * 0.2 * actor.person.height };
    });
}

/** A lantern in a hand lights what is around it. */
function litProps(scene: Scene, progress: number): readonly Lamp[] {
  return scene.props.flatMap((placed): readonly Lamp[] => {
    if (!placed.prop.lit) return [];
    const { holder } = placed;
    const way = holder?.facing === "left" ? -1 : 1;
    const at =
      holder === undefined
        ? { x: placed.x, y: placed.y + placed.size, z: placed.z }
        : {
            x: xNow(holder, progress) + way * 0.24 * holder.person.height,
            y: holder.y + 0.62 * holder.person.height,
            z: holder.z,
          };
    return [{ ...at, radius: 1.5, rgb: "255,190,105", strength: 0.95, flicker: 1, bloom: true }];
  });
}

/** The smear of a whip-pan: the picture over itself, sideways. */
function smear(c: SKRSContext2D, canvas: Canvas, pixels: number): void {
  c.save();
  for (let step = 1; step <= 4; step += 1) {
    c.globalAlpha = 0.42;
    c.drawImage(canvas, (step % 2 === 0 ? 1 : -1) * pixels * (step / 4), 0);
  }
  c.restore();
}
