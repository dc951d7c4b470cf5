/** Picture sizes of Runway's own models, by shape. Words alone get two of them; a first picture opens the others. */
export const TEXT_RATIOS = { "16:9": "1280:720", "9:16": "720:1280" } as const;
export const PICTURE_RATIOS = {
  ...TEXT_RATIOS,
  "4:3": "1104:832",
  "1:1": "960:960",
  "3:4": "832:1104",
  "21:9": "1584:672",
} as const;

/** Veo as Runway serves it, by shape and lines. */
export const VEO_RATIOS = {
  "16:9 720p": "1280:720",
  "9:16 720p": "720:1280",
  "16:9 1080p": "1920:1080",
  "9:16 1080p": "1080:1920",
} as const;

export const VEO_SECONDS = [4, 6, 8] as const;

/** The entry under a key that came as text. */
export function entryOf<Table extends object>(table: Table, key: string): Table[keyof Table] | undefined {
  return Object.hasOwn(table, key) ? table[key as keyof Table] : undefined;
}
