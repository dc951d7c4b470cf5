/** What people say instead of a word of a closed list, by field. Only for hints: none of them is read. */
const OTHER_WORDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  angle: {
    eye: ["eye-level", "eye level", "eyeline", "straight"],
    overhead: ["birds-eye", "bird's eye", "bird's-eye", "top", "top-down", "top down", "aerial"],
    ground: ["worms-eye", "worm's eye", "worm's-eye"],
    dutch: ["canted", "tilted", "dutch angle"],
  },
  approval: { director: ["required", "yes", "true", "person", "human"], none: ["no", "false", "auto", "nobody"] },
  default_tier: { animatic: ["preview", "storyboard"], final: ["production", "full"] },
  depth_of_field: { shallow: ["narrow", "soft"], deep: ["wide", "all"] },
  engine_lock: { prefer: ["yes", "true", "on"], require: ["strict", "always", "hard"] },
  facing: {
    camera: ["front", "us", "viewer", "forward", "towards camera", "toward camera", "to camera"],
    away: ["back", "backwards", "from camera", "away from camera"],
  },
  importance: {
    hero: ["high", "key", "main", "important"],
    normal: ["medium", "standard"],
    filler: ["low", "minor", "b-roll"],
  },
  kind: {
    "voice-over": ["vo", "v.o.", "voiceover", "narration", "narrator"],
    "off-screen": ["os", "o.s.", "oc", "o.c.", "off", "offscreen", "off-camera"],
    dialogue: ["on", "on-screen", "dialog", "sync"],
    "fade-in": ["fade from black", "fade from white", "fade up"],
    "fade-out": ["fade to black", "fade to white", "fade down"],
    dissolve: ["crossfade", "xfade", "lap", "cross-fade", "cross-dissolve", "cross dissolve", "mix"],
    cut: ["hard cut", "straight cut"],
    provided: ["file", "footage", "own"],
  },
  movement: {
    "push-in": ["push in", "push", "dolly-in", "move in", "forward"],
    "pull-out": ["pull out", "pull", "dolly-out", "pull back", "dolly back", "back"],
    "zoom-in": ["zoom in"],
    "zoom-out": ["zoom out"],
    "whip-pan": ["whip pan", "whip", "swish pan"],
    "rack-focus": ["rack focus", "pull focus", "focus pull"],
    static: ["still", "locked", "locked off", "lock off", "fixed", "none"],
    "dolly-zoom": ["dolly zoom", "vertigo", "zolly"],
    arc: ["orbit", "circle", "360"],
    track: ["follow", "tracking", "steadicam"],
    truck: ["crab", "slide"],
    crane: ["jib", "boom"],
    handheld: ["hand held", "shaky", "shaky cam", "shakycam"],
  },
  on_refusal: { ask: ["stop", "wait", "person"], failover: ["next", "retry", "fallback"] },
  on_slow: { wait: ["ask", "stop"], failover: ["next", "fallback"] },
  position: { centre: ["center", "middle", "mid"], background: ["back", "behind"], foreground: ["front", "fore"] },
  priority: {
    quality: ["best", "high", "hero"],
    balanced: ["normal", "medium", "default"],
    cheap: ["low", "cost", "price", "budget"],
    fast: ["speed", "quick", "urgent"],
  },
  rig: { steadicam: ["steady cam", "steadycam"], tripod: ["sticks"], drone: ["aerial", "helicopter"] },
  size: {
    ECU: ["xcu", "extreme close up", "extreme closeup", "macro"],
    BCU: ["big close up"],
    CU: ["close up", "closeup", "close"],
    MCU: ["medium close up", "medium closeup"],
    MS: ["medium", "medium shot", "mid", "mid shot", "mid-shot"],
    MLS: ["medium long shot", "medium wide", "medium wide shot", "american"],
    FS: ["full", "full shot", "full-shot", "ws full"],
    LS: ["wide", "wide shot", "long", "long shot"],
    ELS: ["xls", "vls", "extreme long shot", "extreme wide", "extreme wide shot", "very wide"],
  },
  speed: { slow: ["slowly", "gentle"], fast: ["quick", "quickly", "rapid"], medium: ["normal"] },
  status: {
    omit: ["omitted", "cut", "deleted", "removed", "dropped"],
    hold: ["on-hold", "on hold", "paused", "wait", "later", "held"],
    active: ["on", "live", "ready", "todo"],
    open: ["draft", "active", "unlocked"],
    locked: ["frozen", "closed", "done", "final"],
  },
  time_of_day: {
    dawn: ["sunrise", "daybreak", "first light"],
    morning: ["am"],
    day: ["noon", "midday", "daytime"],
    afternoon: ["pm"],
    dusk: ["sunset", "twilight", "magic hour", "golden hour", "blue hour"],
    night: ["nite", "late", "nighttime"],
  },
  type: {
    ots: ["over-the-shoulder", "over the shoulder", "over shoulder", "oss"],
    pov: ["point of view", "point-of-view"],
    "two-shot": ["two shot", "2-shot", "2shot", "two"],
    reaction: ["react"],
    master: ["wide master"],
    establishing: ["est", "estab", "establish"],
    group: ["three-shot", "three shot", "crowd"],
    single: ["solo", "clean"],
  },
};

/** The same by field and by what is said; a word that two of ours are called by means the first. */
const MEANT: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> = new Map(
  Object.entries(OTHER_WORDS).map(([field, words]) => {
    const meant = new Map<string, string[]>();
    for (const [word, others] of Object.entries(words))
      for (const other of others) meant.set(plain(other), [...(meant.get(plain(other)) ?? []), word]);
    return [field, meant];
  }),
);

/** The word of a closed list that is meant by one from elsewhere, when this list has it. */
export function otherWordOf(word: string, allowed: readonly string[], field: string): string | undefined {
  return MEANT.get(field)
    ?.get(plain(word))
    ?.find((meant) => allowed.includes(meant));
}

/** `medium close-up` and `Medium Close Up` are said alike. */
function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, " ");
}

const PHRASE_WORDS_MAX = 4;

export interface OtherPhrase {
  /** How many words of the list it takes. */
  readonly words: number;
  readonly said: string;
  readonly meant: string;
}

/** Words from elsewhere at the beginning of a list of words, the longest first: `medium close-up 85mm` -> MCU, two words. */
export function otherPhraseAt(
  all: readonly string[],
  fields: Readonly<Record<string, readonly string[]>>,
): OtherPhrase | undefined {
  for (let count = Math.min(PHRASE_WORDS_MAX, all.length); count > 0; count -= 1) {
    const said = all.slice(0, count).join(" ");
    for (const [field, allowed] of Object.entries(fields)) {
      const meant = otherWordOf(said, allowed, field);
      if (meant !== undefined) return { words: count, said, meant };
    }
  }
  return undefined;
}
