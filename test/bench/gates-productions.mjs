// Two small productions for the animatic engine: thresholds may be chosen on the first, the second is held out.
const shots = (lines) =>
  lines.map((line, index) => `  - { id: SH${String(10 * (index + 1)).padStart(4, "0")}, ${line} }`).join("\n");
export const BIBLE = `characters:
  old: { name: Ada, looks: { day: { wardrobe: grey coat, default: true } }, identity: { age: 70s, hair: white } }
  young: { name: Bo, looks: { day: { wardrobe: red shirt, default: true } }, identity: { age: 20s, hair: dark } }
`;
const show = (id, fps, aspect, resolution) =>
  `id: ${id}\ntitle: ${id}\nformat: { fps: ${fps}, resolution: ${resolution}, aspect: "${aspect}" }\ndefaults: { handles: 0 }\n`;

export const PRODUCTIONS = {
  calibration: {
    show: show("PIER", 25, "16:9", "1920x1080"),
    episode: `scenes:\n  - { id: "1", slugline: EXT. PIER - DAY }\n  - { id: "2", slugline: INT. KITCHEN - EVENING }\nshots:\n${shots(
      [
        'scene: "1", framing: LS, camera: pan left slow, duration: 2.4s, cast: [old, young], action: Two fishermen carry nets along the pier.',
        'scene: "1", framing: CU 85mm, duration: 2.4s, cast: [old], action: The old woman laughs into the wind.',
        'scene: "2", framing: MS two-shot 35mm, camera: handheld, duration: 2.4s, cast: [old, young], action: They argue over the empty table.',
        'scene: "2", framing: ECU insert 100mm, duration: 2.4s, action: Her hand turns a brass key.',
      ],
    )}\n`,
  },
  "hold-out": {
    show: show("TOWR", "24000/1001", "2.39:1", "1920x804"),
    episode: `scenes:\n  - { id: "1", slugline: EXT. TOWER - NIGHT, lighting: "moonlight" }\n  - { id: "2", slugline: INT. CELL - NIGHT, lighting: one candle }\n  - { id: "3", slugline: EXT. MOOR - DAWN, weather: thick fog }\n  - { id: "4", slugline: EXT. PASS - DAY, weather: heavy snow }\nshots:\n${shots(
      [
        'scene: "1", framing: ELS establishing 24mm, duration: 2.4s, cast: [young], action: A rider passes below the dark tower.',
        'scene: "2", framing: CU low 85mm shallow, duration: 2.4s, cast: [old], action: The prisoner reads by the candle.',
        'scene: "2", framing: MS, camera: static, duration: 2.4s, cast: [old], action: The prisoner sits without moving.',
        'scene: "3", framing: LS 50mm, camera: track right medium, duration: 2.4s, cast: [young], action: A boy runs through the heather.',
        'scene: "4", framing: FS, camera: whip-pan right fast, duration: 2.4s, cast: [young], action: She turns round and sees the wolves.',
      ],
    )}\n`,
  },
};
