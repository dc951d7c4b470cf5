import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../src/kit/clock.ts";
import type { SandboxEvent } from "../../src/sandbox/event-log.ts";
import type { FootageRequest } from "../../src/sandbox/footage.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import type { VendorName } from "../../src/sandbox/vendor-names.ts";

/** Vendors' time runs this much faster, so that jobs take a second and not a minute. */
const SPEED = 60;

/** The sandbox of one world and what a program needs to find it. It lives in this process, so no kill reaches it. */
export interface Vendors {
  readonly sandbox: Sandbox;
  /** Variables of the program under test. */
  readonly environment: Readonly<Record<string, string>>;
  /** Called with everything that happens at a vendor, as it happens. */
  onEvent(listen: (event: SandboxEvent) => void): void;
  close(): Promise<void>;
}

/** Keys of whoever runs the tests open nothing here. */
const NO_KEYS = { RUNWAYML_API_SECRET: "", FAL_KEY: "" };

/** Keys of the dummy accounts, by vendor. */
const KEYS: Readonly<Record<VendorName, Readonly<Record<string, string>>>> = {
  runway: { RUNWAYML_API_SECRET: "key_sandbox" },
  fal: { FAL_KEY: "sandbox:key" },
  comfyui: {},
};

/** The program knows the address of one vendor and has the key of that one alone, so every order goes there. */
export async function startVendors(seed: number, vendor: VendorName): Promise<Vendors> {
  const folder = mkdtempSync(join(tmpdir(), "shotlock-vendors-"));
  let listener: (event: SandboxEvent) => void = () => undefined;
  const sandbox = await startSandbox({
    clock: systemClock(),
    seed,
    speed: SPEED,
    footage: (request) => clip(folder, request),
    told: (event) => listener(event),
  });
  const entry = `  ${vendor}: {address: "${sandbox.addresses[vendor]}", private: true}\n`;
  const addresses = join(folder, "addresses.yaml");
  writeFileSync(addresses, `schema: shotlock/addresses/1\nengines:\n${entry}`);
  return {
    sandbox,
    environment: {
      SHOTLOCK_ADDRESSES: addresses,
      ...NO_KEYS,
      ...KEYS[vendor],
    },
    onEvent(listen) {
      listener = listen;
    },
    async close() {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const clips = new Map<string, Buffer>();

/** A film that gates can judge, drawn once a shape; each job's own bytes by a box at its end that players pass over. */
function clip(folder: string, { width, height, rate, frames, hasAudio, job }: FootageRequest): Uint8Array {
  const shape = `${width}x${height}@${rate.numerator}-${rate.denominator}-${frames}-${hasAudio}`;
  const drawn = clips.get(shape) ?? draw(folder, { width, height, rate, frames, hasAudio });
  clips.set(shape, drawn);
  const name = Buffer.from(job);
  const box = Buffer.alloc(8);
  box.writeUInt32BE(8 + name.length, 0);
  box.write("free", 4, "latin1");
  return Buffer.concat([drawn, box, name]);
}

function draw(
  folder: string,
  { width, height, rate, frames, hasAudio }: Pick<FootageRequest, "width" | "height" | "rate" | "frames" | "hasAudio">,
): Buffer {
  const path = join(folder, "clip.mp4");
  const picture = `mandelbrot=size=${width}x${height}:rate=${rate.numerator}/${rate.denominator}`;
  const seconds = (frames * rate.denominator) / rate.numerator;
  const sound = hasAudio
    ? ["-f", "lavfi", "-i", `sine=frequency=220:sample_rate=48000:duration=${seconds}`, "-c:a", "aac"]
    : [];
  const coding = ["-frames:v", String(frames), "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];
  execFileSync(
    "ffmpeg",
    ["-v", "error", "-y", "-f", "lavfi", "-i", picture, ...sound, ...coding, "-movflags", "+faststart", path],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  return readFileSync(path);
}
