// Scenes that no threshold was chosen on. Every scene is a function of a random source, so that another seed gives other colours, places and paces; it
// returns how the picture at t seconds is drawn on a canvas whose sides are w and h.
import { clothOf, face, framed, glow, person, pick, rgb, skinOf, sky, texture } from "./gates-drawing.mjs";

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
