import type { StoredEvent } from './stored-event.js';

const MOST_EVENTS = 2_048;
const MOST_BYTES = 16 * 1024 * 1024;

/** The newest events, by index, so that those who follow the log live need not ask the server for what was just pushed. */
export class LatestEvents {
  readonly #events = new Map<number, StoredEvent>();
  #bytes = 0;

  add(index: number, event: StoredEvent): void {
    this.#events.set(index, event);
    this.#bytes += event.body.length;
    for (const [oldest, { body }] of this.#events) {
      if (this.#events.size <= MOST_EVENTS && this.#bytes <= MOST_BYTES) return;
      this.#events.delete(oldest);
      this.#bytes -= body.length;
    }
  }

  /** All `count` events from an index on, or undefined if one of them is not kept any more. */
  from(index: number, count: number): StoredEvent[] | undefined {
    const events: StoredEvent[] = [];
    for (let at = index; at < index + count; at += 1) {
      const event = this.#events.get(at);
      if (event === undefined) return undefined;
      events.push(event);
    }
    return events;
  }
}
