import { describe, expect, test } from "vitest";
import { parseCamera } from "../../../src/core/resolve/camera.ts";
import { parseDuration, parseFrameCount } from "../../../src/core/resolve/duration.ts";
import { parseFraming } from "../../../src/core/resolve/framing.ts";
import { parseSlugline } from "../../../src/core/resolve/slugline.ts";
import { parseSpokenLine } from "../../../src/core/resolve/spoken-line.ts";
import { parseTransition } from "../../../src/core/resolve/transition.ts";
import { normalShotId } from "../../../src/core/shot-address.ts";

const FILM = { numerator: 24, denominator: 1 };
const NTSC_FILM = { numerator: 24_000, denominator: 1_001 };
const PAL = { numerator: 25, denominator: 1 };

describe("framing", () => {
  test.each([
    ["MCU low 50mm", { size: "MCU", angle: "low", lensMm: 50 }],
    ["50mm low MCU", { size: "MCU", angle: "low", lensMm: 50 }],
    ["mcu, LOW, 50MM", { size: "MCU", angle: "low", lensMm: 50 }],
    ["LS establishing 28mm deep", { size: "LS", type: "establishing", lensMm: 28, depthOfField: "deep" }],
    ["cowboy", { size: "MLS" }],
    ["MWS", { size: "MLS" }],
    ["WS", { size: "LS" }],
    ["EWS", { size: "ELS" }],
    ["ECU  insert\toverhead", { size: "ECU", type: "insert", angle: "overhead" }],
    ["CU CU", { size: "CU" }],
    ["CU 85 mm", { size: "CU", lensMm: 85 }],
    ["MCU medium", { size: "MCU", depthOfField: "medium" }],
  ])("%s", (text, fields) => {
    expect(parseFraming(text)).toEqual({ ok: true, value: fields });
  });

  test.each([
    ["MCU lwo", "lwo", "low"],
    ["MCU two-shto", "two-shto", "two-shot"],
    ["medium close-up 85mm", "medium close-up", "MCU"],
    ["Extreme Close Up", "Extreme Close Up", "ECU"],
    ["LS over the shoulder", "over the shoulder", "ots"],
    ["MS eye-level", "eye-level", "eye"],
    ["wide", "wide", "LS"],
    ["MCU LS", "LS", undefined],
    ["low high CU", "high", undefined],
    ["CU 50mm 85mm", "85mm", undefined],
    ["CU 0mm", "0mm", undefined],
    ["CU 2001mm", "2001mm", undefined],
    ["low 50mm", "size", undefined],
    ["", '""', undefined],
  ])("refuses %j", (text, says, hint) => {
    const parsed = parseFraming(text);
    if (parsed.ok) throw new Error("was accepted");
    expect(parsed.error.map((fault) => fault.says).join()).toContain(says);
    if (hint !== undefined) expect(parsed.error[0]?.hint).toBe(`did you mean \`${hint}\`?`);
  });

  test("every wrong word is named, not only the first", () => {
    const parsed = parseFraming("MCX lwo 50m");
    expect(parsed.ok ? [] : parsed.error).toHaveLength(3);
  });

  test("the long form says the same as the short one", () => {
    expect(
      parseFraming({ size: "MWS", type: "single", angle: "dutch", lens: "35mm", depth_of_field: "shallow" }),
    ).toEqual(parseFraming("cowboy single dutch 35mm shallow"));
    expect(parseFraming({ size: "CU", lens: 85 })).toEqual(parseFraming("CU 85mm"));
    expect(parseFraming({ size: "CU", lens: "wide" }).ok).toBe(false);
  });
});

describe("camera", () => {
  test.each([
    ["push-in slow dolly", { movement: "push-in", speed: "slow", rig: "dolly" }],
    ["dolly slow push-in", { movement: "push-in", speed: "slow", rig: "dolly" }],
    ["dolly in slow", { movement: "dolly", direction: "in", speed: "slow" }],
    ["dolly dolly", { movement: "dolly", rig: "dolly" }],
    ["handheld", { movement: "handheld" }],
    ["track right fast handheld", { movement: "track", direction: "right", speed: "fast", rig: "handheld" }],
    ["slow", { movement: "static", speed: "slow" }],
    ["dolly out", { movement: "dolly", direction: "out" }],
    ["Tilt Down", { movement: "tilt", direction: "down" }],
    [undefined, { movement: "static" }],
  ])("%s", (text, fields) => {
    const parsed = parseCamera(text);
    if (fields === undefined) expect(parsed.ok).toBe(false);
    else expect(parsed).toEqual({ ok: true, value: fields });
  });

  test("did you mean", () => {
    for (const [wrong, right] of [
      ["push", "push-in"],
      ["puhs-in", "push-in"],
      ["hand-held", "handheld"],
      ["push in", "push-in"],
      ["pull back", "pull-out"],
      ["Rack Focus", "rack-focus"],
      ["whip pan", "whip-pan"],
      ["shaky cam", "handheld"],
      ["dolly zoom", "dolly-zoom"],
      ["slowly", "slow"],
    ] as const) {
      const parsed = parseCamera(wrong);
      expect(parsed.ok ? undefined : parsed.error[0]?.hint, wrong).toBe(`did you mean \`${right}\`?`);
    }
    const twice = parseCamera("pan left right");
    expect(twice.ok ? "" : twice.error[0]?.says).toContain("right");
  });
});

describe("duration", () => {
  test.each([
    ["6s", FILM, 144],
    ["2.5s", FILM, 60],
    ["2.5s", PAL, 63],
    ["144f", FILM, 144],
    ["1f", FILM, 1],
    ["1:04", FILM, 1536],
    ["0:30.5", FILM, 732],
    ["6 s", FILM, 144],
    ["6 sec", FILM, 144],
    ["6 seconds", FILM, 144],
    [" 12 frames ", FILM, 12],
    ["10:00", FILM, 14_400],
    ["600s", NTSC_FILM, 14_386],
    ["00:00:06:00", FILM, 144],
    ["00:00:05:12", PAL, 137],
    ["00:01:00:00", NTSC_FILM, 1440],
    ["6s", NTSC_FILM, 144],
  ])("%s at %j", (text, rate, frames) => {
    expect(parseDuration(text, rate)).toEqual({ ok: true, value: frames });
  });

  test.each([
    ["0s", "range"],
    ["0f", "range"],
    ["0.001s", "range"],
    ["601s", "range"],
    ["10:01", "range"],
    ["999999999s", "range"],
    ["999999999f", "range"],
    ["14401f", "range"],
    ["-1s", "range"],
    ["1e9s", "form"],
    ["1e9f", "form"],
    ["6 parsecs", "form"],
    ["six seconds", "form"],
    ["6", "form"],
    ["6.s", "form"],
    [".5s", "form"],
    ["1.2345678s", "form"],
    ["1.5f", "form"],
    ["1:60", "form"],
    ["1:4", "form"],
    ["1:00:04", "form"],
    ["00:00:05:24", "form"],
    ["00:00:05;12", "form"],
    ["00:00:00:00", "range"],
    ["02:00:00:00", "range"],
    ["NaNs", "form"],
    ["Infinitys", "form"],
    ["", "form"],
    ["\u0666s", "form"],
    ["6s6s", "form"],
  ])("refuses %j: %s", (text, kind) => {
    const parsed = parseDuration(text, FILM);
    expect(parsed.ok ? parsed.value : parsed.error.kind).toBe(kind);
  });

  test.each([
    ["6", "write 6s for seconds, or 6f for frames"],
    ["2,5s", "write 2.5s"],
    ["1500ms", "write 1.5s"],
    ["1m30s", "write 1:30"],
    ["2 min", "write 2:00"],
  ])("%j -> %s", (text, hint) => {
    const parsed = parseDuration(text, FILM);
    expect(parsed.ok ? undefined : parsed.error.hint).toBe(hint);
    const [, right = ""] = /^write (\S+)/.exec(hint) ?? [];
    expect(parseDuration(right.replace(/,$/, ""), FILM).ok, "what the hint says is read").toBe(true);
  });

  test("a hostile length is not repeated in full", () => {
    const parsed = parseDuration(`${"9".repeat(5_000)}s`, FILM);
    expect(parsed.ok ? "" : parsed.error.says.length).toBeLessThan(150);
  });

  test("counts of frames may be 0, in frames or in time", () => {
    expect([0, 8, "0", "8", "8f", "0.5s", " 4f "].map((value) => parseFrameCount(value, FILM))).toEqual([
      0, 8, 0, 8, 8, 12, 4,
    ]);
    for (const value of [-1, 1.5, "-1", "8 parsecs", "", Number.NaN, 2 ** 60])
      expect(parseFrameCount(value, FILM), String(value)).toBeUndefined();
  });
});

describe("spoken lines", () => {
  test.each([
    [{ shoemaker: "Let us stay up." }, { character: "shoemaker", line: "Let us stay up.", kind: "dialogue" }],
    [{ "narrator (VO)": "Once." }, { character: "narrator", line: "Once.", kind: "voice-over" }],
    [{ "narrator (V.O.)": "Once." }, { character: "narrator", line: "Once.", kind: "voice-over" }],
    [{ "ANNA (V.O.) (CONT'D)": "Once." }, { character: "ANNA", line: "Once.", kind: "voice-over" }],
    [{ "anna (off)": "Here." }, { character: "anna", line: "Here.", kind: "off-screen" }],
    [{ VO: "Once." }, { line: "Once.", kind: "voice-over" }],
    [{ "anna (whispering)": "Here." }, { character: "anna", line: "Here.", delivery: "whispering", kind: "dialogue" }],
    [
      { "anna (O.S., whispering)": "(louder) Here." },
      { character: "anna", line: "Here.", delivery: "whispering, louder", kind: "off-screen" },
    ],
    [{ anna: "(softly) Come in." }, { character: "anna", line: "Come in.", delivery: "softly", kind: "dialogue" }],
    [{ anna: "(laughs)" }, { character: "anna", line: "(laughs)", kind: "dialogue" }],
    [{ anna: "I (we) know." }, { character: "anna", line: "I (we) know.", kind: "dialogue" }],
    [{ "wife(os)": " Coming! " }, { character: "wife", line: "Coming!", kind: "off-screen" }],
    [{ "wife (O.S.)": "Coming!" }, { character: "wife", line: "Coming!", kind: "off-screen" }],
    [
      { character: "wife", line: "Coming!" },
      { character: "wife", line: "Coming!", kind: "dialogue" },
    ],
    [{ line: "Once." }, { line: "Once.", kind: "voice-over" }],
    [
      { character: "wife", line: "No.", delivery: "dry", kind: "off-screen", lip_sync: false },
      { character: "wife", line: "No.", delivery: "dry", kind: "off-screen", lipSync: false },
    ],
  ] as const)("%j", (entry, line) => {
    expect(parseSpokenLine(entry)).toEqual(line);
  });

  test("two speakers in one line, or none, are no line", () => {
    expect(parseSpokenLine({ ann: "a", bob: "b" })).toBeUndefined();
    expect(parseSpokenLine({})).toBeUndefined();
  });
});

describe("transitions", () => {
  test.each([
    [undefined, { kind: "cut", frames: 0 }],
    ["cut", { kind: "cut", frames: 0 }],
    ["smash-cut", { kind: "smash-cut", frames: 0 }],
    ["dissolve", { kind: "dissolve", frames: 12 }],
    ["dissolve 12f", { kind: "dissolve", frames: 12 }],
    ["Dissolve 12 frames", { kind: "dissolve", frames: 12 }],
    ["fade-out 1s", { kind: "fade-out", frames: 24 }],
    [
      { kind: "wipe", duration: "10f" },
      { kind: "wipe", frames: 10 },
    ],
    [{ kind: "fade-in" }, { kind: "fade-in", frames: 12 }],
  ] as const)("%j", (entry, transition) => {
    expect(parseTransition(entry, FILM)).toEqual({ ok: true, value: transition });
  });

  test.each(["dissolve 0f", "dissolve long", "dissolve -3f", "dissovle", "fade", ""])("refuses %j", (entry) => {
    expect(parseTransition(entry, FILM).ok).toBe(false);
  });

  test("a cut has no length to write", () => {
    expect(parseTransition("cut 12f", FILM).ok).toBe(false);
    expect(parseTransition({ kind: "match-cut", duration: "12f" }, FILM).ok).toBe(false);
  });

  test.each([
    ["fade to black 1s", "did you mean `fade-out`?"],
    ["fade from black", "did you mean `fade-in`?"],
    ["cross dissolve 12f", "did you mean `dissolve`?"],
    ["fade 12f", "write fade-in or fade-out"],
  ])("%j -> %s", (text, hint) => {
    const parsed = parseTransition(text, FILM);
    expect(parsed.ok ? undefined : parsed.error.hint).toBe(hint);
  });

  test("did you mean", () => {
    const parsed = parseTransition("dissovle 12f", FILM);
    expect(parsed.ok ? undefined : parsed.error.hint).toBe("did you mean `dissolve`?");
  });
});

describe("sluglines", () => {
  test.each([
    ["INT. WORKSHOP - NIGHT", { interior: true, place: "WORKSHOP", timeOfDay: "night" }],
    ["INT. WORKSHOP - NIGHT, LATER", { interior: true, place: "WORKSHOP", timeOfDay: "night" }],
    ["ext. village green \u2013 dawn", { interior: false, place: "village green", timeOfDay: "dawn" }],
    ["EXT VILLAGE GREEN - SUNSET", { interior: false, place: "VILLAGE GREEN", timeOfDay: "dusk" }],
    ["INT./EXT. CAR - DAY", { interior: true, place: "CAR", timeOfDay: "day" }],
    ["I/E CAR - MOVING - DUSK", { interior: true, place: "CAR - MOVING", timeOfDay: "dusk" }],
    ["INT. BED-SITTING ROOM - MIDNIGHT", { interior: true, place: "BED-SITTING ROOM", timeOfDay: "midnight" }],
    ["INT. ROOM - LATE NIGHT", { interior: true, place: "ROOM", timeOfDay: "night" }],
    ["EXT. MOOR", { interior: false, place: "MOOR" }],
    ["Ext. Hill. Dawn", { interior: false, place: "Hill", timeOfDay: "dawn" }],
    ["int city tunnel night", { interior: true, place: "city tunnel", timeOfDay: "night" }],
    ["INT.CAR - DAY", { interior: true, place: "CAR", timeOfDay: "day" }],
    ["I./E. CAR - DAY", { interior: true, place: "CAR", timeOfDay: "day" }],
    ["EXT. ROAD - NIGHT (RAIN)", { interior: false, place: "ROAD", timeOfDay: "night" }],
    ["INT. NIGHT CLUB", { interior: true, place: "NIGHT CLUB" }],
    ["INT. THURSDAY", { interior: true, place: "THURSDAY" }],
    ["THE MOOR - DAY", { place: "THE MOOR", timeOfDay: "day" }],
    ["EXT. FIELD - MIDDAY", { interior: false, place: "FIELD", timeOfDay: "day" }],
    ["INT. NIGHT CLUB - CONTINUOUS", { interior: true, place: "NIGHT CLUB" }],
    ["INTERIOR DESIGN SHOP - DAY", { place: "INTERIOR DESIGN SHOP", timeOfDay: "day" }],
    ["", {}],
  ])("%s", (text, slugline) => {
    expect(parseSlugline(text)).toEqual(slugline);
  });
});

test("a place that is called like a time of day is a place", () => {
  const isPlace = (text: string): boolean => text === "CAFE SUNRISE";
  expect(parseSlugline("INT. CAFE SUNRISE", isPlace)).toEqual({ interior: true, place: "CAFE SUNRISE" });
  expect(parseSlugline("INT. CAFE SUNRISE - NIGHT", isPlace)).toMatchObject({ timeOfDay: "night" });
});

describe("shot ids", () => {
  test.each([
    ["SH0040", "SH0040"],
    ["40", "SH0040"],
    ["0040", "SH0040"],
    ["SH040", "SH0040"],
    ["sh40", "SH0040"],
    ["SH0040A", "SH0040A"],
    ["SH9999", "SH9999"],
  ])("%s", (text, id) => {
    expect(normalShotId(text)).toBe(id);
  });

  test.each(["", "SH", "SH-40", "40.5", "SH00400000", "SH0040AB", "shot 40", "S\u041d0040", "-40"])(
    "refuses %j",
    (text) => {
      expect(normalShotId(text)).toBeUndefined();
    },
  );
});
