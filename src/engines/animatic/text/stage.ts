import type { ShotOrder } from "../../../core/order.ts";

/** What kind of place it is, and what light and weather it has: read from the words of bible, scene and shot. */
export interface Stage {
  readonly kind: PlaceKind;
  readonly interior: boolean;
  /** Words of the place alone, small letters. */
  readonly words: string;
  /** Words of the place and of what happens in it. */
  readonly everything: string;
  readonly time: "dawn" | "day" | "dusk" | "night";
  readonly candle: boolean;
  readonly fire: boolean;
  readonly moon: boolean;
  readonly fog: boolean;
  readonly rain: boolean;
  readonly storm: boolean;
  readonly snow: boolean;
  readonly snowGround: boolean;
  readonly wind: boolean;
  readonly dust: boolean;
  /** Everybody is tiny: the set is drawn as they see it. */
  readonly giant: boolean;
}

export const PLACE_KINDS = [
  "workshop",
  "kitchen",
  "cafe",
  "office",
  "bedroom",
  "living-room",
  "corridor",
  "stairs",
  "church",
  "throne-room",
  "castle",
  "lamp-room",
  "ship-cabin",
  "spaceship",
  "space",
  "car",
  "train",
  "hospital",
  "classroom",
  "prison",
  "shop",
  "stage",
  "laboratory",
  "warehouse",
  "cave",
  "street",
  "rooftop",
  "road",
  "village",
  "station",
  "bridge",
  "harbour",
  "deck",
  "sea",
  "underwater",
  "beach",
  "lighthouse",
  "forest",
  "field",
  "garden",
  "mountain",
  "desert",
  "room",
] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** First hit wins; asked first about the place's own name, then about its description, then about the action. */
const KINDS: readonly (readonly [PlaceKind, RegExp])[] = [
  ["lamp-room", /\b(lamp room|lantern room|lighthouse lamp)/],
  ["underwater", /\b(under ?water|sea ?bed|reef|ocean floor|deep sea)\b/],
  ["spaceship", /\b(space ?ship|starship|space station|airlock|cockpit|shuttle|rover|escape pod|command deck)\b/],
  ["space", /\b(outer space|in space|space|orbit|planet|moon base|asteroid|mars|lunar|galaxy)\b/],
  ["rooftop", /\b(roof ?tops?|roof|terrace above)\b/],
  [
    "car",
    /\b(car interior|in(side)? (the|a|his|her) (car|taxi|cab|truck|van)|taxi|cab|back ?seat|dashboard|driver'?s seat|windscreen|windshield)\b/,
  ],
  [
    "train",
    /\b(train (car|compartment|carriage)|carriage|compartment|on the train|train interior|subway car|inside the train|trains?(?! (?:station|platform|tracks?))|tram|bus(?! (?:station|stop)))\b/,
  ],
  ["station", /\b((train|railway|subway|metro|bus) station|platform|station|airport|terminal)\b/],
  ["cafe", /\b(caf[eé]|coffee ?shop|diner|restaurant|bar|pub|tavern|inn|bistro|canteen|saloon|nightclub|club)\b/],
  ["kitchen", /\b(kitchen|bakery|pantry|scullery)\b/],
  ["laboratory", /\b(lab|laboratory|observatory|control room|server room)\b/],
  ["hospital", /\b(hospital|clinic|ward|surgery|infirmary|operating room|morgue)\b/],
  ["classroom", /\b(class ?room|school ?room|school|lecture hall)\b/],
  [
    "office",
    /\b(office|newsroom|meeting room|board ?room|police station|precinct|study|interrogation room|bank|studio|reception)\b/,
  ],
  ["prison", /\b(prison|cell|jail|dungeon|cage)\b/],
  ["bedroom", /\b(bed ?room|nursery|hotel room|motel room|dormitory|attic room|bed ?side|bed ?chamber)\b/],
  ["workshop", /\b(workshop|workbench|forge|smithy|garage|atelier|work ?room|barn|stable|shed)\b/],
  ["throne-room", /\b(throne|great hall|ball ?room|palace hall|royal hall|banquet)\b/],
  ["church", /\b(church interior|church|chapel|cathedral|abbey|temple|monastery|crypt)\b/],
  ["shop", /\b(shop|store|supermarket|library|archive|bookshop|market hall|pharmacy|boutique|museum|gallery)\b/],
  ["stage", /\b(theatre|theater|on stage|stage|concert|circus|arena|boxing ring|opera)\b/],
  ["stairs", /\b(stairs?|stair ?well|staircase|steps)\b/],
  ["corridor", /\b(corridor|hall ?way|hall|tunnel|passage|lobby|lift|elevator|sewer|subway)\b/],
  ["ship-cabin", /\b(ship(?:'?s)? cabin|cabin of (?:the|a) ship|below deck|cargo hold|submarine|galley)\b/],
  ["warehouse", /\b(warehouse|factory|hangar|depot|mill|silo)\b/],
  ["cave", /\b(cave|cavern|grotto|mine|lair)\b/],
  ["bridge", /\b(bridge|viaduct)\b/],
  ["deck", /\b(deck|on board|aboard|bow of|ship|boat|sail|yacht|raft|trawler)\b/],
  ["harbour", /\b(harbou?r|port|dock|docks|pier|quay|jetty|marina|wharf)\b/],
  ["lighthouse", /\b(lighthouse|cliffs?|headland)\b/],
  ["beach", /\b(beach|shore|coast|sea ?side|sea ?front|dunes? by|island|lagoon|bay)\b/],
  ["sea", /\b(sea|ocean|waves)\b/],
  ["castle", /\b(castle|fortress|palace|battlements?|tower|courtyard|keep|citadel)\b/],
  ["village", /\b(village|hamlet|market square|farm ?yard|farm|cottage|town square|half-timbered)\b/],
  ["road", /\b(high ?way|motorway|free ?way|country road|road|race ?track|tarmac|runway|petrol station|gas station)\b/],
  [
    "street",
    /\b(street|city|alley|town|avenue|neon|downtown|crossing|square|market|plaza|parking|car park|junction|boulevard|intersection|suburb)\b/,
  ],
  ["forest", /\b(forest|woods?|trees|jungle|grove|glade|clearing|swamp|rainforest)\b/],
  ["mountain", /\b(mountains?|peak|ridge|glacier|snow ?field|arctic|valley|canyon|summit|tundra|volcano)\b/],
  ["desert", /\b(desert|dunes?|wasteland|oasis|badlands)\b/],
  ["garden", /\b(garden|park|orchard|graveyard|cemetery|play ?ground|back ?yard|lawn)\b/],
  [
    "field",
    /\b(fields?|meadow|pasture|hills?|prairie|plain|river|lake|pond|stream|moor|steppe|vineyard|battlefield|heath)\b/,
  ],
  ["living-room", /\b(living room|lounge|parlou?r|sitting room|salon|apartment|flat|house|home|cabin|hut|tent|sofa)\b/],
  ["room", /\b(room|interior|chamber|cellar|basement|attic|bathroom|gym)\b/],
];
export const INDOORS: ReadonlySet<PlaceKind> = new Set<PlaceKind>(
  "workshop kitchen cafe office bedroom living-room corridor stairs church throne-room lamp-room ship-cabin spaceship car train hospital classroom prison shop stage laboratory warehouse cave room".split(
    " ",
  ) as PlaceKind[],
);
/** What stands for an outdoor place when the slugline says INT., and the other way round. */
const INSIDE_OF: Readonly<Partial<Record<PlaceKind, PlaceKind>>> = {
  castle: "throne-room",
  lighthouse: "lamp-room",
  deck: "ship-cabin",
  sea: "ship-cabin",
  village: "living-room",
  road: "car",
  street: "room",
  station: "station",
  space: "spaceship",
  mountain: "cave",
  garden: "living-room",
  harbour: "warehouse",
  bridge: "spaceship",
};
const OUTSIDE_OF: Readonly<Partial<Record<PlaceKind, PlaceKind>>> = {
  church: "village",
  cafe: "street",
  office: "street",
  shop: "street",
  "living-room": "village",
  workshop: "village",
  car: "street",
  train: "station",
  spaceship: "space",
  "throne-room": "castle",
  corridor: "street",
  hospital: "street",
  classroom: "street",
  "lamp-room": "lighthouse",
  "ship-cabin": "deck",
  cave: "mountain",
  stage: "street",
  warehouse: "harbour",
  prison: "castle",
  bedroom: "village",
  kitchen: "garden",
  room: "street",
  laboratory: "street",
  stairs: "street",
};
const TIMES: Readonly<Record<string, Stage["time"]>> = {
  dawn: "dawn",
  morning: "day",
  day: "day",
  afternoon: "day",
  dusk: "dusk",
  evening: "dusk",
  night: "night",
  midnight: "night",
};

export function stageOf(order: ShotOrder): Stage {
  const { intent, parts } = order;
  const texts = placeTexts(order);
  const action = intent.action.toLowerCase();
  const words = `${texts.name} ${texts.description}`.trim();
  const inside =
    intent.interior === true || (intent.interior === undefined && texts.name === "car")
      ? insideOf(texts.name)
      : undefined;
  const found = inside ?? kindOf([texts.name, texts.description, action, (intent.ambience ?? "").toLowerCase()]);
  const interior =
    intent.interior ?? (found === undefined ? /\b(window|door|desk|bed|lamp|sofa)\b/.test(action) : INDOORS.has(found));
  const light = Object.entries(parts)
    .filter(([key]) => key.includes("#light."))
    .map(([, part]) => String(part["light"] ?? ""))
    .join(" ");
  const lightWords = `${intent.lighting ?? light} ${intent.mood ?? ""}`.toLowerCase();
  const weather = `${intent.weather ?? ""} ${lightWords}`.toLowerCase();
  const everything = `${words} ${action} ${intent.framing.composition ?? ""}`.toLowerCase();
  const snow = /\bsnow(s|ing|fall|flakes?|storm|y)?\b|blizzard/.test(`${weather} ${action}`);
  const cold = /snow|ice|frost|arctic|glacier|winter/.test(`${words} ${weather} ${action}`);
  const time =
    TIMES[intent.timeOfDay ?? ""] ?? timeIn(`${lightWords} ${everything} ${intent.ambience ?? ""}`.toLowerCase());
  return {
    kind: fitting(found, interior),
    interior,
    words,
    everything,
    time,
    candle: /candle|lantern|torch|oil lamp/.test(`${lightWords} ${action}`),
    fire: /\b(fire|hearth|fireplace|bonfire|campfire|flames?|embers|burning)\b/.test(
      `${lightWords} ${intent.ambience ?? ""} ${action}`.toLowerCase(),
    ),
    moon: /moon/.test(`${lightWords} ${action}`),
    fog: /\b(fog|foggy|mist|misty|haze|hazy|smoke|steam)\b/.test(`${weather} ${action}`),
    rain:
      /\b(rain|rains|rainy|raining|storm|stormy|drizzle|downpour|shower|thunder|wet glass)\b/.test(
        `${weather} ${action}`,
      ) && !/snow ?storm|sand ?storm/.test(weather),
    storm: /storm|thunder|lightning|gale/.test(`${weather} ${action}`),
    snow: snow && (!interior || /snow/.test(weather)),
    snowGround: cold,
    wind: /\b(wind|windy|storm|stormy|gale|breeze|gust)/.test(
      `${weather} ${intent.ambience ?? ""} ${action}`.toLowerCase(),
    ),
    dust: /\bdust|sand ?storm/.test(weather),
    giant: false,
  };
}

/** Where a shot plays, in words: the place's own name and its description in the bible. */
function placeTexts({ intent, parts }: ShotOrder): { readonly name: string; readonly description: string } {
  const description = Object.entries(parts)
    .filter(([key]) => /^location\/[^#]+$/.test(key))
    .map(([, part]) => {
      const geography = part["geography"];
      const where = typeof geography === "object" && geography !== null ? Object.entries(geography) : [];
      return `${String(part["descriptor"] ?? "")}, ${where.map(([thing, side]) => `${thing} ${String(side)}`).join(", ")}`;
    })
    .join(" ");
  return { name: (intent.location ?? "").toLowerCase().replaceAll("-", " "), description: description.toLowerCase() };
}

/** The kind named first in the first text that names one; the order of the table decides between two in one place. */
export function kindOf(texts: readonly string[]): PlaceKind | undefined {
  for (const text of texts) {
    const found = KINDS.find(([, pattern]) => pattern.test(text));
    if (found !== undefined) return found[0];
  }
  return undefined;
}

/** `INT. CAR`: what is a thing outdoors is a place indoors. */
function insideOf(name: string): PlaceKind | undefined {
  if (/\b(car|cab|taxi|van|truck|limousine|lorry|jeep)\b(?! park)/.test(name)) return "car";
  if (/\b(train|tram|bus|coach)\b(?! station)/.test(name)) return "train";
  return /\b(plane|aeroplane|airplane|helicopter)\b/.test(name) ? "train" : undefined;
}

function fitting(found: PlaceKind | undefined, interior: boolean): PlaceKind {
  if (found === undefined) return interior ? "room" : "field";
  if (interior) return INDOORS.has(found) ? found : (INSIDE_OF[found] ?? "room");
  return INDOORS.has(found) ? (OUTSIDE_OF[found] ?? "street") : found;
}

function timeIn(text: string): Stage["time"] {
  if (/\b(night|midnight|moonlight|moonlit|dark|neon|stars)\b/.test(text)) return "night";
  if (/\b(dusk|sunset|evening|twilight|golden hour)\b/.test(text)) return "dusk";
  if (/\b(dawn|sunrise|daybreak)\b/.test(text)) return "dawn";
  return "day";
}
