import { describe, expect, test } from "vitest";
import { type DoctorFindings, doctorChecks } from "../../src/operations/doctor.ts";
import { doctorAsText } from "../../src/views/doctor.ts";

const WELL: DoctorFindings = {
  nodeVersion: "24.1.0",
  media: { kind: "native", version: "7.1" },
  canvas: true,
  git: true,
  productions: 2,
  keys: { kind: "studio", signer: "Example Studio", expires: "2027-01-01", daysLeft: 200 },
  trust: "present",
  journal: { ok: true, place: "in .shotlock/journal", sequence: 12 },
  storeWritable: true,
  catalogueDate: "2026-11-22",
  catalogueAgeDays: 5,
  engines: [{ engine: "runway", secrets: [{ variable: "RUNWAYML_API_SECRET", set: true }], address: "own" }],
  addresses: { ok: true, path: "/home/anna/.config/shotlock/addresses.yaml" },
};

/** Verdict of one check, and its fix. */
function check(id: string, change: Partial<DoctorFindings>): readonly [string | undefined, string | undefined] {
  const found = doctorChecks({ ...WELL, ...change }).find((one) => one.id === id);
  return [found?.verdict, found?.fix];
}

describe("doctor", () => {
  test("where nothing is missing every tier is ready", () => {
    expect(doctorChecks(WELL).filter((one) => one.verdict !== "ok")).toEqual([]);
    expect(doctorAsText(doctorChecks(WELL))).toContain("final: ready");
  });

  test.each([
    ["ffmpeg", "limited", { media: { kind: "wasm", version: "5.1.4" } }, "apt-get install ffmpeg"],
    ["ffmpeg", "missing", { media: { kind: "none", says: "no ffmpeg" } }, "npm install @ffmpeg/core"],
    ["canvas", "missing", { canvas: false }, "npm install @napi-rs/canvas"],
    ["git", "limited", { git: false }, "git init"],
    ["productions", "missing", { productions: 0 }, "shotlock init"],
    ["keys", "missing", { keys: { kind: "none" } }, "shotlock keys init"],
    ["keys", "limited", { keys: { ...WELL.keys, daysLeft: 3 } as DoctorFindings["keys"] }, "renew"],
    [
      "studio-key",
      "limited",
      { keys: { ...WELL.keys, kind: "development" } as DoctorFindings["keys"] },
      "signer.chain",
    ],
    ["trust", "missing", { trust: "missing" }, "shotlock keys trust"],
    ["trust", "limited", { trust: "other-keys" }, "shotlock keys trust"],
    ["journal", "missing", { journal: { ok: false, says: "broken", hint: "restore it" } }, "restore it"],
    [
      "journal",
      "missing",
      { journal: { ok: true, place: "here", sequence: 1, unwritable: { says: "no", hint: "ask for the right" } } },
      "ask for the right",
    ],
    [
      "journal-paid",
      "missing",
      { journal: { ok: true, place: "here", sequence: 1, refused: { says: "no", hint: "set the kind" } } },
      "set the kind",
    ],
    ["store", "missing", { storeWritable: false }, "store.path"],
    ["catalogue", "limited", { catalogueAgeDays: 90 }, "update shotlock"],
    [
      "engine-fal",
      "limited",
      { engines: [{ engine: "fal", secrets: [{ variable: "SHOTLOCK_KEY_FAL", set: false }], address: "own" }] },
      "export SHOTLOCK_KEY_FAL",
    ],
    [
      "engine-comfyui",
      "limited",
      { engines: [{ engine: "comfyui", secrets: [], address: "missing" }] },
      "in /home/anna/.config/shotlock/addresses.yaml: engines: { comfyui:",
    ],
    ["addresses", "missing", { addresses: { ok: false, says: "it is broken", fix: "mend it" } }, "mend it"],
    ["engines", "limited", { engines: [] }, "set the key"],
  ] as const)("%s is %s and says what to do", (id, verdict, change, fix) => {
    expect(check(id, change)).toEqual([verdict, expect.stringContaining(fix)]);
  });

  test("an ffmpeg that is passed over is named with the reason", () => {
    const text = doctorAsText(
      doctorChecks({ ...WELL, media: { kind: "wasm", version: "5.1.4", refused: "ffmpeg 4.4 is older than 5" } }),
    );
    expect(text).toContain("ffmpeg 4.4 is older than 5: the bundled WASM build");
    expect(text).toContain("animatic: works, 1 limited");
  });
});
