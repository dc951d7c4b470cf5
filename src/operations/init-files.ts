import { showCodeOf } from "../core/resolve/show-code.ts";

/** A file that `shotlock init` writes when it is not there yet. Paths are relative to the repository root. */
export interface InitFile {
  readonly path: string;
  readonly text: string;
  /** Append missing lines to an existing file instead of leaving it alone. */
  readonly mergeLines: boolean;
}

const SCHEMA_BASE = "https://raw.githubusercontent.com/shotlock/shotlock/main/schemas";

const CONFIG = `# yaml-language-server: $schema=${SCHEMA_BASE}/config.schema.json
# How this repository works: which engines, whose word counts, where takes lie. Never a key: only the names of variables.
productions: [productions/*]
default_tier: animatic          # free, drawn on this machine; draft and final use the engines you have keys for
journal: {kind: directory, path: .shotlock/journal}
store: {kind: directory, path: .shotlock/store}
# people: {director: [anna], producer: [bo], legal: [chris]}
# ceilings: {currency: USD, episode: 60.00, month: 400.00, auto: 1.00}
`;

const IGNORE = `# shotlock: journal and media of this machine
.shotlock/
`;

const ATTRIBUTES = `# shotlock: a changed line ending would break the signatures
*.lock.json text eol=lf
*.lock.dsse.json text eol=lf -diff linguist-generated
trust.json text eol=lf
productions/*/provenance/**/*.json text eol=lf
productions/*/posters/**/*.jpg binary
`;

function show(code: string, title: string): string {
  return `# yaml-language-server: $schema=${SCHEMA_BASE}/show.schema.json
id: ${code}                      # show code: the first field of every shot name, ${code}_E101_SQ010_SH0010
title: ${title}
format: {fps: 24, resolution: 1920x1080, aspect: "16:9"}
defaults: {style: house, handles: auto, priority: balanced, max_paid_takes: 3}
importance:
  hero: {options: 2, max_paid_takes: 5}
  filler: {priority: cheap}
ceilings: {currency: USD, shot: 5.00, episode: 60.00}
`;
}

const CAST = `# yaml-language-server: $schema=${SCHEMA_BASE}/bible.schema.json
# Identity never changes; clothes and hair belong to a look. Change a look and exactly the shots that show it are remade.
characters:
  keeper:
    name: Ada the keeper
    identity: {descriptor: "woman of about fifty, weathered face, grey plait, pale eyes", age: 50, build: wiry}
    looks:
      watch: {default: true, wardrobe: "yellow oilskin coat, dark wool jumper", hair: "grey plait"}
      morning: {wardrobe: "cream fisherman's jumper", hair: "loose grey hair"}
    voice: {description: "low, dry", language: en}
    consent: {type: synthetic-person, attested_by: you@example.org, attested_at: 2026-01-01}
locations:
  lamp-room:
    name: Lamp room
    descriptor: "round glass lamp room at the top of a lighthouse, brass rail, great lamp in the middle"
    lighting: {night: "the lamp's warm beam turning, black sea outside", dawn: "pale pink light from the right"}
  cliff:
    name: Cliff path
    descriptor: "grassy cliff path above a grey sea, white lighthouse behind"
props:
  logbook: {descriptor: "worn leather logbook"}
styles:
  house: {descriptor: "naturalistic, soft contrast, 35mm grain", avoid: [text, watermark]}
`;

const EPISODE = `# yaml-language-server: $schema=${SCHEMA_BASE}/episode.schema.json
# A shot is four lines: id, framing, duration, action. Everything else is there when you need it.
title: The light
sequences: [{id: SQ010, title: The watch}]
scenes:
  - id: "1"
    slugline: INT. LAMP ROOM - NIGHT
    sequence: SQ010
    shots:
      - id: SH0010
        title: The lamp
        framing: LS establishing 28mm
        camera: push-in slow
        duration: 5s
        cast: [keeper]
        action: The keeper walks round the turning lamp and wipes the glass.
      - id: SH0020
        title: A line in the logbook
        framing: MCU low 50mm
        duration: 4s
        cast: [{character: keeper, position: right, facing: left, emotion: watchful}]
        props: [logbook]
        action: She writes a line in the logbook, stops, looks up.
        dialogue:
          - keeper: "There is a boat."
  - id: "2"
    slugline: EXT. CLIFF PATH - DAWN
    sequence: SQ010
    looks: {keeper: morning}
    weather: wind
    shots:
      - id: SH0030
        title: Down to the sea
        framing: FS
        camera: track left
        duration: 4s
        cast: [keeper]
        action: She runs down the path towards the sea.
        transition: {in: dissolve 12f}
`;

/** The files of a small commented production that lints clean, plans, and renders with the animatic engine. */
export function initFiles(name: string): readonly InitFile[] {
  const title = name.replace(/[-_]+/g, " ").replace(/^./, (first) => first.toUpperCase());
  const folder = `productions/${name}`;
  return [
    { path: "shotlock.config.yaml", text: CONFIG, mergeLines: false },
    { path: ".gitignore", text: IGNORE, mergeLines: true },
    { path: ".gitattributes", text: ATTRIBUTES, mergeLines: true },
    { path: `${folder}/show.yaml`, text: show(showCodeOf(name), title), mergeLines: false },
    { path: `${folder}/bible/cast.yaml`, text: CAST, mergeLines: false },
    { path: `${folder}/episodes/E101.yaml`, text: EPISODE, mergeLines: false },
  ];
}
