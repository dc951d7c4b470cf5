import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { animalIn } from "../../src/engines/animatic/figure/animal.ts";
import { expressionOf } from "../../src/engines/animatic/figure/expression.ts";
import { personOf } from "../../src/engines/animatic/figure/person.ts";
import { jointsOf } from "../../src/engines/animatic/figure/poses.ts";
import { propsInAction, propsOf } from "../../src/engines/animatic/props/prop.ts";
import { spokenSpans } from "../../src/engines/animatic/spoken.ts";
import { DOINGS, doingIn, doingsOf } from "../../src/engines/animatic/text/action.ts";
import { COLOURS, colourIn, mix, shade } from "../../src/engines/animatic/text/colours.ts";
import { beastsIn, extrasIn } from "../../src/engines/animatic/text/extras.ts";
import { kindOf, PLACE_KINDS, stageOf } from "../../src/engines/animatic/text/stage.ts";
import { character, orderOf } from "./orders.ts";

const personWith = (descriptor: string, wardrobe = "grey coat", id = "somebody") => {
  const { member, parts } = character(id, descriptor, wardrobe);
  return personOf(orderOf({ parts }), member);
};
const stageFor = (intent: Parameters<typeof orderOf>[0] & object) => stageOf(orderOf(intent));

describe("colour words", () => {
  test.each([
    ["green felt coat with brass buttons", COLOURS["green"]],
    ["brown leather apron", COLOURS["brown"]],
    ["dark red leather shoes", shade(COLOURS["red"] ?? "", -0.36)],
    ["a pale-blue dress", shade(COLOURS["blue"] ?? "", 0.42)],
    ["straw-blond hair", COLOURS["straw-blond"]],
    ["leather", COLOURS["leather"]],
    ["hundred", undefined],
    ["unpredictable", undefined],
  ])("%s", (text, hex) => expect(colourIn(text)).toBe(hex));

  test("every colour is six hexadecimal digits, and mixing stays so", () => {
    for (const hex of Object.values(COLOURS)) {
      expect(hex).toMatch(/^#[0-9a-f]{6}$/);
      expect(mix(hex, "#123456", 0.37)).toMatch(/^#[0-9a-f]{6}$/);
    }
  });
});

describe("people", () => {
  test("identity, hair, beard, glasses, age and build come from the identity", () => {
    const josef = personWith("lean man, grey walrus moustache, thinning grey hair, round wire spectacles, 60");
    expect(josef).toMatchObject({
      beard: "moustache",
      hairStyle: "thin",
      eyewear: "spectacles",
      old: true,
      woman: false,
      width: 0.88,
    });
    const wife = personWith("round woman with rosy cheeks, brown hair in a bun, 55");
    expect(wife).toMatchObject({ hairStyle: "bun", hair: COLOURS["brown"], woman: true, rosy: true });
    expect(personWith("woman with long curly black hair, dark skin").hairStyle).toBe("curly");
    expect(personWith("knight with a full black beard")).toMatchObject({ beard: "full", hair: COLOURS["black"] });
    expect(personWith("man of about sixty, clean-shaven").beard).toBe("none");
    expect(personWith("girl with brown braids").child).toBe(true);
    expect(personWith("boy", "blue shirt").height).toBeLessThan(0.8);
    expect(personWith("tall man").height).toBeGreaterThan(1);
  });

  test("wardrobe belongs to the look", () => {
    const { garments } = personWith("man", "charcoal suit, white shirt, red tie, black hat");
    expect(garments).toMatchObject({ top: COLOURS["charcoal"], under: COLOURS["white"], tie: COLOURS["red"] });
    expect(garments.hat).toEqual({ kind: "brimmed", colour: COLOURS["black"] });
    expect(personWith("elf", "green felt coat, green pointed cap").garments.hat?.kind).toBe("pointed");
    expect(personWith("queen", "purple gown, gold crown").garments).toMatchObject({
      long: true,
      hat: { kind: "crown" },
    });
    expect(personWith("man", "blue jeans, white t-shirt").garments).toMatchObject({
      top: COLOURS["white"],
      bottom: COLOURS["blue"],
    });
    expect(personWith("elf", "ragged sackcloth tunic, bare feet").garments).toMatchObject({
      ragged: true,
      barefoot: true,
    });
  });

  test("a character without a description is described by its name, an animal is one", () => {
    expect(personOf(orderOf(), { character: "old-fisherman" })).toMatchObject({ old: true });
    expect(personOf(orderOf(), { character: "lighthouse-keeper" }).garments.hat?.kind).toBe("beanie");
    expect(personWith("grey wolf", "", "wolf").animal?.kind).toBe("dog");
    expect(personWith("woman with a dog", "", "anna").animal).toBeUndefined();
  });

  test("the second of two nameless men is no two-year-old", () => {
    const [, other] = extrasIn("Two men in dark coats run.");
    expect(other?.wardrobe).toBe("dark coat");
    expect(personOf(orderOf(), { character: other?.member.character ?? "" }).child).toBe(false);
  });

  test("feelings change the face", () => {
    expect(expressionOf("happy").smile).toBeGreaterThan(expressionOf("").smile);
    expect(expressionOf("angry").browInner).toBeLessThan(0);
    expect(expressionOf("astonished").eyes).toBeGreaterThan(1.2);
    expect(expressionOf("weeping").tears).toBe(true);
    expect(expressionOf("qwerty")).toEqual(expressionOf(""));
  });
});

describe("actions", () => {
  test.each([
    ["She runs down the stairs with a lantern.", "run"],
    ["Marta lays out the little coats where the leather used to lie.", "reach"],
    ["A man sleeps in his bed.", "lie"],
    ["He picks up the phone.", "pick-up"],
    ["Tam hammers.", "hammer"],
    ["They embrace.", "hug"],
    ["The candle dancing in the glass, she looks up.", "look-up"],
    ["A tear runs down her cheek.", undefined],
    ["He opens the door.", "open"],
    ["He stands up.", "stand-up"],
  ])("%s", (text, doing) => expect(doingIn(text)).toBe(doing));

  const cast = [
    { id: "elf-tam", woman: false },
    { id: "elf-pip", woman: false },
  ];
  test("each does what the clause with their name says", () => {
    expect(doingsOf("Tam hammers and Pip sews, faster than the eye can follow.", cast)).toEqual(["hammer", "sew"]);
    expect(doingsOf("Two tiny elves run across the floor.", cast)).toEqual(["run", "run"]);
    expect(doingsOf("Tam and Pip dance.", cast)).toEqual(["dance", "dance"]);
  });
  test("pronouns and unknown names find their people", () => {
    const couple = [
      { id: "shoemaker", woman: false },
      { id: "wife", woman: true },
    ];
    expect(doingsOf("He reads and she waves.", couple)).toEqual(["read", "wave"]);
    expect(doingsOf("Josef sleeps. Marta dances.", couple)).toEqual(["lie", "dance"]);
  });

  test("every doing has joints without holes, at any moment", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...DOINGS),
        fc.double({ min: -3, max: 90, noNaN: true }),
        fc.double({ min: -0.5, max: 1.5, noNaN: true }),
        (doing, seconds, progress) => {
          for (const value of Object.values(jointsOf(doing, { seconds, progress })).flat())
            expect(Number.isFinite(value)).toBe(true);
        },
      ),
    );
  });

  test("without a cast the words say who is there", () => {
    expect(extrasIn("A keeper looks out to sea.").map(({ words }) => words)).toEqual(["keeper"]);
    expect(extrasIn("Two soldiers march.")).toHaveLength(2);
    expect(extrasIn("She runs.").map(({ words }) => words)).toEqual(["woman"]);
    expect(extrasIn("A crowd cheers.").length).toBeGreaterThan(3);
    expect(extrasIn("A castle on a hill.")).toEqual([]);
    expect(beastsIn("A dog barks at two horses.").map(({ words }) => words.trim().split(" ").at(-1))).toEqual([
      "dog",
      "horses",
      "horses",
    ]);
    expect(animalIn("the catalogue")).toBeUndefined();
  });
});

describe("props", () => {
  test("by the bible's words, else by the action's", () => {
    const order = orderOf({
      intent: { props: ["fine-shoes"], action: "" },
      parts: { "prop/fine-shoes": { descriptor: "dark red leather shoes" } },
    });
    expect(propsOf(order).map(({ id }) => id)).toEqual(["fine-shoes"]);
    expect(propsInAction("She runs with a lantern.")).toMatchObject([{ id: "lantern", lit: true }]);
    expect(propsInAction("She walks towards the camera.")).toEqual([]);
    expect(propsInAction("Tam hammers.")).toHaveLength(1);
    expect(propsInAction("A red car chases a black van.")).toMatchObject([{ place: "ground" }, { place: "ground" }]);
  });
});

describe("places", () => {
  test.each([
    ["shoemaker's workshop", "workshop"],
    ["city street", "street"],
    ["cafe", "cafe"],
    ["kitchen", "kitchen"],
    ["throne room", "throne-room"],
    ["train station", "station"],
    ["rooftop", "rooftop"],
    ["desert", "desert"],
    ["car park", "street"],
    ["lighthouse", "lighthouse"],
    ["spaceship", "spaceship"],
    ["forest", "forest"],
  ])("%s", (name, kind) => expect(kindOf([name])).toBe(kind));

  test("inside and outside of the same word are two sets", () => {
    expect(stageFor({ intent: { location: "castle", interior: true } }).kind).toBe("throne-room");
    expect(stageFor({ intent: { location: "castle", interior: false } }).kind).toBe("castle");
    expect(stageFor({ intent: { location: "car", interior: true } }).kind).toBe("car");
    expect(stageFor({ intent: { location: "cafe", interior: false } }).kind).toBe("street");
    expect(stageFor({ intent: { location: "nowhere in particular", interior: true, action: "" } }).kind).toBe("room");
    expect(stageFor({ intent: { location: "nowhere in particular", interior: false, action: "" } }).kind).toBe("field");
  });

  test("time, weather and lamps", () => {
    expect(stageFor({ intent: { timeOfDay: "midnight", location: "street" } }).time).toBe("night");
    expect(stageFor({ intent: { action: "A lighthouse on a cliff at dusk." } })).toMatchObject({
      kind: "lighthouse",
      time: "dusk",
      interior: false,
    });
    expect(stageFor({ intent: { weather: "heavy rain, wind", location: "street" } })).toMatchObject({
      rain: true,
      wind: true,
      snow: false,
    });
    expect(stageFor({ intent: { weather: "light snow", location: "village", interior: false } })).toMatchObject({
      snow: true,
      snowGround: true,
    });
    expect(
      stageFor({
        intent: { location: "workshop" },
        parts: { "location/workshop#light.night": { light: "one candle on the bench" } },
      }).candle,
    ).toBe(true);
    expect(PLACE_KINDS).toContain(stageFor({}).kind);
  });
});

describe("speech", () => {
  test("lines stand one after the other inside the shot, whatever their number and length", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 200 }), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 12, max: 480 }),
        (lines, frames) => {
          const seconds = frames / 24;
          const spans = spokenSpans(
            orderOf({ intent: { dialogue: lines.map((line) => ({ line, kind: "dialogue" as const })) } }),
            seconds,
          );
          let last = 0;
          for (const { from, to } of spans) {
            expect(from).toBeGreaterThanOrEqual(last - 1e-9);
            expect(to).toBeGreaterThan(from);
            last = to;
          }
          expect(last).toBeLessThanOrEqual(seconds + 1e-6);
        },
      ),
    );
  });
});
