import type { ShotOrder } from "../../core/order.ts";
import type { CameraFields, CastMember, Parts, ShotSize, TimeOfDay } from "../../core/production.ts";
import { formatRate } from "../../core/time.ts";
import type { FootageRequest } from "../../sandbox/footage.ts";

/** Longest name first: an extreme close-up is a close-up, too. */
const SIZES: readonly (readonly [RegExp, ShotSize])[] = [
  [/extreme close-?up|\binsert\b/, "ECU"],
  [/big close-?up/, "BCU"],
  [/medium close-?up/, "MCU"],
  [/close-?up/, "CU"],
  [/medium long shot/, "MLS"],
  [/medium shot/, "MS"],
  [/full shot/, "FS"],
  [/extreme long shot|extreme wide/, "ELS"],
  [/long shot|wide shot|establishing/, "LS"],
];
const MOVES: readonly (readonly [RegExp, CameraFields["movement"]])[] = [
  [/push(?:es)? in|push-in/, "push-in"],
  [/pulls? out|pull-out/, "pull-out"],
  [/\bpans?\b/, "pan"],
  [/\btilts?\b/, "tilt"],
  [/\bcranes?\b/, "crane"],
  [/\btracks?\b/, "track"],
  [/\btrucks?\b/, "truck"],
  [/\barcs?\b/, "arc"],
  [/zooms in/, "zoom-in"],
  [/zooms out/, "zoom-out"],
  [/handheld/, "handheld"],
];
const TIMES: readonly (readonly [RegExp, TimeOfDay])[] = [
  [/midnight|\bnight\b/, "night"],
  [/\bdawn\b|sunrise|first light/, "dawn"],
  [/\bmorning\b/, "morning"],
  [/\bdusk\b|sunset|twilight/, "dusk"],
  [/\bevening\b/, "evening"],
];
const PEOPLE_MAX = 3;

/**
 * What an emulated vendor understands of a prompt: any English text, from anybody. It sees only what a real one would see,
 * so a word that our prompt loses is lost in its picture, too.
 */
export function promptOrder(request: FootageRequest): ShotOrder {
  const { prompt, width, height, rate, frames, hasAudio, job } = request;
  const words = prompt.toLowerCase();
  const sentences = prompt.split(/(?<=[.!?])\s+/).filter((sentence) => sentence !== "");
  const people = sentences.filter((sentence) => /\baged \d|\bwearing\b/.test(sentence)).slice(0, PEOPLE_MAX);
  const place = sentences.find((sentence) => /^(?:interior|exterior)\b/i.test(sentence));
  const time = TIMES.find(([pattern]) => pattern.test(words))?.[1];
  return {
    ...{ attempt: job, shotName: job, takeName: job, tier: "animatic", references: [], seed: String(request.seed) },
    identity: { engine: "animatic", model: "shotlock/animatic", modelVersion: "1", endpoint: "animatic/local" },
    ...{ rate, width, height, frames, headFrames: 0, tailFrames: 0, burnIn: false, startTimecodeFrames: 0 },
    audio: hasAudio ? "optional" : "none",
    parts: { ...peopleParts(people), ...(place === undefined ? {} : { "location/place": { descriptor: place } }) },
    intent: {
      durationFrames: frames,
      rate: formatRate(rate),
      aspect: `${width}:${height}`,
      resolution: `${width}x${height}`,
      framing: { size: SIZES.find(([pattern]) => pattern.test(words))?.[1] ?? "MS" },
      camera: { movement: MOVES.find(([pattern]) => pattern.test(words))?.[1] ?? "static" },
      cast: people.map((_text, index): CastMember => ({ character: `person-${index + 1}`, look: "worn" })),
      props: [],
      ...(place === undefined ? {} : { location: "place", interior: /^interior/i.test(place) }),
      ...(time === undefined ? {} : { timeOfDay: time }),
      action:
        sentences.find((sentence) => !people.includes(sentence) && !isFraming(sentence) && sentence !== place) ??
        prompt,
      dialogue: [],
      soundEffects: [],
      avoid: [],
    },
  };
}

/** A sentence about the picture or the camera, not about what happens. */
function isFraming(sentence: string): boolean {
  return /\bshot\b|close-?up|\bcamera\b|\blens\b|^insert\b/i.test(sentence);
}

function peopleParts(people: readonly string[]): Parts {
  return Object.fromEntries(
    people.flatMap((text, index) => {
      const [descriptor = text, worn = ""] = text.split(/\bwearing\b/);
      const age = /\baged (\d+)/.exec(text)?.[1];
      const owner = `character/person-${index + 1}`;
      return [
        [`${owner}#identity`, { descriptor: descriptor.trim(), ...(age === undefined ? {} : { age }) }],
        [`${owner}#look.worn`, { wardrobe: worn.trim() }],
      ];
    }),
  );
}
