import type { SKRSContext2D } from "@napi-rs/canvas";
import type { Actor } from "./blocking.ts";
import { box } from "./brush.ts";
import { project, type View } from "./camera.ts";
import { drawAnimal } from "./figure/draw-animal.ts";
import { drawFigure } from "./figure/draw-figure.ts";
import { jointsOf, seated } from "./figure/poses.ts";
import type { Prop } from "./props/prop.ts";
import type { SpokenSpan } from "./spoken.ts";

export interface ActorNow {
  readonly actor: Actor;
  readonly view: View;
  readonly width: number;
  readonly height: number;
  /** Seconds and share of the shot. */
  readonly seconds: number;
  readonly progress: number;
  readonly spans: readonly SpokenSpan[];
  /** -1..1: from where the light falls. */
  readonly light: number;
  readonly held: Prop | undefined;
  /** Depth, for one in the foreground; the actor's own else. */
  readonly z: number;
  readonly overhead: boolean;
}

/** Where the actor is now, in world units across. */
export function xNow(actor: Actor, progress: number): number {
  return actor.x + actor.travel * (progress - 0.5);
}

export function drawActor(c: SKRSContext2D, now: ActorNow): void {
  const { actor, view, progress, seconds } = now;
  if (view.distance + now.z < 0.13) return;
  const at = project(view, now, [xNow(actor, progress), actor.y, now.z]);
  if (at.x < -now.width || at.x > now.width * 2) return;
  c.save();
  c.translate(at.x, at.y);
  c.scale(at.unit, -at.unit);
  shadow(c, actor);
  if (now.overhead) c.scale(1.04, 0.8);
  const { person } = actor;
  if (actor.needsStool) stool(c, person.height);
  const offset = person.height * 3 + person.width + actor.x;
  if (person.animal === undefined) drawPerson(c, now, offset);
  else
    drawAnimal(c, person.animal, {
      words: person.words,
      state: {
        seconds: seconds + offset,
        way: actor.facing === "left" ? -1 : 1,
        moves: actor.travel !== 0 || actor.doing === "run" || actor.doing === "walk",
      },
    });
  c.restore();
}

/** Something to sit on. */
function stool(c: SKRSContext2D, height: number): void {
  const top = 0.255 * height;
  for (const x of [-0.1, 0.09]) box(c, [x * height, 0, 0.026, top], "#3a2a1c");
  box(c, [-0.14 * height, top - 0.03, 0.28 * height, 0.035], "#6b4a2c");
}

function shadow(c: SKRSContext2D, actor: Actor): void {
  const { person } = actor;
  c.fillStyle = "rgba(0,0,0,0.3)";
  c.beginPath();
  c.ellipse(
    0,
    -actor.y,
    0.2 * person.height * (person.animal === undefined ? 1 : 1.2),
    0.028 * person.height,
    0,
    0,
    Math.PI * 2,
  );
  c.fill();
}

function drawPerson(c: SKRSContext2D, now: ActorNow, offset: number): void {
  const { actor, seconds, progress, held } = now;
  const turning = actor.doing === "turn" ? Math.max(0, Math.min(1, (progress - 0.25) * 2.5)) : 1;
  const facing =
    actor.doing === "turn" && turning < 0.5
      ? actor.facing === "camera"
        ? "away"
        : actor.facing
      : actor.doing === "turn"
        ? "camera"
        : actor.facing;
  const view = facing === "camera" ? "front" : facing === "away" ? "back" : "side";
  const way = facing === "left" ? -1 : 1;
  const made = jointsOf(actor.doing, { seconds: seconds + offset, progress });
  const joints = { ...made, lean: made.lean * actor.leans, lift: made.lift * actor.leans };
  const cycle = (seconds * 0.27 + offset) % 1;
  const speaks = now.spans.some(
    (span) =>
      span.line.character === actor.person.id &&
      span.line.kind === "dialogue" &&
      seconds >= span.from &&
      seconds < span.to,
  );
  const mouth = speaks ? Math.abs(Math.sin(seconds * 11)) * (0.55 + 0.4 * Math.sin(seconds * 3.7)) : 0;
  drawFigure(c, actor.person, {
    joints: actor.isSeated && actor.doing !== "sit-down" ? seated(joints) : joints,
    view,
    way,
    face: {
      turn: view === "side" ? 0.8 : Math.sin(seconds * 0.5 + offset) * 0.08 + 0.06,
      away: view === "back",
      blink: /wonder|surpris|astonish|shock|awe|fear|terr/.test(actor.emotion)
        ? 0
        : cycle > 0.955
          ? 1
          : actor.doing === "lie" && /sleep/.test(actor.emotion)
            ? 1
            : 0,
      mouth: Math.max(0, mouth),
      gaze: view === "side" ? 0.35 + Math.sin(seconds * 0.8 + offset) * 0.3 : Math.sin(seconds * 0.8 + offset) * 0.5,
      light: now.light * way,
      emotion: actor.emotion,
    },
    held: held === undefined ? undefined : (brush) => heldProp(brush, held, now),
  });
}

/** In units of the person's height, at the hand. */
function heldProp(c: SKRSContext2D, prop: Prop, { actor, seconds }: ActorNow): void {
  c.save();
  const size = prop.size / (actor.person.height < 0.6 && !actor.person.tiny ? actor.person.height : 1);
  c.scale(size, size);
  if (actor.doing === "fight" || actor.doing === "hammer") c.rotate(-0.5 + Math.sin(seconds * 9) * 0.3);
  prop.draw(c);
  c.restore();
}
