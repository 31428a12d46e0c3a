import type { Instant } from '#domain';

/** Something that falls due once. `key` says what: setting it again moves it. */
export interface Due {
  readonly key: string;
  readonly at: Instant;
}

export interface Entry<D extends Due> {
  readonly due: D;
  readonly order: number;
}

/**
 * What falls due, the earliest first, and of the same instant what was set first. A binary heap; what was moved is skipped when it comes up.
 * What was taken is due no more, but is remembered (`get`) until it is set anew or cleared.
 */
export class DueQueue<D extends Due> {
  readonly #heap: Entry<D>[] = [];
  readonly #current: Map<string, Entry<D>>;
  readonly #taken = new Set<Entry<D>>();
  #order = 0;

  /** `current`: where it keeps what it holds, by key. */
  constructor(current = new Map<string, Entry<D>>()) {
    this.#current = current;
  }

  /** `current` was filled by somebody else. */
  refilled(): void {
    for (const { order } of this.#current.values()) this.#order = Math.max(this.#order, order + 1);
    this.#rebuild();
  }

  set(due: D): void {
    const entry = { due, order: this.#order++ };
    this.#untake(due.key);
    this.#current.set(due.key, entry);
    this.#push(entry);
    if (this.#heap.length > 64 && this.#heap.length > 4 * this.#current.size) this.#rebuild();
  }

  clear(key: string): void {
    this.#untake(key);
    this.#current.delete(key);
  }

  /** It is seen to, and does not come up again. */
  take(key: string): void {
    const entry = this.#current.get(key);
    if (entry !== undefined) this.#taken.add(entry);
  }

  get(key: string): D | undefined {
    return this.#current.get(key)?.due;
  }

  /** The next one; it stays. */
  peek(): D | undefined {
    for (let first = this.#heap[0]; first !== undefined; first = this.#heap[0]) {
      if (this.#current.get(first.due.key) === first && !this.#taken.has(first)) return first.due;
      this.#shift();
    }
    return undefined;
  }

  #untake(key: string): void {
    const entry = this.#current.get(key);
    if (entry !== undefined) this.#taken.delete(entry);
  }

  #push(entry: Entry<D>): void {
    let i = this.#heap.push(entry) - 1;
    for (let parent = (i - 1) >> 1; i > 0 && isBefore(entry, this.#at(parent)); parent = (i - 1) >> 1) {
      this.#heap[i] = this.#at(parent);
      i = parent;
    }
    this.#heap[i] = entry;
  }

  #shift(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    let i = 0;
    for (let child = this.#lesserChild(i); child !== null && isBefore(this.#at(child), last); child = this.#lesserChild(i)) {
      this.#heap[i] = this.#at(child);
      i = child;
    }
    this.#heap[i] = last;
  }

  #lesserChild(i: number): number | null {
    const [left, right] = [2 * i + 1, 2 * i + 2];
    if (left >= this.#heap.length) return null;
    return right < this.#heap.length && isBefore(this.#at(right), this.#at(left)) ? right : left;
  }

  #at(i: number): Entry<D> {
    return this.#heap[i] as Entry<D>;
  }

  #rebuild(): void {
    this.#heap.length = 0;
    for (const entry of this.#current.values()) this.#push(entry);
  }
}

function isBefore<D extends Due>(one: Entry<D>, other: Entry<D>): boolean {
  return one.due.at < other.due.at || (one.due.at === other.due.at && one.order < other.order);
}
