import { type Canvas, createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import { project, type View } from "./camera.ts";
import type { Layer } from "./places/place.ts";

/** A layer of the set, painted once as large and as sharp as the shot needs it. */
export interface PaintedLayer {
  readonly z: number;
  draw(c: SKRSContext2D, view: View, shift: number): void;
}

interface LayersRequest {
  readonly layers: readonly Layer[];
  readonly width: number;
  readonly height: number;
  /** Views over the whole shot, handles included. */
  readonly views: readonly View[];
  /** World units that the set goes by during the shot. */
  readonly passes: number;
  /** Blur of a layer at depth z, in pixels of the picture. */
  blurAt(z: number): number;
  readonly rackFocus: boolean;
}

/** Largest painting of one layer, in pixels; a long move over a large set is painted a little coarser. */
const PIXELS_MAX = 3_400_000;
const MARGIN_PIXELS = 6;

export function paintLayers(request: LayersRequest): readonly PaintedLayer[] {
  return request.layers.flatMap((layer) => paintLayer(layer, request) ?? []);
}

interface Region {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
  readonly unit: number;
}

/** The part of the layer's plane that the camera ever sees, and the largest scale it sees it at. */
function regionOf(z: number, { views, width, height, passes }: LayersRequest): Region | undefined {
  let region: Region | undefined;
  for (const view of views) {
    if (view.distance + z < 0.13) continue;
    const origin = project(view, { width, height }, [0, 0, z]);
    const spare = view.roll === 0 ? 0.04 : 0.24;
    const seen = {
      left: (-spare * width - origin.x) / origin.unit,
      right: ((1 + spare) * width - origin.x) / origin.unit + passes,
      bottom: (origin.y - (1 + spare) * height) / origin.unit,
      top: (origin.y + spare * height) / origin.unit,
      unit: origin.unit,
    };
    region =
      region === undefined
        ? seen
        : {
            left: Math.min(region.left, seen.left),
            right: Math.max(region.right, seen.right),
            bottom: Math.min(region.bottom, seen.bottom),
            top: Math.max(region.top, seen.top),
            unit: Math.max(region.unit, seen.unit),
          };
  }
  return region;
}

function paintLayer(layer: Layer, request: LayersRequest): PaintedLayer | undefined {
  const region = regionOf(layer.z, request);
  if (region === undefined) return undefined;
  const [wide, tall] = [region.right - region.left, region.top - region.bottom];
  const blur = request.blurAt(layer.z);
  const fits = Math.sqrt(PIXELS_MAX / Math.max(1, wide * tall));
  const unit = Math.min(region.unit / Math.max(1, blur * 0.55), fits);
  const sharp = canvasOf(layer, region, Math.min(region.unit, fits));
  const soft =
    blur > 1.2 || request.rackFocus
      ? blurred(layer, {
          region,
          unit: request.rackFocus ? Math.min(unit, region.unit / 4) : unit,
          blur: (request.rackFocus ? Math.max(7, blur) : blur) * 0.7,
        })
      : undefined;
  const put = (c: SKRSContext2D, painting: Canvas, view: View, shift: number): void => {
    const at = project(view, request, [region.left - shift, region.top, layer.z]);
    c.drawImage(painting, at.x, at.y, wide * at.unit, tall * at.unit);
  };
  return {
    z: layer.z,
    draw(c, view, shift) {
      if (view.distance + layer.z < 0.13) return;
      if (request.rackFocus && soft !== undefined) {
        const clear = layer.z < 0 ? 1 - view.focus : view.focus;
        put(c, clear > 0.5 ? sharp : soft, view, shift);
        const other = clear > 0.5 ? 1 - clear : clear;
        if (other > 0.02) {
          c.globalAlpha = other;
          put(c, clear > 0.5 ? soft : sharp, view, shift);
          c.globalAlpha = 1;
        }
        return;
      }
      put(c, soft ?? sharp, view, shift);
    },
  };
}

function canvasOf(layer: Layer, { left, right, bottom, top }: Region, unit: number): Canvas {
  const canvas = createCanvas(
    Math.max(2, Math.ceil((right - left) * unit)),
    Math.max(2, Math.ceil((top - bottom) * unit)),
  );
  const c = canvas.getContext("2d");
  c.scale(unit, -unit);
  c.translate(-left, -top);
  layer.paint(c);
  return flattened(canvas);
}

/** A canvas as the source of a picture replays all its strokes at every use; its pixels alone do not. */
function flattened(canvas: Canvas): Canvas {
  const copy = createCanvas(canvas.width, canvas.height);
  const c = copy.getContext("2d");
  c.putImageData(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height), 0, 0);
  return copy;
}

function blurred(
  layer: Layer,
  { region, unit, blur }: { readonly region: Region; readonly unit: number; readonly blur: number },
): Canvas {
  const sharp = canvasOf(layer, region, unit);
  const canvas = createCanvas(sharp.width, sharp.height);
  const c = canvas.getContext("2d");
  const radius = Math.max(0.6, (blur * unit) / region.unit);
  c.filter = `blur(${radius.toFixed(2)}px)`;
  c.drawImage(sharp, -MARGIN_PIXELS * 0, 0);
  return flattened(canvas);
}
