import type { Answer, Exchange } from "./exchange.ts";
import type { Fault } from "./faults/fault-book.ts";
import { type About, retryHeaders, type Vendor, type VendorDesk } from "./vendor.ts";

/** What became of a request: an answer, or a line that broke. */
export type Attempted =
  | { readonly line: "answered"; readonly answer: Answer }
  | { readonly line: "reset" }
  | { readonly line: "half-sent" }
  | { readonly line: "held"; readonly holdMs: number };

export interface RequestFaults {
  attempt(exchange: Exchange): Attempted;
}

const ERROR_STATUS = 503;
const ERROR_AFTER_ACCEPT_STATUS = 502;
const GONE_STATUS = 404;
const HOLD_SECONDS = 60;

/** Lets a vendor answer, and breaks the line before or after as the faults say. */
export function requestFaults(vendor: Vendor, desk: VendorDesk, retired: Set<string>): RequestFaults {
  const { log } = desk;
  const struck = (fault: Fault, { model }: About): void =>
    log.add({ event: "fault.struck", says: fault.fault, ...(model === undefined ? {} : { model }) });
  return {
    attempt(exchange) {
      vendor.advance();
      const about = vendor.about(exchange);
      const before = beforeAnswer(vendor, desk, retired, about);
      if (before !== undefined) {
        struck(before.fault, about);
        return before.attempted;
      }
      const answer = vendor.answer(exchange);
      note(desk, exchange, about, answer);
      const isAccepted = about.at === "submit" && answer.status < 300;
      const after = isAccepted ? afterAccept(vendor, desk, about) : undefined;
      if (after === undefined) return { line: "answered", answer };
      struck(after.fault, about);
      return after.attempted;
    },
  };
}

interface Struck {
  readonly fault: Fault;
  readonly attempted: Attempted;
}

function beforeAnswer(vendor: Vendor, desk: VendorDesk, retired: Set<string>, about: About): Struck | undefined {
  const { at, model } = about;
  if (at === "other") return undefined;
  const place = { at, ...(model === undefined ? {} : { model }) };
  const line = desk.faults.strike(["drop", "rate-limit", "error"], place);
  if (line?.fault === "drop") return { fault: line, attempted: { line: "reset" } };
  if (line !== undefined) {
    const isRate = line.fault === "rate-limit";
    const answer = vendor.error(
      isRate ? 429 : (line.status ?? ERROR_STATUS),
      isRate ? "Too many requests." : "Unavailable.",
    );
    const headers = { ...answer.headers, ...retryHeaders(line, desk.time) };
    return { fault: line, attempted: { line: "answered", answer: { ...answer, headers } } };
  }
  if (at !== "submit" || model === undefined) return undefined;
  const end = desk.faults.strike(["gone", "retired"], place);
  if (end?.fault === "retired" && !retired.has(model)) {
    retired.add(model);
    vendor.retire(model, end.running ?? "fail");
  }
  const isGone = end !== undefined || retired.has(model);
  if (!isGone) return undefined;
  const answer = vendor.error(end?.status ?? GONE_STATUS, `Model ${model} is not available.`);
  return { fault: end ?? { fault: "retired" }, attempted: { line: "answered", answer } };
}

function afterAccept(vendor: Vendor, { faults }: VendorDesk, { model }: About): Struck | undefined {
  const place = { at: "submit", ...(model === undefined ? {} : { model }) } as const;
  const fault = faults.strike(["drop-after-accept", "answer-lost", "error-after-accept"], place);
  if (fault === undefined) return undefined;
  if (fault.fault === "drop-after-accept") return { fault, attempted: { line: "half-sent" } };
  if (fault.fault === "answer-lost")
    return { fault, attempted: { line: "held", holdMs: (fault.hold_seconds ?? HOLD_SECONDS) * 1000 } };
  const answer = vendor.error(fault.status ?? ERROR_AFTER_ACCEPT_STATUS, "Bad gateway.");
  return { fault, attempted: { line: "answered", answer } };
}

function note({ log }: VendorDesk, exchange: Exchange, { model }: About, answer: Answer): void {
  log.add({
    event: answer.status < 400 ? "request.answered" : "request.refused",
    says: `${exchange.method} ${exchange.path.slice(0, 200)} ${answer.status}`,
    ...(model === undefined ? {} : { model }),
  });
}
