/** Plain JSON, the only thing that is digested, journaled or locked. Numbers are integers everywhere in core. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}
