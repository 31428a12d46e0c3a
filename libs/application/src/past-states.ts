import type { DomainEvent, Recorded } from '#domain';
import { step } from '#domain/routing/router-fold';
import type { RouterState } from '#domain/routing/router-state';
import type { EventStore } from '#event-store';
import { keptRouterState } from './kept-router-state.js';
import { restoreAt } from './kept-state.js';
import type { SnapshotRows } from './snapshots.js';

const PAGE_EVENTS = 256;

/** The router's state as it was: the nearest one that was stored before, with what came after it; without any, the log from its start. */
export class PastStates {
  readonly #store: Pick<EventStore, 'readFromIndex'>;
  readonly #stored: () => SnapshotRows | null;

  constructor(store: Pick<EventStore, 'readFromIndex'>, stored: () => SnapshotRows | null) {
    this.#store = store;
    this.#stored = stored;
  }

  /** After the event with this index. Others have their turn between two pages of the log. */
  async at(index: number): Promise<RouterState> {
    const { state, parts } = keptRouterState();
    const rows = this.#stored();
    const mark = rows?.mark(index) ?? null;
    if (rows !== null && mark !== null) restoreAt(parts, rows, mark);
    for (let next = (mark?.index ?? -1) + 1; next <= index;) {
      const page = await this.#store.readFromIndex(next, Math.min(PAGE_EVENTS, index + 1 - next));
      if (page.length === 0) break;
      for (const event of page) step(state, event as unknown as Recorded<DomainEvent>);
      next += page.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return state;
  }
}
