import type { PlaceKind } from "../text/stage.ts";
import { cave, space, underwater } from "./beyond.ts";
import { coast, deck, harbour } from "./coast.ts";
import { castle, village } from "./countryside.ts";
import { giant } from "./giant.ts";
import { church, corridor, lampRoom, stagePlace, stairs, throneRoom, warehouse } from "./halls.ts";
import { bedroom, kitchen, livingRoom, plainRoom } from "./homes.ts";
import { laboratory, prison, shop, spaceship } from "./institutions.ts";
import { desert, field, forest, mountain } from "./nature.ts";
import type { Place, PlaceBuilder, PlaceRequest } from "./place.ts";
import { bridge, road, rooftop, station, street } from "./town.ts";
import { carInterior, shipCabin, train } from "./vehicles.ts";
import { cafe, office, workshop } from "./workplaces.ts";

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
