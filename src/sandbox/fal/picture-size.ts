import type { Input } from "./models.ts";

const SIDES: Readonly<Record<string, number>> = { "480p": 480, "580p": 580, "720p": 720, "1080p": 1080, "4k": 2160 };

/** Width and height of what a model films: the short side by resolution, the other by aspect, both even. */
export function pictureSize(model: string, input: Input): { readonly width: number; readonly height: number } {
  // Kling has no resolution of its own: the standard one films 720p, the dearer ones 1080p.
  const usual = /kling-video\/(?:v3\/pro|v3\/turbo)/.test(model) ? "1080p" : "720p";
  const side = SIDES[String(input["resolution"] ?? usual)] ?? 720;
  const named = /^(\d+):(\d+)$/.exec(String(input["aspect_ratio"] ?? "16:9"));
  const across = Number(named?.[1] ?? 16);
  const down = Number(named?.[2] ?? 9);
  const longer = 2 * Math.round((side * Math.max(across, down)) / Math.min(across, down) / 2);
  return across >= down ? { width: longer, height: side } : { width: side, height: longer };
}
