import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type Canvas, createCanvas, GlobalFonts, loadImage, type SKRSContext2D } from "@napi-rs/canvas";
import { plainText } from "../../core/plain-text.ts";

/** Fonts travel as packages, so that a slate looks the same on every machine. */
const INTER = ["latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext"] as const;
const FONTS: readonly [string, string, string][] = [
  ...INTER.map((script): [string, string, string] => [
    `Shotlock Sans ${script}`,
    "@fontsource/inter",
    `inter-${script}-600-normal.woff2`,
  ]),
  ["Shotlock Mono", "@fontsource/ibm-plex-mono", "ibm-plex-mono-latin-500-normal.woff2"],
];
export const JPEG_QUALITY = 84;
/** Other scripts come from the machine's fonts; where it has none, a box stands for each letter. */
export const SANS = `${INTER.map((script) => `"Shotlock Sans ${script}"`).join(", ")}, sans-serif`;
export const MONO = '"Shotlock Mono", monospace';

let registered = false;

/** A canvas with the fonts ready. */
export function paper(width: number, height: number): { canvas: Canvas; pen: SKRSContext2D } {
  if (!registered) {
    const require = createRequire(import.meta.url);
    for (const [family, name, file] of FONTS)
      GlobalFonts.registerFromPath(require.resolve(`${name}/files/${file}`), family);
    registered = true;
  }
  const canvas = createCanvas(width, height);
  return { canvas, pen: canvas.getContext("2d") };
}

/** Somebody else's text on one line, cut with an ellipsis where it does not fit. */
export function fitted(pen: SKRSContext2D, text: string, width: number): string {
  const line = plainText(text.replace(/\s+/g, " ").trim());
  if (pen.measureText(line).width <= width) return line;
  const characters = [...line];
  while (characters.length > 1 && pen.measureText(`${characters.join("")}...`).width > width) characters.pop();
  return `${characters.join("")}...`;
}

/** A picture file as JPEG: by canvas, because the WASM build's JPEG encoder fails on some sizes. */
export async function writeJpeg(source: string, target: string): Promise<void> {
  const image = await loadImage(await readFile(source));
  const { canvas, pen } = paper(image.width, image.height);
  pen.drawImage(image, 0, 0);
  await writeFile(target, canvas.toBuffer("image/jpeg", JPEG_QUALITY));
}
