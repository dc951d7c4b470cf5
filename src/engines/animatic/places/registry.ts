import type { PlaceKind } from "../text/stage.ts";
import { giant } from "./giant.ts";
import {
  cave,
  church,
  corridor,
  laboratory,
  lampRoom,
  prison,
  shop,
  spaceship,
  stagePlace,
  stairs,
  throneRoom,
  warehouse,
} from "./halls.ts";
import { bedroom, cafe, kitchen, livingRoom, office, plainRoom, workshop } from "./interiors.ts";
import { coast, deck, desert, field, forest, harbour, mountain, space, underwater } from "./nature.ts";
import type { Place, PlaceBuilder, PlaceRequest } from "./place.ts";
import { bridge, castle, road, rooftop, station, street, village } from "./town.ts";
import { carInterior, shipCabin, train } from "./vehicles.ts";

const BUILDERS: Readonly<Record<PlaceKind, PlaceBuilder>> = {
  workshop,
  kitchen,
  cafe,
  office,
  bedroom,
  "living-room": livingRoom,
  corridor,
  stairs,
  church,
  "throne-room": throneRoom,
  castle,
  "lamp-room": lampRoom,
  "ship-cabin": shipCabin,
  spaceship,
  space,
  car: carInterior,
  train,
  hospital: laboratory,
  classroom: laboratory,
  prison,
  shop,
  stage: stagePlace,
  laboratory,
  warehouse,
  cave,
  street,
  rooftop,
  road,
  village,
  station,
  bridge,
  harbour,
  deck,
  sea: coast,
  underwater,
  beach: coast,
  lighthouse: coast,
  forest,
  field,
  garden: field,
  mountain,
  desert,
  room: plainRoom,
};

/** The set of a shot. */
export function placeOf(request: PlaceRequest): Place {
  return (request.stage.giant ? giant : BUILDERS[request.stage.kind])(request);
}
