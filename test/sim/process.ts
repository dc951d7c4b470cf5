import type { WorldClock } from "./clock.ts";
import type { Crash } from "./scenario.ts";

const ANY = "any";
/** What a dead process waits for. */
const NEVER = new Promise<never>(() => undefined);

/**
 * A process that can be killed at any await. The outside world does not notice: what was asked of it is done, only
 * nobody hears the answer. Nothing of a dead process goes on.
 */
export class SimulatedProcess {
  isAlive = true;
  private readonly calls = new Map<string, number>();
  /** The call at which it died. */
  diedAt: string | undefined;
  readonly died: Promise<"died">;
  private announce: (word: "died") => void = () => undefined;
  private readonly crash: Crash | undefined;

  constructor(clock: WorldClock, crash: Crash | undefined) {
    this.crash = crash;
    this.died = new Promise((resolve) => {
      this.announce = resolve;
    });
    if (crash !== undefined && "afterMs" in crash) void clock.sleep(crash.afterMs).then(() => this.kill("a moment"));
  }

  kill(where: string): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.diedAt = where;
    this.announce("died");
  }

  /** It came to its end by itself; a kill that comes later meets nobody. */
  end(): void {
    this.isAlive = false;
  }

  /** The port as this process sees it. */
  guard<Port extends object>(port: Port, names: readonly (keyof Port & string)[]): Port {
    const guarded = { ...port } as Record<string, unknown>;
    for (const name of names) {
      const original = port[name] as (...given: unknown[]) => Promise<unknown>;
      guarded[name] = (...given: unknown[]) => this.call(name, () => original.apply(port, given));
    }
    return guarded as Port;
  }

  private async call(name: string, work: () => Promise<unknown>): Promise<unknown> {
    if (!this.isAlive) return NEVER;
    const burns = this.burnsAt(name);
    if (burns === "before") this.kill(`before ${name}`);
    if (!this.isAlive) return NEVER;
    try {
      const answer = await work();
      if (burns === "after") this.kill(`after ${name}`);
      return this.isAlive ? answer : NEVER;
    } catch (thrown) {
      if (!this.isAlive) return NEVER;
      throw thrown;
    }
  }

  /** Counts the call, of its port and of all; whether this is the one it dies at. */
  private burnsAt(name: string): "before" | "after" | undefined {
    for (const counted of [name, ANY]) this.calls.set(counted, (this.calls.get(counted) ?? 0) + 1);
    const { crash } = this;
    if (crash === undefined || !("call" in crash)) return undefined;
    if (crash.port !== undefined && crash.port !== name) return undefined;
    return this.calls.get(crash.port ?? ANY) === crash.call ? crash.moment : undefined;
  }
}
