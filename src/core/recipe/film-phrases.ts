import type {
  Angle,
  Facing,
  FramingFields,
  Movement,
  Position,
  Rig,
  ShotSize,
  ShotType,
  Speed,
  SpokenLine,
  TimeOfDay,
} from "../production.ts";

/** The film's short words as an engine reads them. Data: another language or a better wording changes nothing else. */

export const SIZE_PHRASES: Readonly<Record<ShotSize, string>> = {
  ECU: "extreme close-up",
  BCU: "big close-up",
  CU: "close-up",
  MCU: "medium close-up",
  MS: "medium shot",
  MLS: "medium long shot",
  FS: "full shot",
  LS: "long shot",
  ELS: "extreme long shot",
};

export const TYPE_PHRASES: Readonly<Record<ShotType, string>> = {
  single: "of one person",
  "two-shot": "two-shot",
  group: "group shot",
  ots: "over the shoulder",
  pov: "point of view",
  insert: "insert",
  cutaway: "cutaway",
  reaction: "reaction shot",
  establishing: "establishing shot",
  master: "master shot",
};

export const ANGLE_PHRASES: Readonly<Record<Angle, string>> = {
  eye: "at eye level",
  low: "low angle",
  high: "high angle",
  overhead: "from straight above",
  ground: "from the ground",
  dutch: "dutch angle",
  shoulder: "at shoulder height",
  hip: "at hip height",
};

export const DEPTH_PHRASES: Readonly<Record<NonNullable<FramingFields["depthOfField"]>, string>> = {
  shallow: "shallow depth of field",
  medium: "medium depth of field",
  deep: "deep focus",
};

/** `{direction}` is filled where the author gave one. */
export const MOVEMENT_PHRASES: Readonly<Record<Movement, string>> = {
  static: "the camera does not move",
  pan: "the camera pans{direction}",
  tilt: "the camera tilts{direction}",
  "push-in": "the camera pushes in",
  "pull-out": "the camera pulls out",
  dolly: "the camera dollies{direction}",
  truck: "the camera trucks{direction}",
  pedestal: "the camera rises on its column{direction}",
  crane: "the camera cranes{direction}",
  track: "the camera tracks{direction} with the action",
  arc: "the camera arcs{direction} around the subject",
  "zoom-in": "the lens zooms in",
  "zoom-out": "the lens zooms out",
  "dolly-zoom": "dolly zoom{direction}",
  "whip-pan": "the camera whip-pans{direction}",
  "rack-focus": "the focus racks from one plane to another",
  handheld: "handheld camera",
};

export const SPEED_PHRASES: Readonly<Record<Speed, string>> = {
  slow: "slowly",
  medium: "at a steady pace",
  fast: "fast",
};

export const RIG_PHRASES: Readonly<Record<Rig, string>> = {
  tripod: "on a tripod",
  handheld: "handheld",
  steadicam: "on a steadicam",
  gimbal: "on a gimbal",
  dolly: "on a dolly",
  slider: "on a slider",
  crane: "on a crane",
  drone: "from a drone",
};

export const POSITION_PHRASES: Readonly<Record<Position, string>> = {
  left: "on the left",
  centre: "in the centre",
  right: "on the right",
  foreground: "in the foreground",
  background: "in the background",
};

export const FACING_PHRASES: Readonly<Record<Facing, string>> = {
  left: "facing left",
  right: "facing right",
  camera: "facing the camera",
  away: "facing away from the camera",
};

export const TIME_PHRASES: Readonly<Record<TimeOfDay, string>> = {
  dawn: "at dawn",
  morning: "in the morning",
  day: "by day",
  afternoon: "in the afternoon",
  dusk: "at dusk",
  evening: "in the evening",
  night: "at night",
  midnight: "at midnight",
};

export const LINE_PHRASES: Readonly<Record<SpokenLine["kind"], string>> = {
  dialogue: "says",
  "off-screen": "says out of the picture",
  "voice-over": "says as voice-over",
};
