// What the scenes of the bench are drawn with. Nothing of the animatic's artwork is in them.
import { createCanvas } from "@napi-rs/canvas";

/** mulberry32: the same seed gives the same numbers everywhere. */
export function randomFrom(text) {
  let state = 0x9e3779b9;
  for (const letter of text) state = Math.imul(state ^ letter.codePointAt(0), 0x85ebca6b) ^ (state >>> 13);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const pick = (r, low, high) => low + (high - low) * r();
export const rgb = (red, green, blue, alpha = 1) =>
  `rgba(${Math.round(red)},${Math.round(green)},${Math.round(blue)},${alpha})`;

/** A cloud of value noise in several octaves, coloured from dark to bright: earth, leaves, plaster, water, skin. */
export function texture(r, { w, h, cell, finest = 1.5, dark, bright, contrast = 1 }) {
  const octaves = Math.max(1, Math.ceil(Math.log2(cell / finest)));
  const canvas = createCanvas(Math.ceil(w), Math.ceil(h));
  const c = canvas.getContext("2d");
  const image = c.createImageData(canvas.width, canvas.height);
  const layers = Array.from({ length: octaves }, (_, octave) => {
    const size = Math.max(1, cell / 2 ** octave);
    const columns = Math.ceil(w / size) + 2;
    const grid = Float32Array.from({ length: columns * (Math.ceil(h / size) + 2) }, () => r());
    return { size, columns, grid, weight: 0.6 ** octave };
  });
  const whole = layers.reduce((sum, layer) => sum + layer.weight, 0);
  for (let y = 0, at = 0; y < canvas.height; y += 1)
    for (let x = 0; x < canvas.width; x += 1, at += 4) {
      let value = 0;
      for (const { size, columns, grid, weight } of layers) {
        const [gx, gy] = [x / size, y / size];
        const [ix, iy] = [Math.floor(gx), Math.floor(gy)];
        const [fx, fy] = [gx - ix, gy - iy];
        const base = iy * columns + ix;
        const top = grid[base] + (grid[base + 1] - grid[base]) * fx;
        const bottom = grid[base + columns] + (grid[base + columns + 1] - grid[base + columns]) * fx;
        value += weight * (top + (bottom - top) * fy);
      }
      const share = Math.min(1, Math.max(0, 0.5 + (value / whole - 0.5) * 2.2 * contrast));
      for (let k = 0; k < 3; k += 1) image.data[at + k] = dark[k] + (bright[k] - dark[k]) * share;
      image.data[at + 3] = 255;
    }
  c.putImageData(image, 0, 0);
  return canvas;
}

export function sky(c, w, h, top, bottom) {
  const gradient = c.createLinearGradient(0, 0, 0, h);
  gradient.addColorStop(0, rgb(...top));
  gradient.addColorStop(1, rgb(...bottom));
  c.fillStyle = gradient;
  c.fillRect(0, 0, w, h);
}

export function glow(c, x, y, radius, colour, alpha) {
  const gradient = c.createRadialGradient(x, y, 0, x, y, radius);
  gradient.addColorStop(0, rgb(...colour, alpha));
  gradient.addColorStop(1, rgb(...colour, 0));
  c.fillStyle = gradient;
  c.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
}

/** A person as a director sketches one: head, neck, shoulders, arms that swing; feet at y. */
export function person(c, { x, y, tall, colour, skin, swing = 0 }) {
  const unit = tall / 8;
  c.strokeStyle = rgb(...colour.map((value) => value * 0.7));
  c.lineCap = "round";
  c.lineWidth = unit * 0.8;
  for (const side of [-1, 1]) {
    c.beginPath();
    c.moveTo(x + side * unit * 0.4, y - unit * 4);
    c.lineTo(x + side * unit * 0.5 + Math.sin(swing) * side * unit * 1.3, y);
    c.moveTo(x + side * unit * 1.1, y - unit * 6.4);
    c.lineTo(x + side * unit * 1.3 - Math.sin(swing) * side * unit, y - unit * 4);
    c.stroke();
  }
  c.fillStyle = rgb(...colour);
  c.beginPath();
  c.ellipse(x, y - unit * 5.2, unit * 1.25, unit * 1.8, 0, 0, 7);
  c.fill();
  c.fillStyle = rgb(...skin);
  c.beginPath();
  c.ellipse(x, y - unit * 7.4, unit * 0.62, unit * 0.8, 0, 0, 7);
  c.fill();
}

/** A face that fills the picture's height, lit from one side; it breathes, blinks and speaks. */
export function face(c, { x, y, size, skin, t, light = 1, speaks = true }) {
  const dim = (value, factor) => value.map((one) => one * factor * light);
  const nod = Math.sin(t * 2.1) * size * 0.02;
  c.fillStyle = rgb(...dim([60, 48, 44], 1));
  c.beginPath();
  c.ellipse(x, y - size * 0.12 + nod, size * 0.46, size * 0.56, 0, 0, 7);
  c.fill();
  c.fillStyle = rgb(...dim([90, 80, 100], 1));
  c.beginPath();
  c.ellipse(x, y + size * 0.95, size * 0.95, size * 0.5, 0, 0, 7);
  c.fill();
  const shade = c.createLinearGradient(x - size * 0.4, 0, x + size * 0.4, 0);
  shade.addColorStop(0, rgb(...dim(skin, 1)));
  shade.addColorStop(1, rgb(...dim(skin, 0.45)));
  c.fillStyle = shade;
  c.beginPath();
  c.ellipse(x, y + nod, size * 0.36, size * 0.48, 0, 0, 7);
  c.fill();
  const shut = t % 1.7 < 0.12 ? 0.1 : 1;
  for (const side of [-1, 1]) {
    c.fillStyle = rgb(...dim([235, 235, 230], 1));
    c.beginPath();
    c.ellipse(x + side * size * 0.14, y - size * 0.07 + nod, size * 0.06, size * 0.03 * shut, 0, 0, 7);
    c.fill();
    c.fillStyle = rgb(...dim([30, 40, 50], 1));
    c.beginPath();
    c.ellipse(
      x + side * size * 0.14 + Math.sin(t) * size * 0.02,
      y - size * 0.07 + nod,
      size * 0.025,
      size * 0.025 * shut,
      0,
      0,
      7,
    );
    c.fill();
    c.fillRect(x + side * size * 0.14 - size * 0.07, y - size * 0.16 + nod, size * 0.14, size * 0.018);
  }
  c.fillStyle = rgb(...dim([140, 60, 60], 1));
  c.beginPath();
  c.ellipse(
    x,
    y + size * 0.25 + nod,
    size * 0.1,
    size * (speaks ? 0.02 + 0.03 * Math.abs(Math.sin(t * 9)) : 0.015),
    0,
    0,
    7,
  );
  c.fill();
  c.fillStyle = rgb(...dim(skin, 0.6));
  c.fillRect(x - size * 0.015, y - size * 0.03 + nod, size * 0.03, size * 0.15);
}

/** Draws a larger picture so that the camera can move in it: dx, dy in shares of what is over. */
export function framed(c, canvas, { w, h }, dx, dy, zoom = 1) {
  const [sw, sh] = [w / zoom, h / zoom];
  c.drawImage(canvas, (canvas.width - sw) * dx, (canvas.height - sh) * dy, sw, sh, 0, 0, w, h);
}

export const skinOf = (r) => [pick(r, 120, 230), pick(r, 90, 180), pick(r, 70, 150)];
export const clothOf = (r) => [pick(r, 30, 220), pick(r, 30, 200), pick(r, 30, 200)];
