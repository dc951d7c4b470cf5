import { validate as addresses } from "./generated/validate-addresses.ts";
import { validate as bible } from "./generated/validate-bible.ts";
import { validate as catalogue } from "./generated/validate-catalogue.ts";
import { validate as config } from "./generated/validate-config.ts";
import { validate as episode } from "./generated/validate-episode.ts";
import { validate as event } from "./generated/validate-event.ts";
import { validate as ledger } from "./generated/validate-ledger.ts";
import { validate as lock } from "./generated/validate-lock.ts";
import { validate as plan } from "./generated/validate-plan.ts";
import { validate as scenario } from "./generated/validate-scenario.ts";
import { validate as show } from "./generated/validate-show.ts";
import { validate as trust } from "./generated/validate-trust.ts";
import { validate as verify } from "./generated/validate-verify.ts";

/** A JSON Schema as far as a message needs it. */
export interface SchemaPart {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SchemaPart>>;
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

/** One complaint of a generated validator. */
export interface ShapeError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Set when the complaint is about a field's name and not its value. */
  readonly propertyName?: string;
  readonly parentSchema?: SchemaPart;
  readonly data?: unknown;
}

/** A generated validator: says whether a value has the shape and leaves all its complaints in `errors`. */
export interface Validator {
  (value: unknown): boolean;
  readonly errors?: readonly ShapeError[] | null;
}

const VALIDATORS = {
  addresses,
  bible,
  catalogue,
  config,
  episode,
  event,
  ledger,
  lock,
  plan,
  scenario,
  show,
  trust,
  verify,
} as unknown as Readonly<Record<DocumentKind, Validator>>;

export const DOCUMENT_KINDS = [
  "addresses",
  "bible",
  "catalogue",
  "config",
  "episode",
  "event",
  "ledger",
  "lock",
  "plan",
  "scenario",
  "show",
  "trust",
  "verify",
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export function validatorOf(kind: DocumentKind): Validator {
  return VALIDATORS[kind];
}

/** Complaints of a value about a schema; empty when it fits. */
export function shapeErrors(kind: DocumentKind, value: unknown): readonly ShapeError[] {
  const validate = VALIDATORS[kind];
  return validate(value) ? [] : (validate.errors ?? []);
}
