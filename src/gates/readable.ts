import { measuresOf } from "../kit/measure/measure-clip.ts";
import type { Gate } from "../ports/gate.ts";

/** A film at all: a web page or garbage under the name of one is told apart from a bad film. */
export const gate: Gate = {
  id: "readable",
  title: "The file is a film",
  limits: {},
  async measure(take, desk) {
    const { probe } = await measuresOf(take.path, desk);
    const frames = probe.ok ? probe.value.facts.frames : 0;
    const isFilm = probe.ok && frames > 0;
    return {
      gate: gate.id,
      verdict: isFilm ? "pass" : "fail",
      unit: "frames",
      direction: "higher-is-better",
      milli: frames * 1000,
      limitMilli: 1000,
      says: isFilm ? `${frames} frames can be read` : probe.ok ? "no frame can be decoded" : probe.error.message,
    };
  },
};
