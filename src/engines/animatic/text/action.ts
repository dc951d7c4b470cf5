/** What a body does. Each has a pose in figure/poses.ts. */
export const DOINGS = [
  "stand",
  "walk",
  "run",
  "sneak",
  "sit",
  "sit-down",
  "stand-up",
  "lie",
  "fall",
  "kneel",
  "bend",
  "pick-up",
  "point",
  "wave",
  "reach",
  "hold",
  "give",
  "carry",
  "hug",
  "fight",
  "shoot",
  "dance",
  "jump",
  "hammer",
  "sew",
  "cut",
  "cook",
  "eat",
  "drink",
  "write",
  "type",
  "read",
  "phone",
  "open",
  "knock",
  "push",
  "pull",
  "climb",
  "drive",
  "ride",
  "row",
  "throw",
  "look",
  "look-up",
  "turn",
  "hide",
  "cover-eyes",
  "cry",
  "laugh",
  "pray",
  "bow",
  "talk",
  "play",
  "swim",
  "fly",
  "wipe",
  "dig",
  "shrug",
] as const;
export type Doing = (typeof DOINGS)[number];

/** Verbs, strongest first: what moves most is what a shot is about. */
const VERBS: readonly (readonly [Doing, RegExp])[] = [
  ["swim", /\b(swims?|swimming|dives?|diving)\b/],
  ["fly", /\b(fly|flies|flying|floats?|floating|drifts?|hovers?|weightless|soars?|glides?)\b/],
  ["ride", /\b(rides?|riding|gallops?|galloping|cycles?|cycling|pedals?|pedalling)\b/],
  [
    "drive",
    /\b(drives?|driving|steers?|steering|at the wheel|behind the wheel|speeds? (down|through|away|along)|pilots?|piloting)\b/,
  ],
  ["row", /\b(rows?|rowing|paddles?)\b/],
  [
    "fall",
    /\b(falls? (down|over|to|from|off|into)|falls|collapses?|faints?|trips|stumbles?|drops? dead|tumbles?|slips)\b/,
  ],
  [
    "fight",
    /\b(fights?|fighting|punch(es)?|hits?|strikes?|duels?|wrestles?|swings? (a|the|his|her)|attacks?|battles?|kicks?|slaps?|box(es|ing)\b|clash)/,
  ],
  ["shoot", /\b(shoots?|fires? (a|the|his|her|at)|aims?|draws? (a|his|her) (gun|pistol|bow))\b/],
  ["climb", /\b(climbs?|climbing|clambers?|scales)\b/],
  [
    "run",
    /\b(runs?|running|ran|rush(es)?|flees?|fleeing|chas(es?|ing)|sprints?|races?|dash(es)?|hurr(y|ies)|scrambl(es?)|bolts?|charges?|escapes?)\b/,
  ],
  ["jump", /\b(jumps?|jumping|leaps?|hops?|springs? up|bounces?)\b/],
  ["dance", /\b(danc(es?|ing)|skips?|twirls?|waltz(es)?|spins)\b/],
  [
    "hug",
    /\b(hugs?|hugging|embrac(es?|ing)|kiss(es)?|in (his|her|each other's) arms|holds? (him|her|each other) (close|tight))\b/,
  ],
  ["hammer", /\b(hammers?|hammering|chops?|chopping|beats? (the|a)|forges?|pounds?)\b/],
  ["dig", /\b(digs?|digging|shovels?|rakes?|sweeps?|mops?|hoes?)\b/],
  ["throw", /\b(throws?|hurls?|toss(es)?|tosses|flings?)\b/],
  [
    "sew",
    /\b(sews?|sewing|stitch(es)?|knits?|knitting|threads? a|pulls? a thread|bites? (it|the thread) off|mends?)\b/,
  ],
  [
    "cut",
    /\b(cuts?|cutting|carv(es?|ing)|slic(es?|ing)|saws|paints?|painting|draws?|drawing|sculpts?|repairs?|fix(es)?|welds?)\b/,
  ],
  ["cook", /\b(cooks?|cooking|stirs?|stirring|fr(y|ies)|bakes?|kneads?|pours?|mixes|washes up)\b/],
  ["write", /\b(writes?|writing|signs|scribbles?|notes down|scrawls?)\b/],
  ["type", /\b(types?|typing|codes|at (the|a|his|her) (keyboard|computer|laptop)|plays? (the )?(piano|keyboard))\b/],
  ["eat", /\b(eats?|eating|bites? into|chews?|dines?|tastes?|spoons?)\b/],
  ["drink", /\b(drinks?|drinking|sips?|sipping|gulps?|raises? (a|the|his|her) (glass|cup|mug)|toasts?)\b/],
  [
    "phone",
    /\b(phones (him|her|home|the|a)|on the phone|calls? (him|her|home|the)|answers? the phone|telephones|into the (phone|receiver|radio))\b/,
  ],
  ["read", /\b(reads?|reading|unfolds?|studies|leafs? through|opens? (a|the|his|her) (letter|book|map|envelope))\b/],
  ["wipe", /\b(wip(es?|ing)|polish(es)?|cleans?|scrubs?|smooths?|dusts?)\b/],
  ["knock", /\b(knocks?|bangs? on|rings? the bell)\b/],
  ["open", /\b(opens?|opening|closes?|shuts?|slams?|unlocks?|turns? (the|a) (key|handle))\b/],
  ["push", /\b(push(es)?|pushing|shoves?|leans? against)\b/],
  ["pull", /\b(pulls?|pulling|drags?|hauls?|tugs?)\b/],
  ["pick-up", /\b(picks? up|picks|lifts? (?!a hand|his hand|her hand)|grabs?|snatch(es)?|takes? up|bends? down)\b/],
  ["stand-up", /\b(stands? up|rises?|gets? up|jumps? up from|stands? from)\b/],
  ["sit-down", /\b(sits? down|takes? a seat|sinks? (down|into))\b/],
  [
    "sit",
    /\b(sits?|seated|sitting|perch(es|ed)?|lounges?|slump(s|ed)|at (a|the|their|his|her) (table|desk|bar|counter|booth)|on (a|the) (bench|sofa|chair|bed|stool|couch))\b/,
  ],
  [
    "lie",
    /\b(lies|lying|lie (down|on|in|there|asleep|beside)|sleeps?|sleeping|asleep|in bed|dreams?|wakes?|unconscious|dead)\b/,
  ],
  ["kneel", /\b(kneels?|kneeling|crouch(es|ed)?|squats?|ducks)\b/],
  ["pray", /\b(prays?|praying|begs?|pleads?)\b/],
  ["bow", /\b(bows?|curts(y|eys|ies))\b/],
  ["hide", /\b(hides?|hiding|peeps?|peeks?|cowers?)\b/],
  ["sneak", /\b(sneaks?|creeps?|tiptoes?|prowls?|stalks?)\b/],
  ["wave", /\b(waves?|waving|lifts? a hand|raises? (a|his|her) (hand|arm)|beckons?|salutes?|greets?|hails?)\b/],
  ["point", /\b(points?|pointing|gestures? (at|to|towards))\b/],
  ["give", /\b(gives?|hands? (over|him|her|the|a)|offers?|passes|serves?|shakes? hands|presents?|delivers?)\b/],
  [
    "carry",
    /\b(carr(y|ies|ying)|bears|brings?|lugs?|with (a|the|his|her) (box|crate|basket|tray|child|baby|suitcase))\b/,
  ],
  ["play", /\b(plays?|strums?|fiddles?)\b/],
  [
    "cover-eyes",
    /\b(rubs? (his|her|their) eyes|covers? (his|her|their) (face|eyes|ears)|buries? (his|her) face|takes? off (his|her) (spectacles|glasses))\b/,
  ],
  ["cry", /\b(cr(y|ies|ying)|weeps?|sobs?|tears)\b/],
  ["laugh", /\b(laughs?|laughing|giggles?|chuckles?|cheers?|applauds?|claps?)\b/],
  [
    "walk",
    /\b(walks?|walking|comes? (in|into|out|up|down|to|towards|through)|go(es)?|steps?|enters?|leaves?|strolls?|wanders?|march(es)?|crosses|approach(es)?|passes by|arrives?|paces?|follows?|trudges?|strides?|departs?|returns?|hikes?|limps?|stagger(s)?)\b/,
  ],
  [
    "reach",
    /\b(reach(es)?|touch(es)?|lays?|puts?|sets?|places?|pinch(es)?|picks|takes?|press(es)?|switch(es)?|strokes?|pets)\b/,
  ],
  [
    "hold",
    /\b(holds?|holding|clutch(es)?|grips?|cradles?|with (a|an|the|his|her) (lantern|torch|candle|sword|gun|umbrella|lamp|flashlight|knife|staff|spear|camera|flag|flower|flowers))\b/,
  ],
  ["look-up", /\b(looks? up|gazes? up|stares? up|stargaz\w+)\b/],
  ["turn", /\b(turns?|turning|spins? round|whirls?)\b/],
  ["shrug", /\b(shrugs?)\b/],
  [
    "look",
    /\b(looks?|looking|stares?|gazes?|watch(es)?|peers?|searches|scans|listens?|waits?|thinks?|hesitates?|notices?|sees?|spots?)\b/,
  ],
  [
    "talk",
    /\b(talks?|speaks?|says?|asks?|answers?|argues?|shouts?|whispers?|explains?|tells?|sings?|orders?|discuss|confess(es)?|interrogates?|calls?|yells?|jokes?)\b/,
  ],
];

/** What light, weather and water do is nobody's action: `the candle dancing in the glass`, `a tear runs down`. */
const LIFELESS =
  /\b(candles?|lights?|flames?|fire|snow|rain|leaves|dust|shadows?|waves?|tears?|sweat|water|smoke|clouds?|wind|sun|moon|curtains?|neon|blood|fog|mist)( is| are)? (danc|fl[iy]|fall|run|rush|driv|jump|rid|drift|play|mov|ris|roll|stream|com|walk|climb|turn|hit|beat|strik|pour|creep|glid|swe?e?p|lie)\w*/g;

/** The strongest verb in a text; `undefined` when it names none. */
export function doingIn(text: string): Doing | undefined {
  const lower = text.toLowerCase().replaceAll(LIFELESS, " ");
  return VERBS.find(([, pattern]) => pattern.test(lower))?.[0];
}

export interface Actor {
  readonly id: string;
  readonly woman: boolean;
}

/** Words that begin a clause with a capital without being a name. */
const NO_NAMES = new Set(
  "a an the he she they it his her their its two three four some as then when while in on at with from into behind under one both suddenly slowly outside inside close wide meanwhile everybody everyone nobody somebody after before over across through and but now here there this that these those i we you".split(
    " ",
  ),
);

/**
 * Who does what: the action is cut into clauses, and each person gets the verb of the clause that names them, by id
 * (`Tam hammers` is `elf-tam`), by pronoun, or by the order of names nobody knows. `They`, or no name at all, is everybody.
 */
export function doingsOf(action: string, cast: readonly Actor[]): readonly Doing[] {
  const whole = doingIn(action) ?? "stand";
  const [single] = cast;
  if (cast.length < 2 || single === undefined) return cast.map(() => whole);
  const clauses = clausesOf(action);
  const unknown = unknownNames(action, cast);
  const unnamed = cast.filter((actor) => !clauses.some((clause) => names(clause, actor)));
  const doings = cast.map((actor): Doing | undefined => {
    const alias = unknown[unnamed.indexOf(actor)];
    const own = clauses.filter((clause) => isSubject(clause, actor, alias, cast));
    const said = own.map(doingIn).find((doing) => doing !== undefined);
    if (said !== undefined) return said;
    // `Nora and David sit`: the first name's clause has no verb of its own.
    const next = own.map((clause) => clauses[clauses.indexOf(clause) + 1]).find((clause) => clause !== undefined);
    return own.length > 0 && next !== undefined && own.every((clause) => clause.split(/\s+/).length < 4)
      ? doingIn(next)
      : undefined;
  });
  if (doings.every((doing) => doing === undefined)) return cast.map(() => whole);
  const together =
    /\b(they|both|together|each other|everybody|everyone|all)\b/i.test(action) || /\b[Tt]wo\b/.test(action);
  const shared = clauses.find((clause) => /\b(they|both|everybody|everyone|two)\b/i.test(clause));
  return doings.map((doing) => doing ?? (together ? (doingIn(shared ?? action) ?? whole) : "look"));
}

function clausesOf(action: string): readonly string[] {
  return action
    .split(/[.;!?]|,| and (?=[A-Z]|he |she |they |the )| while | as (?=[A-Z]|he |she |they |the )| but | then /)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== "");
}

const idWords = (id: string): readonly string[] =>
  id
    .toLowerCase()
    .split(/[-_]/)
    .filter((word) => word.length > 2);

function names(clause: string, actor: Actor): boolean {
  const lower = clause.toLowerCase();
  return idWords(actor.id).some((word) => new RegExp(`\\b${word}(?![a-z])`).test(lower));
}

/** The one who acts stands before the verb: `Tam gives Pip a shoe` is Tam's. */
function isSubject(clause: string, actor: Actor, alias: string | undefined, cast: readonly Actor[]): boolean {
  const opening = clause.split(/\s+/).slice(0, 4).join(" ");
  if (names(opening, actor)) {
    const position = (other: Actor): number =>
      Math.min(
        ...idWords(other.id)
          .map((word) => opening.toLowerCase().search(new RegExp(`\\b${word}(?![a-z])`)))
          .map((at) => (at < 0 ? 99 : at)),
      );
    return / and /.test(opening) || cast.every((other) => position(actor) <= position(other));
  }
  if (alias !== undefined && opening.startsWith(alias)) return true;
  const pronoun = /^(and |then )?(he|she)\b/i.exec(clause)?.[2]?.toLowerCase();
  if (pronoun === undefined) return false;
  return cast.find((other) => other.woman === (pronoun === "she"))?.id === actor.id;
}

/** Capitalised words that are nobody's id, in order: display names, which an engine does not get to know. */
function unknownNames(action: string, cast: readonly Actor[]): readonly string[] {
  const known = new Set(cast.flatMap((actor) => idWords(actor.id)));
  const found = [...action.matchAll(/\b\p{Lu}[\p{L}'-]+/gu)].map((match) => match[0].replace(/'s$/, ""));
  return [...new Set(found)].filter((word) => !NO_NAMES.has(word.toLowerCase()) && !known.has(word.toLowerCase()));
}

const MOODS: readonly (readonly [string, RegExp])[] = [
  ["happy", /\b(smil\w+|grin\w*|laugh\w*|happ\w+|cheer\w*|joy\w*|delight\w*)\b/],
  ["sad", /\b(cr(y|ies|ying)|weeps?|sobs?|tears|sad\w*|grie\w+|lonely)\b/],
  ["angry", /\b(angr\w+|furious\w*|shouts?|yells?|rage\w*|scowl\w*|snarls?|argues?)\b/],
  ["fear", /\b(afraid|fear\w*|terrif\w+|scream\w*|panic\w*|horror|trembl\w*|flees?)\b/],
  ["surprised", /\b(surpris\w+|astonish\w+|gasps?|startled|shock\w*|stunned|wide-eyed)\b/],
  ["tired", /\b(tired|weary|exhaust\w+|yawns?|sleepy)\b/],
  ["determined", /\b(determin\w+|grim\w*|focus\w+|resolute)\b/],
];

/** A feeling that the action tells of. */
export function moodIn(action: string): string {
  return MOODS.find(([, pattern]) => pattern.test(action.toLowerCase()))?.[0] ?? "";
}
