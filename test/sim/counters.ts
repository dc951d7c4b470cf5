/** How often each thing really occurred: a simulation that never reaches a state proves nothing about it. */
export class Counters {
  readonly of = new Map<string, number>();

  add(name: string, times = 1): void {
    this.of.set(name, (this.of.get(name) ?? 0) + times);
  }

  addAll(other: Readonly<Record<string, number>>): void {
    for (const [name, times] of Object.entries(other)) this.add(name, times);
  }

  plain(): Record<string, number> {
    return Object.fromEntries([...this.of].sort(([one], [other]) => (one < other ? -1 : 1)));
  }
}
