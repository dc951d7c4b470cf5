import type { Json } from "../core/json.ts";

/** Shorter values are words that stand in every text; nobody gives out keys of that size. */
const SECRET_CHARACTERS_MIN = 8;

/** The one place that knows every secret that was handed out, and takes it out of whatever is said or written. */
export interface Redactor {
  /** Remembers a secret under its name and hands it on. */
  handOut(name: string, secret: string): string;
  text(text: string): string;
  /** The same value with every text in it cleaned; the value itself where there was nothing to clean. */
  value<Value>(value: Value): Value;
}

export function createRedactor(): Redactor {
  const names = new Map<string, string>();
  let forms: readonly (readonly [form: string, name: string])[] = [];
  const text = (said: string): string => {
    let clean = said;
    for (const [form, name] of forms) if (clean.includes(form)) clean = clean.replaceAll(form, `[${name}]`);
    return clean;
  };
  return {
    handOut(name, secret) {
      if (secret.length >= SECRET_CHARACTERS_MIN && !names.has(secret)) {
        names.set(secret, name);
        // The longest first: a key that is part of another one's form must not tear it.
        forms = [...names]
          .flatMap(([value, of]) => formsOf(value).map((form) => [form, of] as const))
          .sort(([a], [b]) => b.length - a.length);
      }
      return secret;
    },
    text,
    value: <Value>(value: Value): Value => (forms.length === 0 ? value : (cleaned(value as Json, text) as Value)),
  };
}

function cleaned(value: Json | undefined, text: (said: string) => string): Json | undefined {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return value.map((item: Json) => cleaned(item, text) ?? null);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const clean = cleaned(item, text);
      return clean === undefined ? [] : [[text(key), clean]];
    }),
  );
}

/** A secret as it is, as a URL, a JSON text or base64 would hold it, the last also in the middle of something longer. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, "utf8");
  const inBase64 = [0, 1, 2].flatMap((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    // Letters that hold bits of a neighbour are left out.
    const start = offset === 0 ? 0 : offset + 1;
    const end = Math.floor(((offset + bytes.length) * 8) / 6);
    const core = whole.slice(start, end);
    return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const all = [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString("hex"),
    ...inBase64,
  ];
  return [...new Set(all)].filter((form) => form.length >= SECRET_CHARACTERS_MIN);
}
