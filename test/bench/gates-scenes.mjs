// Scenes of the bench, drawn here and nowhere else: nothing of the animatic's artwork is in them. Every scene is a function of a
// random source, so that another seed gives other colours, places and paces. `frame(c, t)` draws the picture at t seconds on a
// canvas whose sides are w and h.
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

const pick = (r, low, high) => low + (high - low) * r();
const rgb = (red, green, blue, alpha = 1) =>
  `rgba(${Math.round(red)},${Math.round(green)},${Math.round(blue)},${alpha})`;

/** A cloud of value noise in several octaves, coloured from dark to bright: earth, leaves, plaster, water, skin. */
function texture(r, { w, h, cell, finest = 1.5, dark, bright, contrast = 1 }) {
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

function sky(c, w, h, top, bottom) {
  const gradient = c.createLinearGradient(0, 0, 0, h);
  gradient.addColorStop(0, rgb(...top));
  gradient.addColorStop(1, rgb(...bottom));
  c.fillStyle = gradient;
  c.fillRect(0, 0, w, h);
}

function glow(c, x, y, radius, colour, alpha) {
  const gradient = c.createRadialGradient(x, y, 0, x, y, radius);
  gradient.addColorStop(0, rgb(...colour, alpha));
  gradient.addColorStop(1, rgb(...colour, 0));
  c.fillStyle = gradient;
  c.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
}

/** A person as a director sketches one: head, neck, shoulders, arms that swing; feet at y. */
function person(c, { x, y, tall, colour, skin, swing = 0 }) {
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
function face(c, { x, y, size, skin, t, light = 1, speaks = true }) {
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
function framed(c, canvas, { w, h }, dx, dy, zoom = 1) {
  const [sw, sh] = [w / zoom, h / zoom];
  c.drawImage(canvas, (canvas.width - sw) * dx, (canvas.height - sh) * dy, sw, sh, 0, 0, w, h);
}

const skinOf = (r) => [pick(r, 120, 230), pick(r, 90, 180), pick(r, 70, 150)];
const clothOf = (r) => [pick(r, 30, 220), pick(r, 30, 200), pick(r, 30, 200)];

/** Scenes that thresholds may be chosen on. */
export const CALIBRATION = {
  "valley, slow pan": (r, { w, h }) => {
    const land = texture(r, { w: w * 1.3, h, cell: h / 3, dark: [40, 60, 30], bright: [170, 180, 110] });
    const hill = Array.from({ length: 8 }, () => r());
    return (c, t) => {
      sky(c, w, h, [110, 150, 200], [220, 225, 220]);
      c.save();
      c.beginPath();
      c.moveTo(0, h);
      for (let k = 0; k <= 7; k += 1) c.lineTo((k * w) / 7, h * (0.3 + 0.25 * hill[k]));
      c.lineTo(w, h);
      c.clip();
      framed(c, land, { w, h }, 0.1 + t * 0.12, 0);
      c.restore();
    };
  },
  "street, traffic": (r, { w, h }) => {
    const wall = texture(r, { w, h, cell: h / 8, dark: [80, 70, 66], bright: [170, 160, 150] });
    const cars = Array.from({ length: 5 }, () => ({ at: r(), pace: pick(r, 0.15, 0.4), colour: clothOf(r) }));
    return (c, t) => {
      c.drawImage(wall, 0, 0);
      c.fillStyle = rgb(60, 60, 64);
      c.fillRect(0, h * 0.72, w, h * 0.28);
      for (let k = 0; k < 40; k += 1) {
        c.fillStyle = rgb(30, 40 + (k % 5) * 8, 60);
        c.fillRect(((k % 10) + 0.2) * (w / 10), h * (0.06 + 0.16 * Math.floor(k / 10)), w * 0.055, h * 0.1);
      }
      for (const { at, pace, colour } of cars) {
        const x = (((at + t * pace) % 1.2) - 0.1) * w;
        c.fillStyle = rgb(...colour);
        c.fillRect(x, h * (0.74 + at * 0.12), w * 0.14, h * 0.08);
        c.fillStyle = rgb(20, 20, 22);
        c.fillRect(x + w * 0.02, h * (0.8 + at * 0.12), w * 0.03, h * 0.04);
      }
    };
  },
  "portrait, handheld": (r, { w, h }) => {
    const back = texture(r, {
      w: w * 1.1,
      h: h * 1.1,
      cell: h / 2,
      finest: h / 40,
      dark: clothOf(r),
      bright: [200, 190, 170],
    });
    const skin = skinOf(r);
    return (c, t) => {
      framed(c, back, { w, h }, 0.5 + Math.sin(t * 2.3) * 0.2, 0.5 + Math.sin(t * 3.1) * 0.2);
      face(c, { x: w * (0.5 + Math.sin(t * 2.3) * 0.01), y: h * 0.48, size: Math.min(w, h) * 0.8, skin, t });
    };
  },
  "forest, tilt": (r, { w, h }) => {
    const leaves = texture(r, {
      w,
      h: h * 1.5,
      cell: h / 12,
      dark: [10, 26, 8],
      bright: [150, 190, 90],
      contrast: 1.5,
    });
    return (c, t) => {
      framed(c, leaves, { w, h }, 0, Math.min(1, 0.1 + t * 0.25));
      for (let k = 0; k < 5; k += 1) {
        c.fillStyle = rgb(50, 36, 26);
        c.fillRect(w * (0.1 + k * 0.2), 0, w * 0.035, h);
      }
    };
  },
  "parlour, a lamp": (r, { w, h }) => {
    const paper = texture(r, { w, h, cell: h / 6, dark: [90, 60, 46], bright: [140, 104, 80] });
    const one = { colour: clothOf(r), skin: skinOf(r) };
    return (c, t) => {
      c.drawImage(paper, 0, 0);
      c.fillStyle = rgb(50, 32, 24);
      c.fillRect(0, h * 0.78, w, h * 0.22);
      person(c, { x: w * (0.3 + t * 0.08), y: h * 0.95, tall: h * 0.7, ...one, swing: t * 6 });
      glow(c, w * 0.75, h * 0.35, h * 0.7, [255, 214, 150], 0.7);
    };
  },
  "dusk, a dim room": (r, { w, h }) => {
    const wall = texture(r, { w, h, cell: h / 4, dark: [14, 16, 26], bright: [40, 44, 62] });
    const one = { colour: [30, 30, 40], skin: [70, 56, 50] };
    const side = pick(r, 0.6, 0.8);
    return (c, t) => {
      c.drawImage(wall, 0, 0);
      c.fillStyle = rgb(96, 110, 150);
      c.fillRect(w * side, h * 0.2, w * 0.14, h * 0.3);
      person(c, { x: w * (0.25 + t * 0.06), y: h, tall: h * 0.75, ...one, swing: t * 5 });
    };
  },
  "lake in haze": (r, { w, h }) => {
    const water = texture(r, { w: w * 1.2, h: h * 0.5, cell: h / 10, dark: [140, 146, 150], bright: [172, 178, 182] });
    return (c, t) => {
      sky(c, w, h, [184, 188, 192], [166, 172, 178]);
      framed(c, water, { w, h: h * 0.45 }, t * 0.1, 0);
      c.drawImage(water, w * 0.1 - t * w * 0.03, h * 0.55);
      c.fillStyle = rgb(128, 134, 140);
      c.fillRect(w * (0.3 + t * 0.03), h * 0.5, w * 0.16, h * 0.06);
    };
  },
  "desk, locked off": (r, { w, h }) => {
    const table = texture(r, { w, h, cell: h / 5, dark: [70, 50, 34], bright: [150, 116, 84] });
    const things = Array.from({ length: 6 }, () => ({ x: r(), y: r(), colour: clothOf(r) }));
    return (c, t) => {
      c.drawImage(table, 0, 0);
      for (const { x, y, colour } of things) {
        c.fillStyle = rgb(...colour);
        c.fillRect(w * (0.05 + 0.7 * x), h * (0.1 + 0.6 * y), w * 0.12, h * 0.16);
      }
      c.fillStyle = rgb(230, 226, 214);
      c.beginPath();
      c.ellipse(w * 0.8, h * 0.3, h * 0.16, h * 0.16, 0, 0, 7);
      c.fill();
      c.strokeStyle = rgb(20, 20, 20);
      c.lineWidth = h * 0.012;
      c.beginPath();
      c.moveTo(w * 0.8, h * 0.3);
      c.lineTo(w * 0.8 + Math.sin(t * 0.9) * h * 0.13, h * 0.3 - Math.cos(t * 0.9) * h * 0.13);
      c.stroke();
    };
  },
  "market, quick pan": (r, { w, h }) => {
    const stalls = texture(r, { w: w * 2.5, h, cell: h / 6, dark: [90, 40, 30], bright: [230, 200, 150] });
    const people = Array.from({ length: 14 }, () => ({ x: r() * 2.5, colour: clothOf(r), skin: skinOf(r) }));
    return (c, t) => {
      const at = t < 0.8 ? 0.05 : t < 1.3 ? 0.05 + (t - 0.8) * 1.4 : 0.75;
      framed(c, stalls, { w, h }, at, 0);
      for (const { x, colour, skin } of people)
        person(c, { x: x * w - at * 1.5 * w, y: h * 0.96, tall: h * 0.62, colour, skin, swing: t * 5 + x * 9 });
    };
  },
  "harbour, fade in": (r, { w, h }) => {
    const water = texture(r, { w: w * 1.2, h, cell: h / 9, dark: [20, 50, 80], bright: [130, 170, 190] });
    const boats = Array.from({ length: 4 }, () => ({ x: r(), colour: clothOf(r) }));
    return (c, t) => {
      sky(c, w, h, [240, 190, 140], [200, 200, 210]);
      c.drawImage(water, -w * 0.1 + t * w * 0.03, h * 0.5);
      for (const { x, colour } of boats) {
        c.fillStyle = rgb(...colour);
        c.fillRect(w * x, h * (0.5 + 0.2 * x) + Math.sin(t * 3 + x * 9) * h * 0.01, w * 0.14, h * 0.05);
        c.fillRect(w * (x + 0.06), h * (0.3 + 0.2 * x), w * 0.01, h * 0.2);
      }
    };
  },
  "dance, many people": (r, { w, h }) => {
    const floor = texture(r, { w, h, cell: h / 4, dark: [60, 40, 60], bright: [130, 100, 120] });
    const people = Array.from({ length: 9 }, () => ({
      x: r(),
      y: r(),
      pace: pick(r, 3, 7),
      colour: clothOf(r),
      skin: skinOf(r),
    }));
    return (c, t) => {
      c.drawImage(floor, 0, 0);
      for (const { x, y, pace, colour, skin } of people)
        person(c, {
          x: w * (x + 0.08 * Math.sin(t * pace)),
          y: h * (0.7 + 0.3 * y),
          tall: h * 0.6,
          colour,
          skin,
          swing: t * pace * 2,
        });
    };
  },
  "hearth, evening": (r, { w, h }) => {
    const stone = texture(r, { w, h, cell: h / 7, dark: [30, 22, 18], bright: [84, 62, 48] });
    const beat = [pick(r, 5, 9), pick(r, 11, 17)];
    return (c, t) => {
      c.drawImage(stone, 0, 0);
      const power = 0.55 + 0.06 * Math.sin(t * beat[0]) + 0.04 * Math.sin(t * beat[1]);
      glow(c, w * 0.5, h * 0.75, h * 0.8, [255, 150, 60], power);
      c.fillStyle = rgb(255, 210, 120);
      for (let k = 0; k < 6; k += 1) {
        c.beginPath();
        c.ellipse(w * (0.44 + k * 0.024), h * 0.75, w * 0.012, h * (0.06 + 0.03 * Math.sin(t * 12 + k * 2)), 0, 0, 7);
        c.fill();
      }
    };
  },
};

/** Scenes that no threshold was chosen on: the hard kinds. */
export const HOLD_OUT = {
  "night, few lights": (r, { w, h }) => {
    const ground = texture(r, { w, h, cell: h / 5, dark: [3, 4, 9], bright: [16, 18, 28] });
    const lights = Array.from({ length: 6 }, () => ({ x: r(), y: pick(r, 0.35, 0.6), size: pick(r, 0.004, 0.012) }));
    return (c, t) => {
      c.drawImage(ground, 0, 0);
      for (const { x, y, size } of lights) {
        glow(c, w * x, h * y, h * 0.09, [255, 210, 140], 0.5);
        c.fillStyle = rgb(255, 240, 200);
        c.fillRect(w * x, h * y, h * size * 2, h * size * 2);
      }
      const x = w * (t * 0.3);
      glow(c, x, h * 0.75, h * 0.2, [250, 250, 230], 0.7);
      c.fillStyle = rgb(255, 255, 240);
      c.fillRect(x - h * 0.012, h * 0.74, h * 0.024, h * 0.02);
    };
  },
  "night sky and a moon": (r, { w, h }) => {
    const stars = Array.from({ length: 120 }, () => ({ x: r(), y: r() * 0.7, bright: pick(r, 60, 220) }));
    const clouds = texture(r, { w: w * 1.3, h: h * 0.8, cell: h / 3, dark: [2, 3, 8], bright: [26, 30, 46] });
    const moon = { x: pick(r, 0.2, 0.8), y: pick(r, 0.15, 0.35) };
    return (c, t) => {
      framed(c, clouds, { w, h }, 0.1 + t * 0.15, 0);
      for (const { x, y, bright } of stars) {
        c.fillStyle = rgb(bright, bright, bright);
        c.fillRect(Math.round(w * x), Math.round(h * y), Math.max(1, h / 300), Math.max(1, h / 300));
      }
      glow(c, w * moon.x, h * moon.y, h * 0.25, [190, 200, 230], 0.25);
      c.fillStyle = rgb(230, 232, 236);
      c.beginPath();
      c.ellipse(w * moon.x, h * moon.y, h * 0.05, h * 0.05, 0, 0, 7);
      c.fill();
      c.fillStyle = rgb(0, 0, 0);
      c.beginPath();
      c.moveTo(0, h);
      for (let k = 0; k <= 10; k += 1) c.lineTo((w * k) / 10, h * (0.74 + 0.07 * Math.sin(k * 1.9)));
      c.lineTo(w, h);
      c.fill();
    };
  },
  "candle, a face": (r, { w, h }) => {
    const skin = skinOf(r);
    const beat = [pick(r, 7, 11), pick(r, 17, 29), pick(r, 31, 47)];
    const wall = texture(r, { w, h, cell: h / 5, dark: [4, 3, 3], bright: [18, 13, 10] });
    return (c, t) => {
      const power = 0.5 + 0.06 * Math.sin(t * beat[0]) + 0.04 * Math.sin(t * beat[1]) + 0.03 * Math.sin(t * beat[2]);
      c.drawImage(wall, 0, 0);
      face(c, { x: w * 0.4, y: h * 0.5, size: Math.min(w, h) * 0.62, skin, t, light: power });
      glow(c, w * 0.72, h * 0.6, h * 0.55, [255, 160, 60], power * 0.6);
      c.fillStyle = rgb(255, 226, 160);
      c.beginPath();
      c.ellipse(
        w * 0.72 + Math.sin(t * 5) * 2,
        h * 0.6,
        h * 0.014,
        h * (0.04 + 0.012 * Math.sin(t * beat[1])),
        0,
        0,
        7,
      );
      c.fill();
    };
  },
  "fog, a figure comes": (r, { w, h }) => {
    const fog = texture(r, {
      w: w * 1.3,
      h: h * 1.1,
      cell: h / 2,
      finest: h / 12,
      dark: [146, 150, 154],
      bright: [172, 176, 178],
    });
    const x = pick(r, 0.35, 0.65);
    return (c, t) => {
      framed(c, fog, { w, h }, 0.1 + t * 0.1, 0.5);
      c.globalAlpha = 0.16 + t * 0.08;
      person(c, {
        x: w * x,
        y: h * (0.86 + t * 0.03),
        tall: h * (0.4 + t * 0.06),
        colour: [60, 64, 70],
        skin: [80, 80, 84],
        swing: t * 5,
      });
      c.globalAlpha = 1;
    };
  },
  "still life, locked off, grain": (r, { w, h }) => {
    const wall = texture(r, { w, h, cell: h / 3, dark: [60, 64, 70], bright: [110, 112, 116] });
    const fruit = Array.from({ length: 7 }, () => ({
      x: pick(r, 0.2, 0.8),
      y: pick(r, 0.55, 0.75),
      size: pick(r, 0.05, 0.1),
      colour: clothOf(r),
    }));
    return (c, t) => {
      c.drawImage(wall, 0, 0);
      c.fillStyle = rgb(84, 60, 44);
      c.fillRect(0, h * 0.7, w, h * 0.3);
      for (const { x, y, size, colour } of fruit) {
        c.fillStyle = rgb(...colour);
        c.beginPath();
        c.ellipse(w * x, h * y, h * size, h * size, 0, 0, 7);
        c.fill();
        glow(c, w * x - h * size * 0.3, h * y - h * size * 0.3, h * size * 0.6, [255, 255, 240], 0.5);
      }
      glow(c, w * 0.15, h * 0.2, h * 0.3, [255, 250, 230], 0.2 + 0.01 * Math.sin(t * 2));
    };
  },
  "listener, locked off, no grain": (r, { w, h }) => {
    const skin = skinOf(r);
    const back = clothOf(r);
    return (c, t) => {
      sky(
        c,
        w,
        h,
        back,
        back.map((value) => value * 0.6),
      );
      face(c, { x: w * 0.45, y: h * 0.5, size: Math.min(w, h) * 0.7, skin, t: t * 0.5, speaks: false });
    };
  },
  "whip-pan": (r, { w, h }) => {
    const room = texture(r, { w: w * 4, h, cell: h / 4, dark: clothOf(r), bright: [220, 210, 190] });
    const wall = room.getContext("2d");
    for (let k = 0; k < 26; k += 1) {
      wall.fillStyle = rgb(...clothOf(r));
      wall.fillRect(r() * w * 4, h * pick(r, 0.1, 0.6), h * pick(r, 0.08, 0.3), h * pick(r, 0.1, 0.4));
    }
    return (c, t) => {
      const progress = Math.min(1, Math.max(0, (t - 0.9) / 0.3));
      const eased = progress * progress * (3 - 2 * progress);
      const speed = progress > 0 && progress < 1 ? 6 * progress * (1 - progress) : 0;
      const copies = 1 + Math.round(speed * 10);
      for (let k = 0; k < copies; k += 1) {
        c.globalAlpha = 1 / (k + 1);
        framed(c, room, { w, h }, Math.min(1, 0.02 + 0.9 * eased + (k / copies) * speed * 0.06 + 0.01 * t), 0);
      }
      c.globalAlpha = 1;
    };
  },
  "fade in out of black": (r, { w, h }) => {
    const land = texture(r, { w: w * 1.2, h, cell: h / 4, dark: [60, 50, 40], bright: [210, 190, 150] });
    const one = { colour: clothOf(r), skin: skinOf(r) };
    return (c, t) => {
      framed(c, land, { w, h }, 0.1 + t * 0.1, 0);
      person(c, { x: w * 0.5, y: h * 0.95, tall: h * 0.6, ...one, swing: t * 4 });
    };
  },
  "fade out to black": (r, { w, h }) => {
    const land = texture(r, { w: w * 1.2, h, cell: h / 7, dark: [40, 60, 70], bright: [190, 200, 190] });
    const one = { colour: clothOf(r), skin: skinOf(r) };
    return (c, t) => {
      framed(c, land, { w, h }, 0.4 - t * 0.1, 0);
      person(c, { x: w * (0.2 + t * 0.1), y: h * 0.95, tall: h * 0.5, ...one, swing: t * 6 });
    };
  },
  "snow falls": (r, { w, h }) => {
    const flakes = Array.from({ length: 260 }, () => ({
      x: r(),
      y: r(),
      size: pick(r, 0.003, 0.012),
      pace: pick(r, 0.2, 0.6),
    }));
    const trees = Array.from({ length: 7 }, () => r());
    return (c, t) => {
      sky(c, w, h, [170, 178, 190], [236, 238, 242]);
      for (const x of trees) {
        c.fillStyle = rgb(60, 70, 76);
        c.beginPath();
        c.moveTo(w * x, h * 0.3);
        c.lineTo(w * (x - 0.05), h * 0.8);
        c.lineTo(w * (x + 0.05), h * 0.8);
        c.fill();
      }
      c.fillStyle = rgb(250, 250, 252);
      for (const { x, y, size, pace } of flakes) {
        c.beginPath();
        c.ellipse(
          w * ((x + 0.05 * t + 0.02 * Math.sin(t * 3 + x * 20)) % 1),
          h * ((y + t * pace) % 1),
          h * size,
          h * size,
          0,
          0,
          7,
        );
        c.fill();
      }
    };
  },
  "water, all of it moves": (r, { w, h }) => {
    const one = texture(r, {
      w: w * 1.4,
      h: h * 1.4,
      cell: h / 10,
      dark: [10, 50, 70],
      bright: [120, 180, 200],
      contrast: 1.4,
    });
    const two = texture(r, {
      w: w * 1.4,
      h: h * 1.4,
      cell: h / 16,
      dark: [0, 30, 60],
      bright: [230, 240, 250],
      contrast: 1.6,
    });
    return (c, t) => {
      framed(c, one, { w, h }, 0.2 + t * 0.2, 0.3 + 0.1 * Math.sin(t * 2));
      c.globalAlpha = 0.4;
      framed(c, two, { w, h }, 0.8 - t * 0.25, 0.4 + 0.15 * Math.sin(t * 2.7));
      c.globalAlpha = 1;
    };
  },
  "chase, close and fast": (r, { w, h }) => {
    const ground = texture(r, { w: w * 4, h: h * 1.1, cell: h / 3, dark: [70, 56, 40], bright: [200, 180, 140] });
    const runners = Array.from({ length: 4 }, () => ({
      at: r() * 2,
      colour: clothOf(r),
      skin: skinOf(r),
      tall: pick(r, 0.8, 1.3),
    }));
    return (c, t) => {
      framed(c, ground, { w, h }, (0.05 + t * 0.35) % 1, 0.5 + 0.4 * Math.sin(t * 15));
      for (const { at, colour, skin, tall } of runners) {
        const x = ((at + t * 1.1) % 1.8) - 0.4;
        person(c, { x: w * x, y: h * (1.05 + 0.02 * Math.sin(t * 18)), tall: h * tall, colour, skin, swing: t * 12 });
      }
    };
  },
  "low key, a rim of light": (r, { w, h }) => {
    const skin = skinOf(r);
    const side = r() < 0.5 ? 0.4 : 0.6;
    return (c, t) => {
      c.fillStyle = rgb(5, 5, 7);
      c.fillRect(0, 0, w, h);
      face(c, { x: w * side, y: h * 0.5, size: Math.min(w, h) * 0.85, skin, t, light: 0.22 });
      c.strokeStyle = rgb(...skin, 0.9);
      c.lineWidth = h * 0.01;
      c.beginPath();
      c.ellipse(
        w * side,
        h * 0.5 + Math.sin(t * 2.1) * h * 0.017,
        Math.min(w, h) * 0.31,
        Math.min(w, h) * 0.41,
        0,
        2.2,
        4.1,
      );
      c.stroke();
    };
  },
  "high key, white ground": (r, { w, h }) => {
    const skin = skinOf(r);
    const cloth = clothOf(r);
    return (c, t) => {
      sky(c, w, h, [252, 252, 252], [236, 236, 238]);
      person(c, { x: w * (0.4 + t * 0.06), y: h * 0.96, tall: h * 0.8, colour: cloth, skin, swing: t * 5 });
    };
  },
  "shallow focus": (r, { w, h }) => {
    const lights = Array.from({ length: 22 }, () => ({
      x: r(),
      y: r() * 0.8,
      size: pick(r, 0.04, 0.1),
      colour: clothOf(r),
    }));
    const skin = skinOf(r);
    return (c, t) => {
      sky(c, w, h, [40, 44, 60], [90, 76, 70]);
      for (const { x, y, size, colour } of lights) glow(c, w * (x + 0.02 * t), h * y, h * size * 2, colour, 0.7);
      face(c, { x: w * 0.33, y: h * 0.56, size: Math.min(w, h) * 0.5, skin, t });
    };
  },
  "silhouettes at sunset": (r, { w, h }) => {
    const people = Array.from({ length: 3 }, () => ({ x: r(), pace: pick(r, 0.03, 0.08) }));
    const sun = pick(r, 0.3, 0.7);
    return (c, t) => {
      sky(c, w, h, [70, 40, 70], [250, 150, 60]);
      glow(c, w * sun, h * 0.7, h * 0.4, [255, 230, 160], 0.9);
      c.fillStyle = rgb(4, 3, 4);
      c.fillRect(0, h * 0.82, w, h * 0.18);
      for (const { x, pace } of people)
        person(c, {
          x: w * (0.1 + 0.7 * x + t * pace),
          y: h * 0.84,
          tall: h * 0.42,
          colour: [6, 4, 6],
          skin: [6, 4, 6],
          swing: t * 6 + x * 5,
        });
    };
  },
  "rain and neon": (r, { w, h }) => {
    const drops = Array.from({ length: 160 }, () => ({ x: r(), y: r(), pace: pick(r, 1.5, 2.6) }));
    const signs = Array.from({ length: 6 }, () => ({ x: r(), y: pick(r, 0.1, 0.5), colour: clothOf(r) }));
    return (c, t) => {
      sky(c, w, h, [12, 14, 26], [30, 26, 40]);
      for (const { x, y, colour } of signs) {
        glow(c, w * x, h * y, h * 0.2, colour, 0.6);
        c.fillStyle = rgb(...colour);
        c.fillRect(w * x - w * 0.02, h * y - h * 0.05, w * 0.04, h * 0.1);
        c.globalAlpha = 0.35;
        c.fillRect(w * x - w * 0.02 + Math.sin(t * 8) * 2, h * 0.8, w * 0.04, h * 0.16);
        c.globalAlpha = 1;
      }
      c.strokeStyle = rgb(150, 160, 180, 0.5);
      c.lineWidth = Math.max(1, h * 0.003);
      for (const { x, y, pace } of drops) {
        const top = ((y + t * pace) % 1) * h;
        c.beginPath();
        c.moveTo(w * x, top);
        c.lineTo(w * x - h * 0.01, top + h * 0.05);
        c.stroke();
      }
    };
  },
};
