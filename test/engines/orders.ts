import type { ShotOrder } from "../../src/core/order.ts";
import type { CastMember, Parts } from "../../src/core/production.ts";
import { parseRate } from "../../src/core/time.ts";

/** Orders for tests of engines: small pictures, few frames, everything else can be said. */

export interface OrderWish {
  readonly intent?: Partial<ShotOrder["intent"]>;
  readonly order?: Partial<ShotOrder>;
  readonly parts?: Parts;
  readonly rate?: string;
  readonly frames?: number;
  readonly head?: number;
  readonly tail?: number;
}

export function orderOf({
  intent = {},
  order = {},
  parts = {},
  rate = "24",
  frames = 8,
  head = 0,
  tail = 0,
}: OrderWish = {}): ShotOrder {
  const parsed = parseRate(rate);
  if (parsed === undefined) throw new Error(`no rate ${rate}`);
  return {
    attempt: "SH0010-1",
    shotName: "TST_E001_SH0010",
    takeName: "TST_E001_SH0010_v001",
    tier: "animatic",
    identity: { engine: "animatic", model: "shotlock/animatic", modelVersion: "1", endpoint: "local" },
    intent: {
      durationFrames: frames,
      rate,
      aspect: "16:9",
      resolution: "320x180",
      framing: { size: "MS" },
      camera: { movement: "static" },
      cast: [],
      props: [],
      dialogue: [],
      soundEffects: [],
      avoid: [],
      action: "A man waits at the window.",
      ...intent,
    },
    parts,
    references: [],
    seed: "7",
    rate: parsed,
    width: 320,
    height: 180,
    frames: frames + head + tail,
    headFrames: head,
    tailFrames: tail,
    audio: "none",
    burnIn: false,
    startTimecodeFrames: 86_400,
    ...order,
  };
}

/** A character of a bible with one look. */
export function character(
  id: string,
  descriptor: string,
  wardrobe: string,
): { readonly member: CastMember; readonly parts: Parts } {
  return {
    member: { character: id, look: "usual" },
    parts: { [`character/${id}#identity`]: { descriptor }, [`character/${id}#look.usual`]: { wardrobe } },
  };
}
