/** Names that other tools and people use for our fields. Only for hints: none of them is read. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  action: ["description", "prompt", "visual", "what"],
  ambience: ["background_sound"],
  angle: ["camera_angle"],
  avoid: ["negative", "negative_prompt", "exclude"],
  camera: ["movement", "camera_movement", "motion"],
  cast: ["characters", "actors", "who"],
  chain: ["continuity", "after", "continues"],
  character: ["speaker", "who"],
  descriptor: ["description", "look"],
  dialogue: ["dialog", "lines"],
  duration: ["length", "seconds", "duration_seconds", "time", "frames"],
  effects: ["sfx", "sound_effects"],
  end_frame: ["last_frame", "endFrame", "tail_frame"],
  engine: ["model", "provider", "vendor"],
  file: ["path", "image", "picture", "src"],
  fps: ["frame_rate", "framerate", "rate"],
  framing: ["shot_size", "shot_type", "size", "frame"],
  kind: ["type"],
  lens: ["lens_mm", "focal_length"],
  line: ["text", "says", "words"],
  location: ["place", "setting", "environment"],
  path: ["file", "src"],
  max_paid_takes: ["max_attempts", "max_retries"],
  movement: ["move"],
  options: ["takes", "variants", "count"],
  references: ["refs", "images", "reference_images"],
  shots: ["shot"],
  slugline: ["slug", "heading"],
  start_frame: ["first_frame", "startFrame", "head_frame"],
  start_timecode: ["start_tc", "timecode"],
  time_of_day: ["time", "daytime"],
  title: ["name", "slug"],
  wardrobe: ["costume", "clothes", "outfit"],
};

/** The field that is meant by a name from elsewhere, when this place has it. */
export function otherNameOf(name: string, known: readonly string[]): string | undefined {
  return known.find((field) => (OTHER_NAMES[field] ?? []).includes(name));
}
