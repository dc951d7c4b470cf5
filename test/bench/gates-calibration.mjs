// Scenes that thresholds may be chosen on. Every scene is a function of a random source, so that another seed gives other colours, places and paces; it
// returns how the picture at t seconds is drawn on a canvas whose sides are w and h.
import { clothOf, face, framed, glow, person, pick, rgb, skinOf, sky, texture } from "./gates-drawing.mjs";

/** Ordinary scenes. */
const ORDINARY = {
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

/** The kinds of the hold-out set, drawn in another way: what is hard there may be looked at here. */
const HARD_KINDS = {
  "alley at night, a lamp post": (r, { w, h }) => {
    const bricks = texture(r, { w, h, cell: h / 9, dark: [5, 5, 7], bright: [22, 20, 22] });
    const post = pick(r, 0.25, 0.75);
    const windows = Array.from({ length: 3 }, () => ({ x: r(), y: pick(r, 0.1, 0.4) }));
    return (c, t) => {
      c.drawImage(bricks, 0, 0);
      glow(c, w * post, h * 0.25, h * 0.5, [255, 190, 110], 0.35);
      c.fillStyle = rgb(255, 230, 180);
      c.fillRect(w * post - h * 0.02, h * 0.23, h * 0.04, h * 0.05);
      for (const { x, y } of windows) {
        c.fillStyle = rgb(150, 130, 70);
        c.fillRect(w * x, h * y, h * 0.05, h * 0.07);
      }
      const gone = { colour: [12, 12, 16], skin: [60, 48, 40], swing: t * 6 };
      person(c, { x: w * (0.2 + 0.2 * t), y: h * 0.95, tall: h * 0.5, ...gone });
    };
  },
  "attic, one bulb": (r, { w, h }) => {
    const boards = texture(r, { w, h, cell: h / 7, dark: [6, 4, 3], bright: [30, 22, 16] });
    const skin = skinOf(r);
    const beat = pick(r, 2, 4);
    return (c, t) => {
      c.drawImage(boards, 0, 0);
      const x = w * (0.65 + 0.03 * Math.sin(t * beat));
      face(c, { x: w * 0.33, y: h * 0.55, size: Math.min(w, h) * 0.5, skin, t, light: 0.4 });
      glow(c, x, h * 0.3, h * 0.7, [255, 180, 90], 0.32);
      c.fillStyle = rgb(255, 240, 200);
      c.beginPath();
      c.ellipse(x, h * 0.3, h * 0.025, h * 0.035, 0, 0, 7);
      c.fill();
    };
  },
  "mist over a lake, a boat": (r, { w, h }) => {
    const mist = { w: w * 1.2, h: h * 1.1, cell: h / 3, finest: h / 20 };
    const air = texture(r, { ...mist, dark: [168, 172, 170], bright: [190, 193, 190] });
    const x = pick(r, 0.2, 0.5);
    return (c, t) => {
      framed(c, air, { w, h }, 0.8 - t * 0.12, 0.4);
      c.globalAlpha = 0.22;
      c.fillStyle = rgb(50, 56, 60);
      c.beginPath();
      c.ellipse(w * (x + t * 0.05), h * 0.62, h * 0.16, h * 0.03, 0, 0, 7);
      c.fill();
      person(c, { x: w * (x + t * 0.05), y: h * 0.61, tall: h * 0.2, colour: [50, 50, 56], skin: [80, 80, 80] });
      c.globalAlpha = 1;
    };
  },
  "shelf, nothing but grain": (r, { w, h }) => {
    const wall = texture(r, { w, h, cell: h / 4, dark: [90, 84, 76], bright: [140, 132, 120] });
    const books = Array.from({ length: 16 }, () => ({ tall: pick(r, 0.2, 0.4), colour: clothOf(r) }));
    return (c) => {
      c.drawImage(wall, 0, 0);
      for (const [index, { tall, colour }] of books.entries()) {
        c.fillStyle = rgb(...colour);
        c.fillRect(w * (0.1 + index * 0.05), h * (0.75 - tall), w * 0.042, h * tall);
      }
    };
  },
  "corridor, locked off, one door": (r, { w, h }) => {
    const paint = clothOf(r).map((value) => 60 + value * 0.5);
    return (c, t) => {
      sky(c, w, h, paint, [40, 40, 44]);
      c.fillStyle = rgb(210, 206, 190);
      c.fillRect(w * 0.4, h * 0.3, w * 0.2, h * 0.4);
      c.fillStyle = rgb(70, 50, 40);
      c.fillRect(w * 0.4, h * 0.3, w * (0.05 + 0.03 * t), h * 0.4);
      for (let k = 0; k < 4; k += 1) {
        c.fillStyle = rgb(50, 46, 44);
        c.fillRect(w * (0.04 + 0.09 * k), h * (0.1 + 0.05 * k), w * 0.03, h * (0.8 - 0.1 * k));
        c.fillRect(w * (0.93 - 0.09 * k), h * (0.1 + 0.05 * k), w * 0.03, h * (0.8 - 0.1 * k));
      }
    };
  },
  "whip-pan across shelves": (r, { w, h }) => {
    const hall = texture(r, { w: w * 3, h, cell: h / 5, dark: [60, 44, 34], bright: [160, 130, 100] });
    const shelves = hall.getContext("2d");
    for (let row = 0; row < 4; row += 1)
      for (let at = 0; at < w * 3; at += h * 0.06) {
        const tall = h * pick(r, 0.1, 0.2);
        shelves.fillStyle = rgb(...clothOf(r));
        shelves.fillRect(at, h * (0.25 + 0.24 * row) - tall, h * 0.05, tall);
      }
    const from = pick(r, 0.6, 0.9);
    return (c, t) => {
      const share = Math.min(1, Math.max(0, (t - from) / 0.25));
      const eased = 0.5 - 0.5 * Math.cos(Math.PI * share);
      const smear = 0.05 * Math.sin(Math.PI * share);
      for (let k = 0; k < 8; k += 1) {
        c.globalAlpha = 1 / (k + 1);
        framed(c, hall, { w, h }, 0.95 - 0.88 * eased - (smear * k) / 8 + 0.01 * Math.sin(t * 3), 0);
      }
      c.globalAlpha = 1;
    };
  },
  "dunes, fade out": (r, { w, h }) => {
    const sand = texture(r, { w: w * 1.2, h, cell: h / 5, dark: [120, 90, 60], bright: [230, 200, 150] });
    const one = { colour: clothOf(r), skin: skinOf(r) };
    return (c, t) => {
      framed(c, sand, { w, h }, 0.2 + t * 0.1, 0);
      person(c, { x: w * (0.7 - t * 0.1), y: h * 0.9, tall: h * 0.4, ...one, swing: t * 5 });
    };
  },
  "blossom falls": (r, { w, h }) => {
    const leaves = Array.from({ length: 180 }, () => ({ x: r(), y: r(), size: pick(r, 0.004, 0.014) }));
    const grass = texture(r, { w, h, cell: h / 6, dark: [60, 96, 50], bright: [130, 170, 100] });
    return (c, t) => {
      c.drawImage(grass, 0, 0);
      c.fillStyle = rgb(250, 214, 224);
      for (const { x, y, size } of leaves) {
        const fallen = (y + t * (0.15 + size * 20)) % 1;
        c.beginPath();
        c.ellipse(w * ((x + 0.03 * Math.sin(t * 4 + y * 30)) % 1), h * fallen, h * size, h * size * 0.6, t + x, 0, 7);
        c.fill();
      }
    };
  },
  "crowd runs, shaken camera": (r, { w, h }) => {
    const road = texture(r, { w: w * 3, h: h * 1.15, cell: h / 5, dark: [80, 80, 84], bright: [190, 186, 176] });
    const people = Array.from({ length: 6 }, () => ({ at: r() * 2, colour: clothOf(r), skin: skinOf(r) }));
    return (c, t) => {
      framed(c, road, { w, h }, (0.9 - t * 0.3) % 1, 0.5 + 0.35 * Math.sin(t * 13) + 0.15 * Math.sin(t * 23));
      for (const { at, colour, skin } of people) {
        const x = 1.3 - ((at + t * 0.9) % 1.8);
        person(c, { x: w * x, y: h * (1.02 + 0.03 * Math.sin(t * 16 + at)), tall: h, colour, skin, swing: t * 13 });
      }
    };
  },
  "plain at night, horizon": (r, { w, h }) => {
    const blue = pick(r, 30, 60);
    const fires = Array.from({ length: 3 }, () => r());
    return (c, t) => {
      sky(c, w, h, [0, 0, 2], [blue * 0.5, blue * 0.6, blue]);
      c.fillStyle = rgb(1, 1, 1);
      c.fillRect(0, h * 0.7, w, h * 0.3);
      for (const x of fires) {
        glow(c, w * x, h * 0.74, h * 0.06, [255, 160, 70], 0.8 + 0.1 * Math.sin(t * 14 + x * 20));
        c.fillStyle = rgb(255, 220, 150);
        c.fillRect(w * x - h * 0.006, h * 0.735, h * 0.012, h * (0.012 + 0.004 * Math.sin(t * 17 + x * 9)));
      }
    };
  },
};

/** Scenes that thresholds may be chosen on. */
export const CALIBRATION = { ...ORDINARY, ...HARD_KINDS };
