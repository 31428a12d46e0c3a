/**
 * Whole numbers that look like chance and follow from a seed and a name alone (splitmix32). Everything in the story has dice of its own,
 * so that a change in one scene does not throw all that comes after it.
 */
export class Dice {
  #state: number;

  constructor(seed: number, name: string) {
    let hash = 0x811c9dc5 ^ (seed >>> 0) ^ Math.floor(seed / 0x1_0000_0000);
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
    this.#state = hash >>> 0;
  }

  /** From `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + (this.#next() % (most - least + 1));
  }

  /** True in so many of 100 throws. */
  chance(percent: number): boolean {
    return this.#next() % 100 < percent;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.#next() % from.length] as T;
  }

  /** One of several, each as often as its weight says. */
  weighted<T>(from: readonly (readonly [weight: number, value: T])[]): T {
    let rest = this.#next() % from.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of from) if ((rest -= weight) < 0) return value;
    throw new RangeError('a table without weight');
  }

  #next(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let word = this.#state;
    word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return (word ^ (word >>> 15)) >>> 0;
  }
}
