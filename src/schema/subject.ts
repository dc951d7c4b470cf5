/** How a shot number may be written: 40, 0040, SH040, SH0040A. */
const SHOT_ID_FORM = /^(?:SH)?0*([0-9]{1,4})([A-Z]?)$/;

/** The value at a JSON pointer; undefined when there is none. */
export function valueAt(value: unknown, pointer: string): unknown {
  let at = value;
  for (const step of stepsOf(pointer)) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[step];
  }
  return at;
}

export function stepsOf(pointer: string): readonly string[] {
  const steps = pointer.split("/").slice(1);
  return steps.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** What people call the part of the document that a pointer leads into: `SH0030`, `scene 3`, `shoemaker`. */
export function subjectOf(value: unknown, pointer: string): string | undefined {
  const steps = stepsOf(pointer);
  for (let length = steps.length; length >= 2; length -= 1) {
    const list = steps[length - 2] ?? "";
    const name = steps[length - 1] ?? "";
    if (BIBLE_MAPS.has(list) && length === 2) return name;
    const noun = LISTS[list];
    if (noun === undefined) continue;
    const id = valueAt(value, `/${steps.slice(0, length).map(escapeStep).join("/")}/id`);
    if (typeof id !== "string" && typeof id !== "number") return `${noun} ${Number(name) + 1} of the list`;
    return noun === "shot" ? shotName(String(id)) : `${noun} ${id}`;
  }
  return undefined;
}

const BIBLE_MAPS: ReadonlySet<string> = new Set(["characters", "locations", "props", "styles"]);
const LISTS: Readonly<Record<string, string>> = { shots: "shot", scenes: "scene", sequences: "sequence" };

/** `40` and `SH040` -> `SH0040`; what is no shot number is shown as written. */
function shotName(id: string): string {
  const match = SHOT_ID_FORM.exec(id);
  return match === null ? `shot ${id}` : `SH${(match[1] ?? "").padStart(4, "0")}${match[2] ?? ""}`;
}

function escapeStep(step: string): string {
  return step.replaceAll("~", "~0").replaceAll("/", "~1");
}
