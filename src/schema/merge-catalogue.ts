/** A catalogue file after it was parsed and checked against its schema. */
export interface CatalogueSource {
  readonly path: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** A production's own file, laid over the shipped ones; it may change what they say. */
  readonly own: boolean;
}

/** An id that two shipped files claim. */
export interface CatalogueClash {
  readonly path: string;
  readonly pointer: readonly string[];
  readonly firstIn: string;
}

export type Fields = Readonly<Record<string, unknown>>;

/** Groups of numbers with a source of their own; what an own file changes in one is not the old source's word any more. */
const SOURCED = ["price", "limits", "latency", "lifecycle"];
const MAPS = ["sources", "engines", "models"] as const;

/** Lays files over each other in their order: maps by key, everything else replaced. */
export function mergeCatalogues(files: readonly CatalogueSource[]): {
  merged: Fields;
  clashes: readonly CatalogueClash[];
} {
  const clashes: CatalogueClash[] = [];
  const owners = new Map<string, string>();
  let merged: Fields = {};
  for (const file of files) {
    for (const map of file.own ? [] : MAPS) {
      for (const id of Object.keys(fieldsOf(file.value[map]))) {
        const firstIn = owners.get(`${map}/${id}`);
        if (firstIn !== undefined) clashes.push({ path: file.path, pointer: [map, id], firstIn });
        owners.set(`${map}/${id}`, file.path);
      }
    }
    merged = overlay(merged, file.own ? withOwnSource(file, merged) : file.value);
  }
  return { merged, clashes };
}

/** `over` laid on `base`. A duration rule and a price with `per` are replaced whole: half of two rules is none. */
export function overlay(base: Fields, over: Fields): Fields {
  const keys = [...new Set([...Object.keys(base), ...Object.keys(over)])];
  return Object.fromEntries(
    keys.map((key) => {
      const [below, above] = [base[key], over[key]];
      if (above === undefined) return [key, below];
      const whole = key === "duration" || (key === "price" && fieldsOf(above)["per"] !== undefined);
      return [key, isFields(below) && isFields(above) && !whole ? overlay(below, above) : above];
    }),
  );
}

/** Numbers of a production's own file without a source are its own word, of its own date. */
function withOwnSource(file: CatalogueSource, below: Fields): Fields {
  const key = "own-file";
  const date = file.value["date"] ?? below["date"];
  const says = `the production's own ${file.path}`.slice(0, 600);
  const source = { says, checked_on: date, confidence: "vendor" };
  return { ...signed(file.value, key), sources: { [key]: source, ...fieldsOf(file.value["sources"]) } };
}

function signed(fields: Fields, source: string): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => {
      if (!isFields(value)) return [key, value];
      const inner = signed(value, source);
      return [key, SOURCED.includes(key) && inner["source"] === undefined ? { ...inner, source } : inner];
    }),
  );
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}
