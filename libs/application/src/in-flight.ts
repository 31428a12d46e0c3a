/** Work that goes on by itself. */
export class InFlight {
  readonly #most: number;
  readonly #running = new Set<Promise<void>>();

  /** `most`: from so much on there is no room. */
  constructor(most: number) {
    this.#most = most;
  }

  /** The work must not throw. */
  start(work: () => Promise<void>): void {
    const running = work();
    this.#running.add(running);
    void running.then(() => this.#running.delete(running));
  }

  async room(): Promise<void> {
    while (this.#running.size >= this.#most) await Promise.race(this.#running);
  }

  /** Resolves when all that was started before is done. */
  async done(): Promise<void> {
    await Promise.all(this.#running);
  }
}
