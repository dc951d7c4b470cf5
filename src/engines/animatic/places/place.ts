import type { Brush } from "../brush.ts";
import type { Random } from "../random.ts";
import type { Stage } from "../text/stage.ts";

/** A flat piece of the set at a distance behind the people (negative: before them), painted in world units, y up. */
export interface Layer {
  readonly z: number;
  paint(c: Brush): void;
}

/** Something that gives light, in world units. */
export interface Lamp {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly radius: number;
  /** `255,196,110` */
  readonly rgb: string;
  /** 0..1 */
  readonly strength: number;
  /** 0 steady .. 1 a flame. */
  readonly flicker: number;
  /** The source itself is seen and blooms. */
  readonly bloom: boolean;
}

export type FloorKind =
  | "boards"
  | "tiles"
  | "stone"
  | "carpet"
  | "metal"
  | "street"
  | "grass"
  | "sand"
  | "snow"
  | "water"
  | "dirt"
  | "none";
export interface Floor {
  readonly kind: FloorKind;
  readonly colour: string;
  /** Half width of a street or a path; beyond it stands `verge`. */
  readonly half?: number;
  readonly verge?: string;
}

export interface Place {
  readonly floor: Floor;
  /** Distance of the back wall, or of the horizon. */
  readonly wall: number;
  /** Side walls and ceiling of a room. */
  readonly room?: { readonly half: number; readonly height: number; readonly colour: string; readonly beams: boolean };
  /** Far to near. */
  readonly layers: readonly Layer[];
  readonly lamps: readonly Lamp[];
  /** Top of a table, bench or counter that people can stand behind and things can stand on. */
  readonly table?: { readonly x: number; readonly y: number; readonly z: number; readonly half: number };
  /** Everybody sits here: a car, a train. Height of the seat's ground above 0. */
  readonly seats?: boolean;
  /** The set itself moves past: windows of a car or train, a road. World units a second. */
  readonly passing?: number;
}

export interface PlaceRequest {
  readonly stage: Stage;
  readonly random: Random;
  /** There is a shot's verb that asks for a table before the people. */
  readonly atTable: boolean;
  readonly seconds?: number;
}
export type PlaceBuilder = (request: PlaceRequest) => Place;

export const CANDLE = "255,190,105";
export const FIRE = "255,150,70";
export const ELECTRIC = "255,226,180";
export const MOON = "140,170,255";
export const DAYLIGHT = "255,250,238";
