import { type Brush, line, oval, soft } from "../brush.ts";
import { randomFrom } from "../random.ts";
import { shade } from "../text/colours.ts";
import type { Stage } from "../text/stage.ts";
import { haze } from "./sky.ts";

/** A tree without leaves: trunk, boughs, twigs, and snow on them when it lies. */
export function bareTree(c: Brush, stage: Stage, { x, h, seed }: { x: number; h: number; seed: number }): void {
  const bark = haze(stage, stage.time === "night" ? "#181b2a" : "#4b3a2e", 0.12);
  const bough = (
    from: readonly [number, number],
    { angle, length, width }: { angle: number; length: number; width: number },
  ): void => {
    const to: [number, number] = [from[0] + Math.cos(angle) * length, from[1] + Math.sin(angle) * length];
    line(c, [from, to], { width, colour: bark });
    if (stage.snowGround && width < 0.09)
      line(
        c,
        [
          [from[0], from[1] + width * 0.5],
          [to[0], to[1] + width * 0.5],
        ],
        { width: width * 0.4, colour: "#f3f6fa" },
      );
    if (length < h * 0.09) return;
    const turn = 0.45 + ((seed * 7 + Math.round(length * 31)) % 5) * 0.06;
    bough(to, { angle: angle + turn, length: length * 0.68, width: width * 0.66 });
    bough(to, { angle: angle - turn * 0.9, length: length * 0.72, width: width * 0.66 });
  };
  bough([x, 0], { angle: Math.PI / 2 + ((seed % 3) - 1) * 0.05, length: h * 0.34, width: h * 0.05 });
}

export function bareOrLeafy(c: Brush, stage: Stage, tree: { x: number; h: number; seed: number }): void {
  if (stage.snowGround || stage.snow || /bare|autumn|winter|dead/.test(stage.words)) bareTree(c, stage, tree);
  else leafyTree(c, stage, tree);
}

export function leafyTree(c: Brush, stage: Stage, { x, h, seed }: { x: number; h: number; seed: number }): void {
  const night = stage.time === "night";
  const leaf = haze(stage, night ? "#1b3040" : (["#4f7d3c", "#5f8a42", "#3f6f3c"][seed % 3] ?? "#4f7d3c"), 0.08);
  soft(
    c,
    [
      [x - h * 0.04, 0],
      [x - h * 0.025, h * 0.5],
      [x + h * 0.025, h * 0.5],
      [x + h * 0.05, 0],
    ],
    haze(stage, night ? "#1a1a26" : "#5b4330", 0.08),
  );
  const random = randomFrom(`leaf ${seed}`);
  for (let i = 0; i < 11; i += 1) {
    const [dx, dy] = [(random() - 0.5) * h * 0.52, h * (0.5 + random() * 0.4)];
    oval(
      c,
      [x + dx, dy, h * (0.14 + random() * 0.07), h * (0.12 + random() * 0.06)],
      shade(leaf, (dy / h - 0.7) * 0.5),
    );
  }
}
