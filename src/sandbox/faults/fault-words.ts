import type { Fault, FaultName } from "./fault-book.ts";

/** Fields that any fault may have. */
const ANYWHERE: readonly string[] = [
  "fault",
  "vendor",
  "model",
  "nth",
  "times",
  "percent",
  "after_seconds",
  "for_seconds",
];
/** Fields that mean something for one fault only. */
const OWN: Readonly<Record<FaultName, readonly string[]>> = {
  error: ["at", "status", "retry_after_seconds", "retry_after_as"],
  "rate-limit": ["at", "retry_after_seconds", "retry_after_as"],
  drop: ["at"],
  "drop-after-accept": [],
  "answer-lost": ["hold_seconds"],
  "error-after-accept": ["status"],
  gone: ["status"],
  retired: ["status", "running"],
  throttled: ["hold_seconds"],
  stuck: [],
  slow: ["pace_percent"],
  "refused-input": ["code", "charged"],
  "refused-output": ["code", "charged"],
  failed: ["code", "charged"],
  "no-file": [],
  "invalid-outputs": [],
  "wrong-duration": ["length_percent"],
  quality: ["look"],
  expired: ["status"],
  truncated: ["length_percent"],
  html: [],
  "clock-skew": ["skew_seconds"],
};

/** What the schema cannot say: a field that the fault does not know, which would be ignored in silence. */
export function senselessFields(fault: Fault): readonly string[] {
  const known = [...ANYWHERE, ...OWN[fault.fault]];
  return Object.keys(fault).filter((field) => !known.includes(field) && !field.startsWith("x-"));
}
