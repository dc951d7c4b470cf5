/** What a feeling does to a face. */
export interface Expression {
  /** Lift of the inner ends of the brows; negative is a frown. */
  readonly browInner: number;
  readonly browLift: number;
  /** 1 = usual opening of the eyes. */
  readonly eyes: number;
  /** Corners of the mouth, up or down. */
  readonly smile: number;
  /** 0 shut .. 1 wide open. */
  readonly open: number;
  readonly blush: boolean;
  readonly tears: boolean;
}

const CALM: Expression = { browInner: 0, browLift: 0, eyes: 1, smile: 0.03, open: 0, blush: false, tears: false };
const FEELINGS: readonly (readonly [RegExp, Partial<Expression>])[] = [
  [/\b(laugh|ecsta|elat|overjoy)/, { smile: 0.2, open: 0.55, eyes: 0.6, browLift: 0.06, blush: true }],
  [
    /happ|amus|joy|grin|cheer|delight|proud|content|smil|playful|excite|merry|rosy|love|tender|grateful|relie/,
    { smile: 0.16, eyes: 0.92, browLift: 0.04, blush: true },
  ],
  [/wonder|astonish|surpris|shock|awe|amaz|stun|startl/, { browLift: 0.16, eyes: 1.35, open: 0.5 }],
  [
    /fear|afraid|terr|scare|panic|horror|anxi|nervous|alarm/,
    { browInner: 0.12, browLift: 0.1, eyes: 1.3, smile: -0.1, open: 0.25 },
  ],
  [/rage|furious|shout/, { browInner: -0.15, eyes: 1.05, smile: -0.14, open: 0.5 }],
  [
    /angr|stern|annoy|irrit|hostil|menac|threat|cruel|contempt|disgust|cold|grim/,
    { browInner: -0.13, eyes: 0.86, smile: -0.1 },
  ],
  [/sob|cry|weep|grie|heartbroken/, { browInner: 0.14, eyes: 0.7, smile: -0.16, open: 0.12, tears: true }],
  [
    /sad|lonel|melanch|sorrow|regret|ashamed|guilt|disappoint|hurt|worri|concern/,
    { browInner: 0.11, eyes: 0.88, smile: -0.09 },
  ],
  [/tired|wear|sleep|exhaust|drows|bored|resign/, { browInner: 0.05, browLift: -0.03, eyes: 0.55, smile: -0.05 }],
  [/pain|agony/, { browInner: 0.1, eyes: 0.4, smile: -0.14, open: 0.3 }],
  [/determin|focus|resol|concentrat|intent|serious|tense|alert|suspic/, { browInner: -0.08, eyes: 0.88, smile: -0.02 }],
  [
    /thought|pensive|curious|doubt|confus|puzzl|question/,
    { browLift: 0.05, browInner: 0.03, eyes: 0.95, smile: -0.01 },
  ],
  [/sly|mischie|smug|cunning/, { browInner: -0.06, browLift: 0.04, eyes: 0.75, smile: 0.11 }],
];

/** Words of a feeling -> the face it makes; unknown words make a calm face. */
export function expressionOf(emotion: string): Expression {
  const found = FEELINGS.find(([pattern]) => pattern.test(emotion));
  return found === undefined ? CALM : { ...CALM, ...found[1] };
}
