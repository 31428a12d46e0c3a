import type { EventStore, Position, RecordedEvent } from '#event-store';

/** So many of the newest entries are kept for those who follow; who is further behind reads the log. */
const KEPT = 2048;
const PAGE = 256;

/**
 * The newest entries, for everybody who follows the log. One reading serves all; it tells of an entry once the views know it, so that
 * whoever hears of it and asks finds it there.
 */
export class Live {
  readonly name = 'live';
  readonly version = 1;
  readonly #store: EventStore;
  readonly #viewsReached: (position: Position) => Promise<void>;
  #recent: RecordedEvent[] = [];
  #known = -1;
  #next = Promise.withResolvers<void>();
  readonly #end = Promise.withResolvers<void>();
  #closed = false;

  /** `viewsReached` resolves once the views have stored everything up to a position. */
  constructor(store: EventStore, viewsReached: (position: Position) => Promise<void>) {
    this.#store = store;
    this.#viewsReached = viewsReached;
  }

  /** The last entry that the views know; −1 in an empty log. */
  get known(): number {
    return this.#known;
  }

  /** Nothing of before is wanted: it begins at the end of the log. */
  async position(): Promise<Position | null> {
    const head = await this.#store.head();
    if (head === null) return null;
    this.#viewsReached(head.position).then(
      () => this.#learn(head.index),
      () => undefined, // said by the health of the views
    );
    return head.position;
  }

  async apply(events: readonly RecordedEvent[], through: Position): Promise<void> {
    await this.#viewsReached(through);
    this.#recent.push(...events);
    if (this.#recent.length > KEPT) this.#recent = this.#recent.slice(-KEPT / 2);
    this.#learn(events.at(-1)?.index ?? this.#known);
  }

  /** Known entries after an index, at most a page of them; empty only if there is none. */
  async after(index: number): Promise<readonly RecordedEvent[]> {
    if (index >= this.#known) return [];
    const first = this.#recent[0]?.index;
    if (first !== undefined && first <= index + 1) return this.#recent.slice(index + 1 - first, index + 1 - first + PAGE);
    const events = await this.#store.readFromIndex(index + 1, PAGE);
    return events.filter((event) => event.index <= this.#known);
  }

  /** Resolves when there may be something new, or when it is over. */
  changed(): Promise<void> {
    return this.#closed ? Promise.resolve() : this.#next.promise;
  }

  /** Resolves when it is over. */
  get ended(): Promise<void> {
    return this.#end.promise;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Tells everybody who follows that it is over. */
  close(): void {
    this.#closed = true;
    this.#end.resolve();
    this.#next.resolve();
  }

  #learn(index: number): void {
    if (index <= this.#known) return;
    this.#known = index;
    const before = this.#next;
    this.#next = Promise.withResolvers();
    before.resolve();
  }
}
