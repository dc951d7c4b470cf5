import { writeFileSync } from "node:fs";
import { paper, SANS } from "../../kit/conform/lettering.ts";
import type { VendorName } from "../../sandbox/vendor-names.ts";

/** Grade and grain by which one sees at a glance whose clip it is. */
export const GRADES: Readonly<Record<VendorName, string>> = {
  // Teal shadows, warm highlights.
  runway:
    "colorbalance=rs=-0.07:bs=0.07:rh=0.07:bh=-0.07,eq=contrast=1.05:saturation=1.08,noise=alls=3:allf=t:all_seed=3",
  // Bright and rich.
  fal: "eq=brightness=0.02:saturation=1.3,colorbalance=rm=0.04:gm=0.01,noise=alls=2:allf=t:all_seed=5",
  // Film from a cheap stock: pale, a green cast, more grain.
  comfyui: "eq=saturation=0.75:contrast=0.97,colorbalance=gm=0.03,noise=alls=6:allf=t:all_seed=9",
};

const NAMES: Readonly<Record<VendorName, string>> = { runway: "RUNWAY", fal: "FAL", comfyui: "COMFYUI" };

/** The vendor's name in a corner, small, and that it is none of its real clips. */
export function writeMark(path: string, vendor: VendorName, height: number): void {
  const size = Math.max(9, Math.round(height / 40));
  const text = `${NAMES[vendor]} \u00b7 sandbox`;
  const measure = paper(8, 8).pen;
  measure.font = `600 ${size}px ${SANS}`;
  const width = 2 * Math.ceil((measure.measureText(text).width + 2 * size) / 2);
  const { canvas, pen } = paper(width, 2 * size);
  pen.font = `600 ${size}px ${SANS}`;
  pen.fillStyle = "rgba(0,0,0,0.35)";
  pen.fillRect(0, 0, width, 2 * size);
  pen.fillStyle = "rgba(255,255,255,0.85)";
  pen.textBaseline = "middle";
  pen.fillText(text, size, size);
  writeFileSync(path, canvas.toBuffer("image/png"));
}
