import type { Instant } from '#domain';

interface Entry {
  readonly at: Instant;
  readonly order: number;
  readonly act: () => Promise<void>;
}

/** What people of the story mean to do, and when. Of the same instant, what was planned first comes first. */
export class Agenda {
  /** Latest first, so that the next one is taken from the end. */
  readonly #entries: Entry[] = [];
  #order = 0;

  add(at: Instant, act: () => Promise<void>): void {
    const entry = { at, order: this.#order++, act };
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle] as Entry).at > at) low = middle + 1;
      else high = middle;
    }
    this.#entries.splice(low, 0, entry);
  }

  /** When the next one is due; null: nobody means to do anything. */
  next(): Instant | null {
    return this.#entries.at(-1)?.at ?? null;
  }

  take(): () => Promise<void> {
    return (this.#entries.pop() as Entry).act;
  }
}
