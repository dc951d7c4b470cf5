import type { BillBook } from "./bill.ts";
import type { EventLog } from "./event-log.ts";
import type { Answer, Exchange } from "./exchange.ts";
import type { Fault, FaultBook } from "./faults/fault-book.ts";
import type { Footage } from "./footage.ts";
import type { JobQueue } from "./job-queue.ts";
import type { VendorName } from "./vendor-names.ts";
import type { VendorTime } from "./vendor-time.ts";

/** What a request is about, known before it is answered, so that a fault can take its place. */
export interface About {
  readonly at: "submit" | "poll" | "fetch" | "other";
  readonly model?: string;
}

/** One emulated vendor: its wire protocol, and nothing of how it fails on cue. */
export interface Vendor {
  readonly name: VendorName;
  about(exchange: Exchange): About;
  answer(exchange: Exchange): Answer;
  /** How it words an error of this status. */
  error(status: number, says: string): Answer;
  /** Ends or keeps the running jobs of a model that is retired now. */
  retire(model: string, running: "finish" | "fail"): void;
  /** Brings jobs and bill up to the present. */
  advance(): void;
  /** Forgets its jobs, as a server that starts again. */
  restart(): void;
  /** What its dashboard shows of each job, newest last. */
  jobs(): readonly JobNotice[];
}

export interface JobNotice {
  readonly job: string;
  readonly account: string;
  readonly model: string;
  readonly prompt: string;
  readonly seed: number;
  readonly acceptedAtMs: number;
  readonly state: "waiting" | "running" | "done" | "failed" | "cancelled";
}

/** What a vendor is given. */
export interface VendorDesk {
  readonly time: VendorTime;
  readonly seed: number;
  readonly bill: BillBook;
  readonly log: EventLog;
  readonly faults: FaultBook;
  readonly footage: Footage;
  /** Keys that open an account; the account is named, the key never is. */
  readonly accounts: ReadonlyMap<string, string>;
}

/** The account of a key; undefined for one that opens none. */
export function accountOf(desk: VendorDesk, key: string | undefined): string | undefined {
  return key === undefined ? undefined : desk.accounts.get(key);
}

/** Tells that a key came along: a storage host must never see one. */
export function tellExposedKey({ log }: VendorDesk, { headers }: Exchange, job?: string): void {
  if (headers["authorization"] === undefined) return;
  const says = "an Authorization header came to a storage host";
  log.add({ event: "key.exposed", says, ...(job === undefined ? {} : { job }) });
}

export function notices(queue: JobQueue<unknown>): readonly JobNotice[] {
  return queue.all().map(({ id, account, model, prompt, seed, acceptedAtMs, state, ended }) => ({
    ...{ job: id, account, model, prompt, seed, acceptedAtMs },
    state: state === "ended" ? (ended?.kind ?? "done") : state,
  }));
}

export function retryHeaders(fault: Fault, time: VendorTime): Readonly<Record<string, string>> {
  if (fault.retry_after_seconds === undefined) return {};
  const milliseconds = time.outside(fault.retry_after_seconds * 1000);
  if (fault.retry_after_as === "milliseconds") return { "retry-after-ms": String(milliseconds) };
  if (fault.retry_after_as === "date") return { "retry-after": new Date(time.date() + milliseconds).toUTCString() };
  return { "retry-after": String(Math.ceil(milliseconds / 1000)) };
}
