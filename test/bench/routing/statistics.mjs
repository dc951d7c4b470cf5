// Figures over paired seeds: every policy met the same worlds, so differences are taken world by world.
import { draw } from "./draw.mjs";

const RESAMPLES = 1000;

export const sum = (list, value) => list.reduce((total, one) => total + value(one), 0);
export const mean = (list, value) => sum(list, value) / list.length;

export function median(list, value) {
  const sorted = list.map(value).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export const usdEach = (runs) =>
  sum(runs, (run) => run.usd) /
  Math.max(
    1,
    sum(runs, (run) => run.done),
  );
export const donePercent = (runs) => (100 * sum(runs, (run) => run.done)) / sum(runs, (run) => run.possible);
export const makespan = (runs) => mean(runs, (run) => run.makespan);

/** 95 % interval of a figure of two policies' runs, the seeds drawn anew in pairs. */
export function interval(figure, ours, theirs) {
  const figures = [];
  for (let turn = 0; turn < RESAMPLES; turn += 1) {
    const places = ours.map((_, index) => Math.floor(draw("resample", turn, index) * ours.length));
    figures.push(
      figure(
        places.map((place) => ours[place]),
        places.map((place) => theirs[place]),
      ),
    );
  }
  figures.sort((a, b) => a - b);
  return [figures[Math.floor(RESAMPLES * 0.025)], figures[Math.floor(RESAMPLES * 0.975)]];
}

export const usdRatio = (ours, theirs) => usdEach(ours) / usdEach(theirs);
export const timeRatio = (ours, theirs) => makespan(ours) / makespan(theirs);
